use super::*;

#[test]
fn a_name_that_was_encoded_twice_is_decoded_once_more_and_never_more() {
    for (sent, name) in [
        ("ООО &quot;Ромашка&quot;", "ООО \"Ромашка\""),
        ("Рога &amp; копыта", "Рога & копыта"),
        ("O&apos;Neill", "O'Neill"),
        ("a &lt;b&gt; c", "a <b> c"),
        ("&amp;quot;x&amp;quot;", "&quot;x&quot;"),
        ("&amp;amp; Co", "&amp; Co"),
        ("AT&T", "AT&T"),
        ("&nbsp;x &#34; &quotx; &", "&nbsp;x &#34; &quotx; &"),
        ("&&quot;я", "&\"я"),
    ] {
        assert_eq!(heard(sent).as_deref(), Some(name), "{sent}");
    }
}

#[test]
fn what_1c_writes_for_nothing_names_nobody() {
    for sent in [
        "",
        "NULL",
        "null",
        " Null ",
        "Неопределено",
        "неопределено",
        "undefined",
        "Пустая ссылка",
        "<Пустая ссылка>",
        "\"NULL\"",
        "(null)",
        "<Объект не найден> (123:b9f100155d003e1411e3b2f5c0a8d6c1)",
        "&lt;Объект не найден&gt; (12:ab)",
        "<Object not found> (1:2)",
        "\u{200b}\u{feff}\u{2060}",
        "\"\"",
        "---",
        "?",
        "\u{2800}",
    ] {
        assert_eq!(heard(sent), None, "{sent}");
    }
    for sent in ["ООО Нуль", "Null Object, ЗАО", "Неопределенов П.", "1", "Объект не найден, ООО", "李"]
    {
        assert!(heard(sent).is_some(), "{sent}");
    }
}
