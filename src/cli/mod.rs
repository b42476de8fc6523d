//! What both programs offer on a command line. It reads the words, picks the command and turns its
//! result into an exit status; what the commands do is in their own files.

pub mod check;
mod console;
pub mod lookup;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use crate::call::{self, Arguments};
use crate::config::{self, Settings};
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
    // A word with `=` is what a dialplan passes to AGI(); so is the empty word of `AGI(agi1c,)`.
    let command = words.first().filter(|word| !word.contains('=') && !word.is_empty());
    ExitCode::from(match command.map(|word| word.trim_start_matches('-')) {
        None if !started_by_asterisk() && std::io::stdin().is_terminal() => print(HELP),
        None => in_a_call(&words),
        Some("check") => check(&words[1..]),
        Some("lookup") => lookup(&words[1..]),
        Some("version" | "V") => print(concat!("agi1c ", env!("CARGO_PKG_VERSION"), "\n")),
        Some("help" | "h") => print(HELP),
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
    call::run(words, &mut *input, &mut *output, &mut watchdog::watch);
    OK
}

/// `check [NUMBER] [crm=NAME] [section.key=value …]`
#[cold]
#[inline(never)]
pub fn check(words: &[String]) -> u8 {
    with_settings(words, |number, arguments, settings| {
        if check::run(&settings, arguments.crm.as_deref(), number, &mut std::io::stdout().lock()) {
            OK
        } else {
            TROUBLE
        }
    })
}

/// `lookup NUMBER [crm=NAME] [section.key=value …]`
#[cold]
#[inline(never)]
pub fn lookup(words: &[String]) -> u8 {
    with_settings(words, |number, arguments, settings| match number {
        None => usage("lookup needs a number: agi1c lookup 74952293042"),
        Some(number) => {
            lookup::run(&settings, arguments.crm.as_deref(), number, &mut std::io::stdout().lock())
        }
    })
}

fn with_settings(words: &[String], command: impl FnOnce(Option<&str>, &Arguments, Settings) -> u8) -> u8 {
    let (given, numbers): (Vec<String>, Vec<String>) =
        words.iter().cloned().partition(|word| word.contains('='));
    let arguments = match Arguments::read(&given) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error.to_string()),
    };
    if numbers.len() > 1 {
        return usage("one number at a time; put a number with blanks in quotes");
    }
    match config::load(&arguments.overrides) {
        Ok(settings) => {
            // A second logger would be an error of ours, and no reason not to answer.
            let _ = simple_logger::SimpleLogger::new().with_level(settings.log_level).init();
            let number = numbers.first().or(arguments.number.as_ref()).map(String::as_str);
            command(number, &arguments, settings)
        }
        Err(error) => usage(&error.to_string()),
    }
}

fn usage(sentence: &str) -> u8 {
    let _ = writeln!(std::io::stderr(), "agi1c: {sentence}");
    USAGE
}

/// Milliseconds with one decimal, without the machinery of floating point.
fn millis(took: Duration) -> String {
    // Not in u128: its printing is three kilobytes that nothing else needs.
    let micros = took.as_micros() as u64;
    format!("{}.{}", micros / 1000, micros / 100 % 10)
}

fn print(text: &str) -> u8 {
    // A closed pipe (`agi1c help | head -1`) is nobody's error.
    let _ = std::io::stdout().write_all(text.as_bytes());
    OK
}
