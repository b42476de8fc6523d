//! What all parts of the server share: the settings as they are now, where names are kept, the counts, and whether the
//! end has begun.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::counts::Counts;
use crate::config::Settings;
use crate::onec::http::Connections;
use crate::store::Store;

/// Opens the store that all servers share, for one worker; it connects when it is first used.
pub type OpenNames = dyn Fn() -> Box<dyn Store> + Send + Sync;

/// What is shared.
pub struct ServerState {
    settings: RwLock<Arc<Settings>>,
    names: Option<Box<OpenNames>>,
    /// Connections to 1C between two questions.
    pub connections: Arc<Connections>,
    /// What is counted of calls.
    pub counts: Counts,
    /// And of lookups over HTTP.
    pub lookups: Counts,
    draining: AtomicBool,
}

impl ServerState {
    /// With these settings; `names` opens the store for names and the breaker, `None` = the calling Asterisk's AstDB.
    pub fn new(settings: Settings, names: Option<Box<OpenNames>>) -> ServerState {
        ServerState {
            connections: Arc::new(Connections::new(settings.server.calls)),
            settings: RwLock::new(Arc::new(settings)),
            names,
            counts: Counts::default(),
            lookups: Counts::default(),
            draining: AtomicBool::new(false),
        }
    }

    /// The settings as they are now. A call keeps those it began with.
    pub fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on these count.
    pub fn replace(&self, settings: Settings) {
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
    }

    /// The store for names and the breaker, for a worker of its own.
    pub fn names(&self) -> Option<Box<dyn Store>> {
        self.names.as_ref().map(|open| open())
    }

    /// Whether the end has begun: no new calls, no new talks.
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::SeqCst)
    }

    /// Begins the end.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::SeqCst);
    }
}
