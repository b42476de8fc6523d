//! One call over FastAGI: what `call::run` is given of the server's. What is decided about a call is decided there.

use std::io::BufReader;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::journal;
use super::pool::{Accepted, Seat};
use super::query;
use super::state::ServerState;
use super::timed::{Limit, TimedStream, watch_over};
use crate::agi::Env;
use crate::call::{self, Arguments, Host};
use crate::case::Deadline;
use crate::config::{ConfigError, Profile, Settings};
use crate::crm::{Answer, Crm, Failure, Question};
use crate::onec::OneC;
use crate::outcome::Verdict;
use crate::store::Store;

/// The environment block has 700 bytes and comes in one or two pieces.
const BUFFER: usize = 2048;

/// The environment must be there within this part of `call.deadline`. Asterisk sends it as soon as it is connected; a
/// client that does not is no Asterisk, and a call that waits behind it is to have the other part left.
const ENVIRONMENT: u32 = 2;

/// What one worker keeps between its calls.
pub struct Worker {
    state: Arc<ServerState>,
    names: Option<Box<dyn Store>>,
}

impl Worker {
    /// A new one.
    pub fn new(state: &Arc<ServerState>) -> Worker {
        Worker { names: state.names(), state: Arc::clone(state) }
    }

    /// Serves one call, from the environment block to the end of the connection.
    pub fn serve(&mut self, call: &Accepted, seat: &Seat<'_>) {
        let settings = self.state.settings();
        let deadline = Deadline::since(call.at, settings.call.deadline);
        let began = Instant::now();
        let limit = Limit::until(began + deadline.left(began) / ENVIRONMENT);
        let mut input = BufReader::with_capacity(BUFFER, TimedStream::new(&call.stream, &limit));
        let mut output = TimedStream::new(&call.stream, &limit);
        let mut host =
            Fastagi { worker: self, settings, call, seat, limit: &limit, knows_env: false, settled: false };
        call::run(&mut host, &mut input, &mut output, deadline);
        if !host.settled {
            self.state.counts.broken_off.add();
        }
    }
}

/// One call.
struct Fastagi<'c> {
    worker: &'c mut Worker,
    settings: Arc<Settings>,
    call: &'c Accepted,
    seat: &'c Seat<'c>,
    limit: &'c Limit,
    /// The environment block is there.
    knows_env: bool,
    settled: bool,
}

impl Host for Fastagi<'_> {
    fn arguments(&mut self, env: &Env) -> Result<Arguments, ConfigError> {
        self.knows_env = true;
        self.limit.set(Some(self.call.at + Duration::from_millis(self.settings.call.deadline.into())));
        query::arguments(env)
    }

    fn settings(&mut self, arguments: &Arguments) -> Result<Settings, ConfigError> {
        let mut settings = Settings::clone(&self.settings);
        for (_, value) in &arguments.overrides {
            settings.shorten(value)?;
        }
        Ok(settings)
    }

    /// Until the environment is there its own limit counts, and without a talk no limit is called off.
    fn watch(&mut self, after: Option<Duration>) {
        match after {
            Some(after) if self.knows_env => self.limit.set(Some(Instant::now() + after)),
            None if self.seat.talks() => self.limit.set(None),
            _ => {}
        }
    }

    fn crm<'p>(&mut self, profile: &'p Profile) -> Box<dyn Crm + 'p> {
        Box::new(Counted::new(profile, &self.worker.state))
    }

    fn may_talk(&mut self) -> Result<(), &'static str> {
        let granted = self.seat.may_talk();
        match granted {
            Ok(()) => watch_over(&self.call.stream),
            Err(why) => {
                self.worker.state.counts.talks_refused.add();
                journal::warn_now_and_then(&format!("1C's dial or play is refused: {why}"));
            }
        }
        granted
    }

    fn settled(&mut self, verdict: &Verdict) {
        self.settled = true;
        self.worker.state.counts.settled(verdict);
        journal::verdict("", verdict);
    }

    fn names(&mut self) -> Option<&mut dyn Store> {
        match &mut self.worker.names {
            Some(names) => Some(&mut **names),
            None => None,
        }
    }
}

/// 1C over connections that are kept, and how often that went well.
pub struct Counted<'p> {
    onec: OneC<'p>,
    state: Arc<ServerState>,
}

impl<'p> Counted<'p> {
    /// The 1C of a profile.
    pub fn new(profile: &'p Profile, state: &Arc<ServerState>) -> Self {
        let mut onec = OneC::new(profile);
        onec.connections = Some(Arc::clone(&state.connections));
        Counted { onec, state: Arc::clone(state) }
    }
}

impl Crm for Counted<'_> {
    fn ask(&mut self, question: &Question, until: Instant) -> Result<Answer, Failure> {
        let answer = self.onec.ask(question, until);
        match self.onec.timings.connect {
            Some(_) => self.state.counts.connected.add(),
            None if self.onec.timings.send.is_some() => self.state.counts.kept.add(),
            None => {}
        }
        answer
    }
}
