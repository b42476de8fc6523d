//! One exchange with 1C as it went over the wire, for whoever looks for a fault: request and answer byte for byte but for
//! passwords, tokens and cookies, which are masked when it is taken. What prints it is above; nothing here judges.

use super::http::Timings;
use crate::privacy::MASK;

/// Headers whose value is a secret whatever it is; of `Authorization` the scheme stays.
const SECRET_HEADERS: [&str; 4] = ["authorization", "proxy-authorization", "set-cookie", "cookie"];

/// What went over the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transcript {
    /// The request: line, headers, body. Empty where no connection came about.
    pub sent: Vec<u8>,
    /// What came back until the end, or until it broke off.
    pub received: Vec<u8>,
    /// Where the time went.
    pub timings: Timings,
}

impl Transcript {
    /// Masks the secrets of what was recorded.
    pub(super) fn masked(mut self, secrets: &[String]) -> Transcript {
        for side in [&mut self.sent, &mut self.received] {
            mask_headers(side);
            for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
                replace(side, secret.as_bytes());
            }
        }
        self
    }

    /// Line by line: `>` was sent, `<` came, `*` is a remark. Bytes that are no UTF-8 are shown as `\xNN`, and a remark
    /// says where they begin.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        show(&self.sent, '>', &mut lines);
        show(&self.received, '<', &mut lines);
        if self.received.is_empty() {
            lines.push(String::from(if self.sent.is_empty() {
                "* nothing was sent"
            } else {
                "* nothing came back"
            }));
        }
        lines
    }
}

/// Where the header ends: behind its empty line.
fn header_end(bytes: &[u8]) -> usize {
    bytes.windows(4).position(|four| four == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4)
}

fn mask_headers(bytes: &mut Vec<u8>) {
    let end = header_end(bytes);
    let mut masked = Vec::with_capacity(bytes.len());
    for line in bytes.get(..end).unwrap_or_default().split_inclusive(|byte| *byte == b'\n') {
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(0);
        let (name, value) = line.split_at(colon);
        let secret = SECRET_HEADERS.iter().any(|secret| name.eq_ignore_ascii_case(secret.as_bytes()));
        if !secret {
            masked.extend_from_slice(line);
            continue;
        }
        masked.extend_from_slice(name);
        let scheme = [&b": Basic "[..], b": Bearer "].into_iter().find(|scheme| value.starts_with(scheme));
        masked.extend_from_slice(scheme.unwrap_or(b": "));
        masked.extend_from_slice(MASK.as_bytes());
        masked.extend_from_slice(b"\r\n");
    }
    masked.extend_from_slice(bytes.get(end..).unwrap_or_default());
    *bytes = masked;
}

fn replace(bytes: &mut Vec<u8>, secret: &[u8]) {
    let mut at = 0;
    while let Some(found) =
        bytes.get(at..).unwrap_or_default().windows(secret.len()).position(|part| part == secret)
    {
        let from = at + found;
        bytes.splice(from..from + secret.len(), MASK.bytes());
        at = from + MASK.len();
    }
}

fn show(bytes: &[u8], side: char, lines: &mut Vec<String>) {
    if bytes.is_empty() {
        return;
    }
    let (header, body) = bytes.split_at(header_end(bytes));
    for part in [header, body] {
        let part = part.strip_suffix(b"\r\n").unwrap_or(part);
        let part = part.strip_suffix(b"\r\n").unwrap_or(part);
        if part.is_empty() {
            continue;
        }
        let mut text = String::with_capacity(part.len() + 2);
        for chunk in part.utf8_chunks() {
            for character in chunk.valid().chars() {
                match character {
                    '\n' => {
                        lines.push([&*String::from(side), " ", &*text].concat());
                        text.clear();
                    }
                    // What could act on a terminal is shown, not sent there.
                    '\t' => text.push('\t'),
                    '\r' => {}
                    control if control.is_control() => text.extend(control.escape_unicode()),
                    character => text.push(character),
                }
            }
            for byte in chunk.invalid() {
                text.push_str(&format!("\\x{byte:02X}"));
            }
        }
        lines.push([&*String::from(side), " ", &*text].concat());
        if let Err(error) = str::from_utf8(part) {
            let what = if std::ptr::eq(part.as_ptr(), body.as_ptr()) { "body" } else { "header" };
            lines.push(format!(
                "* the {what} is not UTF-8: see \\x… from its byte {} on",
                error.valid_up_to() + 1
            ));
        }
    }
}

#[cfg(test)]
#[path = "tests/transcript.rs"]
mod tests;
