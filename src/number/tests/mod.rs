//! Tables: what comes, and what it is. What holds for any text is in `random`.

mod random;
mod shared;

use super::*;

fn plan(country: &str, trunk: &str, length: usize, international: &[&str]) -> NumberingPlan {
    NumberingPlan {
        country: country.into(),
        trunk: trunk.into(),
        area: String::new(),
        length,
        international: international.iter().map(|prefix| (*prefix).into()).collect(),
        strip: Vec::new(),
    }
}

fn moscow() -> NumberingPlan {
    NumberingPlan { area: "495".into(), ..NumberingPlan::default() }
}

fn ukraine() -> NumberingPlan {
    plan("380", "0", 9, &["00"])
}

fn germany() -> NumberingPlan {
    plan("49", "0", 0, &["00"])
}

fn berlin() -> NumberingPlan {
    NumberingPlan { area: "30".into(), ..germany() }
}

fn states() -> NumberingPlan {
    plan("1", "1", 10, &["011"])
}

fn belarus() -> NumberingPlan {
    plan("375", "80", 9, &["810"])
}

fn spain() -> NumberingPlan {
    plan("34", "", 9, &["00"])
}

const FORMS: [Form; 6] =
    [Form::Caller, Form::Digits, Form::E164, Form::International, Form::National, Form::Trunk];

fn number(raw: &str, plan: &NumberingPlan) -> Number {
    match read(raw, plan) {
        Caller::Number(number) => number,
        other => panic!("{raw}: {other:?}"),
    }
}

#[test]
fn every_form_of_a_moscow_number_has_one_key() {
    for raw in [
        "+7 (495) 229-30-42",
        "+74952293042",
        "84952293042",
        "8 495 229 30 42",
        "74952293042",
        "4952293042",
        "(495) 229-30-42",
        "2293042",
        "229-30-42",
        "81074952293042",
        "8-10-7-495-229-30-42",
        "8~10 7 495 229 30 42",
        "0074952293042",
        "(+7) 495 229-30-42",
        "+7 8 495 229-30-42",
        "784952293042",
        "+7/495/229.30.42",
        " 84952293042 ",
        "8\u{a0}495\u{a0}229\u{2013}30\u{2013}42",
        "\u{202d}+7 495 229\u{2011}30\u{2011}42\u{202c}",
        "\u{feff}8495\u{200b}2293042",
    ] {
        assert_eq!(number(raw, &moscow()).key(), "74952293042", "{raw}");
    }
}

/// What is read, and what is left of it as the PBX's own form.
#[test]
fn sip_addresses_and_extensions() {
    for (raw, as_came) in [
        ("sip:+74952293042@10.0.0.1;user=phone", "+74952293042"),
        ("sip:%2B74952293042@host", "+74952293042"),
        ("sip:%2b7%20495%20229-30-42@host", "+7 495 229-30-42"),
        ("SIP:84952293042@host:5060", "84952293042"),
        ("sips:84952293042:secret@host", "84952293042"),
        ("sip:+74952293042;npdi;rn=+74950000000@[::1]:5060;transport=tcp?a=b", "+74952293042"),
        ("sip:84952293042", "84952293042"),
        ("sip:84952293042:5060;user=phone", "84952293042"),
        ("84952293042@10.0.0.1", "84952293042"),
        ("tel:+7-495-229-30-42;ext=1", "+7-495-229-30-42"),
        ("TEL:84952293042", "84952293042"),
        ("\"ООО Ромашка\" <sip:74952293042@host>", "74952293042"),
        ("\"a \\\" <sip:1@x> b\" <sip:74952293042@host>;tag=<2>", "74952293042"),
        ("\"Anonymous\" <sip:74952293042@private.example>", "74952293042"),
        ("Ivan <84952293042>", "84952293042"),
        ("\"Ivan\" 84952293042", "84952293042"),
        ("<84952293042", "84952293042"),
        ("84952293042;phone-context=x", "84952293042"),
        ("8(495)229.30.42 доб. 12", "8(495)229.30.42"),
        ("8(495)229.30.42 (ДОБ.: 12)", "8(495)229.30.42"),
        ("84952293042 вн. 3", "84952293042"),
        ("+7 495 229-30-42 ext. 12", "+7 495 229-30-42"),
        ("+7 495 229-30-42 Extension 12", "+7 495 229-30-42"),
        ("+7 495 229-30-42x12", "+7 495 229-30-42"),
        ("84952293042,12", "84952293042"),
        ("84952293042#", "84952293042"),
        ("84952293042, +7 812 555-00-11", "84952293042"),
    ] {
        let number = number(raw, &moscow());
        assert_eq!(number.as_came(), as_came, "{raw}");
        assert_eq!(number.key(), "74952293042", "{raw}");
        assert_eq!(number.form(Form::Caller), as_came, "{raw}");
    }
}

