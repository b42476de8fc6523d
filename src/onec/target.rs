//! With what 1C is asked: the parameters and the login, from settings that are already whole. It never sends anything.

use super::writer::Object;
use crate::config::{Login, Profile};
use crate::crm::Question;

/// The number, the facts of `crm.extra`, then `crm.constants`, each in its order.
pub fn parameters<'a>(profile: &'a Profile, question: &'a Question) -> Vec<(&'a str, &'a str)> {
    let mut parameters: Vec<(&str, &str)> = vec![(&profile.terms.parameter, &question.number)];
    for (fact, name) in &profile.terms.extra {
        parameters.push((name, question.facts.get(*fact)));
    }
    for (name, value) in &profile.terms.constants {
        parameters.push((name, value));
    }
    parameters
}

/// The parameters as a JSON object, in order.
pub fn object(parameters: &[(&str, &str)]) -> String {
    parameters.iter().fold(Object::default(), |object, (name, value)| object.text(name, value)).end()
}

/// The value of `Authorization`, sent at once: 1C's user names are UTF-8 (RFC 7617), Cyrillic as a rule.
pub fn authorization(login: &Login) -> Option<String> {
    match login {
        Login::Nobody => None,
        Login::Basic { user, password } => Some(basic(user, password.expose())),
        Login::Token(token) => Some([BEARER, token.expose()].concat()),
    }
}

/// A user and a password, as `Authorization` has them.
pub fn basic(user: &str, password: &str) -> String {
    let mut value = String::from(BASIC);
    base64([user, ":", password].concat().as_bytes(), &mut value);
    value
}

/// Before a login in base64.
const BASIC: &str = "Basic ";
/// Before a token.
const BEARER: &str = "Bearer ";

/// Appends bytes in base64.
pub fn base64(bytes: &[u8], to: &mut String) {
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
