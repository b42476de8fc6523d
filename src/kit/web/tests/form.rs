//! What is typed becomes settings, whatever signs are in it, and what the program refuses names its field.

use super::*;
use crate::config::{Login, Protocol};

fn form() -> OneCForm {
    OneCForm { url: "http://1c/ws/x.1cws".into(), protocol: "soap".into(), ..Default::default() }
}

#[test]
fn what_is_typed_arrives_as_it_is() {
    let odd = "a\"; b\\ # ü ' [x]";
    let settings = OneCForm { user: odd.into(), password: odd.into(), ..form() }.settings().unwrap();
    let login = Login::Basic { user: odd.into(), password: Secret::new(odd) };
    assert_eq!(settings.profiles[0].login, login);
    let settings = OneCForm { protocol: "json".into(), token: "abc".into(), ..form() }.settings().unwrap();
    assert_eq!(settings.profiles[0].login, Login::Token(Secret::new("abc")));
    assert_eq!(settings.profiles[0].terms.protocol, Protocol::Json);
    let settings =
        OneCForm { more: "operation = call\n[number]\narea = 495".into(), ..form() }.settings().unwrap();
    assert_eq!(
        (&*settings.profiles[0].terms.operation.to_string(), &*settings.number.plan.area),
        ("call", "495")
    );
}

#[test]
fn a_line_break_in_a_field_begins_no_setting() {
    let settings = OneCForm { user: "x\npassword = y\n[log]".into(), ..form() }.settings().unwrap();
    assert_eq!(settings.profiles[0].login.user(), "xpassword = y[log]");
}

#[test]
fn what_is_refused_names_its_field_and_no_secret() {
    for (form, key) in [
        (OneCForm { url: "ftp://x".into(), ..form() }, "\"key\":\"url\""),
        (OneCForm { url: String::new(), ..form() }, "url is not set"),
        (OneCForm { protocol: "telepathy".into(), ..form() }, "\"key\":\"protocol\""),
        (OneCForm { password: "hush".into(), ..form() }, "\"key\":\"password\""),
        (OneCForm { more: "nonsense = 1".into(), ..form() }, "nonsense"),
    ] {
        let refused = form.settings().unwrap_err();
        assert!(refused.contains(key) && refused.contains("\"line\":null"), "{refused}");
        assert!(!refused.contains("hush"), "{refused}");
    }
}

#[test]
fn a_file_stands_behind_the_question_s_line() {
    let (form, file) = read_with_file::<OneCForm>(
        b"{\"url\":\"u\",\"protocol\":\"\",\"user\":\"\",\"password\":\"\",\"token\":\"\",\"tls\":\"\",\"more\":\"a\\nb\"}\nfirst\nsecond",
    )
    .unwrap_or_else(|_| panic!("refused"));
    assert_eq!((&*form.url, &*form.more, file), ("u", "a\nb", &b"first\nsecond"[..]));
    assert!(read_with_file::<OneCForm>(b"").is_err());
    assert!(read::<OneCForm>(b"\xff").is_err());
}

/// What stands in the field's own hint would send the user in circles.
#[test]
fn https_in_a_kit_without_it_is_said_in_russian_too() {
    let refused = OneCForm { url: "https://1c/ws/x".into(), ..form() }.settings();
    match cfg!(feature = "tls") {
        true => assert!(refused.is_ok()),
        false => assert!(refused.unwrap_err().contains("\"sentence_ru\":\"https умеет другая сборка")),
    }
}
