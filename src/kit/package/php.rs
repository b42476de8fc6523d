//! PHP's simple assignments, `$name = 'text';`, read and written: enough for the settings at the top of a
//! pasted text. It runs nothing, and does not know what the names mean.

/// The text as PHP has it between single quotes.
pub fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\'', "\\'")
}

/// Every `$name = value;` of a PHP text whose value is one quoted text or a number, in order. Comments and
/// what else there is are passed over.
///
/// # Errors
/// A value in double quotes with a `$` in it: what it would become only PHP knows.
pub fn assignments(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['$', '/', '#', '\'', '"']) {
        rest = &rest[at..];
        if rest.starts_with("//") || rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if let Some(after) = rest.strip_prefix('$') {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
            let (name, after) = after.split_at(end);
            rest = after;
            let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else { continue };
            if let Some((value, after)) = value_of(value).map_err(|what| format!("${name}: {what}"))? {
                if after.trim_start().starts_with(';') {
                    found.push((name.to_owned(), value));
                }
                rest = after;
            }
        } else {
            rest = match quoted(rest) {
                Some((_, after)) => after,
                None => &rest[1..],
            };
        }
    }
    Ok(found)
}

/// A quoted text or a number at the beginning, and what follows it.
fn value_of(text: &str) -> Result<Option<(String, &str)>, String> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        return Ok(Some((text[..digits].to_owned(), &text[digits..])));
    }
    let Some((raw, after)) = quoted(text) else { return Ok(None) };
    if text.starts_with('\'') {
        return Ok(Some((unescaped(raw, "'\\", &[]), after)));
    }
    if raw.replace("\\\\", "").replace("\\$", "").contains('$') {
        return Err("a value in double quotes with a $ in it; write it in single quotes".into());
    }
    let named = [('n', '\n'), ('r', '\r'), ('t', '\t')];
    Ok(Some((unescaped(raw, "\"\\$", &named), after)))
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
