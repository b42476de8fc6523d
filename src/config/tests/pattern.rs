use super::*;

#[test]
fn patterns_are_told_from_rubbish() {
    for (pattern, is) in [
        ("101", true),
        ("1XX", true),
        ("_1XX", true),
        ("*8Z[1-35]N.", true),
        ("2!", true),
        ("", false),
        ("_", false),
        ("1.2", false),
        ("!1", false),
        ("[]", false),
        ("[1", false),
        ("1]", false),
        ("[a-z]", false),
        ("1A", false),
        ("ё", false),
        ("1-2", false),
    ] {
        assert_eq!(valid(pattern), is, "{pattern}");
    }
}

#[test]
fn numbers_fit_or_not() {
    for (pattern, number, fits) in [
        ("101", "101", true),
        ("101", "1011", false),
        ("101", "10", false),
        ("_1XX", "199", true),
        ("1xx", "1*9", false),
        ("ZN", "12", true),
        ("ZN", "02", false),
        ("ZN", "11", false),
        ("[1-35]", "3", true),
        ("[1-35]", "5", true),
        ("[1-35]", "4", false),
        ("[1-35]", "-", false),
        ("*8", "*8", true),
        ("8.", "81", true),
        ("8.", "8", false),
        ("8!", "8", true),
        ("8!", "812", true),
        ("8.", "8;", false),
        (".", "", false),
        ("1XX", "", false),
    ] {
        assert_eq!(matches(pattern, number), fits, "{pattern} {number}");
    }
}
