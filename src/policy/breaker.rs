//! The breaker: after a failure that will repeat, calls are not made to wait for it again. Its state
//! is `<until> <reason> <timeouts in a row> <hash of url and user>` under `b/<profile>`; nothing here
//! asks or stores.

use crate::config::{Cache, Profile};
use crate::crm::Reason;

/// What the last failures left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breaker {
    /// Unix time until which 1C is not asked.
    until: u64,
    /// The failure's word.
    reason: String,
    /// Timeouts one after another.
    timeouts: u32,
    /// Of the settings it was about.
    hash: u32,
}

/// What a stored state says of this call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Ask.
    Closed,
    /// Ask, but put this value in place first, so that the calls beside this one don't wait too.
    Probe(String),
    /// Don't ask.
    Open,
}

/// What is to be stored after asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum After {
    /// Nothing changed.
    Keep,
    /// Store this value.
    Put(String),
    /// Remove the state.
    Clear,
}

/// The key of a profile's breaker.
pub fn key(profile: &str) -> String {
    format!("b/{profile}")
}

impl Breaker {
    /// Reads a stored value; one about other settings does not count.
    pub fn parse(value: &str, profile: &Profile) -> Option<Breaker> {
        let mut words = value.split(' ');
        let breaker = Breaker {
            until: words.next()?.parse().ok()?,
            reason: words.next()?.into(),
            timeouts: words.next()?.parse().ok()?,
            hash: u32::from_str_radix(words.next()?, 16).ok()?,
        };
        (breaker.hash == hash(profile)).then_some(breaker)
    }

    fn encode(&self) -> String {
        format!("{} {} {} {:08x}", self.until, self.reason, self.timeouts, self.hash)
    }

    /// The failure's word, for a sentence to a person.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    fn was_open(&self) -> bool {
        self.timeouts != 1
    }

    /// Whether this call may ask.
    pub fn verdict(&self, cache: &Cache, now: u64) -> Verdict {
        let longest = cache.breaker.max(cache.login_hold);
        // Further ahead than any window: the clock has jumped back since.
        let in_window = self.until > now && self.until - now <= longest;
        if in_window {
            return Verdict::Open;
        }
        if self.was_open() && cache.breaker > 0 {
            return Verdict::Probe(Breaker { until: now + cache.breaker, ..self.clone() }.encode());
        }
        Verdict::Closed
    }
}

/// What to store after 1C answered (`None`) or failed.
pub fn after(
    before: Option<&Breaker>,
    failure: Option<Reason>,
    profile: &Profile,
    cache: &Cache,
    now: u64,
) -> After {
    let quiet = if before.is_some() { After::Clear } else { After::Keep };
    let Some(reason) = failure else { return quiet };
    let (window, timeouts) = match reason {
        Reason::Refused | Reason::Unreachable => (cache.breaker, 0),
        Reason::ConnectTimeout | Reason::AnswerTimeout | Reason::Resolve => {
            // An open breaker stays open on the probe's first timeout, whatever opened it.
            let timeouts = before
                .map_or(1, |before| if before.was_open() { 2 } else { before.timeouts.saturating_add(1) });
            (if timeouts < 2 { 0 } else { cache.breaker }, timeouts)
        }
        // 1C locks a user after repeated wrong passwords: a PBX that asks at every call keeps it locked.
        Reason::Login | Reason::Forbidden => (cache.login_hold, 0),
        // Somebody answered, at once: the next question costs a call nothing.
        _ => return quiet,
    };
    if window == 0 && timeouts == 0 || cache.breaker == 0 && timeouts > 0 {
        return quiet;
    }
    After::Put(
        Breaker { until: now + window, reason: reason.word().into(), timeouts, hash: hash(profile) }.encode(),
    )
}

/// Of URL and user: changed settings open the breaker. The password stays out, since a hash in AstDB could
/// be tried against guesses.
fn hash(profile: &Profile) -> u32 {
    fingerprint(&mut profile.url.as_str().bytes().chain([0]).chain(profile.login.user().bytes()))
}

/// FNV-1a, 32 bits: enough to notice that something has changed.
pub fn fingerprint(bytes: &mut dyn Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
#[path = "tests/breaker.rs"]
mod tests;
