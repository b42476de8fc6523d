//! Clients from a CSV file, as Excel or 1C writes it in Russia: windows-1251 or Unicode, `;`, `,` or
//! tabs, a heading or none. Every complaint names the line. What a number means is not decided here.

mod columns;

use std::fmt;
use std::fs;
use std::path::Path;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1251};

use self::columns::Columns;

/// One client of the stand-in 1C.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// The telephone number as it was written.
    pub number: String,
    /// The name.
    pub name: String,
    /// The extension of the responsible manager; empty = none. Answered as `dial`.
    pub manager: String,
    /// Further commands: lines `key: value`, or a JSON object in `{}`; empty = none.
    pub commands: String,
}

impl Client {
    /// A client of whom only a number and a name are known.
    pub fn new(number: impl Into<String>, name: impl Into<String>) -> Self {
        Client { number: number.into(), name: name.into(), ..Client::default() }
    }
}

/// What a file held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contacts {
    /// The clients in the file's order.
    pub clients: Vec<Client>,
    /// Lines left out because they have a name but no number: usual in an export of counterparties.
    pub without_number: usize,
}

/// Why a file could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactsError {
    /// The file.
    pub source: String,
    /// The line, from 1; 0 = the file as a whole.
    pub line: u64,
    /// What was expected, what came and what to do.
    pub what: String,
}

impl fmt::Display for ContactsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.source, self.what),
            line => write!(f, "{}, line {line}: {}", self.source, self.what),
        }
    }
}

impl std::error::Error for ContactsError {}

/// Reads a file.
pub fn read(path: &Path) -> Result<Contacts, ContactsError> {
    let source = path.display().to_string();
    let bytes = fs::read(path).map_err(|error| ContactsError {
        source: source.clone(),
        line: 0,
        what: format!("cannot be read: {error}"),
    })?;
    parse(&bytes, &source)
}

/// Reads a file's bytes; `source` is what errors call it.
pub fn parse(bytes: &[u8], source: &str) -> Result<Contacts, ContactsError> {
    let text = decode(bytes);
    let (separator, text, skipped) = separator(&text);
    let complain = |line: u64, what: String| ContactsError { source: source.into(), line, what };
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut contacts = Contacts::default();
    let mut columns = Columns::UNNAMED;
    let mut first = true;
    let mut record = ::csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(contacts),
            Err(error) => return Err(complain(0, format!("is not CSV: {error}"))),
        }
        let line = skipped + record.position().map_or(0, |at| line(at, text));
        let heading = first && !record.iter().any(has_digit);
        first = false;
        if heading {
            columns = Columns::named(&record).map_err(|what| complain(line, what))?;
            continue;
        }
        match client(&record, &columns).map_err(|what| complain(line, what))? {
            Line::Client(client) => contacts.clients.push(client),
            Line::NoNumber => contacts.without_number += 1,
            Line::Blank => {}
        }
    }
}

/// A BOM decides; without one, what is not UTF-8 is windows-1251.
fn decode(bytes: &[u8]) -> String {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1251,
    };
    encoding.decode(bytes).0.into_owned()
}

/// The separator, the text to read with it, and how many lines stand before that text: Excel may
/// write a first line `sep=;`. Otherwise the one most frequent in the first line, quotes aside.
fn separator(text: &str) -> (u8, &str, u64) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(&[separator]) = first.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        return (separator, rest, 1);
    }
    let mut quoted = false;
    let mut counts = [(0, b';'), (0, b'\t'), (0, b',')];
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        for (count, separator) in &mut counts {
            *count += usize::from(!quoted && *separator == byte);
        }
    }
    let mut best = counts[0];
    for candidate in counts {
        if candidate.0 > best.0 {
            best = candidate;
        }
    }
    (best.1, text, 0)
}

enum Line {
    Client(Client),
    NoNumber,
    Blank,
}

fn client(record: &::csv::StringRecord, columns: &Columns) -> Result<Line, String> {
    let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("");
    let number = cell(Some(columns.number));
    let name = cell(Some(columns.name));
    if number.is_empty() {
        return Ok(if name.is_empty() { Line::Blank } else { Line::NoNumber });
    }
    if !has_digit(number) {
        return Err(format!(
            "expected a telephone number, found «{number}»: are the columns number; name; manager; commands?"
        ));
    }
    if is_rounded(number) {
        return Err(format!(
            "«{number}» is a number that Excel has rounded: make the column a text column and fill it again"
        ));
    }
    let manager = cell(columns.manager);
    let commands = cell(columns.commands);
    if name.is_empty() && manager.is_empty() && commands.is_empty() {
        return Err("expected a name beside the number, found none: is the separator right?".into());
    }
    if commands.starts_with('{') && miniserde::json::from_str::<miniserde::json::Object>(commands).is_err() {
        return Err(format!("the commands begin with {{ but are no JSON object: {commands}"));
    }
    Ok(Line::Client(Client {
        number: number.into(),
        name: name.into(),
        manager: manager.into(),
        commands: commands.into(),
    }))
}

/// A record's line. The reader's own position is the end of the record before it: blank lines stand
/// in between.
fn line(at: &::csv::Position, text: &str) -> u64 {
    let rest = usize::try_from(at.byte()).ok().and_then(|byte| text.as_bytes().get(byte..));
    let blank = rest.into_iter().flatten().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    at.line() + blank.filter(|byte| **byte == b'\n').count() as u64
}

fn has_digit(cell: &str) -> bool {
    cell.bytes().any(|byte| byte.is_ascii_digit())
}

/// `7,49529E+10`: what Excel makes of eleven digits in a narrow column.
fn is_rounded(number: &str) -> bool {
    number.split_once(['E', 'e']).is_some_and(|(mantissa, exponent)| {
        has_digit(mantissa)
            && exponent.starts_with(['+', '-'])
            && exponent[1..].bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests;
