//! The self-test over a telephone: the check runs, its sentence is left in AstDB, and the outcome is said
//! with Asterisk's own prompts. Where the number was a pattern and a client's number followed, whoever dialled
//! gets the client's name on the own phone. It changes nothing of a call and remembers no client.

use super::{HANGUP, Host, perform, with_names};
use crate::agi::{AgiCommand, AgiError, AstDb, Env, Session};
use crate::case::Case;
use crate::check::{self, CheckOptions};
use crate::decision::shown_name;
use crate::number::{self, Caller, NumberingPlan};
use crate::store::{MAX_VALUE, Store, StoreError, TEST, VERSION, breaker_key};

/// "Activated" and "something is terribly wrong": in Asterisk's core prompts since 1.2, so that translated sets
/// have them too ("an error has occurred" is an extra). Appliances strip their sets, hence the digit.
const GOOD: Said = Said { prompt: "activated", digit: 1 };
const BAD: Said = Said { prompt: "tt-somethingwrong", digit: 0 };

/// How an outcome is said: by the prompt, or by the digit where the prompt is missing.
struct Said {
    prompt: &'static str,
    digit: u32,
}

/// Seconds a client's name stays on the phone before the dialplan hangs up.
const READ_IT: &str = "4";

/// Runs the self-test. It takes its own time: the person on the line has asked for it.
#[cold]
#[inline(never)]
pub fn run(
    session: &mut Session<'_>,
    host: &mut dyn Host,
    case: &Case<'_>,
    env: &Env,
    number: Option<&str>,
) -> Result<(), AgiError> {
    // A plaintext application's pattern matches `h` too: the end of a test is no second one.
    if env.extension == HANGUP {
        return Ok(());
    }
    host.watch(Some(LONGEST));
    let settings = case.settings;
    let dialled = || dialled_client(&env.extension, &settings.number.plan);
    let number = number.map(str::to_owned).or_else(dialled);
    let findings = check::run(
        settings,
        case.profile,
        CheckOptions { number: number.as_deref(), ..CheckOptions::default() },
        &mut |_| (),
    );
    let sentence = findings.sentence();
    note(session, host, case, &sentence)?;
    perform::verbose(session, &format!("agi1c {}: {sentence}", env!("CARGO_PKG_VERSION")), perform::WARNING)?;
    let shown_number = number.as_deref().unwrap_or_default();
    let name = findings.client.as_ref().map(|name| shown_name(settings, case.pbx, name, shown_number));
    if let Some(name) = &name {
        show(session, shown_number, name)?;
    }
    session.answer()?;
    say(session, if findings.ok() { GOOD } else { BAD })?;
    if let Some(name) = &name {
        // Last, because Asterisk up to 1.8.4.4 ends a session in which a channel refuses it.
        let sent = session.send(AgiCommand::new("SEND TEXT").text(name));
        sent.map(drop).or_else(|error| perform::refusal(error).map(drop))?;
        session.exec("Wait", READ_IT)?;
    }
    Ok(())
}

/// The check's patience twice over (description, question), and what is said and shown.
const LONGEST: std::time::Duration = std::time::Duration::from_secs(60);

/// STREAM FILE answers 0 for a prompt that is not there; only `endpos` tells it from one that was played.
fn say(session: &mut Session<'_>, how: Said) -> Result<(), AgiError> {
    let played = session.stream_file(how.prompt)?;
    if played.result == 0 && played.endpos.unwrap_or(0) == 0 {
        session.send(AgiCommand::new("SAY DIGITS").number(how.digit).text(""))?;
    }
    Ok(())
}

/// Puts the name on the phone that asked, before the line is answered, so that the answer carries it. Phones whose
/// account sends no connected line may still show the text message that follows. SIP headers are built from
/// the connected *number*: without one the name is sent nowhere.
fn show(session: &mut Session<'_>, number: &str, name: &str) -> Result<(), AgiError> {
    for (variable, value) in [("CONNECTEDLINE(num,i)", number), ("CONNECTEDLINE(name)", name)] {
        session.set_variable(variable, value).or_else(|error| perform::refusal(error).map(drop))?;
    }
    Ok(())
}

/// `*12` + a client's number: the longest end of the dialled digits that is surely a national number of the plan,
/// so that an end is never taken for a shorter number. At least one digit must be left for the application's own
/// number, which cannot be asked for. Where lengths vary only a trunk prefix or country code can tell.
fn dialled_client(dialled: &str, plan: &NumberingPlan) -> Option<String> {
    let digits = number::digits_of(dialled);
    // A local number is too short to be told from digits of the application's.
    let plan = &NumberingPlan { area: String::new(), ..plan.clone() };
    let shortest = plan.length.max(SHORTEST_CLIENT);
    let ends = (1..digits.len()).filter_map(|from| digits.get(from..));
    ends.filter(|end| end.len() >= shortest)
        .find(|end| matches!(number::read(end, plan), Caller::Number(number) if number.is_national()))
        .map(str::to_owned)
}

/// Where `number.length` is 0: shorter ends are rather digits of the application's own number.
const SHORTEST_CLIENT: usize = 7;

/// Leaves the sentence and the version in AstDB, and closes the breaker: whoever tests has just changed
/// something.
fn note(
    session: &mut Session<'_>,
    host: &mut dyn Host,
    case: &Case<'_>,
    sentence: &str,
) -> Result<(), AgiError> {
    let family = &case.settings.cache.family;
    leave(&mut AstDb(session), family, sentence)?;
    let closed = with_names(session, host, |names| names.del(family, &breaker_key(&case.profile.name)));
    if closed == Err(StoreError::Gone) { Err(AgiError::Gone) } else { Ok(()) }
}

/// Leaves the sentence and the version in AstDB. What AstDB refuses is not worth a word of its own.
pub fn leave(astdb: &mut AstDb<'_, '_>, family: &str, sentence: &str) -> Result<(), AgiError> {
    let end = sentence.floor_char_boundary(MAX_VALUE);
    let said = astdb.put(family, TEST, sentence.get(..end).unwrap_or_default());
    let version = astdb.put(family, VERSION, env!("CARGO_PKG_VERSION"));
    if [said, version].contains(&Err(StoreError::Gone)) { Err(AgiError::Gone) } else { Ok(()) }
}

/// Says that something is wrong, to whoever dialled the self-test.
pub fn say_bad(session: &mut Session<'_>) -> Result<(), AgiError> {
    session.answer()?;
    say(session, BAD)
}

#[cfg(test)]
#[path = "tests/selftest.rs"]
mod tests;
