//! One call, top to bottom: read what Asterisk says, ask 1C, do what it answered. [`run`] is the story;
//! each chapter has a file of its own. It never fails towards Asterisk: every way out leaves the call
//! free to go on, and the program ends with status 0.

mod arguments;
mod blackbox;
mod host;
mod perform;
mod route;
mod selftest;
mod sync;

use std::io::{BufRead, Write};
use std::time::Instant;

use crate::agi::{AgiError, AstDb, Env, Session};
use crate::case::{Case, Deadline, Pbx};
use crate::clock;
use crate::config::{ConfigError, Direction, Restricted, Settings};
use crate::crm::Facts;
use crate::decision;
use crate::name;
use crate::number::{self, Caller, Number};
use crate::outcome::{Outcome, Skip, Trouble, Verdict, variables};
use crate::policy::{self, Asked};
use crate::privacy;
use crate::store::{Learned, Store, Stores};
pub use arguments::{Arguments, Task};
pub use host::Host;

/// Milliseconds until the settings are read.
pub const FIRST_DEADLINE: u32 = 2500;

/// Asterisk 1.8.4.4 and older percent-encode Cyrillic in a SIP header of 256 bytes; 1.8.5 does not.
const CARRIES_UTF8: [u32; 3] = [1, 8, 5];

/// `agi_callingpres` from here on: the caller's number is not to be shown.
const RESTRICTED: u32 = 32;

/// Where the dialplan goes when a channel has hung up.
const HANGUP: &str = "h";

/// How an Askozia appliance's applications, their contexts and their AGI scripts are named.
const ASKOZIA_APPLICATION: &str = "DIALPLAN-APPLICATION-";

/// How MikoPBX names the AGI scripts of its applications, and the one context in which their numbers are dialled.
const MIKOPBX_APPLICATION: (&str, &str) = ("DIALPLAN-", "applications");

/// Serves one AGI session from its first line to its last. `deadline` began with the call.
pub fn run(host: &mut dyn Host, input: &mut dyn BufRead, output: &mut dyn Write, deadline: Deadline) {
    host.watch(Some(deadline.left(Instant::now())));
    // `Gone` is the one error that comes up here, and it means there is nobody left to tell.
    let _ = serve(host, input, output, deadline);
}

