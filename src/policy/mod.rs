//! When 1C is asked and when it is not, and what a call makes of it: memory and breaker are read before the network,
//! and nothing is written here but the probing call's mark. What is to be remembered is handed back, because a name
//! must reach the channel before it reaches AstDB.

pub mod breaker;

use crate::case::Case;
use crate::config::{Cache, Profile, Settings};
use crate::crm::{Answer, Command, Crm, Question};
use crate::name;
use crate::number::{Form, Number};
use crate::outcome::{Kept, Nobody, Outcome, Trouble};
use crate::store::{self, Breaker, Known, Learned, Store, StoreError, Stores, Write, tolerate};
use breaker::{After, MayAsk};

/// What asking led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// How the question ended.
    pub outcome: Outcome,
    /// What to remember.
    pub learned: Learned,
    /// Sentences for the log: what failed, in a person's words.
    pub warnings: Vec<String>,
}

/// Asks 1C who has this number, unless memory or breaker say otherwise. The one error is that the call is gone.
pub fn ask(
    case: &Case<'_>,
    number: &Number,
    stores: &mut Stores<'_>,
    crm: &mut dyn Crm,
) -> Result<Asked, StoreError> {
    let Case { settings, profile, now, .. } = *case;
    let family = &settings.cache.family;
    let known_key = store::known_key(&profile.name, &number.key());
    let breaker_key = store::breaker_key(&profile.name);
    let mut learned = Learned::default();
    let mut warnings = Vec::new();

    if let Some(name) = own(settings, number, stores.astdb, &mut warnings)? {
        let outcome = Outcome::Cached { name, why: Kept::Own };
        return Ok(Asked { outcome, learned, warnings });
    }
    let store = stores.names();
    let known = tolerate(store.get(family, &known_key), &mut warnings)?;
    let known = known.flatten().and_then(|value| Known::parse(&value));
    if let Some(outcome) = known.as_ref().and_then(|known| good_enough(case, known)) {
        return Ok(Asked { outcome, learned, warnings });
    }

    let breaker = tolerate(store.get(family, &breaker_key), &mut warnings)?;
    let breaker = breaker.flatten().and_then(|value| breaker::read(&value, profile));
    if !let_through(case, breaker.as_ref(), &breaker_key, store, &mut warnings)? {
        return Ok(Asked { outcome: without_1c(case, known, Trouble::Breaker), learned, warnings });
    }

    let question = Question { number: number.form(settings.number.send_as), facts: case.facts.clone() };
    let answer = crm.ask(&question, case.deadline.ask_until());
    let failed = answer.as_ref().err().map(|failure| failure.reason);
    match breaker::after(breaker.as_ref(), failed, profile, &settings.cache, now) {
        After::Keep => {}
        After::Put(value) => learned.writes.push(Write::Put(family.clone(), breaker_key, value)),
        After::Clear => learned.writes.push(Write::Del(family.clone(), breaker_key)),
    }
    let outcome = match answer {
        Err(failure) => {
            warnings.push(failure.detail);
            without_1c(case, known, Trouble::Crm(failure.reason))
        }
        Ok(answer) => {
            let nobody = answer == Answer::Nobody;
            let (outcome, warning) = said(answer);
            warnings.extend(warning);
            let name = outcome.name();
            // A command without a name says nothing of the caller, and neither does a "nobody" to part of his number.
            if !name.is_empty() || (nobody && number.is_whole_in(&question.number)) {
                remember(case, known_key, known, name, &mut learned);
            }
            outcome
        }
    };
    Ok(Asked { outcome, learned, warnings })
}

