//! A value that 1C gives a channel variable: what may stand in it. It is taken as it is or not at all, because a
//! dialplan would act on half of it.

use super::{FULL_BYTES, full};

/// The value as one line, with every run of blanks as one blank, or why it cannot be had.
///
/// A dialplan compares it in `$[…]`, hands it to applications, perhaps to a shell. So of ASCII only letters, digits,
/// blanks and `.,:+@/_-=%` may stand in it, and `?` where an address has its parameters (`e1cib/data/…?ref=…`):
/// any other `?` would choose for `GotoIf(${CRM_X}?…)`, `&` would ring a second phone, and the rest expands, quotes
/// or ends something somewhere. Letters and signs beyond ASCII mean nothing to Asterisk or a shell.
pub fn value(text: &str) -> Result<String, String> {
    if text.trim().len() > FULL_BYTES {
        return Err(format!("a value longer than {FULL_BYTES} bytes"));
    }
    let control = text.chars().find(|c| c.is_control() && !c.is_whitespace());
    let line = full(text);
    let (before, parameters) = line.split_once('?').unwrap_or((&line, "ref="));
    match control.or_else(|| before.chars().chain(parameters.chars()).find(|c| !harmless(*c))) {
        Some(c) => Err(format!("{c:?} may not stand in a variable")),
        None if !are_parameters(parameters) => {
            Err("'?' may stand only before an address's parameters, as in ?ref=…".into())
        }
        None => Ok(line),
    }
}

fn harmless(c: char) -> bool {
    !c.is_ascii() || c.is_ascii_alphanumeric() || " .,:+@/_-=%".contains(c)
}

/// `ref=…`, without what separates a dialplan's arguments and branches.
fn are_parameters(text: &str) -> bool {
    let name = text.split('=').next().unwrap_or_default();
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name && text.contains('=') && !text.contains([',', ':', ' '])
}

#[cfg(test)]
#[path = "tests/value.rs"]
mod tests;
