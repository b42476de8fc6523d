//! Servers that misbehave on the wire, as tables of scripts by the reason a call must give. They are played to the
//! 1C client alone (`onec_http`) and to whole calls (here).

use std::time::Duration;

use crate::fakes::hostile::Step;
use crate::onec_wire::{response, soap, text};
use Step::{Drip, Endless, Request, Reset, Send, Silence};

/// What it is, and what the server does.
pub type Row = (&'static str, Vec<Step>);

const OK: &str = "HTTP/1.1 200 OK\r\n";
const CHUNKED: &str = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

/// `answer-timeout`
pub fn slow() -> Vec<Row> {
    let whole = response("200 OK", "", &soap("А"));
    let half = whole.len() / 2;
    let slow = Duration::from_millis(30);
    vec![
        ("accepts and says nothing", vec![Silence]),
        ("reads and says nothing", vec![Request, Silence]),
        ("half a status line", vec![Request, text("HTTP/1.1 2"), Silence]),
        ("half a header", vec![Request, text(format!("{OK}Content-Le")), Silence]),
        ("half a body", vec![Request, text(&whole[..half]), Silence]),
        ("a header that drips", vec![Request, Drip(whole.clone().into(), slow), Silence]),
        ("a body that drips", vec![Request, text(&whole[..half]), Drip(whole[half..].into(), slow), Silence]),
        ("a byte a second", vec![Request, Drip(whole.clone().into(), Duration::from_secs(1)), Silence]),
        ("half a chunk", vec![Request, text(format!("{CHUNKED}5\r\nab")), Silence]),
        ("no last chunk", vec![Request, text(format!("{CHUNKED}1\r\na\r\n")), Silence]),
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
            vec![Request, text(format!("{OK}Content-Length: 60000\r\n\r\n<")), Silence],
        ),
    ]
}

/// `closed`
pub fn closes() -> Vec<Row> {
    let whole = response("200 OK", "", &soap("А"));
    vec![
        ("closes at once", vec![]),
        ("closes at once, with a reset", vec![Reset]),
        ("closes after the request", vec![Request]),
        ("closes in the status line", vec![Request, text("HTTP/1.1 2")]),
        ("closes in the header", vec![Request, text(format!("{OK}Content-Le"))]),
        ("closes in the body", vec![Request, text(&whole[..whole.len() - 10])]),
        ("closes in a chunk", vec![Request, text(format!("{CHUNKED}5\r\nab"))]),
        ("closes before the last chunk", vec![Request, text(format!("{CHUNKED}5\r\nabcde\r\n"))]),
        (
            "closes long before an absurd length",
            vec![Request, text(format!("{OK}Content-Length: 50000\r\n\r\nx"))],
        ),
    ]
}

/// `too-large`
pub fn too_much() -> Vec<Row> {
    let over = response("200 OK", "", &"x".repeat(64 * 1024 + 1));
    let over_chunked = format!("{CHUNKED}{:x}\r\n{}\r\n0\r\n\r\n", 65_537, "x".repeat(65_537));
    vec![
        ("an endless body", vec![Request, text(format!("{OK}\r\n")), Endless(b"x".into())]),
        ("an endless header line", vec![Request, text(format!("{OK}X: ")), Endless(b"x".into())]),
        (
            "an endless header of long lines",
            vec![Request, text(OK), Endless(format!("X: {}\r\n", "x".repeat(1000)).into())],
        ),
        ("an endless status line", vec![Request, text("HTTP/1.1 200 "), Endless(b"x".into())]),
        ("endless 100 Continue", vec![Request, Endless(b"HTTP/1.1 100 Continue\r\n\r\n".into())]),
        ("endless chunks", vec![Request, text(CHUNKED), Endless(b"10\r\n0123456789abcdef\r\n".into())]),
        ("endless trailers", vec![Request, text(format!("{CHUNKED}0\r\n")), Endless(b"a: b\r\n".into())]),
        ("64 KiB and one byte", vec![Request, text(over), Silence]),
        ("64 KiB and one byte in a chunk", vec![Request, text(over_chunked), Silence]),
        (
            "a length of a gigabyte",
            vec![Request, text(format!("{OK}Content-Length: 1000000000\r\n\r\n")), Silence],
        ),
        (
            "a length of 2^64-1",
            vec![Request, text(format!("{OK}Content-Length: 18446744073709551615\r\n\r\n")), Silence],
        ),
        (
            "a name of 100 kB",
            vec![Request, text(response("200 OK", "", &soap(&"ж".repeat(50_000)))), Silence],
        ),
    ]
}

/// `tls`: https on that port.
pub fn a_tls_alert() -> Row {
    ("a TLS alert", vec![Request, Send(b"\x15\x03\x03\x00\x02\x02\x28".to_vec()), Silence])
}

/// `http`
pub fn no_http() -> Vec<Row> {
    [
        ("an SSH server", "SSH-2.0-OpenSSH_9.6\r\n".into()),
        ("an SMTP server", "220 mail ESMTP\r\n".into()),
        ("rubbish", "\0\0\0\0\n\n\n".into()),
        ("status 099", "HTTP/1.1 099 Low\r\n\r\n".into()),
        ("status 1000", "HTTP/1.1 1000 High\r\n\r\n".into()),
        ("HTTP/3", "HTTP/3.0 200 OK\r\n\r\n".into()),
        ("a negative length", format!("{OK}Content-Length: -1\r\n\r\n")),
        ("a length above 2^64", format!("{OK}Content-Length: 99999999999999999999\r\n\r\n")),
        ("two lengths", format!("{OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx")),
        ("a chunk of words", format!("{CHUNKED}xyz\r\n")),
        ("a chunk above 2^64", format!("{CHUNKED}fffffffffffffffff\r\n")),
        ("1000 headers", format!("{OK}{}\r\n", "a: b\r\n".repeat(1000))),
        ("a protocol switch", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n".into()),
    ]
    .into_iter()
    .map(|(what, bytes): (_, String)| (what, vec![Request, Send(bytes.into_bytes()), Silence]))
    .collect()
}
