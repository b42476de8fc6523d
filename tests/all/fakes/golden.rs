//! Conversations kept in `tests/golden/`: what was agreed on, to be compared word for word.
//! After a change that is meant: `AGI1C_BLESS=1 cargo test`, then read the diff.

use std::path::Path;

/// Compares a text with `tests/golden/<name>.txt`, times masked (see [`masked`]).
pub fn check(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.txt"));
    let text = masked(text);
    if std::env::var_os("AGI1C_BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let expected = std::fs::read_to_string(&path)
        .unwrap_or_else(|e| panic!("{}: {e}; AGI1C_BLESS=1 writes it:\n{text}", path.display()));
    assert!(text == expected, "{} differs.\n-- expected:\n{expected}\n-- got:\n{text}", path.display());
}

/// What differs from run to run, replaced: unix times (ten digits that begin with 1) by `TIME`; the digits
/// of `AGI1C_MS "12"` and before ` ms` by `MS`; the port of a stand-in on 127.0.0.1 by `PORT`.
pub fn masked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        out.push_str(before);
        let milliseconds = out.ends_with("AGI1C_MS \"") || after.starts_with(" ms");
        out.push_str(match digits {
            _ if milliseconds => "MS",
            _ if out.ends_with("127.0.0.1:") => "PORT",
            time if time.len() == 10 && time.starts_with('1') => "TIME",
            other => other,
        });
        rest = after;
    }
    out + rest
}

#[test]
fn times_and_ports_are_masked() {
    let text = "PUT \"1700000000 Иван\" AGI1C_MS \"87\" in 1234 ms, 74952293042 at 127.0.0.1:40123/x";
    let expected = "PUT \"TIME Иван\" AGI1C_MS \"MS\" in MS ms, 74952293042 at 127.0.0.1:PORT/x";
    assert_eq!(masked(text), expected);
}
