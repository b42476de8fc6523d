//! Patterns of numbers as in Asterisk's dialplan (`commands.numbers`). Only numbers: no context, no caller.

/// Whether a pattern can be understood: digits `*` `#` as they are, `X` 0–9, `Z` 1–9, `N` 2–9, `[1-35]` one
/// of these, and at the end `.` (one or more) or `!` (any) further characters. A leading `_` is a habit
/// and means nothing here.
pub fn valid(pattern: &str) -> bool {
    let mut rest = bare(pattern);
    if rest.is_empty() || rest.len() > 64 {
        return false;
    }
    while let Some((first, after)) = step(rest) {
        if first.is_empty() || (matches!(first, "." | "!") && !after.is_empty()) {
            return false;
        }
        rest = after;
    }
    rest.is_empty()
}

/// Whether a number of digits, `*` and `#` fits a [`valid`] pattern.
pub fn matches(pattern: &str, number: &str) -> bool {
    if !number.bytes().all(|b| b.is_ascii_digit() || b == b'*' || b == b'#') {
        return false;
    }
    let mut pattern = bare(pattern);
    let mut number = number.bytes();
    while let Some((first, after)) = step(pattern) {
        match (first, number.next()) {
            ("!", _) | (".", Some(_)) => return after.is_empty(),
            (_, Some(digit)) if one(first, digit) => {}
            _ => return false,
        }
        pattern = after;
    }
    pattern.is_empty() && number.next().is_none()
}

fn bare(pattern: &str) -> &str {
    pattern.strip_prefix('_').unwrap_or(pattern)
}

/// The pattern's first element (a class without its brackets) and what follows; `None` at its end, or
/// where it cannot be understood.
fn step(pattern: &str) -> Option<(&str, &str)> {
    if let Some(class) = pattern.strip_prefix('[') {
        let (class, after) = class.split_once(']')?;
        let fits = class.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'*' | b'#'));
        return fits.then_some((class, after));
    }
    let (first, after) = pattern.split_at_checked(1)?;
    "0123456789*#XxZzNn.!".contains(first).then_some((first, after))
}

fn one(element: &str, digit: u8) -> bool {
    match element {
        "X" | "x" => digit.is_ascii_digit(),
        "Z" | "z" => (b'1'..=b'9').contains(&digit),
        "N" | "n" => (b'2'..=b'9').contains(&digit),
        class => {
            let class = class.as_bytes();
            class.contains(&digit)
                || class.windows(3).any(|range| {
                    matches!(range, [from, b'-', to] if from.is_ascii_digit() && (from..=to).contains(&&digit))
                })
        }
    }
}

#[cfg(test)]
#[path = "tests/pattern.rs"]
mod tests;
