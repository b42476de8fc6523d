//! From the text a PBX or a SIP header holds to a number. Hostile input is bounded here: a text that is
//! too long is no number.

use super::{Caller, Number, Plan};

/// The longest text looked at, in bytes: a display name, a SIP URI and a few parameters fit.
const MAX_TEXT: usize = 256;
/// E.164 has 15 digits at most; an international prefix and an access code may stand before them.
const MAX_DIGITS: usize = 24;
/// The shortest number with a country code: E.164 sets no minimum, and no country has fewer than 7.
const MIN_E164: usize = 7;
const MAX_E164: usize = 15;

/// What phones and operators say in place of a withheld number.
const ANONYMOUS: [&str; 9] = [
    "anonymous",
    "restricted",
    "unavailable",
    "withheld",
    "private",
    "asserted",
    "аноним",
    "скрыт",
    "неизвест",
];

/// Reads what the PBX shows as the caller's number. Only ASCII digits are digits: no operator sends
/// others, and a look-alike must not find a client.
pub fn read(raw: &str, plan: &Plan) -> Caller {
    let Some(text) = (raw.len() <= MAX_TEXT).then(|| user_part(raw)) else { return Caller::Missing };
    let lower = text.to_lowercase();
    if ANONYMOUS.iter().any(|word| lower.starts_with(word)) {
        return Caller::Anonymous;
    }
    let (text, plus) = match text.strip_prefix('+') {
        Some(rest) => (rest, true),
        None => (text.as_str(), false),
    };
    // The habit of writing the trunk digit in brackets behind the country code.
    let text = if plus { text.replacen("(0)", "", 1) } else { text.to_owned() };
    let text = without_extension(&text);
    let digits = digits_of(text);
    if digits.is_empty() || digits.len() > MAX_DIGITS || !text.chars().all(is_part_of_number) {
        return Caller::Missing;
    }
    let e164 = if plus { plausible(&digits).map(str::to_owned) } else { decide(&digits, plan) };
    let as_came = if plus { ["+", text].concat() } else { text.to_owned() };
    Caller::Number(Number::new(&as_came, digits, e164, plan))
}

/// The ASCII digits of a text.
pub fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// `"Ivan" <sip:%2B7495…@host;user=phone>` → `+7495…`
fn user_part(raw: &str) -> String {
    let mut text = raw.trim();
    if let Some((_, rest)) = text.rsplit_once('<') {
        text = rest.split('>').next().unwrap_or_default();
    }
    for scheme in ["sips:", "sip:", "tel:"] {
        if text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)) {
            text = text.get(scheme.len()..).unwrap_or_default();
        }
    }
    let text = text.split(['@', ';']).next().unwrap_or_default();
    text.replace("%2B", "+").replace("%2b", "+").trim().to_owned()
}

/// Cuts `ext. 12`, `x12`, `доб. 12`: a client is found by the main number.
fn without_extension(text: &str) -> &str {
    let end = text.char_indices().find(|(_, c)| matches!(c, 'x' | 'X' | 'e' | 'E' | 'д' | 'Д' | ',' | '#'));
    match end {
        Some((at, first)) if at > 0 => {
            let suffix = text.get(at..).unwrap_or_default().to_lowercase();
            let known = matches!(first, ',' | '#' | 'x' | 'X')
                || suffix.starts_with("ext")
                || suffix.starts_with("доб");
            if known && suffix.bytes().any(|byte| byte.is_ascii_digit()) {
                text.get(..at).unwrap_or_default().trim_end()
            } else {
                text
            }
        }
        _ => text,
    }
}

/// A digit, or what people put between digits.
fn is_part_of_number(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(
            c,
            ' ' | '-' | '.' | '/' | '(' | ')' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2010}'..='\u{2015}'
        )
}

fn plausible(digits: &str) -> Option<&str> {
    ((MIN_E164..=MAX_E164).contains(&digits.len()) && !digits.starts_with('0')).then_some(digits)
}

/// The table of the module's head, for a number without `+`.
fn decide(digits: &str, plan: &Plan) -> Option<String> {
    for prefix in &plan.international {
        if let Some(rest) = digits.strip_prefix(prefix.as_str())
            && !prefix.is_empty()
            && let Some(e164) = plausible(rest)
        {
            return Some(e164.into());
        }
    }
    let behind = |prefix: &str| digits.strip_prefix(prefix).filter(|_| !prefix.is_empty()).map(str::len);
    let own = |national: &str| Some([plan.country.as_str(), national].concat());
    let (after_country, after_trunk) = (behind(&plan.country), behind(&plan.trunk));
    let from = |length: usize| digits.get(length..).unwrap_or_default();
    if plan.country.is_empty() {
        return None;
    }
    if plan.length == 0 {
        return match (after_trunk, after_country) {
            (Some(4..=14), _) => own(from(plan.trunk.len())),
            (_, Some(7..=13)) => Some(digits.into()),
            _ => None,
        };
    }
    let national = plan.length;
    if after_country == Some(national) {
        Some(digits.into())
    } else if after_trunk == Some(national) {
        own(from(plan.trunk.len()))
    } else if digits.len() == national {
        own(digits)
    } else if !plan.area.is_empty() && digits.len() + plan.area.len() == national {
        own(&[plan.area.as_str(), digits].concat())
    } else {
        None
    }
}
