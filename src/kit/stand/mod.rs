//! A stand-in for 1C: the web service and the HTTP service over a list of clients, with 1C's look of
//! answers and 1C's ways to fail. For tests, for the demo, and for people whose 1C is not ready;
//! never an example of how to publish a service to the world.
//!
//! | address | what |
//! |---|---|
//! | `POST /base/ws/1C_MIKO_identify_number.1cws` (also without `.1cws`) | SOAP 1.1 and 1.2: `identify(Number)`, `call(Number, DID, CallID)`, `contacts(Cursor, Count)`; strings, and a string is returned |
//! | the same with `?wsdl` | the description |
//! | `GET /base/hs/agi1c/identify?number=N`, or POST `{"Number":"N"}` | JSON |
//! | `GET /base/hs/agi1c/contacts?cursor=C&count=N`, or POST `{"Cursor":"C","Count":N}` | JSON |
//!
//! # A page of the phone book
//! One shape for both services (the web service returns it as its string):
//! ```json
//! {"contacts":[{"number":"+7 495 229-30-42","name":"ООО \"Ромашка\""},
//!              {"number":"89211234567","deleted":true}],
//!  "next":"200","more":true}
//! ```
//! - The cursor is opaque to the caller, at most 100 bytes; empty = from the beginning. `next` is
//!   always given: with `"more":true` it is the next page's cursor right now, with `"more":false`
//!   it is where the next synchronisation begins, which then brings only what changed since.
//! - A contact is a number as 1C keeps it and its name, or a number and `"deleted":true`. Of several
//!   mentions of a number the last one counts. A client with three numbers is three contacts.
//! - A page may be shorter than `Count` (at most 1,000 are given), and empty while `more` is true.
//! - A cursor 1C no longer understands (the base was restored) is an error, never an empty page:
//!   begin again with an empty one.

pub mod answer;
pub mod clients;
pub mod failures;
pub mod http_service;
mod options;
pub mod service;
pub mod soap;
pub mod wire;
pub mod wsdl;

use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::kit::contacts::Client;

use self::clients::Clients;
use self::failures::Fail;
pub use self::options::{Hook, HookQuestion, Observer, StandOptions};
use self::wire::{RequestReader, StandRequest};

/// What all connections share.
pub struct StandState {
    clients: Mutex<Clients>,
    mode: Mutex<(Option<Fail>, Duration)>,
    requests: Mutex<Vec<StandRequest>>,
    count: AtomicUsize,
    connections: AtomicUsize,
    stopped: AtomicBool,
    remember: usize,
    keep_alive: bool,
    authorization: String,
    namespace: String,
    service: String,
    hook: Option<Hook>,
    observer: Option<Observer>,
}

impl StandState {
    fn clients(&self) -> MutexGuard<'_, Clients> {
        lock(&self.clients)
    }

    fn stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }
}

/// A connection's thread that panicked leaves the data as good as it was.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A running stand-in; dropping it stops it.
pub struct Stand {
    shared: Arc<StandState>,
    address: SocketAddr,
    listening: Option<JoinHandle<()>>,
}

