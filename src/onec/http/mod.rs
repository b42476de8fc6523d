//! One HTTP exchange with 1C: a request, the whole answer, and where the time went. The only importer of ureq, here and
//! in four of the parts below: `transport` (the connection), `room` (its buffers), `resolver` (names), `progress` (what
//! went wrong). Nothing here judges a status or reads a body; no redirect, proxy, cookie or encoding is followed.

#[cfg(feature = "server")]
mod addresses;
#[cfg(feature = "server")]
mod connections;
#[cfg(any(test, target_env = "musl"))]
mod dns;
mod head;
mod progress;
mod resolver;
mod room;
mod socket;
mod stream;
#[cfg(not(target_env = "musl"))]
mod system_names;
#[cfg(feature = "tls")]
pub mod tls;
mod transport;

use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::config::AutoHeaderValue;
use ureq::http::{HeaderMap, Response, header};

use super::encoding;
use crate::config::Url;
#[cfg(feature = "tls")]
use crate::config::{Scheme, Trust};
use crate::crm::{Failure, Reason};
#[cfg(feature = "server")]
pub use connections::Connections;
#[cfg(feature = "kit")]
pub use progress::Watch;
pub use progress::{Part, Recorded, Timings};
use progress::{SharedProgress, fail, note};

/// Bytes of an answer's body. 1C's answers have a few hundred.
pub const MAX_BODY: usize = 64 * 1024;
/// Bytes kept of one header's value: it may end in a log line.
const MAX_VALUE: usize = 200;

/// What is sent.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Where to.
    pub url: &'a Url,
    /// The whole value of `Authorization`, if any. Never printed.
    pub authorization: Option<&'a str>,
    /// Content type and body of a POST; `None` is a GET.
    pub body: Option<(&'a str, &'a [u8])>,
    /// Who may vouch for a server of https, and whether an earlier connection's session may be used: without, the
    /// certificates are seen.
    #[cfg(feature = "tls")]
    pub tls: (&'a Trust, bool),
    /// Who is told of each part that is behind.
    #[cfg(feature = "kit")]
    pub watch: Option<&'a Watch>,
    /// Where connections are kept between exchanges; `None` = this one is closed.
    #[cfg(feature = "server")]
    pub connections: Option<&'a Arc<Connections>>,
}

/// How long an exchange may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Resolving and connecting together.
    pub connect: Duration,
    /// From the connection to the answer's last byte.
    pub answer: Duration,
    /// The end of everything, whatever the other two say.
    pub until: Instant,
    /// Bytes of the body.
    pub body: usize,
}

/// What came back. Header values are cut to 200 bytes, bytes that are not UTF-8 replaced; empty = not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exchange {
    /// The status, 101 to 999.
    pub status: u16,
    /// `Content-Type`
    pub content_type: String,
    /// `Content-Encoding`
    pub content_encoding: String,
    /// `Server`
    pub server: String,
    /// `WWW-Authenticate`
    pub www_authenticate: String,
    /// `Location`
    pub location: String,
    /// The body. Whole where the status is below 300; for an error page possibly cut.
    pub body: Vec<u8>,
}

impl Exchange {
    /// The body as text, see [`encoding::unpacked`].
    pub fn text(&self) -> Result<Cow<'_, str>, Failure> {
        encoding::unpacked(&self.body, &self.content_type, &self.content_encoding)
    }
}

/// Sends one request and takes the whole answer. `timings` and `recorded` are filled as far as the exchange got, failed
/// or not.
pub fn exchange(
    request: Request<'_>,
    limits: Limits,
    timings: &mut Timings,
    recorded: Option<&mut Recorded>,
) -> Result<Exchange, Failure> {
    #[cfg(feature = "server")]
    if let Some(connections) = request.connections {
        let result = once(request, limits, timings, None);
        let reason = result.as_ref().err().map(|failure| failure.reason);
        if let Some(Reason::Refused | Reason::Unreachable | Reason::ConnectTimeout) = reason {
            connections.names.doubt(request.url.host(), Instant::now());
        }
        // Sent over a kept connection that its server was closing just then: nobody has answered, and nobody will.
        let unheard = timings.connect.is_none() && timings.send.is_some() && timings.first_byte.is_none();
        if !(unheard && reason == Some(Reason::Closed)) {
            return result;
        }
        connections.forget(&destination(request));
    }
    once(request, limits, timings, recorded)
}

/// Whom a connection leads to, and whom TLS trusts there.
#[cfg(feature = "server")]
fn destination(request: Request<'_>) -> String {
    let to = format!("{:?} {}", request.url.scheme(), request.url.peer());
    #[cfg(feature = "tls")]
    let to = [to.as_str(), " ", &request.tls.0.text].concat();
    to
}

fn once(
    request: Request<'_>,
    limits: Limits,
    timings: &mut Timings,
    recorded: Option<&mut Recorded>,
) -> Result<Exchange, Failure> {
    let shared = SharedProgress::default();
    #[cfg(feature = "kit")]
    note(&shared, |progress| progress.watch = request.watch.cloned());
    if recorded.is_some() {
        note(&shared, |progress| progress.recorded = Some(Recorded::default()));
    }
    let result = run(request, limits, &shared);
    let ended = Instant::now();
    note(&shared, |progress| {
        if let Some(first) = progress.first_byte_at {
            progress.timings.body = Some(ended.saturating_duration_since(first));
        }
        *timings = std::mem::take(&mut progress.timings);
        if let (Some(to), Some(bytes)) = (recorded, progress.recorded.take()) {
            *to = bytes;
        }
        match (result, progress.failure.take()) {
            (Ok(exchange), _) => Ok(exchange),
            (Err(_), Some(failure)) => Err(failure),
            (Err(error), None) => Err(explain(&error, request.url.peer())),
        }
    })
}

