//! One name for a web interface that asks over HTTP: the same questions, memory and shaping as a call's, and nothing
//! else. What 1C commands is left out, for there is no call to do it to. It never fails, it only knows no name.

use std::time::Instant;

use crate::case::{Case, Deadline, Pbx};
use crate::clock;
use crate::config::{Profile, Settings};
use crate::crm::{Crm, Facts};
use crate::decision::{self, Action};
use crate::number::{self, Caller, Number};
use crate::outcome::{Outcome, Skip, Trouble, Verdict};
use crate::policy::{self, Asked};
use crate::privacy;
use crate::store::{Stores, tolerate};

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct LookupRequest {
    /// The caller's number, as the PBX has it.
    pub number: String,
    /// The called number; empty = not told.
    pub did: String,
}

/// What came of it.
#[derive(Debug)]
pub struct LookupResult {
    /// The name as a telephone shows it; empty = none.
    pub name: String,
    /// How it ended.
    pub verdict: Verdict,
}

/// Looks one number up. `crm` makes the 1C base of a profile ready to be asked.
pub fn look_up<'s>(
    settings: &'s Settings,
    request: &LookupRequest,
    stores: &mut Stores<'_>,
    crm: impl FnOnce(&'s Profile) -> Box<dyn Crm + 's>,
    deadline: Deadline,
) -> LookupResult {
    let result = |name: String, outcome: Outcome, warnings: Vec<String>| {
        let digits = privacy::last_four(&number::digits_of(&request.number)).into();
        let spent_ms = deadline.spent_ms(Instant::now());
        LookupResult { name, verdict: Verdict { outcome, digits, spent_ms, warnings } }
    };
    let profile = match settings.profile(None, &request.did) {
        Ok(profile) => profile,
        Err(error) => {
            return result(String::new(), Outcome::Failed(Trouble::Settings), vec![error.to_string()]);
        }
    };
    let number = match caller(settings, &request.number) {
        Ok(number) => number,
        Err(why) => return result(String::new(), Outcome::Skipped(why), Vec::new()),
    };
    let case = Case {
        settings,
        profile,
        facts: Facts { did: request.did.clone(), ..Facts::default() },
        shown_number: number.as_came(),
        pbx: Pbx::default(),
        deadline,
        now: clock::unix_seconds(),
    };
    let asked = policy::ask(&case, &number, stores, &mut *crm(profile));
    let Ok(Asked { outcome, learned, mut warnings }) = asked else {
        // What keeps names here belongs to no call that could be gone.
        return result(String::new(), Outcome::Failed(Trouble::Pbx), Vec::new());
    };
    let plan = decision::decide(&case, Some(&number), &outcome, learned);
    let mut name = String::new();
    for action in plan.actions {
        match action {
            Action::Name { shown, .. } => name = shown,
            Action::Remember(write) => drop(tolerate(write.apply(stores.names()), &mut warnings)),
            Action::Verdict | Action::Variable { .. } | Action::PhoneBook(_) => {}
        }
    }
    result(name, outcome, warnings)
}

/// Whose name is to be asked for, or why nobody's is.
fn caller(settings: &Settings, raw: &str) -> Result<Number, Skip> {
    match number::read(raw, &settings.number.plan) {
        Caller::Number(number) if number.digits().len() >= settings.call.min_digits => Ok(number),
        Caller::Number(_) => Err(Skip::Short),
        Caller::Missing => Err(Skip::NoNumber),
        Caller::Anonymous => Err(Skip::Anonymous),
    }
}

#[cfg(test)]
#[path = "tests/lookup.rs"]
mod tests;
