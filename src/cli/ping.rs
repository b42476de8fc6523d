//! `ping`: keeps 1C awake, from cron. The first question after an idle time takes a 1C 10–15 s, which no call can wait
//! for. It asks as a call does, but waits longer; it sets nothing, remembers nothing, and is silent when all is well.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::{OK, TROUBLE};
use crate::config::{ConfigError, Profile, Settings};
use crate::crm::{Crm, Facts, Question};
use crate::onec::OneC;

/// Nobody's number.
pub const NOBODY: &str = "0000000000";

/// A 1C that wakes up may take this long, milliseconds.
const PATIENCE_MS: u32 = 60_000;
/// And its web server this long to take the connection.
const CONNECT_MS: u32 = 5_000;

/// All profiles that can be asked; an error where there is none.
pub fn usable(settings: &Settings) -> Result<&[Profile], ConfigError> {
    match (settings.profiles.as_slice(), settings.unusable.first()) {
        ([], Some((_, error))) => Err(error.clone()),
        (profiles, _) => Ok(profiles),
    }
}

/// Asks each once; what goes wrong is said on stderr, what goes well only where that is wanted. The exit status.
pub fn ask_all(profiles: &[Profile], number: &str, say: bool, out: &mut dyn Write) -> u8 {
    let mut status = OK;
    for profile in profiles {
        let mut patient = profile.clone();
        patient.terms.connect_timeout = CONNECT_MS;
        patient.terms.answer_timeout = PATIENCE_MS;
        let question = Question { number: number.into(), facts: Facts::default() };
        let started = Instant::now();
        let until = started + Duration::from_millis(PATIENCE_MS.into());
        // A reader that has gone away is no reason to let 1C fall asleep.
        let _ = match OneC::new(&patient).ask(&question, until) {
            Ok(_) if say => {
                let took = started.elapsed().as_millis() as u64;
                writeln!(out, "{}: awake, answered in {took} ms", profile.name)
            }
            Ok(_) => Ok(()),
            Err(failure) => {
                status = TROUBLE;
                writeln!(io::stderr(), "{}: {}: {}", profile.name, failure.reason.word(), failure.detail)
            }
        };
    }
    status
}
