//! Text inside XML: entities and character references, both ways. It knows no tags.

use std::borrow::Cow;

use crate::crm::{Failure, Reason};

/// What XML does not allow.
pub(super) fn bad<T>(detail: String) -> Result<T, Failure> {
    Err(Failure { reason: Reason::BadAnswer, detail })
}

/// The five entities and character references; line ends as XML wants them.
pub(super) fn decode(raw: &str) -> Result<Cow<'_, str>, Failure> {
    if !raw.bytes().any(special) {
        return Ok(Cow::Borrowed(raw));
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.bytes().position(special) {
        let (before, special) = rest.split_at(at);
        text.push_str(before);
        if let Some(after) = special.strip_prefix('\r') {
            text.push('\n');
            rest = after.strip_prefix('\n').unwrap_or(after);
            continue;
        }
        let Some((name, after)) = special.strip_prefix('&').and_then(|special| special.split_once(';'))
        else {
            return bad("the answer has an & that begins no entity".into());
        };
        let Some(character) = entity(name) else {
            return bad(String::from("the answer has an entity that XML does not know"));
        };
        text.push(character);
        rest = after;
    }
    text.push_str(rest);
    Ok(Cow::Owned(text))
}

/// What [`decode`] has to look at. By bytes, as `escape` does: a search for characters takes ten times as long.
fn special(byte: u8) -> bool {
    matches!(byte, b'&' | b'\r')
}

fn entity(name: &str) -> Option<char> {
    let code = match name {
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "amp" => return Some('&'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let (digits, radix) = match code.strip_prefix('x') {
        Some(hex) => (hex, 16),
        None => (code, 10),
    };
    // from_str_radix takes a sign.
    if !digits.starts_with(|first: char| first.is_ascii_hexdigit()) {
        return None;
    }
    char::from_u32(u32::from_str_radix(digits, radix).ok()?).filter(|&character| allowed(character))
}

/// Whether XML 1.0 allows the character, as itself or as a reference.
pub fn allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Appends text so that it is itself in XML content; characters that XML cannot hold are left out.
pub fn escape(text: &str, to: &mut String) {
    if text
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\''))
    {
        return to.push_str(text);
    }
    for character in text.chars().filter(|&character| allowed(character)) {
        match character {
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '&' => to.push_str("&amp;"),
            '"' => to.push_str("&quot;"),
            '\'' => to.push_str("&apos;"),
            // A literal one would arrive as a line feed.
            '\r' => to.push_str("&#13;"),
            other => to.push(other),
        }
    }
}
