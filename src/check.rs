//! From the settings to an answer, step by step: what is in order, what is wrong, what to do about it (`findings`).
//! Used by `check` on a command line, by the self-test over a telephone and by the kit's page. It prints nothing itself.

mod findings;

use std::time::{Duration, Instant};

use crate::config::{Profile, Protocol, Settings};
use crate::crm::{Answer, Facts, Failure, Question, Reason};
use crate::name;
use crate::number::{self, Caller, digits_of};
#[cfg(feature = "kit")]
use crate::onec::http::Watch;
use crate::onec::{OneC, Timings, judge, said, wsdl};
use crate::policy;
pub use findings::{Findings, State, Step};

/// Nobody waits on the line while a check runs, and a first question after a pause takes 1C 10–15 s: a
/// slow answer is told apart from none.
const PATIENCE: Duration = Duration::from_secs(20);

/// A check under way: every step is told as soon as it is taken.
struct Check<'t> {
    findings: Findings,
    tell: &'t mut dyn FnMut(&Step),
}

impl Check<'_> {
    fn step(&mut self, step: Step) {
        (self.tell)(&step);
        self.findings.steps.push(step);
    }

    fn add(&mut self, name: &'static str, ok: bool, says: impl Into<String>, took: Option<Duration>) {
        let state = if ok { State::Ok } else { State::Wrong };
        self.step(Step { name, state, says: says.into(), reason: None, took });
    }

    fn failed(&mut self, name: &'static str, failure: &Failure, took: Option<Duration>) {
        let (says, reason) = (failure.detail.clone(), Some(failure.reason));
        self.step(Step { name, state: State::Wrong, says, reason, took });
    }

    /// Names those of these steps that were not taken.
    fn skip(&mut self, way: &[&'static str], says: &str) {
        for name in way {
            if !self.findings.steps.iter().any(|step| step.name == *name) {
                self.step(Step { name, state: State::Skipped, says: says.into(), reason: None, took: None });
            }
        }
    }
}

/// What is wanted of a check.
#[derive(Default)]
pub struct CheckOptions<'a> {
    /// A number to ask 1C for.
    pub number: Option<&'a str>,
    /// Whether the findings shall hold what went over the wire.
    pub record: bool,
    /// Told of each part of an exchange as soon as it is behind: the steps `address`, `tcp` and `http` are sure only when
    /// an answer is there, for which a cold 1C takes its time.
    #[cfg(feature = "kit")]
    pub watch: Option<Watch>,
}

/// Checks one profile. Each step is told as it is taken.
pub fn run(
    settings: &Settings,
    profile: &Profile,
    options: CheckOptions<'_>,
    tell: &mut dyn FnMut(&Step),
) -> Findings {
    let number = options.number;
    let mut check = Check { findings: Findings::default(), tell };
    check.add("settings", true, describe(settings, profile), None);
    // The call's own limits would call a cold 1C dead: here the whole patience counts, and the time is told.
    let mut patient = profile.clone();
    patient.terms.answer_timeout = PATIENCE.as_millis() as u32;
    let mut onec = OneC::new(&patient);
    #[cfg(feature = "kit")]
    {
        onec.watch = options.watch;
    }
    if options.record {
        onec.record();
    }
    on_wire(&mut check, settings, profile, &mut onec, number);
    if profile.url.url().path().to_ascii_lowercase().ends_with("?wsdl") {
        let says = "crm.url ends with ?wsdl, which is the description's address: take it off";
        check.add("address", false, says, None);
    }
    let least = settings.call.min_digits;
    if let Some(number) = number.filter(|number| (1..least).contains(&digits_of(number).len())) {
        // The PBX's own numbers.
        let says = format!("a call from {number} would not be looked up (short): call.min_digits = {least}");
        check.add("call", true, says, None);
    }
    let mut findings = check.findings;
    findings.transcripts = onec.transcripts();
    findings
}

fn on_wire(
    check: &mut Check<'_>,
    settings: &Settings,
    profile: &Profile,
    onec: &mut OneC<'_>,
    number: Option<&str>,
) {
    #[cfg(feature = "tls")]
    {
        // The certificates are shown.
        onec.resume = false;
    }
    let soap = profile.terms.protocol == Protocol::Soap;
    if soap {
        let service = describe_service(onec);
        #[cfg(feature = "tls")]
        {
            // The question goes on with the session, as a call's would.
            onec.resume = true;
        }
        let reached = on_the_way(check, &onec.timings, service.as_ref().err());
        if let Ok(service) = service
            && reached
        {
            let differences = wsdl::differences(&service, profile);
            let says = match differences.is_empty() {
                true => format!("{}({}) is there", profile.terms.operation, profile.terms.parameter),
                false => differences.join("; "),
            };
            check.add("wsdl", differences.is_empty(), says, None);
        }
    }
    if let Some(number) = number
        && check.findings.ok()
    {
        question(check, settings, profile, onec, number);
    }
    match (check.findings.ok(), soap) {
        (false, true) => check.skip(&["address", "tcp", "http", "wsdl", "question"], ""),
        (false, false) => check.skip(&["address", "tcp", "http", "question"], ""),
        (true, true) => check.skip(&["question"], ""),
        (true, false) => {
            check.skip(&["address", "tcp", "http"], "");
            check.skip(&["question"], "not asked: give a number, since an HTTP service has no description");
        }
    }
}

