//! What other programs and an administrator with a fault get: `--json` for the first, `-v` for the second, `ping` for
//! cron.

use std::sync::Arc;

use agi1c::kit::stand::failures::Fail;
use agi1c::kit::stand::{HookQuestion, StandOptions};
use agi1c::privacy::Secret;
use miniserde::json::{self, Number, Object, Value};

use crate::check::{at, stand};
use crate::command_line::run;
use crate::fakes::hostile::{Hostile, Step};

fn object(settings: &str, words: &[&str], status: i32) -> Object {
    let (code, out, err) = run(settings, words);
    assert_eq!(code, status, "{out}{err}");
    assert_eq!(out.lines().count(), 1, "{out}");
    json::from_str(&out).unwrap_or_else(|_| panic!("no JSON: {out}"))
}

fn text<'a>(object: &'a Object, member: &str) -> &'a str {
    match object.get(member) {
        Some(Value::String(text)) => text,
        other => panic!("{member}: {other:?}"),
    }
}

fn list<'a>(object: &'a Object, member: &str) -> Vec<&'a Object> {
    let Some(Value::Array(values)) = object.get(member) else { panic!("{member}: {object:?}") };
    let object = |value: &'a Value| match value {
        Value::Object(object) => object,
        other => panic!("{member}: {other:?}"),
    };
    values.iter().map(object).collect()
}

fn steps(object: &Object) -> Vec<(&str, &str)> {
    list(object, "steps").into_iter().map(|step| (text(step, "name"), text(step, "status"))).collect()
}

fn is_number(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Number(Number::F64(_) | Number::U64(_))))
}

#[test]
fn a_check_for_other_programs() {
    let stand = stand(StandOptions::default());
    let found = object(&at(&stand), &["check", "84952293042", "--json"], 0);
    assert_eq!((text(&found, "status"), text(&found, "name")), ("ok", "ООО \"Ромашка\""));
    let all = ["settings", "address", "tcp", "http", "wsdl", "question"];
    assert_eq!(steps(&found), all.map(|name| (name, "ok")));
    assert!(is_number(list(&found, "steps")[2].get("ms")), "{found:?}");

    let found = object(&at(&stand), &["check", "--json"], 0);
    assert_eq!(steps(&found)[5], ("question", "skipped"));

    stand.fail(Some(Fail::Login));
    let found = object(&at(&stand), &["--json", "check", "84952293042"], 1);
    assert_eq!(text(&found, "status"), "wrong");
    assert_eq!(steps(&found)[3..], [("http", "wrong"), ("wsdl", "skipped"), ("question", "skipped")]);
    let http = list(&found, "steps")[3];
    assert_eq!((text(http, "reason"), text(http, "advice")), ("login", "Correct crm.user and crm.password."));
    assert!(text(&found, "sentence").starts_with("http: 1C does not accept"), "{found:?}");
}

