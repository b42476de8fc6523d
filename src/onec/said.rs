//! What 1C and web servers say, in words: 1C's known texts with their reason and what to do, and how a text is quoted
//! in a sentence for an administrator. Long numbers are masked; nothing here sees a status.

use crate::crm::{Failure, Reason};

/// Characters of a server's text in a sentence.
const MAX_QUOTE: usize = 200;

/// What 1C's texts mean: a part without its first letter (it may begin a sentence), the reason, what to do.
const TEXTS: [(&str, Reason, &str); 40] = [
    ("бнаружено свободной лицензии", Reason::NoLicence, NO_LICENCE),
    ("е найдена лицензия", Reason::NoLicence, NO_LICENCE),
    ("icense not found", Reason::NoLicence, NO_LICENCE),
    ("icense is not found", Reason::NoLicence, NO_LICENCE),
    ("free license", Reason::NoLicence, NO_LICENCE),
    ("стекло время ожидания сеанса", Reason::NoSession, NO_SESSION),
    ("еанс отсутствует или удален", Reason::NoSession, NO_SESSION),
    ("ession timeout", Reason::NoSession, NO_SESSION),
    ("ачало сеанса с информационной базой запрещено", Reason::Locked, LOCKED),
    ("ession start with the infobase is denied", Reason::Locked, LOCKED),
    ("шибка разделенного доступа", Reason::Locked, IN_USE),
    ("шибка разделённого доступа", Reason::Locked, IN_USE),
    ("haring violation", Reason::Locked, IN_USE),
    ("аза данных заблокирована", Reason::Locked, IN_USE),
    ("нформационная база заблокирована", Reason::Locked, IN_USE),
    ("atabase is locked", Reason::Locked, IN_USE),
    ("шибка блокировки информационной базы", Reason::Locked, IN_USE),
    ("еанс работы завершен администратором", Reason::NoSession, ENDED),
    ("еанс завершен администратором", Reason::NoSession, ENDED),
    ("ession was terminated by", Reason::NoSession, ENDED),
    ("ession terminated by", Reason::NoSession, ENDED),
    ("ервис не найден", Reason::NotPublished, NO_SERVICE),
    ("ервис не опубликован", Reason::NotPublished, NO_SERVICE),
    ("ervice not found", Reason::NotPublished, NO_SERVICE),
    ("ervice is not found", Reason::NotPublished, NO_SERVICE),
    ("sessionId != kUUIDNull", Reason::NotPublished, NOT_IN_YAML),
    ("нформационная база не обнаружена", Reason::Unavailable, NO_BASE),
    ("нформационная база не найдена", Reason::Unavailable, NO_BASE),
    ("nfobase not found", Reason::Unavailable, NO_BASE),
    ("nfobase is not found", Reason::Unavailable, NO_BASE),
    ("ервер 1С:Предприятия не обнаружен", Reason::Unavailable, NO_SERVER),
    ("1C:Enterprise server not found", Reason::Unavailable, NO_SERVER),
    ("шибка соединения с сервером 1С:Предприятия", Reason::Unavailable, NO_SERVER),
    ("оединение с сервером 1С:Предприятия", Reason::Unavailable, NO_SERVER),
    ("едостаточно прав", Reason::Forbidden, NO_RIGHTS),
    ("nsufficient rights", Reason::Forbidden, NO_RIGHTS),
    ("дентификация пользователя не выполнена", Reason::Login, BAD_LOGIN),
    ("еправильное имя или пароль", Reason::Login, BAD_LOGIN),
    ("ser identification failed", Reason::Login, BAD_LOGIN),
    ("nvalid user name or password", Reason::Login, BAD_LOGIN),
];
/// What to do.
pub const NO_LICENCE: &str = "1C has no free licence: close idle sessions, or add one for the web service";
/// What to do.
pub const NO_SESSION: &str =
    "1C has no free session: raise poolSize and poolTimeout, or set reuseSessions=\"autouse\" in default.vrd";
const LOCKED: &str =
    "1C forbids sessions just now (backup or update): wait, or lift the lock in the cluster console";
const IN_USE: &str =
    "the base is held by somebody else (the designer, an update, a copy of a file base): wait, or close that";
const ENDED: &str = "an administrator of 1C has ended the session: the next call begins a new one";
const NO_SERVICE: &str = "1C has no service of that name published: add its row to default.vrd (a service of an \
    extension is not published by itself), or correct crm.url";
const NOT_IN_YAML: &str = "1C's standalone server does not publish that service: switch on web services or HTTP services in its yaml file";
const NO_BASE: &str =
    "the web server asks for a base that is not there: look at the connection string in default.vrd";
const NO_SERVER: &str =
    "the web server does not reach the 1C server: is it running, is its name in default.vrd right?";
