//! From the text that a PBX, a SIP header or an address book holds to a number. Hostile input is bounded
//! here: a text that is too long is no number. Only ASCII digits are digits: no operator sends others, and
//! a look-alike (full width, Arabic) must not find a client.

use super::{Caller, Number, NumberingPlan, plan::e164};

/// The longest text looked at, in bytes: a display name, a SIP URI and a few parameters fit.
const MAX_TEXT: usize = 256;
/// E.164 has 15 digits at most; an international prefix and an access code may stand before them.
const MAX_DIGITS: usize = 24;
/// What Asterisk writes into `agi_callerid` where there is none.
const AGI_MISSING: &str = "unknown";
/// The host of RFC 3323 for a caller who wants privacy: the user part is then not to be believed.
const ANONYMOUS_HOST: &str = "anonymous.invalid";
/// Whose 0 stays when a number is written with a country code (Italy).
const KEEPS_ZERO: &str = "39";

/// What phones, PBXes and operators say in place of a withheld number. Lower case.
const WITHHELD: &[&str] = &[
    "anonym",
    "restricted",
    "unavailable",
    "not available",
    "withheld",
    "private",
    "unknown",
    "asserted",
    "hidden",
    "blocked",
    "аноним",
    "скрыт",
    "неизвест",
    "не определ",
    "неопредел",
    "недоступ",
    "засекреч",
    "приватн",
    "прихован",
];

/// What stands before an extension, the longer before the shorter. Lower case.
const EXTENSION: &[&str] = &["extension", "ext", "x", ",", "#", "добавочный", "доб", "внутр", "вн"];

/// Reads what the PBX shows as the caller's number.
pub fn read(raw: &str, plan: &NumberingPlan) -> Caller {
    let raw = raw.trim();
    if raw.len() > MAX_TEXT || raw == AGI_MISSING {
        return Caller::Missing;
    }
    let (user, host) = user_and_host(address(raw));
    let user: String = decoded(user).chars().filter(|c| !is_invisible(*c)).collect();
    if host.eq_ignore_ascii_case(ANONYMOUS_HOST) || withheld(&user) {
        return Caller::Anonymous;
    }
    let text = without_extension(user.trim());
    let whole = number(text, plan);
    if whole.as_ref().is_some_and(|whole| whole.e164.is_some()) {
        return whole.map_or(Caller::Missing, Caller::Number);
    }
    behind_outside_line(text, plan).or(whole).map_or(Caller::Missing, Caller::Number)
}

/// A number from digits and what people put between them; `None` where anything else stands there.
fn number(text: &str, plan: &NumberingPlan) -> Option<Number> {
    let (before, after) = text.split_at(text.find(|c: char| c.is_ascii_digit())?);
    if !before.chars().all(|c| is_part_of_number(c) || c == '+') || !after.chars().all(is_part_of_number) {
        return None;
    }
    let plus = before.contains('+');
    let digits = digits_dialled(text, plus, plan);
    if digits.is_empty() || digits.len() > MAX_DIGITS {
        return None;
    }
    let e164 = e164(&digits, plus, plan);
    // Two PBXs in a row put a `+` each: `++7…`. 1C is asked with one.
    let as_came = if before.matches('+').count() > 1 { ["+", after].concat() } else { text.to_owned() };
    Some(Number::new(as_came, digits, e164, plan))
}

/// The number behind the digits of `number.strip`. Only what a rule decides is believed: a number may well begin so.
fn behind_outside_line(text: &str, plan: &NumberingPlan) -> Option<Number> {
    plan.strip
        .iter()
        .filter_map(|prefix| text.strip_prefix(prefix.as_str()))
        .filter_map(|rest| number(rest.trim_start_matches([' ', '-']), plan))
        .find(|number| number.e164.is_some())
}

fn withheld(user: &str) -> bool {
    // Mostly it is a number, and a score of searches would be for nothing.
    if user.bytes().all(|byte| !byte.is_ascii_alphabetic() && byte.is_ascii()) {
        return false;
    }
    let said = lower(user);
    WITHHELD.iter().any(|word| said.contains(word))
}