impl Stand {
    /// Starts one.
    ///
    /// # Errors
    /// Where the address cannot be listened on.
    pub fn start(options: StandOptions) -> io::Result<Stand> {
        let listener = TcpListener::bind(&options.listen)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(StandState {
            clients: Mutex::new(Clients::new(options.clients, options.plan)),
            mode: Mutex::new((options.fail, options.delay)),
            requests: Mutex::default(),
            count: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
            remember: options.remember,
            keep_alive: options.keep_alive,
            authorization: service::authorization(&options.user, options.password.expose()),
            namespace: options.namespace,
            service: options.service,
            hook: options.hook,
            observer: options.observer,
        });
        let listening = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || listen(&listener, &shared))
        };
        Ok(Stand { shared, address, listening: Some(listening) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The web service's URL: what `crm.url` is set to.
    pub fn url(&self) -> String {
        format!("http://{}{}{}", self.address, service::WEB_SERVICE, service::SUFFIX)
    }

    /// The HTTP service's URL for an operation: `identify` or `contacts`.
    pub fn http_url(&self, operation: &str) -> String {
        format!("http://{}{}{operation}", self.address, service::HTTP_SERVICE)
    }

    /// The requests so far, at most [`StandOptions::remember`].
    pub fn requests(&self) -> Vec<StandRequest> {
        lock(&self.shared.requests).clone()
    }

    /// How many requests came.
    pub fn count(&self) -> usize {
        self.shared.count.load(Ordering::SeqCst)
    }

    /// How many connections came.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// From now on it fails so, or works again.
    pub fn fail(&self, fail: Option<Fail>) {
        lock(&self.shared.mode).0 = fail;
    }

    /// From now on it takes so long before each answer.
    pub fn delay(&self, delay: Duration) {
        lock(&self.shared.mode).1 = delay;
    }

    /// Adds or changes a client.
    pub fn put(&self, client: Client) {
        self.shared.clients().put(client);
    }

    /// Removes a number.
    pub fn remove(&self, number: &str) {
        self.shared.clients().remove(number);
    }

    /// Waits until it is stopped, which is for ever on a command line.
    pub fn wait(mut self) {
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }

    /// Stops: new connections are refused, open ones end with their next request.
    pub fn stop(&mut self) {
        let Some(listening) = self.listening.take() else {
            return;
        };
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread in accept(). Something listening on 0.0.0.0 is reached by loopback.
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(match address {
                SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
                SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
            });
        }
        let woken = TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok();
        if woken {
            let _ = listening.join();
        }
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        self.stop();
    }
}

fn listen(listener: &TcpListener, shared: &Arc<StandState>) {
    for stream in listener.incoming() {
        if shared.stopped() {
            return;
        }
        match stream {
            Ok(stream) => {
                shared.connections.fetch_add(1, Ordering::SeqCst);
                let shared = Arc::clone(shared);
                thread::spawn(move || converse(stream, &shared));
            }
            // Out of descriptors, usually: without a pause this loop would only burn the CPU.
            Err(_) => thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// A connection, request after request, until either side ends it. Its errors are nobody's concern:
/// the client sees them.
fn converse(mut stream: TcpStream, shared: &StandState) {
    let _ = stream.set_nodelay(true);
    let _ = stream.set_read_timeout(Some(IDLE));
    let mut reader = RequestReader::default();
    while let Ok(Some(request)) = reader.request(&mut stream) {
        if shared.stopped() || serve(&request, &mut stream, shared).is_err() {
            return;
        }
        if !(request.keep_alive && shared.keep_alive) {
            return;
        }
    }
}

/// How long a connection may say nothing.
const IDLE: Duration = Duration::from_secs(60);

fn serve(request: &StandRequest, stream: &mut TcpStream, shared: &StandState) -> io::Result<()> {
    shared.count.fetch_add(1, Ordering::SeqCst);
    if shared.remember > 0 {
        let mut requests = lock(&shared.requests);
        if requests.len() < shared.remember {
            requests.push(request.clone());
        }
    }
    let (fail, delay) = *lock(&shared.mode);
    let response = service::answer(shared, request, fail);
    let bytes = response.bytes(request.keep_alive && shared.keep_alive);
    if !delay.is_zero() {
        wait(delay, shared);
    }
    let sent = match fail {
        Some(fail) => fail.spoil(&bytes, stream, &|| shared.stopped()),
        None => stream.write_all(&bytes),
    };
    if let Some(observer) = &shared.observer {
        let status = if sent.is_ok() { response.status } else { 0 };
        observer(request, status, request.at.elapsed());
    }
    sent
}

/// Sleeps, unless it is stopped meanwhile.
fn wait(delay: Duration, shared: &StandState) {
    let until = Instant::now() + delay;
    while !shared.stopped() {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        thread::sleep(left.min(Duration::from_millis(50)));
    }
}
