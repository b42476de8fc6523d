//! 1C's side of the wire misbehaving in every way known: each case ends with its reason, in its time.

use std::time::{Duration, Instant};

use agi1c::crm::{Crm, Reason};
use agi1c::onec::OneC;

use crate::fakes::hostile::{Hostile, Step, black_hole};
use crate::faults::wire;
use crate::onec_wire::{ANSWER, OVERSHOOT, ask, profile, question, response, soap, text};
use Step::{Request, Send, Silence};

/// A server that answers badly: the reason must be this one.
fn refused(what: &str, wanted: Reason, script: &[Step]) -> String {
    refused_in(ANSWER, what, wanted, script)
}

fn refused_in(answer_timeout: u32, what: &str, wanted: Reason, script: &[Step]) -> String {
    let server = Hostile::start(script);
    let mut profile = profile(format!("http://{}/base/ws/x.1cws", server.address));
    profile.terms.answer_timeout = answer_timeout;
    let (answer, _) = ask(&profile);
    let failure = answer.expect_err(what);
    assert_eq!(failure.reason, wanted, "{what}: {}", failure.detail);
    failure.detail
}

#[test]
fn silence_and_slowness() {
    for (what, script) in wire::slow() {
        refused(what, Reason::AnswerTimeout, &script);
    }
    // What an administrator is told: 1C has not begun to answer, or stopped in the middle.
    let half = text("HTTP/1.1 200 OK\r\n");
    for (what, script, says) in [
        ("silent", vec![Request, Silence], " did not answer in time"),
        ("half a header", vec![Request, half, Silence], " did not finish its answer in time"),
    ] {
        let detail = refused_in(2_000, what, Reason::AnswerTimeout, &script);
        assert!(detail.contains(says), "{what}: {detail}");
    }
}

#[test]
fn closes_at_every_stage() {
    for (what, script) in wire::closes() {
        refused(what, Reason::Closed, &script);
    }
    let server = Hostile::start(&[Request]);
    let (_, timings) = ask(&profile(format!("http://{}/base/ws/x.1cws", server.address)));
    assert!(timings.send.is_some() && timings.first_byte.is_none(), "nothing came: {timings:?}");
    let unmarked = format!("HTTP/1.0 200 OK\r\n\r\n{}", &soap("А")[..120]);
    refused("in a body without a length", Reason::BadAnswer, &[Request, text(unmarked)]);
}

#[test]
fn too_much() {
    for (what, script) in wire::too_much() {
        // A debug build on a busy machine needs its time to read this much.
        refused_in(3000, what, Reason::TooLarge, &script);
    }
    let full = response("200 OK", "", &"x".repeat(64 * 1024));
    refused("64 KiB are read, and are no SOAP", Reason::BadAnswer, &[Request, text(full), Silence]);
}

#[test]
fn no_http() {
    for (what, script) in wire::no_http() {
        refused(what, Reason::Http, &script);
    }
    let (what, script) = wire::a_tls_alert();
    refused(what, Reason::Tls, &script);
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
            "sso.local/in (302)",
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
    patient.terms.answer_timeout = 60_000;
    let mut onec = OneC::new(&patient);
    for (left, reason) in [(200, Reason::AnswerTimeout), (0, Reason::ConnectTimeout)] {
        let began = Instant::now();
        let limit = Duration::from_millis(left);
        let failure = onec.ask(&question(), began + limit).unwrap_err();
        assert_eq!(failure.reason, reason, "{}", failure.detail);
        assert!(began.elapsed() < limit + OVERSHOOT, "{:?}", began.elapsed());
    }
}

/// With the program itself: a resolver's configuration belongs to a whole process.
#[test]
#[cfg(target_os = "linux")]
#[ignore = "tests/run"]
fn a_dns_server_that_never_answers() {
    let folder = std::env::temp_dir().join(format!("agi1c-silent-dns-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let conf = folder.join("agi1c.conf");
    std::fs::write(&conf, "[crm]\nurl = http://server1c.local/base/ws/x.1cws\nconnect_timeout = 500\n")
        .unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/all/fakes/silent_dns.sh");
    let output = std::process::Command::new("unshare")
        .args(["-mn", "sh", script])
        .arg(folder.join("resolv.conf"))
        .args([env!("CARGO_BIN_EXE_agi1c"), "lookup", "74952293042"])
        .env("AGI1C_CONF", &conf)
        .output()
        .unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("resolve") && said.contains("did not answer in time"), "{said}");
    // Its own clock: starting Python and the namespace is not the call's time.
    let held = said.split("time ").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
    let held = Duration::from_secs_f64(held.parse::<f64>().unwrap() / 1000.0);
    assert!(held < Duration::from_millis(500) + OVERSHOOT, "{said}");
}
