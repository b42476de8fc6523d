//! A remembered name: `<unix time> <name>` under `n/<profile>/<E.164 digits>`; an empty name is a
//! remembered "nobody". Whether it may be used is `policy`'s decision.

use crate::store::MAX_VALUE;

/// What was known of a number, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Unix time of the answer.
    pub at: u64,
    /// The full name; empty = 1C knew nobody.
    pub name: String,
}

impl Known {
    /// Reads a stored value; `None` for anything else than [`Known::encode`] writes.
    pub fn parse(value: &str) -> Option<Known> {
        let (at, name) = value.split_once(' ').unwrap_or((value, ""));
        Some(Known { at: at.parse().ok()?, name: name.into() })
    }

    /// The value to store, cut at a character to [`MAX_VALUE`] bytes.
    pub fn encode(&self) -> String {
        let mut value = format!("{} {}", self.at, self.name);
        value.truncate(value.floor_char_boundary(MAX_VALUE));
        value
    }

    /// The name as it will be read back.
    pub fn stored_name(&self) -> String {
        Known::parse(&self.encode()).map(|known| known.name).unwrap_or_default()
    }

    /// Seconds since the answer. A time in the future is a clock that was wrong: long ago.
    pub fn age(&self, now: u64) -> u64 {
        now.checked_sub(self.at).unwrap_or(u64::MAX)
    }
}

/// The key of a number's remembered name.
pub fn key(profile: &str, number: &str) -> String {
    format!("n/{profile}/{number}")
}

#[cfg(test)]
#[path = "tests/cache.rs"]
mod tests;
