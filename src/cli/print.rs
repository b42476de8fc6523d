//! What `check` and `lookup` found, as lines for a person. Other forms of the same findings are in files of their own.

use std::io::{self, Write};
use std::time::Duration;

use super::lookup::{Finding, Seen};
use crate::check::{State, Step};
use crate::decision::Move;
use crate::onec::{Timings, Transcript};
use crate::outcome::Outcome;

/// A check's step.
pub fn step(step: &Step, out: &mut dyn Write) -> io::Result<()> {
    let verdict = match step.state {
        _ if step.says.is_empty() => return Ok(()),
        State::Ok => "ok",
        State::Wrong => "WRONG",
        State::Skipped => "-",
    };
    let took = step.took.map(|took| format!(" ({} ms)", millis(took))).unwrap_or_default();
    writeln!(out, "{:<9} {verdict:<6} {}{took}", step.name, step.says)
}

/// What was found for a number.
pub fn finding(found: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let Finding { number, asked, key, profile, url, .. } = found;
    line(out, "number", &format!("{number}, asked as {asked}, remembered as {key}"))?;
    line(out, "1C", &format!("{url} (profile {profile})"))?;
    if found.short {
        line(out, "note", "a call from this number is not looked up: shorter than call.min_digits")?;
    }
    match &found.answer {
        Ok(seen) => self::seen(seen, out)?,
        Err(failure) => {
            line(out, "failed", &format!("{} – {}", failure.reason.word(), failure.detail))?;
            line(out, "call", "would go on with the name it had, or the last one remembered")?;
        }
    }
    line(out, "time", &format!("{} ms in all: {}", millis(found.took), spent(&found.timings)))
}

fn seen(seen: &Seen, out: &mut dyn Write) -> io::Result<()> {
    if let Outcome::Unknown(_) = seen.outcome {
        line(out, "answer", "nobody by this number")?;
        return line(out, "call", "would go on with the name it had");
    }
    let name = seen.outcome.name();
    line(out, "answer", if name.is_empty() { "no name, only commands" } else { name })?;
    for shown in &seen.shown {
        line(out, "phone", &format!("{}   ({}, {})", shown.name, shown.function, shown.asterisk))?;
    }
    for (name, value) in &seen.variables {
        line(out, "set", &format!("{name}={value}"))?;
    }
    for step in &seen.route {
        let (command, text) = describe(step);
        line(out, command, &text)?;
    }
    seen.refused.iter().try_for_each(|sentence| line(out, "refused", sentence))
}

/// A command in words.
pub fn describe(step: &Move) -> (&'static str, String) {
    match step {
        Move::Play(prompt) => ("play", prompt.clone()),
        Move::Dial(ring) => {
            ("dial", format!("{} for {} s; not answered, the call goes on", ring.target, ring.seconds))
        }
        Move::Goto(place) => ("goto", format!("{},{},{}", place.context, place.extension, place.priority)),
        Move::Reject(how) => ("reject", how.word().into()),
    }
}

/// What went over the wire, on stderr: an exchange after the other.
pub fn transcripts(transcripts: &[Transcript]) {
    for transcript in transcripts {
        for line in transcript.lines() {
            log::info!(target: "wire", "{line}");
        }
        log::info!(target: "wire", "* {}", spent(&transcript.timings));
    }
}

/// The phases of an exchange, in their order.
pub fn phases(timings: &Timings) -> [(&'static str, Option<Duration>); 7] {
    [
        ("resolve", timings.resolve),
        ("connect", timings.connect),
        ("tls", timings.handshake),
        ("send", timings.send),
        ("first byte", timings.first_byte),
        ("body", timings.body),
        ("parse", timings.parse),
    ]
}

fn spent(timings: &Timings) -> String {
    let took =
        |(phase, took): (&str, Option<Duration>)| took.map(|took| [phase, " ", &millis(took)].concat());
    let told: Vec<String> = phases(timings).into_iter().filter_map(took).collect();
    if told.is_empty() { "not sent".into() } else { told.join(", ") }
}

fn line(out: &mut dyn Write, title: &str, text: &str) -> io::Result<()> {
    writeln!(out, "{title:<8} {text}")
}

/// Milliseconds with one decimal, without the machinery of floating point.
pub fn millis(took: Duration) -> String {
    // Not in u128: its printing is three kilobytes that nothing else needs.
    let micros = took.as_micros() as u64;
    format!("{}.{}", micros / 1000, micros / 100 % 10)
}
