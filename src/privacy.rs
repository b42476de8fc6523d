//! What may be shown of a secret and of a caller's number. Everything that logs goes through here;
//! this file never decides where a text goes.

use std::fmt;

/// A text that is never printed: a password.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text so that `{:?}` cannot print it.
    pub fn new(text: impl Into<String>) -> Self {
        Secret(text.into())
    }

    /// The text itself, for the one place that sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is anything to hide.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The part of a caller's number that may stand in a log: its last four digits.
pub fn last_four(digits: &str) -> &str {
    let from = digits.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    &digits[from..]
}

/// Somebody else's text for a log: `***` stands for each of these secrets, and for four and more characters of its beginning
/// where the text was cut off in it (`…`).
pub fn without(mut text: String, secrets: &[String]) -> String {
    for secret in secrets {
        text = text.replace(secret.as_str(), MASK);
        let cuts: Vec<usize> = text.match_indices(CUT).map(|(at, _)| at).collect();
        // From the end, so that those before stay where they are.
        for cut in cuts.into_iter().rev() {
            let begun = secret.char_indices().skip(4).map(|(end, _)| end);
            if let Some(begun) = begun.filter(|end| text[..cut].ends_with(&secret[..*end])).last() {
                text.replace_range(cut - begun..cut, MASK);
            }
        }
    }
    text
}

/// In a secret's place.
pub const MASK: &str = "***";
const CUT: char = '…';

#[cfg(test)]
#[path = "tests/privacy.rs"]
mod tests;
