//! HTTP as a web server in front of 1C speaks it: requests are read with limits, an answer leaves in
//! one write. What is answered is decided elsewhere; `failures` may send something else instead.

use std::io::{self, Read, Write};
use std::time::Instant;

use percent_encoding::percent_decode_str;

/// The most a request's head or body may have, bytes.
const LIMIT: usize = 64 * 1024;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct StandRequest {
    /// `GET`, `POST`.
    pub method: String,
    /// Without the query, percent-decoded.
    pub path: String,
    /// What stands behind the `?`, undecoded.
    pub query: String,
    /// In the order they came.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
    /// When it was whole.
    pub at: Instant,
    /// Whether the client will send another one on this connection.
    pub keep_alive: bool,
}

impl StandRequest {
    /// A header's value by its name in any case; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The query's `name=value` pairs, decoded.
    pub fn parameters(&self) -> Vec<(String, String)> {
        let decoded =
            |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        self.query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (decoded(name), decoded(value))
            })
            .collect()
    }
}

/// An answer before it goes onto the wire.
#[derive(Debug, Clone)]
pub struct StandResponse {
    /// The status code.
    pub status: u16,
    /// The value of Content-Type.
    pub content_type: &'static str,
    /// Further header lines, each ending in CRLF.
    pub headers: String,
    /// The body.
    pub body: String,
}

impl StandResponse {
    /// An answer without further headers.
    pub fn new(status: u16, content_type: &'static str, body: impl Into<String>) -> Self {
        StandResponse { status, content_type, headers: String::new(), body: body.into() }
    }

    /// The whole answer as bytes.
    pub fn bytes(&self, keep_alive: bool) -> Vec<u8> {
        format!(
            "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}{}\r\n{}",
            self.status,
            phrase(self.status),
            self.content_type,
            self.body.len(),
            self.headers,
            if keep_alive { "" } else { "Connection: close\r\n" },
            self.body
        )
        .into_bytes()
    }
}

fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}

/// The bytes of a connection that were read and not yet used.
#[derive(Default)]
pub struct RequestReader(Vec<u8>);

impl RequestReader {
    /// The next request; `None` at the connection's orderly end.
    ///
    /// # Errors
    /// `InvalidData` for what is not HTTP, or too large; otherwise the connection's own errors.
    pub fn request(&mut self, stream: &mut (impl Read + Write)) -> io::Result<Option<StandRequest>> {
        let (mut request, head) = loop {
            if let Some(parsed) = head(&self.0)? {
                break parsed;
            }
            if self.0.len() > LIMIT {
                return Err(invalid("the request's head is larger than 64 KiB"));
            }
            if !self.more(stream)? {
                return Ok(None);
            }
        };
        let length = match request.header("content-length") {
            "" if request.header("transfer-encoding").is_empty() => 0,
            length => length
                .parse()
                .ok()
                .filter(|&length| length <= LIMIT)
                .ok_or_else(|| invalid("expected a Content-Length of at most 64 KiB"))?,
        };
        if request.header("expect").eq_ignore_ascii_case("100-continue") {
            stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        while self.0.len() < head + length {
            if !self.more(stream)? {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let rest = self.0.split_off(head + length);
        request.body = self.0.split_off(head);
        self.0 = rest;
        request.at = Instant::now();
        Ok(Some(request))
    }

    fn more(&mut self, stream: &mut impl Read) -> io::Result<bool> {
        let mut chunk = [0; 4096];
        let read = stream.read(&mut chunk)?;
        self.0.extend_from_slice(&chunk[..read]);
        Ok(read > 0)
    }
}

/// A request without its body, and the length of its head; `None` while the head is not whole.
fn head(bytes: &[u8]) -> io::Result<Option<(StandRequest, usize)>> {
    let mut lines = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Request::new(&mut lines);
    let length = match parsed.parse(bytes).map_err(|error| invalid(&error.to_string()))? {
        httparse::Status::Complete(length) => length,
        httparse::Status::Partial => return Ok(None),
    };
    let target = parsed.path.unwrap_or("/");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut request = StandRequest {
        method: parsed.method.unwrap_or("").into(),
        path: percent_decode_str(path).decode_utf8_lossy().into_owned(),
        query: query.into(),
        headers: parsed
            .headers
            .iter()
            .map(|line| (line.name.into(), String::from_utf8_lossy(line.value).trim().into()))
            .collect(),
        body: Vec::new(),
        at: Instant::now(),
        keep_alive: true,
    };
    let connection = request.header("connection").to_ascii_lowercase();
    request.keep_alive = match parsed.version {
        Some(1) => !connection.contains("close"),
        _ => connection.contains("keep-alive"),
    };
    Ok(Some((request, length)))
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
#[path = "tests/wire.rs"]
mod tests;
