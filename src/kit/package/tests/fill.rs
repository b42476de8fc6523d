//! Settings taken over from what people have.

use super::super::editions::EDITIONS;
use super::super::paste;
use super::*;

fn old(text: &str) -> Result<Filled, String> {
    super::super::old::settings(text, &Fill::default())
}

fn filled() -> Filled {
    Filled {
        url: "http://192.168.0.10:8080/base/ws/1C_MIKO_identify_number.1cws".into(),
        user: "Web 'user'".into(),
        password: Secret::new(r#"q'w\e;r"t$y\\ "#),
        more: "extra = did:DID\n[call]\ndeadline = 2000 ; it's short\n[name]\nprefix = \"1C: \"".into(),
    }
}

#[test]
fn a_pasted_text_hands_its_settings_on() {
    let text = paste::text(&EDITIONS[0], "askozia", b"\x7fELF", &filled());
    assert_eq!(old(&text), Ok(filled()));
    assert_eq!(old(&text.replace('\n', "\r\n")), Ok(filled()));
    assert_eq!(old(&format!("#!/usr/bin/php -f\n{text}\n")), Ok(filled()));
}

#[test]
fn a_settings_file_hands_its_settings_on() {
    let read = old(&filled().sample()).unwrap();
    assert_eq!((&read.url, &read.user, &read.password), (&filled().url, &filled().user, &filled().password));
    let [mut one, mut two] = [read, filled()].map(|filled| {
        let mut settings = config::parse(filled.text().as_bytes(), "x", &[]).unwrap();
        settings.source.clear();
        format!("{settings:?}")
    });
    one.retain(|c| c != ' ');
    two.retain(|c| c != ' ');
    assert_eq!(one, two);
}

#[test]
fn settings_handed_on_again_and_again_stay_the_same() {
    let once = conf(&filled().text()).unwrap();
    assert_eq!(conf(&once.text()), Ok(once.clone()));
    assert_eq!(once.text(), filled().text());
}

#[test]
fn what_the_program_would_refuse_is_refused_here() {
    let refused = |filled: Filled| filled.check().unwrap_err();
    let error = refused(Filled { url: "ftp://1c/x".into(), ..filled() });
    assert!(error.starts_with("the settings given, line 2: crm.url: "), "{error}");
    let error = refused(Filled { more: "[call]\ndeadlin = 1".into(), ..filled() });
    assert!(error.starts_with("the settings given, line 6: call.deadlin: "), "{error}");
    let error = refused(Filled { more: format!("; {}", "x".repeat(4096)), ..filled() });
    assert!(error.starts_with("expected settings of at most 4096 bytes, got "), "{error}");
    assert_eq!(Filled::default().check(), Ok(()));
}

#[test]
fn the_sample_takes_settings_in() {
    let sample = include_str!("../../../../package/agi1c.conf");
    assert_eq!(Filled::default().sample(), sample);
    let parsed = config::parse(filled().sample().as_bytes(), "x", &[]).unwrap();
    assert_eq!(parsed.profiles[0].login.secret(), filled().password.expose());
    assert_eq!((parsed.call.deadline, parsed.name.prefix.as_str()), (2000, "1C: "));
}

#[test]
fn a_ca_takes_the_place_of_what_was_trusted() {
    for (before, after) in [
        ("", "tls = ca:MIIB"),
        ("tls = system", "tls = ca:MIIB"),
        (
            "extra = did:DID\n tls=pin:00\n[crm b]\ntls = system",
            "tls = ca:MIIB\nextra = did:DID\n[crm b]\ntls = system",
        ),
        ("[call]\ndeadline = 2000\n[crm]\ntls = system\n", "tls = ca:MIIB\n[call]\ndeadline = 2000\n[crm]"),
    ] {
        let mut filled = Filled { more: before.into(), ..filled() };
        filled.trust("tls = ca:MIIB");
        assert_eq!(filled.more, after, "{before}");
    }
}
