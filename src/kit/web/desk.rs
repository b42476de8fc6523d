//! What the sections share while the program runs: the stand-in, if one was started, and whether it is to end. Nothing of
//! it is stored.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::kit::stand::Stand;

/// The program's memory for as long as it runs.
#[derive(Default)]
pub struct Desk {
    stand: Mutex<Option<Stand>>,
    end: Notify,
}

impl Desk {
    /// The stand-in. One at a time: the next one takes its place.
    pub fn stand(&self) -> MutexGuard<'_, Option<Stand>> {
        // An answer that panicked leaves it as good as it was.
        self.stand.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The user is done: a double click on Linux opens no window that could be closed.
    pub fn end(&self) {
        self.end.notify_one();
    }

    /// Until the user is done.
    pub async fn ended(&self) {
        self.end.notified().await;
    }
}
