//! What the parts of one exchange tell each other: the clock's readings, the first thing that went wrong, and the bytes,
//! where somebody wants to see them. It does nothing with them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::crm::{Failure, Reason};

/// Where the time of one exchange went; a phase that was not reached is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timings {
    /// From the host's name to its addresses. Not measurable (a few microseconds) for an IP address.
    pub resolve: Option<Duration>,
    /// The TCP connection.
    pub connect: Option<Duration>,
    /// The TLS handshake, of https.
    pub handshake: Option<Duration>,
    /// Handing the request to the system.
    pub send: Option<Duration>,
    /// From there to the answer's first bytes: 1C's own time, mostly.
    pub first_byte: Option<Duration>,
    /// From there to the answer's last byte.
    pub body: Option<Duration>,
    /// Understanding the answer.
    pub parse: Option<Duration>,
    /// What TLS agreed on, or the certificates it did not take.
    #[cfg(feature = "tls")]
    pub secured: Option<Box<super::tls::Secured>>,
}

/// The bytes of one exchange.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    /// What was sent.
    pub sent: Vec<u8>,
    /// What came.
    pub received: Vec<u8>,
}

/// Told of each part of an exchange as soon as it is behind: for somebody who watches, which no call has.
#[cfg(feature = "kit")]
#[derive(Clone)]
pub struct Watch(Arc<dyn Fn(Part) + Send + Sync>);

#[cfg(feature = "kit")]
impl Watch {
    /// By this.
    pub fn new(told: impl Fn(Part) + Send + Sync + 'static) -> Watch {
        Watch(Arc::new(told))
    }
}

#[cfg(feature = "kit")]
impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Watch")
    }
}

/// A part of an exchange that may take its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The host's addresses are known.
    Resolved,
    /// There is a connection.
    Connected,
    /// TLS has agreed.
    #[cfg(feature = "tls")]
    Secured,
    /// The question has been handed over; now the other side has the word.
    Sent,
}

/// What is known of an exchange so far.
#[derive(Debug, Default)]
pub(super) struct Progress {
    pub timings: Timings,
    pub failure: Option<Failure>,
    pub first_byte_at: Option<Instant>,
    /// Only where somebody wants to see it.
    pub recorded: Option<Recorded>,
    /// Who watches.
    #[cfg(feature = "kit")]
    pub watch: Option<Watch>,
}

impl Progress {
    /// This part is behind.
    pub fn behind(&self, part: Part) {
        #[cfg(feature = "kit")]
        if let Some(watch) = &self.watch {
            (watch.0)(part);
        }
        let _ = part;
    }
}

pub(super) type SharedProgress = Arc<Mutex<Progress>>;

/// Runs `note` on what is known of the exchange so far.
pub(super) fn note<T>(shared: &SharedProgress, note: impl FnOnce(&mut Progress) -> T) -> T {
    note(&mut shared.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Keeps a failure for `exchange` and gives ureq an error to stop with.
pub(super) fn fail(shared: &SharedProgress, reason: Reason, detail: String) -> ureq::Error {
    note(shared, |progress| {
        progress.failure.get_or_insert(Failure { reason, detail });
    });
    ureq::Error::ConnectionFailed
}
