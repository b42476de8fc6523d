//! What the bytes of an exchange go through: a connection as it is, or TLS over it. It knows neither HTTP nor names.

use std::io::Result;
#[cfg(feature = "server")]
use std::time::Instant;

use super::socket::Socket;
#[cfg(feature = "tls")]
use super::tls;

/// A connection.
pub(super) enum Stream {
    /// As it is.
    Plain(Socket),
    /// https
    #[cfg(feature = "tls")]
    Secure(Box<tls::TlsStream>),
    /// Handed on to a later exchange.
    #[cfg(feature = "server")]
    Gone,
}

impl Stream {
    /// Reads what there is; 0 at the end.
    pub fn read(&mut self, to: &mut [u8]) -> Result<usize> {
        match self {
            Stream::Plain(stream) => stream.read(to),
            #[cfg(feature = "tls")]
            Stream::Secure(stream) => stream.read(to),
            #[cfg(feature = "server")]
            Stream::Gone => Ok(0),
        }
    }

    /// Writes all of it.
    pub fn write_all(&mut self, from: &[u8]) -> Result<()> {
        match self {
            Stream::Plain(stream) => stream.write_all(from),
            #[cfg(feature = "tls")]
            Stream::Secure(stream) => stream.write_all(from),
            #[cfg(feature = "server")]
            Stream::Gone => Err(std::io::ErrorKind::NotConnected.into()),
        }
    }
}

#[cfg(feature = "server")]
impl Stream {
    /// The connection once more, for another exchange with an end of its own.
    pub fn renew(&mut self, until: Instant) {
        match self {
            Stream::Plain(stream) => stream.renew(until),
            #[cfg(feature = "tls")]
            Stream::Secure(stream) => stream.renew(until),
            Stream::Gone => {}
        }
    }

    /// Whether the server has neither closed nor said anything that nobody asked for.
    pub fn is_quiet(&mut self) -> bool {
        match self {
            Stream::Plain(stream) => stream.is_quiet(),
            #[cfg(feature = "tls")]
            Stream::Secure(stream) => stream.is_quiet(),
            Stream::Gone => false,
        }
    }
}
