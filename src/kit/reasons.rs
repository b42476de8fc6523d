//! What to do about the reason of a call without a name: read from the tables of package/statuses*.md, so that the page
//! in the browser says what those pages say. It knows no word itself.

use super::language::Language;
use crate::outcome::Status;

/// What to do, in Markdown; `None` for a word that is no reason.
pub fn to_do(word: &str, language: Language) -> Option<&'static str> {
    let page: &'static str = language
        .pick(include_str!("../../package/statuses.ru.md"), include_str!("../../package/statuses.md"));
    let cells = |line: &'static str| line.strip_prefix("| `")?.strip_prefix(word)?.strip_prefix("` | ");
    let (_, to_do) = page.lines().find_map(cells)?.split_once(" | ")?;
    // A status has a row of the same form.
    to_do.strip_suffix(" |").filter(|_| Status::from_word(word).is_none())
}

#[cfg(test)]
#[path = "tests/reasons.rs"]
mod tests;
