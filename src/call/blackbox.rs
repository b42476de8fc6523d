//! The black box: the last ten calls in AstDB (`last/1` … `last/10`), for an administrator who has
//! nothing but `database show agi1c`. It holds no name, and of a number only four digits.

use crate::policy::Outcome;
use crate::policy::Write;
use crate::store::{Store, StoreError};

/// How many calls are kept.
const KEPT: u32 = 10;

/// Where the next entry goes: without it the oldest could be found only by reading all ten.
const NEXT: &str = "last/next";

/// The writes that note one call: two, after one read. Two calls at the same moment may share a place;
/// one of them is then lost, which a lock over AGI would not be worth.
pub fn note(
    store: &mut dyn Store,
    family: &str,
    digits: &str,
    outcome: &Outcome,
    spent_ms: u64,
    unix: u64,
) -> Result<[Write; 2], StoreError> {
    let at =
        store.get(family, NEXT)?.and_then(|value| value.parse().ok()).filter(|at| (1..=KEPT).contains(at));
    let at = at.unwrap_or(1);
    let digits = if digits.is_empty() { "-" } else { digits };
    let entry = format!("{} {digits} {} {} {spent_ms} ms", utc(unix), outcome.status.word(), outcome.reason);
    Ok([
        Write::Put(family.into(), format!("last/{at}"), entry),
        Write::Put(family.into(), NEXT.into(), (at % KEPT + 1).to_string()),
    ])
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
