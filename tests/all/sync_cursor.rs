//! The phone book's cursor between two runs of `do=sync`: it is 1C's own text, and comes back word for word.

use crate::fakes::asterisk::{Asterisk, Version};
use crate::fakes::hostile::{Hostile, Step};

/// What the second run asks with, after 1C has given this `next` (as JSON writes it).
fn asked_again_with(next: &str) -> String {
    let page = format!("{{\"contacts\":[],\"next\":\"{next}\"}}");
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{page}", page.len());
    let onec = Hostile::start(&[Step::Request, Step::Send(answer.into_bytes())]);
    let settings = format!("[crm]\nurl = http://{}/hs/who/{{number}}\nprotocol = json\n", onec.address);
    let pbx = Asterisk::new(Version::V16);
    for _ in 0..2 {
        let call = pbx.call("100").argument("do=sync").settings(&settings).run();
        assert_eq!(call.outcome(), ("synced", "complete"), "{}", call.conversation());
    }
    let requests = onec.seen();
    let first = requests[0].split("cursor=").nth(1).expect("a cursor");
    assert!(first.starts_with('&'), "the first run begins at the beginning: {first}");
    let second = requests[1].split("cursor=").nth(1).expect("a cursor");
    second.split('&').next().unwrap_or_default().into()
}

#[test]
fn blanks_at_a_cursor_s_ends_are_its_own() {
    for (next, encoded) in [
        ("200", "200"),
        (" 200", "%20200"),
        ("200 ", "200%20"),
        ("  a  b  ", "%20%20a%20%20b%20%20"),
        ("(2013) x)", "%282013%29%20x%29"),
        (r#"\"q\" \\"#, "%22q%22%20%5C"),
        ("Ю", "%D0%AE"),
        ("\u{a0}7\u{a0}", "%C2%A07%C2%A0"),
    ] {
        assert_eq!(asked_again_with(next), encoded, "{next:?}");
    }
}

/// A service that answers one request after another with these.
fn service(answers: Vec<String>) -> std::net::SocketAddr {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("its address");
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().expect("a connection");
            let mut seen = Vec::new();
            while !seen.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).expect("a request");
                seen.push(byte[0]);
            }
            stream.write_all(answer.as_bytes()).expect("an answer");
        }
    });
    address
}

#[test]
fn a_cursor_that_1c_refuses_with_any_status_is_asked_anew() {
    let page = "{\"contacts\":[{\"number\":\"84952293042\",\"name\":\"А\"}],\"next\":\"7\"}";
    let good = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{page}", page.len());
    for status in [400, 403, 404, 409, 410, 412, 422, 500, 507] {
        let bad = format!("HTTP/1.1 {status} x\r\nContent-Length: 9\r\n\r\nno cursor");
        let address = service(vec![good.clone(), bad, good.clone()]);
        let settings = format!("[crm]\nurl = http://{address}/hs/who/{{number}}\nprotocol = json\n");
        let pbx = Asterisk::new(Version::V16);
        for _ in 0..2 {
            let call = pbx.call("100").argument("do=sync").settings(&settings).run();
            assert_eq!(call.outcome(), ("synced", "complete"), "{status}: {}", call.conversation());
        }
    }
}