fn run(request: Request<'_>, limits: Limits, shared: &SharedProgress) -> Result<Exchange, ureq::Error> {
    // No limit of ureq's own is set: the transport holds every deadline, without ureq's whole second for an
    // exhausted step.
    let config = ureq::config::Config::builder()
        .http_status_as_error(false)
        .proxy(None)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_response_header_size(room::MAX_HEADER)
        .user_agent(concat!("agi1c/", env!("CARGO_PKG_VERSION")))
        .accept(AutoHeaderValue::None)
        .accept_encoding(AutoHeaderValue::None)
        .build();
    let size = request.url.as_str().len() + request.authorization.map_or(0, str::len);
    let size = size + request.body.map_or(0, |(kind, body)| kind.len() + body.len());
    let started = Instant::now();
    let connector = transport::HttpConnector {
        shared: Arc::clone(shared),
        peer: request.url.peer().into(),
        connect_until: limits.until.min(started + limits.connect),
        answer: limits.answer,
        until: limits.until,
        request_size: size,
        max_read: limits.body * 4,
        #[cfg(feature = "tls")]
        secure: (request.url.scheme() == Scheme::Https).then(|| transport::Secure {
            host: request.url.host().into(),
            trust: request.tls.0.clone(),
            resume: request.tls.1,
        }),
        #[cfg(feature = "server")]
        keep: request.connections.map(|connections| (Arc::clone(connections), destination(request))),
    };
    let resolver = resolver::HostResolver {
        shared: Arc::clone(shared),
        until: connector.connect_until,
        host: request.url.host().into(),
        port: request.url.port(),
        #[cfg(feature = "server")]
        connections: request.connections.map(Arc::clone),
    };
    let agent = ureq::Agent::with_parts(config, connector, resolver);

    let mut head = ureq::http::Request::builder()
        .method(if request.body.is_some() { "POST" } else { "GET" })
        .uri(request.url.as_str());
    #[cfg(feature = "server")]
    let keeps = request.connections.is_some();
    #[cfg(not(feature = "server"))]
    let keeps = false;
    if !keeps {
        head = head.header(header::CONNECTION, "close");
    }
    if let Some(value) = request.authorization {
        head = head.header(header::AUTHORIZATION, value);
    }
    let response = match request.body {
        Some((kind, body)) => agent.run(head.header(header::CONTENT_TYPE, kind).body(body)?)?,
        None => agent.run(head.body(())?)?,
    };
    receive(response, shared, request.url.peer(), limits.body)
}

/// Takes header and body. The body of an error or a redirect is only looked at for an explanation: where it
/// breaks off or is too large, what came is kept.
fn receive(
    mut response: Response<ureq::Body>,
    shared: &SharedProgress,
    peer: &str,
    most: usize,
) -> Result<Exchange, ureq::Error> {
    let headers = response.headers();
    let mut exchange = Exchange {
        status: response.status().as_u16(),
        content_type: value(headers, header::CONTENT_TYPE),
        content_encoding: value(headers, header::CONTENT_ENCODING),
        server: value(headers, header::SERVER),
        www_authenticate: offers(headers),
        location: value(headers, header::LOCATION),
        body: Vec::new(),
    };
    if (300..400).contains(&exchange.status) {
        return Ok(exchange);
    }
    let announced = response.body().content_length();
    let ok = exchange.status < 300;
    let too_large = |shared| {
        fail(
            shared,
            Reason::TooLarge,
            format!("the answer of {peer} is larger than {most} bytes: is crm.url 1C's web service?"),
        )
    };
    if ok && announced.is_some_and(|length| length > most as u64) {
        return Err(too_large(shared));
    }
    let expected = announced.map_or(1024, |length| length.min(most as u64) as usize);
    exchange.body.reserve(expected + 1);
    let mut reader = response.body_mut().as_reader().take(most as u64 + 1);
    let read = reader.read_to_end(&mut exchange.body);
    if ok {
        read?;
        if exchange.body.len() > most {
            return Err(too_large(shared));
        }
    } else {
        exchange.body.truncate(most);
    }
    Ok(exchange)
}

fn value(headers: &HeaderMap, name: header::HeaderName) -> String {
    let Some(value) = headers.get(name) else { return String::new() };
    let bytes = value.as_bytes();
    String::from_utf8_lossy(bytes.get(..MAX_VALUE).unwrap_or(bytes)).into_owned()
}

/// All ways to log in that are offered; a realm in Russian may come in windows-1251.
fn offers(headers: &HeaderMap) -> String {
    let mut all = String::new();
    for value in headers.get_all(header::WWW_AUTHENTICATE).iter().take(8) {
        if !all.is_empty() {
            all.push_str(", ");
        }
        let bytes = value.as_bytes();
        let bytes = bytes.get(..MAX_VALUE).unwrap_or(bytes);
        all.push_str(&encoding::text(bytes, "1251").unwrap_or_default());
    }
    all
}

/// A failure that ureq itself found.
fn explain(error: &ureq::Error, peer: &str) -> Failure {
    let (reason, what) = match error {
        ureq::Error::LargeResponseHeader(..) => (Reason::TooLarge, "sent a header that is too large"),
        ureq::Error::Io(_) => (Reason::Closed, "closed the connection in the middle of its answer"),
        _ => (Reason::Http, "sent something that is not HTTP/1.1: is crm.url's port the web server's?"),
    };
    Failure::new(reason, format!("{peer} {what} ({error})"))
}
