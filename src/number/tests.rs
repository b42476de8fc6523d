use super::*;

fn plan(country: &str, trunk: &str, length: usize, international: &[&str]) -> Plan {
    Plan {
        country: country.into(),
        trunk: trunk.into(),
        area: String::new(),
        length,
        international: international.iter().map(|prefix| (*prefix).into()).collect(),
    }
}

fn moscow() -> Plan {
    Plan { area: "495".into(), ..Plan::default() }
}

fn number(raw: &str, plan: &Plan) -> Number {
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
        "2293042",
        "229-30-42",
        "81074952293042",
        "8-10-7-495-229-30-42",
        "0074952293042",
        "sip:+74952293042@10.0.0.1;user=phone",
        "sip:%2B74952293042@host",
        "SIP:84952293042@host:5060",
        "tel:+7-495-229-30-42;ext=1",
        "\"ООО Ромашка\" <sip:74952293042@host>",
        "<84952293042>",
        "84952293042;phone-context=x",
        "8(495)229.30.42 доб. 12",
        "+7 495 229-30-42 ext. 12",
        "84952293042,12",
        " 84952293042 ",
        "8\u{a0}495\u{a0}229\u{2013}30\u{2013}42",
    ] {
        assert_eq!(number(raw, &moscow()).key(), "74952293042", "{raw}");
    }
}

#[test]
fn other_countries() {
    let ua = plan("380", "0", 9, &["00"]);
    let de = plan("49", "0", 0, &["00"]);
    let us = plan("1", "1", 10, &["011"]);
    let by = plan("375", "80", 9, &["810"]);
    let spain = plan("34", "", 9, &["00"]);
    for (plan, raw, key) in [
        (&ua, "0501234567", "380501234567"),
        (&ua, "501234567", "380501234567"),
        (&ua, "+380 50 123-45-67", "380501234567"),
        (&ua, "00380501234567", "380501234567"),
        (&de, "030123456", "4930123456"),
        (&de, "+49 (0)30 123456", "4930123456"),
        (&de, "4930123456", "4930123456"),
        (&de, "004930123456", "4930123456"),
        (&de, "0043 1 58858", "43158858"),
        (&us, "12125550123", "12125550123"),
        (&us, "2125550123", "12125550123"),
        (&us, "01174952293042", "74952293042"),
        (&by, "80291234567", "375291234567"),
        (&by, "375291234567", "375291234567"),
        (&spain, "912345678", "34912345678"),
        (&Plan::default(), "375291234567", "375291234567"),
        (&Plan::default(), "810375291234567", "375291234567"),
        (&Plan::default(), "88005553535", "78005553535"),
        (&Plan::default(), "8005553535", "78005553535"),
    ] {
        assert_eq!(number(raw, plan).key(), key, "{raw}");
    }
}

#[test]
fn what_cannot_be_decided_is_passed_as_it_came() {
    for (plan, raw) in
        [(Plan::default(), "2293042"), (plan("49", "0", 0, &["00"]), "123456"), (moscow(), "123")]
    {
        let number = number(raw, &plan);
        assert_eq!(number.key(), raw);
        for form in [Form::Caller, Form::Digits, Form::E164, Form::International, Form::National, Form::Trunk]
        {
            assert_eq!(number.form(form), raw, "{form:?}");
        }
    }
}

#[test]
fn forms() {
    let own = number("+7 (495) 229-30-42", &Plan::default());
    let foreign = number("+375 29 123-45-67", &Plan::default());
    for (form, of_own, of_foreign) in [
        (Form::Caller, "+7 (495) 229-30-42", "+375 29 123-45-67"),
        (Form::Digits, "74952293042", "375291234567"),
        (Form::E164, "+74952293042", "+375291234567"),
        (Form::International, "74952293042", "375291234567"),
        (Form::National, "4952293042", "375291234567"),
        (Form::Trunk, "84952293042", "810375291234567"),
    ] {
        assert_eq!(own.form(form), of_own, "{form:?}");
        assert_eq!(foreign.form(form), of_foreign, "{form:?}");
    }
}

#[test]
fn withheld_and_no_numbers() {
    for raw in
        ["anonymous", "Anonymous@anonymous.invalid", "sip:anonymous@x", "Restricted", "unavailable", "Скрыт"]
    {
        assert_eq!(read(raw, &Plan::default()), Caller::Anonymous, "{raw}");
    }
    for raw in [
        "",
        " ",
        "unknown",
        "ivan",
        "1a2",
        "*12",
        "+",
        "７４９５２２９３０４２",
        "٧٤٩٥",
        "${EXTEN}",
        "<>",
        ";",
        "7`id`",
    ] {
        assert_eq!(read(raw, &Plan::default()), Caller::Missing, "{raw}");
    }
    for hostile in ["9".repeat(25), "9".repeat(1_000_000), "<".repeat(9999)] {
        assert_eq!(read(&hostile, &Plan::default()), Caller::Missing);
    }
}

#[test]
fn all_forms_of_a_number_have_one_key() {
    let mut seed: u64 = 1;
    for _ in 0..2000 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let raw = format!("79{:09}", seed >> 34 & 0x1dcd_64ff);
        let came = number(&raw, &Plan::default());
        for form in [Form::Caller, Form::Digits, Form::E164, Form::International, Form::National, Form::Trunk]
        {
            assert_eq!(number(&came.form(form), &Plan::default()).key(), came.key(), "{raw} {form:?}");
        }
    }
}

#[test]
fn random_text_never_panics() {
    let alphabet: Vec<char> = "+0123456789 ()<>;@:%2Bsiptelдоб,x#\u{301}ё\u{1f600}\"".chars().collect();
    let mut seed: u64 = 7;
    for _ in 0..20_000 {
        let text: String = (0..12)
            .filter_map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                alphabet.get((seed >> 33) as usize % alphabet.len()).copied()
            })
            .collect();
        read(&text, &moscow());
    }
}
