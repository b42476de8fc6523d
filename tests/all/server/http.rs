//! Names over HTTP, and what is told to those who watch servers. The client here is a socket and nothing more.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};

use super::*;

/// An answer, read to the connection's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub kind: String,
    pub body: String,
}

fn serve_http(stand: &Stand, server: &str) -> (Server, SocketAddr) {
    let server = serve(stand, &format!("http = 127.0.0.1:0\n{server}"));
    let address = server.http().expect("it serves HTTP");
    (server, address)
}

fn request(address: SocketAddr, target: &str, header: &str) -> Answer {
    let mut socket = TcpStream::connect(address).expect("a connection");
    let request = format!("GET {target} HTTP/1.1\r\nHost: server\r\n{header}Connection: close\r\n\r\n");
    socket.write_all(request.as_bytes()).expect("it takes the request");
    answer(socket)
}

fn answer(mut socket: TcpStream) -> Answer {
    socket.set_read_timeout(Some(PATIENCE)).expect("a time limit");
    let mut text = String::new();
    socket.read_to_string(&mut text).expect("an answer in UTF-8");
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head: {text}"));
    let kind = head.lines().find_map(|line| line.strip_prefix("content-type: ")).unwrap_or_default();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    Answer { status, kind: kind.into(), body: body.into() }
}

pub fn get(address: SocketAddr, target: &str) -> Answer {
    request(address, target, "")
}

/// The bare name, or nobody: status 200 and plain text whatever happens.
#[track_caller]
pub fn name(address: SocketAddr, query: &str) -> String {
    let answer = get(address, &format!("/lookup?{query}"));
    assert_eq!((answer.status, answer.kind.as_str()), (200, "text/plain; charset=utf-8"), "{query}");
    answer.body
}

#[test]
fn a_lookup_answers_the_bare_name_and_nothing_for_nobody() {
    let stand = stand();
    let (_server, http) = serve_http(&stand, "");
    for query in
        ["number=74952293042", "number=8+(495)+229-30-42", "number=+74952293042", "number=%2B74952293042&x=1"]
    {
        assert_eq!(name(http, query), NAME, "{query}");
    }
    for query in [
        "number=84957654321",
        "number=",
        "number=201",
        "number=anonymous",
        "",
        "did=74952293042",
        "number=%FF%00",
    ] {
        assert_eq!(name(http, query), "", "{query}");
    }
    // A question whose answer was in the memory, or is nobody's business, never reached 1C.
    let asked = stand.requests().len();
    assert_eq!(asked, 5, "four times the client, and one stranger");
}

#[test]
fn a_plus_sign_is_asked_for_as_a_plus_sign() {
    let stand = stand();
    let (_server, http) = serve_http(&stand, "");
    name(http, "number=+380501234567");
    let asked = stand.requests().pop().expect("a request").text();
    assert!(asked.contains(">+380501234567<"), "{asked}");
}

#[test]
fn a_name_is_remembered_when_1c_is_gone() {
    let stand = stand();
    let (_server, http) = serve_http(&stand, "[cache]\nbreaker = 3600\n");
    assert_eq!(name(http, "number=74952293042"), NAME);
    drop(stand);
    for number in ["74952293042", "84952293042"] {
        assert_eq!(name(http, &format!("number={number}")), NAME);
    }
    assert_eq!(name(http, "number=74957654321"), "");
    let metrics = get(http, "/metrics").body;
    for line in [
        "agi1c_calls_total{way=\"http\",status=\"found\",reason=\"answer\"} 1",
        "agi1c_calls_total{way=\"http\",status=\"stale\",reason=\"refused\"} 1",
        "agi1c_calls_total{way=\"http\",status=\"stale\",reason=\"breaker\"} 1",
        "agi1c_calls_total{way=\"http\",status=\"failed\",reason=\"breaker\"} 1",
        "agi1c_breaker_open{way=\"http\"} 1",
    ] {
        assert!(metrics.lines().any(|each| each == line), "{line}\n{metrics}");
    }
    assert!(!metrics.contains("4952293042") && !metrics.contains("Ромашка"), "{metrics}");
}

