//! The wire when all goes well, and when the answer is right but odd: what is sent, byte for byte, and what is
//! understood without waiting for a close that need not come.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use agi1c::config::Profile;
use agi1c::crm::{Answer, Crm, Facts, Failure, Question};
use agi1c::onec::http::{Part, Watch};
use agi1c::onec::{OneC, Timings};

use crate::fakes::hostile::{Hostile, Step};
use Step::{Drip, Request, Send, Silence};

/// Milliseconds an answer may take in these tests.
pub(crate) const ANSWER: u32 = 400;
/// What a busy machine may add.
pub(crate) const OVERSHOOT: Duration = Duration::from_millis(250);

pub(crate) fn profile(url: String) -> Profile {
    with_crm(&format!("url = {url}"))
}

/// A profile of these lines, impatient.
pub(crate) fn with_crm(lines: &str) -> Profile {
    let text = format!("[crm]\n{lines}\nconnect_timeout = 300\nanswer_timeout = {ANSWER}\n");
    agi1c::config::parse(text.as_bytes(), "test", &[]).expect("valid settings").profiles.remove(0)
}

pub(crate) fn question() -> Question {
    let facts = Facts { did: "78121234567".into(), channel: "SIP/trunk-1".into(), ..Facts::default() };
    Question { number: "+7 (495) 229-30-42".into(), facts }
}

/// Asks once and asserts that nobody waited longer than the limits allow.
pub(crate) fn ask(profile: &Profile) -> (Result<Answer, Failure>, Timings) {
    let mut onec = OneC::new(profile);
    let began = Instant::now();
    let answer = onec.ask(&question(), began + Duration::from_secs(60));
    let limit = Duration::from_millis((profile.terms.connect_timeout + profile.terms.answer_timeout).into());
    let held = began.elapsed();
    assert!(held <= limit + OVERSHOOT, "held for {held:?}: {answer:?}");
    (answer, onec.timings)
}

pub(crate) fn text(text: impl Into<String>) -> Step {
    Send(text.into().into_bytes())
}

pub(crate) fn soap(name: &str) -> String {
    format!(
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><m:identifyResponse \
         xmlns:m=\"http://wiki.miko.ru/doc:1cajam:identifynumber\"><m:return>{name}</m:return></m:identifyResponse>\
         </soap:Body></soap:Envelope>"
    )
}

pub(crate) fn response(status: &str, headers: &str, body: &str) -> String {
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
    let warned = response("200 OK", "PHP Warning\r\nServer: x\r\n", &body);
    understood("a header line that is none", &[Request, text(&warned), Silence]);
    let early = format!("HTTP/1.1 100 Continue\r\nPHP Warning\r\n\r\n{warned}");
    understood("such lines in both headers", &[Request, text(early), Silence]);
    // The first so many bytes, a pause, the rest.
    let parts = |whole: &str, first: usize| {
        let pause = Duration::from_millis(60);
        let last = &whole.as_bytes()[first - 1..first];
        [Request, text(&whole[..first - 1]), Drip(last.into(), pause), text(&whole[first..]), Silence]
    };
    let header = |whole: &str| whole.find("\r\n\r\n").expect("a header") + 4;
    understood("a header in two parts", &parts(&whole, 20));
    understood("the body a moment later", &parts(&whole, header(&whole)));
    understood("a header line that is none, the body a moment later", &parts(&warned, header(&warned)));
    understood("a header line that is none, the next one a moment later", &parts(&warned, 32));
    let bytes = whole.into_bytes();
    understood("a byte at a time", &[Request, Drip(bytes, Duration::from_micros(100)), Silence]);
    let long = format!("X-Long: {}\r\n", "x".repeat(16_000));
    understood("16,000 bytes of header", &[Request, text(response("200 OK", &long, &body)), Silence]);
}

#[test]
fn a_name_in_place_of_an_address() {
    let server = Hostile::start(&[Request, text(response("200 OK", "", &soap("ООО Ромашка")))]);
    let mut profile = profile(format!("http://localhost:{}/base/ws/x.1cws", server.address.port()));
    (profile.terms.connect_timeout, profile.terms.answer_timeout) = (30_000, 30_000);
    let (answer, _) = ask(&profile);
    assert_eq!(name_of(&answer), Some("ООО Ромашка"), "{answer:?}");
}

#[test]
fn the_body_s_time_counts_from_the_answer_s_first_byte() {
    let whole = response("200 OK", "", &soap("ООО Ромашка"));
    let (first, rest) = whole.split_at(1);
    let server = Hostile::start(&[Request, Drip(first.into(), Duration::from_secs(1)), text(rest)]);
    let mut profile = profile(format!("http://{}/base/ws/x.1cws", server.address));
    profile.terms.answer_timeout = 30_000;
    let (answer, timings) = ask(&profile);
    assert_eq!(name_of(&answer), Some("ООО Ромашка"));
    assert!(timings.body >= Some(Duration::from_millis(200)), "{timings:?}");
}

