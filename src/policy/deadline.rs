//! The budget of one call. It measures; it never stops anything itself (`watchdog` does).

use std::time::{Duration, Instant};

/// Kept back from 1C, so that after a failure there is time for the stale name and the breaker:
/// a dozen AGI round trips at a few milliseconds each on a loaded appliance.
pub const KEPT_BACK: Duration = Duration::from_millis(150);

/// When a call began, and how long it may be held.
#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    started: Instant,
    limit: Duration,
}

impl Deadline {
    /// Starts the budget now.
    pub fn start(limit_ms: u32) -> Self {
        Deadline { started: Instant::now(), limit: Duration::from_millis(limit_ms.into()) }
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
#[path = "tests/deadline.rs"]
mod tests;
