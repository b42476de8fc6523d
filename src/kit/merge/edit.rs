//! Changes to a text at known places, and nowhere else; added lines look as the appliance would have written
//! them. What is changed is decided elsewhere.

use std::ops::Range;

use super::layout::Layout;

/// Changes that have not been made yet.
pub struct Edits<'a> {
    text: &'a str,
    changes: Vec<(Range<usize>, String)>,
    newline: &'static str,
}

impl<'a> Edits<'a> {
    /// No change to this text.
    pub fn new(text: &'a str) -> Self {
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Edits { text, changes: Vec::new(), newline }
    }

    /// This range becomes this text.
    pub fn replace(&mut self, range: Range<usize>, with: &str) {
        self.changes.push((range, with.to_owned()));
    }

    /// An element of leaves before the tag that begins at `before`: on lines of its own, one step further in than that
    /// tag, where the tag begins a line; else without a blank or a line end, so that cutting it out leaves no trace.
    pub fn element(&mut self, before: usize, name: &str, leaves: &[(&str, &str)]) {
        match self.line_of(before) {
            (Some(line), indent) => {
                self.replace(line..line, &self.lines(&format!("{indent}\t"), name, leaves))
            }
            (None, _) => self.replace(before..before, &dense(name, leaves)),
        }
    }

    /// An `<application>` at the end of `<dialplan>`, which is made where there is none.
    pub fn application(&mut self, layout: &Layout, leaves: &[(&str, &str)]) {
        let place = layout.dialplan.clone();
        if layout.has_dialplan && place.is_empty() {
            return self.element(place.start, "application", leaves);
        }
        let newline = self.newline;
        let (line, indent) = self.line_of(place.start);
        let Some(line) = line else {
            let inside = dense("application", leaves);
            return self.replace(place, &format!("<dialplan>{inside}</dialplan>"));
        };
        if layout.has_dialplan {
            let inside = self.lines(&format!("{indent}\t"), "application", leaves);
            return self.replace(place, &format!("<dialplan>{newline}{inside}{indent}</dialplan>"));
        }
        let inside = self.lines(&format!("{indent}\t\t"), "application", leaves);
        let added = format!("{indent}\t<dialplan>{newline}{inside}{indent}\t</dialplan>{newline}");
        self.replace(line..line, &added);
    }

    /// Takes a range out, with its indentation and line end where it has lines of its own.
    pub fn remove_lines(&mut self, range: Range<usize>) {
        let (line, _) = self.line_of(range.start);
        let after = self.text.get(range.end..).unwrap_or_default();
        let ended = ["\r\n", "\n"].into_iter().find(|newline| after.starts_with(newline));
        match (line, ended) {
            (Some(start), Some(newline)) => self.replace(start..range.end + newline.len(), ""),
            _ => self.replace(range, ""),
        }
    }

    /// The changed text. Changes at one place are made in the order they were asked for.
    pub fn done(mut self) -> String {
        self.changes.sort_by_key(|(range, _)| range.start);
        let mut new = String::new();
        let mut at = 0;
        for (range, with) in &self.changes {
            new += self.text.get(at..range.start).unwrap_or_default();
            new += with;
            at = range.end;
        }
        new + self.text.get(at..).unwrap_or_default()
    }

    fn lines(&self, indent: &str, name: &str, leaves: &[(&str, &str)]) -> String {
        let newline = self.newline;
        let mut lines = format!("{indent}<{name}>{newline}");
        for (leaf, text) in leaves {
            lines += &format!("{indent}\t<{leaf}>{text}</{leaf}>{newline}");
        }
        lines + &format!("{indent}</{name}>{newline}")
    }

    /// The start of the line a tag stands on, where nothing but blanks is before it there, and the line's blanks.
    fn line_of(&self, at: usize) -> (Option<usize>, &'a str) {
        let before = self.text.get(..at).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.get(start..).unwrap_or_default();
        let blanks = line.len() - line.trim_start_matches(['\t', ' ']).len();
        ((blanks == line.len()).then_some(start), line.get(..blanks).unwrap_or_default())
    }
}

fn dense(name: &str, leaves: &[(&str, &str)]) -> String {
    let inside: String = leaves.iter().map(|(leaf, text)| format!("<{leaf}>{text}</{leaf}>")).collect();
    format!("<{name}>{inside}</{name}>")
}
