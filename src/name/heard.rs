//! What 1C sent as a name, taken for what it means: text that a careless module encoded twice, 1C's own words for an
//! empty value, signs that show nothing. Whether a name fits a PBX is not asked here.

use super::full;

/// What 1C's code writes for a value that is not there, in any case of ASCII letters.
const EMPTY: [&str; 7] =
    ["NULL", "Undefined", "Неопределено", "неопределено", "НЕОПРЕДЕЛЕНО", "Пустая ссылка", "пустая ссылка"];

/// How the text of a reference begins whose object was deleted: `<Объект не найден> (123:b9f1…)`.
const LOST: [&str; 2] = ["<Объект не найден>", "<Object not found>"];

/// The full name, cleaned; `None` where 1C sent something that names nobody.
pub fn heard(text: &str) -> Option<String> {
    let name = full(&decoded(text));
    let bare = name.trim_matches(['"', '\'', '(', ')', '[', ']', '<', '>', ' ']);
    let empty = EMPTY.iter().any(|word| word.eq_ignore_ascii_case(bare));
    let lost = LOST.iter().any(|beginning| name.starts_with(beginning));
    (!empty && !lost && name.chars().any(char::is_alphanumeric)).then_some(name)
}

/// The five entities of XML, decoded once more: `ООО &quot;Ромашка&quot;` was encoded by 1C's code and then by 1C. Never
/// more than once: what is left may be the name itself.
fn decoded(text: &str) -> String {
    const ENTITIES: [(&str, char); 5] =
        [("&quot;", '"'), ("&amp;", '&'), ("&apos;", '\''), ("&lt;", '<'), ("&gt;", '>')];
    let mut name = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        name.push_str(before);
        let entity = ENTITIES.iter().find_map(|(entity, c)| Some((from.strip_prefix(entity)?, *c)));
        let (behind, c) = entity.unwrap_or((from.get(1..).unwrap_or_default(), '&'));
        name.push(c);
        rest = behind;
    }
    name.push_str(rest);
    name
}

#[cfg(test)]
#[path = "tests/heard.rs"]
mod tests;
