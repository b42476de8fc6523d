//! Settings that travel at the end of the program's own file, for appliances where no second file can be
//! put beside it. Text in, text out: what the settings say is not looked at here.
//!
//! Format: the text, a newline, `;agi1c-settings `, the text's length in bytes as 8 hex digits; line ends
//! after that are ignored, because appliances add one.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};

/// The longest settings text, bytes.
pub const MAX_TEXT: usize = 4096;

const MARK: &[u8] = b"\n;agi1c-settings ";
const DIGITS: usize = 8;

/// Line ends behind the longest tail that an appliance may add.
pub const MAX_LINE_ENDS: usize = 103;

/// What is read of a file's end at first: an address, a login and a handful of settings fit.
const FIRST: usize = 1024;
/// And where they do not: the longest tail, and room for line ends added to it.
const WINDOW: usize = MAX_TEXT + MARK.len() + DIGITS + MAX_LINE_ENDS;

/// Why there is no usable tail.
#[derive(Debug)]
pub enum TailError {
    /// The text to append is longer than [`MAX_TEXT`].
    TooLong(usize),
    /// The mark is there, but not the text it promises.
    Damaged,
    /// The file could not be read.
    Io(io::Error),
}

impl fmt::Display for TailError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TailError::TooLong(length) => write!(
                f,
                "expected settings of at most {MAX_TEXT} bytes, got {length}: leave out comments and defaults"
            ),
            TailError::Damaged => f.write_str("damaged: install the package anew"),
            TailError::Io(error) => write!(f, "could not be read: {error}"),
        }
    }
}

impl std::error::Error for TailError {}

/// The program's bytes with these settings at their end, in place of those that were there.
pub fn append(program: &[u8], settings: &str) -> Result<Vec<u8>, TailError> {
    if settings.len() > MAX_TEXT {
        return Err(TailError::TooLong(settings.len()));
    }
    let own = find(program)?.map_or(program.len(), |(at, _)| at);
    let mut all = program.get(..own).unwrap_or(program).to_vec();
    all.extend_from_slice(settings.as_bytes());
    all.extend_from_slice(MARK);
    all.extend_from_slice(format!("{:08x}", settings.len()).as_bytes());
    Ok(all)
}

/// The same settings with room to spare: comment lines emptied, so that errors still name the right line.
pub fn without_comments(settings: &str) -> String {
    let kept = |line: &str| match line.trim_start_matches([' ', '\t']) {
        comment if comment.starts_with(';') => "".into(),
        _ => String::from(line),
    };
    settings.split('\n').map(kept).collect::<Vec<_>>().join("\n")
}

/// The settings at a file's end, `None` where there is no tail: one seek and one read of the last kilobyte, both
/// once more where that does not hold all of it.
pub fn read_from<F: Read + Seek>(file: &mut F) -> Result<Option<Vec<u8>>, TailError> {
    let mut end = last(file, FIRST)?;
    let whole = match marked(&end)? {
        Some((before, length)) => before.len() >= length,
        None => trimmed(&end).len() >= MARK.len() + DIGITS,
    };
    if !whole {
        end = last(file, WINDOW)?;
    }
    Ok(find(&end)?.map(|(_, text)| text.to_vec()))
}

/// The last bytes of a file, at most so many.
fn last<F: Read + Seek>(file: &mut F, most: usize) -> Result<Vec<u8>, TailError> {
    if file.seek(SeekFrom::End(-(most as i64))).is_err() {
        file.seek(SeekFrom::Start(0)).map_err(TailError::Io)?;
    }
    let mut bytes = Vec::with_capacity(most);
    file.take(most as u64).read_to_end(&mut bytes).map_err(TailError::Io)?;
    Ok(bytes)
}

/// The settings at the end of some bytes: where they begin, and the text.
pub fn find(bytes: &[u8]) -> Result<Option<(usize, &[u8])>, TailError> {
    let Some((before, length)) = marked(bytes)? else { return Ok(None) };
    let at = before.len().checked_sub(length).ok_or(TailError::Damaged)?;
    Ok(Some((at, before.get(at..).unwrap_or_default())))
}

/// The bytes without the line ends that an appliance adds.
fn trimmed(bytes: &[u8]) -> &[u8] {
    let ended = bytes.iter().rposition(|b| !matches!(b, b'\n' | b'\r')).map_or(0, |last| last + 1);
    bytes.get(..ended).unwrap_or_default()
}

/// What stands before the mark, and how much of that the settings are.
fn marked(bytes: &[u8]) -> Result<Option<(&[u8], usize)>, TailError> {
    let found = trimmed(bytes)
        .split_last_chunk::<DIGITS>()
        .and_then(|(rest, digits)| Some((rest.strip_suffix(MARK)?, digits)));
    let Some((rest, digits)) = found else { return Ok(None) };
    let mut length = 0;
    for digit in digits {
        let value = char::from(*digit).to_digit(16).ok_or(TailError::Damaged)? as usize;
        length = (length << 4) | value;
    }
    if length > MAX_TEXT {
        return Err(TailError::Damaged);
    }
    Ok(Some((rest, length)))
}

#[cfg(test)]
#[path = "tests/tail.rs"]
mod tests;
