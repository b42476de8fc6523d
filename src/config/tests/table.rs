use super::*;
use crate::config::{Settings, parse};

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
    let defaults = format!("{:?}", Settings::default());
    for text in [SAMPLE, &spelled_out(), &spelled_out().replace('\n', "\r\n")] {
        assert_eq!(format!("{:?}", parse(text.as_bytes(), "", &[]).unwrap()), defaults);
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
