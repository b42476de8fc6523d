//! How single values are read: numbers in a range, words, lists, names. Nothing here knows
//! which setting it reads. An error is the reason beyond "not what is allowed", mostly none ("").

use std::fmt;
use std::ops::Deref;

use crate::privacy::Secret;

/// What became of a value.
pub type Taken = Result<(), Why>;
/// A value that was read.
pub type Parsed<T> = Result<T, Why>;
/// A reason beyond "not what is allowed", and words that belong to its end; mostly none.
pub type Why = (&'static str, &'static str);

/// No reason beyond what the table says is allowed.
pub const NOT_ALLOWED: Why = ("", "");

pub fn put<T>(place: &mut T, value: Parsed<T>) -> Taken {
    *place = value?;
    Ok(())
}

/// Digits only: no sign, no unit.
pub fn number(value: &str, least: u32, most: u32) -> Parsed<u32> {
    let number = if digits(value, 1, 9) { value.parse().ok() } else { None };
    number.filter(|number| (least..=most).contains(number)).ok_or(NOT_ALLOWED)
}

/// The same, of places or bytes.
pub fn size(value: &str, least: u32, most: u32) -> Parsed<usize> {
    number(value, least, most).map(|number| number as usize)
}

/// Seconds, 0 being off.
pub fn seconds(value: &str, most: u32) -> Parsed<u64> {
    number(value, 0, most).map(u64::from)
}

/// What [`deadline`] takes.
pub const DEADLINE: &str = "milliseconds from 200 to 60000";

/// For how long a call may be held.
pub fn deadline(value: &str) -> Parsed<u32> {
    number(value, 200, 60_000)
}

pub fn word<T: Copy>(value: &str, words: &[(&str, T)]) -> Parsed<T> {
    words.iter().find(|(word, _)| *word == value).map(|(_, means)| *means).ok_or(NOT_ALLOWED)
}

/// Asterisk's words for yes and no, and the Russian ones.
pub fn yes_no(value: &str) -> Parsed<bool> {
    match value.to_ascii_lowercase().as_str() {
        "yes" | "true" | "on" | "1" | "y" | "t" | "да" => Ok(true),
        "no" | "false" | "off" | "0" | "n" | "f" | "нет" => Ok(false),
        _ => Err(NOT_ALLOWED),
    }
}

pub fn text(value: &str, most_bytes: usize, fits: fn(char) -> bool) -> Parsed<String> {
    if value.len() <= most_bytes && value.chars().all(fits) { Ok(value.into()) } else { Err(NOT_ALLOWED) }
}

/// The same text, unless it is empty.
pub fn some(text: Parsed<String>) -> Parsed<String> {
    match text {
        Ok(text) if text.is_empty() => Err(NOT_ALLOWED),
        text => text,
    }
}

pub fn checked(value: &str, fits: fn(&str) -> bool) -> Parsed<String> {
    if fits(value) { Ok(value.into()) } else { Err(NOT_ALLOWED) }
}

/// Parts of a list: blanks and commas divide them, because AGI() leaves only blanks.
fn parts(value: &str) -> impl Iterator<Item = &str> {
    value.split([' ', '\t', ',']).filter(|part| !part.is_empty())
}

pub fn list<T>(value: &str, read: fn(&str) -> Option<T>) -> Parsed<Vec<T>> {
    parts(value).map(|part| read(part).ok_or(NOT_ALLOWED)).collect()
}

/// The text itself, where it fits.
pub fn fits(text: &str, fits: fn(&str) -> bool) -> Option<String> {
    fits(text).then(|| text.into())
}

pub fn pairs<L, R>(
    value: &str,
    between: char,
    left: fn(&str) -> Option<L>,
    right: fn(&str) -> Option<R>,
) -> Parsed<Vec<(L, R)>> {
    let pair = |part: &str| {
        let (first, second) = part.split_once(between)?;
        Some((left(first)?, right(second)?))
    };
    parts(value).map(|part| pair(part).ok_or(NOT_ALLOWED)).collect()
}