fn serve(
    host: &mut dyn Host,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    deadline: Deadline,
) -> Result<(), AgiError> {
    let env = Env::read(input)?;
    let session = &mut Session::new(input, output);
    let arguments = match host.arguments(&env) {
        Ok(arguments) => arguments,
        Err(error) => return report_settings(session, host, &env, None, &error, deadline),
    };
    let settings = match host.settings(&arguments) {
        Ok(settings) => settings,
        Err(error) => return report_settings(session, host, &env, arguments.task, &error, deadline),
    };
    let before = deadline;
    let deadline = before.with_limit(settings.call.deadline);
    if deadline != before {
        host.watch(Some(deadline.left(Instant::now())));
    }

    let facts = facts(&env, &settings, arguments.did.as_deref());
    let profile = match settings.profile(arguments.crm.as_deref(), &facts.did) {
        Ok(profile) => profile,
        Err(error) => return report_settings(session, host, &env, arguments.task, &error, deadline),
    };
    let raw = arguments.number.as_deref().unwrap_or(&env.callerid);
    let shown_number = if settings.call.direction == Direction::In { &env.callerid } else { raw };
    let case = Case {
        settings: &settings,
        profile,
        facts,
        shown_number,
        pbx: pbx(&env),
        deadline,
        now: clock::unix_seconds(),
    };
    match arguments.task.unwrap_or_else(|| task_by_place(&env, &settings)) {
        Task::Name => name_the_caller(session, host, &case, &env, raw),
        Task::Test => selftest::run(session, host, &case, &env, arguments.number.as_deref()),
        Task::Sync => sync::run(session, host, &case),
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
    if is_application(env) && (own || originated) { Task::Test } else { Task::Name }
}

/// Whether a number of the PBX's own is what was dialled: an application's.
fn is_application(env: &Env) -> bool {
    let (script, context) = MIKOPBX_APPLICATION;
    env.context.starts_with(ASKOZIA_APPLICATION) || env.context == context && env.request.starts_with(script)
}

fn name_the_caller(
    session: &mut Session<'_>,
    host: &mut dyn Host,
    case: &Case<'_>,
    env: &Env,
    raw: &str,
) -> Result<(), AgiError> {
    let caller = caller(raw, env, case.settings);
    let (asked, digits) = match &caller {
        Ok(number) => (ask(session, host, case, number)?, number.digits().to_owned()),
        Err(why) => (not_asked(*why), number::digits_of(raw)),
    };
    let Asked { outcome, learned, mut warnings } = asked;
    let plan = decision::decide(case, caller.as_ref().ok(), &outcome, learned);
    warnings.extend(plan.refused.iter().cloned());
    let spent_ms = case.deadline.spent_ms(Instant::now());
    let verdict = Verdict { outcome, digits: privacy::last_four(&digits).into(), spent_ms, warnings };
    perform::perform(session, host, case, plan, verdict)
}

/// Whose name is to be asked for, or why nobody's is.
fn caller(raw: &str, env: &Env, settings: &Settings) -> Result<Number, Skip> {
    if env.extension == HANGUP {
        return Err(Skip::HangupExtension);
    }
    let number = match number::read(raw, &settings.number.plan) {
        Caller::Missing => return Err(Skip::NoNumber),
        Caller::Anonymous => return Err(Skip::Anonymous),
        Caller::Number(number) => number,
    };
    let comes_in = settings.call.direction == Direction::In;
    let hidden = env.callingpres.parse().is_ok_and(|presentation: u32| presentation >= RESTRICTED);
    if comes_in && hidden && settings.call.restricted == Restricted::Skip {
        return Err(Skip::Restricted);
    }
    if number.digits().len() < settings.call.min_digits {
        return Err(Skip::Short);
    }
    if comes_in && settings.name.keep && has_name(env, &number, settings) {
        return Err(Skip::Kept);
    }
    Ok(number)
}

/// Whether the channel has a name already that is more than the number in another form.
fn has_name(env: &Env, number: &Number, settings: &Settings) -> bool {
    let the_number = |text: &str| match number::read(text, &settings.number.plan) {
        Caller::Number(read) => read.key() == number.key(),
        Caller::Missing | Caller::Anonymous => false,
    };
    name::is_name(&env.calleridname) && !the_number(&env.calleridname)
}

fn ask(
    session: &mut Session<'_>,
    host: &mut dyn Host,
    case: &Case<'_>,
    number: &Number,
) -> Result<Asked, AgiError> {
    let mut crm = host.crm(case.profile);
    let mut stores = Stores { astdb: &mut AstDb(session), shared: host.names() };
    policy::ask(case, number, &mut stores, &mut *crm).map_err(AgiError::from)
}

fn not_asked(why: Skip) -> Asked {
    Asked { outcome: Outcome::Skipped(why), learned: Learned::default(), warnings: Vec::new() }
}

/// Lends the place where names and the breaker are kept.
fn with_names<T>(
    session: &mut Session<'_>,
    host: &mut dyn Host,
    use_it: impl FnOnce(&mut dyn Store) -> T,
) -> T {
    match host.names() {
        Some(names) => use_it(names),
        None => use_it(&mut AstDb(session)),
    }
}

fn pbx(env: &Env) -> Pbx {
    Pbx { old_asterisk: env.older_than(&CARRIES_UTF8), askozia: env.request.starts_with(ASKOZIA_APPLICATION) }
}

fn facts(env: &Env, settings: &Settings, did: Option<&str>) -> Facts {
    Facts {
        did: did.map_or_else(|| called(env, settings).into(), String::from),
        channel: env.channel.clone(),
        uniqueid: env.uniqueid.clone(),
        extension: env.extension.clone(),
        context: env.context.clone(),
    }
}

/// The called number. Many trunks put the account's login into one of the two places and the number into the other, and
/// in a Gosub the extension is `s`: what `call.did` lists counts first, then what is a whole number.
fn called<'a>(env: &'a Env, settings: &Settings) -> &'a str {
    let known = |text: &&&str| !matches!(**text, "" | "unknown" | "s");
    let places = [env.dnid.as_str(), env.extension.as_str()];
    let mut places = places.iter().filter(known).copied();
    let listed = |did: &&str| settings.call.did.iter().any(|(listed, _)| settings.same_did(listed, did));
    let first = places.clone().next().unwrap_or_default();
    places.clone().find(listed).or_else(|| places.find(|did| settings.is_whole_number(did))).unwrap_or(first)
}

/// Settings that cannot be used leave the call alone, but say so where an administrator looks: in the log, and in AstDB
/// under the default family. Whoever dialled the self-test hears it.
#[cold]
#[inline(never)]
fn report_settings(
    session: &mut Session<'_>,
    host: &mut dyn Host,
    env: &Env,
    task: Option<Task>,
    error: &ConfigError,
    deadline: Deadline,
) -> Result<(), AgiError> {
    let spent_ms = deadline.spent_ms(Instant::now());
    let outcome = Outcome::Failed(Trouble::Settings);
    perform::set_all(session, variables(outcome.status().word(), outcome.reason(), "", spent_ms))?;
    if env.extension == HANGUP {
        return Ok(());
    }
    let (settings, sentence) = (Settings::default(), format!("settings: {error}"));
    selftest::leave(&mut AstDb(session), &settings.cache.family, &sentence)?;
    let is_test = task.unwrap_or_else(|| task_by_place(env, &settings)) == Task::Test;
    if is_test {
        selftest::say_bad(session)?;
    } else {
        let digits = privacy::last_four(&number::digits_of(&env.callerid)).into();
        let verdict = Verdict { outcome, digits, spent_ms, warnings: Vec::new() };
        host.settled(&verdict);
        let entry = verdict.entry(&clock::utc(clock::unix_seconds())).unwrap_or_default();
        blackbox::note(&mut AstDb(session), &settings, &entry, &mut Vec::new())?;
    }
    perform::warn(session, &format!("agi1c: {error}"))
}
