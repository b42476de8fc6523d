//! What the program says in English, in Russian: one table, `russian.txt`, with both languages side by side, so that the
//! appliance program carries no second language. A test holds the English half to the sources. Nothing is translated
//! that is not in it: names, addresses and 1C's own words stay as they are.

use std::sync::LazyLock;

/// An English sentence, cut where something is filled in, and the Russian one with `{}` for each in the same order.
struct Pair {
    english: Vec<String>,
    russian: &'static str,
}

static TABLE: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    pairs(include_str!("russian.txt"))
        .map(|(english, russian)| Pair {
            english: english.split("{}").map(|piece| piece.replace('|', "")).collect(),
            russian,
        })
        .collect()
});

/// The table's pairs of lines: `#` begins a remark, blank lines are nothing.
fn pairs(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    std::iter::from_fn(move || Some((lines.next()?, lines.next()?)))
}

/// A sentence in Russian, or several with `; ` between them; `None` where the table has none like it.
pub fn of(sentence: &str) -> Option<String> {
    one(sentence).or_else(|| {
        let (first, rest) = sentence.split_once("; ")?;
        Some([one(first)?, of(rest)?].join("; "))
    })
}

fn one(sentence: &str) -> Option<String> {
    TABLE.iter().find_map(|pair| {
        let values = values(&pair.english, sentence)?;
        let mut russian = String::new();
        let mut values = values.iter();
        for (at, piece) in pair.russian.split("{}").enumerate() {
            if at > 0 {
                let value = values.next()?;
                // A sentence within a sentence.
                russian.push_str(of(value).as_deref().unwrap_or(value));
            }
            russian.push_str(piece);
        }
        Some(russian)
    })
}

/// What stands in a sentence where the pieces leave room; `None` where it is another sentence.
fn values<'s>(pieces: &[String], sentence: &'s str) -> Option<Vec<&'s str>> {
    let (first, rest) = pieces.split_first()?;
    let mut left = sentence.strip_prefix(first.as_str())?;
    let Some((last, inner)) = rest.split_last() else { return left.is_empty().then(Vec::new) };
    let mut values = Vec::new();
    for piece in inner {
        let (value, after) = left.split_once(piece.as_str())?;
        values.push(value);
        left = after;
    }
    values.push(left.strip_suffix(last.as_str())?);
    // An empty one would make every sentence a part of itself.
    values.iter().all(|value| !value.is_empty() && *value != sentence).then_some(values)
}

#[cfg(test)]
#[path = "tests/russian.rs"]
mod tests;
