//! An answer's header before ureq reads it: lines that are none are dropped, as browsers do. A web server's script that
//! fails writes its warning there, and 1C's own lines are still good. What frames the body stays strict.

use super::super::said::short;

/// What decides where the body ends: never guessed at.
const STRICT: [&str; 2] = ["content-length", "transfer-encoding"];

/// The length of the header block at the text's beginning, its empty line included; `None` while it is not whole.
pub fn length(bytes: &[u8]) -> Option<usize> {
    let mut line = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' {
            let bare = matches!(bytes.get(line..at), Some([] | [b'\r']));
            if bare && line > 0 {
                return Some(at + 1);
            }
            line = at + 1;
        }
    }
    None
}

/// Whether these first bytes are, or may still become, a status line of HTTP/1: `HTTP/1.1 200`.
pub fn may_begin(bytes: &[u8]) -> bool {
    let fits = |(came, wanted): (&u8, &u8)| match wanted {
        b'9' => came.is_ascii_digit(),
        // A blank, or the line's end.
        b'_' => came.is_ascii_whitespace(),
        wanted => came == wanted,
    };
    bytes.iter().zip(b"HTTP/1.9 999_").all(fits)
}

/// Whether it is an interim answer (`100 Continue`), behind which comes another header.
pub fn is_interim(head: &[u8]) -> bool {
    head.split(|byte| *byte == b' ').nth(1).is_some_and(|status| status.starts_with(b"1"))
}

/// The header without the lines that are none; `None` where all are good.
///
/// # Errors
/// A line that frames the body is broken; the sentence quotes it.
pub fn cleaned(head: &[u8]) -> Result<Option<Vec<u8>>, String> {
    let mut kept = Vec::new();
    let mut dropped = false;
    for (at, line) in head.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if at == 0 || text.is_empty() || is_header(text) {
            kept.extend(line);
            continue;
        }
        let name = text.split(|byte| *byte == b':').next().unwrap_or_default();
        let name = name.trim_ascii().to_ascii_lowercase();
        if STRICT.iter().any(|strict| strict.as_bytes() == name) {
            let shown = short(&String::from_utf8_lossy(text));
            return Err(format!("line {} of its header is broken: {shown}", at + 1));
        }
        dropped = true;
    }
    Ok(dropped.then_some(kept))
}

/// RFC 9110: a name of token characters, a colon, a value without control characters.
fn is_header(line: &[u8]) -> bool {
    let Some(colon) = line.iter().position(|byte| *byte == b':') else { return false };
    let (name, value) = line.split_at(colon);
    let token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    !name.is_empty()
        && name.iter().all(token)
        && value.iter().all(|byte| *byte == b'\t' || !byte.is_ascii_control())
}

#[cfg(test)]
#[path = "tests/head.rs"]
mod tests;
