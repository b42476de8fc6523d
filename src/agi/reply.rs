//! The reader of Asterisk's replies, in every form of every version. It reads what belongs to one command
//! and never waits for a line that some version does not send.

use std::io::BufRead;

use super::{AgiError, line};

/// Lines that are no reply and are passed over before the session is given up.
const MAX_STRAY: usize = 8;
/// Lines of a usage text, or of a value with line breaks in it.
const MAX_BLOCK: usize = 256;
/// The last line of a usage text. Before Asterisk 13.17 the text's own last line can stand before it, glued.
const END_OF_USAGE: &str = "520 End of proper usage.";

/// One reply: `200 result=1 (data) endpos=0`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// 200, or 503, 510, 511, 520 for a command that was refused.
    pub code: u16,
    /// The number after `result=`; 0 where it is empty (`200 result= (timeout)`) or no number (keys such as `12#`).
    pub result: i32,
    /// What stands between the first `(` and the last `)`.
    pub data: Option<String>,
    /// Where playing or recording stopped, in samples.
    pub endpos: Option<u32>,
}

impl Reply {
    /// The value in the reply to a GET, `None` if there is none.
    pub fn value(self) -> Option<String> {
        if self.result == 1 { self.data } else { None }
    }
}

/// Reads the reply to the command just sent. `usage_due`: the command before it was an EXEC whose application
/// returned 1; then Asterisk has sent a 520 of its own accord, and the reply stands behind that.
pub(super) fn read(input: &mut dyn BufRead, mut usage_due: bool) -> Result<Reply, AgiError> {
    let mut stray = 0;
    loop {
        let first = line::next(input)?;
        let text = first.text.as_str();
        match code(text) {
            Some(520) => {
                if text.starts_with("520-") {
                    skip_usage(input)?;
                }
                // Our own commands are well formed: a 520 where one is due is EXEC's.
                if !usage_due {
                    return Ok(refused(520));
                }
                usage_due = false;
            }
            Some(200) => return success(input, first),
            Some(code @ 500..=599) => return Ok(refused(code)),
            // GOSUB's "100 … Trying...": the reply is still to come. HANGUP, FastAGI's notice, out of turn. Rubbish.
            _ => {}
        }
        // Counted here, so that nothing can be repeated for ever.
        stray += 1;
        if stray > MAX_STRAY {
            return Err(AgiError::Garbage("line after line that is no reply".into()));
        }
    }
}

fn refused(code: u16) -> Reply {
    Reply { code, ..Reply::default() }
}

/// The three digits at the start, if nothing is glued to them.
fn code(text: &str) -> Option<u16> {
    let digits = text.get(..3)?;
    let rest = text.get(3..)?;
    let apart = rest.is_empty() || rest.starts_with([' ', '-']);
    if apart && digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok() } else { None }
}

fn skip_usage(input: &mut dyn BufRead) -> Result<(), AgiError> {
    for _ in 0..MAX_BLOCK {
        if line::next(input)?.text.contains(END_OF_USAGE) {
            return Ok(());
        }
    }
    Err(AgiError::Garbage("a usage text without an end".into()))
}

fn success(input: &mut dyn BufRead, first: line::Line) -> Result<Reply, AgiError> {
    let line::Line { mut text, mut cut } = first;
    // A value is sent as it is, line breaks and all; only its closing bracket ends it.
    if text.contains('(') {
        let mut lines = 0;
        while !cut && !text.contains(')') {
            let more = line::next(input)?;
            text.push('\n');
            text.push_str(&more.text);
            cut = more.cut;
            lines += 1;
            if lines > MAX_BLOCK {
                return Err(AgiError::Garbage("a value without an end".into()));
            }
        }
    }
    Ok(parse(&text))
}

/// A whole reply of code 200.
fn parse(text: &str) -> Reply {
    let (head, data, tail) = match text.split_once('(') {
        None => (text, None, text),
        Some((head, rest)) => match rest.rsplit_once(')') {
            Some((data, tail)) => (head, Some(data), tail),
            // Too long a value, cut by us.
            None => (head, Some(rest), ""),
        },
    };
    Reply {
        code: 200,
        result: number_after(head, "result=").unwrap_or(0),
        data: data.map(str::to_owned),
        endpos: number_after(tail, "endpos=").and_then(|n| u32::try_from(n).ok()),
    }
}

/// The number behind `key`, whose only `=` is its last byte, up to the next blank.
fn number_after(text: &str, key: &str) -> Option<i32> {
    let mut rest = text;
    loop {
        let at = rest.bytes().position(|byte| byte == b'=')? + 1;
        let (before, after) = rest.split_at(at);
        if before.ends_with(key) {
            let end = after.bytes().position(|byte| byte == b' ').unwrap_or(after.len());
            return after.get(..end)?.parse().ok();
        }
        rest = after;
    }
}

#[cfg(test)]
#[path = "tests/reply.rs"]
mod tests;
