//! Names and the breaker in Redis, for any number of servers together: the second real [`Store`]. The keys are AstDB's
//! with the family before them (`agi1c/n/default/74952293042`), the values the same texts.
//!
//! A call never waits for Redis longer than [`PATIENCE`] a step. Once Redis has failed, nobody asks it for [`PAUSE`], and
//! calls go on as with an empty memory; the log hears of it once a minute. Connections are made by a thread of their own,
//! so that not even a silent name server holds a call.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use redis::{Client, Cmd, Connection, ConnectionAddr, FromRedisValue, IntoConnectionInfo, cmd};

use crate::config::{Cache, NameStore, Settings};
use crate::store::{Known, MAX_VALUE, Store, StoreError, whole_key};

/// The longest a call waits for one step: in `case::KEPT_BACK` a call's last two must find room.
pub const PATIENCE: Duration = Duration::from_millis(60);
/// After a failure Redis is left alone for so long: one call in that time pays for it, not each.
pub const PAUSE: Duration = Duration::from_secs(1);
/// How often a failure is said.
const SAID_EVERY: Duration = Duration::from_secs(60);
/// How long the thread that connects may try; the calls do not wait for it so long.
const CONNECTING: Duration = Duration::from_secs(2);
/// Seconds for which a breaker's history counts beyond its own window (`policy::breaker`: timeouts in a row).
const HISTORY: u64 = 300;

/// One Redis, for the whole program; a clone is the same one.
#[derive(Clone)]
pub struct Redis(Arc<Shared>);

struct Shared {
    client: Client,
    /// `host:port`, for the log: the address itself may carry a password.
    peer: String,
    state: Mutex<State>,
    /// A connection was put back, or none can be had.
    changed: Condvar,
    failures: AtomicU64,
}

/// Seconds for which values are of use.
#[derive(Clone, Copy, Default)]
struct Lifetimes {
    name: u64,
    nobody: u64,
    breaker: u64,
}

impl Lifetimes {
    /// Of one value; 0 = as long as Redis likes.
    fn of(&self, key: &str, value: &str) -> u64 {
        if key.starts_with("b/") {
            return self.breaker;
        }
        match Known::parse(value).filter(|_| key.starts_with("n/")) {
            Some(known) if known.name.is_empty() => self.nobody,
            Some(_) => self.name,
            None => 0,
        }
    }
}

#[derive(Default)]
struct State {
    lifetimes: Lifetimes,
    idle: Vec<Connection>,
    connecting: bool,
    /// Not asked until then, and why.
    away: Option<(Instant, String)>,
    said_at: Option<Instant>,
}

impl Redis {
    /// The one that the settings name, if any. Nothing is connected yet: a Redis that is away keeps no server from
    /// starting. The error is a sentence.
    pub fn of(settings: &Settings) -> Result<Option<Redis>, String> {
        match &settings.server.store {
            NameStore::AstDb => Ok(None),
            NameStore::Redis(address) => Redis::open(address.expose(), &settings.cache)
                .map(Some)
                .map_err(|what| format!("server.store: {what}")),
        }
    }

    /// Of an address `redis://[user:password@]host[:port][/database]`. The error is a sentence without the address.
    fn open(address: &str, cache: &Cache) -> Result<Redis, String> {
        let wrong = |error| format!("expected redis://host:6379/0, optionally with user:password@ ({error})");
        let info = address.into_connection_info().map_err(wrong)?;
        let peer = match info.addr() {
            ConnectionAddr::Tcp(host, port) => format!("{host}:{port}"),
            _ => return Err("expected redis://host:6379/0: only TCP without TLS is spoken".into()),
        };
        // One round trip less for each connection.
        let quiet = info.redis_settings().clone().set_skip_set_lib_name();
        let client = Client::open(info.set_redis_settings(quiet)).map_err(wrong)?;
        let (state, changed, failures) = (Mutex::default(), Condvar::default(), AtomicU64::default());
        let redis = Redis(Arc::new(Shared { client, peer, state, changed, failures }));
        redis.keep(cache);
        Ok(redis)
    }

    /// A worker's way to it.
    pub fn names(&self) -> RedisStore {
        RedisStore(Arc::clone(&self.0))
    }

    /// From now on values are kept as long as these settings can use them.
    pub fn keep(&self, cache: &Cache) {
        self.0.lock().lifetimes = Lifetimes {
            name: cache.stale.max(cache.fresh),
            nobody: cache.negative,
            breaker: cache.breaker.max(cache.login_hold) + HISTORY,
        };
    }

    /// Removes a key for somebody who asks for it on purpose, and is patient. The error is a sentence.
    pub fn remove(&self, family: &str, key: &str) -> Result<(), String> {
        self.0.ask(cmd("DEL").arg(whole_key(family, key)), Instant::now() + CONNECTING)
    }

    /// Whether it is there, for the same.
    pub fn answers(&self) -> Result<(), String> {
        self.0.ask::<String>(&cmd("PING"), Instant::now() + CONNECTING).map(drop)
    }

