//! The transliteration against an independent implementation of the same two standards, PyPI's `iuliia`.

use std::path::PathBuf;
use std::process::Command;

use agi1c::name::{Charset, Safe, Style, Translit, shown};

/// What `tests/setup/python.sh` installed.
fn python() -> PathBuf {
    crate::installed::cache().join("venv/bin/python")
}

/// What the oracle's line becomes where only ASCII passes. It leaves in what is not a Russian letter, and
/// BGN's own three signs and ë, which BGN lets one leave out or write without the dots.
fn in_ascii(oracle: &str) -> String {
    let mut text = String::new();
    for c in oracle.chars() {
        match c {
            'ё' => text.push('e'),
            'Ё' => text.push('E'),
            '’' | '”' | '·' | '«' | '»' | '"' => {}
            '№' => text.push_str("No"),
            '—' => text.push('-'),
            _ => text.push(c),
        }
    }
    text.trim().to_string()
}

/// Whether ours is the oracle's, with one deliberate difference: in a word in capitals the oracle writes
/// `ShchIT`, which nobody wants on a display; ours is `SHCHIT`.
fn agree(russian: &str, ours: &str, oracle: &str) -> bool {
    let both_capital = |(a, b): (char, char)| a.is_uppercase() && b.is_uppercase();
    if !russian.chars().zip(russian.chars().skip(1)).any(both_capital) {
        return ours == oracle;
    }
    if russian.chars().any(char::is_lowercase) {
        return ours.eq_ignore_ascii_case(oracle);
    }
    ours == oracle.to_uppercase()
}

#[test]
#[ignore = "tests/run"]
fn agrees_with_iuliia() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracles/iuliia_cases.py");
    let python = python();
    let out = Command::new(&python).arg(script).output();
    let out = out.unwrap_or_else(|e| panic!("{}: {e}; tests/setup/python.sh installs it", python.display()));
    assert!(out.status.success(), "{script}: {}", String::from_utf8_lossy(&out.stderr));

    let mut cases = 0;
    let mut wrong = Vec::new();
    for line in String::from_utf8(out.stdout).expect("UTF-8").lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [scheme, russian, oracle] = fields[..] else { panic!("three fields expected: {line}") };
        let translit = match scheme {
            "icao_doc_9303" => Translit::Icao,
            "bgn_pcgn" => Translit::Bgn,
            _ => panic!("unknown scheme: {line}"),
        };
        let style = Style {
            charset: Charset::Latin,
            translit,
            safe: Safe::Dialplan,
            max_bytes: 1000,
            max_chars: 0,
            reserve: 0,
            drop: &[],
            prefix: "",
        };
        let ours = shown(russian, &style, "");
        let oracle = in_ascii(oracle);
        if !agree(russian, &ours, &oracle) {
            wrong.push(format!("{scheme}: {russian}: ours {ours}, iuliia's {oracle}"));
        }
        cases += 1;
    }
    assert!(wrong.is_empty(), "{} of {cases} differ:\n{}", wrong.len(), wrong.join("\n"));
    // 33 letters twice, 33 × 33 pairs four times, the names; by two schemes.
    let names = include_str!("../oracles/names.txt").lines().count();
    assert_eq!(cases, 2 * (2 * 33 + 4 * 33 * 33 + names));
}
