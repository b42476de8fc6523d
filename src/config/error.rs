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
}

impl ConfigError {
    pub(crate) fn new(source: &str, line: usize, key: &str, what: impl Into<String>) -> Self {
        // An argument's name comes from a dialplan: a line break in it must not become one in a log.
        let key = key.chars().take(60).map(|c| if c.is_control() { '?' } else { c }).collect();
        ConfigError { source: source.into(), line, key, what: what.into() }
    }
}

impl ConfigError {
    /// A word among AGI()'s arguments that means nothing.
    pub fn argument(word: &str, expected: &str) -> Self {
        // Only the part before `=`: what follows may be a password.
        let key = word.split('=').next().unwrap_or_default();
        ConfigError::new("AGI argument", 0, key, format!("expected {expected}"))
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