#[test]
fn a_lookup_for_other_programs() {
    let answer =
        r#"{"name":"ООО Ромашка","dial":"101","set":{"PATH":"x","CRM_TYPE":"vip"},"goto":"ivr/s","play":7}"#;
    let hook = Arc::new(move |_: &HookQuestion<'_>| Some(answer.to_owned()));
    let stand = stand(StandOptions { hook: Some(hook), ..StandOptions::default() });
    let settings = format!("{}[commands]\nallow = name dial set\n", at(&stand));
    let found = object(&settings, &["lookup", "8 (495) 229-30-42", "--json"], 0);
    for (member, wanted) in [
        ("status", "found"),
        ("reason", "answer"),
        ("name", "ООО Ромашка"),
        ("name_old", "OOO Romashka"),
        ("full_name", "ООО Ромашка"),
        ("key", "74952293042"),
        ("profile", "default"),
    ] {
        assert_eq!(text(&found, member), wanted, "{member}");
    }
    let commands: Vec<_> = list(&found, "commands")
        .into_iter()
        .map(|command| (text(command, "command"), matches!(command.get("allowed"), Some(Value::Bool(true)))))
        .collect();
    assert_eq!(commands, [("set", true), ("dial", true), ("set", false), ("play", false), ("goto", false)]);
    assert!(text(list(&found, "commands")[4], "why").contains("commands.allow"), "{found:?}");
    let Some(Value::Object(timings)) = found.get("timings") else { panic!("{found:?}") };
    assert!(is_number(found.get("ms")) && is_number(timings.get("first_byte")), "{found:?}");

    let found = object(&at(&stand), &["lookup", "--json", "101", "crm.operation=none"], 1);
    assert_eq!(text(&found, "status"), "failed");
    assert!(matches!(found.get("short"), Some(Value::Bool(true))));
    assert!(matches!(found.get("full_name"), Some(Value::Null)));
}

#[test]
fn settings_that_cannot_be_used_are_json_too() {
    for (settings, words, section, key, line, allowed) in [
        (
            "[crm]\nurl = http://1c/\nprotocol = rest\n",
            &["check", "--json"][..],
            "crm",
            "protocol",
            3,
            "one of: soap json text",
        ),
        (
            "[call]\nlimit = 5\n",
            &["lookup", "1", "--json"],
            "call",
            "limit",
            2,
            "deadline min_digits restricted direction did",
        ),
        ("[crm]\npassword = x\nurl = http://1c/\n", &["check", "--json"], "crm", "password", 2, ""),
        ("[crm]\n", &["lookup", "74952293042", "--json"], "crm", "", 0, ""),
        ("[crm]\nurl = http://1c/\n", &["check", "crm.token=x", "--json"], "crm", "token", 0, ""),
    ] {
        let found = object(settings, words, 2);
        assert_eq!((text(&found, "status"), text(&found, "reason")), ("failed", "settings"));
        assert_eq!(text(&found, "section"), section, "{settings}");
        assert!(!text(&found, "source").is_empty() && !text(&found, "sentence").is_empty());
        let or_null = |member, wanted: &str| match found.get(member) {
            Some(Value::Null) => assert_eq!("", wanted, "{member} of {settings}"),
            _ => assert!(
                text(&found, member).starts_with(wanted) && !wanted.is_empty(),
                "{member} of {settings}"
            ),
        };
        or_null("key", key);
        or_null("allowed", allowed);
        match found.get("line") {
            Some(Value::Number(Number::U64(found))) => assert_eq!(*found, line),
            other => assert!(line == 0 && matches!(other, Some(Value::Null)), "{other:?}"),
        }
    }
    for words in [
        &["lookup", "--json"][..],
        &["lookup", "ivan", "--json"],
        &["check", "1", "2", "--json"],
        &["check", "--jsn", "--json"],
    ] {
        let found = object("[crm]\nurl = http://1c/\n", words, 2);
        assert_eq!(text(&found, "reason"), "usage", "{words:?}");
    }
}

#[test]
fn the_exchange_is_shown_and_no_password() {
    let stand = stand(StandOptions {
        user: "pbx".into(),
        password: Secret::new("hush-hush"),
        ..StandOptions::default()
    });
    let (code, out, err) = run(&at(&stand), &["lookup", "84952293042", "-v"]);
    assert_eq!(code, 0, "{out}{err}");
    let told = |part: &str| assert!(err.contains(part), "{part} is missing:\n{err}");
    told("> POST /base/ws/1C_MIKO_identify_number.1cws HTTP/1.1\n");
    told("> authorization: Basic ***\n");
    told("<m:Number>84952293042</m:Number>");
    told("< HTTP/1.1 200 OK\n");
    told("Ромашка");
    told(", first byte ");
    assert!(!out.contains("HTTP/1.1"), "{out}");
    let (code, _, err) = run(&at(&stand), &["check", "84952293042", "--verbose", "log.level=off"]);
    assert_eq!((code, err.matches("HTTP/1.1 200").count()), (0, 2), "{err}");
    assert!(err.contains("> GET /base/ws/1C_MIKO_identify_number.1cws?wsdl HTTP/1.1\n"), "{err}");
    for err in [err, run(&at(&stand), &["check", "-v"]).2] {
        assert!(!err.contains("hush") && !err.contains("cGJ4Omh1c2gtaHVzaA"), "{err}");
    }
    assert_eq!(run(&at(&stand), &["lookup", "84952293042"]).2, "", "only where it is wanted");
    let (_, out, err) = run(&at(&stand), &["lookup", "84952293042", "-v", "--json"]);
    assert!(json::from_str::<Object>(&out).is_ok() && err.contains("HTTP/1.1"), "{out}{err}");
}

#[test]
fn an_exchange_that_failed_is_shown_as_far_as_it_went() {
    let broken =
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n\xcf\xf0\xe8 Bearer t0k.en-1 \x1b[2J".to_vec();
    let server = Hostile::start(&[Step::Request, Step::Send(broken)]);
    let settings =
        format!("[crm]\nprotocol = text\nurl = http://{}/{{number}}\ntoken = t0k.en-1\n", server.address);
    let (code, out, err) = run(&settings, &["lookup", "84952293042", "-v"]);
    assert_eq!(code, 1, "{out}{err}");
    for part in [
        "> GET /84952293042 HTTP/1.1\n",
        "> authorization: Bearer ***\n",
        "< \\xCF\\xF0\\xE8 Bearer *** \\u{1b}[2J\n",
        "* the body is not UTF-8: see \\x… from its byte 1 on\n",
    ] {
        assert!(err.contains(part), "{part} is missing:\n{err}");
    }
    assert!(out.contains("failed   closed") && !err.contains("t0k"), "{out}{err}");
    let nobody = "[crm]\nurl = http://127.0.0.1:1/\n";
    assert!(run(nobody, &["lookup", "84952293042", "-v"]).2.contains("* nothing was sent\n"));
}

#[test]
fn ping_is_silent_when_all_is_well() {
    let stand = stand(StandOptions::default());
    let settings = format!("{}[crm spb]\nurl = {}\n", at(&stand), stand.url());
    assert_eq!(run(&settings, &["ping"]), (0, String::new(), String::new()));
    assert_eq!(stand.count(), 2);
    assert!(stand.requests()[0].text().contains("0000000000"));
    assert_eq!(run(&settings, &["ping", "crm=spb"]).0, 0);
    assert_eq!(stand.count(), 3, "only the one that was named");
    assert!(run(&settings, &["ping", "-v"]).1.starts_with("default: awake, answered in "));
    stand.fail(Some(Fail::Login));
    let (code, out, err) = run(&settings, &["ping"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("default: login: ") && err.contains("spb: login: "), "{err}");
    for (settings, words) in [
        ("[crm]\n", &["ping"][..]),
        ("[crm]\nurls = 1\n", &["ping"]),
        (settings.as_str(), &["ping", "crm=msk"]),
        (settings.as_str(), &["ping", "--quiet"]),
    ] {
        let (code, out, err) = run(settings, words);
        assert_eq!((code, out.as_str()), (2, ""), "{words:?}");
        assert!(err.starts_with("agi1c: "), "{err}");
    }
}
