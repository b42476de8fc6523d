//! Who has called, from a PBX's call history or any other list of numbers: the column with the callers is found by its
//! heading, or by what stands in it. Numbers of the office itself are left out and counted; each caller comes once.

use std::collections::HashMap;

use super::{TITLE, cells, rows, text};
use crate::config::Settings;
use crate::number::{self, Caller, Number};

/// Callers that are taken from one list.
pub const MOST: usize = 1000;

/// What a history calls the column of callers, in small letters; the surer word first.
const CALLER: [&str; 21] = [
    "src",
    "src_num",
    "src_number",
    "source",
    "caller",
    "caller id",
    "callerid",
    "caller number",
    "from",
    "кто звонил",
    "звонивший",
    "номер звонящего",
    "номер звонившего",
    "откуда",
    "от кого",
    "источник",
    "номер",
    "номер телефона",
    "телефон",
    "phone",
    "number",
];

/// Somebody who has called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastCaller {
    /// The number as the list has it first.
    pub number: Number,
    /// How often it stands there.
    pub calls: usize,
}

/// Who has called, and what of the list was not taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Callers {
    /// In the order of their first call, at most [`MOST`].
    pub callers: Vec<PastCaller>,
    /// Rows without a number: withheld, empty, or no number at all.
    pub without: usize,
    /// Rows with a number that a call would not be looked up for: shorter than `call.min_digits`.
    pub short: usize,
    /// Callers beyond [`MOST`].
    pub beyond: usize,
}

/// Reads a list's bytes.
///
/// # Errors
/// A sentence: what the file is instead, or that it holds no number.
pub fn read(bytes: &[u8], settings: &Settings) -> Result<Callers, String> {
    let (text, _) = text::decode(bytes)
        .map_err(|(_, what)| format!("{what}: expected a list of numbers, or a call history saved as CSV"))?;
    let rows = rows::read(&text).map_err(|(line, what)| format!("line {line}: {what}"))?;
    let mut found = Callers::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    let (column, heading) = column(&rows, settings);
    for row in rows.iter().skip(heading) {
        let cell = row.cells.get(column).map_or("", String::as_str);
        let Some(number) = caller(cell, settings) else {
            found.without += 1;
            continue;
        };
        if number.digits().len() < settings.call.min_digits {
            found.short += 1;
            continue;
        }
        match places.get(&number.key()) {
            Some(&at) => found.callers[at].calls += 1,
            None if found.callers.len() == MOST => found.beyond += 1,
            None => {
                places.insert(number.key(), found.callers.len());
                found.callers.push(PastCaller { number, calls: 1 });
            }
        }
    }
    if found.callers.is_empty() {
        return Err(format!(
            "no caller's number is in it: expected one number a line, or a call history with a column «{}»",
            ["src", "номер звонящего"].join("» or «")
        ));
    }
    Ok(found)
}

/// The callers' column, and how many rows stand before its numbers.
fn column(rows: &[rows::Row], settings: &Settings) -> (usize, usize) {
    for (at, row) in rows.iter().take(TITLE).enumerate() {
        let words: Vec<String> = row.cells.iter().map(|cell| plain(cell)).collect();
        if let Some(column) = CALLER.iter().find_map(|name| words.iter().position(|word| word == name)) {
            return (column, at + 1);
        }
    }
    // The called number is the same in most rows, an extension is short: callers are the most various.
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let various = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.cells.get(column));
        let mut keys: Vec<String> = cells.filter_map(|cell| sure(cell, settings)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    };
    let best = (0..width).rev().max_by_key(|column| various(*column)).unwrap_or(0);
    (best, 0)
}

fn plain(cell: &str) -> String {
    cell.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// The key of what is an outside number beyond doubt: no time, no date, no mark of a call.
fn sure(cell: &str, settings: &Settings) -> Option<String> {
    let date = cell.split('-').map(str::len).eq([4, 2, 2]);
    if date || cell.contains([':', '.']) {
        return None;
    }
    caller(cell, settings).filter(Number::is_national).map(|number| number.key())
}

/// The number of a cell: as a PBX writes it, or as a person does.
fn caller(cell: &str, settings: &Settings) -> Option<Number> {
    let plan = &settings.number.plan;
    if let Caller::Number(number) = number::read(cell, plan) {
        return Some(number);
    }
    let written = cells::numbers(cell).ok()?.numbers.into_iter().next()?;
    match number::read(&written, plan) {
        Caller::Number(number) => Some(number),
        Caller::Missing | Caller::Anonymous => None,
    }
}

#[cfg(test)]
#[path = "tests/callers.rs"]
mod tests;
