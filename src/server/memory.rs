//! What HTTP lookups remember where there is no Redis: a bounded memory of this program's own, for many threads at once.
//! Nothing here knows what is kept.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::store::{Store, StoreError, whole_key};

/// Values of each of the two halves. A client base of a large company, and some 10 MB.
const HALF: usize = 50_000;

/// Two halves: when the young one is full it becomes the old one, and what was in that is forgotten. What is read moves
/// to the young half, so whoever calls often stays known.
#[derive(Default)]
pub struct Memory(Mutex<Halves>);

#[derive(Default)]
struct Halves {
    young: HashMap<String, String>,
    old: HashMap<String, String>,
}

impl Halves {
    fn put(&mut self, key: String, value: String) {
        if self.young.len() >= HALF {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, value);
    }
}

impl Memory {
    fn with<T>(&self, use_it: impl FnOnce(&mut Halves) -> T) -> T {
        // A panic elsewhere leaves nothing half done here.
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Store for &Memory {
    fn get(&mut self, family: &str, key: &str) -> Result<Option<String>, StoreError> {
        let key = whole_key(family, key);
        Ok(self.with(|halves| {
            if let Some(value) = halves.young.get(&key) {
                return Some(value.clone());
            }
            let value = halves.old.remove(&key)?;
            halves.put(key, value.clone());
            Some(value)
        }))
    }

    fn put(&mut self, family: &str, key: &str, value: &str) -> Result<(), StoreError> {
        self.with(|halves| halves.put(whole_key(family, key), value.into()));
        Ok(())
    }

    fn del(&mut self, family: &str, key: &str) -> Result<(), StoreError> {
        let key = whole_key(family, key);
        self.with(|halves| {
            halves.young.remove(&key);
            halves.old.remove(&key);
        });
        Ok(())
    }
}

#[cfg(test)]
#[path = "tests/memory.rs"]
mod tests;
