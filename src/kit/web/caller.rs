//! Step 2: who is calling. One number as `lookup` finds it, or a list of them asked one at a time, and that list as a CSV
//! to take away. What is found and said is `lookup`'s.

use miniserde::Deserialize;

use super::desk::Desk;
use super::form::{self, OneCForm};
use super::route::{Content, FORM, LIST, Lines, Responder, Route, refusal};
use super::{page, russian};
use crate::cli::lookup::{self, Finding};
use crate::cli::{json, print};
use crate::crm::Reason;
use crate::kit::contacts::callers::{self, Callers};
use crate::onec::writer::{ObjectWriter, list, string};
use crate::outcome::Status;

/// What this section answers.
pub const ROUTES: &[Route] = &[
    Route { path: "/api/lookup", most: FORM, responder: Responder::Once(look_up) },
    Route { path: "/api/numbers", most: FORM + LIST, responder: Responder::Lines(numbers) },
];

#[derive(Deserialize)]
struct Input {
    one_c: OneCForm,
    number: String,
}

/// `{"finding":{…},"exchange":["> POST …",…],"russian":{"sentence":"…"}}`
fn look_up(_: &Desk, body: &[u8]) -> Result<Content, String> {
    let input: Input = form::read(body)?;
    let settings = input.one_c.settings()?;
    let number = lookup::number(&settings, &input.number).map_err(refusal)?;
    let profile = form::profile(&settings)?;
    let found = lookup::look_up(&settings, profile, &number, true);
    let exchange = found.transcripts.iter().flat_map(|each| each.lines()).map(|line| string(&line));
    Ok(Content::Json(
        ObjectWriter::default()
            .raw("finding", &json::finding(&found))
            .raw("exchange", &list(exchange))
            .raw("russian", &in_russian(&found))
            .end(),
    ))
}

/// Every sentence of a finding that has a Russian one, and that one.
fn in_russian(found: &Finding) -> String {
    let mut said: Vec<String> = Vec::new();
    match &found.answer {
        Err(failure) => said.push(failure.detail.clone()),
        Ok(seen) => {
            said.extend(seen.route.iter().map(|step| print::describe(step).1));
            for sentence in &seen.refused {
                // What is refused begins with its command, which stands in a column of its own.
                said.extend(sentence.split_once(": ").map(|(_, why)| why.to_owned()));
                said.push(sentence.clone());
            }
        }
    }
    let mut both = ObjectWriter::default().text("", "");
    for sentence in said {
        if let Some(russian) = russian::of(&sentence) {
            both = both.text(&sentence, &russian);
        }
    }
    both.end()
}

#[derive(Deserialize)]
struct List {
    one_c: OneCForm,
    /// Whether the CSV speaks Russian.
    russian: bool,
}

/// Failures one after another after which going on would only wait.
const IN_VAIN: usize = 5;

/// First `{"total":…,"csv":"…"}` with the CSV's heading, then `{"number":…,"csv":"…"}` for each caller, at the end
/// `{"done":"ok"}` or what it stopped at.
fn numbers(body: &[u8], lines: &Lines) -> Result<(), String> {
    let (input, file): (List, _) = form::read_with_file(body)?;
    let settings = input.one_c.settings()?;
    let profile = form::profile(&settings)?;
    let read = callers::read(file, &settings).map_err(|what| refusal(&what))?;
    lines.say(beginning(&read, input.russian));
    let mut in_vain = 0;
    for caller in &read.callers {
        let found = lookup::look_up(&settings, profile, &caller.number, false);
        if !lines.say(row(&found, caller.calls, input.russian)) {
            return Ok(());
        }
        let Err(failure) = &found.answer else {
            in_vain = 0;
            continue;
        };
        in_vain += 1;
        // Asking on would lock 1C's user, or take the next session from somebody at work.
        let ends = matches!(failure.reason, Reason::NoLicence | Reason::NoSession | Reason::Login);
        if ends || in_vain == IN_VAIN {
            let end = ObjectWriter::default().text("done", "stopped").text("reason", failure.reason.word());
            let end = end.text("sentence", &failure.detail);
            lines.say(end.maybe("sentence_ru", russian::of(&failure.detail).as_deref()).end());
            return Ok(());
        }
    }
    lines.say(ObjectWriter::default().text("done", "ok").end());
    Ok(())
}

fn beginning(read: &Callers, russian: bool) -> String {
    let heading = match russian {
        true => ["Номер", "Звонков", "Что вышло", "Почему", "Имя", "мс"],
        false => ["Number", "Calls", "Status", "Reason", "Name", "ms"],
    };
    let calls: usize = read.callers.iter().map(|caller| caller.calls).sum();
    let count = |count: usize| count.to_string();
    ObjectWriter::default()
        .raw("total", &count(read.callers.len()))
        .raw("calls", &count(calls))
        .raw("without", &count(read.without))
        .raw("short", &count(read.short))
        .raw("beyond", &count(read.beyond))
        // Without the mark Excel would take the letters for another alphabet's.
        .text("csv", &["\u{feff}", &csv(&heading)].concat())
        .end()
}

fn row(found: &Finding, calls: usize, russian: bool) -> String {
    let (status, reason, name) = match &found.answer {
        Ok(seen) => (seen.outcome.status().word(), seen.outcome.reason(), seen.outcome.name()),
        Err(failure) => (Status::Failed.word(), failure.reason.word(), ""),
    };
    let in_words =
        |kind: &str, word: &str| page::word(&[kind, word].concat())[usize::from(russian)].to_owned();
    let cells = [
        &*found.number,
        &calls.to_string(),
        &in_words("status_", status),
        &in_words("reason_", reason),
        name,
        &found.took.as_millis().to_string(),
    ];
    ObjectWriter::default()
        .text("number", &found.number)
        .raw("count", &calls.to_string())
        .text("status", status)
        .text("reason", reason)
        .text("name", name)
        .text("csv", &csv(&cells))
        .end()
}

/// A line of CSV as Excel reads it in Russia.
fn csv(cells: &[&str]) -> String {
    let line: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    line.join(";") + "\r\n"
}

/// A cell in quotes. One that a spreadsheet would take for a formula begins with an apostrophe, which makes it a text.
fn quoted(cell: &str) -> String {
    let acts =
        cell.trim_start().starts_with(['=', '+', '-', '@', '|', '%']) || cell.starts_with(['\t', '\r', '\n']);
    format!("\"{}{}\"", if acts { "'" } else { "" }, cell.replace('"', "\"\""))
}

#[cfg(test)]
#[path = "tests/caller.rs"]
mod tests;
