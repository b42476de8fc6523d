//! `check` and `lookup` as an administrator meets them: what each trouble says, and the exit status.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::failures::Fail;
use agi1c::kit::stand::{HookQuestion, Stand, StandOptions};
use agi1c::privacy::Secret;

use crate::command_line;

pub(crate) fn stand(options: StandOptions) -> Stand {
    let clients =
        vec![Client {
            number: "74952293042".into(), name: "ООО \"Ромашка\"".into(), ..Client::default()
        }];
    Stand::start(StandOptions { clients, ..options }).expect("loopback")
}

fn run(settings: &str, words: &[&str]) -> (i32, String) {
    let (status, out, err) = command_line::run(settings, words);
    (status, out + &err)
}

fn said(settings: &str, words: &[&str], status: i32, parts: &[&str]) {
    let (code, said) = run(settings, words);
    assert_eq!(code, status, "{said}");
    for part in parts {
        assert!(said.contains(part), "{part:?} is missing:\n{said}");
    }
    assert!(!said.contains("hush-hush"), "{said}");
}

pub(crate) fn at(stand: &Stand) -> String {
    format!("[crm]\nurl = {}\nuser = pbx\npassword = hush-hush\n", stand.url())
}

#[test]
fn all_is_well() {
    let stand = stand(StandOptions {
        user: "pbx".into(),
        password: Secret::new("hush-hush"),
        ..StandOptions::default()
    });
    let steps = ["settings  ok", "address   ok", "tcp       ok", "http      ok", "wsdl      ok"];
    said(&at(&stand), &["check"], 0, &steps);
    said(&at(&stand), &["check", "8 (495) 229-30-42"], 0, &["question  ok     ООО \"Ромашка\""]);
    said(&at(&stand), &["check", "8 (812) 000-00-00"], 0, &["knows nobody"]);
    said(&at(&stand), &["lookup", "84952293042"], 0, &["OOO Romashka", "ООО Ромашка", "first byte"]);
    said(&at(&stand), &["lookup", "88120000000"], 0, &["nobody by this number"]);
}

#[test]
fn each_trouble_says_what_to_do() {
    let stand = stand(StandOptions::default());
    for (fail, parts) in [
        (Fail::Login, &["http      WRONG", "crm.user and crm.password", "401 from 1C itself"][..]),
        (Fail::NotPublished, &["nothing is published as /base/ws/1C_MIKO_identify_number.1cws"]),
        (Fail::Forbidden, &["403"]),
        (Fail::NoSession, &["no free session"]),
        (Fail::Locked, &["forbids sessions"]),
        (Fail::NoLicence, &["no free licence"]),
        (Fail::Unavailable, &["does not reach 1C"]),
        (Fail::Html, &["http      WRONG"]),
    ] {
        stand.fail(Some(fail));
        said(&at(&stand), &["check", "84952293042"], 1, parts);
        said(&at(&stand), &["lookup", "84952293042"], 1, &["failed"]);
    }
}

#[test]
fn settings_that_do_not_fit_the_service() {
    let stand = stand(StandOptions::default());
    for (line, parts) in [
        ("namespace = http://wrong", &["wsdl      WRONG", "\"http://wrong\"", "identifynumber"][..]),
        ("operation = identfy", &["operation identfy is not there", "identify"]),
        ("parameter = Nummer", &["parameter Nummer is not there", "Number"]),
    ] {
        said(&format!("{}{line}\n", at(&stand)), &["check"], 1, parts);
    }
}

