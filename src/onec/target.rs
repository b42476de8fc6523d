//! Where and with what 1C is asked: the URL and its placeholders, the parameters, the login. It checks settings
//! once, before a call depends on them, and never sends anything.

use super::{http, json};
use crate::config::{Profile, Protocol};
use crate::crm::{Facts, Question};

/// The checked `crm.url`.
#[derive(Debug)]
pub struct Target {
    /// As it is sent, placeholders unfilled.
    pub url: String,
    /// Whether it has placeholders: then it is a GET.
    pub template: bool,
}

impl Target {
    /// Checks URL, operation and parameter names; the error names the setting.
    pub fn new(profile: &Profile) -> Result<Target, String> {
        let json = profile.protocol == Protocol::Json;
        let template = json && profile.url.contains('{');
        let url = if template {
            // The placeholders themselves are no part of a URL: checked with something in their place.
            http::check_url(&substitute(&profile.url, &mut |_, to| to.push('0'))?)?;
            if http::peer(&profile.url).contains('{') {
                return Err("crm.url: a placeholder may stand after the host only".into());
            }
            http::sendable(&profile.url)
        } else {
            http::check_url(&profile.url)?
        };
        if !json {
            named(&profile.operation, "crm.operation")?;
        }
        named(&profile.parameter, "crm.parameter")?;
        for (_, name) in &profile.extra {
            named(name, "crm.extra")?;
        }
        Ok(Target { url, template })
    }

    /// The URL for one question; every value percent-encoded.
    pub fn filled(&self, question: &Question) -> String {
        let fill = &mut |name: &str, to: &mut String| {
            let value =
                if name == "number" { Some(question.number.as_str()) } else { question.facts.get(name) };
            encode(value.unwrap_or_default(), to);
        };
        substitute(&self.url, fill).unwrap_or_default()
    }
}

/// Appends a value percent-encoded, for a query or a part of a path.
pub fn encode(value: &str, to: &mut String) {
    for &byte in value.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            to.push(char::from(byte));
        } else {
            http::percent(byte, to);
        }
    }
}

/// Replaces each `{name}`; an unknown name is an error.
fn substitute(url: &str, fill: &mut dyn FnMut(&str, &mut String)) -> Result<String, String> {
    let mut filled = String::with_capacity(url.len() + 32);
    let mut rest = url;
    while let Some((before, from)) = rest.split_once('{') {
        filled.push_str(before);
        let name = from.split('}').next().unwrap_or("");
        rest = match from.get(name.len()..).and_then(|after| after.strip_prefix('}')) {
            Some(rest) if name == "number" || Facts::NAMES.contains(&name) => rest,
            _ => {
                return Err(format!(
                    "crm.url: {{{}}} is no placeholder; allowed are {{number}} and {{{}}}",
                    super::judge::short(name),
                    Facts::NAMES.join("}, {")
                ));
            }
        };
        fill(name, &mut filled);
    }
    filled.push_str(rest);
    Ok(filled)
}

/// Operation and parameters become XML tags or JSON members; Cyrillic ones are usual in 1C.
fn named(name: &str, setting: &str) -> Result<(), String> {
    let first = name.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_');
    if first && name.chars().all(|each| each.is_alphanumeric() || "_-.".contains(each)) {
        return Ok(());
    }
    Err(format!("{setting}: a name of letters, digits and _ is expected, beginning with a letter"))
}

/// The number, then the facts of `crm.extra`, in order.
pub fn parameters<'a>(profile: &'a Profile, question: &'a Question) -> Vec<(&'a str, &'a str)> {
    let mut parameters = vec![(profile.parameter.as_str(), question.number.as_str())];
    for (fact, name) in &profile.extra {
        parameters.push((name, question.facts.get(fact).unwrap_or_default()));
    }
    parameters
}

/// The parameters as a JSON object, in order.
pub fn object(parameters: &[(&str, &str)]) -> String {
    let mut object = String::from("{");
    for (name, value) in parameters {
        if object.len() > 1 {
            object.push(',');
        }
        json::escape(name, &mut object);
        object.push(':');
        json::escape(value, &mut object);
    }
    object.push('}');
    object
}

/// The value of `Authorization`, sent at once: 1C's user names are UTF-8 (RFC 7617), Cyrillic as a rule.
pub fn authorization(user: &str, password: &str) -> Result<Option<String>, String> {
    if user.is_empty() {
        return match password {
            "" => Ok(None),
            _ => Err("crm.password is set, but crm.user is not".into()),
        };
    }
    if user.contains(':') {
        return Err("crm.user: a colon cannot be sent with Basic authorization".into());
    }
    let mut value = String::from("Basic ");
    base64(format!("{user}:{password}").as_bytes(), &mut value);
    Ok(Some(value))
}

fn base64(bytes: &[u8], to: &mut String) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for group in bytes.chunks(3) {
        let byte = |at: usize| group.get(at).copied().map_or(0, u32::from);
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for sextet in 0..4 {
            if sextet <= group.len() {
                to.push(char::from(ALPHABET[(bits >> (18 - 6 * sextet) & 63) as usize]));
            } else {
                to.push('=');
            }
        }
    }
}

#[cfg(test)]
#[path = "tests/target.rs"]
mod tests;
