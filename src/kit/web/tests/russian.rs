//! The table of both languages: it fits the sources, and finds sentences whatever is filled in.

use std::fs;
use std::path::Path;

use super::*;

#[test]
fn a_sentence_is_found_whatever_is_filled_in() {
    assert_eq!(of("found").as_deref(), Some("найден"));
    assert_eq!(
        of("1C knows nobody by 74950000000").as_deref(),
        Some("1С никого не знает по номеру 74950000000")
    );
    assert_eq!(of("identify(Number) is there").as_deref(), Some("identify(Number) на месте"));
    let slow = "1C knows nobody by 7, but slower than crm.answer_timeout (1800 ms): a call would not wait. Ask again; \
                if only the first question is slow, keep 1C warm with agi1c ping";
    assert!(
        of(slow).is_some_and(|it| it.starts_with("1С никого не знает по номеру 7, но медленнее")),
        "{slow}"
    );
    assert_eq!(of("ООО \"Ромашка\""), None);
    assert_eq!(of(""), None);
}

#[test]
fn both_halves_fill_in_the_same() {
    let lines =
        include_str!("../russian.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    assert_eq!(lines.count() % 2, 0);
    for (english, russian) in pairs(include_str!("../russian.txt")) {
        assert_eq!(english.matches("{}").count(), russian.matches("{}").count(), "{english}");
        assert!(russian.contains(|c: char| ('а'..='я').contains(&c)), "{russian}");
        assert!(!english.contains(|c: char| ('а'..='я').contains(&c)), "{english}");
    }
}

/// The first row that fits is taken: one behind a more general one would never be.
#[test]
fn every_row_is_reached() {
    for (english, russian) in pairs(include_str!("../russian.txt")) {
        let sentence = english.replace('|', "").replace("{}", "1");
        assert_eq!(one(&sentence), Some(russian.replace("{}", "1")), "{sentence}");
    }
}

/// A sentence that was changed in the source, and not here, would be Russian no longer.
#[test]
fn every_english_sentence_is_in_the_sources() {
    let mut sources = String::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sources);
    for (english, _) in pairs(include_str!("../russian.txt")) {
        for piece in english.split("{}").flat_map(|part| part.split('|')).filter(|piece| piece.len() > 3) {
            assert!(sources.contains(piece), "{piece:?} of {english:?}");
        }
    }
}

/// All sources but tests, their broken strings joined, without the quotes' escapes.
fn gather(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("tests") {
            gather(&path, into);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(path).unwrap().replace("\\\"", "\"");
            let mut parts = text.split("\\\n");
            into.push_str(parts.next().unwrap_or_default());
            parts.for_each(|part| into.push_str(part.trim_start()));
        }
    }
}
