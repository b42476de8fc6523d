use super::*;

const STYLE: Style = Style {
    charset: Charset::Utf8,
    translit: Translit::Icao,
    safe: Safe::Dialplan,
    max_bytes: 0,
    max_chars: 0,
    reserve: 0,
    drop: &[],
    prefix: "",
};
const NUMBER: &str = "74952293042";

#[test]
fn full_is_one_clean_line() {
    let cases = [
        ("Иван Петров", "Иван Петров"),
        ("  Иван \t\r\n  Петров\n", "Иван Петров"),
        ("Иван\u{a0}\u{2009}\u{3000}Петров\u{2028}\u{2029}\u{85}", "Иван Петров"),
        ("\u{feff}И\u{0}в\u{7}а\u{7f}н\u{9b}", "Иван"),
        ("\u{202e}нав\u{202c}И\u{200b}\u{200d}\u{ad}\u{2066}", "навИ"),
        ("\u{3164}\u{2800}", ""),
        ("a\u{3164}b", "a b"),
        ("x\u{ffff}\u{1fffe}\u{e0041}y", "xy"),
        ("\u{d}\u{a}", ""),
        ("ООО \"Рога & копыта\" <$x>", "ООО \"Рога & копыта\" <$x>"),
        ("и\u{306}И\u{306}е\u{308}Е\u{308}і\u{308}І\u{308}у\u{306}У\u{306}", "йЙёЁїЇўЎ"),
        ("и\u{200b}\u{306}", "й"),
        ("и \u{306}", "и \u{306}"),
        ("é а\u{301}", "é а\u{301}"),
    ];
    for (text, expected) in cases {
        assert_eq!(full(text), expected, "{text:?}");
        assert_eq!(full(expected), expected, "twice: {text:?}");
    }
}

#[test]
fn full_is_bounded() {
    assert_eq!(full(&"я".repeat(70_000)), "я".repeat(500));
    assert_eq!(full(&"a".repeat(1001)), "a".repeat(1000));
    let odd = format!("a{}", "я".repeat(600));
    assert_eq!(full(&odd).len(), 999);
    let pair = format!("{}e\u{301}", "a".repeat(999));
    assert_eq!(full(&pair), "a".repeat(999));
    let pair = format!("{}и\u{306}", "a".repeat(998));
    assert_eq!(full(&pair), format!("{}й", "a".repeat(998)));
    assert_eq!(full(&format!("{} b", "a".repeat(1000))), "a".repeat(1000));
    assert_eq!(full(&" ".repeat(100_000)), "");
}

#[test]
fn room_beside_the_number_in_the_cdr() {
    for (number, room) in [
        ("74952293042", 63),
        ("+74952293042", 62),
        ("101", 71),
        ("", 79),
        ("7".repeat(74).as_str(), 0),
        ("7".repeat(500).as_str(), 0),
    ] {
        assert_eq!(cdr_room(number), room, "{number}");
    }
}

#[test]
fn shown_fits_the_cdr_at_a_character() {
    let name = shown(&"я".repeat(60), &STYLE, NUMBER);
    assert_eq!(name, "я".repeat(31));
    for number in ["", "101", NUMBER, "+74952293042"] {
        let name = shown(&"Юг ".repeat(60), &STYLE, number);
        let clid = if number.is_empty() { name.clone() } else { format!("\"{name}\" <{number}>") };
        assert!(clid.len() <= 79 && clid.len() > 70, "{clid}");
        assert!(!name.ends_with(' '));
    }
    let style = Style { max_bytes: 9, ..STYLE };
    assert_eq!(shown("Иван Петров", &style, NUMBER), "Иван");
    let style = Style { max_chars: 6, ..STYLE };
    assert_eq!(shown("Иван Петров", &style, NUMBER), "Иван П");
    let style = Style { max_bytes: 200, ..STYLE };
    assert_eq!(shown(&"я".repeat(99), &style, NUMBER), "я".repeat(99));
    assert_eq!(shown("Иван", &STYLE, &"7".repeat(80)), "");
}

#[test]
fn shown_in_each_style() {
    let drop: Vec<String> = ["ООО", "ИП"].map(String::from).into();
    let utf8 = Style { drop: &drop, ..STYLE };
    let shell = Style { safe: Safe::Shell, ..utf8 };
    let latin = Style { charset: Charset::Latin, ..utf8 };
    let old = Style { charset: Charset::Latin, ..shell };
    let cases = [
        ("ООО \"Ромашка\"", ["Ромашка", "Ромашка", "Romashka", "Romashka"]),
        ("Рога & копыта", ["Рога & копыта", "Рога + копыта", "Roga & kopyta", "Roga + kopyta"]),
        ("ТД «Ёж», №5", ["ТД «Ёж», №5", "ТД Ёж, 5", "TD Ezh, No5", "TD Ezh, No5"]),
        ("O'Neil (office)", ["O'Neil (office)", "ONeil office", "O'Neil (office)", "ONeil office"]),
        ("a\"b\\c<d>e`f;g|h$i{j}k", ["abcdefghijk"; 4]),
        ("Фирма \u{202e}<x> \" \" ; y", ["Фирма x y", "Фирма x y", "Firma x y", "Firma x y"]),
        ("-n Иванов", ["-n Иванов", "n Иванов", "-n Ivanov", "n Ivanov"]),
        ("— – - x", ["— – - x", "x", "- - - x", "x"]),
        ("\"\\<>`;|${}", [""; 4]),
        ("$(id)", ["(id)", "id", "(id)", "id"]),
        ("????", ["????", "", "????", ""]),
        ("北京", ["北京", "北京", "", ""]),
        ("", [""; 4]),
        ("\u{1}\u{2}", [""; 4]),
        ("ООО", ["ООО", "ООО", "OOO", "OOO"]),
        ("И\u{306}од", ["Йод", "Йод", "Iod", "Iod"]),
    ];
    for (name, expected) in cases {
        for (style, expected) in [utf8, shell, latin, old].iter().zip(expected) {
            assert_eq!(shown(name, style, NUMBER), expected, "{name:?} {style:?}");
        }
    }
}

#[test]
fn prefix_stands_before_a_name_only() {
    let drop = [String::from("ООО")];
    let style = Style { prefix: "VIP ", drop: &drop, ..STYLE };
    assert_eq!(shown("ООО Ромашка", &style, NUMBER), "VIP Ромашка");
    assert_eq!(shown("", &style, NUMBER), "");
    assert_eq!(shown("\";\"", &style, NUMBER), "");
    let style = Style { prefix: "1С:", charset: Charset::Latin, safe: Safe::Shell, ..style };
    assert_eq!(shown("Ёж", &style, NUMBER), "1S:Ezh");
    assert_eq!(shown("Ёж", &Style { prefix: "`$(", ..style }, NUMBER), "Ezh");
    let style = Style { prefix: "1С: ", max_chars: 5, ..STYLE };
    assert_eq!(shown("Ромашка", &style, NUMBER), "1С: Р");
}

#[test]
fn latin_is_ascii_whatever_comes() {
    let style = Style { charset: Charset::Latin, max_bytes: 4000, ..STYLE };
    let mut text = String::new();
    for code in (0u32..0x3100).chain(0xFFF0..0x10010) {
        text.extend(char::from_u32(code));
        if text.len() > 900 {
            assert!(shown(&text, &style, NUMBER).is_ascii());
            text.clear();
        }
    }
}
