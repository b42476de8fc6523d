//! On the way to 1C and on the wire: no connection, no answer, half of one, no end of one.

use std::net::TcpListener;

use super::{ANSWER, AT_ONCE, CONNECT, fails, fails_at_once, impatient, settings, wire};
use crate::fakes::hostile::{Hostile, Step, black_hole};

#[test]
fn no_connection() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (full, _listener, _waiting) = black_hole();
    for (what, reason, limit, host) in [
        ("a port where nobody listens", "refused", AT_ONCE, nobody.to_string()),
        ("no route", "unreachable", AT_ONCE, "255.255.255.255:80".into()),
        ("a SYN that nobody answers", "connect-timeout", CONNECT, full.to_string()),
        ("a name that does not exist", "resolve", CONNECT, "no-such-host.invalid".into()),
    ] {
        fails(what, reason, limit, &impatient(&format!("http://{host}/base/ws/x.1cws")));
    }
}

/// What people have who set nothing but the address: 700 ms for the connection, 1,800 for the answer, 2,500 in all.
#[test]
fn the_limits_as_shipped() {
    let (full, _listener, _waiting) = black_hole();
    let silent = Hostile::start(&[Step::Silence]);
    for (what, reason, limit, address) in [
        ("a SYN that nobody answers, as shipped", "connect-timeout", 700, full),
        ("accepts and says nothing, as shipped", "answer-timeout", 1800, silent.address),
    ] {
        fails(what, reason, limit, &settings(&format!("http://{address}/base/ws/x.1cws")));
    }
}

/// 150 ms of the deadline belong to what comes after 1C: the stale name is there within the deadline itself.
#[test]
fn the_deadline_counts_more_than_the_single_limits() {
    let silent = Hostile::start(&[Step::Silence]);
    let settings = format!(
        "[crm]\nurl = http://{}/x\nanswer_timeout = 60000\n[call]\ndeadline = {ANSWER}\n",
        silent.address
    );
    fails("a deadline below the answer's limit", "answer-timeout", ANSWER, &settings);
}

#[test]
fn silence_and_slowness() {
    for (what, script) in wire::slow() {
        let server = Hostile::start(&script);
        fails(what, "answer-timeout", ANSWER, &impatient(&format!("http://{}/x", server.address)));
    }
}

#[test]
fn closes_at_every_stage() {
    for (what, script) in wire::closes() {
        fails_at_once(what, "closed", &script);
    }
}

#[test]
fn too_much() {
    for (what, script) in wire::too_much() {
        fails_at_once(what, "too-large", &script);
    }
}

#[test]
fn no_http() {
    for (what, script) in wire::no_http() {
        fails_at_once(what, "http", &script);
    }
    let (what, script) = wire::a_tls_alert();
    fails_at_once(what, "tls", &script);
}
