//! agi1c-server over real sockets: the stand-in as 1C, Asterisk played. The real ones are in `real::fastagi`.
//!
//! [`Serving`] is a server in this process, [`caller::Caller`] an Asterisk whose answers the test gives one by one.

mod caller;
mod calls;
mod connections;
mod hostile;
mod http;
mod life;
mod panics;
mod queue;
pub mod redis;
#[cfg(feature = "tls")]
mod secure;
mod talks;

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use agi1c::config::{self, Settings};
use agi1c::kit::contacts::Client;
use agi1c::kit::stand::{HookQuestion, Stand, StandOptions};
use agi1c::server::Server;
use agi1c::server::pool::Load;

use crate::fakes::asterisk::{Asterisk, Call, Version};

/// No condition of these tests takes longer, on however slow a machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A `call.deadline` that no test comes near.
const PLENTY_MS: u32 = 60_000;

/// A client of [`stand`].
const NUMBER: &str = "74952293042";
/// His name.
const NAME: &str = "ООО Ромашка";

fn stand() -> Stand {
    let clients = vec![Client::new(NUMBER, NAME)];
    Stand::start(StandOptions { clients, ..StandOptions::default() }).expect("loopback")
}

/// Settings of a server at a free port; `server` are lines of its section, sections may follow. 1C has plenty of time,
/// so that a slow machine is not taken for a slow server.
fn settings(stand: &Stand, deadline_ms: u32, server: &str) -> String {
    format!(
        "[call]\ndeadline = {deadline_ms}\n[crm]\nurl = {}\nconnect_timeout = 50000\nanswer_timeout = 50000\n[server]\n\
         listen = 127.0.0.1:0\n{server}",
        stand.url()
    )
}

fn parse(text: &str) -> Settings {
    config::parse(text.as_bytes(), "test", &[]).expect("sound settings")
}

/// A server in this process, with this `call.deadline`.
fn serve_within(stand: &Stand, deadline_ms: u32, server: &str) -> Server {
    Server::start(parse(&settings(stand, deadline_ms, server)), None).expect("it starts")
}

/// A server in this process whose calls have plenty of time.
fn serve(stand: &Stand, server: &str) -> Server {
    serve_within(stand, PLENTY_MS, server)
}

/// A played call to it.
fn call(server: &Server) -> Call {
    Asterisk::new(Version::V16).call(NUMBER).over(server.address(), "agi1c")
}

#[track_caller]
fn assert_named(call: &Call) {
    assert_eq!(call.outcome(), ("found", "answer"), "{}", call.conversation());
    assert_eq!(call.variable("CALLERID(name)"), Some(NAME));
    assert_eq!(call.next, "incoming,s,3");
}

/// Waits until it is so.
#[track_caller]
fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[track_caller]
fn wait_for_load(server: &Server, load: Load) {
    let began = Instant::now();
    while server.pool().load() != load {
        assert!(began.elapsed() < PATIENCE, "{:?} instead of {load:?}", server.pool().load());
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A 1C that answers only once it is let: each question waits.
#[derive(Clone, Default)]
struct Held(Arc<(Mutex<bool>, Condvar)>);

impl Held {
    fn stand(&self) -> Stand {
        let held = self.clone();
        let hook = move |_: &HookQuestion<'_>| {
            let (open, opened) = &*held.0;
            drop(opened.wait_while(open.lock().unwrap(), |open| !*open).unwrap());
            Some(NAME.to_owned())
        };
        Stand::start(StandOptions { hook: Some(Arc::new(hook)), ..StandOptions::default() })
            .expect("loopback")
    }

    fn let_answer(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }
}
