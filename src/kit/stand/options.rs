//! What can be chosen about a stand-in: whom it knows, how it fails, who answers instead, who is told.
//! Only data; it comes to life in `kit::stand`.

use std::sync::Arc;
use std::time::Duration;

use super::failures::Fail;
use super::wire::StandRequest;
use crate::kit::contacts::Client;
use crate::number::NumberingPlan;
use crate::privacy::Secret;

/// What a hook is asked.
#[derive(Debug, Clone, Copy)]
pub struct HookQuestion<'a> {
    /// The number as it was sent.
    pub number: &'a str,
    /// Every parameter, the number and `crm.extra`'s included.
    pub parameters: &'a [(String, String)],
    /// Whether the HTTP service is asked: the answer is the body as it stands.
    pub as_json: bool,
}

/// Answers in place of the clients; `None` leaves it to them.
pub type Hook = Arc<dyn Fn(&HookQuestion) -> Option<String> + Send + Sync>;

/// Told of every request: method and path, the answer's status (0 = none was sent), the time it took.
pub type Observer = Arc<dyn Fn(&StandRequest, u16, Duration) + Send + Sync>;

/// How a stand-in is to be.
#[derive(Clone)]
pub struct StandOptions {
    /// Where it listens; port 0 = any free one.
    pub listen: String,
    /// Whom it knows.
    pub clients: Vec<Client>,
    /// How numbers are read.
    pub plan: NumberingPlan,
    /// The user of Basic authentication; empty = anybody.
    pub user: String,
    /// His password.
    pub password: Secret,
    /// Before every answer.
    pub delay: Duration,
    /// How it fails; `None` = it works.
    pub fail: Option<Fail>,
    /// Whether a connection is kept for the next request.
    pub keep_alive: bool,
    /// The web service's namespace.
    pub namespace: String,
    /// The web service's name.
    pub service: String,
    /// How many requests [`Stand::requests`](super::Stand::requests) remembers.
    pub remember: usize,
    /// Answers of the caller's own.
    pub hook: Option<Hook>,
    /// Told of every request.
    pub observer: Option<Observer>,
}

impl Default for StandOptions {
    fn default() -> Self {
        StandOptions {
            listen: "127.0.0.1:0".into(),
            clients: Vec::new(),
            plan: NumberingPlan::default(),
            user: String::new(),
            password: Secret::default(),
            delay: Duration::ZERO,
            fail: None,
            keep_alive: true,
            namespace: "http://wiki.miko.ru/doc:1cajam:identifynumber".into(),
            service: "MIKO_identify_number".into(),
            remember: 1000,
            hook: None,
            observer: None,
        }
    }
}
