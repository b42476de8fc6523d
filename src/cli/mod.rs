//! What both programs offer on a command line. It reads the words, picks the command and turns its
//! result into an exit status; what the commands do is in their own files.

pub mod check;
mod console;
pub mod lookup;
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

/// Everything is in order, or the question was answered.
pub const OK: u8 = 0;
/// Something is wrong with 1C or on the way to it; the output says what.
pub const TROUBLE: u8 = 1;
/// The command line or the settings cannot be used.
pub const USAGE: u8 = 2;

const HELP: &str = include_str!("help.txt");

/// The appliance program: `words` are its arguments without the program's own name.
pub fn main(words: Vec<String>) -> ExitCode {
    // Prose on stdout would reach Asterisk as commands, and the number of a caller may look like a word of ours.
    if started_by_asterisk() {
        return ExitCode::from(in_a_call(&words));
    }
    // A word with `=` is what a dialplan passes to AGI(); so is the empty word of `AGI(agi1c,)`.
    let command = words.first().filter(|word| !word.contains('=') && !word.is_empty());
    ExitCode::from(match command.map(|word| word.trim_start_matches('-')) {
        None if std::io::stdin().is_terminal() => say(HELP),
        None => in_a_call(&words),
        Some("check") => check(&words[1..]),
        Some("lookup") => lookup(&words[1..]),
        Some("version" | "V") => say(concat!("agi1c ", env!("CARGO_PKG_VERSION"), "\n")),
        Some("help" | "h") => say(HELP),
        Some(_) => usage("the commands are check, lookup, version and help; `agi1c help` explains them"),
    })
}

/// Asterisk tells a script its folders. Seen there, stdin need not be looked at.
fn started_by_asterisk() -> bool {
    std::env::var_os("AST_AGI_DIR").is_some()
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

/// `check [NUMBER] [crm=NAME] [section.key=value …]`
#[cold]
#[inline(never)]
pub fn check(words: &[String]) -> u8 {
    with_profile(words, |number, settings, profile| {
        let findings = check::check(settings, profile, number);
        // A closed pipe ends the output, not the finding.
        let out = &mut std::io::stdout().lock();
        let _ = findings.steps.iter().try_for_each(|step| print::step(step, out));
        if findings.ok() { OK } else { TROUBLE }
    })
}

/// `lookup NUMBER [crm=NAME] [section.key=value …]`
#[cold]
#[inline(never)]
pub fn lookup(words: &[String]) -> u8 {
    with_profile(words, |number, settings, profile| {
        let Some(raw) = number else { return usage("lookup needs a number: agi1c lookup 74952293042") };
        let number = match lookup::number(settings, raw) {
            Ok(number) => number,
            Err(what) => return usage(what),
        };
        let found = lookup::look_up(settings, profile, &number);
        let _ = print::finding(&found, &mut std::io::stdout().lock());
        if found.answer.is_ok() { OK } else { TROUBLE }
    })
}

/// Reads what stands behind a command: a number at most, the profile, settings. The errors are the reader's own.
fn with_profile(words: &[String], command: impl FnOnce(Option<&str>, &Settings, &Profile) -> u8) -> u8 {
    let (given, numbers): (Vec<String>, Vec<String>) =
        words.iter().cloned().partition(|word| word.contains('='));
    let arguments = match Arguments::read(&given) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error.to_string()),
    };
    if numbers.len() > 1 {
        return usage("one number at a time; put a number with blanks in quotes");
    }
    let settings = match config::load(&arguments.overrides) {
        Ok(settings) => settings,
        Err(error) => return usage(&error.to_string()),
    };
    // A second logger would be an error of ours, and no reason not to answer.
    let _ = simple_logger::SimpleLogger::new().with_level(settings.log_level).init();
    let number = numbers.first().or(arguments.number.as_ref()).map(String::as_str);
    match settings.profile(arguments.crm.as_deref(), "") {
        Ok(profile) => command(number, &settings, profile),
        Err(error) => usage(&error.to_string()),
    }
}

fn usage(sentence: &str) -> u8 {
    let _ = writeln!(std::io::stderr(), "agi1c: {sentence}");
    USAGE
}

fn say(text: &str) -> u8 {
    // A closed pipe (`agi1c help | head -1`) is nobody's error.
    let _ = std::io::stdout().write_all(text.as_bytes());
    OK
}
