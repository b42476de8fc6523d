//! Names over HTTP, for web interfaces that look callers up by themselves (FreePBX, Issabel), and what those ask who keep
//! servers alive. `/lookup` answers the bare name: an empty body for nobody and for every failure, always with status 200,
//! because whatever else came would be shown as the caller's name. It asks 1C on threads beside the runtime, at most
//! `server.calls` of them; nothing here knows how a name is found.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Query, State, rejection::QueryRejection};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::Semaphore;

use super::fastagi::Counted;
use super::lookup::{self, LookupRequest};
use super::memory::Memory;
use super::pool::Pool;
use super::redis::Redis;
use super::state::ServerState;
use super::{gate, journal, metrics};
use crate::case::Deadline;
use crate::config::{self, Settings};
use crate::store::{Store, Stores};

/// Connections at once; more are closed at once. A browser, a Prometheus and some PBXs keep a few each.
const CONNECTIONS: usize = 512;
/// How long a client may take to send a request's head, and how long a connection may be idle.
const HEAD: Duration = Duration::from_secs(5);
/// The longest that one connection is served, however busy it is.
const CONNECTION: Duration = Duration::from_secs(600);
/// Before the next try, where no connection can be accepted.
const PAUSE: Duration = Duration::from_millis(50);
/// Beyond the call's own deadline: a lookup keeps it by itself, this is for one that does not.
const GRACE: Duration = Duration::from_millis(250);

/// What is served, and from what.
pub struct Site {
    shared: Arc<ServerState>,
    pool: Arc<Pool>,
    redis: Option<Redis>,
    /// Where names are kept without a Redis.
    memory: Memory,
    /// Lookups at once.
    room: Arc<Semaphore>,
    most: usize,
}

impl Site {
    /// With room for `server.calls` lookups.
    pub fn new(shared: Arc<ServerState>, pool: Arc<Pool>, redis: Option<Redis>) -> Site {
        let most = shared.settings().server.calls;
        Site { shared, pool, redis, memory: Memory::default(), room: Arc::new(Semaphore::new(most)), most }
    }

    fn looking_up(&self) -> usize {
        self.most - self.room.available_permits()
    }

    /// Waits until no lookup is being served, but no longer than until then. Whether it is so.
    pub fn empties(&self, until: Instant) -> bool {
        while self.looking_up() > 0 && Instant::now() < until {
            std::thread::sleep(PAUSE);
        }
        self.looking_up() == 0
    }
}

/// Serves on a thread of its own, as long as the program lives.
///
/// # Errors
/// Where the system has no thread or no descriptor for it.
pub fn start(listener: TcpListener, site: Arc<Site>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .max_blocking_threads(site.most)
        .thread_name("lookup")
        .build()?;
    let listener = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    let run = move || runtime.block_on(accept(listener, site));
    std::thread::Builder::new().name("http".into()).spawn(run).map(drop)
}

async fn accept(listener: tokio::net::TcpListener, site: Arc<Site>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let router = router(Arc::clone(&site));
    loop {
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // No descriptor left, as a rule: it fails again at once.
                journal::warn_now_and_then(&format!("server.http: no connection can be accepted: {error}"));
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        if !gate::lets_in(&site.shared.settings(), peer.ip(), &site.shared.lookups) {
            continue;
        }
        let Ok(permit) = Arc::clone(&room).try_acquire_owned() else {
            site.shared.lookups.full.add();
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let _permit = permit;
            let mut server = http1::Builder::new();
            server.timer(TokioTimer::new()).header_read_timeout(HEAD);
            // A client that has gone away is nobody's error.
            let _ = tokio::time::timeout(CONNECTION, server.serve_connection(TokioIo::new(stream), service))
                .await;
        });
    }
}

fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/lookup", get(answer))
        .route("/health", get(async || plain("ok\n")))
        .route("/ready", get(ready))
        .route("/metrics", get(figures))
        .with_state(site)
}

fn plain(text: impl Into<String>) -> Response {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")], text.into()).into_response()
}

