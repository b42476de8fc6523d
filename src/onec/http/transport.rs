//! The socket under ureq: the whole request in one write, the clock read at each phase. The deadlines are
//! [`Socket`]'s, the buffers [`Room`]'s. It never interprets HTTP.
//!
//! With the feature `tls` the socket may be a TLS connection ([`super::tls`]); everything else is the same.
//!
//! ureq hands over header and body apart; both are kept until an answer is waited for, so one segment leaves
//! and Nagle's algorithm has nothing to delay: TCP_NODELAY is not needed. A call of the appliance's keeps no connection.

use std::fmt;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

use super::head;
use super::progress::{Part, SharedProgress, fail, note};
use super::room::{MAX_HEADER, Room};
use super::socket::{Socket, is_too_late};
use super::stream::Stream;
#[cfg(feature = "tls")]
use super::tls;
use crate::crm::Reason;

/// Where an exchange's connection may come from, and go to for the next one: those that are kept, and whom this one
/// leads to.
#[cfg(feature = "server")]
pub(super) type Keep = Option<(std::sync::Arc<super::connections::Connections>, String)>;

/// What https wants to know.
#[cfg(feature = "tls")]
pub(super) struct Secure {
    /// The URL's host, an IPv6 address without its brackets.
    pub host: String,
    /// Who may vouch for it.
    pub trust: crate::config::Trust,
    /// Whether an earlier connection's session may be used.
    pub resume: bool,
}

/// Makes the connection of one exchange.
pub(super) struct HttpConnector {
    pub shared: SharedProgress,
    /// `host:port`, for messages.
    pub peer: String,
    pub connect_until: Instant,
    pub answer: Duration,
    pub until: Instant,
    /// Bytes of URL, credentials and body.
    pub request_size: usize,
    /// Everything read from one connection: header, body, the wrapping of chunks, any number of `100 Continue`.
    pub max_read: usize,
    /// Of an https address.
    #[cfg(feature = "tls")]
    pub secure: Option<Secure>,
    /// For a program that keeps connections.
    #[cfg(feature = "server")]
    pub keep: Keep,
}

impl Connector for HttpConnector {
    type Out = HttpTransport;

    fn connect(
        &self,
        details: &ConnectionDetails,
        _: Option<()>,
    ) -> Result<Option<HttpTransport>, ureq::Error> {
        let started = Instant::now();
        #[cfg(feature = "server")]
        if let Some((connections, to)) = &self.keep
            && let Some(mut stream) = connections.take(to)
        {
            stream.renew(self.until.min(started + self.answer));
            return Ok(Some(self.transport(stream)));
        }
        let stream = self.dial(&details.addrs)?;
        let connected = Instant::now();
        note(&self.shared, |progress| {
            progress.timings.connect = Some(connected - started);
            progress.behind(Part::Connected);
        });
        let until = self.until.min(connected + self.answer);
        #[cfg(feature = "tls")]
        let stream = match &self.secure {
            Some(secure) => self.secure(stream, secure, &details.addrs, until)?,
            None => Stream::Plain(Socket::new(stream, until)),
        };
        #[cfg(not(feature = "tls"))]
        let stream = Stream::Plain(Socket::new(stream, until));
        Ok(Some(self.transport(stream)))
    }
}

impl HttpConnector {
    /// A connection for one exchange.
    // Into its one caller on the appliance: apart it is 368 bytes more of its file.
    #[inline(always)]
    fn transport(&self, stream: Stream) -> HttpTransport {
        HttpTransport {
            stream,
            shared: self.shared.clone(),
            peer: self.peer.clone(),
            room: Room::new(self.request_size),
            sent_at: None,
            received: 0,
            in_head: true,
            max_read: self.max_read,
            #[cfg(feature = "server")]
            keep: self.keep.clone(),
        }
    }

