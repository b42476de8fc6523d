//! https: a TLS connection over the transport's socket, by mbedTLS. The time limit is the answer's; the server's
//! certificate is judged before the first byte of a question leaves. It knows nothing of HTTP.

mod advice;
mod certificate;
mod engine;
mod ffi;
mod peer;
mod roots;
mod session;
mod verdict;

use std::net::IpAddr;
use std::time::{Duration, Instant};

pub use certificate::Certificate;

use super::socket::Socket;
use crate::clock;
use crate::config::Trust;
use engine::Engine;
use ffi::code;
use peer::{Peer, SocketError};
use session::{SavedSession, SessionFile};

/// What a handshake has to know.
#[derive(Clone, Copy)]
pub struct Handshake<'a> {
    /// The host of the URL, an IPv6 address without its brackets.
    pub host: &'a str,
    /// `host:port`, for messages.
    pub peer: &'a str,
    /// Who may vouch for it.
    pub trust: &'a Trust,
    /// Whether an earlier connection's session may be used; without, the certificates are seen.
    pub resume: bool,
}

/// What is known of a connection once the handshake is over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Secured {
    /// `TLSv1.2`, `TLSv1.3`.
    pub version: String,
    /// The cipher suite.
    pub cipher: String,
    /// An earlier connection's session was used.
    pub resumed: bool,
    /// The chain, the server's own certificate first; empty where it was resumed.
    pub chain: Vec<Certificate>,
    /// How long it took.
    pub took: Duration,
}

/// Why there is no connection.
#[derive(Debug)]
pub enum Failed {
    /// The time is over.
    TooLate,
    /// A sentence for a person.
    Refused(String),
}

/// A connection that is secured.
pub struct TlsStream {
    engine: Engine,
    session_file: SessionFile,
    /// What was resumed, or nothing and the time of the full handshake.
    before: SavedSession,
    /// Tickets of TLS 1.3 come with the answer; one is enough.
    saved: bool,
}

/// A connection that failed, and the certificates it showed.
pub struct Refusal {
    /// Why.
    pub why: Failed,
    /// What there is to show.
    pub secured: Secured,
    /// A session was offered: without one it might do.
    pub again: bool,
}

/// Makes the handshake.
pub fn connect(socket: Socket, handshake: Handshake<'_>) -> Result<(TlsStream, Secured), Box<Refusal>> {
    let started = Instant::now();
    let refuse = |why, secured, again| Box::new(Refusal { why, secured, again });
    let address = handshake.host.parse::<IpAddr>().ok();
    // A handshake goes back and forth in small pieces: waiting to fill a segment costs 40 ms each.
    let _ = socket.set_nodelay();
    let peer = Peer::new(socket, handshake.trust, address);
    let Some(mut engine) = Engine::new(peer, address.is_none().then_some(handshake.host)) else {
        let why = "TLS cannot begin: no memory, or /dev/urandom cannot be read".into();
        return Err(refuse(Failed::Refused(why), Secured::default(), false));
    };
    let session_file = SessionFile::new(&format!("{} {}", handshake.peer, handshake.trust.text));
    let mut kept = if handshake.resume { session_file.load() } else { None };
    kept = kept.filter(|kept| engine.offer(&kept.session));
    let offered = kept.is_some();
    let result = engine.handshake();
    let further = engine.objections();
    let (version, cipher) = (engine.version().into(), engine.cipher().into());
    let peer = engine.peer();
    let chain = std::mem::take(&mut peer.chain);
    // Only a server that goes on with a session shows nothing. What was shown is judged, readable or not.
    let resumed = result.is_ok() && offered && !peer.shown;
    let secured = Secured {
        version,
        cipher,
        resumed,
        chain: chain.iter().map(|link| link.certificate.clone()).collect(),
        took: started.elapsed(),
    };
    if let Err(error) = result {
        let why = verdict::explain(&mut engine, error, handshake.peer);
        let again = offered && matches!(why, Failed::Refused(_));
        if again {
            session_file.forget();
        }
        return Err(refuse(why, secured, again));
    }
    if !resumed
        && let Err(why) = verdict::judge(handshake.trust, &chain, further, engine.peer(), handshake.peer)
    {
        session_file.forget();
        engine.close();
        return Err(refuse(Failed::Refused(why), secured, false));
    }
    let before = kept
        .filter(|_| resumed)
        .unwrap_or_else(|| SavedSession { session: Vec::new(), since: session::now() });
    let mut stream = TlsStream { engine, session_file, before, saved: false };
    if secured.version == "TLSv1.2" {
        stream.keep();
    }
    Ok((stream, secured))
}

