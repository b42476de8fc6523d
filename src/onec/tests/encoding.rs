use super::*;

#[test]
fn windows_1251_only_where_it_is_declared() {
    let name = b"\xce\xce\xce \xab\xd0\xee\xec\xe0\xf8\xea\xe0\xbb \xb9\xa8\xb8 \x88";
    assert_eq!(text(name, "text/plain; charset=Windows-1251").unwrap(), "ООО «Ромашка» №Ёё €");
    let xml = [b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><a>".as_slice(), name, b"</a>"].concat();
    assert!(text(&xml, "text/xml").unwrap().ends_with("<a>ООО «Ромашка» №Ёё €</a>"));
    for undeclared in [
        name.as_slice(),
        b"<a>1251</a>\xce",
        b"<a encoding='1251'>\xce</a>",
        b"<?xml version=\"1.0\"?><a>\xce</a>",
    ] {
        assert_eq!(text(undeclared, "text/xml; charset=utf-8").unwrap_err().reason, Reason::BadAnswer);
    }
}

#[test]
fn utf8_wins_over_a_wrong_label() {
    assert_eq!(text("Ёж".as_bytes(), "text/xml; charset=windows-1251").unwrap(), "Ёж");
    assert_eq!(text("\u{feff}Ёж".as_bytes(), "").unwrap(), "Ёж");
}

#[test]
fn refused_with_a_sentence() {
    for (body, says) in
        [(b"\x1f\x8b\x08\0".as_slice(), "gzip"), (b"\xff\xfe<\0", "UTF-16"), (b"a\xff", "neither UTF-8")]
    {
        let failure = text(body, "").unwrap_err();
        assert_eq!(failure.reason, Reason::BadAnswer);
        assert!(failure.detail.contains(says), "{}", failure.detail);
    }
}
