use super::*;

/// A connection that brings its bytes in pieces of `step`.
struct Pieces<'a> {
    bytes: &'a [u8],
    step: usize,
    sent: Vec<u8>,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.step.min(buffer.len()).min(self.bytes.len());
        let (now, later) = self.bytes.split_at(length);
        buffer[..length].copy_from_slice(now);
        self.bytes = later;
        Ok(length)
    }
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sent.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn requests_arrive_in_any_pieces() {
    let bytes = "POST /a%20b?number=%2B7+495&x HTTP/1.1\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\nбоGET / HTTP/1.0\r\n\r\n".as_bytes();
    for step in [1, 7, 4096] {
        let mut stream = Pieces { bytes, step, sent: Vec::new() };
        let mut reader = RequestReader::default();
        let first = reader.request(&mut stream).unwrap().unwrap();
        assert_eq!(
            (first.method.as_str(), first.path.as_str(), first.text().as_str(), first.keep_alive),
            ("POST", "/a b", "бо", true)
        );
        assert_eq!(first.parameters(), [("number".into(), "+7 495".into()), ("x".into(), String::new())]);
        assert_eq!(stream.sent, b"HTTP/1.1 100 Continue\r\n\r\n");
        let second = reader.request(&mut stream).unwrap().unwrap();
        assert_eq!((second.path.as_str(), second.keep_alive), ("/", false));
        assert!(reader.request(&mut stream).unwrap().is_none());
    }
}

#[test]
fn what_is_not_a_request_is_refused() {
    let endless = format!("GET / HTTP/1.1\r\nA: {}", "a".repeat(LIMIT));
    for (bytes, kind) in [
        ("\u{16}\u{3}\u{1} TLS\r\n\r\n", io::ErrorKind::InvalidData),
        ("POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", io::ErrorKind::InvalidData),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", io::ErrorKind::InvalidData),
        ("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc", io::ErrorKind::UnexpectedEof),
        (&endless, io::ErrorKind::InvalidData),
    ] {
        let mut stream = Pieces { bytes: bytes.as_bytes(), step: 4096, sent: Vec::new() };
        let error = RequestReader::default().request(&mut stream).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
}

#[test]
fn an_answer_on_the_wire() {
    let response = StandResponse::new(200, "text/xml; charset=utf-8", "да");
    assert_eq!(
        String::from_utf8(response.bytes(false)).unwrap(),
        "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: 4\r\nConnection: close\r\n\r\nда"
    );
}
