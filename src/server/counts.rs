//! What the server counts: for its metrics, and nothing in it tells a number or a name.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::outcome::{Nobody, Outcome, Trouble, Verdict};

/// The upper ends of the histogram's buckets, in milliseconds: around an ordinary answer of 1C's, and around the limits
/// as they are shipped.
pub const BOUNDS_MS: [u64; 14] = [5, 10, 25, 50, 75, 100, 150, 250, 500, 750, 1000, 1500, 2500, 5000];

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// One more.
    pub fn add(&self) {
        self.plus(1);
    }

    fn plus(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// How many.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Everything that is counted.
#[derive(Debug, Default)]
pub struct Counts {
    verdicts: Mutex<BTreeMap<(&'static str, &'static str), u64>>,
    took: [Count; BOUNDS_MS.len()],
    took_longer: Count,
    took_ms: Count,
    breaker_open: AtomicBool,
    /// Connections closed at once: all workers were busy, and the queue was full.
    pub full: Count,
    /// Connections closed at once: their address is not in `server.allow`.
    pub not_allowed: Count,
    /// Sessions that ended before a verdict: no AGI, a client that was too slow, a caller who hung up.
    pub broken_off: Count,
    /// Talks that were refused.
    pub talks_refused: Count,
    /// Lookups that ended in a panic; those of calls are the pool's to count.
    pub panics: Count,
    /// Questions to 1C over a new connection.
    pub connected: Count,
    /// Questions to 1C over a connection that was kept.
    pub kept: Count,
}

/// How long calls took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Took {
    /// The bucket's upper end in milliseconds, and the calls that took no longer.
    pub up_to: Vec<(u64, u64)>,
    /// All calls.
    pub calls: u64,
    /// The milliseconds of all calls together.
    pub sum_ms: u64,
}

impl Counts {
    /// One call's verdict.
    pub fn settled(&self, verdict: &Verdict) {
        let words = (verdict.outcome.status().word(), verdict.outcome.reason());
        *self.verdicts.lock().unwrap_or_else(PoisonError::into_inner).entry(words).or_default() += 1;
        let bucket = BOUNDS_MS.iter().zip(&self.took).find(|(bound, _)| verdict.spent_ms <= **bound);
        bucket.map_or(&self.took_longer, |(_, count)| count).add();
        self.took_ms.plus(verdict.spent_ms);
        match &verdict.outcome {
            Outcome::Stale { trouble: Trouble::Breaker, .. } | Outcome::Failed(Trouble::Breaker) => {
                self.breaker_open.store(true, Ordering::Relaxed);
            }
            Outcome::Found { .. }
            | Outcome::Unknown(Nobody::Told)
            | Outcome::Stale { trouble: Trouble::Crm(_), .. }
            | Outcome::Failed(Trouble::Crm(_)) => self.breaker_open.store(false, Ordering::Relaxed),
            // 1C would not have been asked anyway.
            _ => {}
        }
    }

    /// Whether 1C was left alone after a failure when it was last to be asked.
    pub fn breaker_open(&self) -> bool {
        self.breaker_open.load(Ordering::Relaxed)
    }

    /// Calls by status and reason.
    pub fn verdicts(&self) -> Vec<((&'static str, &'static str), u64)> {
        let verdicts = self.verdicts.lock().unwrap_or_else(PoisonError::into_inner);
        verdicts.iter().map(|(words, count)| (*words, *count)).collect()
    }

    /// How long they took.
    pub fn took(&self) -> Took {
        let mut calls = 0;
        let up_to = BOUNDS_MS.iter().zip(&self.took).map(|(bound, count)| {
            calls += count.get();
            (*bound, calls)
        });
        let up_to = up_to.collect();
        Took { up_to, calls: calls + self.took_longer.get(), sum_ms: self.took_ms.get() }
    }
}

#[cfg(test)]
#[path = "tests/counts.rs"]
mod tests;
