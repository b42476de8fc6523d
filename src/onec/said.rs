//! What 1C and web servers say, in words: 1C's known texts with their reason and what to do, and how a text is quoted
//! in a sentence for an administrator. Long numbers are masked; nothing here sees a status.

use crate::crm::{Failure, Reason};

/// Characters of a server's text in a sentence.
const MAX_QUOTE: usize = 200;

/// What 1C's texts mean: a part without its first letter (it may begin a sentence), the reason, what to do.
const TEXTS: [(&str, Reason, &str); 16] = [
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
    let said = if html(text) || text.trim_start().starts_with('<') {
        String::new()
    } else {
        format!(": {}", quote(text))
    };
    Some(Failure::new(*reason, format!("{advice}{said}")))
}

/// Whether a body is a page for people, by its first bytes.
pub fn html(text: &str) -> bool {
    let start = text.trim_start();
    let starts = |tag: &str| start.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag));
    starts("<!doctype html") || starts("<html") || starts("<head") || starts("<body")
}

/// A server's text for a sentence: one line, at most 200 characters, numbers like a telephone's to their last four.
pub fn quote(text: &str) -> String {
    let mut quoted = String::new();
    let mut blank = false;
    for (count, character) in text.trim().chars().enumerate() {
        if count >= MAX_QUOTE {
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
    quote(text).chars().take(80).collect()
}

/// Runs of seven and more digits, dashes, blanks and brackets between them included, keep the last four.
fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|character: char| character.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        masked.push_str(before);
        let inside = |character: char| character.is_ascii_digit() || " -()".contains(character);
        let end = from.find(|character| !inside(character)).unwrap_or(from.len());
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