    /// How often Redis has failed since the start, for the metrics.
    pub fn failures(&self) -> u64 {
        self.0.failures.load(Ordering::Relaxed)
    }
}

/// Redis as a worker's memory. A failure looks like an empty memory: it is said in the server's log, once a minute, and
/// not by every call to its Asterisk.
pub struct RedisStore(Arc<Shared>);

impl RedisStore {
    /// One command, `None` where Redis cannot be used now.
    fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Option<T> {
        self.0.ask(command, Instant::now() + PATIENCE).ok()
    }
}

impl Store for RedisStore {
    fn get(&mut self, family: &str, key: &str) -> Result<Option<String>, StoreError> {
        Ok(self.ask::<Option<String>>(cmd("GET").arg(whole_key(family, key))).flatten())
    }

    fn put(&mut self, family: &str, key: &str, value: &str) -> Result<(), StoreError> {
        let value = value.get(..value.floor_char_boundary(MAX_VALUE)).unwrap_or_default();
        let mut command = cmd("SET");
        command.arg(whole_key(family, key)).arg(value);
        let seconds = self.0.lock().lifetimes.of(key, value);
        if seconds > 0 {
            command.arg("EX").arg(seconds);
        }
        self.ask::<()>(&command);
        Ok(())
    }

    fn del(&mut self, family: &str, key: &str) -> Result<(), StoreError> {
        self.ask::<()>(cmd("DEL").arg(whole_key(family, key)));
        Ok(())
    }
}

impl Shared {
    /// One command. A connection that broke off is replaced once: Redis has been restarted. The error is a sentence.
    fn ask<T: FromRedisValue>(self: &Arc<Shared>, command: &Cmd, until: Instant) -> Result<T, String> {
        let mut broken = false;
        loop {
            let mut connection = self.take(until)?;
            // A time of zero would mean no limit at all.
            let left = until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
            let asked = connection
                .set_read_timeout(Some(left))
                .and_then(|()| connection.set_write_timeout(Some(left)))
                .and_then(|()| command.query::<T>(&mut connection));
            match asked {
                Ok(value) => {
                    self.give_back(connection);
                    return Ok(value);
                }
                // It answered, and refused: the conversation is in order.
                Err(error) if !error.is_io_error() && !error.is_unrecoverable_error() => {
                    self.give_back(connection);
                    return Err(self.failed(&error.to_string(), false));
                }
                // The connection is dropped: a late answer on it would be another question's.
                Err(error) if broken || error.is_timeout() => {
                    return Err(self.failed(&error.to_string(), true));
                }
                Err(_) => self.forget_idle(),
            }
            broken = true;
        }
    }

    /// A connection: an idle one, or the one that is being made, if it comes in time.
    fn take(self: &Arc<Shared>, until: Instant) -> Result<Connection, String> {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            if let Some((_, why)) = state.away.as_ref().filter(|(until, _)| now < *until) {
                return Err(why.clone());
            }
            if let Some(connection) = state.idle.pop() {
                return Ok(connection);
            }
            if !state.connecting {
                let shared = Arc::clone(self);
                let began = std::thread::Builder::new().name("redis".into()).spawn(move || shared.connect());
                if let Err(error) = began {
                    drop(state);
                    return Err(self.failed(&format!("no thread to connect with ({error})"), true));
                }
                state.connecting = true;
            }
            let left = until.saturating_duration_since(now);
            if left.is_zero() {
                drop(state);
                return Err(self.failed("no connection in time", true));
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Makes one connection; on a thread of its own.
    fn connect(&self) {
        // However it ends, a panic included: the next call may try again.
        let _end = Connecting(self);
        match self.client.get_connection_with_timeout(CONNECTING) {
            Ok(connection) => {
                let mut state = self.lock();
                state.away = None;
                state.idle.push(connection);
            }
            Err(error) => drop(self.failed(&error.to_string(), true)),
        }
    }

    fn give_back(&self, connection: Connection) {
        self.lock().idle.push(connection);
        self.changed.notify_one();
    }

    /// Where one connection has broken off, those beside it have too.
    fn forget_idle(&self) {
        self.lock().idle.clear();
    }

    /// Counts a failure, and says it if a minute has passed since the last.
    fn failed(&self, what: &str, away: bool) -> String {
        self.failures.fetch_add(1, Ordering::Relaxed);
        let sentence = format!("Redis at {}: {what}", self.peer);
        let now = Instant::now();
        let mut state = self.lock();
        if away {
            state.away = Some((now + PAUSE, sentence.clone()));
            state.idle.clear();
        }
        if state.said_at.is_none_or(|said| now.saturating_duration_since(said) >= SAID_EVERY) {
            state.said_at = Some(now);
            log::warn!("{sentence}; calls go on without remembered names");
        }
        drop(state);
        self.changed.notify_all();
        sentence
    }

    /// A panic elsewhere leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread that connects, as long as it does.
struct Connecting<'a>(&'a Shared);

impl Drop for Connecting<'_> {
    fn drop(&mut self) {
        self.0.lock().connecting = false;
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
#[path = "tests/redis.rs"]
mod tests;
