//! How 1C is told who asks, and what of it must never be repeated.

use super::base64;
use crate::privacy::Secret;

/// Before a login in base64.
const BASIC: &str = "Basic ";
/// Before a token.
const BEARER: &str = "Bearer ";

/// How 1C is told who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Login {
    /// Not at all.
    Nobody,
    /// `crm.user` and `crm.password`: Basic.
    Basic {
        /// Without a colon.
        user: String,
        /// May be empty.
        password: Secret,
    },
    /// `crm.token`: Bearer.
    Token(Secret),
}

impl Login {
    /// The user's name; empty without one.
    pub fn user(&self) -> &str {
        match self {
            Login::Basic { user, .. } => user,
            Login::Nobody | Login::Token(_) => "",
        }
    }

    /// Password or token: what is never shown.
    pub fn secret(&self) -> &str {
        match self {
            Login::Basic { password, .. } => password.expose(),
            Login::Token(token) => token.expose(),
            Login::Nobody => "",
        }
    }

    /// The value of `Authorization`, sent at once: 1C's user names are UTF-8 (RFC 7617), Cyrillic as a rule.
    pub fn authorization(&self) -> Option<String> {
        match self {
            Login::Nobody => None,
            Login::Basic { user, password } => Some(basic(user, password.expose())),
            Login::Token(token) => Some([BEARER, token.expose()].concat()),
        }
    }

    /// What must not be repeated, whoever says it: the login as it is sent, and the password. One of three characters is
    /// a part of ordinary words; masking it would tell it.
    pub fn secrets(&self) -> Vec<String> {
        let sent = self.authorization().and_then(|value| Some(value.split_once(' ')?.1.to_owned()));
        let secret = Some(self.secret()).filter(|secret| secret.chars().count() > 3);
        sent.into_iter().chain(secret.map(String::from)).collect()
    }
}

/// A user and a password, as `Authorization` has them.
pub fn basic(user: &str, password: &str) -> String {
    let mut value = String::from(BASIC);
    base64::encode([user, ":", password].concat().as_bytes(), &mut value);
    value
}

#[cfg(test)]
#[path = "tests/login.rs"]
mod tests;
