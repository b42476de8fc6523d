//! From an HTTP status and a server's words to one reason and a sentence for an administrator: what came, what to
//! do. It never sees the caller's number or the password, and masks long numbers in what it quotes.

use crate::crm::{Failure, Reason};

use super::http::Exchange;
use super::said::{NO_LICENCE, NO_SESSION, fault, html, known, quote};
use super::{json, soap};

/// What was endpoint.
#[derive(Debug, Clone, Copy)]
pub struct Endpoint<'a> {
    /// The path.
    pub path: &'a str,
    /// A question in a body of JSON: an address without `{number}`.
    pub posted: bool,
}

/// Whether an answer is a service's own word, and neither a page for people nor 1C's own error.
pub fn is_plain(exchange: &Exchange) -> bool {
    exchange.text().is_ok_and(|body| !html(&body) && !body.contains("<exception") && known(&body).is_none())
}

/// The failure that a status means; `None` for 200 to 299, where the body decides.
pub fn status(exchange: &Exchange, endpoint: Endpoint<'_>) -> Option<Failure> {
    if (200..300).contains(&exchange.status) {
        return None;
    }
    let decoded = exchange.text().ok();
    let body = decoded.as_deref().unwrap_or_default();
    // 1C's own words say more than the status: a fault may come with 500, 400 or 403.
    if let Some(known) = known(body) {
        return Some(known);
    }
    if let Some(failure) = soap::failure(body) {
        return Some(failure);
    }
    if matches!(exchange.status, 400 | 422 | 500)
        && let Some(words) = json::failure(body)
    {
        let what = format!("the service reports a failure ({}): {}", exchange.status, quote(&words));
        return Some(Failure::new(Reason::Fault, what));
    }
    let (reason, detail) = by_status(exchange, endpoint, body);
    Some(Failure { reason, detail })
}

fn by_status(exchange: &Exchange, endpoint: Endpoint<'_>, body: &str) -> (Reason, String) {
    let (status, path) = (exchange.status, endpoint.path);
    let server = match quote(&exchange.server) {
        server if server.is_empty() => String::from("the web server"),
        server => format!("the web server ({server})"),
    };
    let words = and_its_words(body);
    match status {
        300..400 => (Reason::Http, redirect(exchange, &server)),
        401 if asks_for_1c(&exchange.www_authenticate) => (
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
            format!("{server} forbids {path} (403): give crm.user the role for the service, look at the web server's access rules{words}"),
        ),
        405 if endpoint.posted && !html(body) => (
            Reason::NotPublished,
            format!("the service under {path} takes no POST (405): write the number into crm.url, as in {path}?number={{number}}{words}"),
        ),
        404 | 405 | 410 => (
            Reason::NotPublished,
            format!("nothing is published as {path} ({status} from {server}): publish the service, or correct crm.url{words}"),
        ),
        406 if !html(body) => (Reason::NoSession, format!("{NO_SESSION} (406){words}")),
        400 if body.contains("HTTPS") || body.contains("SSL") => {
            (Reason::Tls, format!("{server} expects https on this port (400): use https:// in crm.url, or the port for http"))
        }
        407 => (Reason::Http, "a proxy in between asks for a login (407): let the PBX reach 1C directly".into()),
        502..=504 => (
            Reason::Unavailable,
            format!("{server} does not reach 1C ({status}): is the 1C server running, is the base there?{words}"),
        ),
        500 if is_iis(exchange) && (body.trim().is_empty() || html(body) || body.starts_with("The page cannot be displayed")) => (
            Reason::Unavailable,
            format!(
                "{server} answered 500 with a page of its own, which hides 1C's words: put <httpErrors \
                 existingResponse=\"PassThrough\"/> into the publication's web.config and ask again"
            ),
        ),
        500 if html(body) => (
            Reason::Unavailable,
            format!("{server} failed before 1C's code ran (500 with a page of HTML): look at its log and 1C's web module"),
        ),
        500 if !body.trim().is_empty() => (Reason::Fault, fault(body).detail),
        _ => (Reason::Http, format!("{server} answered with status {status}{words}")),
    }
}

/// 1C's realm, in English or Russian, wherever it stands among other schemes.
fn asks_for_1c(offers: &str) -> bool {
    ["1C:Enterprise", "1С:Предприятие", "1C:Предприятие", "1С:Enterprise"]
        .iter()
        .any(|realm| offers.contains(realm))
}

fn is_iis(exchange: &Exchange) -> bool {
    exchange.server.contains("IIS")
}

fn and_its_words(body: &str) -> String {
    if body.trim().is_empty() || html(body) { String::new() } else { format!(": {}", quote(body)) }
}

fn redirect(exchange: &Exchange, server: &str) -> String {
    let status = exchange.status;
    // What stands behind a `?` may be a session or a login.
    let target = exchange.location.split(['?', '#']).next().unwrap_or_default();
    let shown = quote(target);
    if target.starts_with("https:") {
        return format!(
            "{server} sends the request on to {shown} ({status}): put that address into crm.url (the edition \
             agi1c-tls speaks https), or let the web server accept http from the PBX"
        );
    }
    if target.contains("://") {
        return format!(
            "{server} sends the request on to {shown} ({status}), which is not followed: put the final address into crm.url"
        );
    }
    format!(
        "{server} sends the request on to another page, {shown} ({status}), often a login page: correct crm.url, \
         or let the web server leave the login to 1C"
    )
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
