//! One call to be named: what everybody who works on it may know, gathered once. Nothing here decides or asks; the
//! deadline only measures, what ends a call is the watchdog.

use std::time::{Duration, Instant};

use crate::config::{Profile, Settings};
use crate::crm::Facts;

/// One call to be named.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// All settings.
    pub settings: &'a Settings,
    /// The 1C base to ask.
    pub profile: &'a Profile,
    /// What 1C may be told of the call besides the number.
    pub facts: Facts,
    /// The number as the CDR will show it beside the name.
    pub shown_number: &'a str,
    /// What shapes a name on this PBX.
    pub pbx: Pbx,
    /// When the call began, and how long it may be held.
    pub deadline: Deadline,
    /// Unix time.
    pub now: u64,
}

/// What a name has to be fit for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pbx {
    /// Asterisk before 1.8.5: it cannot carry Cyrillic in a SIP header.
    pub old_asterisk: bool,
    /// `agi_request` is an Askozia application: the name reaches a root shell.
    pub askozia: bool,
}

/// Kept back from 1C, so that after a failure there is time for the stale name and the breaker:
/// a dozen AGI round trips at a few milliseconds each on a loaded appliance.
pub const KEPT_BACK: Duration = Duration::from_millis(150);

/// When a call began, and how long it may be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    started: Instant,
    limit: Duration,
}

impl Deadline {
    /// Starts the budget now.
    pub fn start(limit_ms: u32) -> Self {
        Deadline::since(Instant::now(), limit_ms)
    }

    /// The budget of a call that came earlier.
    pub fn since(started: Instant, limit_ms: u32) -> Self {
        Deadline { started, limit: Duration::from_millis(limit_ms.into()) }
    }

    /// The same beginning with another limit.
    pub fn with_limit(self, limit_ms: u32) -> Self {
        Deadline { limit: Duration::from_millis(limit_ms.into()), ..self }
    }

    /// What is left at `now`; zero when it is over.
    pub fn left(&self, now: Instant) -> Duration {
        self.limit.saturating_sub(now.saturating_duration_since(self.started))
    }

    /// Until when 1C may be waited for: the limit less [`KEPT_BACK`], but never less than half of it.
    pub fn ask_until(&self) -> Instant {
        self.started + self.limit - KEPT_BACK.min(self.limit / 2)
    }

    /// Milliseconds since the start.
    pub fn spent_ms(&self, now: Instant) -> u64 {
        now.saturating_duration_since(self.started).as_millis() as u64
    }
}

#[cfg(test)]
#[path = "tests/case.rs"]
mod tests;
