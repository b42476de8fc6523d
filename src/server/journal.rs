//! What the server says on stderr, as journald likes it: one line each, its priority in front where systemd reads it. No
//! number in full, no name, no secret: what is said here was made for a log.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::outcome::Verdict;

/// The same sentence is not said again within this.
const QUIET: Duration = Duration::from_secs(60);
/// Sentences that are remembered for it.
const MAX_SAID: usize = 64;

/// Where all lines of the `log` crate go.
struct Journal {
    /// systemd reads stderr, and knows `<4>`.
    marks: bool,
}

impl Log for Journal {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= log::max_level()
    }

    fn log(&self, record: &Record<'_>) {
        // Only what this program says itself: its libraries speak of addresses and bytes.
        if self.enabled(record.metadata()) && record.target().starts_with("agi1c") {
            let (mark, word) = match record.level() {
                Level::Error => (3, "error: "),
                Level::Warn => (4, "warning: "),
                Level::Info => (6, ""),
                Level::Debug | Level::Trace => (7, ""),
            };
            say(self.marks, mark, word, &record.args().to_string());
        }
    }

    fn flush(&self) {}
}

/// From now on everything is said here, up to this level.
pub fn open(level: LevelFilter) {
    let marks = marks();
    // A second one would be an error of ours, and no reason not to serve.
    let _ = log::set_boxed_logger(Box::new(Journal { marks }));
    log::set_max_level(level);
    // A panic's own words may hold a part of what a caller sent.
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(|place| format!(" at {}:{}", place.file(), place.line()));
        let what =
            format!("a fault of agi1c-server's own{}: one call ended for it", place.unwrap_or_default());
        say(marks, 3, "error: ", &what);
    }));
}

/// What an administrator looks for whatever the level: the beginning, the end, new settings.
pub fn note(text: &str) {
    say(marks(), 5, "", text);
}

/// Whether systemd reads stderr.
fn marks() -> bool {
    std::env::var_os("JOURNAL_STREAM").is_some()
}

/// A warning, but each sentence once a minute at the most: at five hundred calls a second 1C's failures would fill a disk.
pub fn warn_now_and_then(text: &str) {
    static SAID: Mutex<BTreeMap<String, Instant>> = Mutex::new(BTreeMap::new());
    if log::max_level() < LevelFilter::Warn {
        return;
    }
    let now = Instant::now();
    let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    if !is_due(&mut said, text, now) {
        return;
    }
    drop(said);
    log::warn!("{text}");
}

/// How a call ended, `what` standing before it, and what was wrong on the way.
pub fn verdict(what: &str, verdict: &Verdict) {
    log::info!("{what}{}", verdict.summary(false));
    for warning in &verdict.warnings {
        warn_now_and_then(warning);
    }
}

/// Whether a sentence was not said for a while; it is noted as said.
fn is_due(said: &mut BTreeMap<String, Instant>, text: &str, now: Instant) -> bool {
    said.retain(|_, at| now.saturating_duration_since(*at) < QUIET);
    if said.contains_key(text) || said.len() >= MAX_SAID {
        return false;
    }
    said.insert(text.into(), now);
    true
}

fn say(marks: bool, mark: u8, word: &str, text: &str) {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = if marks { format!("<{mark}>{text}\n") } else { format!("agi1c-server: {word}{text}\n") };
    // One write, so that lines of several threads do not mix.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

#[cfg(test)]
#[path = "tests/journal.rs"]
mod tests;
