//! Callers' numbers. Bytes: one that chooses the plan, then what the PBX shows.

#![no_main]

use agi1c::number::{Caller, Form, Number, NumberingPlan, read};
use libfuzzer_sys::fuzz_target;

const FORMS: [Form; 6] =
    [Form::Caller, Form::Digits, Form::E164, Form::International, Form::National, Form::Trunk];

fuzz_target!(|data: &[u8]| {
    let Some((which, raw)) = data.split_first() else { return };
    let plan = plan(*which);
    let Some(number) = number(&String::from_utf8_lossy(raw), &plan) else { return };

    assert!(number.as_came().len() <= 256 && !number.as_came().contains(char::is_control));
    for digits in [number.digits().to_owned(), number.key()] {
        assert!((1..=24).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()));
    }
    for form in FORMS {
        let written = number.form(form);
        let plain = written.strip_prefix('+').unwrap_or(&written);
        assert!(form == Form::Caller || plain.bytes().all(|b| b.is_ascii_digit()), "{form:?} {written}");
        assert!(written.len() <= 256);
    }

    // Known all over the world: one key, whatever the plan.
    let e164 = number.form(Form::E164);
    if e164.starts_with('+') {
        assert_eq!(key(&e164, &plan), number.key(), "{e164}");
    }
    // A number of the plan's own country: one key in all its forms. What is not dialled at home, such as
    // 8-10…, begins abroad.
    let national = number.form(Form::National);
    if *which % 4 == 0 && e164.len() == 12 && national.len() == 10 && !dialled_abroad(&national) {
        // Bare digits have lost the + that told where the country code ends.
        for form in FORMS.into_iter().filter(|form| *form != Form::Digits) {
            let written = number.form(form);
            assert_eq!(key(&written, &plan), number.key(), "{form:?} {written}");
        }
    }
});

/// Area codes that cannot be: with the trunk's 8 or alone they would be the way abroad (8-10, 810, 00).
fn dialled_abroad(national: &str) -> bool {
    national.starts_with(['0', '1']) || national.starts_with("810")
}

fn number(raw: &str, plan: &NumberingPlan) -> Option<Number> {
    match read(raw, plan) {
        Caller::Number(number) => Some(number),
        Caller::Missing | Caller::Anonymous => None,
    }
}

fn key(raw: &str, plan: &NumberingPlan) -> String {
    number(raw, plan).map(|number| number.key()).unwrap_or_default()
}

fn plan(which: u8) -> NumberingPlan {
    let russia = NumberingPlan::default();
    match which % 4 {
        0 => NumberingPlan { area: "812".into(), ..russia },
        1 => NumberingPlan { length: 0, ..russia },
        2 => NumberingPlan { country: "380".into(), trunk: "0".into(), length: 9, ..russia },
        _ => NumberingPlan { country: String::new(), trunk: String::new(), international: Vec::new(), ..russia },
    }
}