#[test]
fn an_answer_in_which_nothing_can_be_used_is_wrong() {
    for answer in [r#"{"name":false}"#, r#"["А","Б"]"#, r#"{"name":["ООО"]}"#, r#"{"dial":[]}"#, "{}"] {
        let hook = Arc::new(move |_: &HookQuestion<'_>| Some(answer.to_owned()));
        let stand = stand(StandOptions { hook: Some(hook), ..StandOptions::default() });
        said(&at(&stand), &["check", "84952293042"], 1, &["wsdl      ok", "question  WRONG"]);
    }
}

#[test]
fn nobody_there() {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port");
    let settings = format!("[crm]\nurl = http://{free}/ws/x.1cws\n");
    said(&settings, &["check"], 1, &["address   ok", "tcp       WRONG", "refuses the connection"]);
    said("[crm]\nurl = http://no-such-host.invalid/ws/x\n", &["check"], 1, &["address   WRONG"]);
}

#[test]
fn slower_than_a_call_would_wait() {
    let stand = stand(StandOptions { delay: Duration::from_millis(400), ..StandOptions::default() });
    let settings = format!("{}answer_timeout = 200\n", at(&stand));
    said(&settings, &["check", "84952293042"], 1, &["ООО \"Ромашка\", but slower than", "agi1c ping"]);
}

#[test]
fn an_http_service_is_checked_by_asking() {
    let stand = stand(StandOptions::default());
    let settings =
        format!("[crm]\nprotocol = json\nurl = {}?number={{number}}\n", stand.http_url("identify"));
    said(&settings, &["check", "84952293042"], 0, &["tcp       ok", "question  ok     ООО \"Ромашка\""]);
    said(&settings, &["check"], 0, &["give a number"]);
}

#[test]
fn lookup_shows_what_a_call_would_do_and_what_not() {
    let answer = r#"{"name":"ООО Ромашка","dial":{"to":["101","84951234567"],"ring":9},"set":{"CRM_TYPE":"vip","PATH":"x"},
        "play":"custom/promo","goto":"ivr/s"}"#;
    let hook = Arc::new(move |_: &HookQuestion<'_>| Some(answer.to_owned()));
    let stand = stand(StandOptions { hook: Some(hook), ..StandOptions::default() });
    let json = format!("[crm]\nprotocol = json\nurl = {}\n", stand.http_url("identify"));
    for settings in [at(&stand), json] {
        let allowed = format!("{settings}[commands]\nallow = name dial set play\n");
        let parts = [
            "dial     Local/101@internal/n for 9 s",
            "set      CRM_TYPE=vip",
            "play     custom/promo",
            "refused  set: PATH",
            "refused  dial: 84951234567",
            "refused  goto: 1C may not command this",
        ];
        said(&allowed, &["lookup", "84952293042"], 0, &parts);
        said(&settings, &["lookup", "84952293042"], 0, &["refused  dial: 1C may not command this"]);
    }
}

#[test]
fn what_the_command_line_cannot_use() {
    let settings = "[crm]\nurl = http://127.0.0.1:9/\n";
    said(settings, &["lookup"], 2, &["needs a number"]);
    said(settings, &["lookup", "1", "2"], 2, &["one number at a time"]);
    said(settings, &["lookup", "ivan"], 2, &["no telephone number"]);
    said(settings, &["dance"], 2, &["check lookup ping version help"]);
    said(settings, &["check", "crm.password=hush"], 2, &["crm.password"]);
    said("[crm]\nurl = ftp://x\n", &["check"], 2, &["line 2", "http://"]);
    for empty in ["[crm]\nurl =\n", "[crm]\nurl = \"\"\n", "[crm]\nuser = x\n", ""] {
        said(empty, &["check"], 2, &["url"]);
        said(empty, &["lookup", "84952293042"], 2, &["url"]);
    }
    said(settings, &["version"], 0, &[concat!("agi1c ", env!("CARGO_PKG_VERSION"))]);
    said(settings, &["help"], 0, &["lookup NUMBER"]);
}

/// The PBX's own numbers are not looked up in a call: who checks with one is told so.
#[test]
fn a_number_that_a_call_would_skip_is_said() {
    let stand = stand(StandOptions::default());
    for (number, extra) in [("123", ""), ("1-2-3", ""), ("2293042", "[call]\nmin_digits = 8\n")] {
        let settings = at(&stand) + "\n" + extra;
        said(&settings, &["check", number], 0, &["would not be looked up (short): call.min_digits = "]);
    }
    let (_, said) = run(&at(&stand), &["check", "84952293042"]);
    assert!(!said.contains("(short)"), "{said}");
}

#[test]
fn the_description_s_address_is_named() {
    let stand = stand(StandOptions::default());
    for end in ["?wsdl", "?WSDL"] {
        let settings = at(&stand).replacen(&stand.url(), &format!("{}{end}", stand.url()), 1);
        said(
            &settings,
            &["check"],
            1,
            &["crm.url ends with ?wsdl, which is the description's address: take it off"],
        );
    }
}
