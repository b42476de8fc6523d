//! How single values are read: numbers in a range, words, lists, addresses, names. Nothing here knows
//! which setting it reads. An error is the reason beyond "not what is allowed", mostly none ("").

use crate::crm::Facts;

/// What became of a value.
pub type Taken = Result<(), &'static str>;
type Read<T> = Result<T, &'static str>;

/// No reason beyond what the table says is allowed.
const NOT_ALLOWED: &str = "";

pub fn put<T>(place: &mut T, value: Read<T>) -> Taken {
    *place = value?;
    Ok(())
}

/// Digits only: no sign, no unit.
pub fn number(value: &str, least: u32, most: u32) -> Read<u32> {
    let number = if digits(value, 1, 9) { value.parse().ok() } else { None };
    number.filter(|number| (least..=most).contains(number)).ok_or(NOT_ALLOWED)
}

pub fn word<T: Copy>(value: &str, words: &[(&str, T)]) -> Read<T> {
    words.iter().find(|(word, _)| *word == value).map(|(_, means)| *means).ok_or(NOT_ALLOWED)
}

/// Asterisk's words for yes and no, and the Russian ones.
pub fn yes_no(value: &str) -> Read<bool> {
    match value.to_ascii_lowercase().as_str() {
        "yes" | "true" | "on" | "1" | "y" | "t" | "да" => Ok(true),
        "no" | "false" | "off" | "0" | "n" | "f" | "нет" => Ok(false),
        _ => Err(NOT_ALLOWED),
    }
}

pub fn text(value: &str, most_bytes: usize, fits: fn(char) -> bool) -> Read<String> {
    if value.len() <= most_bytes && value.chars().all(fits) { Ok(value.into()) } else { Err(NOT_ALLOWED) }
}

/// The same text, unless it is empty.
pub fn some(text: Read<String>) -> Read<String> {
    match text {
        Ok(text) if text.is_empty() => Err(NOT_ALLOWED),
        text => text,
    }
}

pub fn checked(value: &str, fits: fn(&str) -> bool) -> Read<String> {
    if fits(value) { Ok(value.into()) } else { Err(NOT_ALLOWED) }
}

/// Parts of a list: blanks and commas divide them, because AGI() leaves only blanks.
fn parts(value: &str) -> impl Iterator<Item = &str> {
    value.split([' ', '\t', ',']).filter(|part| !part.is_empty())
}

pub fn list(value: &str, fits: fn(&str) -> bool) -> Read<Vec<String>> {
    parts(value).map(|part| checked(part, fits)).collect()
}

pub fn pairs(
    value: &str,
    between: char,
    left: fn(&str) -> bool,
    right: fn(&str) -> bool,
) -> Read<Vec<(String, String)>> {
    parts(value)
        .map(|part| {
            let (first, second) = part.split_once(between).ok_or(NOT_ALLOWED)?;
            Ok((checked(first, left)?, checked(second, right)?))
        })
        .collect()
}

pub fn digits(value: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

/// What may be a part of an AstDB key: `/` would begin another family.
pub fn astdb_word(value: &str) -> bool {
    (1..=32).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// The NAME of `[crm NAME]`: it becomes a part of AstDB keys.
pub fn profile_name(value: &str) -> bool {
    astdb_word(value) && value != super::DEFAULT_PROFILE
}

/// A name without a colon, by "Namespaces in XML 1.0": 1C's own names are letters, digits and `_`.
pub fn xml_name(value: &str) -> bool {
    let begins = |c: char| {
        matches!(c, 'A'..='Z' | 'a'..='z' | '_' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}'
            | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}')
    };
    value.len() <= 128
        && value.starts_with(begins)
        && value.chars().all(|c| begins(c) || c.is_ascii_digit() || c == '-' || c == '.')
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
pub fn dial_options(value: &str) -> Read<String> {
    let mut depth = 0_i32;
    let mut goes_on = false;
    for c in value.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' | '|' | '$' | '"' | '\\' => return Err("commas, | $ \" and \\ would end the options"),
            c if depth == 0 && !c.is_ascii_alphanumeric() => return Err(NOT_ALLOWED),
            'g' if depth == 0 => goes_on = true,
            _ => {}
        }
        if depth < 0 {
            break;
        }
    }
    if depth != 0 || value.len() > 255 {
        return Err("every ( needs its )");
    }
    let mut options = String::from(value);
    if !goes_on {
        options.push('g');
    }
    Ok(options)
}

/// 1C's address; empty is "not set". Letters beyond ASCII in the path are percent-encoded, as browsers
/// do when the address is copied from 1C's publication.
pub fn address(value: &str) -> Read<String> {
    if value.is_empty() {
        return Ok(String::new());
    }
    if value.starts_with("https://") {
        return Err("this build has no TLS; use http:// inside your network, or a TLS proxy beside the PBX");
    }
    let rest = value.strip_prefix("http://").ok_or(NOT_ALLOWED)?;
    let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    if host.contains('@') {
        return Err("user and password belong in crm.user and crm.password");
    }
    if !host.is_ascii() {
        return Err("the host's name must be in Latin letters (xn--…)");
    }
    if !host_and_port(host)
        || value.len() > 500
        || path.contains([' ', '\t', '"', '<', '>', '\\', '#', '`', '^', '|'])
    {
        return Err(NOT_ALLOWED);
    }
    placeholders(path)?;
    let mut address = String::from("http://");
    address.push_str(host);
    for byte in path.bytes() {
        if byte.is_ascii() {
            address.push(char::from(byte))
        } else {
            address.push_str(&format!("%{byte:02X}"))
        }
    }
    Ok(address)
}

fn host_and_port(host: &str) -> bool {
    // An IPv6 address has colons of its own, inside brackets.
    let (name, port) = match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((address, port)) => {
            let fits = address.bytes().all(|b| b.is_ascii_hexdigit() || b == b':' || b == b'.');
            (if fits { address } else { "" }, port)
        }
        None => {
            let (name, port) = host.split_at(host.find(':').unwrap_or(host.len()));
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

/// `{number}` and the facts' names, and no other brace.
fn placeholders(path: &str) -> Taken {
    let why = "in braces only {number} {did} {channel} {uniqueid} {extension} {context}";
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or(why)?;
        if before.contains('}') || !(name == "number" || Facts::NAMES.contains(&name)) {
            return Err(why);
        }
        rest = after;
    }
    if rest.contains('}') { Err(why) } else { Ok(()) }
}