    /// Tries the addresses in turn; each gets its share of the time left.
    fn dial(&self, addresses: &[SocketAddr]) -> Result<TcpStream, ureq::Error> {
        let mut worst: Option<(Reason, String)> = None;
        for (tried, address) in addresses.iter().enumerate() {
            let left = self.connect_until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let shares = u32::try_from(addresses.len() - tried).unwrap_or(1);
            let error = match TcpStream::connect_timeout(address, left / shares) {
                Ok(stream) => return Ok(stream),
                Err(error) => error,
            };
            let found = match error.kind() {
                ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset => (
                    Reason::Refused,
                    format!(
                        "{} refuses the connection: is the web server running, is the port right?",
                        self.peer
                    ),
                ),
                ErrorKind::TimedOut | ErrorKind::WouldBlock => continue,
                _ => (
                    Reason::Unreachable,
                    format!("{} cannot be reached ({error}): look at address and route", self.peer),
                ),
            };
            // "Refused" says more than "no route" of another address.
            if worst.as_ref().is_none_or(|(reason, _)| *reason != Reason::Refused) {
                worst = Some(found);
            }
        }
        let (reason, detail) = worst.unwrap_or_else(|| {
            (
                Reason::ConnectTimeout,
                format!(
                    "{} did not take the connection in time: is the host on, does a firewall drop packets?",
                    self.peer
                ),
            )
        });
        Err(fail(&self.shared, reason, detail))
    }
}

#[cfg(feature = "tls")]
impl HttpConnector {
    /// The handshake. A server that stumbles over an earlier session gets a second connection without one: no
    /// question has been sent yet.
    fn secure(
        &self,
        stream: TcpStream,
        secure: &Secure,
        addresses: &[SocketAddr],
        until: Instant,
    ) -> Result<Stream, ureq::Error> {
        let handshake =
            |resume| tls::Handshake { host: &secure.host, peer: &self.peer, trust: &secure.trust, resume };
        let made = match tls::connect(Socket::new(stream, until), handshake(secure.resume)) {
            Err(refusal) if refusal.again => {
                tls::connect(Socket::new(self.dial(addresses)?, until), handshake(false))
            }
            made => made,
        };
        let (made, secured) = match made {
            Ok((stream, secured)) => (Ok(Stream::Secure(Box::new(stream))), secured),
            Err(refusal) => (Err(refusal.why), refusal.secured),
        };
        note(&self.shared, |progress| {
            progress.timings.handshake = Some(secured.took);
            progress.timings.secured = Some(Box::new(secured));
            if made.is_ok() {
                progress.behind(Part::Secured);
            }
        });
        made.map_err(|why| match why {
            tls::Failed::TooLate => {
                let detail = format!("{} did not finish the TLS handshake in time", self.peer);
                fail(&self.shared, Reason::AnswerTimeout, detail)
            }
            tls::Failed::Refused(detail) => fail(&self.shared, Reason::Tls, detail),
        })
    }
}

impl fmt::Debug for HttpConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpConnector")
    }
}

/// The connection of one exchange.
pub(super) struct HttpTransport {
    stream: Stream,
    shared: SharedProgress,
    peer: String,
    room: Room,
    sent_at: Option<Instant>,
    received: usize,
    /// The answer's own header is not whole yet.
    in_head: bool,
    /// Bytes that may come at all.
    max_read: usize,
    #[cfg(feature = "server")]
    keep: Keep,
}

impl HttpTransport {
    fn too_late(&self) -> ureq::Error {
        let what = if self.received == 0 { "did not answer" } else { "did not finish its answer" };
        fail(
            &self.shared,
            Reason::AnswerTimeout,
            format!(
                "{} {what} in time: a first question after a pause takes 1C long, see agi1c ping",
                self.peer
            ),
        )
    }

    fn broken(&self, error: &std::io::Error) -> ureq::Error {
        if is_too_late(error) {
            return self.too_late();
        }
        fail(&self.shared, Reason::Closed, format!("{} broke the connection ({error})", self.peer))
    }

    /// Sends what ureq has written so far.
    fn flush(&mut self) -> Result<(), ureq::Error> {
        let started = Instant::now();
        let Some(request) = self.room.output.get(..self.room.written) else { return Ok(()) };
        if request.is_empty() {
            return Ok(());
        }
        note(&self.shared, |progress| {
            if let Some(recorded) = &mut progress.recorded {
                recorded.sent.extend_from_slice(request);
            }
        });
        let result = self.stream.write_all(request);
        self.room.written = 0;
        if let Err(error) = result {
            return Err(self.broken(&error));
        }
        let sent = Instant::now();
        self.sent_at = Some(sent);
        note(&self.shared, |progress| {
            progress.timings.send = Some(sent - started);
            progress.behind(Part::Sent);
        });
        Ok(())
    }

