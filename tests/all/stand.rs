//! The stand-in 1C over a raw socket: what it answers, how it fails, what it remembers. Nothing of
//! ours reads its answers here.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::failures::Fail;
use agi1c::kit::stand::{Stand, StandOptions};
use agi1c::privacy::Secret;

const NAMESPACE: &str = "http://wiki.miko.ru/doc:1cajam:identifynumber";
const WS: &str = "/base/ws/1C_MIKO_identify_number";

pub fn clients() -> Vec<Client> {
    vec![
        Client::new("+7 (495) 229-30-42", "ООО \"МИКО\" & сыновья"),
        Client { manager: "101".into(), ..Client::new("89211234567", "Щербаков Юрий") },
    ]
}

fn stand() -> Stand {
    Stand::start(StandOptions { clients: clients(), ..StandOptions::default() }).unwrap()
}

fn envelope(operation: &str) -> String {
    format!(
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>{operation}</soap:Body></soap:Envelope>"
    )
}

fn identify(number: &str) -> String {
    envelope(&format!("<m:identify xmlns:m=\"{NAMESPACE}\"><m:Number>{number}</m:Number></m:identify>"))
}

fn request(target: &str, headers: &str, body: &str) -> String {
    let method = if body.is_empty() { "GET" } else { "POST" };
    format!(
        "{method} {target} HTTP/1.1\r\nHost: pbx\r\nContent-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
}

/// Sends one request and reads to the connection's end, or for `patience`.
fn exchange_for(stand: &Stand, request: &str, patience: Duration) -> String {
    let mut stream = TcpStream::connect(stand.address()).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let until = Instant::now() + patience;
    let mut answer = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        stream.set_read_timeout(Some(left)).unwrap();
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => break,
            Ok(read) => answer.extend_from_slice(&chunk[..read]),
        }
    }
    String::from_utf8_lossy(&answer).into_owned()
}

fn exchange(stand: &Stand, target: &str, headers: &str, body: &str) -> (String, String) {
    let request = request(target, &format!("Connection: close\r\n{headers}"), body);
    let answer = exchange_for(stand, &request, Duration::from_secs(10));
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    (head.to_string(), body.to_string())
}

fn status(head: &str) -> &str {
    head.split(' ').nth(1).unwrap_or("")
}

#[test]
fn a_number_is_identified_at_either_address() {
    let stand = stand();
    for target in [WS.to_string(), format!("{WS}.1cws")] {
        for (number, answer) in [
            ("74952293042", "-instance\">ООО \"МИКО\" &amp; сыновья</m:return>"),
            ("8 921 123 45 67", "-instance\">Щербаков Юрий\ndial: 101</m:return>"),
            ("74952293043", "-instance\"/>"),
        ] {
            let (head, body) = exchange(&stand, &target, "", &identify(number));
            assert_eq!(status(&head), "200", "{head}");
            assert!(body.starts_with("<soap:Envelope"), "{body}");
            assert!(body.contains(answer), "{number}: {body}");
        }
    }
    assert_eq!(stand.count(), 6);
    assert_eq!(stand.requests()[0].text(), identify("74952293042"));
}

#[test]
fn soap_1_2_is_answered_in_kind() {
    let twelve = identify("74952293042")
        .replace("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope");
    let (head, body) = exchange(&stand(), WS, "", &twelve);
    assert!(head.contains("application/soap+xml"), "{head}");
    assert!(body.contains("http://www.w3.org/2003/05/soap-envelope") && body.contains("МИКО"), "{body}");
}

#[test]
fn what_1c_would_refuse_is_a_fault() {
    let stand = stand();
    for (request, part) in [
        (identify("1").replace(NAMESPACE, "wrong"), "«wrong»"),
        (identify("1").replace("identify>", "who>").replace("m:identify ", "m:who "), "Операция «who»"),
        (identify("1").replace("Number", "Phone"), "«Number»"),
        ("<not xml".to_string(), "the request is no XML"),
    ] {
        let (head, body) = exchange(&stand, WS, "", &request);
        assert_eq!(status(&head), "500", "{body}");
        assert!(body.contains("<faultstring>") && body.contains(part), "{part}: {body}");
    }
    assert_eq!(status(&exchange(&stand, WS, "", "").0), "405");
    assert_eq!(status(&exchange(&stand, "/base/ws/other.1cws", "", &identify("1")).0), "404");
}

