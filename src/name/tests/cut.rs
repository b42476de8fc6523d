use super::cut;

#[test]
fn cuts_at_a_character_within_both_limits() {
    let none = usize::MAX;
    let cases = [
        ("", 0, 0, ""),
        ("Иван", 0, none, ""),
        ("Иван", 1, none, ""),
        ("Иван", 2, none, "И"),
        ("Иван", 7, none, "Ива"),
        ("Иван", 8, none, "Иван"),
        ("Иван", 100, 4, "Иван"),
        ("Иван", 100, 3, "Ива"),
        ("Иван Петров", 9, none, "Иван"),
        ("Иван Петров", none, 5, "Иван"),
        ("a😀b", 4, none, "a"),
        ("a😀b", 5, none, "a😀"),
    ];
    for (text, bytes, chars, expected) in cases {
        assert_eq!(cut(text, bytes, chars), expected, "{text} in {bytes} bytes, {chars} characters");
    }
}

#[test]
fn a_letter_is_not_parted_from_its_mark() {
    // ё̂ is no composed letter: 2 + 2 bytes, 2 characters.
    let text = "Яё\u{302}";
    let cases = [(6, 9, text), (5, 9, "Я"), (4, 9, "Я"), (9, 2, "Я"), (9, 3, text)];
    for (bytes, chars, expected) in cases {
        assert_eq!(cut(text, bytes, chars), expected, "{bytes} bytes, {chars} characters");
    }
    assert_eq!(cut("e\u{301}", 1, 9), "");
    // Marks without a letter of their own stay one piece too.
    assert_eq!(cut("\u{301}\u{301}", 2, 9), "");
}
