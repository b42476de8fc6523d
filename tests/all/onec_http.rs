//! 1C's side of the wire misbehaving in every way known: each case ends with its reason, in its time.

use std::time::{Duration, Instant};

use agi1c::config::{Profile, Protocol};
use agi1c::crm::{Answer, Crm, Facts, Failure, Question, Reason};
use agi1c::onec::{OneC, Timings};
use agi1c::privacy::Secret;

use crate::fakes::hostile::{Hostile, Step, black_hole};
use Step::{Drip, Endless, Request, Reset, Send, Silence};

/// Milliseconds an answer may take in these tests.
const ANSWER: u32 = 400;
/// What a busy machine may add.
const OVERSHOOT: Duration = Duration::from_millis(250);

fn profile(url: String) -> Profile {
    Profile { url, connect_timeout: 300, answer_timeout: ANSWER, ..Profile::default() }
}

fn question() -> Question {
    let facts = Facts { did: "78121234567".into(), channel: "SIP/trunk-1".into(), ..Facts::default() };
    Question { number: "+7 (495) 229-30-42".into(), facts }
}

/// Asks once and asserts that nobody waited longer than the limits allow.
fn ask(profile: &Profile) -> (Result<Answer, Failure>, Timings) {
    let mut onec = OneC::new(profile).unwrap();
    let began = Instant::now();
    let answer = onec.ask(&question(), began + Duration::from_secs(5));
    let limit = Duration::from_millis((profile.connect_timeout + profile.answer_timeout).into());
    let held = began.elapsed();
    assert!(held <= limit + OVERSHOOT, "held for {held:?}: {answer:?}");
    (answer, onec.timings)
}

fn text(text: impl Into<String>) -> Step {
    Send(text.into().into_bytes())
}

fn soap(name: &str) -> String {
    format!(
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><m:identifyResponse \
         xmlns:m=\"http://wiki.miko.ru/doc:1cajam:identifynumber\"><m:return>{name}</m:return></m:identifyResponse>\
         </soap:Body></soap:Envelope>"
    )
}

fn response(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
}

fn name_of(answer: &Result<Answer, Failure>) -> Option<&str> {
    match answer {
        Ok(Answer::Found(reply)) => reply.name.as_deref(),
        _ => None,
    }
}

/// A server that answers well in an odd way: the name must come, and nobody may wait for a close.
fn understood(what: &str, script: &[Step]) {
    let server = Hostile::start(script);
    let began = Instant::now();
    let (answer, timings) = ask(&profile(format!("http://{}/base/ws/x.1cws", server.address)));
    assert_eq!(name_of(&answer), Some("ООО Ромашка"), "{what}: {answer:?}");
    assert!(
        began.elapsed() < Duration::from_millis(ANSWER.into()),
        "{what}: waited for a close that need not come"
    );
    let all =
        [timings.resolve, timings.connect, timings.send, timings.first_byte, timings.body, timings.parse];
    assert!(all.iter().all(Option::is_some), "{what}: {timings:?}");
}

#[test]
fn odd_but_right_answers() {
    let body = soap("ООО Ромашка");
    let whole = response("200 OK", "Connection: keep-alive\r\n", &body);
    let chunks: String = body.chars().map(|each| format!("{:x}\r\n{each}\r\n", each.len_utf8())).collect();
    let chunked = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n");
    let bare = format!("HTTP/1.0 200 OK\r\n\r\n{body}");
    let labelled = response("200 OK", "Content-Type: image/png\r\n", &body);
    let cp1251 = [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=windows-1251\r\nConnection: close\r\n\r\n"
            .as_slice(),
        soap("@").split('@').next().unwrap().as_bytes(),
        b"\xce\xce\xce \xd0\xee\xec\xe0\xf8\xea\xe0",
        soap("@").split('@').next_back().unwrap().as_bytes(),
    ]
    .concat();
    let early = format!("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n{whole}");
    understood("keep-alive, never closed", &[Request, text(&whole), Silence]);
    understood("chunks of one character, never closed", &[Request, text(&chunked), Silence]);
    understood("HTTP/1.0, ended by the close", &[Request, text(&bare)]);
    understood("a wrong Content-Type", &[Request, text(labelled), Silence]);
    understood("windows-1251", &[Request, Send(cp1251)]);
    understood("interim answers first", &[Request, text(early), Silence]);
    let (head, tail) = whole.split_at(20);
    let pause = Duration::from_millis(60);
    understood(
        "a header in two parts",
        &[Request, Drip(head.into(), Duration::ZERO), Drip(b"".into(), pause), text(tail), Silence],
    );
    let bytes = whole.into_bytes();
    understood("a byte at a time", &[Request, Drip(bytes, Duration::from_micros(100)), Silence]);
    let long = format!("X-Long: {}\r\n", "x".repeat(15_000));
    understood("15,000 bytes of header", &[Request, text(response("200 OK", &long, &body)), Silence]);
}

