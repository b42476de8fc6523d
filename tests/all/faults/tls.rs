//! The handshake of https: a server that stops, breaks off or changes what it says at any place of it, and chains without
//! end. What a good server says comes from nginx; [`Between`] changes it on its way.

use std::fs;
use std::time::Duration;

use super::{ANSWER, AT_ONCE, FROM_THE_TRUNK, NUMBER, within_and};
use crate::fakes::asterisk::{Asterisk, Call, Version};
use crate::fakes::between::{Between, Change, Seen};
use crate::fakes::hostile::{Hostile, Step};
use crate::https::named;
use crate::https::office::{EC, NAMES, Office, PATIENCE, RSA, openssl, settings};

/// No session is kept, so that every call makes the whole handshake, and its bytes stand at the same places.
const VERSIONS: [(&str, &str); 2] = [
    ("TLS 1.2", "ssl_protocols TLSv1.2;\nssl_session_tickets off;"),
    ("TLS 1.3", "ssl_protocols TLSv1.3;\nssl_session_tickets off;\nssl_conf_command NumTickets 0;"),
];

/// What the machine may add to a limit: the server's part of the arithmetic is made on it too.
const OVERSHOOT: Duration = Duration::from_millis(1000);

/// Settings for who waits for the answer's limit.
fn impatient(port: u16, trust: &str) -> String {
    let patient = settings("localhost", port, trust);
    patient.replace(&format!("answer_timeout = {PATIENCE}"), &format!("answer_timeout = {ANSWER}"))
}

/// A call that ends in one of these reasons, within the limit and with nothing lost but the name.
#[track_caller]
fn ends(what: &str, reasons: &[&str], limit: u64, settings: &str) -> String {
    let place = || Asterisk::new(Version::V16).call(NUMBER).name(FROM_THE_TRUNK).settings(settings).run();
    let call: Call = within_and(what, limit, OVERSHOOT, place);
    let (status, reason) = call.outcome();
    assert!(
        status == "failed" && reasons.contains(&reason),
        "{what}: {status} {reason}\n{}",
        call.conversation()
    );
    assert_eq!((call.variable("CALLERID(name)"), call.exit), (Some(FROM_THE_TRUNK), Some(0)), "{what}");
    reason.to_owned()
}

/// A conversation in which all went well: its bytes, and how many of the server's belong to the handshake.
fn good(version: &str, server: u16, trust: &str) -> (Seen, usize) {
    let between = Between::start(server, Change::None);
    named(version, &settings("localhost", between.port, trust));
    let seen = between.seen();
    // The client says hello, ends its part (with TLS 1.3 the question follows at once), and asks.
    let mut turns = seen.turns.clone();
    turns.dedup();
    let handshake = turns[if version == "TLS 1.2" { 2 } else { 1 }];
    (seen, handshake)
}

/// Beginnings, middles and ends of all records before this place.
fn stages(seen: &Seen, end: usize) -> Vec<usize> {
    let ends = seen.boundaries();
    let mut stages: Vec<usize> = ends
        .windows(2)
        .flat_map(|record| [record[0], record[0] + 3, (record[0] + record[1]) / 2, record[1] - 1])
        .filter(|place| *place < end)
        .collect();
    stages.sort_unstable();
    stages.dedup();
    stages
}

#[test]
#[ignore = "tests/run"]
fn a_server_that_stops_or_breaks_off_in_the_handshake() {
    let office = Office::new("stops");
    office.certificate("site", RSA, NAMES);
    let trust = office.path("ca");
    for (version, lines) in VERSIONS {
        let server = office.nginx("site", lines);
        let (seen, handshake) = good(version, server.port, &trust);
        let stages = stages(&seen, handshake);
        assert!(stages.len() >= 8, "{version}: {stages:?} of {}", seen.server.len());
        for at in stages {
            let stops = Between::start(server.port, Change::Stop(at));
            let what = format!("{version}, stops after {at} bytes");
            ends(&what, &["answer-timeout"], ANSWER, &impatient(stops.port, &trust));
            let closes = Between::start(server.port, Change::Close(at));
            let what = format!("{version}, closes after {at} bytes");
            ends(&what, &["tls"], AT_ONCE, &settings("localhost", closes.port, &trust));
        }
        let (answer, end) = (handshake + 1, seen.server.len());
        for at in [answer, (answer + end) / 2] {
            let stops = Between::start(server.port, Change::Stop(at));
            let what = format!("{version}, stops in the answer");
            ends(&what, &["answer-timeout"], ANSWER, &impatient(stops.port, &trust));
            let closes = Between::start(server.port, Change::Close(at));
            ends(
                &format!("{version}, closes in the answer"),
                &["closed"],
                AT_ONCE,
                &settings("localhost", closes.port, &trust),
            );
        }
    }
}