const NO_RIGHTS: &str =
    "crm.user has not the rights: give it the web service's role and the profile of basic rights";
const BAD_LOGIN: &str = "1C does not accept crm.user and crm.password";

/// A fault's text: 1C's own trouble where the text is known, else the service's code threw.
pub fn fault(text: &str) -> Failure {
    known(text).unwrap_or_else(|| {
        Failure::new(Reason::Fault, format!("1C's code failed (see 1C's event log): {}", quote(text)))
    })
}

/// 1C's `<exception reason=…>`.
pub fn exception(reason: &str, text: &str) -> Failure {
    if let Some(failure) = known(text) {
        return failure;
    }
    match reason {
        "406" => Failure::new(Reason::NoSession, format!("{NO_SESSION}: {}", quote(text))),
        "404" => {
            Failure::new(Reason::NotPublished, format!("1C finds nothing under crm.url: {}", quote(text)))
        }
        _ => {
            Failure::new(Reason::Fault, format!("1C reports an exception {}: {}", quote(reason), quote(text)))
        }
    }
}

/// The failure that a text of 1C's own means, where it is known.
pub fn known(text: &str) -> Option<Failure> {
    let (_, reason, advice) = TEXTS.iter().find(|(part, ..)| text.contains(part))?;
    let said = if text.trim_start().starts_with('<') { String::new() } else { format!(": {}", quote(text)) };
    Some(Failure::new(*reason, format!("{advice}{said}")))
}

/// Whether a body is a page for people, by its first bytes.
pub fn html(text: &str) -> bool {
    // An XHTML page begins as XML does, and templates begin with a comment.
    let mut start = text.trim_start();
    for (opens, closes) in [("<?xml", "?>"), ("<!--", "-->"), ("<?xml-stylesheet", "?>"), ("<!--", "-->")] {
        if start.starts_with(opens) {
            start = start.split_once(closes).map_or("", |(_, rest)| rest.trim_start());
        }
    }
    let starts = |tag: &str| start.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag));
    starts("<!doctype html") || starts("<html") || starts("<head") || starts("<body")
}

/// A server's text for a sentence: one line, at most 200 characters, numbers like a telephone's to their last four.
pub fn quote(text: &str) -> String {
    quote_at_most(MAX_QUOTE, text)
}

/// The same, so many characters at most.
pub fn quote_at_most(characters: usize, text: &str) -> String {
    let mut quoted = String::new();
    let mut blank = false;
    for (count, character) in text.trim().chars().enumerate() {
        if count >= characters {
            quoted.push('…');
            break;
        }
        if character.is_whitespace() || character.is_control() {
            blank = true;
            continue;
        }
        if blank && !quoted.is_empty() {
            quoted.push(' ');
        }
        blank = false;
        quoted.push(character);
    }
    mask(&quoted)
}

/// A server's name for something, shorter.
pub fn short(text: &str) -> String {
    quote_at_most(80, text)
}

/// Runs of seven and more digits, dashes, blanks and brackets between them included, keep the last four.
fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|character: char| character.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        masked.push_str(before);
        if let Some(length) = no_number(from) {
            let (whole, behind) = from.split_at(length);
            masked.push_str(whole);
            rest = behind;
            continue;
        }
        let inside = |character: char| character.is_ascii_digit() || " -()".contains(character);
        let end = from.find(|character| !inside(character)).unwrap_or(from.len());
        // `10060(0x0000274D)` holds no number as long as that.
        let code = ["0x", "0X"].iter().filter_map(|mark| from.find(mark)).filter(|at| *at > 0).min();
        let end = end.min(code.unwrap_or(end));
        let run =
            from.get(..end).unwrap_or(from).trim_end_matches(|character: char| !character.is_ascii_digit());
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        if digits.len() < 7 {
            masked.push_str(run);
        } else {
            masked.push('…');
            masked.push_str(crate::privacy::last_four(&digits));
        }
        rest = from.get(run.len()..).unwrap_or("");
    }
    masked.push_str(rest);
    masked
}

/// The length of what begins like a telephone number and is none: an error code (`0x0000274D`), a date (`2024-11-28`).
fn no_number(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    if matches!(bytes, [b'0', b'x' | b'X', digit, ..] if digit.is_ascii_hexdigit()) {
        let digits = bytes.iter().skip(2).take_while(|byte| byte.is_ascii_hexdigit()).count();
        return Some(2 + digits);
    }
    let shape = bytes.get(..10)?.iter().map(|byte| if byte.is_ascii_digit() { b'0' } else { *byte });
    let ends = !bytes.get(10).is_some_and(u8::is_ascii_digit);
    (ends && shape.eq(*b"0000-00-00")).then_some(10)
}
