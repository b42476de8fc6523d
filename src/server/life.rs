//! The server's life: settings, listeners, signals, the end.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::fastagi::Worker;
use super::http::Site;
use super::pool::{Pool, ServeCall};
use super::redis::Redis;
use super::state::{OpenNames, ServerState};
use super::{gate, http, journal, notify};
use crate::cli::{self, OK, TROUBLE, USAGE};
use crate::config::{self, Settings};

/// At the end calls get `call.deadline` and this.
const GRACE: Duration = Duration::from_secs(1);

/// Serves until SIGTERM. The exit status.
pub fn run() -> u8 {
    let settings = match load() {
        Ok(settings) => settings,
        Err(what) => return give_up(USAGE, &what),
    };
    journal::open(settings.log_level);
    let signals = Signals::new([SIGHUP, SIGTERM, SIGINT]);
    let mut signals = match signals {
        Ok(signals) => signals,
        Err(error) => return give_up(TROUBLE, &format!("no signals: {error}")),
    };
    let source = settings.source.clone();
    let server = match Server::start(settings, None) {
        Ok(server) => server,
        Err(what) => return give_up(TROUBLE, &what),
    };
    journal::note(&format!(
        "version {}, FastAGI on {}, {}settings from {source}",
        env!("CARGO_PKG_VERSION"),
        server.address(),
        server.http().map(|address| format!("HTTP on {address}, ")).unwrap_or_default()
    ));
    notify::tell("READY=1");
    for signal in signals.forever() {
        if signal != SIGHUP {
            break;
        }
        server.reload(load());
    }
    notify::tell("STOPPING=1");
    journal::note("ending: no new calls");
    match server.end() {
        true => journal::note("ended, all calls were served"),
        false => journal::note("ended, though calls or talks were going on"),
    }
    OK
}

/// The settings, if there is a 1C in them that can be asked.
fn load() -> Result<Settings, String> {
    let settings = config::load(&[]).map_err(|error| error.to_string())?;
    match cli::ping::usable(&settings) {
        Ok(_) => Ok(settings),
        Err(error) => Err(error.to_string()),
    }
}

fn give_up(status: u8, what: &str) -> u8 {
    journal::note(what);
    status
}

/// A server that is running.
pub struct Server {
    state: Arc<ServerState>,
    pool: Arc<Pool>,
    listener: Arc<TcpListener>,
    address: SocketAddr,
    watching: JoinHandle<()>,
    redis: Option<Redis>,
    http: Option<(SocketAddr, Arc<Site>)>,
}

impl Server {
    /// Starts one; `names` opens the store for names and the breaker, for each worker, in place of what the settings say.
    ///
    /// # Errors
    /// A sentence: the address that could not be listened on, the workers that could not be started.
    pub fn start(settings: Settings, names: Option<Box<OpenNames>>) -> Result<Server, String> {
        let wanted = settings.server.listen;
        let cannot = |error| format!("server.listen: cannot listen on {wanted}: {error}");
        let listener = Arc::new(gate::listen(wanted).map_err(cannot)?);
        let address = listener.local_addr().map_err(cannot)?;
        let calls = settings.server.calls;
        let redis = Redis::of(&settings)?;
        let shared =
            redis.clone().map(|redis| -> Box<OpenNames> { Box::new(move || Box::new(redis.names())) });
        let state = Arc::new(ServerState::new(settings, names.or(shared)));
        let theirs = Arc::clone(&state);
        let hire = move || -> ServeCall {
            let mut worker = Worker::new(&theirs);
            Box::new(move |call, seat| worker.serve(call, seat))
        };
        let pool = Pool::start(calls, Box::new(hire))
            .map_err(|error| format!("server.calls: {calls} workers cannot be started: {error}"))?;
        let watching = {
            let (listener, state, pool) = (Arc::clone(&listener), Arc::clone(&state), Arc::clone(&pool));
            thread::Builder::new().name("gate".into()).spawn(move || gate::watch(&listener, &state, &pool))
        };
        let watching = watching.map_err(|error| format!("no thread: {error}"))?;
        let http = match state.settings().server.http {
            Some(wanted) => {
                let cannot = |error| format!("server.http: cannot serve on {wanted}: {error}");
                let listener = gate::listen(wanted).map_err(cannot)?;
                let address = listener.local_addr().map_err(cannot)?;
                let site = Arc::new(Site::new(Arc::clone(&state), Arc::clone(&pool), redis.clone()));
                http::start(listener, Arc::clone(&site)).map_err(cannot)?;
                Some((address, site))
            }
            None => None,
        };
        Ok(Server { state, pool, listener, address, watching, redis, http })
    }

    /// Where names and metrics are served, if anywhere.
    pub fn http(&self) -> Option<SocketAddr> {
        self.http.as_ref().map(|(address, _)| *address)
    }

    /// Where FastAGI is served.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What all parts share.
    pub fn state(&self) -> &Arc<ServerState> {
        &self.state
    }

    /// Workers and queue.
    pub fn pool(&self) -> &Arc<Pool> {
        &self.pool
    }

    /// Takes new settings over, or says what is wrong with them and goes on with the old.
    pub fn reload(&self, settings: Result<Settings, String>) {
        match settings {
            Ok(settings) => {
                let fixed = fixed(&self.state.settings(), &settings);
                log::set_max_level(settings.log_level);
                if let Some(redis) = &self.redis {
                    redis.keep(&settings.cache);
                }
                self.state.replace(settings);
                journal::note("new settings are in force");
                if !fixed.is_empty() {
                    journal::note(&format!("{}: counts after a restart", fixed.join(", ")));
                }
            }
            Err(what) => journal::note(&format!("the old settings stay in force: {what}")),
        }
    }

    /// Takes no more calls and waits for those that are being served, `call.deadline` and a second. Whether all ended.
    pub fn end(self) -> bool {
        self.state.drain();
        let deadline = Duration::from_millis(self.state.settings().call.deadline.into());
        let until = Instant::now() + deadline + GRACE;
        gate::shut(&self.listener);
        let _ = self.watching.join();
        self.pool.close();
        let calls = self.pool.empties(until);
        // Served to the last: where several servers stand behind HAProxy, it takes a moment to hear of the end.
        let lookups = self.http.is_none_or(|(_, site)| site.empties(until));
        calls && lookups
    }
}

/// The settings that differ and are read only at the start.
fn fixed(old: &Settings, new: &Settings) -> Vec<&'static str> {
    let (old, new) = (&old.server, &new.server);
    let differs = [
        ("server.listen", old.listen != new.listen),
        ("server.http", old.http != new.http),
        ("server.calls", old.calls != new.calls),
        ("server.store", old.store != new.store),
    ];
    differs.iter().filter(|(_, differs)| *differs).map(|(key, _)| *key).collect()
}
