use miniserde::json;

use super::*;

#[test]
fn an_object_as_it_is_sent() {
    let object = ObjectWriter::default()
        .text("Number", "+7 (495) \"1\"")
        .raw("Count", "100")
        .maybe("name", Some("Ё"))
        .maybe("reason", None)
        .raw("of", &list([string("a"), string("b")]))
        .raw("none", &list([]));
    assert_eq!(
        object.end(),
        r#"{"Number":"+7 (495) \"1\"","Count":100,"name":"Ё","reason":null,"of":["a","b"],"none":[]}"#
    );
}

#[test]
fn a_text_comes_back_from_its_json() {
    for text in [
        "",
        "ООО \"Ромашка\"",
        "\"\\\u{0}\u{1f}\n\u{2028}ё</script>",
        "a\\b/\u{7f}",
        "\0\u{1}\u{8}\t\n\u{b}\r\u{1f} ",
        "\u{2028}😀\u{10ffff}",
    ] {
        let mut written = String::new();
        escape(text, &mut written);
        assert!(!written.contains(|c| c < ' '), "{written}");
        assert_eq!(json::from_str::<String>(&written).ok().as_deref(), Some(text), "{written}");
    }
    assert_eq!(string("a b"), "\"a b\"", "no longer than it must be");
}
