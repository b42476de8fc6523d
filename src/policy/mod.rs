//! When 1C is asked and when it is not, and what a call makes of it: memory and breaker are read before
//! the network, and nothing is written here but the probing call's mark. What is to be remembered is
//! handed back, because a name must reach the channel before it reaches AstDB.

pub mod breaker;
pub mod cache;
pub mod deadline;

use std::time::Instant;

use crate::config::{Profile, Settings};
use crate::crm::{Answer, Command, Crm, Question, Wishes};
use crate::name;
use crate::store::{Store, StoreError, tolerate};
use breaker::{After, Breaker, Verdict};
use cache::Known;

/// What became of the question (`AGI1C_STATUS`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 1C named the caller, or commanded.
    Found,
    /// A remembered name, young enough not to ask.
    Cached,
    /// A remembered name, because 1C failed.
    Stale,
    /// 1C knows nobody.
    Unknown,
    /// 1C was not asked.
    Skipped,
    /// No name because something failed.
    Failed,
}

impl Status {
    /// The word in `AGI1C_STATUS`, in the log and in AstDB.
    pub fn word(self) -> &'static str {
        match self {
            Status::Found => "found",
            Status::Cached => "cached",
            Status::Stale => "stale",
            Status::Unknown => "unknown",
            Status::Skipped => "skipped",
            Status::Failed => "failed",
        }
    }
}

/// A change to the store that may wait until the name is on the channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Family, key, value.
    Put(String, String, String),
    /// Family, key.
    Del(String, String),
}

/// How the question ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// `AGI1C_STATUS`
    pub status: Status,
    /// `AGI1C_REASON`
    pub reason: &'static str,
    /// The full name, cleaned, without prefix; empty = none.
    pub name: String,
    /// 1C's answer, where it gave one just now.
    pub wishes: Option<Wishes>,
    /// What to remember.
    pub writes: Vec<Write>,
    /// What is remembered of the caller has changed, for whoever keeps a copy of it.
    pub news: bool,
    /// Sentences for the log: what failed, in a person's words.
    pub warnings: Vec<String>,
}

impl Outcome {
    /// An outcome without a name.
    pub fn nameless(status: Status, reason: &'static str) -> Self {
        Outcome {
            status,
            reason,
            name: String::new(),
            wishes: None,
            writes: Vec::new(),
            news: false,
            warnings: Vec::new(),
        }
    }
}

/// The places of one caller in the store.
struct Places<'a> {
    family: &'a str,
    known: String,
    breaker: String,
}

/// One question and everything that decides whether it is put.
#[derive(Debug, Clone, Copy)]
pub struct Inquiry<'a> {
    /// All settings.
    pub settings: &'a Settings,
    /// The 1C base to ask.
    pub profile: &'a Profile,
    /// The caller's E.164 digits: the key of what is remembered.
    pub number: &'a str,
    /// What 1C is asked.
    pub question: &'a Question,
    /// When 1C must have answered.
    pub until: Instant,
    /// Unix time.
    pub now: u64,
}

