//! A certificate's own words, read from its DER for people and for comparing: names, dates, fingerprint. It checks no
//! signature and trusts nothing; mbedTLS does that with the same bytes.

use std::net::IpAddr;

use super::ffi;

/// Bytes of a name that are shown.
const MAX_SHOWN: usize = 120;
/// Hosts of a certificate that are kept; public ones name up to a hundred.
const MAX_NAMES: usize = 100;

/// What a certificate says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Whose it is: `CN=…` or what there is of a name.
    pub subject: String,
    /// The subject's CN, where it has one.
    pub common_name: Option<String>,
    /// Who signed it.
    pub issuer: String,
    /// The first day, `2026-01-31`.
    pub from: String,
    /// The last day.
    pub until: String,
    /// The hosts and addresses of subjectAltName.
    pub names: Vec<String>,
    /// Subject and issuer are one.
    pub self_signed: bool,
    /// It may sign others.
    pub authority: bool,
    /// SHA-256 of the whole.
    pub sha256: [u8; 32],
    /// The whole.
    pub der: Vec<u8>,
}

/// The parts of the signed body that are looked at.
struct Body<'a> {
    issuer: &'a [u8],
    validity: &'a [u8],
    subject: &'a [u8],
    extensions: &'a [u8],
}

/// One element of DER: its tag, its content, the whole of it, and what follows.
struct Element<'a> {
    tag: u8,
    content: &'a [u8],
    whole: &'a [u8],
    rest: &'a [u8],
}

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OID: u8 = 0x06;
const OCTETS: u8 = 0x04;
const BOOLEAN: u8 = 0x01;
const UTC_TIME: u8 = 0x17;
const BMP_STRING: u8 = 0x1E;
const OID_NAMES: &[u8] = &[0x55, 0x1D, 0x11];
const OID_BASIC: &[u8] = &[0x55, 0x1D, 0x13];

fn element(bytes: &[u8]) -> Option<Element<'_>> {
    let (&tag, after) = bytes.split_first()?;
    let (&first, after) = after.split_first()?;
    let (length, after) = match first {
        0..=0x7F => (usize::from(first), after),
        // A length of more than three bytes is no certificate's.
        0x81..=0x83 => {
            let (digits, after) = after.split_at_checked(usize::from(first - 0x80))?;
            (digits.iter().fold(0, |sum, &digit| sum << 8 | usize::from(digit)), after)
        }
        _ => return None,
    };
    let (content, rest) = after.split_at_checked(length)?;
    Some(Element { tag, content, whole: bytes.get(..bytes.len() - rest.len())?, rest })
}

/// The elements of a sequence, up to the first that is none.
fn elements(mut bytes: &[u8]) -> impl Iterator<Item = Element<'_>> {
    std::iter::from_fn(move || {
        let next = element(bytes)?;
        bytes = next.rest;
        Some(next)
    })
}

fn body(der: &[u8]) -> Option<Body<'_>> {
    let certificate = element(der).filter(|all| all.tag == SEQUENCE)?;
    let signed = element(certificate.content).filter(|signed| signed.tag == SEQUENCE)?;
    let mut parts = elements(signed.content).peekable();
    parts.next_if(|version| version.tag == 0xA0);
    let mut parts = parts.skip(2); // serial number, kind of signature
    let issuer = parts.next()?.whole;
    let validity = parts.next()?.content;
    let subject = parts.next()?.whole;
    let extensions = parts.find(|part| part.tag == 0xA3).and_then(|part| element(part.content));
    Some(Body { issuer, validity, subject, extensions: extensions.map_or(&[], |list| list.content) })
}

/// The subject's bytes, as they stand in the issuer of what it signed.
pub fn subject(der: &[u8]) -> Option<&[u8]> {
    body(der).map(|body| body.subject)
}

