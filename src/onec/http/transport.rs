//! The socket under ureq: exact deadlines, the whole request in one write, small buffers, the clock read at
//! each phase. It never interprets HTTP.
//!
//! With the feature `tls` the socket may be a TLS connection ([`super::tls`]); everything else is the same.
//!
//! ureq hands over header and body apart; both are kept until an answer is waited for, so one segment leaves
//! and Nagle's algorithm has nothing to delay: TCP_NODELAY is not needed. A call keeps no connection.

use std::fmt;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

use super::head;
use super::progress::{Shared, fail, note};
#[cfg(feature = "tls")]
use super::tls;
use crate::crm::Reason;

/// Bytes of an answer's header, the status line included.
pub(super) const MAX_HEADER: usize = 16 * 1024;
/// One read's size at first; 1C's answers have 400–600 bytes, header included.
const FIRST_READ: usize = 1024;
/// Room for a header and what follows it; ureq refuses a header above [`MAX_HEADER`] before this is full.
const MAX_INPUT: usize = MAX_HEADER + FIRST_READ;
/// A new connection's send buffer takes this much without waiting on every kernel (the least default is
/// 16 KiB): only a larger request needs a time limit for its write.
const SURE_WRITE: usize = 8 * 1024;
/// What a read may overstay its limit at the most.
const SLACK: Duration = Duration::from_millis(10);
/// Request line, Host, Connection, User-Agent, Content-Length and the names of the rest, generously.
const HEADER_ROOM: usize = 512;

/// What the bytes go through.
enum Stream {
    Plain(TcpStream),
    #[cfg(feature = "tls")]
    Secure(Box<tls::Stream>),
}

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
pub(super) struct Wire {
    pub shared: Shared,
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
}

impl Connector for Wire {
    type Out = Link;

    fn connect(&self, details: &ConnectionDetails, _: Option<()>) -> Result<Option<Link>, ureq::Error> {
        let started = Instant::now();
        let stream = self.dial(&details.addrs)?;
        let connected = Instant::now();
        note(&self.shared, |progress| progress.timings.connect = Some(connected - started));
        let until = self.until.min(connected + self.answer);
        #[cfg(feature = "tls")]
        let stream = match &self.secure {
            Some(secure) => self.secure(stream, secure, &details.addrs, until)?,
            None => Stream::Plain(stream),
        };
        #[cfg(not(feature = "tls"))]
        let stream = Stream::Plain(stream);
        Ok(Some(Link {
            stream,
            shared: self.shared.clone(),
            peer: self.peer.clone(),
            until,
            room: Room { output: vec![0; self.request_size + HEADER_ROOM], ..Room::default() },
            sent_at: None,
            received: 0,
            in_head: true,
            max_read: self.max_read,
            read_limit: Duration::MAX,
        }))
    }
}

impl Wire {
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
impl Wire {
    /// The handshake. A server that stumbles over an earlier session gets a second connection without one: no
    /// question has been sent yet.
    fn secure(
        &self,
        stream: TcpStream,
        secure: &Secure,
        addresses: &[SocketAddr],
        until: Instant,
    ) -> Result<Stream, ureq::Error> {
        let wanted = |resume| tls::Wanted {
            host: &secure.host,
            peer: &self.peer,
            trust: &secure.trust,
            until,
            resume,
        };
        let made = match tls::connect(stream, wanted(secure.resume)) {
            Err(refusal) if refusal.again => tls::connect(self.dial(addresses)?, wanted(false)),
            made => made,
        };
        let (made, secured) = match made {
            Ok((stream, secured)) => (Ok(Stream::Secure(Box::new(stream))), secured),
            Err(refusal) => (Err(refusal.why), refusal.secured),
        };
        note(&self.shared, |progress| {
            progress.timings.handshake = Some(secured.took);
            progress.timings.secured = Some(Box::new(secured));
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

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wire")
    }
}

/// The connection of one exchange.
pub(super) struct Link {
    stream: Stream,
    shared: Shared,
    peer: String,
    /// The answer's last byte must be here by then.
    until: Instant,
    room: Room,
    sent_at: Option<Instant>,
    received: usize,
    /// The answer's own header is not whole yet.
    in_head: bool,
    /// Bytes that may come at all.
    max_read: usize,
    /// What the socket's read limit is set to: a dribbling peer gets less each time.
    read_limit: Duration,
}

impl Link {
    fn left(&self) -> Result<Duration, ureq::Error> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(self.too_late()) } else { Ok(left) }
    }

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
        fail(&self.shared, Reason::Closed, format!("{} broke the connection ({error})", self.peer))
    }

