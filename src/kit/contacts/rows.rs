//! The grammar of CSV as programs in Russia write it: `;`, tab or `,`, Excel's `sep=`, quotes that are not doubled.
//! Knows nothing of clients; every row knows its line.

/// A row that is not blank.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// Its first line, from 1.
    pub line: u64,
    /// Its cells, without blanks around them.
    pub cells: Vec<String>,
}

/// How many lines the separator is looked for in.
const LOOKED_AT: usize = 20;

/// A text's rows.
///
/// # Errors
/// The line of a quote that is never closed, and what to do.
pub fn read(text: &str) -> Result<Vec<Row>, (u64, String)> {
    let (separator, text, mut line) = separator(text);
    let mut rows = Vec::new();
    let mut row = Row { line, cells: Vec::new() };
    let mut rest = text;
    while !rest.is_empty() {
        let cell = Cell::read(rest, separator).map_err(|()| {
            (
                line,
                "a quote is opened here and not closed; inside quotes a quote is written twice (\"\")".into(),
            )
        })?;
        line += cell.text.matches('\n').count() as u64;
        row.cells.push(cell.text.trim().to_owned());
        rest = cell.after;
        if let Some(after) = rest.strip_prefix(separator) {
            rest = after;
            if !rest.is_empty() {
                continue;
            }
            row.cells.push(String::new());
        }
        rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\r', '\n'])).unwrap_or(rest);
        line += 1;
        let next = Row { line, cells: Vec::new() };
        let whole = std::mem::replace(&mut row, next);
        if whole.cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(whole);
        }
    }
    Ok(rows)
}

/// A cell, and the text from its end on: a separator, a line end, or nothing.
struct Cell<'a> {
    text: String,
    after: &'a str,
}

impl<'a> Cell<'a> {
    fn read(text: &'a str, separator: char) -> Result<Cell<'a>, ()> {
        let ends = |c: char| c == separator || c == '\n' || c == '\r';
        let Some(inside) = text.strip_prefix('"') else {
            let end = text.find(ends).unwrap_or(text.len());
            return Ok(Cell { text: text[..end].to_owned(), after: &text[end..] });
        };
        let mut cell = String::new();
        // A quote that is neither doubled nor the last: forgiven (`"ООО "Ромашка""`), unless a line has ended since
        // the opening one: then that was not closed, and this belongs to another cell.
        let mut single = false;
        let mut rest = inside;
        loop {
            let (before, after) = rest.split_once('"').ok_or(())?;
            cell += before;
            let doubled = after.strip_prefix('"');
            let at_end = |text: &str| text.is_empty() || text.starts_with(ends);
            rest = match doubled {
                Some(after) if single && at_end(after) => {
                    cell.push('"');
                    return Ok(Cell { text: cell, after });
                }
                Some(after) => after,
                None if at_end(after) => return Ok(Cell { text: cell, after }),
                None if cell.contains(['\n', '\r']) => return Err(()),
                None => {
                    single = true;
                    after
                }
            };
            cell.push('"');
        }
    }
}

/// The separator, the text to read with it, and that text's first line: Excel may write a first line `sep=;`.
/// Otherwise the one that stands in most of the first lines, quotes aside; `;` where two do, then the most frequent.
fn separator(text: &str) -> (char, &str, u64) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let mut named = first.trim_end_matches('\r').strip_prefix("sep=").unwrap_or_default().chars();
    if let (Some(separator), None) = (named.next(), named.next()) {
        return (separator, rest, 2);
    }
    let mut best = (0, true, 0, ';');
    for separator in [';', '\t', ','] {
        let (mut lines, mut all, mut quoted) = (0, 0, false);
        for line in text.lines().take(LOOKED_AT) {
            let mut here = 0;
            for c in line.chars() {
                quoted ^= c == '"';
                here += usize::from(!quoted && c == separator);
            }
            all += here;
            lines += usize::from(here > 0);
        }
        best = best.max((lines, separator == ';', all, separator));
    }
    (best.3, text, 1)
}

#[cfg(test)]
#[path = "tests/rows.rs"]
mod tests;