impl Certificate {
    /// Reads a certificate; `None` for what is none.
    pub fn read(der: &[u8]) -> Option<Certificate> {
        let body = body(der)?;
        let mut days = elements(body.validity).map(|time| day(&time));
        let extension = |oid: &[u8]| {
            elements(body.extensions)
                .find(|each| element(each.content).is_some_and(|name| name.tag == OID && name.content == oid))
                .and_then(|each| elements(each.content).find(|value| value.tag == OCTETS))
                .and_then(|value| element(value.content))
        };
        let names = extension(OID_NAMES)
            .map(|list| elements(list.content).filter_map(|name| host(&name)).take(MAX_NAMES).collect());
        Some(Certificate {
            subject: distinguished(body.subject),
            common_name: parts(body.subject).find(|(label, _)| *label == "CN").map(|(_, value)| value),
            issuer: distinguished(body.issuer),
            from: days.next()?,
            until: days.next()?,
            names: names.unwrap_or_default(),
            self_signed: body.subject == body.issuer,
            authority: extension(OID_BASIC).and_then(|basic| element(basic.content)).is_some_and(|first| {
                first.tag == BOOLEAN && first.content.first().is_some_and(|&yes| yes != 0)
            }),
            sha256: ffi::sha256(der),
            der: der.into(),
        })
    }

    /// Whether it was made for this address; where it has no subjectAltName, by its common name.
    pub fn names_address(&self, address: IpAddr) -> bool {
        let is = |name: &str| name.parse() == Ok(address);
        match self.names.is_empty() {
            true => self.common_name.as_deref().is_some_and(is),
            false => self.names.iter().any(|name| is(name)),
        }
    }

    /// The fingerprint as `pin:` takes it.
    pub fn fingerprint(&self) -> String {
        self.sha256.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A host or an address of subjectAltName.
fn host(name: &Element<'_>) -> Option<String> {
    match (name.tag, name.content.len()) {
        (0x82, _) => Some(printable(name.content)),
        (0x87, 4) => <[u8; 4]>::try_from(name.content).ok().map(|ip| IpAddr::from(ip).to_string()),
        (0x87, 16) => <[u8; 16]>::try_from(name.content).ok().map(|ip| IpAddr::from(ip).to_string()),
        _ => None,
    }
}

/// The day of a time: `260131235959Z` or, from 2050 on, `20500131235959Z`.
fn day(time: &Element<'_>) -> String {
    let digits = printable(time.content);
    let (century, rest) = match time.tag {
        // RFC 5280: 50 to 99 are of the last century.
        UTC_TIME if digits.as_str() >= "50" => ("19", digits.as_str()),
        UTC_TIME => ("20", digits.as_str()),
        _ => digits.split_at_checked(2).unwrap_or_default(),
    };
    let part = |from: usize| rest.get(from..from + 2).unwrap_or("??");
    format!("{century}{}-{}-{}", part(0), part(2), part(4))
}

/// The parts of a name that people know, in their order.
fn parts(name: &[u8]) -> impl Iterator<Item = (&'static str, String)> {
    let sets = element(name).map_or(&[][..], |all| all.content);
    elements(sets).filter(|set| set.tag == SET).filter_map(|set| {
        let pair = element(set.content)?;
        let mut pair = elements(pair.content);
        let (kind, value) = (pair.next()?, pair.next()?);
        let label = match kind.content {
            [0x55, 0x04, 0x03] => "CN",
            [0x55, 0x04, 0x06] => "C",
            [0x55, 0x04, 0x07] => "L",
            [0x55, 0x04, 0x08] => "ST",
            [0x55, 0x04, 0x0A] => "O",
            [0x55, 0x04, 0x0B] => "OU",
            _ => return None,
        };
        if value.tag != BMP_STRING {
            return Some((label, printable(value.content)));
        }
        let units = value.content.as_chunks().0.iter().map(|unit| u16::from_be_bytes(*unit));
        Some((label, cut(char::decode_utf16(units).map(|unit| shown(unit.unwrap_or('?'))).collect())))
    })
}

/// A name in one line: `O=Company, CN=Company CA`.
fn distinguished(name: &[u8]) -> String {
    let parts: Vec<_> = parts(name).map(|(label, value)| format!("{label}={value}")).collect();
    if parts.is_empty() { "no name".into() } else { cut(parts.join(", ")) }
}

fn shown(each: char) -> char {
    if each.is_control() { '?' } else { each }
}

/// Text of a stranger's, for a sentence: no control characters, no end.
fn printable(bytes: &[u8]) -> String {
    cut(String::from_utf8_lossy(bytes).chars().map(shown).collect())
}

fn cut(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(MAX_SHOWN));
    text
}
