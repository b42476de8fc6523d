//! `crm.tls`: who may vouch for a server that speaks https. Read once from its words; certificates are looked into,
//! and files opened, when a connection is made.

use super::base64;
use super::values::{NOT_ALLOWED, Parsed};

const PIN: &str =
    "pin: takes the 64 hexadecimal digits of a certificate's SHA-256, as agi1c check shows them";
const CA: &str =
    "ca: takes a path that begins with /, or the certificate's base64 in one line, without BEGIN and END";
const NEVER_OFF: &str = "checking cannot be switched off; for a server of your own use pin:";

/// Whom https trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    /// The setting as it was written: a session belongs to it.
    pub text: String,
    /// The machine's own store.
    pub system: bool,
    /// Certificates that may sign others.
    pub authorities: Vec<Authority>,
    /// SHA-256 of servers' own certificates.
    pub pins: Vec<[u8; 32]>,
}

/// Where a trusted certificate stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authority {
    /// In a file, PEM or DER; there may be several in it.
    File(String),
    /// In the settings themselves: its DER.
    Inline(Vec<u8>),
}

impl Default for Trust {
    fn default() -> Self {
        Trust { text: "system".into(), system: true, authorities: Vec::new(), pins: Vec::new() }
    }
}

impl Trust {
    /// Reads the words; the error is the reason beyond "not what is allowed".
    pub fn read(value: &str) -> Parsed<Trust> {
        let mut trust = Trust { text: value.into(), system: false, ..Trust::default() };
        for word in value.split_ascii_whitespace() {
            match word.split_once(':') {
                None if word == "system" => trust.system = true,
                Some(("pin", digits)) => trust.pins.push(fingerprint(digits).ok_or((PIN, ""))?),
                Some(("ca", path)) if is_path(path) => trust.authorities.push(Authority::File(path.into())),
                Some(("ca", text)) => match base64::decode(text) {
                    Some(der) if der.first() == Some(&0x30) => trust.authorities.push(Authority::Inline(der)),
                    _ => return Err((CA, "")),
                },
                _ => return Err(NOT_ALLOWED),
            }
        }
        if trust.text.trim().is_empty() {
            return Err((NEVER_OFF, ""));
        }
        Ok(trust)
    }
}

/// An absolute path: base64 of a certificate begins with `MI`.
fn is_path(word: &str) -> bool {
    word.starts_with('/') || (cfg!(windows) && word.get(1..3).is_some_and(|drive| drive.starts_with(':')))
}

/// Hexadecimal digits in either case, with or without colons between, as browsers and OpenSSL show them.
fn fingerprint(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> = text.bytes().filter(|&byte| byte != b':').collect();
    let mut print = [0; 32];
    if digits.len() != 64 {
        return None;
    }
    for (byte, [high, low]) in print.iter_mut().zip(digits.as_chunks().0) {
        let digit = |of: &u8| char::from(*of).to_digit(16);
        *byte = (digit(high)? << 4 | digit(low)?) as u8;
    }
    Some(print)
}

#[cfg(test)]
#[path = "tests/trust.rs"]
mod tests;
