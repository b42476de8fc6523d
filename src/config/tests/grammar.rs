use super::*;

fn pair(key: &'static str, value: &str) -> Result<Item<'static>, &'static str> {
    Ok(Item::Pair(key, value.into()))
}

#[test]
fn lines_are_read() {
    for (text, read) in [
        ("", Ok(Item::Nothing)),
        (" \t", Ok(Item::Nothing)),
        ("; url = x", Ok(Item::Nothing)),
        ("  ;url = x", Ok(Item::Nothing)),
        ("[crm]", Ok(Item::Section("crm"))),
        (" [ crm spb ] ; the second base", Ok(Item::Section("crm spb"))),
        ("[crm];x", Ok(Item::Section("crm"))),
        ("[]", Ok(Item::Section(""))),
        ("url = http://1c/ws", pair("url", "http://1c/ws")),
        ("url=http://1c/ws", pair("url", "http://1c/ws")),
        ("url => http://1c/ws", pair("url", "http://1c/ws")),
        ("url =>http://1c/ws", pair("url", "http://1c/ws")),
        ("user = > x", pair("user", "> x")),
        ("password = a=b;c", pair("password", "a=b;c")),
        ("password = a ;c", pair("password", "a")),
        ("password = a\t; c", pair("password", "a")),
        ("password =;c", pair("password", ";c")),
        ("password = ;c", pair("password", "")),
        ("password =", pair("password", "")),
        ("password = a\\;b\\", pair("password", "a\\;b\\")),
        ("drop = ООО ЗАО\t", pair("drop", "ООО ЗАО")),
        ("prefix = ООО \"Ромашка\"", pair("prefix", "ООО \"Ромашка\"")),
        ("prefix = \" 1C: \"", pair("prefix", " 1C: ")),
        ("password = \"a ;b\" ; c", pair("password", "a ;b")),
        ("password = \"a\";c", pair("password", "a")),
        ("password = \"\"", pair("password", "")),
        (r#"password = "a\"b\\c""#, pair("password", r#"a"b\c"#)),
        ("password => \"a\"", pair("password", "a")),
    ] {
        assert_eq!(line(text), read, "{text}");
    }
}

#[test]
fn what_is_wrong_is_said_without_the_line() {
    let twice = "inside quotes \\ stands only before \" and \\; write it twice";
    let word = "expected key = value, the key in one word";
    for (text, wrong) in [
        ("password secret", "expected [section] or key = value"),
        ("#include x.conf", "expected [section] or key = value; a comment begins with ;"),
        ("[crm", "a section's name ends with ]"),
        ("[crm](!)", "expected nothing but a comment after ]"),
        ("= x", word),
        ("pass word = x", word),
        ("password ; x = y", word),
        ("\"password\" = x", word),
        ("password = \"secret", "the closing \" is missing"),
        ("password = \"a\\", twice),
        ("password = \"a\\nb\"", twice),
        (
            "password = \"a\" b",
            "expected nothing but a comment after the closing \"; a \" of the value's own is written \\\"",
        ),
        ("password = a\u{1}b", "a control character: delete it, or write the line anew"),
        ("password = a\rb", "a control character: delete it, or write the line anew"),
        ("password = a\u{85}b", "a control character: delete it, or write the line anew"),
    ] {
        assert_eq!(line(text), Err(wrong), "{text}");
    }
}
