//! The breaker: after a failure that will repeat, calls are not made to wait for it again. It is *open* while 1C is
//! not asked. These are its rules; what is stored is `store::Breaker`, and nothing here asks or stores.

use crate::config::{Cache, Profile};
use crate::crm::Reason;
use crate::store::{self, Breaker};

/// Seconds within which a second timeout counts as "running". A service that is slow after every pause must not be
/// cut off for two pauses; calls further apart than this gain little from a breaker of half a minute.
const RUNNING: u64 = 300;

/// Whether this call may ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MayAsk {
    /// Yes.
    Yes,
    /// Yes, but put this value in place first, so that the calls beside this one don't wait too.
    Probing(String),
    /// No: the breaker is open.
    No,
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

/// Reads a stored value; one about other settings does not count.
pub fn read(value: &str, profile: &Profile) -> Option<Breaker> {
    Breaker::parse(value).filter(|breaker| breaker.hash == hash(profile))
}

/// Whether this call may ask, after what the last ones met.
pub fn may_ask(breaker: &Breaker, cache: &Cache, now: u64) -> MayAsk {
    let longest = cache.breaker.max(cache.login_hold);
    // Further ahead than any window: the clock has jumped back since.
    let in_window = breaker.until > now && breaker.until - now <= longest;
    if in_window {
        return MayAsk::No;
    }
    if was_open(breaker) && cache.breaker > 0 {
        return MayAsk::Probing(Breaker { until: now + cache.breaker, ..breaker.clone() }.encode());
    }
    MayAsk::Yes
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
        // A certificate is not mended between two calls, and each handshake costs an old CPU a quarter of a second.
        Reason::Refused | Reason::Unreachable | Reason::Tls => (cache.breaker, 0),
        Reason::ConnectTimeout | Reason::AnswerTimeout | Reason::Resolve => {
            let timeouts = timeouts_running(before, now);
            (if timeouts < 2 { 0 } else { cache.breaker }, timeouts)
        }
        // 1C locks a user after repeated wrong passwords: a PBX that asks at every call keeps it locked.
        Reason::Login | Reason::Forbidden => (cache.login_hold, 0),
        // Somebody answered, at once: the next question costs a call nothing.
        _ => return quiet,
    };
    let of_use = if timeouts > 0 { cache.breaker > 0 } else { window > 0 };
    if !of_use {
        return quiet;
    }
    let hash = hash(profile);
    After::Put(
        Breaker { until: now + window, reason: reason.word().into(), timeouts, hash, failed_at: now }
            .encode(),
    )
}

/// How many timeouts stand in a row with this one.
fn timeouts_running(before: Option<&Breaker>, now: u64) -> u32 {
    match before {
        // One timeout, or an open breaker, which stays open on the probe's first timeout, whatever opened it.
        Some(before) if store::age(last_trouble(before, now), now) <= RUNNING => 2,
        _ => 1,
    }
}

/// When 1C was last seen failing, or was last held to be.
fn last_trouble(before: &Breaker, now: u64) -> u64 {
    if before.until <= now { before.until.max(before.failed_at) } else { before.failed_at }
}

fn was_open(breaker: &Breaker) -> bool {
    breaker.timeouts != 1
}

/// Of URL and user: with changed settings the breaker is closed. The password stays out, since a hash in AstDB could
/// be tried against guesses.
fn hash(profile: &Profile) -> u32 {
    let mut told = profile.url.as_str().bytes().chain([0]).chain(profile.login.user().bytes());
    #[cfg(feature = "tls")]
    let mut told = told.by_ref().chain(profile.terms.trust.text.bytes());
    store::fingerprint(&mut told)
}

#[cfg(test)]
#[path = "tests/breaker.rs"]
mod tests;
