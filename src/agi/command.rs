//! One command line: quoting, and the cap that keeps Asterisk from running the rest of a line as the next command.
//! Which commands are sent, and in what order, is decided elsewhere.

use std::ops::Range;

/// The longest line, newline included. Asterisk reads 2,047 bytes (8 KiB from 20.16 / 21.11 / 22.6 / 23.0 on).
pub const MAX_LINE: usize = 1_999;
/// The longest argument that may go without quotes: so short that the cap never has to cut one.
const MAX_WORD: usize = 128;
/// An ordinary line's length: what is longer grows.
const ROOM: usize = 128;

/// A command in the making. What Asterisk's `parse_args` makes of the encoded line is exactly the arguments
/// given, but for what no line can carry: CR, LF and NUL become blanks, and the longest argument is cut at the cap.
#[derive(Debug, Clone)]
pub struct AgiCommand {
    verb: &'static str,
    /// The line so far, as it will be sent.
    line: String,
    /// Where in it each argument's text stands, escaped, without the quotes around.
    arguments: Vec<Range<usize>>,
}

impl AgiCommand {
    /// A command without arguments, as Asterisk spells it: `SET VARIABLE`.
    pub fn new(verb: &'static str) -> AgiCommand {
        let mut line = String::with_capacity(ROOM);
        line.push_str(verb);
        AgiCommand { verb, line, arguments: Vec::new() }
    }

    /// The command without its arguments: fit for a log.
    pub fn verb(&self) -> &'static str {
        self.verb
    }

    /// An argument that reads better bare, such as a variable's name; quoted all the same where it has to be.
    pub fn word(self, word: &str) -> AgiCommand {
        let bare = !word.is_empty()
            && word.len() <= MAX_WORD
            && word.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\');
        self.argument(word, if bare { "" } else { "\"" })
    }

    /// Any text, as one argument.
    pub fn text(self, text: &str) -> AgiCommand {
        self.argument(text, "\"")
    }

    /// A number.
    pub fn number(self, number: u32) -> AgiCommand {
        self.word(&number.to_string())
    }

    fn argument(mut self, text: &str, quote: &str) -> AgiCommand {
        self.line.push(' ');
        self.line.push_str(quote);
        let start = self.line.len();
        // What can't be sent anyway isn't collected: of a megabyte of text no more than a line.
        let mut rest = text.get(..text.floor_char_boundary(MAX_LINE)).unwrap_or_default();
        while let Some(at) =
            rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | b'\r' | b'\n' | b'\0'))
        {
            let (plain, special) = rest.split_at(at);
            self.line.push_str(plain);
            let (special, after) = special.split_at(1);
            match special {
                "\"" | "\\" => {
                    self.line.push('\\');
                    self.line.push_str(special);
                }
                _ => self.line.push(' '),
            }
            rest = after;
        }
        self.line.push_str(rest);
        self.arguments.push(start..self.line.len());
        self.line.push_str(quote);
        self
    }

    /// The line with its newline, at most [`MAX_LINE`] bytes.
    pub fn encode(mut self) -> String {
        self.line.push('\n');
        self.fit();
        self.line
    }

    /// Cuts the longest argument, and where that isn't enough the next longest, until the line is within the cap.
    fn fit(&mut self) {
        for _ in 0..self.arguments.len() {
            let over = self.line.len().saturating_sub(MAX_LINE);
            if over == 0 {
                return;
            }
            let Some(longest) = self.arguments.iter().max_by_key(|place| place.len()).cloned() else {
                return;
            };
            let text = self.line.get(longest.clone()).unwrap_or_default();
            let gone = text.len() - cut(text, text.len().saturating_sub(over)).len();
            self.line.replace_range(longest.end - gone..longest.end, "");
            for place in &mut self.arguments {
                if place.start >= longest.end {
                    *place = place.start - gone..place.end - gone;
                } else if *place == longest {
                    place.end -= gone;
                }
            }
        }
    }
}

/// Cuts escaped text to at most `keep` bytes: neither a character nor an escape is torn apart.
fn cut(text: &str, keep: usize) -> &str {
    let text = text.get(..text.floor_char_boundary(keep)).unwrap_or_default();
    let slashes = text.bytes().rev().take_while(|b| *b == b'\\').count();
    text.get(..text.len() - slashes % 2).unwrap_or_default()
}

#[cfg(test)]
#[path = "tests/command.rs"]
mod tests;
