//! What a call may say from the network. AGI has no login, and part of what it says comes from callers: a closed list,
//! read from the address' query (`agi://host/agi1c?crm=spb&number=…`) and from the arguments of AGI().

use percent_encoding::percent_decode_str;

use crate::agi::Env;
use crate::call::{Arguments, Task};
use crate::config::ConfigError;

/// The one setting that a call may bring, and only a shorter one.
pub const DEADLINE: &str = "call.deadline";

const ALLOWED: &str = "from the network only crm=NAME, number=, did=, do=name and call.deadline=";

/// The call's arguments; those of AGI() count more than those of the address.
///
/// # Errors
/// A word that is not on the list.
pub fn arguments(env: &Env) -> Result<Arguments, ConfigError> {
    let mut words: Vec<String> = query(&env.network_script).collect();
    words.extend(env.args.iter().cloned());
    let mut arguments = Arguments::of_call(&words)?;
    if let Some((key, _)) = arguments.overrides.iter().find(|(key, _)| key != DEADLINE) {
        return Err(ConfigError::argument(key, ALLOWED));
    }
    if matches!(arguments.task, Some(Task::Test | Task::Sync)) {
        return Err(ConfigError::argument("do", ALLOWED));
    }
    // Said outright, so that no place in a dialplan makes a self-test of it: that takes a worker for a minute.
    arguments.task = Some(Task::Name);
    Ok(arguments)
}

/// The words behind the question mark. A plus is a plus: numbers begin with it.
fn query(script: &str) -> impl Iterator<Item = String> {
    let words = script.split_once('?').map_or("", |(_, query)| query);
    words.split('&').map(|word| percent_decode_str(word).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
#[path = "tests/query.rs"]
mod tests;
