//! How the demonstration looks on a terminal: colour where there is one, lines cut to be read at a
//! glance. Knows nothing of calls.

use std::io::IsTerminal;

/// Colours, or none.
#[derive(Clone, Copy)]
pub struct Paint {
    coloured: bool,
}

impl Paint {
    /// Colours for a terminal that has not been told otherwise (no-color.org). Not on Windows, where an
    /// old console would show the codes themselves.
    pub fn for_stdout() -> Paint {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Paint { coloured: !cfg!(windows) && !refused && std::io::stdout().is_terminal() }
    }

    /// What is looked for.
    pub fn bold(self, text: &str) -> String {
        self.dress("1", text)
    }

    /// A name that reached the phone.
    pub fn good(self, text: &str) -> String {
        self.dress("1;32", text)
    }

    /// What went wrong.
    pub fn bad(self, text: &str) -> String {
        self.dress("33", text)
    }

    /// What may be skipped.
    pub fn faint(self, text: &str) -> String {
        self.dress("2", text)
    }

    fn dress(self, code: &str, text: &str) -> String {
        if self.coloured { format!("\x1b[{code}m{text}\x1b[0m") } else { text.into() }
    }
}

/// At most `width` characters.
pub fn cut(text: &str, width: usize) -> String {
    match text.char_indices().nth(width) {
        Some(_) => text.chars().take(width - 1).chain(['…']).collect(),
        None => text.into(),
    }
}

/// Filled up with blanks to `width` characters; longer texts are cut.
pub fn column(text: &str, width: usize) -> String {
    format!("{:<width$}", cut(text, width))
}

#[cfg(test)]
#[path = "tests/paint.rs"]
mod tests;
