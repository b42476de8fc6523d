//! What the stand-in's clients become in an answer: text lines, a JSON object, a page of the phone
//! book (the shape is in `kit::stand`). Knows nothing of the wire.

use miniserde::json;

use crate::crm::Page;
use crate::kit::contacts::Client;

/// For the web service: the name, then `key: value` lines, as 1C 8.2 can write it; JSON where the
/// client's commands are JSON. Empty = nobody.
pub fn text(client: Option<&Client>) -> String {
    let Some(client) = client else {
        return String::new();
    };
    if client.commands.starts_with('{') {
        return object(client);
    }
    let mut text = client.name.clone();
    if !client.manager.is_empty() {
        text.push_str("\ndial: ");
        text.push_str(&client.manager);
    }
    if !client.commands.is_empty() {
        text.push('\n');
        text.push_str(&client.commands);
    }
    text
}

/// For the HTTP service: an object; a JSON string where the client's commands are lines; an empty
/// name = nobody.
pub fn json(client: Option<&Client>) -> String {
    match client {
        None => "{\"name\":\"\"}".into(),
        Some(client) if client.commands.is_empty() || client.commands.starts_with('{') => object(client),
        Some(client) => json::to_string(&text(Some(client))),
    }
}

/// The client as a JSON object.
fn object(client: &Client) -> String {
    let mut object = format!("{{\"name\":{}", json::to_string(&client.name));
    if !client.manager.is_empty() {
        object.push_str(",\"dial\":");
        object.push_str(&json::to_string(&client.manager));
    }
    let members = client.commands.trim().trim_start_matches('{').trim_start();
    if members.is_empty() || members == "}" {
        object.push('}');
    } else {
        object.push(',');
        object.push_str(members);
    }
    object
}

/// A page of the phone book.
pub fn page(page: &Page) -> String {
    let mut text = String::from("{\"contacts\":[");
    for (at, contact) in page.contacts.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push_str("{\"number\":");
        text.push_str(&json::to_string(&contact.number));
        if contact.deleted {
            text.push_str(",\"deleted\":true}");
        } else {
            text.push_str(",\"name\":");
            text.push_str(&json::to_string(&contact.name));
            text.push('}');
        }
    }
    text.push_str("],\"next\":");
    text.push_str(&json::to_string(&page.next));
    text.push_str(if page.more { ",\"more\":true}" } else { ",\"more\":false}" });
    text
}

#[cfg(test)]
#[path = "tests/answer.rs"]
mod tests;
