//! One call, top to bottom: read what Asterisk says, ask 1C, do what it answered. [`run`] is the story;
//! each chapter has a file of its own. It never fails towards Asterisk: every way out leaves the call
//! free to go on, and the program ends with status 0.

mod arguments;
mod blackbox;
mod perform;
mod route;
mod selftest;
mod sync;

use std::io::{BufRead, Write};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::agi::{AgiError, AstDb, Env, Session};
use crate::config::{self, ConfigError, Direction, Profile, Settings};
use crate::crm::{Facts, Question};
use crate::decision::{self, Scene};
use crate::number::{self, Caller, Number};
use crate::onec::OneC;
use crate::policy::deadline::Deadline;
use crate::policy::{self, Inquiry, Outcome, Status};
use crate::privacy;
pub use arguments::{Arguments, Task};

/// The deadline until the settings are read.
const FIRST_DEADLINE_MS: u32 = 2500;

/// Asterisk 1.8.4.4 and older percent-encode Cyrillic in a SIP header of 256 bytes; 1.8.5 does not.
const CARRIES_UTF8: [u32; 3] = [1, 8, 5];

/// Where the dialplan goes when a channel has hung up.
const HANGUP: &str = "h";

/// The reason's word where the settings cannot be used.
const SETTINGS: &str = "settings";

/// How a running timer is replaced or called off; `watchdog::watch` in the program itself.
pub type Watch<'a> = &'a mut dyn FnMut(Option<Duration>);

/// Serves one AGI session from its first line to its last. `words` are the program's arguments.
pub fn run(words: &[String], input: &mut dyn BufRead, output: &mut dyn Write, watch: Watch<'_>) {
    let deadline = Deadline::start(FIRST_DEADLINE_MS);
    watch(Some(deadline.left(Instant::now())));
    // `Gone` is the one error that comes up here, and it means there is nobody left to tell.
    let _ = serve(words, input, output, watch, deadline);
}

fn serve(
    words: &[String],
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    watch: Watch<'_>,
    deadline: Deadline,
) -> Result<(), AgiError> {
    let env = Env::read(input)?;
    let mut session = Session::new(input, output);
    let arguments = match Arguments::of_call(words) {
        Ok(arguments) => arguments,
        Err(error) => return report_settings(&mut session, &error, deadline),
    };
    let settings = match config::load(&arguments.overrides) {
        Ok(settings) => settings,
        Err(error) => return report_settings(&mut session, &error, deadline),
    };
    let deadline = deadline.with_limit(settings.call.deadline);
    if settings.call.deadline != FIRST_DEADLINE_MS {
        watch(Some(deadline.left(Instant::now())));
    }

    let facts = facts(&env);
    let profile = match settings.profile(arguments.crm.as_deref(), &facts.did) {
        Ok(profile) => profile,
        Err(error) => return report_settings(&mut session, &error, deadline),
    };
    match arguments.task.unwrap_or_else(|| task_by_place(&env, &settings)) {
        Task::Name => {
            let case = Case { env: &env, settings: &settings, profile, deadline, now: unix_now() };
            name_the_caller(&mut session, &case, arguments.number.as_deref(), facts, watch)
        }
        Task::Test => selftest::run(&mut session, &env, &arguments, &settings, profile, watch),
        Task::Sync => sync::run(&mut session, &env, &settings, profile, watch),
    }
}

/// Somebody in the office dialled the application itself, or `channel originate Local/NUMBER@…` did: that is a
/// test, not a call to be named. A provider's call in such a context has a caller, or comes on no such channel.
fn task_by_place(env: &Env, settings: &Settings) -> Task {
    let caller = env.callerid.as_str();
    let own = !caller.is_empty()
        && caller.len() < settings.call.min_digits
        && caller.bytes().all(|byte| byte.is_ascii_digit());
    let place = env.channel.strip_prefix("Local/").and_then(|rest| rest.strip_prefix(env.extension.as_str()));
    let originated = caller == "unknown" && place.is_some_and(|rest| rest.starts_with('@'));
    if env.context.starts_with(ASKOZIA_APPLICATION) && (own || originated) { Task::Test } else { Task::Name }
}

/// How an Askozia appliance's applications, their contexts and their AGI scripts are named.
const ASKOZIA_APPLICATION: &str = "DIALPLAN-APPLICATION-";