#[test]
fn other_countries() {
    let ru = NumberingPlan::default();
    for (plan, raw, key) in [
        (ukraine(), "0501234567", "380501234567"),
        (ukraine(), "501234567", "380501234567"),
        (ukraine(), "+380 50 123-45-67", "380501234567"),
        (ukraine(), "+380 (050) 123-45-67", "380501234567"),
        (ukraine(), "00380501234567", "380501234567"),
        (ukraine(), "+0501234567", "380501234567"),
        (NumberingPlan { area: "44".into(), ..ukraine() }, "2345678", "380442345678"),
        (germany(), "030123456", "4930123456"),
        (germany(), "+49 (0)30 123456", "4930123456"),
        (germany(), "+49 030 123456", "4930123456"),
        (germany(), "0049 (0) 30 123456", "4930123456"),
        (germany(), "0049 (0)30 123456", "4930123456"),
        (germany(), "(0)30 123456", "4930123456"),
        (germany(), "4930123456", "4930123456"),
        (germany(), "49030123456", "4930123456"),
        (germany(), "004930123456", "4930123456"),
        (germany(), "0043 1 58858", "43158858"),
        (germany(), "0043 (0)1 58858", "43158858"),
        (germany(), "0039 (0)6 12345678", "390612345678"),
        (germany(), "+(0)30 123456", "4930123456"),
        (germany(), "+39 (0)6 12345678", "390612345678"),
        (germany(), "+39 06 12345678", "390612345678"),
        (berlin(), "12345678", "493012345678"),
        (berlin(), "49301234", "493049301234"),
        (berlin(), "0401234567", "49401234567"),
        (states(), "12125550123", "12125550123"),
        (states(), "(212) 555-0123", "12125550123"),
        (states(), "+1 1 212 555 0123", "12125550123"),
        (states(), "01174952293042", "74952293042"),
        (NumberingPlan { area: "212".into(), ..states() }, "555-0123", "12125550123"),
        (belarus(), "80291234567", "375291234567"),
        (belarus(), "8 (029) 123-45-67", "375291234567"),
        (belarus(), "375291234567", "375291234567"),
        (belarus(), "810380501234567", "380501234567"),
        (spain(), "912345678", "34912345678"),
        (spain(), "34912345678", "34912345678"),
        (ru.clone(), "375291234567", "375291234567"),
        (ru.clone(), "810375291234567", "375291234567"),
        (ru.clone(), "8 800 555-35-35", "78005553535"),
        (ru.clone(), "8005553535", "78005553535"),
        (ru.clone(), "7012345678", "77012345678"),
        (ru, "8 701 234 56 78", "77012345678"),
    ] {
        assert_eq!(number(raw, &plan).key(), key, "{raw}");
    }
}

#[test]
fn what_cannot_be_decided_is_passed_as_it_came() {
    let nowhere = plan("", "", 10, &[]);
    for (plan, raw) in [
        (NumberingPlan::default(), "2293042"),
        (NumberingPlan::default(), "001234"),
        (NumberingPlan::default(), "984952293042"),
        (NumberingPlan::default(), "123456789012345678901234"),
        (moscow(), "123"),
        (ukraine(), "050123456"),
        (ukraine(), "00501234"),
        (germany(), "123456"),
        (germany(), "0012345"),
        (berlin(), "101"),
        (berlin(), "301234567"),
        (plan("39", "", 0, &["00"]), "0612345678"),
        (nowhere, "4952293042"),
    ] {
        let number = number(raw, &plan);
        assert_eq!(number.key(), raw);
        for form in FORMS {
            assert_eq!(number.form(form), raw, "{form:?}");
        }
    }
}