/// No byte of the handshake can be another without the call noticing: a changed length may make it wait for more.
#[test]
#[ignore = "tests/run"]
fn a_changed_handshake_is_no_connection() {
    let office = Office::new("changed");
    office.certificate("site", RSA, NAMES);
    let trust = office.path("ca");
    for (version, lines) in VERSIONS {
        let server = office.nginx("site", lines);
        let (seen, handshake) = good(version, server.port, &trust);
        // What a record holds: of its own head the version may be any.
        let inside =
            seen.boundaries().windows(2).flat_map(|record| record[0] + 5..record[1]).collect::<Vec<_>>();
        let inside = inside.into_iter().filter(|place| *place < handshake).collect::<Vec<_>>();
        for place in inside.iter().step_by(1 + inside.len() / 40) {
            let flips = Between::start(server.port, Change::Flip(*place));
            let what = format!("{version}, another bit in byte {place}");
            ends(&what, &["tls", "answer-timeout"], ANSWER, &impatient(flips.port, &trust));
            let noise = Between::start(server.port, Change::Noise(*place));
            let what = format!("{version}, noise from byte {place}");
            ends(&what, &["tls", "answer-timeout"], ANSWER, &impatient(noise.port, &trust));
        }
    }
}

#[test]
#[ignore = "tests/run"]
fn a_handshake_in_small_pieces() {
    let office = Office::new("pieces");
    office.certificate("site", EC, NAMES);
    let trust = office.path("ca");
    for (version, lines) in VERSIONS {
        let server = office.nginx("site", lines);
        let drips = Between::start(server.port, Change::Drip(Duration::ZERO));
        named(version, &settings("localhost", drips.port, &trust));
        let slow = Between::start(server.port, Change::Drip(Duration::from_millis(20)));
        ends(
            &format!("{version}, a byte each 20 ms"),
            &["answer-timeout"],
            ANSWER,
            &impatient(slow.port, &trust),
        );
        let records = Between::start(server.port, Change::Records);
        let what = format!("{version}, records of one byte");
        let settings = settings("localhost", records.port, &trust);
        let call = within_and(&what, AT_ONCE, OVERSHOOT, || {
            Asterisk::new(Version::V16).call(NUMBER).name(FROM_THE_TRUNK).settings(&settings).run()
        });
        // Allowed by the protocol; nobody does it. With or without a name, the call is not held.
        assert!(matches!(call.outcome(), ("found", "answer") | ("failed", "tls")), "{}", call.conversation());
    }
}

/// Chains of 12, of 100 and of 1,000 certificates (1 MB), and the longest that is followed.
#[test]
#[ignore = "tests/run"]
fn chains_without_end() {
    let office = Office::new("chains");
    office.certificate("site", EC, NAMES);
    let trust = office.path("ca");
    let (site, ca) = (office.0.join("site.pem"), fs::read(office.0.join("ca.pem")).unwrap());
    let own = fs::read(&site).unwrap();
    for (version, lines) in VERSIONS {
        for count in [100, 1000] {
            fs::write(&site, [own.clone(), ca.repeat(count)].concat()).unwrap();
            let server = office.nginx("site", lines);
            let what = format!("{version}, a chain of {count} certificates");
            ends(&what, &["tls"], AT_ONCE, &settings("localhost", server.port, &trust));
        }
    }
    // Each signed by the one before; the trusted one is the first.
    for (length, reason) in [(8, "found"), (12, "tls")] {
        let name = format!("chain-{length}");
        chain(&office, &name, length);
        let server = office.nginx(&name, "");
        let settings = settings("localhost", server.port, &office.path(&format!("{name}-0")));
        match reason {
            "found" => named(&name, &settings),
            _ => {
                ends(&format!("a chain of {length} that was really signed"), &[reason], AT_ONCE, &settings);
            }
        }
    }
}