#[test]
fn what_1c_commands_is_left_out_and_a_profile_is_chosen_by_the_called_number() {
    let client = Client { manager: "101".into(), ..Client::new(NUMBER, NAME) };
    let stand =
        Stand::start(StandOptions { clients: vec![client], ..StandOptions::default() }).expect("loopback");
    let more = "[commands]\nallow = name dial\n[crm spb]\nurl =\n[call]\ndid = 78121234567:spb\n";
    let (_server, http) = serve_http(&stand, more);
    assert_eq!(name(http, "number=74952293042"), NAME);
    // That profile has no address: a failure, which is an empty body.
    assert_eq!(name(http, "number=74952293042&did=88121234567"), "");
}

#[test]
fn a_login_is_asked_for_where_one_is_set_and_only_for_names() {
    let stand = stand();
    let (_server, http) = serve_http(&stand, "user = freepbx\npassword = \"secret; Пароль\"\n");
    let target = "/lookup?number=74952293042";
    let with = |login: &str| {
        let mut value = String::new();
        agi1c::config::base64::encode(login.as_bytes(), &mut value);
        request(http, target, &format!("Authorization: Basic {value}\r\n"))
    };
    assert_eq!(with("freepbx:secret; Пароль").body, NAME);
    for wrong in ["freepbx:secret", "freepbx:secret; Пароль ", "freepbx:", ":secret; Пароль", "", "a:b"]
    {
        let answer = with(wrong);
        assert_eq!((answer.status, answer.body.as_str()), (401, ""), "{wrong}");
    }
    for header in ["", "Authorization: Bearer x\r\n", "Authorization: Basic ***\r\n"] {
        assert_eq!(request(http, target, header).status, 401, "{header}");
    }
    assert_eq!(stand.requests().len(), 1);
    for target in ["/health", "/ready", "/metrics"] {
        assert_eq!(get(http, target).status, 200, "{target}");
    }
}

#[test]
fn whoever_watches_is_told_of_the_end() {
    let stand = stand();
    let (server, http) = serve_http(&stand, "");
    assert_eq!((get(http, "/ready").status, get(http, "/health").status), (200, 200));
    server.state().drain();
    let answer = get(http, "/ready");
    assert_eq!((answer.status, answer.body.as_str()), (503, "draining\n"));
    assert_eq!(get(http, "/health").status, 200);
    assert!(get(http, "/metrics").body.contains("\nagi1c_draining 1\n"));
}

#[test]
fn what_is_not_served_is_said_without_a_page() {
    let stand = stand();
    let (_server, http) = serve_http(&stand, "");
    for target in ["/", "/lookup/", "/lookup.php?number=74952293042", "/../etc/passwd"] {
        let answer = get(http, target);
        assert_eq!((answer.status, answer.body.as_str()), (404, ""), "{target}");
    }
}

#[test]
fn strangers_are_turned_away() {
    let stand = stand();
    let (_server, http) = serve_http(&stand, "allow = 192.0.2.1\n");
    let mut socket = TcpStream::connect(http).expect("a connection");
    let _ = socket.write_all(b"GET /lookup?number=74952293042 HTTP/1.1\r\nHost: x\r\n\r\n");
    socket.set_read_timeout(Some(PATIENCE)).expect("a time limit");
    match socket.read(&mut [0; 64]) {
        Ok(read) => assert_eq!(read, 0),
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{error}"),
    }
    assert!(stand.requests().is_empty());
}

#[test]
fn more_lookups_than_there_is_room_for_get_no_name_at_once() {
    let held = Held::default();
    let stand = held.stand();
    let (_server, http) = serve_http(&stand, "calls = 2\n");
    std::thread::scope(|scope| {
        let waiting: Vec<_> = (0..2).map(|_| scope.spawn(move || name(http, "number=74952293042"))).collect();
        let in_flight = || get(http, "/metrics").body.contains("\nagi1c_in_flight{way=\"http\"} 2\n");
        wait_until("two lookups wait for 1C", in_flight);
        assert_eq!(name(http, "number=74952293042"), "");
        let metrics = get(http, "/metrics").body;
        assert!(metrics.contains("\nagi1c_turned_away_total{way=\"http\",reason=\"full\"} 1\n"), "{metrics}");
        held.let_answer();
        for lookup in waiting {
            assert_eq!(lookup.join().expect("an answer"), NAME);
        }
    });
}

