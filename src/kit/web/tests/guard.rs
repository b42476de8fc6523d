//! Who is let in, request by request; over real sockets: `tests/all/web/guard.rs`.

use super::*;

const TOKEN_OF_OURS: &str = "a1b2";

fn guard(port: u16) -> Guard {
    let mut guard = Guard::new(SocketAddr::from(([127, 0, 0, 1], port))).unwrap();
    guard.token = TOKEN_OF_OURS.into();
    guard
}

/// Whether a request of these headers, `Name: value` a line, is let in.
fn admitted(line: &str, headers: &str) -> bool {
    let (method, target) = line.split_once(' ').unwrap();
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers.lines().filter_map(|line| line.trim().split_once(": ")) {
        request = request.header(name, value);
    }
    guard(8800).admit(&request.body(()).unwrap()).is_ok()
}

#[test]
fn the_page_itself_needs_no_token() {
    for path in OPEN {
        assert!(admitted(&format!("GET {path}"), "Host: 127.0.0.1:8800"), "{path}");
    }
    assert!(admitted("GET /", "Host: LocalHost:8800\nSec-Fetch-Site: none"));
    assert!(admitted("HEAD /", "Host: 127.0.0.1:8800\nSec-Fetch-Site: same-origin"));
    assert!(admitted("GET http://127.0.0.1:8800/", "Host: 127.0.0.1:8800"));
    assert!(!admitted("GET /api/words", "Host: 127.0.0.1:8800"));
    assert!(!admitted("GET /else", "Host: 127.0.0.1:8800"));
    assert!(!admitted("OPTIONS /", "Host: 127.0.0.1:8800\nOrigin: http://127.0.0.1:8800"));
}

#[test]
fn another_name_for_this_machine_is_refused() {
    for host in [
        "",
        "Host: evil.example:8800",
        "Host: 127.0.0.1",
        "Host: 127.0.0.1:88",
        "Host: 127.0.0.1:8800\nHost: x",
    ] {
        assert!(!admitted("GET /", host), "{host}");
    }
    assert!(!admitted("GET http://evil.example/", "Host: 127.0.0.1:8800"));
    // The port that browsers leave out.
    let request = Request::builder().uri("/").header("Host", "127.0.0.1").body(()).unwrap();
    assert!(guard(80).admit(&request).is_ok());
}

#[test]
fn a_question_needs_the_token_and_our_own_page() {
    let asked = |more: &str| admitted("POST /api/check", &format!("Host: 127.0.0.1:8800\n{more}"));
    let ours = "Origin: http://127.0.0.1:8800\nX-Agi1c-Token: a1b2";
    assert!(asked(ours));
    assert!(asked(&format!("{ours}\nSec-Fetch-Site: same-origin")));
    for site in ["none", "same-site", "cross-site", "same-origin\nSec-Fetch-Site: same-origin"] {
        assert!(!asked(&format!("{ours}\nSec-Fetch-Site: {site}")), "{site}");
    }
    for token in
        ["", "X-Agi1c-Token: ", "X-Agi1c-Token: a1b", "X-Agi1c-Token: a1b3", "X-Agi1c-Token: a1b2a1b2"]
    {
        assert!(!asked(&format!("Origin: http://127.0.0.1:8800\n{token}")), "{token}");
    }
    for origin in [
        "",
        "Origin: null",
        "Origin: http://evil.example",
        "Origin: http://127.0.0.1:9900",
        "Origin: http://localhost:8800",
        "Origin: https://127.0.0.1:8800",
        "Origin: http://127.0.0.1:8800\nOrigin: http://evil.example",
    ] {
        assert!(!asked(&format!("X-Agi1c-Token: a1b2\n{origin}")), "{origin}");
    }
}

#[test]
fn no_two_programs_have_one_token() {
    let of = |address| Guard::new(address).unwrap().url(address);
    let address = SocketAddr::from(([127, 0, 0, 1], 8800));
    let url = of(address);
    assert!(url.starts_with("http://127.0.0.1:8800/#") && url.len() == 23 + TOKEN_BYTES * 2, "{url}");
    assert_ne!(url, of(address));
}
