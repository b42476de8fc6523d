//! What AstDB may hold, foreign values included, against what a call makes of it. Bytes: one of 1C's answer and of
//! the clock, then the remembered name's value, NUL, the breaker's.

#![no_main]

use agi1c::config::parse;
use agi1c::crm::{Answer, Crm, Facts, Failure, Question, Reason, Wishes};
use agi1c::policy::{Inquiry, Status, Write, ask, breaker, cache};
use agi1c::store::{MAX_VALUE, InMemory, Store};
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
    put(cache::key("default", "74952293042"));
    put(breaker::key("default"));

    let answer = match how >> 3 {
        0 => Ok(Answer::Nobody),
        1 => Ok(Answer::Found(Wishes { name: Some("Иван".into()), ..Wishes::default() })),
        other => Err(Failure::new(Reason::ALL[usize::from(other) % Reason::ALL.len()], "failed")),
    };
    let failed = answer.is_err();
    let mut crm = Told(Some(answer), 0);
    let question = Question { number: "74952293042".into(), facts: Facts::default() };
    let now = CLOCKS[usize::from(how >> 1 & 3)];
    let inquiry = Inquiry {
        settings: &settings,
        profile: &profile,
        number: "74952293042",
        question: &question,
        until: Instant::now(),
        now,
    };
    let outcome = ask(inquiry, &mut store, &mut crm).expect("memory is never gone");

    assert_eq!(outcome.name.is_empty(), matches!(outcome.status, Status::Unknown | Status::Failed));
    assert!(crm.1 == 1 || matches!(outcome.reason, "breaker" | "fresh" | "negative"));
    assert!(failed || crm.1 == 0 || matches!(outcome.status, Status::Found | Status::Unknown));
    for write in &outcome.writes {
        let Write::Put(family, key, value) = write else { continue };
        assert!(family == "agi1c" && value.len() <= MAX_VALUE);
        // What is written is read again, and an opened breaker keeps the next call from asking.
        if key.starts_with("b/") {
            assert!(breaker::Breaker::parse(value, &profile).is_some(), "{value}");
        } else {
            assert_eq!(cache::Known::parse(value).expect("a sound value").at, now, "{value}");
        }
    }
});
