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

/// `2013-02-08T09:15:00Z`: an appliance's own time zone is not to be had without its files. The date is
/// counted in years that begin in March, so that the leap day is a year's last.
pub fn utc(unix: u64) -> String {
    let (days, seconds) = (unix / 86_400 + 719_468, unix % 86_400);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
#[path = "tests/blackbox.rs"]
mod tests;
