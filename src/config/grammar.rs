//! One line of a settings file, in Asterisk's own style: `[section]`, `key = value` (or `key => value`),
//! `;` for a comment. It knows no section and no key, and its errors never repeat the line, which may
//! hold a password.

/// What a line says.
#[derive(Debug, PartialEq, Eq)]
pub enum Item<'a> {
    /// Blank, or only a comment.
    Nothing,
    /// `[name]`
    Section(&'a str),
    /// `key = value`, the value without its quotes and escapes.
    Pair(&'a str, String),
}

/// Reads one line without its line end.
///
/// `;` begins a comment at the line's start or after a blank. A value that begins with `"` ends at the
/// next `"`; inside, `\"` and `\\` are the only escapes. Control characters other than tab are refused:
/// they could reach Asterisk's or 1C's protocol.
pub fn line(text: &str) -> Result<Item<'_>, &'static str> {
    let text = text.trim_matches(blank);
    if text.is_empty() || text.starts_with(';') {
        return Ok(Item::Nothing);
    }
    if text.chars().any(|c| c.is_control() && c != '\t') {
        return Err("a control character: delete it, or write the line anew");
    }
    if text.starts_with('#') {
        return Err("expected [section] or key = value; a comment begins with ;");
    }
    if let Some(rest) = text.strip_prefix('[') {
        let (name, rest) = rest.split_once(']').ok_or("a section's name ends with ]")?;
        only_comment(rest, "expected nothing but a comment after ]")?;
        return Ok(Item::Section(name.trim_matches(blank)));
    }
    let (key, value) = text.split_once('=').ok_or("expected [section] or key = value")?;
    let key = key.trim_matches(blank);
    if key.is_empty() || key.contains(|c: char| blank(c) || c == ';' || c == '"') {
        return Err("expected key = value, the key in one word");
    }
    let value = value.strip_prefix('>').unwrap_or(value);
    Ok(Item::Pair(key, read_value(value)?))
}

fn read_value(text: &str) -> Result<String, &'static str> {
    match text.trim_start_matches(blank).strip_prefix('"') {
        Some(rest) => quoted(rest),
        None => {
            let mut before = 'x';
            let end = text.find(|c| {
                let comment = c == ';' && blank(before);
                before = c;
                comment
            });
            Ok(text.get(..end.unwrap_or(text.len())).unwrap_or("").trim_matches(blank).into())
        }
    }
}

fn quoted(text: &str) -> Result<String, &'static str> {
    let mut value = String::new();
    let mut rest = text.chars();
    loop {
        match rest.next() {
            Some('"') => break,
            Some('\\') => match rest.next() {
                Some(c @ ('"' | '\\')) => value.push(c),
                _ => return Err("inside quotes \\ stands only before \" and \\; write it twice"),
            },
            Some(c) => value.push(c),
            None => return Err("the closing \" is missing"),
        }
    }
    only_comment(
        rest.as_str(),
        "expected nothing but a comment after the closing \"; a \" of the value's own is written \\\"",
    )?;
    Ok(value)
}

/// `;` right behind a closing `]` or `"` needs no blank: nothing else can be meant.
fn only_comment(rest: &str, otherwise: &'static str) -> Result<(), &'static str> {
    let rest = rest.trim_start_matches(blank);
    if rest.is_empty() || rest.starts_with(';') { Ok(()) } else { Err(otherwise) }
}

fn blank(c: char) -> bool {
    c == ' ' || c == '\t'
}

#[cfg(test)]
#[path = "tests/grammar.rs"]
mod tests;
