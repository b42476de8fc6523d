//! Connections that are kept between exchanges, for a program that asks 1C often: a new one costs a round trip, and three
//! times the processor time of an answer. All workers share them, and the last one used is the first to be used again: at
//! night one of them is enough, and the others have been forgotten. They are not in ureq's own pool, which belongs to
//! one agent with one exchange's limits.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::addresses::Addresses;
use super::stream::Stream;

/// A connection that has been idle for longer is not used again: a firewall in between may have forgotten it, and would
/// swallow the question.
const IDLE: Duration = Duration::from_secs(15);

/// Kept connections.
pub struct Connections {
    idle: Mutex<Vec<Connection>>,
    most: usize,
    /// What hosts' names were found to mean.
    pub(super) names: Addresses,
}

struct Connection {
    /// Whom it leads to, and whom TLS trusts there.
    to: String,
    stream: Stream,
    since: Instant,
}

impl Connections {
    /// None yet, and never more than so many.
    pub fn new(most: usize) -> Connections {
        Connections { idle: Mutex::default(), most, names: Addresses::default() }
    }

    /// How many are kept just now.
    pub fn idle(&self) -> usize {
        self.held().len()
    }

    /// One that leads there, if it can still be used.
    pub(super) fn take(&self, to: &str) -> Option<Stream> {
        loop {
            // Closing the others, and with TLS saying goodbye there, is not to hold anybody up.
            let connection = {
                let mut idle = self.held();
                let at = idle.iter().rposition(|connection| connection.to == to)?;
                idle.remove(at)
            };
            let Connection { mut stream, since, .. } = connection;
            if since.elapsed() < IDLE && stream.is_quiet() {
                return Some(stream);
            }
        }
    }

    /// Keeps one for the next exchange; those that have been idle for too long are let go.
    pub(super) fn give(&self, to: &str, stream: Stream) {
        let now = Instant::now();
        let mut idle = self.held();
        // The longest idle stand first.
        let old = idle
            .iter()
            .take_while(|connection| now.saturating_duration_since(connection.since) >= IDLE)
            .count();
        let mut over: Vec<Connection> = idle.drain(..old).collect();
        if idle.len() < self.most {
            idle.push(Connection { to: to.into(), stream, since: now });
        }
        drop(idle);
        over.clear();
    }

    /// Lets all go that lead there: their server has closed one unseen.
    pub(super) fn forget(&self, to: &str) {
        let mut idle = self.held();
        let (gone, kept) = std::mem::take(&mut *idle).into_iter().partition(|connection| connection.to == to);
        *idle = kept;
        drop(idle);
        drop::<Vec<Connection>>(gone);
    }

    fn held(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connections")
    }
}
