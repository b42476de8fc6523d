//! From the settings to an answer, step by step: what is in order, what is wrong, what to do about it.
//! Used by `check` on a command line and by the self-test over a telephone. It prints nothing itself.

use std::time::{Duration, Instant};

use crate::config::{Profile, Protocol, Settings};
use crate::crm::{Answer, Crm, Facts, Failure, Question, Reason};
use crate::name;
use crate::number::{self, Caller};
use crate::onec::{OneC, Timings, encoding, judge, said, wsdl};
use crate::policy;

/// Nobody waits on the line while a check runs, and a first question after a pause takes 1C 10–15 s: a
/// slow answer is told apart from none.
const PATIENCE: Duration = Duration::from_secs(20);

/// One step of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What was looked at.
    pub name: &'static str,
    /// Whether it is in order.
    pub ok: bool,
    /// What was found, or what is wrong and what to do.
    pub says: String,
    /// How long it took, where that means anything.
    pub took: Option<Duration>,
}

/// What a whole check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// The steps taken, in order; the last one is the one that failed, if any did.
    pub steps: Vec<Step>,
    /// The client's full name, where a number was asked for and 1C knows it.
    pub client: Option<String>,
    /// The last step in words without the client's name and number: those stay with who asked.
    discreet: Option<&'static str>,
}

impl Findings {
    /// Whether every step is in order.
    pub fn ok(&self) -> bool {
        self.steps.iter().all(|step| step.ok)
    }

    /// The outcome in one sentence, for AstDB and the log: of the client asked for it holds neither name nor
    /// number.
    pub fn sentence(&self) -> String {
        match (self.steps.iter().find(|step| !step.ok), self.steps.last()) {
            (Some(bad), _) => format!("{}: {}", bad.name, self.discreet.unwrap_or(&bad.says)),
            (None, Some(last)) => format!("ok: {}", self.discreet.unwrap_or(&last.says)),
            (None, None) => "nothing was checked".into(),
        }
    }

    fn add(&mut self, name: &'static str, ok: bool, says: impl Into<String>, took: Option<Duration>) {
        self.steps.push(Step { name, ok, says: says.into(), took });
    }
}

/// Checks one profile; with a number, asks 1C for it too.
pub fn run(settings: &Settings, profile: &Profile, number: Option<&str>) -> Findings {
    let mut findings = Findings::default();
    findings.add("settings", true, describe(settings, profile), None);
    // The call's own limits would call a cold 1C dead: here the whole patience counts, and the time is told.
    let patient = Profile { answer_timeout: PATIENCE.as_millis() as u32, ..profile.clone() };
    let mut onec = OneC::new(&patient);
    if profile.protocol == Protocol::Soap {
        let service = describe_service(&mut onec);
        let reached = on_the_way(&mut findings, &onec.timings, service.as_ref().err());
        if let Ok(service) = service
            && reached
        {
            let differences = wsdl::differences(&service, profile);
            let says = match differences.is_empty() {
                true => format!("{}({}) is there", profile.operation, profile.parameter),
                false => differences.join("; "),
            };
            findings.add("wsdl", differences.is_empty(), says, None);
        }
        if !findings.ok() {
            return findings;
        }
    }
    match number {
        Some(number) => question(&mut findings, settings, profile, &mut onec, number),
        None if profile.protocol != Protocol::Soap => {
            findings.add(
                "question",
                true,
                "not asked: give a number, since an HTTP service has no description",
                None,
            );
        }
        None => {}
    }
    findings
}

/// Fetches and reads `?wsdl`.
fn describe_service(onec: &mut OneC<'_>) -> Result<wsdl::Service, Failure> {
    let exchange = onec.wsdl(Instant::now() + PATIENCE)?;
    if let Some(failure) = judge::status(&exchange, onec.asked()) {
        return Err(failure);
    }
    let text = encoding::text(&exchange.body, &exchange.content_type)?;
    if said::html(&text) {
        return Err(judge::page(&text, &exchange.server));
    }
    wsdl::read(&text)
}

fn question(findings: &mut Findings, settings: &Settings, profile: &Profile, onec: &mut OneC<'_>, raw: &str) {
    let Caller::Number(number) = number::read(raw, &settings.number.plan) else {
        findings.add("question", false, "that is no telephone number", None);
        return;
    };
    let asked = Question { number: number.form(settings.number.send_as), facts: Facts::default() };
    let started = Instant::now();
    let answer = onec.ask(&asked, started + PATIENCE);
    let took = started.elapsed();
    if profile.protocol != Protocol::Soap && !on_the_way(findings, &onec.timings, answer.as_ref().err()) {
        return;
    }
    match answer {
        Err(failure) => findings.add("question", false, failure.detail, Some(took)),
        Ok(answer) => {
            let limit = Duration::from_millis(u64::from(profile.answer_timeout));
            let (said, discreet) = match answer {
                Answer::Nobody | Answer::Absent => (
                    format!("1C knows nobody by {}", asked.number),
                    "1C answers: it knows nobody by that number",
                ),
                Answer::Found(reply) => {
                    let name = reply.name.as_deref().map(name::full).unwrap_or_default();
                    findings.client = (!name.is_empty()).then(|| name.clone());
                    match name.is_empty() {
                        true => {
                            ("1C answers with commands, no name".into(), "1C answers with commands, no name")
                        }
                        false => (name, "1C answers, and knows the client"),
                    }
                }
            };
            findings.discreet = Some(discreet);
            if took > limit {
                findings.discreet =
                    Some("1C answers, but slower than crm.answer_timeout: a call would not wait");
                let says = format!(
                    "{said}, but slower than crm.answer_timeout ({} ms): a call would not wait. Ask again; if only \
                     the first question is slow, keep 1C warm with agi1c-kit ping",
                    profile.answer_timeout
                );
                findings.add("question", false, says, Some(took));
            } else {
                findings.add("question", true, said, Some(took));
            }
        }
    }
}

/// Turns one exchange into the steps address, tcp and http. Returns whether all of them are in order.
fn on_the_way(findings: &mut Findings, timings: &Timings, failure: Option<&Failure>) -> bool {
    let wrong = |findings: &mut Findings, step, failure: &Failure| {
        findings.add(step, false, failure.detail.clone(), None);
        false
    };
    match failure {
        Some(failure) if failure.reason == Reason::Resolve => return wrong(findings, "address", failure),
        _ => findings.add("address", true, "found", timings.resolve),
    }
    match failure {
        Some(failure) if timings.connect.is_none() => return wrong(findings, "tcp", failure),
        _ => findings.add("tcp", true, "connected", timings.connect),
    }
    match failure {
        Some(failure) => wrong(findings, "http", failure),
        None => {
            findings.add("http", true, "answered, and the user may enter", timings.first_byte);
            true
        }
    }
}

fn describe(settings: &Settings, profile: &Profile) -> String {
    let mut says = format!("{}, profile {}, {}", settings.source, profile.name, profile.url.as_str());
    let remembers = settings.cache.fresh > 0 || settings.cache.negative > 0;
    if remembers && !policy::may_answer_from_memory(settings, profile) {
        says.push_str(
            "; cache.fresh and cache.negative are not used: 1C may command, or is told of the call",
        );
    }
    says
}