/// One call to be named: what the chapters of its story share.
struct Case<'a> {
    env: &'a Env,
    settings: &'a Settings,
    profile: &'a Profile,
    deadline: Deadline,
    /// Unix time.
    now: u64,
}

fn name_the_caller(
    session: &mut Session<'_>,
    case: &Case<'_>,
    wanted: Option<&str>,
    facts: Facts,
    watch: Watch<'_>,
) -> Result<(), AgiError> {
    let Case { env, settings, .. } = *case;
    let raw = wanted.unwrap_or(&env.callerid);
    let mut phonebook_key = String::new();
    let (outcome, digits) = match caller(raw, env, settings) {
        Err(reason) => (Outcome::nameless(Status::Skipped, reason), number::digits_of(raw)),
        Ok(number) => {
            phonebook_key = sync::phonebook_key(&number, settings);
            (ask(session, case, &number, facts)?, number.digits().to_owned())
        }
    };
    let shown_number = if settings.call.direction == Direction::In { &env.callerid } else { raw };
    let spent_ms = case.deadline.spent_ms(Instant::now());
    let scene = Scene { shown_number, spent_ms, phonebook_key: &phonebook_key, ..scene_of(env) };
    let (actions, refused) = decision::decide(settings, &outcome, scene);
    let report = perform::Report {
        digits: privacy::last_four(&digits),
        outcome: &outcome,
        refused: &refused,
        spent_ms,
        unix: case.now,
    };
    perform::perform(session, settings, &actions, &report, watch)
}

/// Whose name is to be asked for, or the word that says why nobody's is.
fn caller(raw: &str, env: &Env, settings: &Settings) -> Result<Number, &'static str> {
    if env.extension == HANGUP {
        return Err("hangup-extension");
    }
    let number = match number::read(raw, &settings.number.plan) {
        Caller::Missing => return Err("no-number"),
        Caller::Anonymous => return Err("anonymous"),
        Caller::Number(number) => number,
    };
    if number.digits().len() < settings.call.min_digits {
        return Err("short");
    }
    let has_name = !env.calleridname.is_empty()
        && !env.calleridname.eq_ignore_ascii_case("unknown")
        && env.calleridname != env.callerid;
    if settings.name.keep && settings.call.direction == Direction::In && has_name {
        return Err("kept");
    }
    Ok(number)
}

fn ask(
    session: &mut Session<'_>,
    case: &Case<'_>,
    number: &Number,
    facts: Facts,
) -> Result<Outcome, AgiError> {
    let question = Question { number: number.form(case.settings.number.send_as), facts };
    let inquiry = Inquiry {
        settings: case.settings,
        profile: case.profile,
        number: &number.key(),
        question: &question,
        until: case.deadline.ask_until(),
        now: case.now,
    };
    let mut onec = OneC::new(case.profile);
    policy::ask(inquiry, &mut AstDb(session), &mut onec).map_err(AgiError::from)
}

/// The call as its actions see it, without the number and the time.
fn scene_of(env: &Env) -> Scene<'_> {
    Scene {
        shown_number: "",
        phonebook_key: "",
        old_asterisk: env.older_than(&CARRIES_UTF8),
        askozia: env.request.starts_with(ASKOZIA_APPLICATION),
        context: &env.context,
        spent_ms: 0,
    }
}

fn facts(env: &Env) -> Facts {
    let known = |text: &str| !text.is_empty() && text != "unknown";
    Facts {
        did: if known(&env.dnid) { env.dnid.clone() } else { env.extension.clone() },
        channel: env.channel.clone(),
        uniqueid: env.uniqueid.clone(),
        extension: env.extension.clone(),
        context: env.context.clone(),
    }
}

/// Settings that cannot be read leave the call alone, but say so where an administrator looks.
#[cold]
#[inline(never)]
fn report_settings(
    session: &mut Session<'_>,
    error: &ConfigError,
    deadline: Deadline,
) -> Result<(), AgiError> {
    let outcome = Outcome::nameless(Status::Failed, SETTINGS);
    let spent_ms = deadline.spent_ms(Instant::now());
    perform::set_all(session, &decision::status_variables(outcome.status, outcome.reason, "", spent_ms))?;
    perform::verbose(session, &format!("agi1c: {error}"), perform::WARNING)
}

fn unix_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
