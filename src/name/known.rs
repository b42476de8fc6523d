//! Whether what a channel has for a name is one. A trunk that knows no name fills the field all the same: with the number
//! in another form, with a word for "withheld", with question marks.

use super::full;
use super::translit::lower;

/// What trunks and PBXs write where there is no name. Lower case; a name that merely holds such a word is a name.
const NO_NAME: [&str; 24] = [
    "anonymous",
    "anonymous caller",
    "unknown",
    "unknown caller",
    "unknown number",
    "unknown name",
    "withheld",
    "number withheld",
    "unavailable",
    "not available",
    "restricted",
    "private",
    "private number",
    "private caller",
    "no name",
    "null",
    "аноним",
    "анонимный",
    "неизвестно",
    "неизвестный",
    "неизвестный номер",
    "номер скрыт",
    "скрытый номер",
    "не определен",
];

/// Whether this is the name of somebody. That it is the caller's number, as an address with letters in it perhaps, is for
/// whoever knows the number to see.
pub fn is_name(text: &str) -> bool {
    let said: String =
        full(text).chars().map(|c| if c == 'ё' || c == 'Ё' { 'е' } else { lower(c) }).collect();
    let bare = said.trim_matches(|c: char| !c.is_alphanumeric());
    bare.chars().any(char::is_alphabetic) && !NO_NAME.contains(&bare)
}

#[cfg(test)]
#[path = "tests/known.rs"]
mod tests;