/// Fetches and reads `?wsdl`.
fn describe_service(onec: &mut OneC<'_>) -> Result<wsdl::Service, Failure> {
    let exchange = onec.wsdl(Instant::now() + PATIENCE)?;
    if let Some(failure) = judge::status(&exchange, onec.endpoint()) {
        return Err(failure);
    }
    let text = exchange.text()?;
    if said::html(&text) {
        return Err(judge::page(&text, &exchange.server));
    }
    wsdl::read(&text)
}

fn question(check: &mut Check<'_>, settings: &Settings, profile: &Profile, onec: &mut OneC<'_>, raw: &str) {
    let Caller::Number(number) = number::read(raw, &settings.number.plan) else {
        check.add("question", false, "that is no telephone number", None);
        return;
    };
    let asked = Question { number: number.form(settings.number.send_as), facts: Facts::default() };
    let started = Instant::now();
    let exchange = onec.exchange(&asked, started + PATIENCE);
    let took = started.elapsed();
    if profile.terms.protocol != Protocol::Soap {
        // What 1C answered is for the question's step; the web server's refusals are not.
        let refused = match &exchange {
            Ok(exchange) => onec.refusal(exchange),
            Err(failure) => Some(failure.clone()),
        };
        if !on_the_way(check, &onec.timings, refused.as_ref()) {
            return;
        }
    }
    match exchange.and_then(|exchange| onec.judge(&exchange)) {
        Err(failure) => check.failed("question", &failure, Some(took)),
        Ok(answer) => {
            let limit = Duration::from_millis(u64::from(profile.terms.answer_timeout));
            let (said, discreet) = match answer {
                Answer::Nobody | Answer::Absent => (
                    format!("1C knows nobody by {}", asked.number),
                    "1C answers: it knows nobody by that number",
                ),
                Answer::Found(reply) => {
                    let name = reply.name.as_deref().map(name::full).unwrap_or_default();
                    check.findings.client = (!name.is_empty()).then(|| name.clone());
                    match name.is_empty() {
                        true => {
                            ("1C answers with commands, no name".into(), "1C answers with commands, no name")
                        }
                        false => (name, "1C answers, and knows the client"),
                    }
                }
            };
            check.findings.discreet = Some(discreet);
            if took > limit {
                check.findings.discreet =
                    Some("1C answers, but slower than crm.answer_timeout: a call would not wait");
                let says = format!(
                    "{said}, but slower than crm.answer_timeout ({} ms): a call would not wait. Ask again; if only \
                     the first question is slow, keep 1C warm with agi1c ping",
                    profile.terms.answer_timeout
                );
                check.add("question", false, says, Some(took));
            } else {
                check.add("question", true, said, Some(took));
            }
        }
    }
}

/// Turns one exchange into the steps address, tcp and http. Returns whether all of them are in order.
fn on_the_way(check: &mut Check<'_>, timings: &Timings, failure: Option<&Failure>) -> bool {
    let wrong = |check: &mut Check<'_>, step, failure: &Failure| {
        check.failed(step, failure, None);
        false
    };
    match failure {
        Some(failure) if failure.reason == Reason::Resolve => return wrong(check, "address", failure),
        _ => check.add("address", true, "found", timings.resolve),
    }
    match failure {
        Some(failure) if timings.connect.is_none() => return wrong(check, "tcp", failure),
        _ => check.add("tcp", true, "connected", timings.connect),
    }
    #[cfg(feature = "tls")]
    if let Some(secured) = &timings.secured {
        for says in secured.certificates() {
            check.add("certificate", true, says, None);
        }
        if let Some(says) = secured.to_paste() {
            check.add("trust", true, says, None);
        }
        match failure {
            Some(failure) if failure.reason == Reason::Tls => return wrong(check, "tls", failure),
            _ => check.add("tls", true, secured.agreed(), timings.handshake),
        }
    }
    match failure {
        Some(failure) => wrong(check, "http", failure),
        None => {
            check.add("http", true, "answered, and the user may enter", timings.first_byte);
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