    fn receive(&mut self) -> Result<usize, ureq::Error> {
        let free = self.room.input_append_buf();
        if free.is_empty() || self.received > self.max_read {
            let detail = format!("the answer of {} does not end", self.peer);
            return Err(fail(&self.shared, Reason::TooLarge, detail));
        }
        match self.stream.read(free) {
            Ok(amount) => {
                note(&self.shared, |progress| {
                    if let Some(recorded) = &mut progress.recorded {
                        recorded.received.extend_from_slice(free.get(..amount).unwrap_or_default());
                    }
                });
                Ok(amount)
            }
            Err(error) => Err(self.broken(&error)),
        }
    }
}

impl Transport for HttpTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.room
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), ureq::Error> {
        self.room.written = self.room.output.len().min(self.room.written + amount);
        if self.room.written == self.room.output.len() { self.flush() } else { Ok(()) }
    }

    /// Waits for more, and the first time for the whole header: ureq is given it without the lines that are none.
    fn await_input(&mut self, _: NextTimeout) -> Result<bool, ureq::Error> {
        self.flush()?;
        let mut grew = false;
        loop {
            let more = self.take_in()?;
            grew |= more;
            if !more || !self.in_head || self.room.filled >= MAX_HEADER {
                return Ok(grew);
            }
            if self.clean_head()? || !self.in_head {
                return Ok(true);
            }
        }
    }

    /// ureq asks once the answer is whole and nothing in it speaks against another exchange. The connection is kept here
    /// then; for ureq it is over.
    fn is_open(&mut self) -> bool {
        #[cfg(feature = "server")]
        if let Some((connections, to)) = &self.keep {
            connections.give(to, std::mem::replace(&mut self.stream, Stream::Gone));
        }
        false
    }

    #[cfg(feature = "tls")]
    fn is_tls(&self) -> bool {
        matches!(self.stream, Stream::Secure(_))
    }
}

impl HttpTransport {
    /// Reads once; `false` at the end.
    fn take_in(&mut self) -> Result<bool, ureq::Error> {
        let amount = self.receive()?;
        if self.received == 0 && amount > 0 {
            // An alert of TLS, in answer to what is none: the port is that of https.
            if let (Stream::Plain(_), Some([0x15, 3, ..])) = (&self.stream, self.room.input.get(..amount)) {
                let detail =
                    format!("{} speaks TLS there: use https:// in crm.url, or the port of http", self.peer);
                return Err(fail(&self.shared, Reason::Tls, detail));
            }
            let now = Instant::now();
            note(&self.shared, |progress| {
                progress.timings.first_byte = self.sent_at.map(|sent| now - sent);
                progress.first_byte_at = Some(now);
            });
        }
        self.received = self.received.saturating_add(amount);
        self.room.input_appended(amount);
        Ok(amount > 0)
    }

    /// Takes bad lines out of each header that is whole; tells whether one is.
    fn clean_head(&mut self) -> Result<bool, ureq::Error> {
        // What does not begin so never ends so: ureq says what it is.
        self.in_head = head::may_begin(self.room.input());
        let mut at = 0;
        while let Some(length) = self.room.input().get(at..).and_then(head::length) {
            let block = self.room.input().get(at..at + length).unwrap_or_default();
            let interim = head::is_interim(block);
            let cleaned = head::cleaned(block)
                .map_err(|what| fail(&self.shared, Reason::Http, format!("{}: {what}", self.peer)))?;
            let kept = cleaned.as_ref().map_or(length, Vec::len);
            if let Some(cleaned) = cleaned {
                self.room.replace(at, length, &cleaned);
            }
            if !interim {
                self.in_head = false;
                return Ok(true);
            }
            at += kept;
        }
        Ok(at > 0)
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpTransport")
    }
}

#[cfg(test)]
#[path = "tests/transport.rs"]
mod tests;
