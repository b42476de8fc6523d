//! Number forms against an independent implementation that has the world's numbering plans in tables:
//! PyPI's `phonenumbers`. Ours has a handful of rules; where they decide, they must decide the same.

use std::collections::BTreeMap;
use std::process::Command;

use agi1c::number::{Caller, Form, NumberingPlan, read};

/// The plans as an administrator would write them into the settings.
fn plan(name: &str) -> NumberingPlan {
    let (country, trunk, length, international): (_, _, _, &[&str]) = match name {
        "ru" => ("7", "8", 10, &["810", "00"]),
        "kz" => ("7", "8", 10, &["810"]),
        "us" => ("1", "1", 10, &["011"]),
        "ua" => ("380", "0", 9, &["00"]),
        "by" => ("375", "80", 9, &["810"]),
        "de" => ("49", "0", 0, &["00"]),
        "es" => ("34", "", 9, &["00"]),
        "fr" => ("33", "0", 9, &["00"]),
        _ => panic!("unknown plan: {name}"),
    };
    NumberingPlan {
        country: country.into(),
        trunk: trunk.into(),
        area: String::new(),
        length,
        international: international.iter().map(|prefix| (*prefix).into()).collect(),
        strip: Vec::new(),
    }
}

/// What differs, if anything does.
fn difference(plan: &NumberingPlan, text: &str, e164: &str, dialled: &str) -> Option<String> {
    let Caller::Number(number) = read(text, plan) else { return Some("no number".into()) };
    let ours = (["+", &number.key()].concat(), number.form(Form::E164), number.form(Form::Trunk));
    let wanted = (e164, e164, if dialled.is_empty() { ours.2.as_str() } else { dialled });
    let same = (ours.0.as_str(), ours.1.as_str(), ours.2.as_str()) == wanted;
    (!same).then(|| format!("key, e164, trunk: ours {ours:?}, the library's {wanted:?}"))
}

#[test]
#[ignore = "tests/run"]
fn agrees_with_phonenumbers() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracles/phonenumbers_cases.py");
    let python = crate::installed::cache().join("venv/bin/python");
    let out = Command::new(&python).arg(script).output();
    let out = out.unwrap_or_else(|e| panic!("{}: {e}; tests/setup/python.sh installs it", python.display()));
    assert!(out.status.success(), "{script}: {}", String::from_utf8_lossy(&out.stderr));

    let mut cases: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in String::from_utf8(out.stdout).expect("UTF-8").lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, text, e164, dialled] = fields[..] else { panic!("four fields expected: {line}") };
        if let Some(difference) = difference(&plan(name), text, e164, dialled) {
            wrong.push(format!("{name}: {text}: {difference}"));
        }
        *cases.entry(name.into()).or_default() += 1;
    }
    assert!(wrong.is_empty(), "{} of {cases:?} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(cases.len(), 8, "{cases:?}");
    assert!(cases.values().all(|count| *count >= 1000), "{cases:?}");
}
