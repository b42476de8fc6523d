use super::*;

#[test]
fn columns_count_characters() {
    for (text, width, expected) in [("Ёж", 4, "Ёж  "), ("Ромашка", 7, "Ромашка"), ("Ромашка", 4, "Ром…")]
    {
        assert_eq!(column(text, width), expected);
    }
}

#[test]
fn colour_is_a_choice() {
    assert_eq!(Paint { coloured: true }.good("a"), "\x1b[1;32ma\x1b[0m");
    assert_eq!(Paint { coloured: false }.good("a"), "a");
}
