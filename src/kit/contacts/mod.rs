//! Clients from a CSV file, as Excel, 1C or a person writes it in Russia: any encoding, `;`, `,` or tabs, a heading
//! or none, several numbers in a cell. What is left out is counted, every complaint names its line. It changes no
//! number: which forms are one number is the numbering plan's matter.

pub mod callers;
mod cells;
mod columns;
mod rows;
pub mod text;
mod told;

use std::collections::HashSet;
use std::fmt;
use std::fs;
use std::path::Path;

use self::columns::Columns;
use self::rows::Row;
pub use self::told::Told;
use crate::number::{self, Caller, NumberingPlan};

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
    /// The clients in the file's order, one for each number.
    pub clients: Vec<Client>,
    /// What whoever gave the file must know of it.
    pub told: Told,
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

/// How many lines may stand before the heading: the title of a report.
const TITLE: usize = 20;

/// Reads a file's bytes; `source` is what errors call it.
pub fn parse(bytes: &[u8], source: &str) -> Result<Contacts, ContactsError> {
    let complain = |(line, what): (u64, String)| ContactsError { source: source.into(), line, what };
    let (text, encoding) = text::decode(bytes).map_err(|(line, what)| match line {
        0 => {
            complain((0, format!("{what}, not CSV: open it and save it as «CSV UTF-8», then take that file")))
        }
        line => complain((line, what)),
    })?;
    let rows = rows::read(&text).map_err(complain)?;
    let (columns, skipped) = columns(&rows).map_err(complain)?;
    let mut reader = Reader { columns, alone: Vec::new(), clients: Vec::new(), told: Told::default() };
    reader.told.encoding = encoding;
    for row in rows.into_iter().skip(skipped) {
        let line = row.line;
        reader.row(row).map_err(|what| complain((line, what)))?;
    }
    reader.end().map_err(|what| complain((0, what)))
}

/// Which column holds what, and how many rows stand before the clients.
fn columns(rows: &[Row]) -> Result<(Columns, usize), (u64, String)> {
    for (at, row) in rows.iter().take(TITLE).enumerate() {
        if let Ok(columns) = Columns::named(&row.cells) {
            return Ok((columns, at + 1));
        }
    }
    match rows.first() {
        Some(row) if !row.cells.iter().any(|cell| has_digit(cell)) => {
            Columns::named(&row.cells).map(|columns| (columns, 1)).map_err(|what| (row.line, what))
        }
        _ => Ok((Columns::unnamed(), 0)),
    }
}

/// Clients row by row.
struct Reader {
    columns: Columns,
    /// Numbers that stood on a line of their own: a cell's line break that nobody has quoted.
    alone: Vec<String>,
    /// A client for each number, and its line.
    clients: Vec<(Client, u64)>,
    told: Told,
}

impl Reader {
    fn row(&mut self, row: Row) -> Result<(), String> {
        let Row { line, mut cells } = row;
        if let [cell] = &cells[..]
            && cells::is_number(cell)
            && self.columns.width != 1
        {
            return self.number_alone(line, cell);
        }
        self.unite(&mut cells);
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", String::as_str);
        let mut numbers = std::mem::take(&mut self.alone);
        let alone = numbers.len();
        for at in &self.columns.numbers {
            let found = cells::numbers(cell(Some(*at)))?;
            numbers.extend(found.numbers);
            self.told.pieces += found.pieces;
        }
        // What a line break in a name would make of the rest: a command.
        let name = cell(Some(self.columns.name)).split_whitespace().collect::<Vec<_>>().join(" ");
        let (manager, commands) = (cell(self.columns.manager), cell(self.columns.commands));
        if numbers.len() == alone {
            self.told.without_number += usize::from(!name.is_empty());
            self.told.without_name += alone;
            return Ok(());
        }
        if name.is_empty() && manager.is_empty() && commands.is_empty() {
            self.told.without_name += 1 + alone;
            return Ok(());
        }
        if cells::is_number(&name) {
            return Err(format!(
                "expected a name, found the number «{name}»: are the columns number; name; manager; commands?"
            ));
        }
        if commands.starts_with('{')
            && miniserde::json::from_str::<miniserde::json::Object>(commands).is_err()
        {
            return Err(format!("the commands begin with {{ but are no JSON object: {commands}"));
        }
        let manager = cells::manager(manager).unwrap_or_else(|| {
            Told::count(&mut self.told.not_rung, line);
            String::new()
        });
        self.told.joined += alone;
        for number in numbers {
            let (name, manager, commands) = (name.clone(), manager.clone(), commands.to_owned());
            self.clients.push((Client { number, name, manager, commands }, line));
        }
        Ok(())
    }

    /// A number without anything beside it: it is the next line's client's where numbers come first, else the last
    /// line's.
    fn number_alone(&mut self, line: u64, cell: &str) -> Result<(), String> {
        let found = cells::numbers(cell)?;
        self.told.pieces += found.pieces;
        match self.clients.last().filter(|_| !self.columns.numbers.contains(&0)) {
            Some((client, _)) => {
                let client = client.clone();
                self.told.joined += found.numbers.len();
                let more =
                    found.numbers.into_iter().map(|number| (Client { number, ..client.clone() }, line));
                self.clients.extend(more);
            }
            None => self.alone.extend(found.numbers),
        }
        Ok(())
    }

    /// Numbers divided by the separator itself make a row too long: they are one cell again.
    fn unite(&self, cells: &mut Vec<String>) {
        let Some(&at) = self.columns.numbers.first() else { return };
        let unnamed = self.columns.width == 0;
        let too_long = |cells: &[String]| match unnamed {
            true => cells.get(at + 2).is_some_and(|name| name.chars().any(char::is_alphabetic)),
            false => cells.len() > self.columns.width,
        };
        while too_long(cells) && cells.get(at + 1).is_some_and(|next| cells::is_number(next)) {
            let next = cells.remove(at + 1);
            if let Some(cell) = cells.get_mut(at) {
                *cell = format!("{cell};{next}");
            }
        }
    }

    fn end(mut self) -> Result<Contacts, String> {
        self.told.without_name += self.alone.len();
        if self.clients.is_empty() {
            return Err(format!(
                "holds no client with a number and a name: is the separator right, are the columns number; name; \
                 manager; commands?\n{}",
                self.told
            )
            .trim_end()
            .to_owned());
        }
        let mut seen = HashSet::new();
        for (client, line) in &self.clients {
            if let Caller::Number(number) = number::read(&client.number, &NumberingPlan::default())
                && !seen.insert(number.key())
            {
                Told::count(&mut self.told.repeated, *line);
            }
        }
        Ok(Contacts {
            clients: self.clients.into_iter().map(|(client, _)| client).collect(),
            told: self.told,
        })
    }
}

fn has_digit(cell: &str) -> bool {
    cell.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
