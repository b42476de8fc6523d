//! Managers; numbers are shown in the tests of whole files.

use super::*;

#[test]
fn a_manager_is_an_extension_or_nobody() {
    for (cell, extensions) in [
        ("101", Some("101")),
        ("101.0", Some("101")),
        ("101, 102", Some("101, 102")),
        ("доб. 101", Some("101")),
        ("Иванова (101)", Some("101")),
        ("Иванова 101, Петров 102", Some("101 102")),
        ("", Some("")),
        ("Иванова", None),
        ("—", None),
    ] {
        assert_eq!(manager(cell).as_deref(), extensions, "{cell}");
    }
}

#[test]
fn rounded_numbers_and_words_are_refused() {
    for cell in ["7,49529E+10", "7.4952e10".replace('e', "E+").as_str(), "7,49529Е+10", "нет", "x"] {
        assert!(numbers(cell).is_err(), "{cell}");
    }
    assert_eq!(numbers("E-mail 84952293042").unwrap().numbers, ["84952293042"]);
    assert_eq!(numbers("—"), Ok(Numbers::default()));
}
