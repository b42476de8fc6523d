use super::*;
use crate::config::parse;

const SAMPLE: &str = include_str!("../../../package/agi1c.conf");

/// The sample with its defaults switched on.
fn spelled_out() -> String {
    let shown = |line: &str| {
        line.strip_prefix(';').filter(|rest| rest.starts_with(char::is_alphabetic)).map(String::from)
    };
    let lines: Vec<_> = SAMPLE.lines().map(|line| shown(line).unwrap_or(line.into())).collect();
    lines.join("\n")
}

#[test]
fn the_sample_shows_the_defaults() {
    let read = |text: &str| {
        let text = text.replace("\nurl =", "\nurl = http://1c/");
        format!("{:?}", parse(text.as_bytes(), "", &[]).unwrap())
    };
    let defaults = read("[crm]\nurl =");
    for text in [SAMPLE, &spelled_out(), &spelled_out().replace('\n', "\r\n")] {
        assert_eq!(read(text), defaults);
    }
}

#[test]
fn the_sample_shows_every_key() {
    let sample = spelled_out();
    for key in KEYS {
        let section = sample.split(&format!("\n[{}]\n", key.section)).nth(1).unwrap_or_default();
        let section = section.split("\n[").next().unwrap_or_default();
        let lines = section.lines().filter(|line| line.starts_with(&format!("{} =", key.name))).count();
        assert_eq!(lines, 1, "[{}] {}", key.section, key.name);
    }
}

/// The first two cells of a page's rows: a key, and its default where that is spelled out.
fn documented(page: &str) -> Vec<(String, Option<String>)> {
    let mut keys = Vec::new();
    for row in page.lines().filter_map(|line| line.strip_prefix("| `")) {
        let mut cells = row.split(" | ");
        let (names, defaults) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        let defaults: Vec<_> = defaults.split(", ").collect();
        let names: Vec<_> = names.trim_end_matches('`').split("`, `").collect();
        for (at, name) in names.iter().enumerate().filter(|(_, name)| !name.starts_with('[')) {
            let default = defaults.get(at).filter(|_| defaults.len() == names.len());
            let spelled =
                |text: &&str| text.starts_with('`') || text.bytes().all(|byte| byte.is_ascii_digit());
            let plain = default.filter(|text| spelled(text)).map(|text| text.trim_matches('`'));
            keys.push((name.to_string(), plain.map(String::from)));
        }
    }
    keys
}

#[test]
fn the_pages_of_settings_name_every_key_once_and_its_default() {
    let sample = spelled_out();
    for page in
        [include_str!("../../../package/settings.md"), include_str!("../../../package/settings.ru.md")]
    {
        let shown = documented(page);
        let mut names: Vec<_> = shown.iter().map(|(name, _)| name.clone()).collect();
        let mut known: Vec<_> = KEYS.iter().map(|key| format!("{}.{}", key.section, key.name)).collect();
        names.sort();
        known.sort();
        assert_eq!(names, known);
        for (name, default) in shown {
            let (Some(default), Some((section, key))) = (default, name.split_once('.')) else { continue };
            let section = sample.split(&format!("\n[{section}]\n")).nth(1).unwrap_or_default();
            let line = section.lines().find_map(|line| line.strip_prefix(&format!("{key} =")));
            assert_eq!(line.map(str::trim), Some(default.as_str()), "{name}");
        }
    }
}
