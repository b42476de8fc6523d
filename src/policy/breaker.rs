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
    fingerprint(&mut profile.url.bytes().chain([0]).chain(profile.user.bytes()))
}

/// FNV-1a, 32 bits: enough to notice that something has changed.
pub fn fingerprint(bytes: &mut dyn Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_700_000_000;

    fn profile() -> Profile {
        Profile { url: "http://1c/ws".into(), user: "pbx".into(), ..Profile::default() }
    }

    fn put(after: After) -> Breaker {
        match after {
            After::Put(value) => Breaker::parse(&value, &profile()).expect("reads its own writing"),
            other => panic!("{other:?}"),
        }
    }

    fn failed(before: Option<&Breaker>, reason: Reason, now: u64) -> After {
        after(before, Some(reason), &profile(), &Cache::default(), now)
    }

    #[test]
    fn refused_opens_at_once_and_one_call_probes() {
        let open = put(failed(None, Reason::Refused, NOW));
        let cache = Cache::default();
        assert_eq!(open.verdict(&cache, NOW + 29), Verdict::Open);
        let Verdict::Probe(value) = open.verdict(&cache, NOW + 30) else { panic!("no probe") };
        let probing = Breaker::parse(&value, &profile()).expect("valid");
        assert_eq!(probing.verdict(&cache, NOW + 30), Verdict::Open, "the next call does not wait too");
        assert_eq!(after(Some(&probing), None, &profile(), &cache, NOW + 31), After::Clear);
    }

    #[test]
    fn one_timeout_is_forgiven_two_are_not() {
        let first = put(failed(None, Reason::AnswerTimeout, NOW));
        assert_eq!(first.verdict(&Cache::default(), NOW + 1), Verdict::Closed);
        let second = put(failed(Some(&first), Reason::ConnectTimeout, NOW + 1));
        assert_eq!(second.verdict(&Cache::default(), NOW + 2), Verdict::Open);
        assert_eq!(
            failed(Some(&first), Reason::Fault, NOW + 1),
            After::Clear,
            "somebody answered in between"
        );
    }

    #[test]
    fn a_probe_that_times_out_reopens() {
        let refused = put(failed(None, Reason::Refused, NOW));
        let again = put(failed(Some(&refused), Reason::AnswerTimeout, NOW + 31));
        assert_eq!(again.verdict(&Cache::default(), NOW + 32), Verdict::Open);
    }

    #[test]
    fn a_wrong_password_holds_longer() {
        let held = put(failed(None, Reason::Login, NOW));
        assert_eq!(held.verdict(&Cache::default(), NOW + 599), Verdict::Open);
        assert!(matches!(held.verdict(&Cache::default(), NOW + 600), Verdict::Probe(_)));
    }

    #[test]
    fn a_clock_that_jumped_back_does_not_hold_the_breaker_open() {
        let open = put(failed(None, Reason::Refused, NOW));
        assert!(matches!(open.verdict(&Cache::default(), NOW - 100_000), Verdict::Probe(_)));
    }

    #[test]
    fn changed_settings_and_rubbish_do_not_count() {
        let After::Put(value) = failed(None, Reason::Refused, NOW) else { panic!() };
        let moved = Profile { url: "http://2c/ws".into(), ..profile() };
        assert_eq!(Breaker::parse(&value, &moved), None);
        for rubbish in ["", "1", "1 refused", "1 refused 0", "x refused 0 00000000", "1 refused 0 zz"] {
            assert_eq!(Breaker::parse(rubbish, &profile()), None, "{rubbish}");
        }
    }

    #[test]
    fn switched_off_it_stores_nothing() {
        let off = Cache { breaker: 0, login_hold: 0, ..Cache::default() };
        for reason in Reason::ALL {
            assert_eq!(after(None, Some(reason), &profile(), &off, NOW), After::Keep, "{reason:?}");
        }
    }
}
