use super::super::Safe;
use super::kept;

#[test]
fn shell_leaves_letters_digits_and_nine_signs() {
    let ascii: String = (0..=127u8).map(char::from).collect();
    let expected = " ++,-./0123456789:@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    assert_eq!(kept(&ascii, Safe::Shell), expected);
    for (name, expected) in [
        ("Рога & копыта", "Рога + копыта"),
        ("O'Neil (office)", "ONeil office"),
        ("ООО \"Ромашка\"", "ООО Ромашка"),
        ("Санкт\u{2011}Петербург — Юг", "Санкт-Петербург - Юг"),
        ("Ёлки № 5 «ель» ½ 北京 ١٢", "Ёлки  5 ель ½ 北京 ١٢"),
        ("\u{FF04}\u{FF08}id\u{FF09}\u{FF1B}\u{FF40}", "id"),
        ("\u{37E}\u{2028}\u{85}", ""),
    ] {
        assert_eq!(kept(name, Safe::Shell), expected);
    }
}

#[test]
fn dialplan_drops_ten_signs_and_controls() {
    let ascii: String = (0..=127u8).map(char::from).collect();
    let expected =
        concat!(" !#%&'()*+,-./0123456789:=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_", "abcdefghijklmnopqrstuvwxyz~");
    assert_eq!(kept(&ascii, Safe::Dialplan), expected);
    assert_eq!(kept("«Ёж» № 5 — €\u{9b}", Safe::Dialplan), "«Ёж» № 5 — €");
}
