use super::*;

#[test]
fn pages() {
    let read = page(
        "\u{feff}{\"contacts\":[{\"number\":\"+7 495\",\"name\":\"А \\\"Б\\\"\"},{\"number\":89211234567,\"deleted\":true},{\"name\":null}],\"next\":\"2\",\"more\":true}\n",
    );
    let contact =
        |number: &str, name: &str, deleted| Contact { number: number.into(), name: name.into(), deleted };
    let contacts =
        vec![contact("+7 495", "А \"Б\"", false), contact("89211234567", "", true), contact("", "", false)];
    assert_eq!(read, Ok(Page { contacts, next: Some("2".into()), more: true }));
    let last = Page { contacts: vec![], next: Some("17".into()), more: false };
    assert_eq!(page("{\"contacts\":[],\"next\":17}"), Ok(last));
    assert_eq!(page("{\"contacts\":[],\"next\":null,\"more\":false}"), Ok(Page::default()));
}

#[test]
fn what_is_no_page() {
    let cursor = |length| format!("{{\"contacts\":[],\"next\":\"{}\"}}", "x".repeat(length));
    assert_eq!(page(&cursor(100)).map(|page| page.next), Ok(Some("x".repeat(100))));
    let long = cursor(101);
    for (text, says) in [
        ("", "the answer is empty; JSON is expected"),
        ("[]", "the page of contacts is JSON, but no object"),
        ("{\"name\":\"Иванов\"}", "the page has no list \"contacts\": is sync.operation right?"),
        ("{\"contacts\":[1]}", "\"contacts\" holds something that is no object"),
        ("{\"contacts\":[],\"more\":true}", "\"more\" is true, but there is no \"next\""),
        (&long, "\"next\" is longer than 100 bytes, or more than one line"),
        ("{\"contacts\":[],\"next\":\"a\\nb\"}", "\"next\" is longer than 100 bytes, or more than one line"),
        ("{\"contacts\":[{\"number\":\"7", "the answer is not valid JSON: it is cut off at its end"),
    ] {
        assert_eq!(page(text), Err(Failure::new(Reason::BadAnswer, says)), "{text}");
    }
}

#[test]
fn the_address_of_the_other_operation() {
    for (path, contacts) in [
        ("/base/hs/agi1c/identify", "/base/hs/agi1c/contacts"),
        ("/base/hs/agi1c/identify?number={number}", "/base/hs/agi1c/contacts"),
        ("/base/hs/agi1c/identify/{number}", "/base/hs/agi1c/contacts"),
        ("/identify/", "/contacts"),
        ("/", "/contacts"),
        ("?n={number}", "/contacts"),
        ("/?n={number}", "/contacts"),
    ] {
        assert_eq!(beside(path, "contacts"), contacts, "{path}");
    }
}

#[test]
fn flags_that_are_no_booleans_are_read_as_they_are_meant() {
    for (value, wanted) in [
        ("true", Some(true)),
        ("\"true\"", Some(true)),
        ("\"True\"", Some(true)),
        ("1", Some(true)),
        ("\"1\"", Some(true)),
        ("\"Истина\"", Some(true)),
        ("\"Да\"", Some(true)),
        ("false", Some(false)),
        ("\"FALSE\"", Some(false)),
        ("0", Some(false)),
        ("\"\"", Some(false)),
        ("null", Some(false)),
        ("\"Ложь\"", Some(false)),
        ("2", None),
        ("\"maybe\"", None),
        ("[]", None),
        ("1.5", None),
    ] {
        let read = page(&format!("{{\"contacts\":[{{\"number\":\"84952293042\",\"deleted\":{value}}}]}}"));
        assert_eq!(read.ok().map(|page| page.contacts[0].deleted), wanted, "deleted {value}");
        let read = page(&format!("{{\"contacts\":[],\"next\":\"9\",\"more\":{value}}}"));
        assert_eq!(read.ok().map(|page| page.more), wanted, "more {value}");
    }
}

#[test]
fn a_cursor_is_kept_word_for_word() {
    for (next, kept) in [
        ("-5", Some("-5")),
        ("0", Some("0")),
        ("\" 7 \"", Some(" 7 ")),
        ("18446744073709551615", Some("18446744073709551615")),
        ("1.5", None),
        ("{}", None),
        ("true", None),
    ] {
        let read = page(&format!("{{\"contacts\":[],\"next\":{next}}}"));
        assert_eq!(read.ok().and_then(|page| page.next), kept.map(String::from), "{next}");
    }
}
