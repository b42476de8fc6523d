//! What is wrong with the settings, in one sentence for an administrator: source, line, key, what is
//! allowed, what came. A value that may hold a secret is never repeated here.

use std::fmt;

/// A settings error. `Display` is the whole sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// A path, `the program's own tail`, or `AGI argument`.
    pub source: String,
    /// The line, counted from 1; 0 where there is none.
    pub line: usize,
    /// `section.key`, or `[section]`, at most 60 characters; empty where the line gave none.
    pub key: String,
    /// What is expected, what came, what to do.
    pub what: String,
    /// What is allowed, alone, for other programs; empty where it is not a matter of a list or a form.
    pub allowed: String,
}

/// What is wrong, before it is known where.
#[derive(Debug)]
pub struct Wrong {
    /// The sentence.
    pub what: String,
    /// What is allowed, alone.
    pub allowed: String,
}

impl<T: Into<String>> From<T> for Wrong {
    fn from(what: T) -> Self {
        Wrong { what: what.into(), allowed: String::new() }
    }
}

impl ConfigError {
    pub(crate) fn new(source: &str, line: usize, key: &str, wrong: impl Into<Wrong>) -> Self {
        // An argument's name comes from a dialplan: a line break in it must not become one in a log.
        let key = key.chars().take(60).map(|c| if c.is_control() { '?' } else { c }).collect();
        let Wrong { what, allowed } = wrong.into();
        ConfigError { source: source.into(), line, key, what, allowed }
    }
}

impl ConfigError {
    /// A word among AGI()'s arguments that means nothing.
    pub fn argument(word: &str, expected: &str) -> Self {
        // Only the part before `=`: what follows may be a password.
        let key = word.split('=').next().unwrap_or_default();
        let wrong = Wrong { what: ["expected ", expected].concat(), allowed: expected.into() };
        ConfigError::new("AGI argument", 0, key, wrong)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)?;
        if self.line > 0 {
            write!(f, ", line {}", self.line)?;
        }
        if !self.key.is_empty() {
            write!(f, ": {}", self.key)?;
        }
        write!(f, ": {}", self.what)
    }
}

impl std::error::Error for ConfigError {}
