//! What a name must not carry into a shell's command line, a dialplan expression or a SIP header.
//! Drops and replaces single characters; adds none that could do harm.

use super::Safe;

/// The name without what could do harm. What is dropped may leave two blanks in a row.
pub fn kept(name: &str, safe: Safe) -> String {
    let keep = match safe {
        Safe::Shell => shell,
        Safe::Dialplan => dialplan,
    };
    name.chars().filter_map(keep).collect()
}

/// The appliance's missed-call mail runs `echo "… from "NAME" <number>" >> file` as root, the name
/// outside all quotes. A list of what may stay holds for every shell; one of what may not would have to
/// know them all (`#` and `~` only at a word's start, hush's `{a,b}`, bash's `!`).
fn shell(c: char) -> Option<char> {
    match c {
        ' ' | '.' | ',' | ':' | '+' | '@' | '/' | '_' | '-' => Some(c),
        // `Рога & копыта` would lose its second half, and the mail line with it.
        '&' => Some('+'),
        // Dropped, they would glue two words together.
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        _ if c.is_alphanumeric() => Some(c),
        _ => None,
    }
}

/// `"`, `\`, `<`, `>` break `"name" <number>`; `$`, `{`, `}` are expanded where a dialplan evaluates the
/// name again; `;`, `|` and the backtick part arguments and commands there.
fn dialplan(c: char) -> Option<char> {
    match c {
        '"' | '\\' | '<' | '>' | '`' | ';' | '|' | '$' | '{' | '}' => None,
        _ if c.is_control() => None,
        _ => Some(c),
    }
}

#[cfg(test)]
#[path = "tests/safe.rs"]
mod tests;