    /// Sends what ureq has written so far.
    fn flush(&mut self) -> Result<(), ureq::Error> {
        let started = Instant::now();
        let left = self.left()?;
        let Some(request) = self.room.output.get(..self.room.written) else { return Ok(()) };
        if request.is_empty() {
            return Ok(());
        }
        note(&self.shared, |progress| {
            if let Some(recorded) = &mut progress.recorded {
                recorded.sent.extend_from_slice(request);
            }
        });
        let result = match &mut self.stream {
            Stream::Plain(stream) if request.len() > SURE_WRITE => {
                stream.set_write_timeout(Some(left)).and_then(|()| stream.write_all(request))
            }
            Stream::Plain(stream) => stream.write_all(request),
            #[cfg(feature = "tls")]
            Stream::Secure(stream) => stream.write_all(request),
        };
        self.room.written = 0;
        match result {
            Ok(()) => {}
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return Err(self.too_late());
            }
            Err(error) => return Err(self.broken(&error)),
        }
        let sent = Instant::now();
        self.sent_at = Some(sent);
        note(&self.shared, |progress| progress.timings.send = Some(sent - started));
        Ok(())
    }

    fn receive(&mut self) -> Result<usize, ureq::Error> {
        loop {
            let left = self.left()?;
            // The first read waits as long as it may. The limit is shortened only when it has become wrong by
            // more than the slack: an ordinary answer in two parts needs no second system call for that.
            if let Stream::Plain(stream) = &self.stream
                && self.read_limit > left.saturating_add(SLACK)
            {
                if let Err(error) = stream.set_read_timeout(Some(left)) {
                    return Err(self.broken(&error));
                }
                self.read_limit = left;
            }
            let free = self.room.input_append_buf();
            if free.is_empty() || self.received > self.max_read {
                return Err(fail(
                    &self.shared,
                    Reason::TooLarge,
                    format!("the answer of {} does not end", self.peer),
                ));
            }
            let read = match &mut self.stream {
                Stream::Plain(stream) => stream.read(free),
                #[cfg(feature = "tls")]
                Stream::Secure(stream) => stream.read(free),
            };
            match read {
                Ok(amount) => {
                    note(&self.shared, |progress| {
                        if let Some(recorded) = &mut progress.recorded {
                            recorded.received.extend_from_slice(free.get(..amount).unwrap_or_default());
                        }
                    });
                    return Ok(amount);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    return Err(self.too_late());
                }
                Err(error) => return Err(self.broken(&error)),
            }
        }
    }
}

impl Transport for Link {
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

    fn is_open(&mut self) -> bool {
        false
    }

    #[cfg(feature = "tls")]
    fn is_tls(&self) -> bool {
        matches!(self.stream, Stream::Secure(_))
    }
}

impl Link {
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

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link")
    }
}

/// ureq's buffers: the output collects until [`Link::flush`], the input grows only for a long header.
#[derive(Default)]
struct Room {
    output: Vec<u8>,
    /// Bytes of `output` that wait to be sent.
    written: usize,
    input: Vec<u8>,
    filled: usize,
    consumed: usize,
    progress: bool,
}

impl Room {
    /// Puts fewer bytes in the place of some of the input.
    fn replace(&mut self, at: usize, length: usize, with: &[u8]) {
        let from = self.consumed + at;
        let (end, rest) = (from + length, from + with.len());
        if let Some(place) = self.input.get_mut(from..rest) {
            place.copy_from_slice(with);
            self.input.copy_within(end..self.filled, rest);
            self.filled -= end - rest;
        }
    }
}

impl Buffers for Room {
    fn output(&mut self) -> &mut [u8] {
        self.output.get_mut(self.written..).unwrap_or_default()
    }

    fn tmp_and_output(&mut self) -> (&mut [u8], &mut [u8]) {
        // ureq reads a body of known length straight into the output; the scratch space is for chunks.
        (&mut [], self.output.get_mut(self.written..).unwrap_or_default())
    }

    fn input(&self) -> &[u8] {
        self.input.get(self.consumed..self.filled).unwrap_or_default()
    }

    fn input_append_buf(&mut self) -> &mut [u8] {
        if self.consumed > 0 {
            self.input.copy_within(self.consumed..self.filled, 0);
            self.filled -= self.consumed;
            self.consumed = 0;
        }
        if self.filled == self.input.len() {
            let mut larger = vec![0; (self.input.len() * 2).clamp(FIRST_READ, MAX_INPUT)];
            if let Some(start) = larger.get_mut(..self.filled) {
                start.copy_from_slice(self.input.get(..self.filled).unwrap_or_default());
            }
            self.input = larger;
        }
        self.input.get_mut(self.filled..).unwrap_or_default()
    }

    fn input_appended(&mut self, amount: usize) {
        self.filled = self.input.len().min(self.filled + amount);
    }

    fn input_consume(&mut self, amount: usize) {
        self.progress = amount > 0;
        self.consumed = self.filled.min(self.consumed + amount);
    }

    fn can_use_input(&self) -> bool {
        self.progress && self.consumed < self.filled
    }
}
