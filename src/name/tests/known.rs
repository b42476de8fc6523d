use super::*;

#[test]
fn what_trunks_write_for_no_name() {
    for text in [
        "",
        " ",
        "????",
        "\"\"",
        "- - -",
        "+79261234567",
        "8 (926) 123-45-67",
        "0",
        "Anonymous",
        "anonymous",
        "\"Anonymous\"",
        "WITHHELD",
        "Unknown",
        "<unknown>",
        "Unavailable",
        "Not Available",
        "Restricted",
        "Private",
        "Номер скрыт",
        "АНОНИМ",
        "Не определён",
        "\u{200b}",
        "...",
        "'Unknown'",
    ] {
        assert!(!is_name(text), "{text}");
    }
}

#[test]
fn names_that_only_look_like_none() {
    for text in [
        "Иванов",
        "7-Eleven",
        "ООО 495",
        "Private Bank",
        "Unknown Pleasures",
        "Аноним Ltd",
        "Ё",
        "No Name Bar",
        "李",
        "Ivan 89261234567",
    ] {
        assert!(is_name(text), "{text}");
    }
}
