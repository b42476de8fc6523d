//! From an HTTP status and a server's words to one reason and a sentence for an administrator: what came, what to
//! do. It never sees the caller's number or the password, and masks long numbers in what it quotes.

use crate::crm::{Failure, Reason};

use super::http::Exchange;
use super::{soap, text_of};

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
const NO_LICENCE: &str = "1C has no free licence: close idle sessions, or add one for the web service";
const NO_SESSION: &str =
    "1C has no free session: raise poolSize and poolTimeout, or set reuseSessions=\"autouse\" in default.vrd";
const LOCKED: &str =
    "1C forbids sessions just now (backup or update): wait, or lift the lock in the cluster console";
const NO_RIGHTS: &str =
    "crm.user has not the rights: give it the web service's role and the profile of basic rights";
const BAD_LOGIN: &str = "1C does not accept crm.user and crm.password";

/// The failure that a status means; `None` for 200 to 299, where the body decides. `path` is the path asked for.
pub fn status(exchange: &Exchange, path: &str) -> Option<Failure> {
    if (200..300).contains(&exchange.status) {
        return None;
    }
    let decoded = text_of(exchange).ok();
    let body = decoded.as_deref().unwrap_or_default();
    // 1C's own words say more than the status: a fault may come with 500, 400 or 403.
    if let Some(known) = known(body) {
        return Some(known);
    }
    if let Some(failure) = soap::failure(body) {
        return Some(failure);
    }
    let (reason, detail) = by_status(exchange, path, body);
    Some(Failure { reason, detail })
}

fn by_status(exchange: &Exchange, path: &str, body: &str) -> (Reason, String) {
    let status = exchange.status;
    let server = match quote(&exchange.server) {
        server if server.is_empty() => String::from("the web server"),
        server => format!("the web server ({server})"),
    };
    match status {
        300..400 => (Reason::Http, redirect(exchange, &server)),
        401 if exchange.www_authenticate.contains("1C:Enterprise") => (
            Reason::Login,
            "1C does not accept crm.user and crm.password (401 from 1C itself): check them, and that the user may \
             log in with a password; 1C locks users after repeated wrong ones"
                .into(),
        ),
        401 => (
            Reason::Login,
            format!(
                "{server} itself asks for a login (401, not from 1C): allow anonymous access to {path} in IIS or \
                 Apache and leave the login to 1C"
            ),
        ),
        402 => (Reason::NoLicence, format!("{NO_LICENCE} (402)")),
        403 => (
            Reason::Forbidden,
            format!("{server} forbids {path} (403): give crm.user the role for the service, look at the web server's access rules"),
        ),
        404 | 405 | 410 => (
            Reason::NotPublished,
            format!("nothing is published as {path} ({status} from {server}): publish the service, or correct crm.url"),
        ),
        406 if !html(body) => (Reason::NoSession, format!("{NO_SESSION} (406)")),
        400 if body.contains("HTTPS") || body.contains("SSL") => {
            (Reason::Http, format!("{server} expects https on this port (400): use the port for http in crm.url"))
        }
        407 => (Reason::Http, "a proxy in between asks for a login (407): let the PBX reach 1C directly".into()),
        502..=504 => (
            Reason::Unavailable,
            format!("{server} does not reach 1C ({status}): is the 1C server running, is the base there?"),
        ),
        500 if html(body) => (
            Reason::Unavailable,
            format!("{server} failed before 1C's code ran (500 with a page of HTML): look at its log and 1C's web module"),
        ),
        500 if !body.trim().is_empty() => (Reason::Fault, fault(body).detail),
        _ => (Reason::Http, format!("{server} answered with status {status}{}", said(body))),
    }
}

fn said(body: &str) -> String {
    if body.trim().is_empty() || html(body) { String::new() } else { format!(": {}", quote(body)) }
}

fn redirect(exchange: &Exchange, server: &str) -> String {
    let target = exchange.location.as_str();
    let host = target.split_once("://").map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(""));
    let status = exchange.status;
    match host {
        Some(host) if target.starts_with("https:") => format!(
            "{server} sends the request on to https://{} ({status}); this build has no TLS: let it accept http from the PBX",
            quote(host)
        ),
        Some(host) => format!(
            "{server} sends the request on to {} ({status}), which is not followed: put the final address into crm.url",
            quote(host)
        ),
        None => format!(
            "{server} sends the request on to another page ({status}), often a login page: correct crm.url, \
             or let the web server leave the login to 1C"
        ),
    }
}

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

fn known(text: &str) -> Option<Failure> {
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

/// A page of HTML where an answer of 1C was expected.
pub fn page(text: &str, server: &str) -> Failure {
    let title = text.split_once("<title>").or(text.split_once("<TITLE>")).map_or("", |(_, rest)| rest);
    let title = title.split('<').next().unwrap_or("");
    Failure::new(
        Reason::NotOneC,
        format!(
            "a page of HTML came instead of 1C's answer (title \"{}\", server \"{}\"): is there a login page or a proxy \
             in between, does crm.url name the service?",
            quote(title),
            quote(server)
        ),
    )
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

#[cfg(test)]
#[path = "tests/judge.rs"]
mod tests;
