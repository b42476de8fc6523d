//! What names were found to mean, for a program that asks often: hundreds of calls a second are not to ask a name server
//! each, nor to lose 1C with it. It asks nobody itself.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// For so long a name is not looked up again. Name servers' own times are not to be had from the system's resolver.
const FRESH: Duration = Duration::from_secs(30);

/// Names and their addresses.
#[derive(Default)]
pub(super) struct Addresses(Mutex<BTreeMap<String, Found>>);

struct Found {
    addresses: Vec<IpAddr>,
    /// Until when they are believed; after that they are better than none.
    until: Instant,
}

impl Addresses {
    /// The addresses of a name: those that are known, or what `look_up` finds. Where it finds none, the old ones.
    pub fn of(
        &self,
        name: &str,
        now: Instant,
        look_up: impl FnOnce() -> Result<Vec<IpAddr>, String>,
    ) -> Result<Vec<IpAddr>, String> {
        let known = self.known().get(name).map(|found| (found.addresses.clone(), found.until));
        if let Some((addresses, until)) = &known
            && now < *until
        {
            return Ok(addresses.clone());
        }
        match (look_up(), known) {
            (Ok(addresses), _) => {
                let found = Found { addresses: addresses.clone(), until: now + FRESH };
                self.known().insert(name.into(), found);
                Ok(addresses)
            }
            (Err(_), Some((addresses, _))) => Ok(addresses),
            (Err(why), None) => Err(why),
        }
    }

    /// They led nowhere: the next question looks the name up again.
    pub fn doubt(&self, name: &str, now: Instant) {
        if let Some(found) = self.known().get_mut(name) {
            found.until = now;
        }
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<String, Found>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[path = "tests/addresses.rs"]
mod tests;
