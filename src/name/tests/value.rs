use super::value;

#[test]
fn an_address_of_1c_arrives_whole() {
    for text in [
        "e1cib/data/Справочник.Контрагенты?ref=8f3b000c29e5d6a411e0b5a3c1c7d2f9",
        "https://1c.example.ru:8443/base/hs/card?id=42",
        "https://1c.example.ru/card?client_id=42",
        "e1c://server/srv/base",
        "vip",
        "12 500,00",
        "ООО «Ромашка» № 5 — Юг",
        "a=b 50%",
        "",
    ] {
        assert_eq!(value(text).as_deref(), Ok(text));
    }
    for (text, line) in [(" vip \r\n", "vip"), ("12\u{a0}500,00", "12 500,00"), ("a\nb\t c", "a b c")] {
        assert_eq!(value(text).as_deref(), Ok(line));
    }
}

#[test]
fn a_value_that_would_be_changed_is_refused_and_the_sign_named() {
    for c in "\"\\$(){}[]<>&|;`'#!~*^".chars() {
        assert_eq!(value(&format!("a{c}b")), Err(format!("{c:?} may not stand in a variable")));
    }
    assert_eq!(value("a\0b").unwrap_err(), "'\\0' may not stand in a variable");
    assert_eq!(value("a\u{1b}[2J").unwrap_err(), "'\\u{1b}' may not stand in a variable");
    assert_eq!(value(&"ё".repeat(501)).unwrap_err(), "a value longer than 1000 bytes");
    assert_eq!(value(&"ё".repeat(500)).as_deref(), Ok("ё".repeat(500).as_str()));
}

#[test]
fn a_question_mark_chooses_no_branch() {
    for text in [
        "1?internal,810441234567,1",
        "1?Hangup",
        "?",
        "x?ref=1,2,3",
        "x?ref=1:2",
        "x?a b=1",
        "x?a@b=1",
        "x?ref=1?y=2",
        "x?a b",
    ] {
        assert!(value(text).is_err(), "{text}");
    }
}
