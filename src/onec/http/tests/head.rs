use super::*;

fn clean(lines: &[&str]) -> Result<String, String> {
    let head = format!("HTTP/1.1 200 OK\r\n{}\r\n\r\n", lines.join("\r\n"));
    cleaned(head.as_bytes()).map(|cleaned| match cleaned {
        None => "unchanged".into(),
        Some(kept) => String::from_utf8(kept).expect("UTF-8"),
    })
}

#[test]
fn lines_that_are_no_headers_are_dropped() {
    let good = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    for bad in [
        "PHP Warning: mysqli_connect(): refused in /srv/x.php on line 7",
        "Warning in the script",
        "Имя: значение",
        "X Y: 1",
        " continued: yes",
        "\tcontinued",
        ": empty",
        "X-Bad: a\u{1}b",
        "<br />",
    ] {
        assert_eq!(clean(&[bad, "Content-Length: 5"]).as_deref(), Ok(good), "{bad}");
        assert_eq!(clean(&["Content-Length: 5", bad]).as_deref(), Ok(good), "{bad}");
    }
    for fine in
        ["Content-Length: 5", "X-Имя-нет: 1", "Server:", "WWW-Authenticate: Basic realm=\"1С\"", "a:b:c"]
    {
        let said = clean(&[fine]);
        let changed = fine.starts_with("X-И");
        assert_eq!(said.as_deref() == Ok("unchanged"), !changed, "{fine}");
    }
}

#[test]
fn what_frames_the_body_is_never_guessed_at() {
    for bad in [
        "Content-Length : 5",
        " content-length: 5",
        "Transfer-Encoding\t: chunked",
        "Content-Length",
        "CONTENT-LENGTH: 5\u{0}",
    ] {
        let said = clean(&["Server: x", bad]).expect_err(bad);
        assert!(said.starts_with("line 3 of its header is broken: "), "{said}");
    }
}

#[test]
fn a_header_is_whole_with_its_empty_line() {
    for (bytes, whole) in [
        ("HTTP/1.1 200 OK\r\n\r\n", Some(19)),
        ("HTTP/1.1 200 OK\n\nbody", Some(17)),
        ("HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody", Some(25)),
        ("HTTP/1.1 200 OK\r\nA: b\r\n", None),
        ("\r\n\r\nHTTP", Some(4)),
        ("", None),
    ] {
        assert_eq!(length(bytes.as_bytes()), whole, "{bytes:?}");
    }
    assert!(is_interim(b"HTTP/1.1 100 Continue\r\n\r\n") && !is_interim(b"HTTP/1.1 200 OK\r\n\r\n"));
}

#[test]
fn what_cannot_become_a_status_line_is_not_waited_for() {
    for (bytes, may) in [
        ("", true),
        ("HT", true),
        ("HTTP/1.1 200 OK\r\n", true),
        ("HTTP/1.0 404\r\n", true),
        ("HTTP/1.1 1000 x", false),
        ("HTTP/1.1 20 x", false),
        ("HTTP/2 200", false),
        ("SSH-2.0-OpenSSH", false),
        ("220 smtp", false),
    ] {
        assert_eq!(may_begin(bytes.as_bytes()), may, "{bytes}");
    }
}