/// Asks 1C, unless memory or breaker say otherwise. The one error is that the call is gone.
pub fn ask(inquiry: Inquiry<'_>, store: &mut dyn Store, crm: &mut dyn Crm) -> Result<Outcome, StoreError> {
    let Inquiry { settings, profile, number, question, until, now } = inquiry;
    let cache = &settings.cache;
    let places = Places {
        family: &cache.family,
        known: cache::key(&profile.name, number),
        breaker: breaker::key(&profile.name),
    };
    let mut warnings = Vec::new();
    let known = tolerate(store.get(places.family, &places.known), &mut warnings)?
        .flatten()
        .and_then(|value| Known::parse(&value));

    if may_answer_from_memory(settings, profile)
        && let Some(known) = &known
    {
        let (status, reason, limit) = if known.name.is_empty() {
            (Status::Unknown, "negative", cache.negative)
        } else {
            (Status::Cached, "fresh", cache.fresh)
        };
        if known.age(now) < limit {
            return Ok(Outcome { name: known.name.clone(), warnings, ..Outcome::nameless(status, reason) });
        }
    }

    let breaker = tolerate(store.get(places.family, &places.breaker), &mut warnings)?
        .flatten()
        .and_then(|value| Breaker::parse(&value, profile));
    match breaker.as_ref().map_or(Verdict::Closed, |breaker| breaker.verdict(cache, now)) {
        Verdict::Closed => {}
        Verdict::Probe(mark) => {
            tolerate(store.put(places.family, &places.breaker, &mark), &mut warnings)?;
        }
        Verdict::Open => return Ok(without_1c(settings, known, "breaker", Vec::new(), warnings, now)),
    }

    let answer = crm.ask(question, until);
    let mut writes = Vec::new();
    let failed = answer.as_ref().err().map(|failure| failure.reason);
    match breaker::after(breaker.as_ref(), failed, profile, cache, now) {
        After::Keep => {}
        After::Put(value) => writes.push(Write::Put(places.family.into(), places.breaker, value)),
        After::Clear => writes.push(Write::Del(places.family.into(), places.breaker)),
    }
    Ok(match answer {
        Err(failure) => {
            warnings.push(failure.detail);
            without_1c(settings, known, failure.reason.word(), writes, warnings, now)
        }
        Ok(answer) => {
            let wishes = match answer {
                Answer::Found(wishes) => Some(wishes),
                Answer::Nobody => None,
            };
            let name =
                wishes.as_ref().and_then(|wishes| wishes.name.as_deref()).map(name::full).unwrap_or_default();
            let news = remember(settings, places.family, places.known, known, &name, now, &mut writes);
            let (status, reason) =
                if wishes.is_some() { (Status::Found, "answer") } else { (Status::Unknown, "nobody") };
            Outcome { status, reason, name, wishes, writes, news, warnings }
        }
    })
}

/// Memory may answer instead of 1C only where 1C may command nothing and is told nothing of the call:
/// otherwise a fresh name would swallow a command, or a call that 1C wants to note.
pub fn may_answer_from_memory(settings: &Settings, profile: &Profile) -> bool {
    settings.commands.allow.iter().all(|allowed| *allowed == Command::Name) && !profile.tells_facts()
}

fn without_1c(
    settings: &Settings,
    known: Option<Known>,
    reason: &'static str,
    writes: Vec<Write>,
    warnings: Vec<String>,
    now: u64,
) -> Outcome {
    let name = known
        .filter(|known| known.age(now) < settings.cache.stale)
        .map(|known| known.name)
        .unwrap_or_default();
    let status = if name.is_empty() { Status::Failed } else { Status::Stale };
    Outcome { name, writes, warnings, ..Outcome::nameless(status, reason) }
}

/// Notes the answer, and tells whether a name came, changed or went. A value that says nothing new is not written:
/// on an appliance every write of AstDB goes to a small flash or a RAM disk.
fn remember(
    settings: &Settings,
    family: &str,
    key: String,
    known: Option<Known>,
    name: &str,
    now: u64,
    writes: &mut Vec<Write>,
) -> bool {
    let cache = &settings.cache;
    let (on, lifetime) = if name.is_empty() {
        (cache.negative > 0, cache.negative)
    } else if cache.fresh > 0 {
        (true, cache.fresh)
    } else {
        (cache.stale > 0, cache.stale)
    };
    let knew_somebody = known.as_ref().is_some_and(|known| !known.name.is_empty());
    if !on {
        if known.is_some() {
            writes.push(Write::Del(family.into(), key));
        }
        return knew_somebody || !name.is_empty();
    }
    let new = Known { at: now, name: name.into() };
    // A thirtieth of its life: with the default a day, so that a client who calls daily stays known.
    let current =
        known.is_some_and(|known| known.name == new.stored_name() && known.age(now) < lifetime / 30);
    if !current {
        writes.push(Write::Put(family.into(), key, new.encode()));
    }
    !current && (knew_somebody || !name.is_empty())
}

#[cfg(test)]
mod tests;
