//! `agi1c-kit ping`: what `agi1c ping` does, with a period of its own for the Task Scheduler, which likes long-lived
//! programs. The asking is `cli::ping`'s.

use std::io::{self, Write};
use std::thread;
use std::time::Duration;

use clap::Args;

use crate::cli::{self, ping};
use crate::config::{self, ConfigError};

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
    #[arg(long, default_value = ping::NOBODY)]
    number: String,
    /// Say only what goes wrong, as cron likes it
    #[arg(long)]
    quiet: bool,
    /// Settings for this run: section.key=value
    #[arg(value_name = "SETTING", value_parser = setting)]
    settings: Vec<(String, String)>,
}

impl Ping {
    /// The exit status.
    pub fn run(self) -> u8 {
        let settings = match config::load(&self.settings) {
            Ok(settings) => settings,
            Err(error) => return unusable(&error),
        };
        let profiles = match ping::usable(&settings) {
            Ok(profiles) => profiles,
            Err(error) => return unusable(&error),
        };
        loop {
            let status = ping::ask_all(profiles, &self.number, !self.quiet, &mut io::stdout());
            match self.every {
                Some(seconds) => thread::sleep(Duration::from_secs(seconds)),
                None => return status,
            }
        }
    }
}

fn unusable(error: &ConfigError) -> u8 {
    let _ = writeln!(io::stderr(), "agi1c-kit: {error}");
    cli::USAGE
}

fn setting(word: &str) -> Result<(String, String), String> {
    match word.split_once('=') {
        Some((key, value)) if key.contains('.') => Ok((key.into(), value.into())),
        _ => Err("expected section.key=value".into()),
    }
}