/// Certificates `NAME-0`, which signed itself, to `NAME-LENGTH`, each signed by the one before, and `NAME`, whose file
/// begins with the last and holds all but the first.
fn chain(office: &Office, name: &str, length: usize) {
    let folder = &office.0;
    office.itself(&format!("{name}-0"), EC, "root", "");
    fs::write(folder.join("middle"), "basicConstraints=critical,CA:TRUE\n").unwrap();
    fs::write(folder.join("last"), format!("subjectAltName={NAMES}\n")).unwrap();
    for number in 1..=length {
        let (this, before) = (format!("{name}-{number}"), format!("{name}-{}", number - 1));
        let kind = if number == length { "last" } else { "middle" };
        openssl(folder, &format!("req {EC} -nodes -keyout {this}.key -out {this}.csr -subj /CN={this}"));
        let sign =
            format!("x509 -req -in {this}.csr -CA {before}.pem -CAkey {before}.key -CAcreateserial -days 30");
        openssl(folder, &format!("{sign} -out {this}.pem -extfile {kind}"));
    }
    let whole =
        (1..=length).rev().map(|number| fs::read(folder.join(format!("{name}-{number}.pem"))).unwrap());
    fs::write(folder.join(format!("{name}.pem")), whole.flatten().collect::<Vec<u8>>()).unwrap();
    fs::copy(folder.join(format!("{name}-{length}.key")), folder.join(format!("{name}.key"))).unwrap();
}

/// Records that are allowed and lead nowhere, and things that are no handshake.
#[test]
#[ignore = "tests/run"]
fn a_server_that_does_not_speak_the_protocol() {
    let record = |kind: u8, content: &[u8]| {
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        [&[kind, 3, 3][..], &length, content].concat()
    };
    let hello = |body: &[u8]| record(0x16, body);
    let rows: [(&str, &[&str], Vec<Step>); 11] = [
        ("empty records for ever", &["tls"], vec![Step::Endless(record(0x16, b""))]),
        ("change cipher specs for ever", &["tls"], vec![Step::Endless(record(0x14, b"\x01"))]),
        ("warnings for ever", &["tls"], vec![Step::Endless(record(0x15, b"\x01\x00"))]),
        ("hello requests for ever", &["tls"], vec![Step::Endless(hello(b"\0\0\0\0"))]),
        ("certificates for ever", &["tls"], vec![Step::Endless(hello(&[0x0b; 16_000]))]),
        (
            "a message of 16 MB",
            &["tls"],
            vec![Step::Send(hello(b"\x02\xff\xff\xff")), Step::Endless(hello(&[0; 9000]))],
        ),
        (
            "a record above 16 KiB",
            &["tls"],
            vec![Step::Send(vec![0x16, 3, 3, 0xff, 0xff]), Step::Endless(vec![0])],
        ),
        ("zeros", &["tls"], vec![Step::Endless(vec![0])]),
        ("an SSH server", &["tls"], vec![Step::Send(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()), Step::Silence]),
        (
            "plain HTTP",
            &["tls"],
            vec![Step::Send(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()), Step::Silence],
        ),
        ("a fatal alert", &["tls"], vec![Step::Send(record(0x15, b"\x02\x28")), Step::Silence]),
    ];
    for (what, reasons, script) in rows {
        let server = Hostile::start(&script);
        ends(what, reasons, AT_ONCE, &settings("localhost", server.address.port(), "system"));
    }
    let silent = Hostile::start(&[Step::Silence]);
    let settings = impatient(silent.address.port(), "system");
    ends("accepts and says nothing", &["answer-timeout"], ANSWER, &settings);
}
