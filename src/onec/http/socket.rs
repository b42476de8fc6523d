//! A TCP connection that ends at one moment, whatever its peer does: each read and write waits until then and no
//! longer. It knows neither HTTP nor TLS.

use std::io::{ErrorKind, Read, Result, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// A new connection's send buffer takes this much without waiting on every kernel (the least default is
/// 16 KiB): only what comes after needs a time limit.
const SURE_WRITE: usize = 8 * 1024;
/// What a read may overstay its limit at the most, so that an ordinary answer in two parts needs no second system call
/// for it.
const SLACK: Duration = Duration::from_millis(10);

/// A connection and its end. Once that has come, every call gives [`ErrorKind::TimedOut`].
pub struct Socket {
    stream: TcpStream,
    until: Instant,
    /// What the read limit is set to: a dribbling peer gets less each time.
    read_limit: Duration,
    /// Bytes that the send buffer is still sure to take.
    sure: usize,
}

impl Socket {
    /// A connection that has carried nothing yet.
    pub fn new(stream: TcpStream, until: Instant) -> Socket {
        Socket { stream, until, read_limit: Duration::MAX, sure: SURE_WRITE }
    }

    /// Small pieces leave at once, for a conversation that goes back and forth.
    #[cfg(feature = "tls")]
    pub fn set_nodelay(&self) -> Result<()> {
        self.stream.set_nodelay(true)
    }

    /// The connection once more, for another exchange with an end of its own.
    #[cfg(feature = "server")]
    pub fn renew(&mut self, until: Instant) {
        // What the system was told to wait belongs to the exchange before.
        (self.until, self.read_limit, self.sure) = (until, Duration::MAX, SURE_WRITE);
    }

    /// Whether the peer has neither closed nor said anything that nobody asked for.
    #[cfg(feature = "server")]
    pub fn is_quiet(&self) -> bool {
        let looked = socket2::SockRef::from(&self.stream)
            .recv_with_flags(&mut [std::mem::MaybeUninit::uninit()], libc::MSG_PEEK | libc::MSG_DONTWAIT);
        looked.is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
    }

    fn left(&self) -> Result<Duration> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(left) }
    }

    /// Reads what there is; 0 at the end.
    pub fn read(&mut self, to: &mut [u8]) -> Result<usize> {
        loop {
            let left = self.left()?;
            // The first read waits as long as it may. The limit is shortened only when it has become wrong by more
            // than the slack.
            if self.read_limit > left.saturating_add(SLACK) {
                self.stream.set_read_timeout(Some(left))?;
                self.read_limit = left;
            }
            match self.stream.read(to) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => return read,
            }
        }
    }

    /// Writes all of it.
    pub fn write_all(&mut self, from: &[u8]) -> Result<()> {
        let left = self.left()?;
        if from.len() > self.sure {
            self.stream.set_write_timeout(Some(left))?;
        }
        self.sure = self.sure.saturating_sub(from.len());
        self.stream.write_all(from)
    }
}

/// Whether an error of a socket's means that the time is over.
pub fn is_too_late(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

#[cfg(test)]
#[path = "tests/socket.rs"]
mod tests;
