//! DNS on the wire (RFC 1035): one question, and what an answer says to it. Reads bytes that anybody on the network
//! may have sent: every length is checked, no pointer is followed. Knows nothing of sockets.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The kinds of address that are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// IPv4.
    A = 1,
    /// IPv6.
    Aaaa = 28,
}

impl Kind {
    /// As it is written in zone files.
    pub fn word(self) -> &'static str {
        match self {
            Kind::A => "A",
            Kind::Aaaa => "AAAA",
        }
    }
}

/// What a name server said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// The name has these addresses.
    Addresses(Vec<IpAddr>),
    /// The name is there, an address of this kind is not.
    NoAddress,
    /// NXDOMAIN: there is no such name.
    NoName,
    /// The server could not or would not answer; the code's word.
    Refusal(&'static str),
}

const HEADER: usize = 12;
const INTERNET: u16 = 1;
/// RFC 1035: a name on the wire, its last zero included.
const MAX_NAME: usize = 255;
const MAX_LABEL: usize = 63;

/// The message that asks for a name's addresses; `None` for what cannot be a name.
pub fn question(id: u16, name: &str, kind: Kind) -> Option<Vec<u8>> {
    let mut message = Vec::with_capacity(HEADER + name.len() + 6);
    message.extend(id.to_be_bytes());
    // Recursion desired; one question.
    message.extend([1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    for label in name.trim_end_matches('.').split('.') {
        if label.is_empty() || label.len() > MAX_LABEL {
            return None;
        }
        message.push(label.len() as u8);
        message.extend(label.as_bytes());
    }
    message.push(0);
    if message.len() > HEADER + MAX_NAME {
        return None;
    }
    message.extend((kind as u16).to_be_bytes());
    message.extend(INTERNET.to_be_bytes());
    Some(message)
}

/// What `answer` says to `question`; `None` where it is no answer to it.
pub fn read(answer: &[u8], question: &[u8], kind: Kind) -> Option<Response> {
    let same_id = answer.get(..2)? == question.get(..2)?;
    let is_answer = answer.get(2)? & 0x80 != 0;
    if !same_id || !is_answer {
        return None;
    }
    let code = answer.get(3)? & 15;
    let (questions, answers) = (number(answer, 4)?, number(answer, 6)?);
    let asked = question.get(HEADER..)?;
    let mut at = HEADER;
    if questions == 1 {
        // A server may change the letters' case; it may not answer another question.
        if !answer.get(at..at + asked.len())?.eq_ignore_ascii_case(asked) {
            return None;
        }
        at += asked.len();
    } else if code == 0 {
        return None;
    }
    match code {
        0 => Some(addresses(answer, at, answers, kind)),
        3 => Some(Response::NoName),
        1 => Some(Response::Refusal("FORMERR")),
        2 => Some(Response::Refusal("SERVFAIL")),
        4 => Some(Response::Refusal("NOTIMP")),
        5 => Some(Response::Refusal("REFUSED")),
        _ => Some(Response::Refusal("an error code of its own")),
    }
}

/// The addresses among the answer's records. Whose they are is not compared: the way there is a chain of aliases.
/// A message that was cut short says what it holds.
fn addresses(answer: &[u8], mut at: usize, records: u16, kind: Kind) -> Response {
    let mut found = Vec::new();
    for _ in 0..records {
        let Some((record, data, next)) = record(answer, at) else { break };
        if record == kind as u16 {
            let (four, sixteen) = (<[u8; 4]>::try_from(data), <[u8; 16]>::try_from(data));
            match (kind, four, sixteen) {
                (Kind::A, Ok(four), _) => found.push(Ipv4Addr::from(four).into()),
                (Kind::Aaaa, _, Ok(sixteen)) => found.push(Ipv6Addr::from(sixteen).into()),
                _ => {}
            }
        }
        at = next;
    }
    if found.is_empty() { Response::NoAddress } else { Response::Addresses(found) }
}

/// One record: its kind (0 where it is not of the internet's class), its data, and where the next begins.
fn record(answer: &[u8], at: usize) -> Option<(u16, &[u8], usize)> {
    let at = behind_name(answer, at)?;
    let class = number(answer, at + 2)?;
    let data = at + 10;
    let end = data + usize::from(number(answer, at + 8)?);
    let kind = if class == INTERNET { number(answer, at)? } else { 0 };
    Some((kind, answer.get(data..end)?, end))
}

/// A name ends with a zero, or with a pointer to another place.
fn behind_name(answer: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *answer.get(at)? {
            0 => return Some(at + 1),
            length if length & 0xc0 == 0xc0 => return Some(at + 2),
            length if length & 0xc0 == 0 => at += 1 + usize::from(length),
            _ => return None,
        }
    }
}

fn number(message: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*message.get(at)?, *message.get(at + 1)?]))
}

#[cfg(test)]
#[path = "tests/message.rs"]
mod tests;
