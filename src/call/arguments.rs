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
    /// `did=`
    pub did: Option<String>,
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
                ("did", did) => arguments.did = (!did.is_empty()).then(|| did.into()),
                (key, value) if key.contains('.') => arguments.overrides.push((key.into(), value.into())),
                _ => {
                    return Err(ConfigError::argument(word, EXPECTED));
                }
            }
        }
        Ok(arguments)
    }

    /// The same inside a call, where a word may be what a caller sent as his number: it must not be able to send the
    /// login elsewhere. Older lookup scripts are called with the number alone, so such a word is `number=`; where it
    /// stands alone it is that whatever it holds: `AGI(agi1c,${CALLERID(num)})` has no better for a caller without one.
    pub fn of_call(words: &[String]) -> Result<Arguments, ConfigError> {
        let alone = words.iter().filter(|word| !word.trim().is_empty()).count() == 1;
        let (lone, named): (Vec<String>, Vec<String>) =
            words.iter().cloned().partition(|word| !word.contains('=') && !word.trim().is_empty());
        let mut arguments = Arguments::read(&named)?;
        for word in lone {
            if !alone && !is_number(&word) {
                return Err(ConfigError::argument(&word, EXPECTED));
            }
            arguments.number.get_or_insert(word);
        }
        for (key, _) in &arguments.overrides {
            if NOT_IN_A_CALL.contains(&key.as_str()) {
                let allowed = "no address and no login inside a call: put them into [crm NAME] and choose with crm=NAME";
                return Err(ConfigError::argument(key, allowed));
            }
        }
        Ok(arguments)
    }
}

const EXPECTED: &str = "do=, crm=, number=, did= or section.key=value";

/// Digits, and what people put between them.
fn is_number(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
        && word.bytes().all(|byte| byte.is_ascii_digit() || b"+-()#*. ".contains(&byte))
}

/// Where 1C is, who asks, and whom https trusts.
const NOT_IN_A_CALL: [&str; 5] = ["crm.url", "crm.user", "crm.password", "crm.token", "crm.tls"];

#[cfg(test)]
#[path = "tests/arguments.rs"]
mod tests;
