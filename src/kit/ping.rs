//! `agi1c-kit ping`: keeps 1C awake from cron or the Task Scheduler. The first question after an idle
//! time takes a 1C 10–15 s, which no call can wait for. Asks as a call does, but waits longer; sets
//! nothing and remembers nothing.

use std::io::{self, Write};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;

use crate::cli;
use crate::config::{self, Profile};
use crate::crm::{Crm, Facts, Question};
use crate::onec::OneC;

/// Ask 1C a harmless question, so that it is awake when a client calls
#[derive(Args)]
#[command(after_help = "\
Every [crm …] section of the settings is asked. Exit status: 0 all answered; 1 one did not;
2 the settings cannot be used. More often than 1C ends idle sessions is often enough: --every 600.")]
pub struct Ping {
    /// Go on, asking again after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    every: Option<u64>,
    /// The number to ask for: nobody's
    #[arg(long, default_value = "0000000000")]
    number: String,
    /// Say only what goes wrong, as cron likes it
    #[arg(long)]
    quiet: bool,
    /// Settings for this run: section.key=value
    #[arg(value_name = "SETTING", value_parser = setting)]
    settings: Vec<(String, String)>,
}

/// A 1C that wakes up may take this long, milliseconds.
const PATIENCE_MS: u32 = 60_000;

impl Ping {
    /// The exit status.
    pub fn run(self) -> u8 {
        let settings = match config::load(&self.settings) {
            Ok(settings) => settings,
            Err(error) => {
                say(&mut io::stderr(), &format!("agi1c-kit: {error}"));
                return cli::USAGE;
            }
        };
        let profiles: Vec<Profile> = settings.profiles.into_iter().map(patient).collect();
        if profiles.is_empty() {
            say(&mut io::stderr(), "agi1c-kit: crm.url is not set: there is no 1C to ask");
            return cli::USAGE;
        }
        loop {
            let mut all_well = true;
            for profile in &profiles {
                all_well &= self.ask(profile);
            }
            match self.every {
                Some(seconds) => thread::sleep(Duration::from_secs(seconds)),
                None if all_well => return cli::OK,
                None => return cli::TROUBLE,
            }
        }
    }

    /// Asks one 1C; whether it answered.
    fn ask(&self, profile: &Profile) -> bool {
        let question = Question { number: self.number.clone(), facts: Facts::default() };
        let started = Instant::now();
        let until = started + Duration::from_millis(PATIENCE_MS.into());
        let answer = OneC::new(profile)
            .ask(&question, until)
            .map_err(|failure| format!("{}: {}", failure.reason.word(), failure.detail));
        match answer {
            Ok(_) => {
                if !self.quiet {
                    let took = started.elapsed().as_millis();
                    say(&mut io::stdout(), &format!("{}: awake, answered in {took} ms", profile.name));
                }
                true
            }
            Err(what) => {
                say(&mut io::stderr(), &format!("{}: {what}", profile.name));
                false
            }
        }
    }
}

fn patient(profile: Profile) -> Profile {
    Profile { connect_timeout: 5_000, answer_timeout: PATIENCE_MS, ..profile }
}

fn setting(word: &str) -> Result<(String, String), String> {
    match word.split_once('=') {
        Some((key, value)) if key.contains('.') => Ok((key.into(), value.into())),
        _ => Err("expected section.key=value".into()),
    }
}

/// A reader that has gone away is no reason to let 1C fall asleep.
fn say(to: &mut dyn Write, text: &str) {
    let _ = writeln!(to, "{text}");
}
