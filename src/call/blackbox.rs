//! The black box: the last calls in AstDB (`last/1` … `last/<log.last>`), for an administrator who has nothing but
//! `database show agi1c`. What an entry says is the verdict's.

use crate::config::Settings;
use crate::store::{NEXT_CALL, Store, StoreError, call_key, tolerate};

/// Notes one call: two writes, after one read. Two calls at the same moment may share a place; one of them is then
/// lost, which a lock over AGI would not be worth.
pub fn note(
    store: &mut dyn Store,
    settings: &Settings,
    entry: &str,
    warnings: &mut Vec<String>,
) -> Result<(), StoreError> {
    let (family, kept) = (&settings.cache.family, settings.log_last);
    let Some(next) = tolerate(store.get(family, NEXT_CALL), warnings)? else { return Ok(()) };
    let place = next.and_then(|value| value.parse().ok()).filter(|place| (1..=kept).contains(place));
    let place: u32 = place.unwrap_or(1);
    let after = place % kept.max(1) + 1;
    tolerate(store.put(family, &call_key(place), entry), warnings)?;
    tolerate(store.put(family, NEXT_CALL, &after.to_string()), warnings)?;
    Ok(())
}

#[cfg(test)]
#[path = "tests/blackbox.rs"]
mod tests;
