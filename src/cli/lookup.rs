//! `lookup NUMBER`: what 1C answers for one number, what a call would set and do, and where the time
//! went. It asks 1C once, past memory and breaker, changes nothing anywhere, and prints nothing.

use std::time::{Duration, Instant};

use crate::case::{Case, Deadline, Pbx};
use crate::config::{Profile, Settings};
use crate::crm::{Crm, Facts, Failure, Question};
use crate::decision::{self, Action, Move};
use crate::number::{self, Caller, Number};
use crate::onec::{OneC, Timings, Transcript};
use crate::outcome::Outcome;
use crate::policy;
use crate::store::Learned;

/// What was found for one number.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The number as it was given, without display name and punctuation around.
    pub number: String,
    /// As 1C was asked.
    pub asked: String,
    /// As it is remembered.
    pub key: String,
    /// The profile's name.
    pub profile: String,
    /// 1C's address.
    pub url: String,
    /// Shorter than `call.min_digits`: a call from it is not looked up.
    pub short: bool,
    /// What 1C said, or why it did not.
    pub answer: Result<Seen, Failure>,
    /// The whole time.
    pub took: Duration,
    /// Where it went.
    pub timings: Timings,
    /// What went over the wire, where that was wanted.
    pub transcripts: Vec<Transcript>,
}

/// What 1C said, and what a call would make of it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The verdict.
    pub outcome: Outcome,
    /// The name on a telephone, for each kind of Asterisk.
    pub shown: Vec<Shown>,
    /// Variables that would be set: name, value.
    pub variables: Vec<(String, String)>,
    /// What would be done to the call.
    pub route: Vec<Move>,
    /// What of 1C's wishes would not be done.
    pub refused: Vec<String>,
}

/// A name as one kind of Asterisk gets it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The name.
    pub name: String,
    /// The dialplan function that takes it.
    pub function: &'static str,
    /// Which Asterisk.
    pub asterisk: &'static str,
}

/// Reads a number as it was typed. The error is a sentence.
pub fn number(settings: &Settings, raw: &str) -> Result<Number, &'static str> {
    match number::read(raw, &settings.number.plan) {
        Caller::Number(number) => Ok(number),
        Caller::Anonymous => Err("a withheld number: a call with it is not looked up"),
        Caller::Missing => Err("that is no telephone number: it has no digits, or letters between them"),
    }
}

/// Asks 1C for one number. With `record` the finding holds what went over the wire.
pub fn look_up(settings: &Settings, profile: &Profile, number: &Number, record: bool) -> Finding {
    let deadline = Deadline::start(settings.call.deadline);
    let started = Instant::now();
    let mut onec = OneC::new(profile);
    if record {
        onec.record();
    }
    let asked = number.form(settings.number.send_as);
    let question = Question { number: asked.clone(), facts: Facts::default() };
    let answer = onec.ask(&question, started + deadline.left(started));
    let took = started.elapsed();
    let case = Case {
        settings,
        profile,
        facts: Facts::default(),
        shown_number: number.as_came(),
        pbx: Pbx::default(),
        deadline,
        now: 0,
    };
    Finding {
        number: number.as_came().into(),
        asked,
        key: number.key(),
        profile: profile.name.clone(),
        url: profile.url.as_str().into(),
        short: number.digits().len() < settings.call.min_digits,
        answer: answer.map(|answer| {
            let (outcome, warning) = policy::said(answer);
            let mut seen = seen(&case, outcome);
            seen.refused.extend(warning);
            seen
        }),
        took,
        transcripts: onec.transcripts(),
        timings: onec.timings,
    }
}

fn seen(case: &Case<'_>, outcome: Outcome) -> Seen {
    let mut seen =
        Seen { outcome, shown: Vec::new(), variables: Vec::new(), route: Vec::new(), refused: Vec::new() };
    let new = Pbx { old_asterisk: false, askozia: false };
    let old = Pbx { old_asterisk: true, askozia: true };
    for (asterisk, pbx) in [("up to 1.8.4", old), ("Asterisk from 1.8.5 on", new)] {
        let case = Case { pbx, ..case.clone() };
        let plan = decision::decide(&case, None, &seen.outcome, Learned::default());
        seen.variables.clear();
        for action in plan.actions {
            match action {
                Action::Name { function, shown: name } => {
                    seen.shown.insert(0, Shown { name, function, asterisk });
                }
                Action::Variable { name, value } => seen.variables.push((name, value)),
                Action::Verdict | Action::Remember(_) | Action::PhoneBook(_) => {}
            }
        }
        (seen.route, seen.refused) = (plan.route, plan.refused);
    }
    seen
}
