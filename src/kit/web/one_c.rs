//! Step 1: where 1C is. The check's own steps, each as it is taken, and the stand-in for whoever has no 1C yet. What is
//! checked and said is `check`'s.

use miniserde::Deserialize;

use super::desk::Desk;
use super::form::{self, OneCForm};
use super::guard::random;
use super::route::{CSV, Content, FORM, Lines, Responder, Route, refusal};
use super::russian;
use crate::check::{self, CheckOptions, Step};
use crate::cli::json;
use crate::kit::contacts::{self, Contacts};
use crate::kit::sample;
use crate::kit::stand::{Stand, StandOptions};
use crate::onec::http::{Part, Watch};
use crate::onec::writer::{ObjectWriter, list};
use crate::privacy::Secret;

/// What this section answers.
pub const ROUTES: &[Route] = &[
    Route { path: "/api/check", most: FORM, responder: Responder::Lines(check) },
    Route { path: "/api/stand", most: FORM + CSV, responder: Responder::Once(stand) },
];

#[derive(Deserialize)]
struct Input {
    one_c: OneCForm,
    /// A client's number; may be empty.
    number: String,
}

/// Lines `{"behind":"tcp"}` on the way, `{"step":{…},"sentence_ru":…,"advice_ru":…}` for what is sure, and at the end `{"done":"ok"}` or `"wrong"`; or one refusal.
fn check(body: &[u8], lines: &Lines) -> Result<(), String> {
    let input: Input = form::read(body)?;
    let settings = input.one_c.settings()?;
    let profile = form::profile(&settings)?;
    let number = Some(input.number.trim()).filter(|number| !number.is_empty());
    let reached = lines.clone();
    let watch = Watch::new(move |part| {
        reached.say(ObjectWriter::default().text("behind", behind(part)).end());
    });
    let options = CheckOptions { number, watch: Some(watch), ..CheckOptions::default() };
    let found = check::run(&settings, profile, options, &mut |step| {
        lines.say(line(step));
    });
    let done = if found.ok() { check::State::Ok } else { check::State::Wrong };
    lines.say(ObjectWriter::default().text("done", done.word()).end());
    Ok(())
}

/// The step whose part is behind: what the page shows until the step itself is told.
fn behind(part: Part) -> &'static str {
    match part {
        Part::Resolved => "address",
        Part::Connected => "tcp",
        #[cfg(feature = "tls")]
        Part::Secured => "tls",
        Part::Sent => "sent",
    }
}

fn line(step: &Step) -> String {
    let advice = step.advice().and_then(russian::of);
    ObjectWriter::default()
        .raw("step", &json::step(step))
        .maybe("sentence_ru", russian::of(&step.says).as_deref())
        .maybe("advice_ru", advice.as_deref())
        .maybe("trust", trust(step))
        .end()
}

/// What `crm.tls` is set to for the certificate that was shown: the sentence begins with the line to paste.
fn trust(step: &Step) -> Option<&str> {
    let line = step.says.strip_prefix("tls = ").filter(|_| step.name == "trust")?;
    line.split_once(" trusts ").map(|(value, _)| value)
}

/// Starts a stand-in with the clients of the file that came, or the demonstration's; one that runs ends. Only this
/// machine reaches it, and only with the login that is drawn here: it may hold an office's clients.
fn stand(desk: &Desk, body: &[u8]) -> Result<Content, String> {
    let file = form::behind(body);
    let contacts = if file.is_empty() {
        Contacts { clients: sample::clients(), ..Contacts::default() }
    } else {
        contacts::parse(file, "the file").map_err(|error| refusal(&error.to_string()))?
    };
    let password = random(12).map_err(|_| refusal("the system gives no random bytes"))?;
    let Contacts { clients, told } = contacts;
    let (known, number) = (clients.len(), clients.first().map(|client| client.number.clone()));
    let options = StandOptions {
        clients,
        user: USER.into(),
        password: Secret::new(&*password),
        remember: 0,
        ..StandOptions::default()
    };
    let mut running = desk.stand();
    *running = None;
    let started =
        Stand::start(options).map_err(|error| refusal(&format!("the stand-in cannot listen: {error}")))?;
    let fields = ObjectWriter::default()
        .text("url", &started.url())
        .text("protocol", "soap")
        .text("user", USER)
        .text("password", &password)
        .text("token", "")
        .text("tls", "");
    *running = Some(started);
    Ok(Content::Json(
        ObjectWriter::default()
            .raw("fields", &fields.end())
            .raw("clients", &known.to_string())
            .text("number", &number.unwrap_or_default())
            .raw("told", &list(told.to_string().lines().map(sentence)))
            .end(),
    ))
}

/// The stand-in's user.
const USER: &str = "agi1c";

fn sentence(line: &str) -> String {
    ObjectWriter::default().text("sentence", line).maybe("sentence_ru", russian::of(line).as_deref()).end()
}

#[cfg(test)]
#[path = "tests/one_c.rs"]
mod tests;