#[test]
fn a_client_that_sends_half_a_request_is_closed_and_takes_nothing_from_others() {
    let stand = stand();
    let (_server, http) = serve_http(&stand, "calls = 1\n");
    let slow: Vec<TcpStream> = (0..50)
        .map(|_| {
            let mut socket = TcpStream::connect(http).expect("a connection");
            socket.write_all(b"GET /lookup?number=74952293042 HTTP/1.1\r\nHo").expect("it is taken");
            socket
        })
        .collect();
    assert_eq!(name(http, "number=74952293042"), NAME);
    for mut socket in slow {
        socket.set_read_timeout(Some(PATIENCE)).expect("a time limit");
        // Closed, with or without a word.
        let mut said = Vec::new();
        match socket.read_to_end(&mut said) {
            Ok(_) => assert!(!String::from_utf8_lossy(&said).contains(NAME)),
            Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{error}"),
        }
    }
}

#[test]
fn a_silent_1c_holds_a_lookup_no_longer_than_the_deadline() {
    let held = Held::default();
    let stand = held.stand();
    let server = serve_within(&stand, 1000, "http = 127.0.0.1:0\n");
    let began = Instant::now();
    assert_eq!(name(server.http().expect("it serves HTTP"), "number=74952293042"), "");
    // The deadline, and what a slow machine may add to it.
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    held.let_answer();
}

#[test]
fn one_connection_serves_several_requests() {
    let stand = stand();
    let (_server, http) = serve_http(&stand, "");
    let mut socket = TcpStream::connect(http).expect("a connection");
    let one = "GET /lookup?number=74952293042 HTTP/1.1\r\nHost: server\r\n";
    socket.write_all(format!("{one}\r\n{one}Connection: close\r\n\r\n").as_bytes()).expect("it takes them");
    socket.set_read_timeout(Some(PATIENCE)).expect("a time limit");
    let mut text = String::new();
    socket.read_to_string(&mut text).expect("two answers");
    assert_eq!(text.matches(NAME).count(), 2, "{text}");
}

/// The text read by a parser nobody here wrote, PyPI's prometheus_client.
#[test]
#[ignore = "tests/run"]
fn prometheus_reads_the_metrics() {
    const READ: &str = r#"
import sys
from prometheus_client.parser import text_string_to_metric_families
for family in text_string_to_metric_families(sys.stdin.read()):
    for sample in family.samples:
        labels = ",".join(f"{key}={value}" for key, value in sorted(sample.labels.items()))
        print(family.type, sample.name, labels, float(sample.value))
"#;
    let stand = stand();
    let (server, http) = serve_http(&stand, "");
    name(http, "number=74952293042");
    assert_named(&call(&server));
    let text = get(http, "/metrics");
    assert!(text.kind.starts_with("text/plain; version=0.0.4"), "{}", text.kind);
    let mut python = std::process::Command::new(crate::installed::cache().join("venv/bin/python"))
        .args(["-c", READ])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("tests/run installs it");
    python.stdin.take().expect("a pipe").write_all(text.body.as_bytes()).expect("it reads");
    let output = python.wait_with_output().expect("its end");
    let seen = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success(), "{seen}");
    for line in [
        "counter agi1c_calls_total reason=answer,status=found,way=agi 1.0",
        "counter agi1c_calls_total reason=answer,status=found,way=http 1.0",
        "histogram agi1c_call_milliseconds_count way=agi 1.0",
        "histogram agi1c_call_milliseconds_bucket le=+Inf,way=http 1.0",
        "gauge agi1c_in_flight way=http 0.0",
        "gauge agi1c_talks  0.0",
        "counter agi1c_turned_away_total reason=full,way=agi 0.0",
    ] {
        assert!(seen.lines().any(|each| each == line), "{line}\n{seen}");
    }
    // Every line that is no comment is a sample that the parser has seen.
    let samples = text.body.lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!(seen.lines().count(), samples, "{seen}");
}
