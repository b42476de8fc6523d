//! From a settings text and AGI arguments to [`Settings`]: sections, profiles and what they inherit. Pure:
//! where the text came from is `source`'s business, what a single value may be is `keys`'.

use super::error::ConfigError;
use super::grammar::{self, Item};
use super::keys::{self, Key};
use super::values::profile_name;
use super::{DEFAULT_PROFILE, Profile, Protocol, Settings};

/// What an error names as the source of an argument.
const ARGUMENT: &str = "AGI argument";

/// One `key = value` of the text. Profiles are numbered in order of their first mention, 0 = `[crm]`.
struct Entry {
    line: usize,
    key: &'static Key,
    profile: usize,
    value: String,
}

/// Reads a settings text, then the arguments `("section.key", value)` over it.
///
/// The same section may come twice, the same key in it may not. A profile takes from `[crm]` what it does
/// not set itself, wherever in the text `[crm]` stands. An argument `crm.key` counts for every profile;
/// of two arguments with one key the last counts. `crm.password` is refused as an argument.
pub fn parse(text: &[u8], source: &str, overrides: &[(String, String)]) -> Result<Settings, ConfigError> {
    let mut settings = Settings { source: source.into(), ..Settings::default() };
    let mut names = vec![String::from(DEFAULT_PROFILE)];
    let entries = entries(text, source, &mut names)?;

    for entry in entries.iter().filter(|entry| entry.profile == 0) {
        entry.set(&mut settings, source)?;
    }
    for name in names.into_iter().skip(1) {
        let inherited = settings.profiles.first().cloned().map(|crm| Profile { name, ..crm });
        settings.profiles.extend(inherited);
    }
    for entry in entries.iter().filter(|entry| entry.profile > 0) {
        entry.set(&mut settings, source)?;
    }
    for (name, value) in overrides {
        argument(&mut settings, name, value).map_err(|what| ConfigError::new(ARGUMENT, 0, name, what))?;
    }
    agree(&settings).map_err(|(key, what)| {
        let (section, name) = key.split_once('.').unwrap_or_default();
        let entry = entries.iter().find(|entry| entry.key.section == section && entry.key.name == name);
        match overrides.iter().any(|(given, _)| given == key) {
            true => ConfigError::new(ARGUMENT, 0, key, what),
            false => ConfigError::new(source, entry.map_or(0, |entry| entry.line), key, what),
        }
    })?;
    Ok(settings)
}

impl Entry {
    fn set(&self, settings: &mut Settings, source: &str) -> Result<(), ConfigError> {
        self.key
            .set(settings, self.profile, &self.value)
            .map_err(|what| ConfigError::new(source, self.line, &dotted(self.key), what))
    }
}

fn dotted(key: &Key) -> String {
    [key.section, ".", key.name].concat()
}

fn entries(text: &[u8], source: &str, names: &mut Vec<String>) -> Result<Vec<Entry>, ConfigError> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut current: Option<(&str, usize)> = None;
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    for (before, raw) in text.split(|b| *b == b'\n').enumerate() {
        let line = before + 1;
        let wrong = |key: &str, what: &str| ConfigError::new(source, line, key, what);
        let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
        let raw = str::from_utf8(raw).map_err(|_| wrong("", "not UTF-8: save the file in UTF-8"))?;
        match grammar::line(raw).map_err(|what| wrong("", what))? {
            Item::Nothing => {}
            Item::Section(name) => {
                current =
                    Some(section(name, names).map_err(|what| wrong(&["[", name, "]"].concat(), &what))?);
            }
            Item::Pair(name, value) => {
                let (section, profile) = current
                    .ok_or_else(|| wrong(name, "stands before any [section]; the first is mostly [crm]"))?;
                let dotted = [section, ".", name].concat();
                let key = keys::find(section, name).map_err(|what| wrong(&dotted, &what))?;
                let same = |entry: &&Entry| std::ptr::eq(entry.key, key) && entry.profile == profile;
                if let Some(first) = entries.iter().find(same) {
                    let what = format!("given twice, first in line {}: delete one", first.line);
                    return Err(wrong(&dotted, &what));
                }
                entries.push(Entry { line, key, profile, value });
            }
        }
    }
    Ok(entries)
}

/// The section a header names, and its profile's number.
fn section<'a>(header: &'a str, names: &mut Vec<String>) -> Result<(&'a str, usize), String> {
    let Some((section, name)) = header.split_once([' ', '\t']) else {
        return if keys::is_section(header) { Ok((header, 0)) } else { Err(keys::unknown_section()) };
    };
    let name = name.trim_matches([' ', '\t']);
    if section != "crm" {
        return Err(keys::unknown_section());
    }
    if !profile_name(name) {
        return Err("expected a profile's name of at most 32 letters, digits, _ -, other than default".into());
    }
    let known = names.iter().position(|known| known == name);
    let at = known.unwrap_or(names.len());
    if known.is_none() {
        names.push(name.into());
    }
    Ok((section, at))
}

fn argument(settings: &mut Settings, name: &str, value: &str) -> Result<(), String> {
    if name == "crm.password" {
        return Err(
            "not as an argument, \"dialplan show\" would print it: put it into the settings file".into()
        );
    }
    if value.chars().any(|c| c.is_control() && c != '\t') {
        return Err("a control character: delete it".into());
    }
    let Some((section, key)) = name.split_once('.') else { return Err("expected section.key=value".into()) };
    let key = keys::find(section, key)?;
    for profile in 0..settings.profiles.len() {
        key.set(settings, profile, value)?;
    }
    Ok(())
}

/// What must fit together: the key that does not, and why.
fn agree(settings: &Settings) -> Result<(), (&'static str, String)> {
    for (_, name) in &settings.call.did {
        if !settings.profiles.iter().any(|profile| profile.name == *name) {
            return Err(("call.did", format!("there is no section [crm {name}]")));
        }
    }
    for profile in &settings.profiles {
        if profile.protocol == Protocol::Soap && profile.url.contains('{') {
            let what = "what stands in braces is filled in only with crm.protocol = json";
            return Err(("crm.url", what.into()));
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "tests/assemble.rs"]
mod tests;
