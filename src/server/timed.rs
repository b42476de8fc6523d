//! One connection of an Asterisk's, and until when it may be waited for: each read and write gets the time that is left
//! and no more, so a client that sends a byte a second ends when its time does. It knows nothing of AGI.

use std::cell::Cell;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use socket2::{SockRef, TcpKeepalive};

/// What a wait may overstay its limit at the most, so that not every read needs a second system call for it.
const SLACK: Duration = Duration::from_millis(10);

/// In a talk nothing is sent for as long as people speak: an Asterisk that has lost its power is noticed by probes, after
/// idle + interval × retries.
const IDLE: Duration = Duration::from_secs(60);
const INTERVAL: Duration = Duration::from_secs(15);
const RETRIES: u32 = 4;

/// When the conversation ends, come what may; `None` = when one side ends it.
#[derive(Debug)]
pub struct Limit(Cell<Option<Instant>>);

impl Limit {
    /// Until then.
    pub fn until(end: Instant) -> Limit {
        Limit(Cell::new(Some(end)))
    }

    /// From now on until then.
    pub fn set(&self, end: Option<Instant>) {
        self.0.set(end);
    }

    /// What is left; `None` = any time.
    fn left(&self) -> io::Result<Option<Duration>> {
        let Some(end) = self.0.get() else { return Ok(None) };
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(Some(left)) }
    }
}

/// One direction of a connection under a limit.
pub struct TimedStream<'c> {
    stream: &'c TcpStream,
    limit: &'c Limit,
    /// What the system was last told to wait.
    told: Option<Duration>,
}

impl<'c> TimedStream<'c> {
    /// A new connection has no limit of the system's.
    pub fn new(stream: &'c TcpStream, limit: &'c Limit) -> Self {
        TimedStream { stream, limit, told: None }
    }

    /// Tells the system how long to wait, where what it was told has become wrong by more than the slack.
    fn prepare(&mut self, tell: fn(&TcpStream, Option<Duration>) -> io::Result<()>) -> io::Result<()> {
        let left = self.limit.left()?;
        let fits = match (self.told, left) {
            (None, None) => true,
            (Some(told), Some(left)) => told >= left && told - left <= SLACK,
            _ => false,
        };
        if !fits {
            tell(self.stream, left)?;
            self.told = left;
        }
        Ok(())
    }
}

impl Read for TimedStream<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.prepare(TcpStream::set_read_timeout)?;
        self.stream.read(to)
    }
}

impl Write for TimedStream<'_> {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        self.prepare(TcpStream::set_write_timeout)?;
        self.stream.write(from)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Has the system look after the other side from time to time.
pub fn watch_over(stream: &TcpStream) {
    let probes = TcpKeepalive::new().with_time(IDLE).with_interval(INTERVAL).with_retries(RETRIES);
    // Where they are not to be had, the talk is no worse for it.
    let _ = SockRef::from(stream).set_tcp_keepalive(&probes);
}

#[cfg(test)]
#[path = "tests/timed.rs"]
mod tests;
