use super::*;

const CHANGELOG: &str = "\
# Changelog

How it is kept.

## 0.3.0 – unreleased

Goes on working.

**To do at the upgrade**

- Replace **this
  and that**.

**New**

- A window.

**Better**

- The door.

## 0.2.0 – 2026-01-01

**New**

- A door.

## 0.1.0 – 2025-01-01

**New**

- A house.
";

#[test]
fn what_came_after_that_version_is_told_and_nothing_else() {
    let since = told(CHANGELOG, "0.1.0").unwrap();
    assert!(since.contains("upgrade:\n- Replace this\n  and that.\nNew"), "{since}");
    assert!(since.ends_with(":\n- A window.\n- A door.\n"), "{since}");
    let since = told(CHANGELOG, "0.2.0").unwrap();
    assert!(since.contains("A window") && !since.contains("A door"), "{since}");
    for unknown in ["0.3.0", "0.3.0-dev", "0.0.1", ""] {
        assert_eq!(told(CHANGELOG, unknown), None, "{unknown}");
    }
}

#[test]
fn a_text_and_a_program_name_their_version() {
    for (of, version) in [
        (&b"<?php\n// agi1c 0.1.0 (Askozia, i586): asks 1C"[..], Some("0.1.0")),
        (b"\x7fELF agi1c is\0agi1c 0.2.0-dev\nusage: agi1c ", Some("0.2.0-dev")),
        (b"agi1c 0.1.0", Some("0.1.0")),
        (b"agi1c ", None),
        (b"[crm]\nurl = http://1c/x\n", None),
    ] {
        assert_eq!(super::version(of).as_deref(), version);
    }
}

/// The changelog as it is has something for who comes from the first version.
#[test]
fn who_comes_from_0_1_0_is_told_something() {
    let told = since("0.1.0").expect("something");
    assert!(told.lines().count() > 5 && !told.contains("**"), "{told}");
    assert_eq!(since(env!("CARGO_PKG_VERSION")), None);
}
