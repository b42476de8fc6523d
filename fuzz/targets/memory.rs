//! What AstDB may hold, foreign values included, against what a call makes of it. Bytes: one of 1C's answer and of
//! the clock, then the remembered name's value, NUL, the breaker's.

#![no_main]

use agi1c::case::{Case, Deadline, Pbx};
use agi1c::config::parse;
use agi1c::crm::{Answer, Crm, Facts, Failure, Question, Reason, Wishes};
use agi1c::number::{self, Caller};
use agi1c::outcome::{Outcome, Status, Trouble};
use agi1c::policy::{ask, breaker};
use agi1c::store::{InMemory, Known, MAX_VALUE, Store, Stores, Write, breaker_key, known_key};
use libfuzzer_sys::fuzz_target;
use std::time::Instant;

const CLOCKS: [u64; 4] = [0, 30, 1_700_000_000, u32::MAX as u64];

/// Answers as it was told, and counts.
struct Told(Option<Result<Answer, Failure>>, usize);

impl Crm for Told {
    fn ask(&mut self, _: &Question, _: Instant) -> Result<Answer, Failure> {
        self.1 += 1;
        self.0.take().expect("asked once")
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((&how, stored)) = data.split_first() else { return };
    let mut stored = stored.splitn(2, |b| *b == 0).map(|value| String::from_utf8_lossy(value).into_owned());
    let mut settings = parse(b"[crm]\nurl = http://1c/\n", "fuzz", &[]).expect("sound settings");
    let profile = settings.profiles[0].clone();
    if how & 1 != 0 {
        settings.cache.fresh = 600;
        settings.cache.negative = 60;
    }
    let mut store = InMemory::default();
    let mut put = |key: String| {
        if let Some(value) = stored.next() {
            store.put("agi1c", &key, &value).expect("memory takes all");
        }
    };
    put(known_key("default", "74952293042"));
    put(breaker_key("default"));

    let answer = match how >> 3 {
        0 => Ok(Answer::Nobody),
        1 => Ok(Answer::Found(Wishes { name: Some("Иван".into()), ..Wishes::default() })),
        other => Err(Failure::new(Reason::ALL[usize::from(other) % Reason::ALL.len()], "failed")),
    };
    let failed = answer.is_err();
    let mut crm = Told(Some(answer), 0);
    let Caller::Number(number) = number::read("74952293042", &settings.number.plan) else { unreachable!() };
    let now = CLOCKS[usize::from(how >> 1 & 3)];
    let case = Case {
        settings: &settings,
        profile: &profile,
        facts: Facts::default(),
        shown_number: "74952293042",
        pbx: Pbx::default(),
        deadline: Deadline::start(2500),
        now,
    };
    let mut stores = Stores { astdb: &mut store, shared: None };
    let asked = ask(&case, &number, &mut stores, &mut crm).expect("memory is never gone");

    let status = asked.outcome.status();
    assert_eq!(asked.outcome.name().is_empty(), matches!(status, Status::Unknown | Status::Failed));
    let by_breaker = matches!(
        asked.outcome,
        Outcome::Stale { trouble: Trouble::Breaker, .. } | Outcome::Failed(Trouble::Breaker)
    );
    assert!(crm.1 == 1 || by_breaker || matches!(asked.outcome.reason(), "fresh" | "negative"));
    assert!(failed || crm.1 == 0 || matches!(status, Status::Found | Status::Unknown));
    for write in &asked.learned.writes {
        let Write::Put(family, key, value) = write else { continue };
        assert!(family == "agi1c" && value.len() <= MAX_VALUE);
        // What is written is read again, and an opened breaker keeps the next call from asking.
        if key.starts_with("b/") {
            assert!(breaker::read(value, &profile).is_some(), "{value}");
        } else {
            assert_eq!(Known::parse(value).expect("a sound value").at, now, "{value}");
        }
    }
});
