use super::*;

#[test]
fn a_secret_is_not_printed() {
    assert_eq!(format!("{:?}", Secret::new("пароль")), "***");
}

#[test]
fn four_digits_at_most() {
    for (number, shown) in [("74952293042", "3042"), ("101", "101"), ("", ""), ("ёжик5", "жик5")] {
        assert_eq!(last_four(number), shown);
    }
}

#[test]
fn a_secret_in_somebody_elses_text_is_masked_also_where_the_text_is_cut_off_in_it() {
    let secrets = ["SXZhbjpQYTU1".to_owned(), "Pa55wörd".to_owned()];
    for (text, shown) in [
        ("play: custom/Pa55wörd/Pa55wörd", "play: custom/***/***"),
        ("Basic SXZhbjpQYTU1", "Basic ***"),
        ("of the page: Basic SXZhbjp…", "of the page: Basic ***…"),
        ("it begins with Pa55wör…", "it begins with ***…"),
        ("it begins with Pa55…", "it begins with ***…"),
        ("three letters are a part of words: Pa5…", "three letters are a part of words: Pa5…"),
        ("Pa55 stands here, and more…", "Pa55 stands here, and more…"),
        ("", ""),
    ] {
        assert_eq!(without(text.into(), &secrets), shown);
    }
    assert_eq!(without("as it is…".into(), &[]), "as it is…");
    assert_eq!(
        without("aaaaaa… and aaaaaa…".into(), &["a".repeat(9)]),
        "***… and ***…",
        "the whole of a beginning"
    );
}
