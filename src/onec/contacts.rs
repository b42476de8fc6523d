//! A page of the phone book, asked of 1C and read: for `do=sync` and never in a call. Pure reading of what came;
//! what becomes of a contact is decided in `call/sync.rs`.
//!
//! | `crm.protocol` | the request | the answer |
//! |---|---|---|
//! | `soap` | operation `sync.operation` (`contacts`) of the same service, strings `Cursor` and `Count` | a string: the object below |
//! | `json`, `crm.url` with placeholders | GET of `crm.url` with its last part replaced by `sync.operation`, `?cursor=…&count=…` | the object below |
//! | `json`, without | POST of `{"Cursor":"…","Count":100}` to the same address | the object below |
//!
//! ```json
//! {"contacts":[{"number":"+7 495 229-30-42","name":"ООО \"Ромашка\""},
//!              {"number":"89211234567","deleted":true}],
//!  "next":"200","more":true}
//! ```
//! - `Cursor` is empty for the beginning, afterwards `next` of the page before, word for word. It is 1C's own,
//!   at most [`MAX_CURSOR`] bytes of one line. With `"more":true` there is a further page right now; with
//!   `"more":false` (or none) `next` is where the next synchronisation begins; without `next` that one begins anew.
//! - Of several mentions of one number the last counts. `number` may be a number; `name` may be missing or null.
//! - A cursor that 1C does not understand any more is an error (a fault, a status), never an empty page.
//! - A page may hold fewer contacts than asked for. An answer beyond 64 KiB is refused: ask for fewer.

use std::time::Instant;

use miniserde::json::Number;

use super::value::{Object, Value};
use super::{JSON, OneC, XML, json, soap, writer};
use crate::config::Protocol;
use crate::config::url::encode;
use crate::crm::{Contact, Failure, Page, Reason};

/// The longest cursor, in bytes: it has to fit into a value of AstDB beside other words.
pub const MAX_CURSOR: usize = 100;

/// Which page is asked for.
#[derive(Debug, Clone, Copy)]
pub struct PageRequest<'a> {
    /// `sync.operation`
    pub operation: &'a str,
    /// Empty for the beginning.
    pub cursor: &'a str,
    /// Contacts at most.
    pub count: u32,
}

impl OneC<'_> {
    /// Asks for a page and reads it.
    ///
    /// # Errors
    /// As for a call, and [`Reason::TooLarge`] where fewer contacts should be asked for.
    pub fn contacts(&mut self, request: PageRequest<'_>, until: Instant) -> Result<Page, Failure> {
        let count = request.count.to_string();
        let operation = soap::QName { namespace: &self.profile.terms.namespace, name: request.operation };
        let url = &self.profile.url;
        let exchange = match self.profile.terms.protocol {
            Protocol::Soap => {
                let body = soap::request(operation, &[("Cursor", request.cursor), ("Count", &count)]);
                self.send(url.url(), Some((XML, body.as_bytes())), until)?
            }
            Protocol::Json | Protocol::Text => {
                let mut path = beside(url.url().path(), request.operation);
                if url.has_holes() {
                    path.push_str("?cursor=");
                    encode(request.cursor, &mut path);
                    path.push_str("&count=");
                    path.push_str(&count);
                    self.send(&url.url().with_path(&path), None, until)?
                } else {
                    let body = writer::ObjectWriter::default()
                        .text("Cursor", request.cursor)
                        .raw("Count", &count)
                        .end();
                    self.send(&url.url().with_path(&path), Some((JSON, body.as_bytes())), until)?
                }
            }
        };
        let read = self.text(&exchange).and_then(|text| match self.profile.terms.protocol {
            Protocol::Json | Protocol::Text => page(&text),
            Protocol::Soap => match soap::answer(&text, operation)? {
                Some(returned) => page(&returned),
                None => bad("the page of contacts is nil; an object with contacts and next is expected"),
            },
        });
        read.map_err(|failure| self.without_secrets(failure))
    }
}

/// The path of another operation of the same HTTP service.
fn beside(path: &str, operation: &str) -> String {
    let path = path.split(['?', '{']).next().unwrap_or_default().trim_end_matches('/');
    let mut beside = String::from(path.rsplit_once('/').map_or("", |(folder, _)| folder));
    beside.push('/');
    encode(operation, &mut beside);
    beside
}

/// Reads a page; see the module.
pub fn page(text: &str) -> Result<Page, Failure> {
    let text = text.trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}');
    let Value::Object(object) = json::parse(text)? else {
        return bad("the page of contacts is JSON, but no object");
    };
    let Some(Value::Array(values)) = object.get("contacts") else {
        return bad("the page has no list \"contacts\": is sync.operation right?");
    };
    let mut page = Page::default();
    for value in values {
        let Value::Object(contact) = value else {
            return bad("\"contacts\" holds something that is no object");
        };
        page.contacts.push(Contact {
            number: string(contact, "number")?,
            name: string(contact, "name")?,
            deleted: yes(contact, "deleted")?,
        });
    }
    let next = string(&object, "next")?;
    if next.len() > MAX_CURSOR || next.chars().any(char::is_control) {
        return bad("\"next\" is longer than 100 bytes, or more than one line");
    }
    page.more = yes(&object, "more")?;
    page.next = Some(next).filter(|next| !next.is_empty());
    if page.more && page.next.is_none() {
        return bad("\"more\" is true, but there is no \"next\"");
    }
    Ok(page)
}

/// A member as text: a string, or a whole number. One that is missing or null is empty.
fn string(object: &Object, member: &str) -> Result<String, Failure> {
    match object.get(member) {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(Number::U64(number))) => Ok(number.to_string()),
        Some(Value::Number(Number::I64(number))) => Ok(number.to_string()),
        None | Some(Value::Null) => Ok(String::new()),
        Some(_) => bad(&format!("\"{member}\" is neither a string nor a whole number")),
    }
}

/// A flag in the ways 1C's writers of JSON put it. One that is missing, null or empty is off.
fn yes(object: &Object, member: &str) -> Result<bool, Failure> {
    let known = |word: &str, among: &[&str]| among.iter().any(|each| each.eq_ignore_ascii_case(word.trim()));
    match object.get(member) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(yes)) => Ok(*yes),
        Some(Value::Number(Number::U64(number @ (0 | 1)))) => Ok(*number == 1),
        Some(Value::String(word)) if known(word, &["true", "1", "yes", "Истина", "истина", "Да", "да"]) => {
            Ok(true)
        }
        Some(Value::String(word)) if known(word, &["", "false", "0", "no", "Ложь", "ложь", "Нет", "нет"]) => {
            Ok(false)
        }
        Some(_) => bad(&format!("\"{member}\" is neither true nor false")),
    }
}

fn bad<T>(detail: &str) -> Result<T, Failure> {
    Err(Failure::new(Reason::BadAnswer, detail))
}

#[cfg(test)]
#[path = "tests/contacts.rs"]
mod tests;
