//! The other end of one connection as mbedTLS sees it: a socket with a time limit, certificates to remember, roots
//! to be asked for. It objects to nothing by itself: [`super::verdict`] weighs what is collected here.

use std::net::IpAddr;

use super::super::socket::{Socket, is_too_late};
use super::certificate::Certificate;
use super::ffi::objection;
use super::roots;
use crate::config::Trust;

/// Everything a server may send on one connection, handshake included; 1C's answer has 64 KiB at the most.
const MAX_RECEIVED: usize = 384 * 1024;
/// What a read counts for at the least: it is a system call, however little it brings.
const READ_COUNTS: usize = 32;
/// mbedTLS follows eight intermediates and no more.
const MAX_CHAIN: usize = 10;

/// Why the socket gave up.
#[derive(Debug)]
pub enum SocketError {
    /// The time is over.
    TooLate,
    /// The connection broke.
    Broken(std::io::Error),
    /// The server does not come to an end.
    Endless,
}

/// One certificate of a chain and what mbedTLS holds against it.
#[derive(Debug, Clone)]
pub struct Link {
    /// The certificate.
    pub certificate: Certificate,
    /// See [`objection`].
    pub objections: u32,
}

/// The other end.
pub struct Peer {
    socket: Socket,
    received: usize,
    /// The first bytes that came: they tell a server that speaks something else.
    first: Vec<u8>,
    /// Set once the socket gave up.
    pub stopped: Option<SocketError>,
    trust: Trust,
    /// The host, where it is an address: mbedTLS compares names only.
    address: Option<IpAddr>,
    /// A certificate was shown: nothing was resumed.
    pub shown: bool,
    /// One of them has a form that mbedTLS reads and this program does not: whose it is, nobody can say.
    pub unreadable: bool,
    /// The chain, the server's own certificate first.
    pub chain: Vec<Link>,
    /// What was wrong with a source of roots, or with all of them.
    pub roots: roots::Problems,
}

impl Peer {
    /// The other end of a connected socket.
    pub fn new(socket: Socket, trust: &Trust, address: Option<IpAddr>) -> Peer {
        Peer {
            socket,
            received: 0,
            first: Vec::new(),
            stopped: None,
            trust: trust.clone(),
            address,
            shown: false,
            unreadable: false,
            chain: Vec::new(),
            roots: roots::Problems::default(),
        }
    }

    /// The first bytes that came, up to eight.
    pub fn first(&self) -> &[u8] {
        &self.first
    }

    /// The connection once more, for another exchange with an end of its own.
    #[cfg(feature = "server")]
    pub fn renew(&mut self, until: std::time::Instant) {
        self.socket.renew(until);
        (self.received, self.stopped) = (0, None);
    }

    /// Whether the server has neither closed nor said anything that nobody asked for.
    #[cfg(feature = "server")]
    pub fn is_quiet(&self) -> bool {
        self.socket.is_quiet()
    }

    fn stop<T>(&mut self, why: SocketError) -> Option<T> {
        self.stopped.get_or_insert(why);
        None
    }

    fn failed<T>(&mut self, error: std::io::Error) -> Option<T> {
        self.stop(if is_too_late(&error) { SocketError::TooLate } else { SocketError::Broken(error) })
    }

    /// Reads what there is, within the time; `None` ends the connection.
    pub fn receive(&mut self, to: &mut [u8]) -> Option<usize> {
        if self.received > MAX_RECEIVED {
            return self.stop(SocketError::Endless);
        }
        match self.socket.read(to) {
            Ok(amount) => {
                self.received += amount.max(READ_COUNTS);
                let missing = 8_usize.saturating_sub(self.first.len());
                self.first.extend(to.iter().take(amount.min(missing)));
                Some(amount)
            }
            Err(error) => self.failed(error),
        }
    }

    /// Sends all of it.
    pub fn send(&mut self, from: &[u8]) -> Option<usize> {
        match self.socket.write_all(from) {
            Ok(()) => Some(from.len()),
            Err(error) => self.failed(error),
        }
    }

    /// Remembers a certificate of the chain; mbedTLS names the root first, the server's own last.
    pub fn certificate(&mut self, own: bool, der: &[u8], mut objections: u32) -> u32 {
        self.shown = true;
        let Some(certificate) = Certificate::read(der) else {
            self.unreadable = true;
            return objections | objection::ISSUER;
        };
        if own {
            if self.address.is_some_and(|address| !certificate.names_address(address)) {
                objections |= objection::HOST;
            }
            // The very certificate was named as trusted, by no CA's leave.
            if roots::holds(&self.trust, der) {
                objections &= !objection::ISSUER;
                self.chain.clear();
            }
        }
        // A self-signed CA that serves by itself comes twice.
        self.chain.retain(|link| link.certificate.sha256 != certificate.sha256);
        if self.chain.len() < MAX_CHAIN {
            self.chain.insert(0, Link { certificate, objections });
        }
        objections
    }

    /// Gives every trusted certificate of that name.
    pub fn trusted(&mut self, issuer: &[u8], add: &mut dyn FnMut(&[u8])) {
        let Peer { trust, roots, .. } = self;
        roots::named(trust, issuer, add, roots);
    }
}
