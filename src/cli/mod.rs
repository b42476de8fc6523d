//! What both programs offer on a command line. It reads the words, picks the command and turns its
//! result into an exit status; what the commands do is in their own files.

pub mod check;
mod console;
pub mod json;
pub mod lookup;
pub mod ping;
pub mod print;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use crate::agi::Env;
use crate::call::{self, Arguments};
use crate::case::Deadline;
use crate::config::{self, ConfigError, Profile, Settings};
use crate::crm::Crm;
use crate::onec::OneC;
use crate::watchdog;
use crate::words::words;

/// Everything is in order, or the question was answered.
pub const OK: u8 = 0;
/// Something is wrong with 1C or on the way to it; the output says what.
pub const TROUBLE: u8 = 1;
/// The command line or the settings cannot be used.
pub const USAGE: u8 = 2;

const HELP: &str = include_str!("help.txt");

words! {
    /// What the appliance program does on a command line.
    Tool {
        /// Every step to 1C.
        Check = "check",
        /// One number.
        Lookup = "lookup",
        /// Keep 1C awake.
        Ping = "ping",
        /// Which version this is.
        Version = "version",
        /// How it is used.
        Help = "help",
    }
}

/// The appliance program: `words` are its arguments without the program's own name.
pub fn main(words: Vec<String>) -> ExitCode {
    // Prose on stdout would reach Asterisk as commands, and the number of a caller may look like a word of ours.
    if started_by_asterisk() {
        return ExitCode::from(in_a_call(&words));
    }
    // A word with `=` is what a dialplan passes to AGI(); so is the empty word of `AGI(agi1c,)`.
    let at = words.iter().position(|word| !FLAGS.contains(&word.as_str())).unwrap_or(0);
    let Some(command) = words.get(at).filter(|word| !word.contains('=') && !word.is_empty()) else {
        return ExitCode::from(if std::io::stdin().is_terminal() { say(HELP) } else { in_a_call(&words) });
    };
    let rest = &[words.get(..at).unwrap_or_default(), words.get(at + 1..).unwrap_or_default()].concat();
    ExitCode::from(match Tool::from_word(command.trim_start_matches('-')) {
        Some(Tool::Check) => check(rest),
        Some(Tool::Lookup) => lookup(rest),
        Some(Tool::Ping) => ping(rest),
        Some(Tool::Version) => say(VERSION),
        Some(Tool::Help) => say(HELP),
        None => match command.as_str() {
            "-V" => say(VERSION),
            "-h" => say(HELP),
            _ => {
                let _ = writeln!(
                    std::io::stderr(),
                    "agi1c: the commands are: {}; agi1c help explains them",
                    Tool::WORDS
                );
                USAGE
            }
        },
    })
}

/// How it is told; anywhere among the words.
const FLAGS: [&str; 3] = ["-v", "--verbose", "--json"];

const VERSION: &str = concat!("agi1c ", env!("CARGO_PKG_VERSION"), "\n");

/// Asterisk tells a script its folders. Seen there, stdin need not be looked at.
fn started_by_asterisk() -> bool {
    std::env::var_os("AST_AGI_DIR").is_some_and(|folder| !folder.is_empty())
}

/// Serves Asterisk on stdin and stdout. The status is 0 whatever happens: anything else would be
/// `AGISTATUS=FAILURE` in the dialplan.
fn in_a_call(words: &[String]) -> u8 {
    watchdog::take_signals();
    #[cfg(unix)]
    let (mut input, mut output) = crate::pipes::of_asterisk();
    #[cfg(not(unix))]
    let (mut input, mut output) = (Box::new(std::io::stdin().lock()), Box::new(std::io::stdout().lock()));
    call::run(&mut OneCall(words), &mut *input, &mut *output, Deadline::start(call::FIRST_DEADLINE));
    OK
}

/// This program around a call: it lives for one.
struct OneCall<'a>(&'a [String]);

impl call::Host for OneCall<'_> {
    fn arguments(&mut self, _: &Env) -> Result<Arguments, ConfigError> {
        Arguments::of_call(self.0)
    }

    fn settings(&mut self, arguments: &Arguments) -> Result<Settings, ConfigError> {
        config::load(&arguments.overrides)
    }

    fn watch(&mut self, after: Option<Duration>) {
        watchdog::watch(after);
    }

    fn crm<'p>(&mut self, profile: &'p Profile) -> Box<dyn Crm + 'p> {
        Box::new(OneC::new(profile))
    }
}

/// A command line of `check`, `lookup` and `ping`.
#[derive(Default)]
pub struct CommandLine {
    arguments: Arguments,
    numbers: Vec<String>,
    /// `-v`: show on stderr what went over the wire.
    pub verbose: bool,
    /// `--json`: for other programs.
    pub json: bool,
}

