//! A whole call against whatever Asterisk says, with a 1C that refuses (fuzz/agi1c.conf). Bytes: one that chooses
//! the dialplan's arguments, then all that Asterisk sends.

#![no_main]

use agi1c::agi::Env;
use agi1c::call::{self, Arguments, Host};
use agi1c::case::Deadline;
use agi1c::config::{self, ConfigError, Profile, Settings};
use agi1c::crm::Crm;
use agi1c::onec::OneC;
use libfuzzer_sys::fuzz_target;
use std::time::Duration;

/// A program without a watch.
struct Unwatched(Vec<String>);

impl Host for Unwatched {
    fn arguments(&mut self, _: &Env) -> Result<Arguments, ConfigError> {
        Arguments::of_call(&self.0)
    }
    fn settings(&mut self, arguments: &Arguments) -> Result<Settings, ConfigError> {
        config::load(&arguments.overrides)
    }
    fn watch(&mut self, _: Option<Duration>) {}
    fn crm<'p>(&mut self, profile: &'p Profile) -> Box<dyn Crm + 'p> {
        Box::new(OneC::new(profile))
    }
}

const WORDS: [&[&str]; 8] = [
    &[],
    &["do=name"],
    &["do=test"],
    &["crm=b", "number=88121234567"],
    &["crm=none"],
    &["name.keep=yes", "cache.fresh=0"],
    &["call.direction=out", "number=74952293042"],
    &["name.charset=latin", "name.safe=shell", "do=name"],
];
const VERBS: [&str; 11] = [
    "SET VARIABLE ",
    "GET VARIABLE ",
    "DATABASE GET ",
    "DATABASE PUT ",
    "DATABASE DEL ",
    "VERBOSE ",
    "STREAM FILE ",
    "SAY ",
    "ANSWER",
    "EXEC ",
    "HANGUP",
];

fuzz_target!(|data: &[u8]| {
    let Some((&which, said)) = data.split_first() else { return };
    let words: Vec<String> =
        WORDS[usize::from(which) % WORDS.len()].iter().map(|word| word.to_string()).collect();
    let mut input = said;
    let mut output = Vec::new();
    call::run(&mut Unwatched(words), &mut input, &mut output, Deadline::start(call::FIRST_DEADLINE));

    let output = String::from_utf8(output).expect("commands in UTF-8");
    assert!(output.is_empty() || output.ends_with('\n'));
    for line in output.split_terminator('\n') {
        assert!(line.len() < 2000 && !line.contains(['\r', '\0']), "{line:?}");
        assert!(VERBS.iter().any(|verb| line.starts_with(verb)), "{line:?}");
        assert!(!line.starts_with("VERBOSE") || !line.contains("2293042"), "{line:?}");
    }
    assert!(output.matches('\n').count() < 200);
});
