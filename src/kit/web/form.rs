//! What the page's first section holds, as it comes with every question, and the settings that it makes. What the user
//! typed goes into the settings' own text, so that the program's own rules judge it; nothing of it is kept.

use miniserde::{Deserialize, json};

use super::route::refusal;
use super::russian;
use crate::cli;
use crate::config::{self, ConfigError, Profile, Settings};
use crate::kit::package::fill::Filled;
use crate::privacy::Secret;

/// Where 1C is, and how it is asked.
#[derive(Deserialize, Default, Clone)]
pub struct OneCForm {
    /// `crm.url`
    pub url: String,
    /// `crm.protocol`
    pub protocol: String,
    /// `crm.user`
    pub user: String,
    /// `crm.password`
    pub password: String,
    /// `crm.token`
    pub token: String,
    /// `crm.tls`
    pub tls: String,
    /// More lines of `agi1c.conf`; those before a `[section]` belong to `[crm]`.
    pub more: String,
}

impl OneCForm {
    /// The settings as packages take them.
    pub fn filled(&self) -> Filled {
        let mut more = String::new();
        let usual = ["", "soap"].contains(&self.protocol.as_str());
        let lines = [
            ("protocol", if usual { "" } else { &self.protocol }),
            ("token", &self.token),
            ("tls", self.tls.trim()),
        ];
        for (key, value) in lines.into_iter().filter(|(_, value)| !value.is_empty()) {
            more.push_str(&format!("{key} = {}\n", Filled::quoted(value)));
        }
        more.push_str(&self.more);
        Filled {
            url: self.url.clone(),
            user: self.user.clone(),
            password: Secret::new(&*self.password),
            more,
        }
    }

    /// The settings as the program reads them.
    ///
    /// # Errors
    /// What it would refuse, as `--json` has it, without the line of a text that nobody has seen.
    pub fn settings(&self) -> Result<Settings, String> {
        let text = self.filled().text();
        let mut settings = config::parse(text.as_bytes(), SOURCE, &[]).map_err(refused)?;
        match settings.unusable.pop() {
            Some((_, error)) => Err(refused(error)),
            None => Ok(settings),
        }
    }
}

/// The 1C that the form names.
///
/// # Errors
/// As [`OneCForm::settings`].
pub fn profile(settings: &Settings) -> Result<&Profile, String> {
    settings.profile(None, "").map_err(refused)
}

/// Where the settings were read.
const SOURCE: &str = "the page";

/// What the program refuses; in Russian too where there is more to say than which field is wrong.
fn refused(error: ConfigError) -> String {
    let russian = russian::of(&error.what);
    cli::json::settings(&ConfigError { line: 0, ..error }).maybe("sentence_ru", russian.as_deref()).end()
}

/// What came with a question.
///
/// # Errors
/// The refusal as JSON, where it is not what the page sends.
pub fn read<T: Deserialize>(body: &[u8]) -> Result<T, String> {
    let text = std::str::from_utf8(body).map_err(|_| refusal(NOT_OURS))?;
    json::from_str(text).map_err(|_| refusal(NOT_OURS))
}

/// The file behind a question's own line: what `withFile` of the page's script puts together.
pub fn behind(body: &[u8]) -> &[u8] {
    let end = body.iter().position(|byte| *byte == b'\n').map_or(body.len(), |at| at + 1);
    body.get(end..).unwrap_or_default()
}

/// What came with a question that has a file behind it.
///
/// # Errors
/// As [`read`].
pub fn read_with_file<T: Deserialize>(body: &[u8]) -> Result<(T, &[u8]), String> {
    let file = behind(body);
    let line = body.get(..body.len() - file.len()).unwrap_or_default();
    Ok((read(line)?, file))
}

const NOT_OURS: &str = "the page and the program do not fit together: load the page anew";

#[cfg(test)]
#[path = "tests/form.rs"]
mod tests;
