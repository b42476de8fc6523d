//! From a settings text and AGI arguments to [`Settings`]: sections, profiles and what they inherit. Pure:
//! where the text came from is `source`'s business, what a single value may be is `keys`'.

use super::error::{ConfigError, Wrong};
use super::grammar::{self, Item};
use super::keys::Key;
use super::profile::profile_name;
use super::profile::{DEFAULT_PROFILE, Draft, Protocol};
use super::settings::Settings;
use super::table;
use super::url::Template;
use crate::privacy::Secret;

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
/// of two arguments with one key the last counts. `crm.password` and `crm.token` are refused as arguments.
pub fn parse(text: &[u8], source: &str, overrides: &[(String, String)]) -> Result<Settings, ConfigError> {
    let mut settings = Settings { source: source.into(), ..Settings::default() };
    let mut names = vec![String::from(DEFAULT_PROFILE)];
    let entries = entries(text, source, &mut names)?;

    let mut common = Draft::default();
    for entry in entries.iter().filter(|entry| entry.profile == 0) {
        entry.set(&mut settings, &mut common, source)?;
    }
    let mut drafts = Vec::with_capacity(names.len());
    for at in 0..names.len() {
        let mut draft = common.clone();
        let own = || entries.iter().filter(|entry| entry.profile == at && at > 0);
        // A login of its own takes the place of the whole inherited one where that is of the other kind.
        if own().any(|entry| entry.key.name == "token") {
            draft.user.clear();
            draft.password = Secret::default();
        } else if own().any(|entry| matches!(entry.key.name, "user" | "password")) {
            draft.token = Secret::default();
        }
        for entry in own() {
            entry.set(&mut settings, &mut draft, source)?;
        }
        drafts.push(draft);
    }
    for (name, value) in overrides {
        argument(&mut settings, &mut drafts, name, value)
            .map_err(|wrong| ConfigError::new(ARGUMENT, 0, name, wrong))?;
    }
    // Where a key was set that fits nothing: by an argument, in the profile, or in [crm].
    let place = |key: &str, profile: usize, what: Wrong| {
        let same = |entry: &&Entry| dotted(entry.key) == key;
        let line =
            |of: usize| entries.iter().filter(|entry| entry.profile == of).find(same).map(|entry| entry.line);
        match overrides.iter().any(|(given, _)| given == key) {
            true => ConfigError::new(ARGUMENT, 0, key, what),
            false => ConfigError::new(source, line(profile).or(line(0)).unwrap_or(0), key, what),
        }
    };
    for (_, name) in &settings.call.did {
        if !names.contains(name) {
            return Err(place("call.did", 0, format!("there is no section [crm {name}]").into()));
        }
    }
    let cache = &settings.cache;
    if !cache.own.is_empty() && [cache.synced_book(), &cache.family].contains(&cache.own.as_str()) {
        let what = format!(
            "{} is filled by agi1c itself: the office's own people need a family of theirs",
            cache.own
        );
        return Err(place("cache.own", 0, what.into()));
    }
    for (at, (name, draft)) in names.into_iter().zip(drafts).enumerate() {
        if draft.terms.protocol == Protocol::Soap && draft.url.as_ref().is_some_and(Template::has_holes) {
            let what = "what stands in braces is filled in only with crm.protocol = json or text";
            return Err(place("crm.url", at, what.into()));
        }
        match draft.finish(name.clone()) {
            Ok(profile) => settings.profiles.push(profile),
            Err(("", what)) => {
                let section = if at == 0 { String::from("[crm]") } else { ["[crm ", &name, "]"].concat() };
                settings.unusable.push((name, ConfigError::new(source, 0, &section, what)));
            }
            Err((key, what)) => settings.unusable.push((name, place(key, at, what.into()))),
        }
    }
    Ok(settings)
}

/// One value of `[crm]` as it is written, for whoever hands settings on; empty where it is not set.
pub fn value_of(text: &[u8], key: &str) -> Result<String, ConfigError> {
    let entries = entries(text, "", &mut vec![String::from(DEFAULT_PROFILE)])?;
    let found = entries
        .into_iter()
        .find(|entry| entry.profile == 0 && entry.key.section == "crm" && entry.key.name == key);
    Ok(found.map(|entry| entry.value).unwrap_or_default())
}

impl Entry {
    fn set(&self, settings: &mut Settings, draft: &mut Draft, source: &str) -> Result<(), ConfigError> {
        self.key
            .set(settings, draft, &self.value)
            .map_err(|wrong| ConfigError::new(source, self.line, &dotted(self.key), wrong))
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
        let wrong = |key: &str, what: Wrong| ConfigError::new(source, line, key, what);
        let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
        let raw = str::from_utf8(raw).map_err(|_| wrong("", "not UTF-8: save the file in UTF-8".into()))?;
        match grammar::line(raw).map_err(|what| wrong("", what.into()))? {
            Item::Nothing => {}
            Item::Section(name) => {
                current = Some(section(name, names).map_err(|what| wrong(&["[", name, "]"].concat(), what))?);
            }
            Item::Pair(name, value) => {
                let (section, profile) = current.ok_or_else(|| {
                    wrong(name, "stands before any [section]; the first is mostly [crm]".into())
                })?;
                let dotted = [section, ".", name].concat();
                let key = table::find(section, name).map_err(|what| wrong(&dotted, what))?;
                let same = |entry: &&Entry| std::ptr::eq(entry.key, key) && entry.profile == profile;
                if let Some(first) = entries.iter().find(same) {
                    let what = format!("given twice, first in line {}: delete one", first.line);
                    return Err(wrong(&dotted, what.into()));
                }
                entries.push(Entry { line, key, profile, value });
            }
        }
    }
    Ok(entries)
}

/// The section a header names, and its profile's number.
fn section<'a>(header: &'a str, names: &mut Vec<String>) -> Result<(&'a str, usize), Wrong> {
    let Some((section, name)) = header.split_once([' ', '\t']) else {
        return if table::is_section(header) { Ok((header, 0)) } else { Err(table::unknown_section()) };
    };
    let name = name.trim_matches([' ', '\t']);
    if section != "crm" {
        return Err(table::unknown_section());
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

fn argument(settings: &mut Settings, drafts: &mut [Draft], name: &str, value: &str) -> Result<(), Wrong> {
    if matches!(name, "crm.password" | "crm.token") {
        return Err(
            "not as an argument, \"dialplan show\" would print it: put it into the settings file".into()
        );
    }
    if value.chars().any(|c| c.is_control() && c != '\t') {
        return Err("a control character: delete it".into());
    }
    let Some((section, key)) = name.split_once('.') else { return Err("expected section.key=value".into()) };
    let key = table::find(section, key)?;
    drafts.iter_mut().try_for_each(|draft| key.set(settings, draft, value))
}

#[cfg(test)]
#[path = "tests/assemble.rs"]
mod tests;
