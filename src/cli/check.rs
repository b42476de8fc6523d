//! `check [NUMBER]`: prints what `crate::check` finds, a line a step.

use std::io::{self, Write};
use std::time::Duration;

use super::{console, millis};
use crate::check::{self, Findings};
use crate::config::{Profile, Settings};
use crate::policy::breaker;

/// Checks one profile. `false` = something is wrong, and the output says what.
pub fn run(settings: &Settings, crm: Option<&str>, number: Option<&str>, out: &mut dyn Write) -> bool {
    match settings.profile(crm, "") {
        Ok(profile) => {
            let findings = check::run(settings, profile, number);
            // A closed pipe ends the output, not the finding.
            let _ = tell(&findings, out);
            if findings.ok() && open_breaker(settings, profile) {
                let _ =
                    step(out, "asterisk", true, "calls ask 1C again at once, whatever failed before", None);
            }
            findings.ok()
        }
        Err(error) => {
            super::usage(&error.to_string());
            false
        }
    }
}

/// Whoever checks has just changed something: the calls need not wait for the breaker to close by itself.
fn open_breaker(settings: &Settings, profile: &Profile) -> bool {
    console::run(&format!("database del {} {}", settings.cache.family, breaker::key(&profile.name)))
}

fn tell(findings: &Findings, out: &mut dyn Write) -> io::Result<()> {
    findings.steps.iter().try_for_each(|found| step(out, found.name, found.ok, &found.says, found.took))
}

fn step(out: &mut dyn Write, name: &str, ok: bool, says: &str, took: Option<Duration>) -> io::Result<()> {
    let verdict = if ok { "ok" } else { "WRONG" };
    let took = took.map(|took| format!(" ({} ms)", millis(took))).unwrap_or_default();
    writeln!(out, "{name:<9} {verdict:<6} {says}{took}")
}