#[test]
fn an_answer_in_the_smallest_chunks_may_be_long() {
    let body = soap("ООО Ромашка") + &" ".repeat(20_000);
    let chunks: String = body.chars().map(|each| format!("{:x}\r\n{each}\r\n", each.len_utf8())).collect();
    let answer = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n");
    let server = Hostile::start(&[Request, text(answer), Silence]);
    let mut profile = profile(format!("http://{}/base/ws/x.1cws", server.address));
    profile.terms.answer_timeout = 30_000;
    let (answer, _) = ask(&profile);
    assert_eq!(name_of(&answer), Some("ООО Ромашка"), "{answer:?}");
}

#[test]
fn the_request_on_the_wire() {
    let server = Hostile::start(&[Request, text(response("200 OK", "", &soap("ООО Ромашка")))]);
    let asked = with_crm(&format!(
        "url = HTTP://{}/моя база/ws/x.1cws\nuser = Администратор\npassword = п\nextra = did:DID\n\
         constants = OutputFirstNames:0 Ё:<&>",
        server.address
    ));
    assert_eq!(name_of(&ask(&asked).0), Some("ООО Ромашка"));
    let seen = server.seen().remove(0);
    let (head, body) = seen.split_once("\r\n\r\n").unwrap();
    let mut lines: Vec<&str> = head.split("\r\n").collect();
    assert_eq!(lines.remove(0), "POST /%D0%BC%D0%BE%D1%8F%20%D0%B1%D0%B0%D0%B7%D0%B0/ws/x.1cws HTTP/1.1");
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
        body.contains(
            "<m:Number>+7 (495) 229-30-42</m:Number><m:DID>78121234567</m:DID>\
             <m:OutputFirstNames>0</m:OutputFirstNames><m:Ё>&lt;&amp;&gt;</m:Ё></m:identify>"
        ),
        "{body}"
    );
}

/// In two segments, Nagle's algorithm would hold the second back until the first is acknowledged.
#[test]
fn header_and_body_leave_in_one_write() {
    let server = Hostile::start(&[Request, text(response("200 OK", "", &soap("ООО Ромашка")))]);
    let (url, long) = (format!("url = http://{}/base/ws/x.1cws", server.address), "x".repeat(250));
    let profile = with_crm(&format!("{url}\nuser = u\npassword = {long}"));
    let writes = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&writes);
    let mut onec = OneC::new(&profile);
    onec.watch = Some(Watch::new(move |part| {
        counted.fetch_add(usize::from(part == Part::Sent), Ordering::SeqCst);
    }));
    onec.exchange(&question(), Instant::now() + Duration::from_secs(5)).expect("an answer");
    assert_eq!(writes.load(Ordering::SeqCst), 1);
}

#[test]
fn json_by_get_and_by_post() {
    let server =
        Hostile::start(&[Request, text(response("200 OK", "", "{\"name\":\"ООО Ромашка\",\"dial\":101}"))]);
    let url = format!("protocol = json\nurl = http://{}/hs/agi", server.address);
    let asked = with_crm(&format!("{url}/{{number}}?did={{did}}&c={{channel}}"));
    assert_eq!(name_of(&ask(&asked).0), Some("ООО Ромашка"));
    let asked = with_crm(&format!("{url}\nextra = did:DID\nconstants = Mode:0\ntoken = eyJ.a~"));
    assert_eq!(name_of(&ask(&asked).0), Some("ООО Ромашка"));
    let seen = server.seen();
    assert!(seen[0].starts_with(
        "GET /hs/agi/%2B7%20%28495%29%20229-30-42?did=78121234567&c=SIP%2Ftrunk-1 HTTP/1.1\r\n"
    ));
    assert!(!seen[0].contains("content-type"), "{}", seen[0]);
    assert!(seen[1].contains("\r\nauthorization: Bearer eyJ.a~\r\n"), "{}", seen[1]);
    assert!(
        seen[1]
            .ends_with("\r\n\r\n{\"Number\":\"+7 (495) 229-30-42\",\"DID\":\"78121234567\",\"Mode\":\"0\"}"),
        "{}",
        seen[1]
    );
}

#[test]
fn the_wsdl_is_fetched_from_beside_the_service() {
    let server = Hostile::start(&[Request, text(response("200 OK", "", "<definitions/>"))]);
    let profile = profile(format!("http://{}/base/ws/x.1cws?a=b", server.address));
    let exchange = OneC::new(&profile).wsdl(Instant::now() + Duration::from_secs(5)).unwrap();
    assert_eq!((exchange.status, exchange.body.as_slice()), (200, b"<definitions/>".as_slice()));
    assert!(server.seen()[0].starts_with("GET /base/ws/x.1cws?wsdl HTTP/1.1\r\n"));
}