#[test]
fn forms() {
    let own = number("+7 (495) 229-30-42", &NumberingPlan::default());
    let foreign = number("+375 29 123-45-67", &NumberingPlan::default());
    let short = number("+7 495 22-93", &NumberingPlan::default());
    let local = number("229-30-42", &NumberingPlan::default());
    let completed = number("229-30-42", &moscow());
    for (form, of_own, of_foreign, of_short, of_local, of_completed) in [
        (Form::Caller, "+7 (495) 229-30-42", "+375 29 123-45-67", "+7 495 22-93", "229-30-42", "74952293042"),
        (Form::Digits, "74952293042", "375291234567", "74952293", "2293042", "2293042"),
        (Form::E164, "+74952293042", "+375291234567", "+74952293", "2293042", "+74952293042"),
        (Form::International, "74952293042", "375291234567", "74952293", "2293042", "74952293042"),
        (Form::National, "4952293042", "375291234567", "74952293", "2293042", "4952293042"),
        (Form::Trunk, "84952293042", "810375291234567", "81074952293", "2293042", "84952293042"),
    ] {
        assert_eq!(own.form(form), of_own, "{form:?}");
        assert_eq!(foreign.form(form), of_foreign, "{form:?}");
        assert_eq!(short.form(form), of_short, "{form:?}");
        assert_eq!(local.form(form), of_local, "{form:?}");
        assert_eq!(completed.form(form), of_completed, "{form:?}");
    }
    assert_eq!(number("+34 912 345 678", &spain()).form(Form::Trunk), "912345678");
    assert_eq!(number("+44 20 7946 0018", &plan("34", "", 9, &[])).form(Form::Trunk), "442079460018");
}

/// A profile is chosen by a whole number that was called, and "nobody" to half of a number forgets no name.
#[test]
fn what_came_whole() {
    for (raw, came_whole, whole_in_its_digits) in [
        ("84952293042", true, true),
        ("4952293042", true, true),
        ("229-30-42", false, false),
        ("+375 29 123-45-67", false, true),
        ("101", false, true),
    ] {
        let number = number(raw, &moscow());
        assert_eq!(number.is_whole_national(), came_whole, "{raw}");
        assert_eq!(number.is_whole_in(&number.form(Form::Digits)), whole_in_its_digits, "{raw}");
        assert!(number.is_whole_in(&number.form(Form::International)), "{raw}");
    }
}

#[test]
fn the_phone_book_knows_digits_and_a_plus() {
    let number = number("+7 (495) 229-30-42", &NumberingPlan::default());
    assert_eq!(number.phonebook_key(Form::Caller), "+74952293042");
    assert_eq!(number.phonebook_key(Form::International), "74952293042");
}

#[test]
fn words_for_forms() {
    for form in FORMS {
        let (word, _) = Form::WORDS.iter().find(|(_, means)| *means == form).unwrap();
        assert_eq!(Form::from_word(word), Some(form));
    }
    let words: Vec<&str> = Form::WORDS.iter().map(|(word, _)| *word).collect();
    assert_eq!(Form::ALLOWED, format!("one of: {}", words.join(" ")));
    for word in ["", "E164", "+7", "caller "] {
        assert_eq!(Form::from_word(word), None, "{word}");
    }
}

#[test]
fn withheld() {
    for raw in [
        "anonymous",
        "Anonymous@anonymous.invalid",
        "sip:anonymous@x",
        "\"Anonymous\" <sip:anonymous@anonymous.invalid>",
        "<sip:84952293042@Anonymous.Invalid:5060>",
        "Restricted",
        "unavailable",
        "Not available",
        "WITHHELD",
        "Private number",
        "Unknown",
        "sip:unknown@unknown.invalid",
        "asserted",
        "anonymous 84952293042",
        "Скрыт",
        "НОМЕР СКРЫТ",
        "Анонимный вызов",
        "Неизвестный",
        "не определён",
        "НЕ ОПРЕДЕЛЁН",
        "Приватний номер",
        "%D0%A1%D0%9A%D0%A0%D0%AB%D0%A2@host",
    ] {
        assert_eq!(read(raw, &NumberingPlan::default()), Caller::Anonymous, "{raw}");
    }
}

