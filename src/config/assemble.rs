//! From a settings text and AGI arguments to [`Settings`]: sections, profiles and what they inherit. Pure:
//! where the text came from is `source`'s business, what a single value may be is `keys`'.

use super::error::ConfigError;
use super::grammar::{self, Line};
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
            Line::Nothing => {}
            Line::Section(name) => {
                current =
                    Some(section(name, names).map_err(|what| wrong(&["[", name, "]"].concat(), &what))?);
            }
            Line::Pair(name, value) => {
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
mod tests {
    use super::*;

    fn read(text: &str, arguments: &[(&str, &str)]) -> Result<Settings, String> {
        let arguments: Vec<_> =
            arguments.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        parse(text.as_bytes(), "agi1c.conf", &arguments).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_not_set_is_inherited() {
        let settings = read(
            "\u{feff}[crm spb]\r\nuser = b\r\n[crm]\r\nurl = http://a/\r\nuser = a\r\n[crm msk]\n[crm  spb]\npassword = p",
            &[("crm.answer_timeout", "900"), ("call.deadline", "1"), ("call.deadline", "3000")],
        )
        .unwrap_err();
        assert_eq!(
            settings,
            "AGI argument: call.deadline: expected milliseconds from 200 to 60000, got \"1\""
        );

        let settings = read(
            "\u{feff}[crm spb]\r\nuser = b\r\n[crm]\r\nurl = http://a/\r\nuser = a\r\n[crm msk]\n[crm  spb]\npassword = p",
            &[("crm.answer_timeout", "900"), ("call.deadline", "2000"), ("call.deadline", "3000")],
        )
        .unwrap();
        let seen: Vec<_> = settings
            .profiles
            .iter()
            .map(|p| {
                (p.name.as_str(), p.url.as_str(), p.user.as_str(), p.password.expose(), p.answer_timeout)
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("default", "http://a/", "a", "", 900),
                ("spb", "http://a/", "b", "p", 900),
                ("msk", "http://a/", "a", "", 900)
            ]
        );
        assert_eq!(settings.call.deadline, 3000);
        assert_eq!(settings.source, "agi1c.conf");
    }

    #[test]
    fn errors_name_the_place() {
        let sections = "no such section; there are: [crm] [crm NAME] [call] [number] [name] [cache] [commands] [sync] [log]";
        let profile = "expected a profile's name of at most 32 letters, digits, _ -, other than default";
        for (text, error) in [
            ("\n\nnonsense", "line 3: expected [section] or key = value".to_string()),
            ("url = x", "line 1: url: stands before any [section]; the first is mostly [crm]".to_string()),
            ("[general]", format!("line 1: [general]: {sections}")),
            ("[call spb]", format!("line 1: [call spb]: {sections}")),
            ("[CRM]", format!("line 1: [CRM]: {sections}")),
            ("[crm default]", format!("line 1: [crm default]: {profile}")),
            ("[crm а]", format!("line 1: [crm а]: {profile}")),
            ("[crm a/b]", format!("line 1: [crm a/b]: {profile}")),
            (
                "[call]\nlimit = 5",
                "line 2: call.limit: no such key; [call] has: deadline min_digits direction did".to_string(),
            ),
            ("[log]\nurl = x", "line 2: log.url: no such key; [log] has: level".to_string()),
            (
                "[log]\nlevel = warn\n[call]\n[log]\nlevel = warn",
                "line 5: log.level: given twice, first in line 2: delete one".to_string(),
            ),
            (
                "[crm a]\nuser = a\nuser = b",
                "line 3: crm.user: given twice, first in line 2: delete one".to_string(),
            ),
            (
                "[crm a]\n\nprotocol = rest",
                "line 3: crm.protocol: expected one of: soap json, got \"rest\"".to_string(),
            ),
            ("[call]\ndid = 7812:spb", "line 2: call.did: there is no section [crm spb]".to_string()),
            (
                "[crm]\nurl = http://1c/?n={number}",
                "line 2: crm.url: what stands in braces is filled in only with crm.protocol = json"
                    .to_string(),
            ),
        ] {
            assert_eq!(read(text, &[]).unwrap_err(), format!("agi1c.conf, {error}"), "{text}");
        }
        let ansi = parse(b"[crm]\r\nuser = \xc8\xe2\xe0\xed\r\n", "agi1c.conf", &[]).unwrap_err();
        assert_eq!(ansi.to_string(), "agi1c.conf, line 2: not UTF-8: save the file in UTF-8");
    }

    #[test]
    fn arguments_are_settings_too() {
        for (key, value, error) in [
            (
                "crm.password",
                "secret",
                "not as an argument, \"dialplan show\" would print it: put it into the settings file",
            ),
            ("deadline", "5", "expected section.key=value"),
            ("call.limit", "5", "no such key; [call] has: deadline min_digits direction did"),
            (
                "calls.deadline",
                "5",
                "no such section; there are: [crm] [crm NAME] [call] [number] [name] [cache] [commands] [sync] [log]",
            ),
            ("call.did", "7812:spb", "there is no section [crm spb]"),
            ("name.prefix", "a\nb", "a control character: delete it"),
        ] {
            assert_eq!(read("", &[(key, value)]).unwrap_err(), format!("AGI argument: {key}: {error}"));
        }
        assert_eq!(read("", &[("a\nb", "")]).unwrap_err(), "AGI argument: a?b: expected section.key=value");
        let settings = read("[commands]\nallow = name", &[("commands.allow", "name dial  goto")]).unwrap();
        assert_eq!(settings.commands.allow, ["name", "dial", "goto"]);
    }

    #[test]
    fn no_bytes_can_upset_it() {
        // xorshift: the same bytes in every run, made of what the grammar has an eye for.
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let pieces: [&[u8]; 24] = [
            b"[crm]\n",
            b"[crm a]\n",
            b"[call]",
            b"[",
            b"]",
            b"\n",
            b"\r",
            b" ",
            b"=",
            b"=>",
            b"\"",
            b"\\",
            b";",
            b"url",
            b"did",
            b"http://",
            b"{",
            b"}",
            b"7:a",
            b"\xff",
            b"\xd0",
            b"\xd0\x81",
            b"\0",
            b"\xef\xbb\xbf",
        ];
        for _ in 0..20_000 {
            let mut text = Vec::new();
            for _ in 0..16 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                text.extend_from_slice(pieces[(state % 24) as usize]);
            }
            if let Err(error) = parse(&text, "x", &[]) {
                assert!(error.to_string().starts_with("x, line "), "{error}");
            }
        }
    }
}
