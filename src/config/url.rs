//! 1C's address: read once, in the form in which it is sent, and the placeholders an HTTP service's address may have.
//! Percent-encoding stands here and nowhere else. Nothing here connects to anything.

use super::values::{NOT_ALLOWED, Parsed, Why, number};
use crate::crm::{Fact, Question};

/// The longest address, as it is sent: web servers take lines of 4 to 8 KiB, and the number is yet to come.
const MAX_URL: usize = 2000;

/// Whether this edition speaks https.
const TLS: bool = cfg!(feature = "tls");

const PLAIN_EDITION: Why = (
    "https:// is for the other edition, agi1c-tls; this one has no TLS: use http:// inside your network",
    "",
);

/// How 1C is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Plain TCP, port 80.
    Http,
    /// TLS, port 443.
    Https,
}

/// An address as it is sent: ASCII, blanks and Cyrillic percent-encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    text: String,
    scheme: Scheme,
    /// Where host and port begin and end.
    peer: (usize, usize),
}

impl Url {
    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// http or https.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// `host[:port]` as it was written, for messages and `Host`.
    pub fn peer(&self) -> &str {
        self.text.get(self.peer.0..self.peer.1).unwrap_or_default()
    }

    /// The host without its port; an IPv6 address without its brackets.
    pub fn host(&self) -> &str {
        match self.peer().strip_prefix('[').and_then(|peer| peer.split_once(']')) {
            Some((address, _)) => address,
            None => self.peer().split(':').next().unwrap_or_default(),
        }
    }

    /// The port, the scheme's own where none is written.
    pub fn port(&self) -> u16 {
        let written = self.peer().rsplit_once(':').and_then(|(_, port)| port.parse().ok());
        written.unwrap_or(match self.scheme {
            Scheme::Http => 80,
            Scheme::Https => 443,
        })
    }

    /// Path and query; `/` where there are none.
    pub fn path(&self) -> &str {
        match self.text.get(self.peer.1..) {
            None | Some("") => "/",
            Some(path) => path,
        }
    }

    /// Another path on the same host, already encoded.
    pub fn with_path(&self, path: &str) -> Url {
        let root = self.text.get(..self.peer.1).unwrap_or_default();
        Url { text: [root, path].concat(), ..*self }
    }

    /// Reads an address as people write it.
    fn read(value: &str) -> Parsed<Url> {
        let (scheme, root, rest) = match (after(value, "http://"), after(value, "https://")) {
            (Some(rest), _) => (Scheme::Http, "http://", rest),
            (_, Some(rest)) if TLS => (Scheme::Https, "https://", rest),
            (_, Some(_)) => return Err(PLAIN_EDITION),
            _ => return Err(NOT_ALLOWED),
        };
        let (peer, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        if peer.contains('@') {
            return Err(("user and password belong in crm.user and crm.password", ""));
        }
        if !peer.is_ascii() {
            return Err(("the host's name must be in Latin letters (xn--…)", ""));
        }
        if !host_and_port(peer) {
            return Err(NOT_ALLOWED);
        }
        if path.contains('#') {
            return Err(("what follows a # is never sent; a # of the path's own is written %23", ""));
        }
        if path.contains('\\') {
            return Err(("a path is written with /", ""));
        }
        let mut text = [root, peer].concat();
        let peer = (root.len(), text.len());
        percent(path, |byte| byte.is_ascii_graphic() && !b"\"<>^`|".contains(&byte), &mut text);
        if text.len() > MAX_URL {
            return Err(("longer than 2000 bytes as it is sent (a Cyrillic letter takes six)", ""));
        }
        Ok(Url { text, scheme, peer })
    }
}

/// What follows the scheme, however its letters are written.
fn after<'a>(value: &'a str, scheme: &str) -> Option<&'a str> {
    let (start, rest) = value.split_at_checked(scheme.len())?;
    start.eq_ignore_ascii_case(scheme).then_some(rest)
}

fn host_and_port(peer: &str) -> bool {
    // An IPv6 address has colons of its own, inside brackets.
    let (name, port) = match peer.strip_prefix('[').and_then(|peer| peer.split_once(']')) {
        Some((address, port)) => {
            let fits = address.bytes().all(|b| b.is_ascii_hexdigit() || b == b':' || b == b'.');
            (if fits { address } else { "" }, port)
        }
        None => {
            let (name, port) = peer.split_at(peer.find(':').unwrap_or(peer.len()));
            let fits = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'));
            (if fits { name } else { "" }, port)
        }
    };
    let port = match port.strip_prefix(':') {
        Some(port) => number(port, 1, 65_535).is_ok(),
        None => port.is_empty(),
    };
    port && !name.is_empty()
}

/// `crm.url`: an address, and what in it is filled in for each call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    url: Url,
    /// Where each placeholder begins and ends, and its fact; `None` is the number.
    holes: Vec<(usize, usize, Option<Fact>)>,
}

impl Template {
    /// Reads the address; the error is the reason beyond "not what is allowed".
    pub(super) fn read(value: &str) -> Parsed<Template> {
        const WHY: Why = ("in braces only number and ", Fact::WORDS);
        let url = Url::read(value)?;
        let mut holes = Vec::new();
        let mut at = 0;
        while let Some((before, after)) = url.text.get(at..).unwrap_or_default().split_once('{') {
            let (name, _) = after.split_once('}').ok_or(WHY)?;
            let fact = Fact::from_word(name);
            if before.contains('}') || !(name == "number" || fact.is_some()) {
                return Err(WHY);
            }
            let begins = at + before.len();
            at = begins + name.len() + 2;
            holes.push((begins, at, fact));
        }
        match url.text.get(at..).unwrap_or_default().contains('}') {
            true => Err(WHY),
            false => Ok(Template { url, holes }),
        }
    }

    /// The address with its placeholders, for messages, and where there are none.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The whole address with its placeholders.
    pub fn as_str(&self) -> &str {
        &self.url.text
    }

    /// Whether anything is filled in.
    pub fn has_holes(&self) -> bool {
        !self.holes.is_empty()
    }

    /// Whether anything but the number is filled in.
    pub fn tells_facts(&self) -> bool {
        self.holes.iter().any(|(.., fact)| fact.is_some())
    }

    /// The address for one question; every value percent-encoded.
    pub fn fill(&self, question: &Question) -> Url {
        let mut path = String::with_capacity(self.url.text.len() + 32);
        let mut at = self.url.peer.1;
        for &(begins, ends, fact) in &self.holes {
            path.push_str(self.url.text.get(at..begins).unwrap_or_default());
            encode(fact.map_or(&question.number, |fact| question.facts.get(fact)), &mut path);
            at = ends;
        }
        path.push_str(self.url.text.get(at..).unwrap_or_default());
        self.url.with_path(&path)
    }
}

/// Appends a value percent-encoded, for a query or a part of a path.
pub fn encode(value: &str, to: &mut String) {
    percent(value, |byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte), to);
}

fn percent(text: &str, keep: fn(u8) -> bool, to: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if keep(byte) {
            to.push(char::from(byte));
        } else {
            let digit = |of: u8| char::from(DIGITS[usize::from(of & 15)]);
            to.extend(['%', digit(byte >> 4), digit(byte)]);
        }
    }
}

#[cfg(test)]
#[path = "tests/url.rs"]
mod tests;