/// A server that answers badly: the reason must be this one.
fn refused(what: &str, wanted: Reason, script: &[Step]) -> String {
    let server = Hostile::start(script);
    let (answer, _) = ask(&profile(format!("http://{}/base/ws/x.1cws", server.address)));
    let failure = answer.expect_err(what);
    assert_eq!(failure.reason, wanted, "{what}: {}", failure.detail);
    failure.detail
}

#[test]
fn silence_and_slowness() {
    let whole = response("200 OK", "", &soap("А"));
    let half = whole.len() / 2;
    let slow = Duration::from_millis(30);
    for (what, script) in [
        ("accepts and says nothing", vec![Silence]),
        ("reads and says nothing", vec![Request, Silence]),
        ("half a status line", vec![Request, text("HTTP/1.1 2"), Silence]),
        ("half a header", vec![Request, text("HTTP/1.1 200 OK\r\nContent-Le"), Silence]),
        ("half a body", vec![Request, text(&whole[..half]), Silence]),
        ("a header that drips", vec![Request, Drip(whole.clone().into(), slow), Silence]),
        ("a body that drips", vec![Request, text(&whole[..half]), Drip(whole[half..].into(), slow), Silence]),
        (
            "half a chunk",
            vec![Request, text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"), Silence],
        ),
        (
            "no last chunk",
            vec![Request, text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"), Silence],
        ),
        (
            "a 100 Continue now and then",
            vec![
                Request,
                Drip(b"HTTP/1.1 100 Continue\r\n\r\n".repeat(99), Duration::from_millis(1)),
                Silence,
            ],
        ),
        (
            "an absurd length of an error page",
            vec![Request, text("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n<"), Silence],
        ),
    ] {
        refused(what, Reason::AnswerTimeout, &script);
    }
}

#[test]
fn closes_at_every_stage() {
    let whole = response("200 OK", "", &soap("А"));
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab";
    for (what, script) in [
        ("at once", vec![]),
        ("at once, with a reset", vec![Reset]),
        ("after the request", vec![Request]),
        ("in the status line", vec![Request, text("HTTP/1.1 2")]),
        ("in the header", vec![Request, text("HTTP/1.1 200 OK\r\nContent-Le")]),
        ("in the body", vec![Request, text(&whole[..whole.len() - 10])]),
        ("in a chunk", vec![Request, text(chunked)]),
        ("before the last chunk", vec![Request, text(format!("{chunked}cde\r\n"))]),
        ("an absurd length", vec![Request, text("HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\nx")]),
    ] {
        refused(what, Reason::Closed, &script);
    }
    let unmarked = format!("HTTP/1.0 200 OK\r\n\r\n{}", &soap("А")[..120]);
    refused("in a body without a length", Reason::BadAnswer, &[Request, text(unmarked)]);
}

#[test]
fn too_much() {
    let ok = "HTTP/1.1 200 OK\r\n";
    let over = response("200 OK", "", &"x".repeat(64 * 1024 + 1));
    let over_chunked =
        format!("{ok}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n", 65_537, "x".repeat(65_537));
    for (what, script) in [
        ("an endless body", vec![Request, text(format!("{ok}\r\n")), Endless(b"x".into())]),
        ("an endless header line", vec![Request, text(format!("{ok}X: ")), Endless(b"x".into())]),
        (
            "an endless header of long lines",
            vec![Request, text(ok), Endless(format!("X: {}\r\n", "x".repeat(1000)).into())],
        ),
        ("an endless status line", vec![Request, text("HTTP/1.1 200 "), Endless(b"x".into())]),
        ("endless 100 Continue", vec![Request, Endless(b"HTTP/1.1 100 Continue\r\n\r\n".into())]),
        (
            "endless chunks",
            vec![
                Request,
                text(format!("{ok}Transfer-Encoding: chunked\r\n\r\n")),
                Endless(b"1\r\nx\r\n".into()),
            ],
        ),
        (
            "endless trailers",
            vec![
                Request,
                text(format!("{ok}Transfer-Encoding: chunked\r\n\r\n0\r\n")),
                Endless(b"a: b\r\n".into()),
            ],
        ),
        ("64 KiB and one byte", vec![Request, text(over), Silence]),
        ("64 KiB and one byte in a chunk", vec![Request, text(over_chunked), Silence]),
        (
            "a length of a gigabyte",
            vec![Request, text(format!("{ok}Content-Length: 1000000000\r\n\r\n")), Silence],
        ),
        (
            "a length of 2^64-1",
            vec![Request, text(format!("{ok}Content-Length: 18446744073709551615\r\n\r\n")), Silence],
        ),
    ] {
        refused(what, Reason::TooLarge, &script);
    }
    let full = response("200 OK", "", &"x".repeat(64 * 1024));
    refused("64 KiB are read, and are no SOAP", Reason::BadAnswer, &[Request, text(full), Silence]);
}

#[test]
fn no_http() {
    let ok = "HTTP/1.1 200 OK\r\n";
    for (what, bytes) in [
        ("an SSH server", "SSH-2.0-OpenSSH_9.6\r\n".into()),
        ("an SMTP server", "220 mail ESMTP\r\n".into()),
        ("a TLS alert", "\x15\x03\x03\x00\x02\x02\x28".into()),
        ("rubbish", "\0\0\0\0\n\n\n".into()),
        ("status 099", "HTTP/1.1 099 Low\r\n\r\n".into()),
        ("status 1000", "HTTP/1.1 1000 High\r\n\r\n".into()),
        ("HTTP/3", "HTTP/3.0 200 OK\r\n\r\n".into()),
        ("a negative length", format!("{ok}Content-Length: -1\r\n\r\n")),
        ("a length above 2^64", format!("{ok}Content-Length: 99999999999999999999\r\n\r\n")),
        ("two lengths", format!("{ok}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx")),
        ("a chunk of words", format!("{ok}Transfer-Encoding: chunked\r\n\r\nxyz\r\n")),
        ("a chunk above 2^64", format!("{ok}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n")),
        ("1000 headers", format!("{ok}{}\r\n", "a: b\r\n".repeat(1000))),
        ("a protocol switch", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n".into()),
    ] {
        refused(what, Reason::Http, &[Request, text(bytes), Silence]);
    }
}

#[test]
fn answers_that_are_not_1c() {
    let page = "<!DOCTYPE html><html><head><title>Вход</title></head></html>";
    let deep = format!("{}{}", "<a>".repeat(9000), "</a>".repeat(9000));
    let gzip =
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\0".to_vec();
    let secret = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\0".to_vec();
    let broken = [
        response("200 OK", "", &soap("@@")).split("@@").next().unwrap().as_bytes(),
        b"\xd0\xff",
        soap("@@").split("@@").nth(1).unwrap().as_bytes(),
    ]
    .concat();
    for (what, wanted, step, says) in [
        (
            "HTML with 200",
            Reason::NotOneC,
            text(response("200 OK", "Server: nginx\r\n", page)),
            "title \"Вход\", server \"nginx\"",
        ),
        ("gzip, said", Reason::BadAnswer, Send(gzip), "gzip"),
        ("gzip, not said", Reason::BadAnswer, Send(secret), "gzip"),
        ("an empty body", Reason::BadAnswer, text(response("200 OK", "", "")), "empty"),
        ("204", Reason::BadAnswer, text("HTTP/1.1 204 No Content\r\n\r\n"), "empty (status 204)"),
        ("invalid UTF-8", Reason::BadAnswer, Send(broken), "UTF-8"),
        ("9,000 levels", Reason::BadAnswer, text(response("200 OK", "", &soap(&deep))), "32 deep"),
        (
            "a redirect",
            Reason::Http,
            text(response("302 Found", "Location: http://sso.local/in?u=1\r\n", "")),
            "sso.local (302)",
        ),
        (
            "a redirect to https",
            Reason::Http,
            text(response("301 Moved", "Location: https://1c.local/\r\n", page)),
            "https://1c.local",
        ),
        (
            "a redirect without an end",
            Reason::Http,
            text("HTTP/1.1 307 X\r\nLocation: /login\r\n\r\n"),
            "login page",
        ),
        (
            "an error page without an end",
            Reason::NotPublished,
            text("HTTP/1.1 404 X\r\nContent-Length: 999999\r\n\r\n<html>"),
            "/base/ws/x.1cws",
        ),
    ] {
        let detail = refused(what, wanted, &[Request, step]);
        assert!(detail.contains(says), "{what}: {detail} lacks {says}");
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let other = Hostile::start(&[Request, text(response("200 OK", "", &soap("Чужой")))]);
    let location = format!("Location: http://{}/\r\n", other.address);
    for status in ["301 M", "302 F", "303 S", "307 T", "308 P"] {
        refused(status, Reason::Http, &[Request, text(response(status, &location, "")), Silence]);
    }
    assert!(other.seen().is_empty());
}

#[test]
fn connections_that_do_not_come_about() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (full, _listener, _waiting) = black_hole();
    for (what, wanted, host) in [
        ("a closed port", Reason::Refused, closed.to_string()),
        ("a closed port, IPv4 in IPv6", Reason::Refused, format!("[::ffff:127.0.0.1]:{}", closed.port())),
        ("no route", Reason::Unreachable, "255.255.255.255:80".into()),
        ("a SYN that nobody answers", Reason::ConnectTimeout, full.to_string()),
        ("a name that does not exist", Reason::Resolve, "no-such-host.invalid".into()),
    ] {
        let (answer, timings) = ask(&profile(format!("http://{host}/base/ws/x.1cws")));
        let failure = answer.expect_err(what);
        assert_eq!(failure.reason, wanted, "{what}: {}", failure.detail);
        assert_eq!(timings.send, None, "{what}");
    }
}

#[test]
fn the_end_of_everything_counts_more_than_the_single_limits() {
    let silent = Hostile::start(&[Silence]);
    let mut patient = profile(format!("http://{}/x", silent.address));
    patient.answer_timeout = 60_000;
    let mut onec = OneC::new(&patient).unwrap();
    for (left, reason) in [(200, Reason::AnswerTimeout), (0, Reason::ConnectTimeout)] {
        let began = Instant::now();
        let limit = Duration::from_millis(left);
        let failure = onec.ask(&question(), began + limit).unwrap_err();
        assert_eq!(failure.reason, reason, "{}", failure.detail);
        assert!(began.elapsed() < limit + OVERSHOOT, "{:?}", began.elapsed());
    }
}

#[test]
fn the_request_on_the_wire() {
    let server = Hostile::start(&[Request, text(response("200 OK", "", &soap("ООО Ромашка")))]);
    let mut asked = profile(format!("http://{}/база/ws/x.1cws", server.address));
    asked.user = "Администратор".into();
    asked.password = Secret::new("п");
    asked.extra = vec![("did".into(), "DID".into())];
    assert_eq!(name_of(&ask(&asked).0), Some("ООО Ромашка"));
    let seen = server.seen().remove(0);
    let (head, body) = seen.split_once("\r\n\r\n").unwrap();
    let mut lines: Vec<&str> = head.split("\r\n").collect();
    assert_eq!(lines.remove(0), "POST /%D0%B1%D0%B0%D0%B7%D0%B0/ws/x.1cws HTTP/1.1");
    lines.sort_unstable();
    let host = format!("host: {}", server.address);
    let length = format!("content-length: {}", body.len());
    let mut wanted = [
        "authorization: Basic 0JDQtNC80LjQvdC40YHRgtGA0LDRgtC+0YA60L8=",
        "connection: close",
        &length,
        "content-type: text/xml; charset=utf-8",
        &host,
        concat!("user-agent: agi1c/", env!("CARGO_PKG_VERSION")),
    ];
    wanted.sort_unstable();
    assert_eq!(lines, wanted);
    assert!(
        body.contains("<m:Number>+7 (495) 229-30-42</m:Number><m:DID>78121234567</m:DID></m:identify>"),
        "{body}"
    );
}

#[test]
fn json_by_get_and_by_post() {
    let server =
        Hostile::start(&[Request, text(response("200 OK", "", "{\"name\":\"ООО Ромашка\",\"dial\":101}"))]);
    let mut asked = profile(format!("http://{}/hs/agi/{{number}}?did={{did}}&c={{channel}}", server.address));
    asked.protocol = Protocol::Json;
    assert_eq!(name_of(&ask(&asked).0), Some("ООО Ромашка"));
    asked.url = format!("http://{}/hs/agi", server.address);
    asked.extra = vec![("did".into(), "DID".into())];
    assert_eq!(name_of(&ask(&asked).0), Some("ООО Ромашка"));
    let seen = server.seen();
    assert!(seen[0].starts_with(
        "GET /hs/agi/%2B7%20%28495%29%20229-30-42?did=78121234567&c=SIP%2Ftrunk-1 HTTP/1.1\r\n"
    ));
    assert!(!seen[0].contains("content-type"), "{}", seen[0]);
    assert!(
        seen[1].ends_with("\r\n\r\n{\"Number\":\"+7 (495) 229-30-42\",\"DID\":\"78121234567\"}"),
        "{}",
        seen[1]
    );
}

#[test]
fn the_wsdl_is_fetched_from_beside_the_service() {
    let server = Hostile::start(&[Request, text(response("200 OK", "", "<definitions/>"))]);
    let profile = profile(format!("http://{}/base/ws/x.1cws?a=b", server.address));
    let exchange = OneC::new(&profile).unwrap().wsdl(Instant::now() + Duration::from_secs(5)).unwrap();
    assert_eq!((exchange.status, exchange.body.as_slice()), (200, b"<definitions/>".as_slice()));
    assert!(server.seen()[0].starts_with("GET /base/ws/x.1cws?wsdl HTTP/1.1\r\n"));
}