#[test]
fn no_numbers() {
    for raw in [
        "",
        " ",
        "unknown",
        "asterisk",
        "ivan",
        "ivan@10.0.0.1",
        "sip:10.0.0.1:5060",
        "sip:@10.0.0.1",
        "sip:",
        "1a2",
        "12345xavier",
        "x12",
        "*12",
        "#31#84952293042",
        "+",
        "()",
        "7+4952293042",
        "+7+4952293042",
        "84952293042%",
        "84952293042%00",
        "8495%ff2293042",
        "８４９５２２９３０４２",
        "٨٤٩٥٢٢٩٣٠٤٢",
        "＋74952293042",
        "${EXTEN}",
        "<>",
        "\"84952293042",
        ";",
        "7`id`",
        "84952293042\n84952293043",
        "SIP/74952293042-00000001",
    ] {
        assert_eq!(read(raw, &NumberingPlan::default()), Caller::Missing, "{raw}");
    }
}

#[test]
fn hostile_lengths() {
    assert!(matches!(read(&"9".repeat(24), &NumberingPlan::default()), Caller::Number(_)));
    let long = |length: usize| read(&format!("{:h<length$}", "sip:84952293042@"), &NumberingPlan::default());
    assert!(matches!(long(256), Caller::Number(_)));
    assert_eq!(long(257), Caller::Missing);
    for part in ["9", "<", "\"", "+", "%2B", "(0)", "\u{202d}", "ё", "anonymous", "1,", "sip:"] {
        for times in [25, 257, 100_000] {
            let read = read(&part.repeat(times), &NumberingPlan::default());
            assert!(!matches!(read, Caller::Number(ref n) if n.digits().len() > 24), "{part} {times}");
            assert!(times < 257 || read == Caller::Missing, "{part} {times}");
        }
    }
}

/// A 0 alone, where `80` is dialled: behind the country code, before the code of a town, in brackets.
#[test]
fn belarus_with_a_zero_behind_the_country_code_or_alone() {
    for raw in [
        "+375 029 1234567",
        "029 1234567",
        "+375 (0)29 123-45-67",
        "+375 8029 1234567",
        "8 029 1234567",
        "8 (0)29 1234567",
        "8029 123 45 67",
        "375 029 1234567",
        "810 375 029 1234567",
        "375291234567",
        "29 123-45-67",
    ] {
        assert_eq!(number(raw, &belarus()).key(), "375291234567", "{raw}");
    }
    // One digit short, one too many, and two zeros are no such number.
    for raw in ["029123456", "02912345678", "00291234567"] {
        assert_eq!(number(raw, &belarus()).key(), raw);
    }
}

/// Other plans that write the trunk prefix behind the country code, or before the area.
#[test]
fn trunk_prefixes_with_a_zero_elsewhere() {
    let hungary = plan("36", "06", 0, &["00"]);
    let moldova = plan("373", "0", 8, &["00"]);
    let turkey = plan("90", "0", 10, &["00"]);
    let uzbekistan = plan("998", "8", 9, &["810"]);
    for (raw, plan, key) in [
        ("+36 06 30 123 4567", &hungary, "36301234567"),
        ("06 30 123 4567", &hungary, "36301234567"),
        ("+36 1 234 5678", &hungary, "3612345678"),
        ("+373 022 123456", &moldova, "37322123456"),
        ("022 123456", &moldova, "37322123456"),
        ("+90 (0)532 123 45 67", &turkey, "905321234567"),
        ("0532 123 45 67", &turkey, "905321234567"),
        ("+49 030 1234567", &germany(), "49301234567"),
        ("0049 (0)30 1234567", &germany(), "49301234567"),
        ("8 90 123-45-67", &uzbekistan, "998901234567"),
        ("+998 8 90 123-45-67", &uzbekistan, "998901234567"),
    ] {
        assert_eq!(number(raw, plan).key(), key, "{raw}");
    }
}

