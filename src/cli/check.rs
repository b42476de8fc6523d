//! `check [NUMBER]`: what `crate::check` finds, and afterwards the breaker closed. It prints nothing.

use super::console;
use crate::check::{self, Findings};
use crate::config::{Profile, Settings};
use crate::number::digits_of;
use crate::store::breaker_key;

/// Checks one profile. With `record` the findings hold what went over the wire.
pub fn check(settings: &Settings, profile: &Profile, number: Option<&str>, record: bool) -> Findings {
    let mut findings = check::run(settings, profile, number, record);
    if findings.ok() && close_breaker(settings, profile) {
        findings.add("asterisk", true, "calls ask 1C again at once, whatever failed before", None);
    }
    if profile.url.url().path().to_ascii_lowercase().ends_with("?wsdl") {
        let says = "crm.url ends with ?wsdl, which is the description's address: take it off";
        findings.add("address", false, says, None);
    }
    if let Some(number) = number.filter(|number| is_short(number, settings)) {
        let least = settings.call.min_digits;
        let says = format!("a call from {number} would not be looked up (short): call.min_digits = {least}");
        findings.add("call", true, says, None);
    }
    findings
}

/// What a call would skip: the PBX's own numbers.
fn is_short(number: &str, settings: &Settings) -> bool {
    let digits = digits_of(number).len();
    digits > 0 && digits < settings.call.min_digits
}

/// Whoever checks has just changed something: the calls need not wait for the breaker to close of itself.
fn close_breaker(settings: &Settings, profile: &Profile) -> bool {
    console::run(&format!("database del {} {}", settings.cache.family, breaker_key(&profile.name)))
}
