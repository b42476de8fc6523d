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
pub type ServeCall = Box<dyn FnMut(&Accepted, &Seat<'_>)>;
/// Makes a worker's [`ServeCall`], in its thread.
pub type Hire = dyn Fn() -> ServeCall + Send + Sync;

/// The workers and the queue.
pub struct Pool {
    queue: Mutex<Queue>,
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
struct Queue {
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
        let pool = Arc::new(Pool { queue: Mutex::default(), came, left, calls, hire });
        for _ in 0..calls {
            if let Err(error) = start_worker(&pool) {
                pool.close();
                return Err(error);
            }
        }
        Ok(pool)
    }

    /// Takes a connection, where a worker is free or fewer than `most_waiting` wait; otherwise it is closed, and this `false`.
    pub fn admit(&self, call: Accepted, most_waiting: usize) -> bool {
        let mut queue = self.queue();
        if queue.closed || queue.load.calls + queue.waiting.len() >= self.calls + most_waiting {
            return false;
        }
        queue.waiting.push_back(call);
        drop(queue);
        self.came.notify_one();
        true
    }

    /// How full it is.
    pub fn load(&self) -> Load {
        let queue = self.queue();
        Load { waiting: queue.waiting.len(), ..queue.load }
    }

    /// Calls that ended in a panic.
    pub fn panics(&self) -> u64 {
        self.queue().panics
    }

    /// Takes nobody any more; who waits is still served.
    pub fn close(&self) {
        self.queue().closed = true;
        self.came.notify_all();
    }

    /// Waits until all have left, talks too, but no longer than until then. Whether they have.
    pub fn empties(&self, until: Instant) -> bool {
        let mut queue = self.queue();
        loop {
            if queue.waiting.is_empty() && queue.load.calls + queue.load.talks == 0 {
                return true;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            queue = self.left.wait_timeout(queue, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The next call for a free worker; `None` at the end.
    fn next(&self) -> Option<Accepted> {
        let mut queue = self.queue();
        loop {
            if let Some(call) = queue.waiting.pop_front() {
                queue.load.calls += 1;
                return Some(call);
            }
            if queue.closed {
                return None;
            }
            queue = self.came.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Nothing is done under the lock that could panic half way.
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
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
            let mut queue = self.pool.queue();
            if queue.closed {
                return Err("the server is about to end");
            }
            if queue.load.talks >= self.pool.calls {
                return Err("as many talks as server.calls are going on");
            }
            queue.load.talks += 1;
            queue.load.calls -= 1;
        }
        if start_worker(self.pool).is_err() {
            let mut queue = self.pool.queue();
            queue.load.talks -= 1;
            queue.load.calls += 1;
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
        let mut queue = self.pool.queue();
        match self.talking.get() {
            true => queue.load.talks -= 1,
            false => queue.load.calls -= 1,
        }
        queue.panics += u64::from(panicked);
        drop(queue);
        self.pool.left.notify_all();
    }
}

fn start_worker(pool: &Arc<Pool>) -> std::io::Result<()> {
    let pool = Arc::clone(pool);
    thread::Builder::new().name("call".into()).stack_size(STACK).spawn(move || work(&pool)).map(drop)
}

/// Serves one call after another. A call that panics ends alone: what its worker kept is made anew.
fn work(pool: &Arc<Pool>) {
    let mut kept: Option<ServeCall> = None;
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