#[test]
fn two_plus_signs_are_one() {
    for (raw, as_came, key) in [
        ("++79161234567", "+79161234567", "79161234567"),
        ("+++7 916 123-45-67", "+7 916 123-45-67", "79161234567"),
        ("+ +44 20 7946 0000", "+44 20 7946 0000", "442079460000"),
        ("sip:++79161234567@host", "+79161234567", "79161234567"),
        ("(+7) 916 1234567", "(+7) 916 1234567", "79161234567"),
    ] {
        let number = number(raw, &moscow());
        assert_eq!((number.as_came(), number.key().as_str()), (as_came, key), "{raw}");
    }
    for raw in ["+", "++", "7+916", "+7916+1234567", "8+79161234567"] {
        assert_eq!(read(raw, &moscow()), Caller::Missing, "{raw}");
    }
}

#[test]
fn the_digits_of_an_outside_line_are_taken_off_where_the_rest_is_a_number() {
    let plan = NumberingPlan { strip: vec!["9".into(), "0".into()], ..moscow() };
    for (raw, as_came, key) in [
        ("989161234567", "89161234567", "79161234567"),
        ("979161234567", "79161234567", "79161234567"),
        ("99161234567", "9161234567", "79161234567"),
        ("9+79161234567", "+79161234567", "79161234567"),
        ("9 8 (916) 123-45-67", "8 (916) 123-45-67", "79161234567"),
        ("9-2293042", "2293042", "74952293042"),
        ("9810442079460000", "810442079460000", "442079460000"),
        ("sip:989161234567@host", "89161234567", "79161234567"),
        ("089161234567", "89161234567", "79161234567"),
    ] {
        let number = number(raw, &plan);
        assert_eq!((number.as_came(), number.key().as_str()), (as_came, key), "{raw}");
    }
    // A whole number that begins so; digits that are no number without them either; a number from abroad.
    for (raw, key) in [
        ("9161234567", "79161234567"),
        ("+998901234567", "998901234567"),
        ("998901234567", "998901234567"),
        ("912345", "912345"),
        ("0074952293042", "74952293042"),
    ] {
        let number = number(raw, &plan);
        assert_eq!((number.as_came(), number.key().as_str()), (raw, key), "{raw}");
    }
    assert_eq!(number("989161234567", &moscow()).key(), "989161234567", "without the setting");
}

#[test]
fn several_numbers_in_one_cell() {
    for (cell, keys, none) in [
        ("84952293042/89161234567", vec!["74952293042", "79161234567"], 0),
        ("84952293042/43", vec!["74952293042"], 1),
        ("84952293042.0", vec!["74952293042"], 0),
        ("84952293042.00", vec!["74952293042"], 0),
        ("8.495.229.30.42", vec!["74952293042"], 0),
        ("8 495 229-30-42, 8 916 123-45-67", vec!["74952293042", "79161234567"], 0),
        (
            "84952293042; +7 916 123-45-67;\n8 800 555-35-35",
            vec!["74952293042", "79161234567", "78005553535"],
            0,
        ),
        ("229-30-42 / 8 926 111-22-33", vec!["74952293042", "79261112233"], 0),
        ("+7/495/229.30.42", vec!["74952293042"], 0),
        ("8(495)229.30.42", vec!["74952293042"], 0),
        ("84952293042, доб. 12", vec!["74952293042"], 1),
        ("84952293042 доб. 12", vec!["74952293042"], 0),
        ("375291234567/2293042/229304", vec!["375291234567", "74952293042"], 1),
        ("+44 20 7946 0000/84952293042", vec!["442079460000", "74952293042"], 0),
        ("84952293042 89161234567", vec![], 1),
        ("84952293042/нет/", vec!["74952293042"], 1),
        ("1234567890123456", vec![], 1),
        ("звонить после обеда", vec![], 1),
        (" ,; ", vec![], 0),
    ] {
        let (numbers, missed) = several(cell, &moscow());
        let found: Vec<_> = numbers.iter().map(Number::key).collect();
        assert_eq!((found, missed), (keys.into_iter().map(String::from).collect(), none), "{cell}");
    }
}
