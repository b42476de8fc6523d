//! The limits of size, time and number.

use std::io::Write;
use std::net::TcpStream;
use std::time::Instant;

use super::{PATIENCE, Page, answer};

#[test]
fn what_is_too_large_is_not_taken() {
    let page = Page::open();
    let much = vec![b'a'; 9 * 1024 * 1024];
    for path in [
        "/api/check",
        "/api/lookup",
        "/api/numbers",
        "/api/stand",
        "/api/words",
        "/api/recipe",
        "/api/package",
        "/api/merge",
        "/api/merged",
    ] {
        let answer = page.post(path, &much);
        assert!(matches!(answer.status, 413 | 0), "{path}: {} {}", answer.status, answer.body);
        let chunked =
            [page.head(path).as_bytes(), b"Transfer-Encoding: chunked\r\n\r\n900000\r\n", &much].concat();
        let answer = page.raw(&chunked);
        assert!(matches!(answer.status, 413 | 0), "{path}: {} {}", answer.status, answer.body);
    }
    // A length that is only claimed is refused, too; and who stays below it is answered as ever.
    let head = format!("{}Content-Length: 99999999999\r\n\r\n{{", page.head("/api/check"));
    let mut stream = page.connect();
    stream.write_all(head.as_bytes()).expect("it listens");
    stream.write_all(&vec![b'a'; 70 * 1024]).expect("it listens");
    assert!(matches!(answer(&mut stream).status, 413 | 0));
    assert_eq!(page.post("/api/words", b"{}").status, 200);
}

#[test]
fn ten_megabytes_of_anything_are_no_listing_and_one_in_them_is_found() {
    let page = Page::open();
    let noise = [&[0u8, 255, b'/', b':', b'\n'][..], b"<script>alert(1)</script>"].concat().repeat(350_000);
    assert!(noise.len() > 10_000_000);
    let answer = page.post("/api/calls", &noise);
    assert_eq!((answer.status, answer.json()["calls"].as_array().map(Vec::len)), (200, Some(0)));
    let entry = b"\n/agi1c/last/1 : 2026-07-25T09:15:00Z 3042 failed no-licence 31 ms\n";
    let listing: Vec<u8> = noise.iter().copied().filter(u8::is_ascii).collect();
    let answer = page.post("/api/calls", &[&listing, &entry[..], &listing].concat()[..]);
    assert_eq!(answer.status, 413, "more than is taken");
    let answer = page.post("/api/calls", &[&entry[..], &listing].concat());
    assert_eq!(answer.json()["calls"][0]["reason"], "no-licence");
    assert!(!answer.body.contains("<script>"));
}

#[test]
fn who_is_slow_is_let_go_and_holds_up_nobody() {
    let page = Page::open();
    let started = Instant::now();
    let mut head = page.connect();
    head.write_all(b"GET / HTTP/1.1\r\nHost: ").expect("it listens");
    let mut body = page.connect();
    let begun = format!("{}Content-Length: 1000\r\n\r\n{{", page.head("/api/check"));
    body.write_all(begun.as_bytes()).expect("it listens");
    // As many as are taken at once, and more: whoever comes after them is answered once they are let go.
    let idle: Vec<TcpStream> = (0..40).map(|_| page.connect()).collect();
    assert_eq!(page.post("/api/words", b"{}").status, 200);
    assert!(matches!(answer(&mut head).status, 408 | 0), "a head without end");
    assert_eq!(answer(&mut body).status, 408, "a body without end");
    assert!(started.elapsed() < PATIENCE, "{:?}", started.elapsed());
    drop(idle);
}
