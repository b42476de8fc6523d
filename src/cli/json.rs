//! What other programs read (`--json`): one JSON object on one line. Member names are an interface: they are added to,
//! never renamed. Other forms of the same findings are in files of their own.

use std::time::Duration;

use super::lookup::{Finding, Seen};
use super::print::{self, millis};
use crate::check::{Findings, Step};
use crate::config::{ConfigError, Profile, Settings};
use crate::crm::Command;
use crate::onec::Timings;
use crate::onec::writer::{ObjectWriter, list, string};
use crate::outcome::Status;

/// Milliseconds with one decimal, or null.
fn ms(took: Option<Duration>) -> String {
    took.map_or_else(|| String::from("null"), millis)
}

/// A check's step.
pub fn step(step: &Step) -> String {
    ObjectWriter::default()
        .text("name", step.name)
        .text("status", step.state.word())
        .maybe("reason", step.reason.map(|reason| reason.word()))
        .raw("ms", &ms(step.took))
        .text("sentence", &step.says)
        .maybe("advice", step.advice())
        .end()
}

/// What a check found.
pub fn check(settings: &Settings, profile: &Profile, findings: &Findings) -> String {
    ObjectWriter::default()
        .text("status", if findings.ok() { "ok" } else { "wrong" })
        .text("sentence", &findings.sentence())
        .text("source", &settings.source)
        .text("profile", &profile.name)
        .text("url", profile.url.as_str())
        .maybe("name", findings.client.as_deref())
        .raw("steps", &list(findings.steps.iter().map(step)))
        .end()
}

/// What was found for a number.
pub fn finding(found: &Finding) -> String {
    let object = ObjectWriter::default();
    let object = match &found.answer {
        Ok(seen) => self::seen(object, seen),
        Err(failure) => object
            .text("status", Status::Failed.word())
            .text("reason", failure.reason.word())
            .maybe("name", None)
            .maybe("name_old", None)
            .maybe("full_name", None)
            .raw("commands", "[]")
            .raw("warnings", &list([string(&failure.detail)])),
    };
    object
        .text("number", &found.number)
        .text("asked", &found.asked)
        .text("key", &found.key)
        .raw("short", if found.short { "true" } else { "false" })
        .text("profile", &found.profile)
        .text("url", &found.url)
        .raw("ms", &ms(Some(found.took)))
        .raw("timings", &timings(&found.timings))
        .end()
}

fn seen(object: ObjectWriter, seen: &Seen) -> ObjectWriter {
    let shown = |at: usize| seen.shown.get(at).map(|shown| shown.name.as_str());
    let mut commands = Vec::new();
    let mut warnings = Vec::new();
    let mut add = |command: &str, value: Option<&str>, why: Option<&str>| {
        let object = ObjectWriter::default().text("command", command).maybe("value", value);
        commands.push(
            object.raw("allowed", if why.is_none() { "true" } else { "false" }).maybe("why", why).end(),
        );
    };
    for (name, value) in &seen.variables {
        add(Command::Set.word(), Some(&[name, "=", value].concat()), None);
    }
    for step in &seen.route {
        let (command, value) = print::describe(step);
        add(command, Some(&value), None);
    }
    for sentence in &seen.refused {
        // What is refused begins with its command; what could not be read at all does not.
        match sentence.split_once(": ").map(|(command, why)| (Command::from_word(command), why)) {
            Some((Some(command), why)) => add(command.word(), None, Some(why)),
            _ => warnings.push(string(sentence)),
        }
    }
    object
        .text("status", seen.outcome.status().word())
        .text("reason", seen.outcome.reason())
        .maybe("name", shown(0))
        .maybe("name_old", shown(1))
        .maybe("full_name", Some(seen.outcome.name()).filter(|name| !name.is_empty()))
        .raw("commands", &list(commands))
        .raw("warnings", &list(warnings))
}

/// Where the time went.
fn timings(timings: &Timings) -> String {
    let mut object = ObjectWriter::default();
    for (phase, took) in print::phases(timings) {
        object = object.raw(&phase.replace(' ', "_"), &ms(took));
    }
    object.end()
}

/// Settings that cannot be used; whoever has more to say of them adds it.
pub fn settings(error: &ConfigError) -> ObjectWriter {
    let (section, key) = match error.key.split_once('.') {
        Some((section, key)) => (section, Some(key)),
        None => (error.key.trim_matches(['[', ']']), None),
    };
    ObjectWriter::default()
        .text("status", "failed")
        .text("reason", "settings")
        .text("sentence", &error.to_string())
        .text("source", &error.source)
        .raw("line", &if error.line > 0 { error.line.to_string() } else { "null".into() })
        .maybe("section", Some(section).filter(|section| !section.is_empty()))
        .maybe("key", key)
        .maybe("allowed", Some(error.allowed.as_str()).filter(|allowed| !allowed.is_empty()))
}

/// A command line that cannot be used.
pub fn usage(sentence: &str) -> String {
    ObjectWriter::default().text("status", "failed").text("reason", "usage").text("sentence", sentence).end()
}
