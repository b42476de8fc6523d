//! A fixed number of workers, each a thread that serves one call at a time, and a queue before them. A call in which
//! people begin to talk gives its worker's place to a successor, and takes its thread with it when it ends: talks that
//! last an hour cannot use the workers up. It knows nothing of AGI.

use std::cell::Cell;
use std::collections::VecDeque;
use std::net::TcpStream;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

/// A worker's stack. Calls need a fraction of it, and what is not touched takes no memory.
const STACK: usize = 1024 * 1024;

/// A connection that was taken, and when: its call's time began then.
pub struct Accepted {
    /// The connection.
    pub stream: TcpStream,
    /// When it was accepted.
    pub at: Instant,
}

/// Serves one call. A worker has one of its own, with what it keeps between calls.
pub type Serve = Box<dyn FnMut(&Accepted, &Seat<'_>)>;
/// Makes a worker's [`Serve`], in its thread.
pub type Hire = dyn Fn() -> Serve + Send + Sync;

/// The workers and the queue.
pub struct Pool {
    line: Mutex<Line>,
    /// Somebody has come, or the end.
    came: Condvar,
    /// Somebody has left.
    left: Condvar,
    calls: usize,
    hire: Box<Hire>,
}

/// How full it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Calls being served, without talks.
    pub calls: usize,
    /// Calls waiting for a worker.
    pub waiting: usize,
    /// Talks.
    pub talks: usize,
}

#[derive(Default)]
struct Line {
    waiting: VecDeque<Accepted>,
    load: Load,
    closed: bool,
    /// Calls that ended in a panic.
    panics: u64,
}

impl Pool {
    /// Starts so many workers.
    ///
    /// # Errors
    /// Where the system has no thread for one of them.
    pub fn start(calls: usize, hire: Box<Hire>) -> std::io::Result<Arc<Pool>> {
        let (came, left) = (Condvar::new(), Condvar::new());
        let pool = Arc::new(Pool { line: Mutex::default(), came, left, calls, hire });
        for _ in 0..calls {
            if let Err(error) = start_worker(&pool) {
                pool.close();
                return Err(error);
            }
        }
        Ok(pool)
    }

    /// Takes a connection, where a worker is free or fewer than `queue` wait; otherwise it is closed, and this `false`.
    pub fn admit(&self, call: Accepted, queue: usize) -> bool {
        let mut line = self.line();
        if line.closed || line.load.calls + line.waiting.len() >= self.calls + queue {
            return false;
        }
        line.waiting.push_back(call);
        drop(line);
        self.came.notify_one();
        true
    }

    /// How full it is.
    pub fn load(&self) -> Load {
        let line = self.line();
        Load { waiting: line.waiting.len(), ..line.load }
    }

    /// Calls that ended in a panic.
    pub fn panics(&self) -> u64 {
        self.line().panics
    }

    /// Takes nobody any more; who waits is still served.
    pub fn close(&self) {
        self.line().closed = true;
        self.came.notify_all();
    }

    /// Waits until all have left, talks too, but no longer than until then. Whether they have.
    pub fn empties(&self, until: Instant) -> bool {
        let mut line = self.line();
        loop {
            if line.waiting.is_empty() && line.load.calls + line.load.talks == 0 {
                return true;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            line = self.left.wait_timeout(line, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The next call for a free worker; `None` at the end.
    fn next(&self) -> Option<Accepted> {
        let mut line = self.line();
        loop {
            if let Some(call) = line.waiting.pop_front() {
                line.load.calls += 1;
                return Some(call);
            }
            if line.closed {
                return None;
            }
            line = self.came.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Nothing is done under the lock that could panic half way.
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call's place among the workers.
pub struct Seat<'p> {
    pool: &'p Arc<Pool>,
    talking: Cell<bool>,
}

impl Seat<'_> {
    /// Lets a talk begin: a successor takes this worker's place. Or the reason why it may not.
    pub fn may_talk(&self) -> Result<(), &'static str> {
        if self.talking.get() {
            return Ok(());
        }
        {
            let mut line = self.pool.line();
            if line.closed {
                return Err("the server is about to end");
            }
            if line.load.talks >= self.pool.calls {
                return Err("as many talks as server.calls are going on");
            }
            line.load.talks += 1;
            line.load.calls -= 1;
        }
        if start_worker(self.pool).is_err() {
            let mut line = self.pool.line();
            line.load.talks -= 1;
            line.load.calls += 1;
            return Err("the system has no thread for another call");
        }
        self.talking.set(true);
        Ok(())
    }

    /// Whether a talk has begun.
    pub fn talks(&self) -> bool {
        self.talking.get()
    }

    fn leave(self, panicked: bool) {
        let mut line = self.pool.line();
        match self.talking.get() {
            true => line.load.talks -= 1,
            false => line.load.calls -= 1,
        }
        line.panics += u64::from(panicked);
        drop(line);
        self.pool.left.notify_all();
    }
}

fn start_worker(pool: &Arc<Pool>) -> std::io::Result<()> {
    let pool = Arc::clone(pool);
    thread::Builder::new().name("call".into()).stack_size(STACK).spawn(move || work(&pool)).map(drop)
}

/// Serves one call after another. A call that panics ends alone: what its worker kept is made anew.
fn work(pool: &Arc<Pool>) {
    let mut kept: Option<Serve> = None;
    while let Some(call) = pool.next() {
        let seat = Seat { pool, talking: Cell::new(false) };
        let serve = || kept.get_or_insert_with(|| (pool.hire)())(&call, &seat);
        let done = panic::catch_unwind(AssertUnwindSafe(serve));
        // The caller's dialplan goes on before the place is free.
        drop(call);
        let talked = seat.talks();
        seat.leave(done.is_err());
        if talked {
            return;
        }
        if done.is_err() {
            kept = None;
        }
    }
}

#[cfg(test)]
#[path = "tests/pool.rs"]
mod tests;
