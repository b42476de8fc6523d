//! `check [NUMBER]`: prints what `crate::check` finds, a line a step.

use std::io::{self, Write};

use super::millis;
use crate::check::{self, Findings};
use crate::config::Settings;

/// Checks one profile. `false` = something is wrong, and the output says what.
pub fn run(settings: &Settings, crm: Option<&str>, number: Option<&str>, out: &mut dyn Write) -> bool {
    match settings.profile(crm, "") {
        Ok(profile) => {
            let findings = check::run(settings, profile, number);
            // A closed pipe ends the output, not the finding.
            let _ = tell(&findings, out);
            findings.ok()
        }
        Err(error) => {
            super::usage(&error.to_string());
            false
        }
    }
}

fn tell(findings: &Findings, out: &mut dyn Write) -> io::Result<()> {
    for step in &findings.steps {
        let verdict = if step.ok { "ok" } else { "WRONG" };
        let took = step.took.map(|took| format!(" ({} ms)", millis(took))).unwrap_or_default();
        writeln!(out, "{:<9} {verdict:<6} {}{took}", step.name, step.says)?;
    }
    Ok(())
}
