//! The text for Prometheus (format 0.0.4), from what the server counts. No caller's number and no name ever comes here:
//! what a series is called by are words of the program.

use std::fmt::Write;

use super::counts::Counts;
use super::pool::Load;

/// The counts, at one moment.
pub struct Snapshot<'a> {
    /// Of calls over FastAGI.
    pub calls: &'a Counts,
    /// Of lookups over HTTP.
    pub lookups: &'a Counts,
    /// Workers and queue.
    pub load: Load,
    /// Calls that ended in a panic.
    pub panics: u64,
    /// Lookups that are being served.
    pub looking_up: u64,
    /// Connections to 1C that wait for the next question.
    pub idle_connections: u64,
    /// Whether the server takes no new calls.
    pub draining: bool,
    /// How often Redis has failed, where there is one.
    pub redis_failures: Option<u64>,
}

/// How a question came, and what was counted of it.
type Way<'a> = (&'static str, &'a Counts);

/// The text.
pub fn text(snapshot: &Snapshot<'_>) -> String {
    let Snapshot { calls, lookups, load, .. } = snapshot;
    let ways: [Way<'_>; 2] = [("agi", calls), ("http", lookups)];
    let mut text = Text(String::with_capacity(8192));
    text.family("agi1c_build_info", "gauge", "The version that runs.");
    text.sample("agi1c_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
    verdicts(&mut text, &ways);
    took(&mut text, &ways);
    text.family(
        "agi1c_breaker_open",
        "gauge",
        "1 where 1C was left alone after a failure, when last it was to be asked.",
    );
    for (way, counts) in ways {
        text.sample("agi1c_breaker_open", &[("way", way)], counts.breaker_open().into());
    }

    text.family("agi1c_in_flight", "gauge", "Calls and lookups being served, without talks.");
    text.sample("agi1c_in_flight", &[("way", "agi")], load.calls as u64);
    text.sample("agi1c_in_flight", &[("way", "http")], snapshot.looking_up);
    text.one("agi1c_queued", "gauge", "Calls that wait for a worker.", load.waiting as u64);
    text.one("agi1c_talks", "gauge", "Calls in a dial or play of 1C's.", load.talks as u64);

    text.family("agi1c_turned_away_total", "counter", "Connections closed at once.");
    for (way, counts) in ways {
        text.sample("agi1c_turned_away_total", &[("way", way), ("reason", "full")], counts.full.get());
        text.sample(
            "agi1c_turned_away_total",
            &[("way", way), ("reason", "not-allowed")],
            counts.not_allowed.get(),
        );
    }
    text.family("agi1c_crm_questions_total", "counter", "Questions to 1C, by the connection they went over.");
    for (connection, count) in [("new", &calls.connected), ("kept", &calls.kept)] {
        text.sample("agi1c_crm_questions_total", &[("connection", connection)], count.get());
    }
    let idle = "Connections to 1C that wait for the next question.";
    text.one("agi1c_crm_connections_idle", "gauge", idle, snapshot.idle_connections);
    for (name, help, count) in [
        ("agi1c_broken_off_total", "Connections that ended before a verdict.", calls.broken_off.get()),
        (
            "agi1c_talks_refused_total",
            "Talks that were refused, because there was no room.",
            calls.talks_refused.get(),
        ),
        (
            "agi1c_panics_total",
            "Calls and lookups that ended in a fault of the server's own.",
            snapshot.panics,
        ),
    ] {
        text.one(name, "counter", help, count);
    }
    text.one("agi1c_draining", "gauge", "1 while the server takes no new calls.", snapshot.draining.into());
    if let Some(failures) = snapshot.redis_failures {
        text.one("agi1c_redis_failures_total", "counter", "Steps in which Redis failed.", failures);
    }
    text.0
}

fn verdicts(text: &mut Text, ways: &[Way<'_>]) {
    text.family("agi1c_calls_total", "counter", "Calls and lookups by how they ended.");
    for (way, counts) in ways {
        for ((status, reason), count) in counts.verdicts() {
            text.sample("agi1c_calls_total", &[("way", way), ("status", status), ("reason", reason)], count);
        }
    }
}

fn took(text: &mut Text, ways: &[Way<'_>]) {
    text.family("agi1c_call_milliseconds", "histogram", "Milliseconds until it was clear how a call ends.");
    for (way, counts) in ways {
        let took = counts.took();
        for (end, count) in took.up_to {
            text.sample("agi1c_call_milliseconds_bucket", &[("way", way), ("le", &end.to_string())], count);
        }
        text.sample("agi1c_call_milliseconds_bucket", &[("way", way), ("le", "+Inf")], took.calls);
        text.sample("agi1c_call_milliseconds_sum", &[("way", way)], took.sum_ms);
        text.sample("agi1c_call_milliseconds_count", &[("way", way)], took.calls);
    }
}

/// Lines of the text format. A label's value is a word of ours: there is nothing to escape.
struct Text(String);

impl Text {
    fn one(&mut self, name: &str, kind: &str, help: &str, value: u64) {
        self.family(name, kind, help);
        self.sample(name, &[], value);
    }

    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _ = write!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: u64) {
        self.0.push_str(name);
        for (at, (label, word)) in labels.iter().enumerate() {
            let _ = write!(self.0, "{}{label}=\"{word}\"", if at == 0 { '{' } else { ',' });
        }
        let _ = writeln!(self.0, "{} {value}", if labels.is_empty() { "" } else { "}" });
    }
}
