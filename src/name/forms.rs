//! Leaving out the legal form: on a display of sixteen letters `ООО` is four that say nothing.
//! Only whole words at a name's ends go, and never the last word of a name.

use super::translit::lower;

/// What may enclose a name or a form, in pairs.
const PAIRS: [(char, char); 5] = [('"', '"'), ('«', '»'), ('“', '”'), ('„', '“'), ('(', ')')];

/// The part of the name without the forms at its start and end, in any case of letters, and without the
/// quotation marks around the rest: `ООО "Ромашка"` and `Ромашка, ооо` both leave `Ромашка`.
pub fn without<'a>(name: &'a str, forms: &[String]) -> &'a str {
    let mut name = name;
    while let Some(less) = forms.iter().find_map(|form| at_start(name, form).or_else(|| at_end(name, form))) {
        name = unquoted(less);
    }
    name
}

fn at_start<'a>(name: &'a str, form: &str) -> Option<&'a str> {
    let inner = trim_start(name, opening);
    let mut rest = inner.chars();
    if form.is_empty() || !form.chars().all(|c| same(rest.next(), c)) || !rest.clone().next().is_none_or(gap)
    {
        return None;
    }
    let rest = rest.as_str();
    let rest = if inner.len() < name.len() { trim_start(rest, closing) } else { rest };
    worth_showing(trim_start(rest, between))
}

fn at_end<'a>(name: &'a str, form: &str) -> Option<&'a str> {
    let inner = trim_end(name, closing);
    let mut rest = inner.chars();
    if form.is_empty()
        || !form.chars().rev().all(|c| same(rest.next_back(), c))
        || !rest.clone().next_back().is_none_or(gap)
    {
        return None;
    }
    let rest = rest.as_str();
    let rest = if inner.len() < name.len() { trim_end(rest, opening) } else { rest };
    worth_showing(trim_end(rest, between))
}

/// One body for every set of characters: the appliance program is weighed by the kilobyte.
fn trim_start(text: &str, set: fn(char) -> bool) -> &str {
    text.trim_start_matches(set)
}

fn trim_end(text: &str, set: fn(char) -> bool) -> &str {
    text.trim_end_matches(set)
}

fn opening(c: char) -> bool {
    c == ' ' || PAIRS.iter().any(|(open, _)| *open == c)
}

fn closing(c: char) -> bool {
    c == ' ' || PAIRS.iter().any(|(_, close)| *close == c)
}

fn same(here: Option<char>, there: char) -> bool {
    here.is_some_and(|here| lower(here) == lower(there))
}

/// What may stand beside a form: `ООО«Ромашка»` begins with one, `ООО-Строй` and `ип.рф` do not.
fn gap(c: char) -> bool {
    c != '-' && (between(c) || opening(c) || closing(c))
}

/// What goes together with a form.
fn between(c: char) -> bool {
    matches!(c, ' ' | ',' | ';' | ':' | '-' | '–' | '—')
}

fn worth_showing(name: &str) -> Option<&str> {
    name.chars().any(char::is_alphanumeric).then_some(name)
}

/// The name without the marks around it, or the half of a pair that lost its other half with the form.
/// Marks inside show that those at the ends may not belong together: `«А» и «Б»`.
fn unquoted(name: &str) -> &str {
    for (open, close) in PAIRS {
        let inner = name.strip_prefix(open).unwrap_or(name);
        let inner = inner.strip_suffix(close).unwrap_or(inner);
        if inner.len() < name.len() && !inner.contains([open, close]) {
            return inner.trim();
        }
    }
    name
}

#[cfg(test)]
#[path = "tests/forms.rs"]
mod tests;
