//! What a dialplan passes to AGI(): `do=…`, `crm=…`, `number=…` and settings for this call. A word
//! without `=` never gets here: it is a command of the command line.

use crate::config::ConfigError;

/// What the session is for (`do=`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Name the caller, and do what 1C says.
    Name,
    /// The self-test.
    Test,
    /// Fill the phone book.
    Sync,
}

/// The arguments, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arguments {
    /// `do=`; `None` = by the place in the dialplan.
    pub task: Option<Task>,
    /// `crm=`
    pub crm: Option<String>,
    /// `number=`
    pub number: Option<String>,
    /// `section.key=value`
    pub overrides: Vec<(String, String)>,
}

impl Arguments {
    /// Sorts the words; one that is nothing of this is an error, as in the settings.
    pub fn read(words: &[String]) -> Result<Arguments, ConfigError> {
        let mut arguments = Arguments::default();
        for word in words {
            // Empty ones come from a dialplan's `AGI(agi1c,)` or an unset variable.
            if word.trim().is_empty() {
                continue;
            }
            let (key, value) = word.split_once('=').unwrap_or((word, ""));
            match (key.trim(), value.trim()) {
                ("do", "name") => arguments.task = Some(Task::Name),
                ("do", "test") => arguments.task = Some(Task::Test),
                ("do", "sync") => arguments.task = Some(Task::Sync),
                ("do", _) => return Err(ConfigError::argument(word, "do=name, do=test or do=sync")),
                ("crm", name) => arguments.crm = (!name.is_empty()).then(|| name.into()),
                ("number", number) => arguments.number = Some(number.into()),
                (key, value) if key.contains('.') => arguments.overrides.push((key.into(), value.into())),
                _ => return Err(ConfigError::argument(word, "do=, crm=, number= or section.key=value")),
            }
        }
        Ok(arguments)
    }

    /// The same inside a call, where a word may be what a caller sent as his number: it must not be able to send the
    /// login elsewhere.
    pub fn of_call(words: &[String]) -> Result<Arguments, ConfigError> {
        let arguments = Arguments::read(words)?;
        for (key, _) in &arguments.overrides {
            if NOT_IN_A_CALL.contains(&key.as_str()) {
                let allowed = "no address and no login inside a call: put them into [crm NAME] and choose with crm=NAME";
                return Err(ConfigError::argument(key, allowed));
            }
        }
        Ok(arguments)
    }
}

/// Where 1C is, who asks, and whom https trusts.
const NOT_IN_A_CALL: [&str; 5] = ["crm.url", "crm.user", "crm.password", "crm.token", "crm.tls"];

#[cfg(test)]
#[path = "tests/arguments.rs"]
mod tests;
