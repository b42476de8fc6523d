//! One line of a settings file, in Asterisk's own style: `[section]`, `key = value` (or `key => value`),
//! `;` for a comment. It knows no section and no key, and its errors never repeat the line, which may
//! hold a password.

/// What a line says.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'a> {
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
pub fn line(text: &str) -> Result<Line<'_>, &'static str> {
    let text = text.trim_matches(blank);
    if text.is_empty() || text.starts_with(';') {
        return Ok(Line::Nothing);
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
        return Ok(Line::Section(name.trim_matches(blank)));
    }
    let (key, value) = text.split_once('=').ok_or("expected [section] or key = value")?;
    let key = key.trim_matches(blank);
    if key.is_empty() || key.contains(|c: char| blank(c) || c == ';' || c == '"') {
        return Err("expected key = value, the key in one word");
    }
    let value = value.strip_prefix('>').unwrap_or(value);
    Ok(Line::Pair(key, read_value(value)?))
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
mod tests {
    use super::*;

    fn pair(key: &'static str, value: &str) -> Result<Line<'static>, &'static str> {
        Ok(Line::Pair(key, value.into()))
    }

    #[test]
    fn lines_are_read() {
        for (text, read) in [
            ("", Ok(Line::Nothing)),
            (" \t", Ok(Line::Nothing)),
            ("; url = x", Ok(Line::Nothing)),
            ("  ;url = x", Ok(Line::Nothing)),
            ("[crm]", Ok(Line::Section("crm"))),
            (" [ crm spb ] ; the second base", Ok(Line::Section("crm spb"))),
            ("[crm];x", Ok(Line::Section("crm"))),
            ("[]", Ok(Line::Section(""))),
            ("url = http://1c/ws", pair("url", "http://1c/ws")),
            ("url=http://1c/ws", pair("url", "http://1c/ws")),
            ("url => http://1c/ws", pair("url", "http://1c/ws")),
            ("url =>http://1c/ws", pair("url", "http://1c/ws")),
            ("user = > x", pair("user", "> x")),
            ("password = a=b;c", pair("password", "a=b;c")),
            ("password = a ;c", pair("password", "a")),
            ("password = a\t; c", pair("password", "a")),
            ("password =;c", pair("password", ";c")),
            ("password = ;c", pair("password", "")),
            ("password =", pair("password", "")),
            ("password = a\\;b\\", pair("password", "a\\;b\\")),
            ("drop = ООО ЗАО\t", pair("drop", "ООО ЗАО")),
            ("prefix = ООО \"Ромашка\"", pair("prefix", "ООО \"Ромашка\"")),
            ("prefix = \" 1C: \"", pair("prefix", " 1C: ")),
            ("password = \"a ;b\" ; c", pair("password", "a ;b")),
            ("password = \"a\";c", pair("password", "a")),
            ("password = \"\"", pair("password", "")),
            (r#"password = "a\"b\\c""#, pair("password", r#"a"b\c"#)),
            ("password => \"a\"", pair("password", "a")),
        ] {
            assert_eq!(line(text), read, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_without_the_line() {
        let twice = "inside quotes \\ stands only before \" and \\; write it twice";
        let word = "expected key = value, the key in one word";
        for (text, wrong) in [
            ("password secret", "expected [section] or key = value"),
            ("#include x.conf", "expected [section] or key = value; a comment begins with ;"),
            ("[crm", "a section's name ends with ]"),
            ("[crm](!)", "expected nothing but a comment after ]"),
            ("= x", word),
            ("pass word = x", word),
            ("password ; x = y", word),
            ("\"password\" = x", word),
            ("password = \"secret", "the closing \" is missing"),
            ("password = \"a\\", twice),
            ("password = \"a\\nb\"", twice),
            (
                "password = \"a\" b",
                "expected nothing but a comment after the closing \"; a \" of the value's own is written \\\"",
            ),
            ("password = a\u{1}b", "a control character: delete it, or write the line anew"),
            ("password = a\rb", "a control character: delete it, or write the line anew"),
            ("password = a\u{85}b", "a control character: delete it, or write the line anew"),
        ] {
            assert_eq!(line(text), Err(wrong), "{text}");
        }
    }
}
