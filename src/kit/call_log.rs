//! The last calls, out of whatever an administrator pastes: `database show agi1c` as a console prints it, with prompts
//! around and other families between, wrapped or not. The entries' format is `store`'s; what the words mean is
//! `reasons`'. Names and whole numbers, which stand in the same listing, are passed over.

use std::collections::BTreeMap;

use crate::outcome::Status;
use crate::store::{self, LastCall};

/// The most calls there can be in a family: the largest `log.last`.
const PLACES: u32 = 500;
/// The family where nobody has set another.
const FAMILY: &str = "agi1c";
/// The most families looked at: a listing holds one, or one for each of somebody's `cache.family`.
const FAMILIES: usize = 8;
/// A piece of text long enough for one entry, with what a console may put between its words.
const ENTRY: usize = 400;

/// What a listing tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The calls, the newest first; those of one family together.
    pub calls: Vec<LoggedCall>,
    /// How often each verdict came, in the order of the statuses, the most frequent first.
    pub totals: Vec<Total>,
    /// Places of the black box that hold something else than a call.
    pub unreadable: usize,
    /// The last check's sentence.
    pub test: Option<String>,
    /// The version that ran the last check.
    pub version: Option<String>,
}

/// A call that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedCall {
    /// When, in UTC.
    pub date: String,
    /// The number's last four digits; empty = it had none.
    pub digits: String,
    /// The verdict's two words, as they stand there.
    pub status: String,
    /// See `status`.
    pub reason: String,
    /// Milliseconds.
    pub spent_ms: u64,
}

/// How often one verdict came.
#[derive(Debug, PartialEq, Eq)]
pub struct Total {
    /// The verdict's two words.
    pub status: String,
    /// See `status`.
    pub reason: String,
    /// How many calls.
    pub count: usize,
    /// The longest of them, in milliseconds.
    pub slowest_ms: u64,
}

/// A family's black box.
#[derive(Default)]
struct Family {
    calls: BTreeMap<u32, LoggedCall>,
    next: u32,
    test: Option<String>,
    version: Option<String>,
}

/// Reads a listing; a text without calls gives an empty report.
pub fn read(text: &str) -> Report {
    let text = without_colours(text);
    let mut report = Report::default();
    let mut families: BTreeMap<&str, Family> = BTreeMap::new();
    for (name, key, value) in entries(&text) {
        if !(key.starts_with("last/") || [store::TEST, store::VERSION].contains(&key)) {
            continue;
        }
        if !families.contains_key(name) && families.len() >= FAMILIES {
            continue;
        }
        let family = families.entry(name).or_default();
        match key {
            store::TEST => family.test = Some(line(value)),
            store::VERSION => family.version = Some(line(value)),
            store::NEXT_CALL => family.next = line(value).parse().unwrap_or_default(),
            _ => {
                let place = key.strip_prefix("last/").and_then(|place| place.parse().ok());
                let place = place.filter(|place| (1..=PLACES).contains(place));
                match (place, LastCall::parse(value)) {
                    (Some(place), Some(call)) => drop(family.calls.insert(place, own(&call))),
                    _ => report.unreadable += 1,
                }
            }
        }
    }
    // Somebody else's family may have a key of this name.
    families.retain(|name, family| *name == FAMILY || !family.calls.is_empty());
    for family in families.into_values() {
        report.test = report.test.or_else(|| family.test.clone());
        report.version = report.version.or_else(|| family.version.clone());
        report.calls.extend(newest_first(family));
    }
    report.totals = totals(&report.calls);
    report
}

/// The text without what tells a terminal its colours: ESC, `[`, parameters and a letter.
fn without_colours(text: &str) -> String {
    let mut pieces = text.split("\u{1b}[");
    let mut plain = String::from(pieces.next().unwrap_or_default());
    for piece in pieces {
        plain.push_str(
            piece.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').get(1..).unwrap_or_default(),
        );
    }
    plain
}

/// Family, key and the text behind the colon of everything that looks like an entry of AstDB.
fn entries(text: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let colon = rest.find(':')?;
            let (before, behind) = (rest.get(..colon)?, rest.get(colon + 1..)?);
            rest = behind;
            let before = before.trim_end();
            let path =
                before.rsplit(|c: char| c.is_whitespace() || c.is_control()).next().unwrap_or_default();
            // A prompt may stand before the path.
            let Some(path) = path.find('/').and_then(|slash| path.get(slash + 1..)) else { continue };
            let Some((family, key)) = path.split_once('/') else { continue };
            let value = behind.get(..behind.floor_char_boundary(ENTRY)).unwrap_or(behind);
            return Some((family, key, value));
        }
    })
}

/// The first line of a value, without control characters.
fn line(value: &str) -> String {
    let line = value.trim_start_matches([' ', '\t']).split(['\r', '\n']).next().unwrap_or_default();
    line.chars().filter(|c| !c.is_control()).collect::<String>().trim_end().to_owned()
}

fn own(call: &LastCall) -> LoggedCall {
    let &LastCall { date, digits, status, reason, spent_ms } = call;
    LoggedCall {
        date: date.into(),
        digits: digits.into(),
        status: status.into(),
        reason: reason.into(),
        spent_ms,
    }
}

/// The box is written round and round: the newest is the one before the next. Calls of one second, and clocks that were
/// set back, have no other order.
fn newest_first(family: Family) -> impl Iterator<Item = LoggedCall> {
    let Family { mut calls, next, .. } = family;
    let older = calls.split_off(&next);
    calls.into_values().rev().chain(older.into_values().rev())
}

fn totals(calls: &[LoggedCall]) -> Vec<Total> {
    let mut totals: Vec<Total> = Vec::new();
    for call in calls {
        match totals.iter_mut().find(|total| total.status == call.status && total.reason == call.reason) {
            Some(total) => {
                total.count += 1;
                total.slowest_ms = total.slowest_ms.max(call.spent_ms);
            }
            None => totals.push(Total {
                status: call.status.clone(),
                reason: call.reason.clone(),
                count: 1,
                slowest_ms: call.spent_ms,
            }),
        }
    }
    let order =
        |status: &str| Status::ALL.iter().position(|each| each.word() == status).unwrap_or(usize::MAX);
    totals.sort_by_key(|total| (order(&total.status), usize::MAX - total.count));
    totals
}

#[cfg(test)]
#[path = "tests/call_log.rs"]
mod tests;
