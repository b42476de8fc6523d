//! 1C as an HTTP service (`crm.protocol = json`) in whole calls: what is sent, the shapes seen in the field, and the
//! same memory, breaker and limits as with the web service.

use std::sync::Arc;
use std::time::Duration;

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::failures::Fail;
use agi1c::kit::stand::{HookQuestion, Stand, StandOptions};
use agi1c::privacy::Secret;

use crate::fakes::asterisk::{Asterisk, Call, Exec, Version};

const NUMBER: &str = "74952293042";

/// A 1C whose body is this, whatever it is asked.
fn answering(body: &str) -> Stand {
    let body = body.to_owned();
    let hook = Arc::new(move |_: &HookQuestion<'_>| Some(body.clone()));
    Stand::start(StandOptions { hook: Some(hook), ..StandOptions::default() }).expect("loopback")
}

fn knowing(options: StandOptions) -> Stand {
    let clients = vec![Client::new(NUMBER, "ООО \"Ромашка\"")];
    Stand::start(StandOptions { clients, ..options }).expect("loopback")
}

/// By GET, the number in the address.
fn template(stand: &Stand) -> String {
    format!("[crm]\nprotocol = json\nurl = {}?number={{number}}&did={{did}}\n", stand.http_url("identify"))
}

/// By POST, the number in the body.
fn post(stand: &Stand) -> String {
    format!("[crm]\nprotocol = json\nurl = {}\n", stand.http_url("identify"))
}

fn asked(settings: &str) -> Call {
    Asterisk::new(Version::V16).call(NUMBER).settings(settings).run()
}

#[test]
fn a_template_is_a_get_with_everything_encoded() {
    let stand =
        knowing(StandOptions {
            user: "Оператор".into(), password: Secret::new("п"), ..Default::default()
        });
    let settings = format!("{}user = Оператор\npassword = п\n", template(&stand));
    let call = Asterisk::new(Version::V16)
        .call("+7 (495) 229-30-42")
        .field("dnid", "7812&x=1#2")
        .settings(&settings)
        .run();
    assert_eq!(call.variable("CALLERID(name)"), Some("ООО Ромашка"), "{}", call.conversation());
    let request = &stand.requests()[0];
    assert_eq!((request.method.as_str(), request.body.len()), ("GET", 0));
    assert_eq!(request.query, "number=%2B7%20%28495%29%20229-30-42&did=7812%26x%3D1%232");
}

#[test]
fn a_post_carries_the_number_and_more_of_the_call() {
    let stand = knowing(StandOptions::default());
    let settings =
        format!("{}parameter = Number\nextra = did:DID uniqueid:CallID channel:Канал\n", post(&stand));
    let call = Asterisk::new(Version::V16)
        .call(NUMBER)
        .field("channel", "SIP/\"trunk\"\\-1")
        .settings(&settings)
        .run();
    assert_eq!(call.outcome(), ("found", "answer"), "{}", call.conversation());
    let request = &stand.requests()[0];
    assert_eq!(request.method, "POST");
    assert!(request.header("content-type").starts_with("application/json"), "{request:?}");
    assert_eq!(
        request.text(),
        r#"{"Number":"74952293042","DID":"78121234567","CallID":"1400000000.1","Канал":"SIP/\"trunk\"\\-1"}"#
    );
}

#[test]
fn the_shapes_seen_in_the_field() {
    for (body, name, dialled) in [
        (r#"{"name":"ООО \"Ромашка\"","dial":{"to":["101",102],"ring":7}}"#, Some("ООО Ромашка"), 2),
        (
            r#"{"result":"Success","data":{"caller_id":"Иванов И.","client":"ООО Ромашка"}}"#,
            Some("Иванов И."),
            0,
        ),
        (
            r#"{"result":"Success","data":{"caller_id":"74952293042","client":"ООО Ромашка"}}"#,
            Some("ООО Ромашка"),
            0,
        ),
        (r#"{"responsible-number":"101","greeting-text":"Здравствуйте","timeout-waiting":5}"#, None, 1),
        (r#"{"responsible-number":"101","caller_id":"Иванов И."}"#, Some("Иванов И."), 1),
        ("\u{feff}{\"name\":\"ООО Ромашка\"}", Some("ООО Ромашка"), 0),
        ("\"ООО Ромашка\\ndial: 101\"", Some("ООО Ромашка"), 1),
        ("\"\\ufeff{\\\"name\\\":\\\"ООО Ромашка\\\"}\"", Some("ООО Ромашка"), 0),
    ] {
        let stand = answering(body);
        for settings in [template(&stand), post(&stand)] {
            let call = Asterisk::new(Version::V16)
                .call(NUMBER)
                .settings(&format!("{settings}[commands]\nallow = name dial\n"))
                .exec("Dial", Exec::returns(0).sets("DIALSTATUS", "BUSY"))
                .run();
            assert_eq!(call.outcome(), ("found", "answer"), "{body} {}", call.conversation());
            assert_eq!(call.variable("CALLERID(name)"), name, "{body}");
            assert_eq!(call.commands("EXEC Dial").len(), dialled, "{body}");
        }
    }
}

#[test]
fn nobody_and_failures_are_told_apart() {
    for (body, outcome, says) in [
        (r#"{"name":""}"#, ("unknown", "nobody"), ""),
        (r#"{"name":null}"#, ("unknown", "nobody"), ""),
        (r#"{"result":"Success","data":{"caller_id":"","client":""}}"#, ("unknown", "nobody"), ""),
        (r#"{"result":"Success","data":{"caller_id":"74952293042","client":""}}"#, ("unknown", "nobody"), ""),
        (r#"{"caller_id":"+7 (495) 229-30-42"}"#, ("unknown", "nobody"), ""),
        (r#""""#, ("unknown", "nobody"), ""),
        (r#"{"responsible-number":""}"#, ("unknown", "nobody"), ""),
        ("{'name':'ООО Ромашка'}", ("failed", "bad-answer"), "single quotes are not JSON"),
        (r#"{"name":"ООО Ром"#, ("failed", "bad-answer"), "cut off"),
        (r#"{"error":"x"}"#, ("failed", "bad-answer"), "none of name"),
        ("[]", ("failed", "bad-answer"), "neither an object nor a string"),
        ("", ("failed", "bad-answer"), "the answer is empty"),
        ("<html><body>Login</body></html>", ("failed", "not-1c"), ""),
        (r#"{"result":"Error","data":{}}"#, ("failed", "fault"), "\"Error\""),
    ] {
        let stand = answering(body);
        for settings in [template(&stand), post(&stand)] {
            let call = asked(&settings);
            assert_eq!(call.outcome(), outcome, "{body} {}", call.conversation());
            assert!(call.said().contains(says), "{body} {}", call.said());
            assert_eq!(call.variable("CALLERID(name)"), None);
            assert_eq!((call.exit, call.next.as_str()), (Some(0), "incoming,s,3"));
        }
    }
}

#[test]
fn memory_breaker_and_limits_are_the_same() {
    for settings in [template, post] {
        let stand = knowing(StandOptions::default());
        let pbx = Asterisk::new(Version::V16);
        let call = |number: &str| pbx.call(number).settings(&settings(&stand)).run();
        assert_eq!(call(NUMBER).outcome(), ("found", "answer"));
        for (fail, reason) in [
            (Fail::Fault, "http"),
            (Fail::Forbidden, "forbidden"),
            (Fail::NotPublished, "not-published"),
            (Fail::NoSession, "no-session"),
            (Fail::Locked, "locked"),
            (Fail::NoLicence, "no-licence"),
            (Fail::Unavailable, "unavailable"),
            (Fail::Html, "not-1c"),
            (Fail::Empty, "bad-answer"),
            (Fail::Truncated, "closed"),
            (Fail::Close, "closed"),
            (Fail::Garbage, "http"),
        ] {
            stand.fail(Some(fail));
            pbx.db_del("agi1c", "b/default");
            let stale = call(NUMBER);
            let reason = if fail == Fail::Fault { "fault" } else { reason };
            assert_eq!(stale.outcome(), ("stale", reason), "{fail:?} {}", stale.said());
            assert_eq!(stale.variable("CALLERID(name)"), Some("ООО Ромашка"), "{fail:?}");
        }
        // 401: asked once, then not for a while, since 1C locks users under password guessing.
        stand.fail(Some(Fail::Login));
        pbx.db_del("agi1c", "b/default");
        let before = stand.count();
        assert_eq!(call("78120000000").outcome(), ("failed", "login"));
        assert_eq!(call("78120000000").outcome(), ("failed", "breaker"));
        assert_eq!(stand.count(), before + 1);
        stand.fail(Some(Fail::Silence));
        pbx.db_del("agi1c", "b/default");
        let limits = format!("{}answer_timeout = 300\n", settings(&stand));
        let silent = pbx.call(NUMBER).settings(&limits).run();
        assert_eq!(silent.outcome(), ("stale", "answer-timeout"));
        assert!(silent.held < Duration::from_millis(600), "{:?}", silent.held);
    }
}

#[test]
fn a_fresh_name_spares_the_question_only_where_1c_is_told_nothing() {
    for (settings, told) in [(template as fn(&Stand) -> String, true), (post, false)] {
        let stand = knowing(StandOptions::default());
        let pbx = Asterisk::new(Version::V16);
        let settings = format!("{}[cache]\nfresh = 600\n", settings(&stand));
        assert_eq!(pbx.call(NUMBER).settings(&settings).run().outcome().0, "found");
        let again = pbx.call(NUMBER).settings(&settings).run();
        assert_eq!((again.outcome().0, stand.count()), if told { ("found", 2) } else { ("cached", 1) });
    }
}
