use super::*;

use crate::config::table::{KEYS, find};
use crate::config::values::XmlName;
use crate::crm::Fact;

fn taken(key: &str, value: &str) -> Result<(Settings, Draft), String> {
    let (section, name) = key.split_once('.').unwrap();
    let (mut settings, mut draft) = (Settings::default(), Draft::default());
    let key = find(section, name).map_err(|wrong| wrong.what)?;
    key.set(&mut settings, &mut draft, value).map_err(|wrong| wrong.what)?;
    Ok((settings, draft))
}

fn set(key: &str, value: &str) -> Result<Settings, String> {
    taken(key, value).map(|(settings, _)| settings)
}

fn drafted(key: &str, value: &str) -> Draft {
    taken(key, value).unwrap().1
}

#[test]
fn what_is_not_allowed_is_said() {
    let url = "expected http://host[:port]/path";
    let braces = "in braces only number and did channel uniqueid extension context";
    for (key, value, error) in [
        ("crm.url", "1c/base", format!("{url}, got \"1c/base\"")),
        ("crm.url", "http:///base", format!("{url}, got \"http:///base\"")),
        ("crm.url", "http://1c:0/", format!("{url}, got \"http://1c:0/\"")),
        ("crm.url", "http://1c:80x/", format!("{url}, got \"http://1c:80x/\"")),
        ("crm.url", "http://[::1/", format!("{url}, got \"http://[::1/\"")),
        ("crm.url", "http://a b/", format!("{url}, got \"http://a b/\"")),
        (
            "crm.url",
            "http://u:secret@1c/",
            format!("{url}: user and password belong in crm.user and crm.password"),
        ),
        (
            "crm.url",
            "http://сервер/",
            format!("{url}, got \"http://сервер/\": the host's name must be in Latin letters (xn--…)"),
        ),
        ("crm.url", "http://1c/{nummer}", format!("{url}, got \"http://1c/{{nummer}}\": {braces}")),
        ("crm.url", "http://1c/{number", format!("{url}, got \"http://1c/{{number\": {braces}")),
        ("crm.url", "http://1c/number}", format!("{url}, got \"http://1c/number}}\": {braces}")),
        (
            "crm.user",
            "a:b",
            "expected a user's name without a colon (HTTP Basic cannot carry one), got \"a:b\"".into(),
        ),
        ("crm.password", &"s".repeat(256), "expected at most 255 bytes".into()),
        ("crm.token", "eyJh bGci", "expected at most 2000 letters, digits and signs, without blanks".into()),
        ("crm.protocol", "rest", "expected one of: soap json text, got \"rest\"".into()),
        ("call.deadline", "", "expected milliseconds from 200 to 60000, got nothing".into()),
        ("call.deadline", "+500", "expected milliseconds from 200 to 60000, got \"+500\"".into()),
        ("call.deadline", "2 s", "expected milliseconds from 200 to 60000, got \"2 s\"".into()),
        (
            "call.deadline",
            &"9".repeat(70),
            format!("expected milliseconds from 200 to 60000, got \"{}…\"", "9".repeat(60)),
        ),
        ("name.keep", "maybe", "expected yes or no, got \"maybe\"".into()),
        (
            "commands.dial_options",
            "t(",
            "expected Dial's options, as in tTg or m(default)g, got \"t(\": every ( needs its )".into(),
        ),
    ] {
        assert_eq!(set(key, value).unwrap_err(), error, "{key} = {value}");
    }
}

#[cfg(not(feature = "tls"))]
#[test]
fn https_is_refused_with_the_name_of_the_other_edition() {
    let why =
        "https:// is for the other edition, agi1c-tls; this one has no TLS: use http:// inside your network";
    assert_eq!(
        set("crm.url", "https://1c/").unwrap_err(),
        format!("expected http://host[:port]/path, got \"https://1c/\": {why}")
    );
}

#[test]
fn ranges_are_as_they_say() {
    let mut seen = 0;
    for key in KEYS {
        let Some((_, range)) = key.allowed.0.split_once(" from ") else { continue };
        let (least, most) = range.rsplit_once(" to ").unwrap();
        let number = |text: &str| text.split(' ').next().unwrap().parse::<i64>().unwrap();
        let (least, most) = (number(least), number(most));
        for (value, fits) in [(least - 1, false), (least, true), (most, true), (most + 1, false)] {
            let taken = key.set(&mut Settings::default(), &mut Draft::default(), &value.to_string());
            assert_eq!(taken.is_ok(), fits, "{}.{} = {value}", key.section, key.name);
        }
        seen += 1;
    }
    // The appliance program does not read the server's.
    let server = if cfg!(any(feature = "kit", feature = "server")) { 2 } else { 0 };
    assert_eq!(seen, 16 + server);
}

