//! Who may ask: the page that we served, opened by whoever started the program, and nobody else. Other pages in the same
//! browser, other programs' pages on other ports, names that lead to 127.0.0.1 and other users of this machine are
//! turned away before a byte of what they send is looked at.
//!
//! The token comes behind the `#` of the address that is opened, so that it is in no request, log or `Referer`. The page's
//! script keeps it in the tab's own storage and sends it in a header. A cookie would go to every port of the machine.

use std::fmt::Write;
use std::net::SocketAddr;

use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, Request};

/// The header with the token.
pub const TOKEN: HeaderName = HeaderName::from_static("x-agi1c-token");

/// What every answer carries, refusals included.
pub const HEADERS: [(HeaderName, HeaderValue); 8] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=()"),
    ),
];

/// Our own script and style, and nothing else; no text may become HTML.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/// Bytes of the token.
const TOKEN_BYTES: usize = 24;

/// Who may ask.
#[derive(Debug)]
pub struct Guard {
    token: String,
    /// What `Host` may be.
    hosts: Vec<String>,
}

impl Guard {
    /// For the page at this address, with a token of its own.
    ///
    /// # Errors
    /// A sentence, where the system gives no random bytes.
    pub fn new(address: SocketAddr) -> Result<Guard, String> {
        let token = random(TOKEN_BYTES)?;
        let mut hosts = vec![address.to_string(), format!("localhost:{}", address.port())];
        if address.port() == 80 {
            // A browser leaves the usual port out.
            let bare: Vec<String> =
                hosts.iter().filter_map(|host| host.strip_suffix(":80").map(String::from)).collect();
            hosts.extend(bare);
        }
        Ok(Guard { token, hosts })
    }

    /// What is opened in the browser.
    pub fn url(&self, address: SocketAddr) -> String {
        format!("http://{address}/#{}", self.token)
    }

    /// Whether a request may be answered; the error is a sentence for whoever tries by hand.
    ///
    /// # Errors
    /// Why it may not.
    pub fn admit<B>(&self, request: &Request<B>) -> Result<(), &'static str> {
        let headers = request.headers();
        let host = one(headers, &header::HOST).ok_or("one Host is needed")?;
        let ours = |name: &str| self.hosts.iter().any(|host| host.eq_ignore_ascii_case(name));
        if !ours(host) || request.uri().authority().is_some_and(|authority| !ours(authority.as_str())) {
            return Err("this is another host's name");
        }
        let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
        match (headers.contains_key(header::ORIGIN), one(headers, &header::ORIGIN)) {
            (false, _) if is_read => {}
            (true, Some(origin)) if origin.strip_prefix("http://") == Some(host) => {}
            _ => return Err("another page asks"),
        }
        match (headers.contains_key(SITE), one(headers, &SITE)) {
            (false, _) | (true, Some("same-origin")) => {}
            // An address that was typed, or opened by another program.
            (true, Some("none")) if is_read => {}
            _ => return Err("another page asks"),
        }
        // The page itself holds nothing of anybody's.
        if is_read && OPEN.contains(&request.uri().path()) {
            return Ok(());
        }
        match one(headers, &TOKEN) {
            Some(token) if same(token.as_bytes(), self.token.as_bytes()) => Ok(()),
            _ => Err("the token is missing or wrong: open the address that the program has printed"),
        }
    }
}

/// What a browser says of where a request comes from.
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What is served without a token.
const OPEN: [&str; 4] = ["/", "/page.css", "/page.js", "/icon.svg"];

/// A header that stands there exactly once.
fn one<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

/// Compares without telling by its time how much was right.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

/// Random bytes of the system's, as hexadecimal digits.
///
/// # Errors
/// A sentence.
pub fn random(bytes: usize) -> Result<String, String> {
    let mut drawn = vec![0; bytes];
    getrandom::fill(&mut drawn).map_err(|error| format!("the system gives no random bytes: {error}"))?;
    let mut digits = String::with_capacity(bytes * 2);
    for byte in drawn {
        let _ = write!(digits, "{byte:02x}");
    }
    Ok(digits)
}

#[cfg(test)]
#[path = "tests/guard.rs"]
mod tests;
