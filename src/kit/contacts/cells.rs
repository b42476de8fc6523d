//! What stands in a cell: the telephone numbers of one, a manager's extension. What a number means by the numbering
//! plan is not decided here.

use crate::number::digits_of;

/// Fewer digits behind another number are a piece of one: an extension, `…42/43`.
const SHORT: usize = 5;

/// More digits than a number has: there are two of them.
const LONGEST: usize = 15;

/// The numbers of a cell.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// As they were written, without the words around them.
    pub numbers: Vec<String>,
    /// Pieces of numbers, left out.
    pub pieces: usize,
}

/// The numbers of a cell, divided by `;` `,` `/` `|` or a line break; none where it holds no letter and no digit.
///
/// # Errors
/// What is no number, and what to do.
pub fn numbers(cell: &str) -> Result<Numbers, String> {
    let cell = bare(cell);
    if is_rounded(cell) {
        return Err(format!(
            "«{cell}» is a number that Excel has rounded: make the column a text column and fill it again"
        ));
    }
    let mut found = Numbers::default();
    if digits_of(cell).is_empty() {
        return match cell.chars().any(char::is_alphanumeric) {
            false => Ok(found),
            true => Err(format!(
                "expected a telephone number, found «{cell}»: are the columns number; name; manager; commands?"
            )),
        };
    }
    for part in without_fraction(cell).split([';', ',', '/', '\\', '|', '\n', '\r']) {
        for number in several(number_of(bare(part))) {
            match digits_of(number).len() {
                0 => {}
                digits if digits < SHORT && !found.numbers.is_empty() => found.pieces += 1,
                _ => found.numbers.push(number.to_owned()),
            }
        }
    }
    Ok(found)
}

/// Whether a cell holds numbers and nothing else: what stands beside a number in an unquoted cell of several.
pub fn is_number(cell: &str) -> bool {
    digits_of(cell).len() >= SHORT && !cell.chars().any(char::is_alphabetic)
}

/// A manager's extensions as `dial` takes them; `None` where the cell has no digit.
pub fn manager(cell: &str) -> Option<String> {
    let cell = without_fraction(bare(cell));
    if !cell.chars().any(char::is_alphabetic) && !cell.contains(['(', ')']) {
        return (cell.is_empty() || cell.contains(|c: char| c.is_ascii_digit())).then(|| cell.to_owned());
    }
    let words = cell.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty());
    let numbers: Vec<&str> = words.collect();
    (!numbers.is_empty()).then(|| numbers.join(" "))
}

/// Without what keeps Excel from taking a number for one: `="8495…"`, `'8495…`.
fn bare(cell: &str) -> &str {
    cell.trim_start_matches(['=', '\'', '’']).trim_matches(|c: char| c == '"' || c.is_whitespace())
}

/// `74951112233.0`: what a spreadsheet's number becomes in other programs.
fn without_fraction(cell: &str) -> &str {
    let whole = cell.trim_end_matches('0');
    match whole.strip_suffix(['.', ',']) {
        Some(digits)
            if whole != cell && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            digits
        }
        _ => cell,
    }
}

/// A number without the words before it and behind it: `тел. 8 (495) 229-30-42 доб. 5`, `8916… (Иван)`.
fn number_of(part: &str) -> &str {
    let start = part.find(|c: char| c.is_ascii_digit() || c == '+').unwrap_or(part.len());
    let start = if part[..start].ends_with('(') { start - 1 } else { start };
    let part = &part[start..];
    let belongs = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+()-–—−.".contains(c);
    let end = part.find(|c| !belongs(c)).unwrap_or(part.len());
    part[..end].trim_end_matches(|c: char| !c.is_ascii_digit())
}

/// Two numbers with nothing but a blank between them.
fn several(number: &str) -> Vec<&str> {
    if digits_of(number).len() > LONGEST {
        let parts: Vec<&str> = number.split_whitespace().collect();
        if parts.iter().all(|part| digits_of(part).len() > SHORT) {
            return parts;
        }
    }
    vec![number]
}

/// `7,49529E+10`: what Excel makes of eleven digits in a narrow column.
fn is_rounded(number: &str) -> bool {
    number.split_once(['E', 'e', 'Е', 'е']).is_some_and(|(mantissa, exponent)| {
        let digits = exponent.trim_start_matches(['+', '-']);
        !mantissa.is_empty()
            && mantissa.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'))
            && digits.len() < exponent.len()
            && !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
#[path = "tests/cells.rs"]
mod tests;
