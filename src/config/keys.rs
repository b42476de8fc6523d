//! A setting by its name: whether there is one, and taking its value over, with an error that says what is
//! allowed. The list itself is `table`; profiles and arguments are `assemble`'s business.

use super::table::KEYS;
use super::values::Taken;
use super::{Profile, Settings};

/// One setting.
pub struct Key {
    /// Its section; `crm` stands for every profile too.
    pub section: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What is allowed, as it stands after "expected".
    pub allowed: &'static str,
    pub(super) take: Take,
}

/// How a value is taken over, and into what.
pub(super) enum Take {
    /// Into a profile.
    Crm(fn(&mut Profile, &str) -> Taken),
    /// Into the settings.
    All(fn(&mut Settings, &str) -> Taken),
}
/// Whether there is such a section (profiles aside).
pub fn is_section(section: &str) -> bool {
    KEYS.iter().any(|key| key.section == section)
}

/// The setting of this name, or a sentence with those its section has.
pub fn find(section: &str, name: &str) -> Result<&'static Key, String> {
    if let Some(key) = KEYS.iter().find(|key| key.name == name && key.section == section) {
        return Ok(key);
    }
    if !is_section(section) {
        return Err(unknown_section());
    }
    let known: Vec<_> = KEYS.iter().filter(|key| key.section == section).map(|key| key.name).collect();
    Err(format!("no such key; [{section}] has: {}", known.join(" ")))
}

/// The sentence for a section that does not exist.
pub fn unknown_section() -> String {
    let mut sentence = String::from("no such section; there are: [crm] [crm NAME]");
    let mut last = "crm";
    for key in KEYS.iter().filter(|key| key.section != "crm") {
        if key.section != last {
            last = key.section;
            sentence.push_str(&format!(" [{last}]"));
        }
    }
    sentence
}

impl Key {
    /// Takes a value over: into `profile` of [`Settings::profiles`] where the key is of `[crm]`.
    /// The error says what is allowed and what came.
    pub fn set(&self, settings: &mut Settings, profile: usize, value: &str) -> Result<(), String> {
        let taken = match &self.take {
            Take::All(take) => take(settings, value),
            Take::Crm(take) => {
                settings.profiles.get_mut(profile).map_or(Ok(()), |profile| take(profile, value))
            }
        };
        taken.map_err(|why| {
            // An address may carry a password before its @, and a password is one.
            let secret = self.name == "password" || (self.name == "url" && value.contains('@'));
            let mut sentence = format!("expected {}", self.allowed);
            match value.get(..value.char_indices().nth(60).map_or(value.len(), |(at, _)| at)) {
                _ if secret => {}
                Some("") | None => sentence.push_str(", got nothing"),
                Some(start) => {
                    let more = if start.len() < value.len() { "…" } else { "" };
                    sentence.push_str(&format!(", got \"{start}{more}\""));
                }
            }
            if !why.is_empty() {
                sentence.push_str(": ");
                sentence.push_str(why);
            }
            sentence
        })
    }
}

#[cfg(test)]
#[path = "tests/keys.rs"]
mod tests;