async fn ready(State(site): State<Arc<Site>>) -> Response {
    match site.shared.is_draining() {
        true => (StatusCode::SERVICE_UNAVAILABLE, plain("draining\n")).into_response(),
        false => plain("ready\n"),
    }
}

async fn figures(State(site): State<Arc<Site>>) -> Response {
    let shared = &site.shared;
    let text = metrics::text(&metrics::Snapshot {
        calls: &shared.counts,
        lookups: &shared.lookups,
        load: site.pool.load(),
        panics: site.pool.panics() + shared.lookups.panics.get(),
        looking_up: site.looking_up() as u64,
        idle_connections: shared.connections.idle() as u64,
        draining: shared.is_draining(),
        redis_failures: site.redis.as_ref().map(|redis| redis.failures()),
    });
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

type QueryWords = Result<Query<Vec<(String, String)>>, QueryRejection>;

async fn answer(State(site): State<Arc<Site>>, headers: HeaderMap, query: QueryWords) -> Response {
    let came = Instant::now();
    let settings = site.shared.settings();
    if !admitted(&settings, &headers) {
        let offer = (WWW_AUTHENTICATE, "Basic realm=\"agi1c\", charset=\"UTF-8\"");
        return (StatusCode::UNAUTHORIZED, [offer], plain("")).into_response();
    }
    let Ok(Query(words)) = query else { return plain("") };
    plain(name(site, settings, request(words), came).await)
}

/// The first of each word counts. A plus sign that was not encoded has become a blank on the way.
fn request(words: Vec<(String, String)>) -> LookupRequest {
    let mut request = LookupRequest::default();
    for (word, value) in words {
        let place = match word.as_str() {
            "number" => &mut request.number,
            "did" => &mut request.did,
            _ => continue,
        };
        if place.is_empty() {
            *place = value.strip_prefix(' ').map_or(value.clone(), |digits| ["+", digits].concat());
        }
    }
    request
}

/// Whether the login is the one of the settings, if they ask for one. How long the comparison takes tells nothing.
fn admitted(settings: &Settings, headers: &HeaderMap) -> bool {
    let server = &settings.server;
    if server.user.is_empty() && server.password.is_empty() {
        return true;
    }
    let expected = config::basic(&server.user, server.password.expose());
    let given = headers.get(AUTHORIZATION).map(|value| value.as_bytes()).unwrap_or_default();
    let differ = expected.bytes().zip(given).fold(0, |differ, (a, b)| differ | (a ^ b));
    differ == 0 && given.len() == expected.len()
}

/// The name, looked up on a thread beside the runtime. Too late, a panic, no room: no name.
async fn name(site: Arc<Site>, settings: Arc<Settings>, request: LookupRequest, came: Instant) -> String {
    let Ok(permit) = Arc::clone(&site.room).try_acquire_owned() else {
        site.shared.lookups.full.add();
        journal::warn_now_and_then("as many lookups as server.calls are going on: one more gets no name");
        return String::new();
    };
    let deadline = Deadline::since(came, settings.call.deadline);
    let shared = Arc::clone(&site.shared);
    let asked = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        look_up(&site, &settings, &request, deadline)
    });
    match tokio::time::timeout(deadline.left(came) + GRACE, asked).await {
        Ok(Ok(name)) => name,
        Ok(Err(_)) => {
            shared.lookups.panics.add();
            String::new()
        }
        Err(_) => String::new(),
    }
}

fn look_up(site: &Site, settings: &Settings, request: &LookupRequest, deadline: Deadline) -> String {
    let mut memory = &site.memory;
    let mut redis = site.redis.as_ref().map(|redis| redis.names());
    let mut stores =
        Stores { astdb: &mut memory, shared: redis.as_mut().map(|names| names as &mut dyn Store) };
    let result = lookup::look_up(
        settings,
        request,
        &mut stores,
        |profile| Box::new(Counted::new(profile, &site.shared)),
        deadline,
    );
    site.shared.lookups.settled(&result.verdict);
    journal::verdict("lookup: ", &result.verdict);
    result.name
}