#[test]
fn values_are_told_from_rubbish() {
    for (key, good, bad) in [
        (
            "crm.url",
            &["", "http://1c", "http://10.0.0.1:8080/a?n=1", "http://[::1]:80/", "http://a_b/{number}/{did}"]
                [..],
            &["ftp://1c/", "http://", "http://a/#b"][..],
        ),
        ("crm.namespace", &["urn:x", "http://wiki.miko.ru/doc:1cajam:identifynumber"], &["", "a b", "a\"b"]),
        ("crm.parameter", &["Number", "Номер", "_a-1.b"], &["", "1a", "a:b", "a b", "-a", "×"]),
        (
            "crm.extra",
            &["", "did:DID uniqueid:CallID", "context:а,channel:b"],
            &["did", "did:", "number:a", "did:1a"],
        ),
        ("crm.constants", &["", "A:", "a:b:c, Ё:1"], &["a", "1a:b", ":b", "a b"]),
        ("crm.token", &["", "eyJ.a-b_c~+/="], &["a b", "ключ"]),
        (
            "call.did",
            &["", "7812:spb, 101:default", "+7812:spb line-1:msk"],
            &["spb", "7812:", ":spb", "7812:a/b", "a;b:c"],
        ),
        ("number.country", &["7", "375"], &["", "+7", "77777"]),
        ("number.trunk", &["", "8", "0"], &["8-", "123456789"]),
        ("number.international", &["", "810 00", "00,011"], &["+", "8~10"]),
        ("name.keep", &["yes", "No", "TRUE", "off", "1", "0", "да", "нет"], &["", "2", "ja"]),
        ("name.charset", &["auto", "utf8", "latin"], &["", "cp1251", "UTF8"]),
        ("cache.family", &["agi1c", "a_b-1"], &["", "a/b", "a b", "я"]),
        ("cache.phonebook", &["", "cidname"], &["a/b"]),
        ("cache.own", &["", "agi1c-own", "own_2"], &["a/b", "a b", "ёж", "a.b"]),
        ("commands.allow", &["", "name", "name,dial goto play set reject"], &["all", "name;dial", "Name"]),
        ("commands.numbers", &["", "1XX _2[0-5]X 8."], &["abc", "1.1"]),
        (
            "commands.variables",
            &["", "CRM_*", "__CRM_TYPE", "C*"],
            &[
                "*",
                "_*",
                "CALLERID(name)",
                "AGI1C_NAME",
                "agi1c_*",
                "_AGI1C_X",
                "A*",
                "__Agi*",
                "MONITOR_EXEC",
                "Mon*",
                "MONITOR_EXEC_ARGS",
                "1A",
                "A**",
                "A-B",
                "Я",
            ],
        ),
        (
            "commands.targets",
            &["", "internal/201 ivr/s", "DIALPLAN-APPLICATION-1/*8"],
            &["internal", "/201", "internal/", "a/b/c", "a/${X}", "a/1;2"],
        ),
        (
            "commands.dial",
            &["Local/%s@internal/n", "SIP/%s&SIP/5"],
            &["", "SIP/101", "%s%s", "SIP/%d", "%s%", "SIP/%s,30", "SIP/%s|30", "${X}%s"],
        ),
        ("log.level", &["off", "debug"], &["", "trace", "WARN", "3"]),
    ] {
        for value in good {
            assert!(set(key, value).is_ok(), "{key} = {value}");
        }
        for value in bad {
            assert!(set(key, value).is_err(), "{key} = {value}");
        }
    }
}

#[test]
fn values_arrive() {
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect()
    };
    let url = |value| drafted("crm.url", value).url.unwrap().as_str().to_owned();
    assert_eq!(url("http://1c/база/ws?a=%20{did}"), "http://1c/%D0%B1%D0%B0%D0%B7%D0%B0/ws?a=%20{did}");
    assert_eq!(drafted("crm.password", "a;\"b").password.expose(), "a;\"b");
    assert_eq!(
        drafted("crm.extra", "did:DID, uniqueid:CallID").terms.extra,
        [(Fact::Did, XmlName::known("DID")), (Fact::Uniqueid, XmlName::known("CallID"))]
    );
    assert_eq!(
        drafted("crm.constants", "OutputFirstNames:0 Режим:a:b Empty:").terms.constants,
        [("OutputFirstNames", "0"), ("Режим", "a:b"), ("Empty", "")]
            .map(|(name, value)| (XmlName::known(name), value.into()))
    );
    assert_eq!(
        set("commands.targets", "internal/201 ivr/s").unwrap().commands.targets,
        pairs(&[("internal", "201"), ("ivr", "s")])
    );
    assert_eq!(set("number.international", "810 00").unwrap().number.plan.international, ["810", "00"]);
    for (given, options) in [
        ("", "g"),
        ("g", "g"),
        ("tT", "tTg"),
        ("tgT", "tgT"),
        ("m(ring)", "m(ring)g"),
        ("A(a(g))", "A(a(g))g"),
    ] {
        assert_eq!(set("commands.dial_options", given).unwrap().commands.dial_options, options);
    }
    assert_eq!(set("name.charset", "auto").unwrap().name.charset, None);
    assert_eq!(set("log.level", "off").unwrap().log_level, log::LevelFilter::Off);
}