pub fn digits(value: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

/// What may be a part of an AstDB key: `/` would begin another family.
pub fn astdb_word(value: &str) -> bool {
    (1..=32).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// A name that may be an XML tag and a JSON member: without a colon, by "Namespaces in XML 1.0". 1C's own names are
/// letters, Cyrillic as a rule, digits and `_`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XmlName(String);

impl XmlName {
    /// The name, if it is one.
    pub fn read(value: &str) -> Option<XmlName> {
        let begins = |c: char| {
            matches!(c, 'A'..='Z' | 'a'..='z' | '_' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}'
                | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}')
        };
        let goes_on = |c: char| begins(c) || c.is_ascii_digit() || c == '-' || c == '.';
        let is = value.len() <= 128 && value.starts_with(begins) && value.chars().all(goes_on);
        is.then(|| XmlName(value.into()))
    }

    /// One of our own defaults.
    pub(super) fn known(name: &'static str) -> XmlName {
        XmlName(name.into())
    }
}

impl Deref for XmlName {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for XmlName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

/// A bearer token (RFC 6750): letters, digits and signs, no blank.
pub fn token(value: &str) -> Parsed<Secret> {
    text(value, 2000, |c| c.is_ascii_graphic()).map(Secret::new)
}

/// An HTTP status that is not success itself.
pub fn status(value: &str) -> Option<u16> {
    let status = if digits(value, 3, 3) { value.parse().ok() } else { None };
    status.filter(|status| (201..500).contains(status))
}

/// The value of a constant parameter.
pub fn constant(value: &str) -> Option<String> {
    (value.len() <= 128).then(|| value.into())
}

/// A variable's name that 1C may be allowed to set, `*` at the end for "whatever follows".
///
/// Refused whatever the case: our own variables, and `MONITOR_EXEC…`, which Asterisk runs as a shell
/// command. Leading underscores (inheritance) do not hide a name.
pub fn variable(value: &str) -> bool {
    let (name, any) = match value.strip_suffix('*') {
        Some(name) => (name, true),
        None => (value, false),
    };
    let bare = name.trim_start_matches('_').to_ascii_uppercase();
    name.len() <= 64
        && bare.starts_with(|c: char| c.is_ascii_alphabetic())
        && bare.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !["AGI1C_", "MONITOR_EXEC"]
            .iter()
            .any(|own| bare.starts_with(own) || (any && own.starts_with(&bare)))
}

/// A called number, or the word a trunk has for it: a login, a line's name.
pub fn called(value: &str) -> bool {
    (1..=80).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.+*#@".contains(&b))
}

pub fn context(value: &str) -> bool {
    (1..=80).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

pub fn extension(value: &str) -> bool {
    (1..=80).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.+*#".contains(&b))
}

/// `,` and `|` would begin Dial's next argument.
pub fn dial_string(value: &str) -> bool {
    value.len() <= 255
        && value.matches("%s").count() == 1
        && value.matches('%').count() == 1
        && !value.contains([',', '|', '$', '"', '\\'])
}

/// Dial's options, always with a `g` of their own: without it old Asterisk ends the AGI with FAILURE
/// after every answered call, and the caller reaches the route's next step after the talk.
pub fn dial_options(value: &str) -> Parsed<String> {
    let mut depth = 0_i32;
    let mut goes_on = false;
    for c in value.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' | '|' | '$' | '"' | '\\' => return Err(("commas, | $ \" and \\ would end the options", "")),
            c if depth == 0 && !c.is_ascii_alphanumeric() => return Err(NOT_ALLOWED),
            'g' if depth == 0 => goes_on = true,
            _ => {}
        }
        if depth < 0 {
            break;
        }
    }
    if depth != 0 || value.len() > 255 {
        return Err(("every ( needs its )", ""));
    }
    let mut options = String::from(value);
    if !goes_on {
        options.push('g');
    }
    Ok(options)
}