#[test]
fn the_user_is_asked_for() {
    let options = StandOptions {
        user: "Администратор".into(),
        password: Secret::new("п"),
        clients: clients(),
        ..StandOptions::default()
    };
    let stand = Stand::start(options).unwrap();
    for (header, expected) in [
        ("", "401"),
        ("Authorization: Basic dTpw\r\n", "401"),
        ("Authorization: Basic 0JDQtNC80LjQvdC40YHRgtGA0LDRgtC+0YA60L8=\r\n", "200"),
    ] {
        for body in ["", &identify("74952293042")] {
            let (head, _) = exchange(&stand, &format!("{WS}?wsdl"), header, body);
            assert_eq!(status(&head), expected, "{header}");
            let realm = "WWW-Authenticate: Basic realm=\"1C:Enterprise 8.3\"";
            assert_eq!(head.contains(realm), expected == "401", "{head}");
        }
    }
}

#[test]
fn the_http_service_answers_get_and_post() {
    let stand = stand();
    for (target, body, answer) in [
        ("identify?number=%2B74952293042", "", r#"{"name":"ООО \"МИКО\" & сыновья"}"#),
        ("identify?number=74952293042&did=1", "", r#"{"name":"ООО \"МИКО\" & сыновья"}"#),
        ("identify", r#"{"Number":"9211234567","DID":"1"}"#, r#"{"name":"Щербаков Юрий","dial":"101"}"#),
        ("identify", r#"{"Number":79211234567}"#, r#"{"name":"Щербаков Юрий","dial":"101"}"#),
        ("identify?number=1", "", r#"{"name":""}"#),
        (
            "contacts?cursor=&count=1",
            "",
            r#"{"contacts":[{"number":"+7 (495) 229-30-42","name":"ООО \"МИКО\" & сыновья"}],"next":"1","more":true}"#,
        ),
        (
            "contacts",
            r#"{"Cursor":"1","Count":100}"#,
            r#"{"contacts":[{"number":"89211234567","name":"Щербаков Юрий"}],"next":"2","more":false}"#,
        ),
    ] {
        let (head, got) = exchange(&stand, &format!("/base/hs/agi1c/{target}"), "", body);
        assert_eq!((status(&head), got.as_str()), ("200", answer), "{target}");
    }
    for (target, body, expected) in [
        ("identify", "", "500"),
        ("identify", "[]", "400"),
        ("contacts?cursor=x&count=1", "", "500"),
        ("contacts?cursor=&count=many", "", "500"),
        ("other", "", "404"),
    ] {
        let (head, _) = exchange(&stand, &format!("/base/hs/agi1c/{target}"), "", body);
        assert_eq!(status(&head), expected, "{target}");
    }
}

#[test]
fn the_phone_book_travels_over_soap() {
    let stand = stand();
    stand.remove("89211234567");
    let contacts = |cursor: &str| {
        envelope(&format!(
            "<contacts xmlns=\"{NAMESPACE}\"><Cursor>{cursor}</Cursor><Count>10</Count></contacts>"
        ))
    };
    let (_, body) = exchange(&stand, WS, "", &contacts("2"));
    let page =
        r#">{"contacts":[{"number":"89211234567","deleted":true}],"next":"3","more":false}</m:return>"#;
    assert!(body.contains(page), "{body}");
    let (head, body) = exchange(&stand, WS, "", &contacts("4"));
    assert!(status(&head) == "500" && body.contains("Неизвестный курсор"), "{body}");
}

#[test]
fn a_hook_answers_first() {
    let hook = |question: &agi1c::kit::stand::HookQuestion| {
        (question.number == "5").then(|| format!("{} {}", question.as_json, question.parameters.len()))
    };
    let options = StandOptions { hook: Some(Arc::new(hook)), clients: clients(), ..StandOptions::default() };
    let stand = Stand::start(options).unwrap();
    assert!(exchange(&stand, WS, "", &identify("5")).1.contains(">false 1</m:return>"));
    assert_eq!(exchange(&stand, "/base/hs/agi1c/identify?number=5&did=7", "", "").1, "true 2");
    assert!(exchange(&stand, WS, "", &identify("74952293042")).1.contains("МИКО"));
}

#[test]
fn failures_with_a_status() {
    let stand = stand();
    for (fail, expected, part) in [
        (Fail::Login, "401", "Unauthorized"),
        (Fail::NoSession, "406", "Истекло время ожидания сеанса"),
        (Fail::Fault, "500", "<faultstring>Неизвестная ошибка."),
        (Fail::Fault200, "200", "<faultstring>Неизвестная ошибка."),
        (Fail::Html, "200", "<html>"),
        (Fail::Empty, "200", ""),
    ] {
        stand.fail(Some(fail));
        let (head, body) = exchange(&stand, WS, "", &identify("74952293042"));
        assert_eq!(status(&head), expected, "{fail:?}");
        assert!(body.contains(part) && !body.contains("МИКО"), "{fail:?}: {body}");
    }
    stand.fail(None);
    assert!(exchange(&stand, WS, "", &identify("74952293042")).1.contains("МИКО"));
}

#[test]
fn failures_on_the_wire() {
    let stand = stand();
    let whole = exchange_for(
        &stand,
        &request(WS, "Connection: close\r\n", &identify("74952293042")),
        Duration::from_secs(10),
    );
    let body = whole.len() - whole.find("\r\n\r\n").unwrap() - 4;
    for (fail, least, most) in [
        (Fail::Silence, 0, 0),
        (Fail::Close, 0, 0),
        (Fail::Truncated, whole.len() - body / 2 - 4, whole.len() - body / 2 + 4),
        (Fail::Drip, 1, 6),
    ] {
        stand.fail(Some(fail));
        let request = request(WS, "Connection: close\r\n", &identify("74952293042"));
        let got = exchange_for(&stand, &request, Duration::from_millis(350)).len();
        assert!((least..=most).contains(&got), "{fail:?}: {got} bytes");
    }
    stand.fail(Some(Fail::Garbage));
    let garbage = exchange_for(&stand, &request(WS, "", ""), Duration::from_secs(10));
    assert!(!garbage.is_empty() && !garbage.starts_with("HTTP"), "{garbage}");
}

#[test]
fn a_delay_comes_before_the_answer() {
    let stand = stand();
    stand.delay(Duration::from_millis(200));
    let started = Instant::now();
    assert!(exchange(&stand, WS, "", &identify("74952293042")).1.contains("МИКО"));
    assert!(started.elapsed() >= Duration::from_millis(200));
}

#[test]
fn connections_are_kept_unless_told_otherwise() {
    for (keep_alive, answers) in [(true, 2), (false, 1)] {
        let options = StandOptions { keep_alive, ..StandOptions::default() };
        let stand = Stand::start(options).unwrap();
        let twice = request("/", "", "").repeat(2);
        let got = exchange_for(&stand, &twice, Duration::from_millis(300));
        assert_eq!(got.matches("HTTP/1.1 404").count(), answers, "{got}");
        assert_eq!(stand.connections(), 1);
    }
}

#[test]
fn a_stopped_stand_is_gone() {
    let mut stand = stand();
    stand.fail(Some(Fail::Silence));
    let address = stand.address();
    let mut held = TcpStream::connect(address).unwrap();
    held.write_all(request(WS, "", &identify("1")).as_bytes()).unwrap();
    while stand.count() == 0 {
        std::thread::yield_now();
    }
    stand.stop();
    // A program that another test is just starting holds a copy of every socket until its exec.
    let refused = (0..100).any(|_| {
        let refused = TcpStream::connect(address).is_err();
        if !refused {
            std::thread::sleep(Duration::from_millis(20));
        }
        refused
    });
    assert!(refused, "{address} still listens");
    held.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    assert_eq!(held.read(&mut [0; 16]).unwrap(), 0);
}
