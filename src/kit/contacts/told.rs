//! How a contacts file was read, in sentences for whoever gave it. Decides nothing.

use std::fmt;

/// How a file was read, and what of it was not taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// What its encoding is called; empty = there was no file.
    pub encoding: &'static str,
    /// Lines left out because they have a name but no number: usual in an export of counterparties.
    pub without_number: usize,
    /// Lines left out because they have a number but no name.
    pub without_name: usize,
    /// Pieces of numbers that were left out: `43` of `84952293042/43`.
    pub pieces: usize,
    /// Numbers on a line of their own that were taken with the name beside them.
    pub joined: usize,
    /// Numbers that an earlier line has too, and the first such line: the last one counts.
    pub repeated: (usize, u64),
    /// Managers that have no extension, and the first such line: they are not rung.
    pub not_rung: (usize, u64),
}

impl fmt::Display for Told {
    /// A sentence for each, with its line; nothing where there is nothing to say.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.encoding.is_empty() {
            writeln!(f, "Read as {}.", self.encoding)?;
        }
        let mut say = |count: usize, what: &str| match count {
            0 => Ok(()),
            count => writeln!(f, "{what}: {count}."),
        };
        say(self.without_number, "Lines left out for want of a number")?;
        say(self.without_name, "Lines left out for want of a name")?;
        say(self.pieces, "Pieces of numbers left out (as 43 of 84952293042/43)")?;
        say(self.joined, "Numbers on a line of their own, taken with the name beside them")?;
        let (repeated, line) = self.repeated;
        say(
            repeated,
            &format!("Numbers that stand there more than once, the last one counts (first on line {line})"),
        )?;
        let (not_rung, line) = self.not_rung;
        say(not_rung, &format!("Managers without an extension, not rung (first on line {line})"))
    }
}

impl Told {
    /// One more, on this line; the first line is kept.
    pub(super) fn count((count, first): &mut (usize, u64), line: u64) {
        *first = if *count == 0 { line } else { *first };
        *count += 1;
    }
}
