//! The time of day, in 64 bits on every target: a clock of 1970 or 2040 (a flat battery is enough) is ordinary input. How
//! long something takes is measured with std's `Instant`, which counts from the machine's start and so cannot run over.
//! It never fails: a clock that cannot be read is 1970.

/// Seconds since 1970.
pub fn unix_seconds() -> u64 {
    #[cfg(all(target_os = "linux", target_pointer_width = "32"))]
    return u64::try_from(crate::watchdog::wall_clock()).unwrap_or(0);
    #[cfg(not(all(target_os = "linux", target_pointer_width = "32")))]
    {
        use std::time::{SystemTime, UNIX_EPOCH};
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }
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
#[path = "tests/clock.rs"]
mod tests;
