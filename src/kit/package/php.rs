//! PHP's simple assignments, `$name = 'text';`, read and written: enough for the settings at the top of a
//! pasted text. It runs nothing, and does not know what the names mean.

/// The text as PHP has it between single quotes.
pub fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\'', "\\'")
}

/// What a variable was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhpValue {
    /// One quoted text, or a number.
    Text(String),
    /// Something that only PHP can work out, as it is written.
    Expression(String),
}

/// How much of an expression is quoted.
const SHOWN: usize = 60;

/// Every `$name = value;` of a PHP text, in order. Comments, functions' own variables and what else there is are
/// passed over.
pub fn assignments(text: &str) -> Vec<(String, PhpValue)> {
    let mut found = Vec::new();
    let mut rest = text;
    // Open braces, and how many were open where a function's own began.
    let (mut braces, mut function) = (0_usize, None);
    while let Some(at) = rest.find(['$', '/', '#', '\'', '"', '{', '}', 'f']) {
        let before = rest[..at].chars().next_back();
        rest = &rest[at..];
        if rest.starts_with("//") || rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if let Some(after) = rest.strip_prefix('{') {
            braces += 1;
            rest = after;
        } else if let Some(after) = rest.strip_prefix('}') {
            braces = braces.saturating_sub(1);
            function = function.filter(|outside| braces > *outside);
            rest = after;
        } else if let Some(after) = rest.strip_prefix('f') {
            let is_word = !before.is_some_and(is_of_name) && after.starts_with("unction");
            if is_word && !after["unction".len()..].starts_with(is_of_name) && function.is_none() {
                function = Some(braces);
                // Its arguments' defaults are no assignments.
                rest = after.find('{').map_or("", |brace| &after[brace..]);
            } else {
                rest = after;
            }
        } else if let Some(after) = rest.strip_prefix('$') {
            let (name, after) = after.split_at(after.find(|c| !is_of_name(c)).unwrap_or(after.len()));
            rest = after;
            if let Some((value, after)) = assigned(after) {
                rest = after;
                if function.is_none() {
                    found.push((name.to_owned(), value));
                }
            }
        } else {
            rest = match quoted(rest) {
                Some((_, after)) => after,
                None => &rest[1..],
            };
        }
    }
    found
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// What follows a variable's name where it is given a value, and the text from there on.
fn assigned(after: &str) -> Option<(PhpValue, &str)> {
    let after = after.trim_start();
    let (joined, written) = match after.strip_prefix(".=") {
        Some(written) => (true, written),
        None => (false, after.strip_prefix('=').filter(|rest| !rest.starts_with(['=', '>']))?),
    };
    let written = written.trim_start();
    if !joined
        && let Some((value, after)) = value_of(written)
        && after.trim_start().starts_with(';')
    {
        return Some((PhpValue::Text(value), after));
    }
    let end = written.find([';', '\n']).unwrap_or(written.len());
    let shown: String = written[..end].trim().chars().take(SHOWN).collect();
    // The rest is looked through: it may hold quotes, and braces.
    Some((PhpValue::Expression(shown), written))
}

/// A quoted text or a number at the beginning, and what follows it; `None` for a text with a variable in it.
fn value_of(text: &str) -> Option<(String, &str)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        return Some((text[..digits].to_owned(), &text[digits..]));
    }
    let (raw, after) = quoted(text)?;
    if text.starts_with('\'') {
        return Some((unescaped(raw, "'\\", &[]), after));
    }
    if raw.replace("\\\\", "").replace("\\$", "").contains('$') {
        return None;
    }
    let named = [('n', '\n'), ('r', '\r'), ('t', '\t')];
    Some((unescaped(raw, "\"\\$", &named), after))
}

/// What stands between the quotes a text begins with, as it is written, and what follows them.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let mut escape = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escape => escape = false,
            '\\' => escape = true,
            c if c == quote => return Some((&text[1..at], &text[at + 1..])),
            _ => {}
        }
    }
    None
}

/// `\` counts only before one of `itself`, or before a letter of `named`; elsewhere PHP keeps it.
fn unescaped(raw: &str, itself: &str, named: &[(char, char)]) -> String {
    let mut text = String::new();
    let mut rest = raw.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match rest.next() {
            Some(next) if itself.contains(next) => text.push(next),
            Some(next) => match named.iter().find(|(letter, _)| *letter == next) {
                Some((_, stands_for)) => text.push(*stands_for),
                None => text.extend(['\\', next]),
            },
            None => text.push('\\'),
        }
    }
    text
}

#[cfg(test)]
#[path = "tests/php.rs"]
mod tests;
