//! `lookup NUMBER`: what 1C answers for one number, what a call would set and do, and where the time
//! went. It asks 1C once, past memory and breaker, and changes nothing anywhere.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::{OK, TROUBLE, USAGE, millis};
use crate::config::{Direction, Profile, Settings};
use crate::crm::{Answer, Crm, Facts, Question};
use crate::decision::{self, Action, Scene};
use crate::name;
use crate::number::{self, Caller, Number};
use crate::onec::{OneC, Timings};
use crate::policy::{Outcome, Status};

/// Looks one number up and tells everything about it. Returns the exit status.
pub fn run(settings: &Settings, crm: Option<&str>, raw: &str, out: &mut dyn Write) -> u8 {
    let profile = match settings.profile(crm, "") {
        Ok(profile) => profile,
        Err(error) => return super::usage(&error.to_string()),
    };
    let number = match number::read(raw, &settings.number.plan) {
        Caller::Number(number) => number,
        Caller::Anonymous => return super::usage("a withheld number: a call with it is not looked up"),
        Caller::Missing => {
            return super::usage("that is no telephone number: it has no digits, or letters between them");
        }
    };
    // A closed pipe ends the program's output, not its work.
    tell(settings, profile, &number, out).unwrap_or(USAGE)
}

fn tell(settings: &Settings, profile: &Profile, number: &Number, out: &mut dyn Write) -> io::Result<u8> {
    let asked = number.form(settings.number.send_as);
    line(out, "number", &format!("{}, asked as {asked}, remembered as {}", number.as_came(), number.key()))?;
    line(out, "1C", &format!("{} (profile {})", profile.url.as_str(), profile.name))?;
    if number.digits().len() < settings.call.min_digits {
        line(out, "note", "a call from this number is not looked up: shorter than call.min_digits")?;
    }
    let started = Instant::now();
    let until = started + Duration::from_millis(settings.call.deadline.into());
    let mut onec = OneC::new(profile);
    let answer = onec.ask(&Question { number: asked, facts: Facts::default() }, until);
    let status = match answer {
        Ok(answer) => {
            tell_answer(settings, number, answer, out)?;
            OK
        }
        Err(failure) => {
            line(out, "failed", &format!("{} – {}", failure.reason.word(), failure.detail))?;
            line(out, "call", "would go on with the name it had, or the last one remembered")?;
            TROUBLE
        }
    };
    line(out, "time", &format!("{} ms in all: {}", millis(started.elapsed()), phases(&onec.timings)))?;
    Ok(status)
}

fn tell_answer(settings: &Settings, number: &Number, answer: Answer, out: &mut dyn Write) -> io::Result<()> {
    let Answer::Found(wishes) = answer else {
        line(out, "answer", "nobody by this number")?;
        return line(out, "call", "would go on with the name it had");
    };
    let full = wishes.name.as_deref().map(name::full).unwrap_or_default();
    line(out, "answer", if full.is_empty() { "no name, only commands" } else { &full })?;
    let outcome = Outcome { name: full, wishes: Some(wishes), ..Outcome::nameless(Status::Found, "answer") };
    let function = match settings.call.direction {
        Direction::In => "CALLERID(name)",
        Direction::Out => "CONNECTEDLINE(name,i)",
    };
    for (title, old_asterisk) in [("Asterisk from 1.8.5 on", false), ("up to 1.8.4", true)] {
        let scene = Scene {
            shown_number: number.as_came(),
            phonebook_key: "",
            old_asterisk,
            askozia: old_asterisk,
            context: "",
            spent_ms: 0,
        };
        let shown = decision::shown_name(settings, &outcome, scene);
        if !shown.is_empty() {
            line(out, "phone", &format!("{shown}   ({function}, {title})"))?;
        }
    }
    let scene = Scene {
        shown_number: number.as_came(),
        phonebook_key: "",
        old_asterisk: false,
        askozia: false,
        context: "",
        spent_ms: 0,
    };
    let (actions, refused) = decision::decide(settings, &outcome, scene);
    for action in &actions {
        if let Some((what, text)) = describe(action) {
            line(out, what, &text)?;
        }
    }
    for sentence in &refused {
        line(out, "refused", sentence)?;
    }
    Ok(())
}

/// A command in words; what every call gets anyway is no news.
fn describe(action: &Action) -> Option<(&'static str, String)> {
    Some(match action {
        Action::Set(name, value) if !name.starts_with("AGI1C_") && !name.ends_with(')') => {
            ("set", format!("{name}={value}"))
        }
        Action::Set(..) | Action::Store(_) => return None,
        Action::Play(prompt) => ("play", prompt.clone()),
        Action::Dial(ring) => {
            ("dial", format!("{} for {} s; not answered, the call goes on", ring.target, ring.seconds))
        }
        Action::Goto(place) => ("goto", format!("{},{},{}", place.context, place.extension, place.priority)),
        Action::Reject(how) => ("reject", how.word().into()),
    })
}

fn phases(timings: &Timings) -> String {
    let all = [
        ("resolve", timings.resolve),
        ("connect", timings.connect),
        ("send", timings.send),
        ("first byte", timings.first_byte),
        ("body", timings.body),
        ("parse", timings.parse),
    ];
    let mut text = String::new();
    for (phase, took) in all {
        if let Some(took) = took {
            if !text.is_empty() {
                text.push_str(", ");
            }
            text.push_str(phase);
            text.push(' ');
            text.push_str(&millis(took));
        }
    }
    if text.is_empty() { "not sent".into() } else { text }
}

fn line(out: &mut dyn Write, title: &str, text: &str) -> io::Result<()> {
    writeln!(out, "{title:<8} {text}")
}
