//! From an HTTP status and a server's words to one reason and a sentence for an administrator: what came, what to
//! do. It never sees the caller's number or the password, and masks long numbers in what it quotes.

use crate::crm::{Failure, Reason};

use super::http::Exchange;
use super::said::{NO_LICENCE, NO_SESSION, fault, html, known, quote};
use super::{soap, text_of};

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
        _ => (Reason::Http, format!("{server} answered with status {status}{}", and_its_words(body))),
    }
}

fn and_its_words(body: &str) -> String {
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

#[cfg(test)]
#[path = "tests/judge.rs"]
mod tests;
