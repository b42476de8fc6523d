//! `check [NUMBER]`: what `crate::check` finds, and afterwards the breaker closed. It prints nothing.

use super::console;
use crate::check::{self, CheckOptions, Findings, State, Step};
use crate::config::{Profile, Settings};
use crate::store::breaker_key;

/// Said where the breaker was closed.
pub const BREAKER_CLOSED: &str = "calls ask 1C again at once, whatever failed before";

/// Checks one profile. With `record` the findings hold what went over the wire.
pub fn check(settings: &Settings, profile: &Profile, number: Option<&str>, record: bool) -> Findings {
    let options = CheckOptions {
        number,
        record,
        #[cfg(feature = "kit")]
        watch: None,
    };
    let mut findings = check::run(settings, profile, options, &mut |_| ());
    if findings.ok() && close_breaker(settings, profile) {
        findings.steps.push(Step {
            name: "asterisk",
            state: State::Ok,
            says: BREAKER_CLOSED.into(),
            reason: None,
            took: None,
        });
    }
    findings
}

/// Whoever checks has just changed something: the calls need not wait for the breaker to close of itself.
fn close_breaker(settings: &Settings, profile: &Profile) -> bool {
    console::run(&format!("database del {} {}", settings.cache.family, breaker_key(&profile.name)))
}
