//! One setting: its name, what is allowed, and taking a value over, with an error that says what came instead. Which
//! settings there are is `table`'s business; profiles and arguments are `assemble`'s.

use super::error::Wrong;
use super::profile::Draft;
#[cfg(any(feature = "kit", feature = "server"))]
use super::server::ServerSettings;
use super::settings::Settings;
use super::values::Taken;

/// One setting.
pub struct Key {
    /// Its section; `crm` stands for every profile too.
    pub section: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What is allowed, as it stands after "expected": a text, and words of an enum behind it.
    pub allowed: (&'static str, &'static str),
    pub(super) take: Take,
}

/// How a value is taken over, and into what.
pub(super) enum Take {
    /// Into a profile.
    Crm(fn(&mut Draft, &str) -> Taken),
    /// Into the settings.
    All(fn(&mut Settings, &str) -> Taken),
    /// Into those of the server.
    #[cfg(any(feature = "kit", feature = "server"))]
    Server(fn(&mut ServerSettings, &str) -> Taken),
}

impl Key {
    /// Takes a value over: into the draft where the key is of `[crm]`. The error says what is allowed and what came.
    pub fn set(&self, settings: &mut Settings, draft: &mut Draft, value: &str) -> Result<(), Wrong> {
        let taken = match &self.take {
            Take::All(take) => take(settings, value),
            Take::Crm(take) => take(draft, value),
            #[cfg(any(feature = "kit", feature = "server"))]
            Take::Server(take) => take(&mut settings.server, value),
        };
        taken.map_err(|(why, words)| {
            let allowed = [self.allowed.0, self.allowed.1].concat();
            let mut what = ["expected ", &allowed].concat();
            match value.get(..value.char_indices().nth(60).map_or(value.len(), |(at, _)| at)) {
                _ if self.is_secret(value) => {}
                Some("") | None => what.push_str(", got nothing"),
                Some(start) => {
                    let more = if start.len() < value.len() { "…" } else { "" };
                    what.push_str(&format!(", got \"{start}{more}\""));
                }
            }
            if !why.is_empty() {
                for part in [": ", why, words] {
                    what.push_str(part);
                }
            }
            Wrong { what, allowed }
        })
    }

    /// Whether a value may not be repeated. An address may carry a password before its @.
    fn is_secret(&self, value: &str) -> bool {
        matches!(self.name, "password" | "token")
            || (matches!(self.name, "url" | "store") && value.contains('@'))
    }
}

#[cfg(test)]
#[path = "tests/keys.rs"]
mod tests;
