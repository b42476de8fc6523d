//! The self-test over a telephone: the check runs, its sentence is left in AstDB, and the outcome is said
//! with Asterisk's own prompts. Whoever dialled the application gets the client's name on the own phone
//! where the number was a pattern and a client's number followed.

use super::{Watch, perform};
use crate::agi::{AgiError, AstDb, Env, Line, Session};
use crate::check;
use crate::config::{Profile, Settings};
use crate::decision::{Scene, shown_name};
use crate::number::{self, Caller};
use crate::policy::{Outcome, Status, breaker};
use crate::store::{MAX_VALUE, Store, StoreError};

use super::arguments::Arguments;

/// The key of the last check's sentence.
const TEST: &str = "test";
/// The key of the version that ran it.
const VERSION: &str = "version";

/// In every set of Asterisk's core prompts: "activated", and "an error has occurred".
const GOOD: &str = "activated";
const BAD: &str = "an-error-has-occurred";

/// Runs the self-test. It takes its own time: the person on the line has asked for it.
pub fn run(
    session: &mut Session<'_>,
    env: &Env,
    arguments: &Arguments,
    settings: &Settings,
    profile: &Profile,
    watch: Watch<'_>,
) -> Result<(), AgiError> {
    watch(Some(LONGEST));
    let number = arguments.number.clone().or_else(|| dialled_client(env, settings));
    let findings = check::run(settings, profile, number.as_deref());
    let sentence = findings.sentence();
    note(session, settings, profile, &sentence)?;
    perform::verbose(session, &format!("agi1c {}: {sentence}", env!("CARGO_PKG_VERSION")), perform::WARNING)?;
    if let Some(name) = &findings.client {
        let outcome = Outcome { name: name.clone(), ..Outcome::nameless(Status::Found, "answer") };
        let shown = number.as_deref().unwrap_or_default();
        let shown = shown_name(settings, &outcome, Scene { shown_number: shown, ..super::scene_of(env) });
        show(session, &shown)?;
    }
    session.answer()?;
    session.stream_file(if findings.ok() { GOOD } else { BAD })?;
    Ok(())
}

/// The check's patience twice over (description, question), and a prompt.
const LONGEST: std::time::Duration = std::time::Duration::from_secs(60);

/// Puts the name on the phone that asked. Its display follows the connected line, where the phone's
/// account sends that; a text message reaches many phones that have no such account.
fn show(session: &mut Session<'_>, name: &str) -> Result<(), AgiError> {
    for line in
        [Line::new("SET VARIABLE").word("CONNECTEDLINE(name)").text(name), Line::new("SEND TEXT").text(name)]
    {
        session.send(line).map(drop).or_else(|error| perform::refusal(error).map(drop))?;
    }
    Ok(())
}

/// `*12` + a client's number: the longest end of the dialled digits that is a whole number of the plan.
/// At least one digit must be left for the application's own number, which cannot be asked for.
fn dialled_client(env: &Env, settings: &Settings) -> Option<String> {
    let digits = number::digits_of(&env.extension);
    let plan = &settings.number.plan;
    let ends = (1..digits.len()).filter_map(|from| digits.get(from..));
    ends.filter(|end| plan.length > 0 && end.len() >= plan.length)
        .find(|end| matches!(number::read(end, plan), Caller::Number(number) if number.is_national()))
        .map(str::to_owned)
}

/// Leaves the sentence and the version in AstDB, and closes the breaker: whoever tests has just changed
/// something.
fn note(
    session: &mut Session<'_>,
    settings: &Settings,
    profile: &Profile,
    sentence: &str,
) -> Result<(), AgiError> {
    let family = &settings.cache.family;
    let mut store = AstDb(session);
    let end = sentence.floor_char_boundary(MAX_VALUE);
    for result in [
        store.put(family, TEST, sentence.get(..end).unwrap_or_default()),
        store.put(family, VERSION, env!("CARGO_PKG_VERSION")),
        store.del(family, &breaker::key(&profile.name)),
    ] {
        if result == Err(StoreError::Gone) {
            return Err(AgiError::Gone);
        }
    }
    Ok(())
}