/// The ASCII digits of a text.
pub fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The digits without the trunk digit that people put in brackets behind a country code.
fn digits_dialled(text: &str, plus: bool, plan: &NumberingPlan) -> String {
    if let Some((country, rest)) = text.split_once("(0)") {
        let country = digits_of(country);
        let abroad = |prefix: &String| country.starts_with(prefix.as_str());
        let with_code = !country.is_empty() && (plus || plan.international.iter().any(abroad));
        if with_code && !country.ends_with(KEEPS_ZERO) {
            return country + &digits_of(rest);
        }
    }
    digits_of(text)
}

/// `"Ivan <i>" <sip:7495…@host>;tag=1` → `sip:7495…@host`
fn address(raw: &str) -> &str {
    let bare = raw.strip_prefix('"').map_or(raw, behind_quotes);
    match bare.split_once('<') {
        Some((_, rest)) => rest.split('>').next().unwrap_or_default(),
        None => bare,
    }
}

/// What follows a quoted string, whose opening quote is gone already. Without its end all of it is quoted.
fn behind_quotes(text: &str) -> &str {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return text.get(at + 1..).unwrap_or_default(),
            _ => {}
        }
    }
    ""
}

/// `sip:7495…;cpc=ordinary:secret@host:5060;user=phone` → `7495…` and `host`
fn user_and_host(address: &str) -> (&str, &str) {
    let address = address.trim();
    let scheme = ["sips:", "sip:", "tel:"]
        .into_iter()
        .find(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let rest = scheme.and_then(|scheme| address.get(scheme.len()..)).unwrap_or(address);
    let (user, host) = rest.split_once('@').unwrap_or((rest, ""));
    let user = user.split(';').next().unwrap_or_default();
    let host = host.split([';', ':', '?']).next().unwrap_or_default();
    if !matches!(scheme, Some("sip:" | "sips:")) {
        return (user, host);
    }
    let user = user.split([':', '?']).next().unwrap_or_default();
    // Without `@` what stands there is a host. A PBX that leaves it out still means the user, but digits
    // with dots are an IP address.
    let is_address = !rest.contains('@') && user.contains('.');
    (if is_address { "" } else { user }, host)
}

/// `%2B7495` → `+7495`. What does not decode to UTF-8 stays as it is, and is then no number.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let hex = |byte: Option<u8>| char::from(byte.unwrap_or_default()).to_digit(16);
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high << 4 | low) as u8);
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Cuts `ext. 12`, `x12`, `,12`, `(доб. 12)`: a client is found by the main number. Cuts nothing where
/// something else than an extension follows: `12345xavier` is no number.
fn without_extension(text: &str) -> &str {
    let Some(at) = text.find(|c| !is_part_of_number(c) && c != '+') else { return text };
    let (main, suffix) = (text.get(..at).unwrap_or_default(), lower(text.get(at..).unwrap_or_default()));
    let behind = EXTENSION.iter().find_map(|word| suffix.strip_prefix(word));
    let extension = |c: char| is_part_of_number(c) || matches!(c, '+' | ',' | '#' | ':' | '=');
    if behind.is_some_and(|rest| rest.chars().all(extension)) {
        main.trim_end_matches(|c| is_part_of_number(c) && !c.is_ascii_digit() && c != ')')
    } else {
        text
    }
}

/// A digit, or what people put between digits.
fn is_part_of_number(c: char) -> bool {
    matches!(c, '0'..='9' | ' ' | '-' | '.' | '/' | '(' | ')' | '~' | '\u{a0}' | '\u{202f}' | '\u{2212}')
        || matches!(c, '\u{2000}'..='\u{200a}' | '\u{2010}'..='\u{2015}')
}

/// Signs without width that come along when a number is copied from a phone's or a program's address book.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// ASCII and Russian letters in lower case: Unicode's own tables would weigh more than this module.
fn lower(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'А'..='Я' => char::from_u32(c as u32 + 32).unwrap_or(c),
            _ => c.to_ascii_lowercase(),
        })
        .collect()
}
