use super::*;

fn masked(sent: &[u8], received: &[u8], secrets: &[&str]) -> Vec<String> {
    let transcript = Transcript { sent: sent.to_vec(), received: received.to_vec(), ..Transcript::default() };
    transcript.masked(&secrets.iter().map(ToString::to_string).collect::<Vec<_>>()).lines()
}

#[test]
fn an_exchange_is_shown_line_by_line() {
    let lines = masked(
        b"POST /ws HTTP/1.1\r\nHost: 1c\r\n\r\n<a>\n<b/></a>",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"name\":\"Ёж\"}\r\n".as_bytes(),
        &[],
    );
    assert_eq!(
        lines,
        [
            "> POST /ws HTTP/1.1",
            "> Host: 1c",
            "> <a>",
            "> <b/></a>",
            "< HTTP/1.1 200 OK",
            "< Content-Length: 9",
            "< {\"name\":\"Ёж\"}",
        ]
    );
    assert_eq!(masked(b"", b"", &[]), ["* nothing was sent"]);
    assert_eq!(masked(b"GET / HTTP/1.1\r\n\r\n", b"", &[]), ["> GET / HTTP/1.1", "* nothing came back"]);
    assert_eq!(masked(b"", b"SSH-2.0-OpenSSH_9.2\r\n", &[]), ["< SSH-2.0-OpenSSH_9.2"]);
}

#[test]
fn where_it_is_no_utf8_is_said() {
    let lines = masked(b"", b"HTTP/1.1 200 OK\r\n\r\nab\xcf\xf0z\x1b[2J", &[]);
    assert_eq!(
        lines,
        [
            "< HTTP/1.1 200 OK",
            "< ab\\xCF\\xF0z\\u{1b}[2J",
            "* the body is not UTF-8: see \\x… from its byte 3 on"
        ]
    );
    let lines = masked(b"", b"HTTP/1.1 200 \xd0\xff\r\nServer: x\r\n\r\n", &[]);
    assert_eq!(lines[2], "* the header is not UTF-8: see \\x… from its byte 14 on");
}

#[test]
fn secrets_are_masked_wherever_they_stand() {
    let lines = masked(
        b"POST / HTTP/1.1\r\nauthorization: Basic cGJ4OnNlY3JldA==\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nSet-Cookie: ibsession=abc\r\nX: cGJ4OnNlY3JldA==\r\n\r\nyou are pbx:secret, secret",
        &["cGJ4OnNlY3JldA==", "secret"],
    );
    assert_eq!(
        lines,
        [
            "> POST / HTTP/1.1",
            "> authorization: Basic ***",
            "> x",
            "< HTTP/1.1 200 OK",
            "< Set-Cookie: ***",
            "< X: ***",
            "< you are pbx:***, ***"
        ]
    );
    let lines = masked(b"GET / HTTP/1.1\r\nAuthorization: Bearer a.b\r\n\r\n", b"", &[]);
    assert_eq!(lines[1], "> Authorization: Bearer ***", "also a secret too short to be looked for");
    let lines = masked(b"", b"aaa", &["aa"]);
    assert_eq!(lines, ["< ***a"], "it ends");
}