impl CommandLine {
    /// Sorts the words. Errors are said, as JSON where that is wanted; the status is [`USAGE`].
    fn read(words: &[String]) -> Result<CommandLine, u8> {
        let has = |flag: &[&str]| words.iter().any(|word| flag.contains(&word.as_str()));
        let (verbose, json) = (has(&["-v", "--verbose"]), has(&["--json"]));
        let mut line = CommandLine { verbose, json, ..CommandLine::default() };
        let words = words.iter().filter(|word| !FLAGS.contains(&word.as_str())).cloned();
        let (given, numbers): (Vec<String>, Vec<String>) = words.partition(|word| word.contains('='));
        if let Some(flag) = numbers.iter().find(|word| word.starts_with('-')) {
            return Err(
                line.usage(&["expected -v, --json, a number or section.key=value, got ", flag].concat())
            );
        }
        if numbers.len() > 1 {
            return Err(line.usage("one number at a time; put a number with blanks in quotes"));
        }
        line.arguments = Arguments::read(&given).map_err(|error| line.unusable(&error))?;
        line.numbers = numbers;
        Ok(line)
    }

    fn crm(&self) -> Option<&str> {
        self.arguments.crm.as_deref()
    }

    fn number(&self) -> Option<&str> {
        self.numbers.first().or(self.arguments.number.as_ref()).map(String::as_str)
    }

    /// Settings that cannot be used: a sentence on stderr, or JSON on stdout.
    fn unusable(&self, error: &ConfigError) -> u8 {
        self.refuse(&error.to_string(), || json::settings(error).end())
    }

    fn usage(&self, sentence: &str) -> u8 {
        self.refuse(sentence, || json::usage(sentence))
    }

    fn refuse(&self, sentence: &str, json: impl FnOnce() -> String) -> u8 {
        let _ = match self.json {
            true => writeln!(std::io::stdout(), "{}", json()),
            false => writeln!(std::io::stderr(), "agi1c: {sentence}"),
        };
        USAGE
    }
}

/// `check [NUMBER] [-v] [--json] [crm=NAME] [section.key=value …]`
#[cold]
#[inline(never)]
pub fn check(words: &[String]) -> u8 {
    with_settings(words, |line, settings, out| {
        let profile = match settings.profile(line.crm(), "") {
            Ok(profile) => profile,
            Err(error) => return line.unusable(&error),
        };
        let findings = check::check(settings, profile, line.number(), line.verbose);
        print::transcripts(&findings.transcripts);
        // A closed pipe ends the output, not the finding.
        let _ = match line.json {
            true => writeln!(out, "{}", json::check(settings, profile, &findings)),
            false => findings.steps.iter().try_for_each(|step| print::step(step, out)),
        };
        if findings.ok() { OK } else { TROUBLE }
    })
}

/// `lookup NUMBER [-v] [--json] [crm=NAME] [section.key=value …]`
#[cold]
#[inline(never)]
pub fn lookup(words: &[String]) -> u8 {
    with_settings(words, |line, settings, out| {
        let profile = match settings.profile(line.crm(), "") {
            Ok(profile) => profile,
            Err(error) => return line.unusable(&error),
        };
        let Some(raw) = line.number() else {
            return line.usage("lookup needs a number: agi1c lookup 74952293042");
        };
        let number = match lookup::number(settings, raw) {
            Ok(number) => number,
            Err(what) => return line.usage(what),
        };
        let found = lookup::look_up(settings, profile, &number, line.verbose);
        print::transcripts(&found.transcripts);
        let _ = match line.json {
            true => writeln!(out, "{}", json::finding(&found)),
            false => print::finding(&found, out),
        };
        if found.answer.is_ok() { OK } else { TROUBLE }
    })
}

/// `ping [NUMBER] [-v] [crm=NAME] [section.key=value …]`
#[cold]
#[inline(never)]
pub fn ping(words: &[String]) -> u8 {
    with_settings(words, |line, settings, out| {
        let profiles = match line.crm() {
            Some(name) => settings.profile(Some(name), "").map(std::slice::from_ref),
            None => ping::usable(settings),
        };
        match profiles {
            Ok(profiles) => ping::ask_all(profiles, line.number().unwrap_or(ping::NOBODY), line.verbose, out),
            Err(error) => line.unusable(&error),
        }
    })
}

fn with_settings(words: &[String], command: fn(&CommandLine, &Settings, &mut dyn Write) -> u8) -> u8 {
    let line = match CommandLine::read(words) {
        Ok(line) => line,
        Err(status) => return status,
    };
    match config::load(&line.arguments.overrides) {
        Ok(settings) => {
            let level = if line.verbose { log::LevelFilter::Info } else { log::LevelFilter::Off };
            // A second logger would be an error of ours, and no reason not to answer.
            let _ = simple_logger::SimpleLogger::new().with_level(settings.log_level.max(level)).init();
            command(&line, &settings, &mut std::io::stdout().lock())
        }
        Err(error) => line.unusable(&error),
    }
}

/// Prints a text that stands by itself.
pub fn say(text: &str) -> u8 {
    // A closed pipe (`agi1c help | head -1`) is nobody's error.
    let _ = std::io::stdout().write_all(text.as_bytes());
    OK
}
