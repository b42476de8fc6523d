//! One line from Asterisk, bounded. What is too long is dropped up to its newline, what never ends is given up.

use std::io::{BufRead, ErrorKind};

use super::AgiError;

/// Bytes kept of a line: Asterisk's longest reply buffers are 8 KiB.
const KEPT: usize = 8 * 1024;
/// Bytes read in search of a newline before this is no AGI.
const PATIENCE: usize = 64 * 1024;

/// A line without its newline and the carriage return before it.
pub(super) struct Line {
    /// Decoded; what is not UTF-8 has become U+FFFD.
    pub text: String,
    /// The end of the line was dropped.
    pub cut: bool,
}

/// The next line. A line that ends with the input instead of a newline is no line: [`AgiError::Gone`].
pub(super) fn next(input: &mut dyn BufRead) -> Result<Line, AgiError> {
    let mut kept: Vec<u8> = Vec::new();
    let mut seen = 0usize;
    loop {
        let chunk = match input.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => return Err(AgiError::Gone),
        };
        if chunk.is_empty() {
            return Err(AgiError::Gone);
        }
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let line = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or(chunk);
        let room = KEPT.saturating_sub(kept.len());
        kept.extend_from_slice(line.get(..room).unwrap_or(line));
        seen = seen.saturating_add(line.len());
        let used = line.len() + usize::from(end.is_some());
        input.consume(used);
        if end.is_some() {
            break;
        }
        if seen > PATIENCE {
            return Err(AgiError::Garbage("a line without an end".into()));
        }
    }
    if kept.last() == Some(&b'\r') {
        kept.pop();
    }
    let text = String::from_utf8(kept)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Ok(Line { text, cut: seen > KEPT })
}