/// The office's own people, whoever keeps them there: by the number as it came, by its E.164 digits, by the national
/// number. Nothing of them is changed.
fn own(
    settings: &Settings,
    number: &Number,
    store: &mut dyn Store,
    warnings: &mut Vec<String>,
) -> Result<Option<String>, StoreError> {
    let family = &settings.cache.own;
    if family.is_empty() {
        return Ok(None);
    }
    let mut keys = vec![number.phonebook_key(Form::Caller), number.key(), number.form(Form::National)];
    keys.dedup();
    for key in keys {
        let held = tolerate(store.get(family, &key), warnings)?.flatten();
        let name = held.as_deref().map(name::full).unwrap_or_default();
        if !name.is_empty() {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// What 1C's answer makes of the question, and a sentence where it is not what 1C meant to say.
pub fn said(answer: Answer) -> (Outcome, Option<String>) {
    let Answer::Found(wishes) = answer else { return (Outcome::Unknown(Nobody::Told), None) };
    let Some(sent) = wishes.name.as_deref() else {
        return (Outcome::Found { name: String::new(), wishes }, None);
    };
    if let Some(name) = name::heard(sent) {
        return (Outcome::Found { name, wishes }, None);
    }
    let warning = "1C's name is a word for an empty value, or nothing that shows: the service should send \"\" for nobody";
    let outcome = match wishes.commands() {
        true => Outcome::Found { name: String::new(), wishes },
        false => Outcome::Unknown(Nobody::Told),
    };
    (outcome, Some(warning.into()))
}

/// Memory may answer instead of 1C only where 1C may command nothing and is told nothing of the call:
/// otherwise a fresh name would swallow a command, or a call that 1C wants to note.
pub fn may_answer_from_memory(settings: &Settings, profile: &Profile) -> bool {
    settings.commands.allow.iter().all(|allowed| *allowed == Command::Name) && !profile.tells_facts()
}

/// What is remembered, where it is young enough that 1C need not be asked.
fn good_enough(case: &Case<'_>, known: &Known) -> Option<Outcome> {
    let cache = &case.settings.cache;
    if !may_answer_from_memory(case.settings, case.profile) {
        return None;
    }
    let (limit, outcome) = match known.name.as_str() {
        "" => (cache.negative, Outcome::Unknown(Nobody::Remembered)),
        name => (cache.fresh, Outcome::Cached { name: name.into(), why: Kept::Fresh }),
    };
    (known.age(case.now) < limit).then_some(outcome)
}

/// Whether the breaker lets this call ask; a probing call leaves its mark.
fn let_through(
    case: &Case<'_>,
    breaker: Option<&Breaker>,
    key: &str,
    store: &mut dyn Store,
    warnings: &mut Vec<String>,
) -> Result<bool, StoreError> {
    let cache = &case.settings.cache;
    match breaker.map_or(MayAsk::Yes, |breaker| breaker::may_ask(breaker, cache, case.now)) {
        MayAsk::Yes => Ok(true),
        MayAsk::Probing(mark) => tolerate(store.put(&cache.family, key, &mark), warnings).map(|_| true),
        MayAsk::No => Ok(false),
    }
}

/// The remembered name, unless it is too old: better than none.
fn without_1c(case: &Case<'_>, known: Option<Known>, trouble: Trouble) -> Outcome {
    match known {
        Some(known) if !known.name.is_empty() && known.age(case.now) < case.settings.cache.stale => {
            Outcome::Stale { name: known.name, trouble }
        }
        _ => Outcome::Failed(trouble),
    }
}

/// Notes a name, or that there is none (""). A value that says nothing new is not written: on an appliance every
/// write of AstDB goes to a small flash or a RAM disk.
fn remember(case: &Case<'_>, key: String, known: Option<Known>, name: &str, learned: &mut Learned) {
    let family = &case.settings.cache.family;
    let knew_somebody = known.as_ref().is_some_and(|known| !known.name.is_empty());
    let new = Known { at: case.now, name: name.into() };
    let lifetime = lifetime(&case.settings.cache, name);
    if lifetime == 0 {
        if known.is_some() {
            learned.writes.push(Write::Del(family.clone(), key));
        }
    } else {
        // A thirtieth of its life: with the default a day, so that a client who calls daily stays known.
        let young = |known: &Known| known.age(case.now) < lifetime / 30;
        if known.is_some_and(|known| known.name == new.stored_name() && young(&known)) {
            return;
        }
        learned.writes.push(Write::Put(family.clone(), key, new.encode()));
    }
    learned.changed = knew_somebody || !name.is_empty();
}

/// Seconds for which an answer will be of use; 0 = it is not remembered.
fn lifetime(cache: &Cache, name: &str) -> u64 {
    match name {
        "" => cache.negative,
        _ if cache.fresh > 0 => cache.fresh,
        _ => cache.stale,
    }
}

#[cfg(test)]
mod tests;