impl TlsStream {
    /// Keeps the session for the next call, where there is a new one.
    fn keep(&mut self) {
        if !self.saved
            && let Some(session) = self.engine.session()
        {
            if session != self.before.session {
                self.session_file.save(&SavedSession { session, since: self.before.since });
            }
            self.saved = true;
        }
    }

    /// The connection once more, for another exchange with an end of its own.
    #[cfg(feature = "server")]
    pub fn renew(&mut self, until: Instant) {
        self.engine.peer().renew(until);
    }

    /// Whether the server has neither closed nor said anything that nobody asked for.
    #[cfg(feature = "server")]
    pub fn is_quiet(&mut self) -> bool {
        self.engine.peer().is_quiet()
    }

    /// Reads what there is; 0 after the server's goodbye.
    pub fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        loop {
            match self.engine.read(to) {
                Ok(amount) => return Ok(amount),
                Err(code::TICKET) => self.keep(),
                Err(code::AGAIN) => {}
                Err(code::CLOSE_NOTIFY) => return Ok(0),
                Err(error) => return Err(self.broken(error)),
            }
        }
    }

    /// Writes all of it.
    pub fn write_all(&mut self, mut from: &[u8]) -> std::io::Result<()> {
        while !from.is_empty() {
            match self.engine.write(from) {
                Ok(amount) => from = from.get(amount..).unwrap_or_default(),
                Err(error) => return Err(self.broken(error)),
            }
        }
        Ok(())
    }

    fn broken(&mut self, error: i32) -> std::io::Error {
        use std::io::{Error, ErrorKind};
        match self.engine.peer().stopped.take() {
            Some(SocketError::TooLate) => ErrorKind::TimedOut.into(),
            Some(SocketError::Broken(error)) => error,
            Some(SocketError::Endless) => Error::other("it does not end"),
            // Without the goodbye somebody in between may have cut the answer short.
            None if error == code::EOF => ErrorKind::UnexpectedEof.into(),
            None => Error::other(format!("mbedTLS -0x{:04x}", error.unsigned_abs())),
        }
    }
}

impl Drop for TlsStream {
    /// A server may drop a session whose connection ended without a goodbye.
    fn drop(&mut self) {
        self.engine.close();
    }
}

/// The day this version was released, from CHANGELOG.md: a build's own day would make no two builds alike.
const RELEASED_MS: i64 = released(include_bytes!("../../../../CHANGELOG.md"));

/// Milliseconds since 1970, but never before the release: an appliance without a battery begins in 1970 or 2000, and
/// every certificate would be of the future. Later on nothing helps but a clock that is right. Whole seconds: the age
/// of a ticket is all that would want less, and servers allow it several.
fn now_ms() -> i64 {
    i64::try_from(clock::unix_seconds())
        .map_or(i64::MAX, |seconds| seconds.saturating_mul(1000))
        .max(RELEASED_MS)
}

/// The first day that stands in a heading, in milliseconds since 1970; 0 without one.
const fn released(changelog: &[u8]) -> i64 {
    let mut at = 0;
    let mut heading = false;
    while at + 10 <= changelog.len() {
        if changelog[at] == b'\n' {
            heading = changelog[at + 1] == b'#';
        }
        if heading && changelog[at + 4] == b'-' && changelog[at + 7] == b'-' && changelog[at] == b'2' {
            let year = number(changelog, at, 4);
            let month = number(changelog, at + 5, 2);
            let day = number(changelog, at + 8, 2);
            // Years begin in March here, so that a leap day is the last.
            let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
            let days =
                365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468;
            return days * 86_400_000;
        }
        at += 1;
    }
    0
}

const fn number(text: &[u8], from: usize, count: usize) -> i64 {
    let mut value = 0;
    let mut at = from;
    while at < from + count {
        value = value * 10 + (text[at] - b'0') as i64;
        at += 1;
    }
    value
}

#[cfg(test)]
#[path = "tests/mod.rs"]
mod tests;
