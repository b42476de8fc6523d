//! Which column of a contacts file holds what: by a heading in Russian or English, or by order.
//! Looks at headings only, never at a client.

/// Which column holds what.
#[derive(Debug, PartialEq, Eq)]
pub struct Columns {
    /// The numbers': a client may have one for each telephone.
    pub numbers: Vec<usize>,
    /// The name's.
    pub name: usize,
    /// The manager's extension's.
    pub manager: Option<usize>,
    /// The commands'.
    pub commands: Option<usize>,
    /// How many the heading has; 0 = there is no heading.
    pub width: usize,
}

impl Columns {
    /// Without a heading.
    pub fn unnamed() -> Columns {
        Columns { numbers: vec![0], name: 1, manager: Some(2), commands: Some(3), width: 0 }
    }

    /// By a heading; columns with other names are ignored.
    ///
    /// # Errors
    /// Which column is missing, and by what names it is known.
    pub fn named(heading: &[String]) -> Result<Columns, String> {
        let words: Vec<String> = heading.iter().map(|cell| plain(cell)).collect();
        let at = |names: &[&str]| {
            let exact = words.iter().position(|word| names.contains(&word.as_str()));
            exact.or_else(|| words.iter().position(|word| begins_with(word, names)))
        };
        let missing = |what: &str, names: &[&str]| {
            format!(
                "the heading has no column for the {what}: expected «{}» or the like, found «{}»",
                names.iter().take(NAMED).copied().collect::<Vec<_>>().join("», «"),
                heading.join("», «")
            )
        };
        let name = at(NAME);
        let is_number = |at: &usize| {
            let word = words[*at].as_str();
            Some(*at) != name && (NUMBER.contains(&word) || begins_with(word, TELEPHONE))
        };
        let numbers: Vec<usize> = (0..words.len()).filter(is_number).collect();
        if numbers.is_empty() {
            return Err(missing("number", NUMBER));
        }
        Ok(Columns {
            numbers,
            name: name.ok_or_else(|| missing("name", NAME))?,
            manager: at(MANAGER),
            commands: at(COMMANDS),
            width: words.len(),
        })
    }
}

/// How many names of a column a complaint offers.
const NAMED: usize = 5;

/// Small letters, one blank between words, no dots and colons: `Тел.:` → `тел`.
fn plain(cell: &str) -> String {
    let words = cell.to_lowercase().replace('ё', "е");
    let words = words.split(|c: char| c.is_whitespace() || ".,:*_\"".contains(c));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `телефон 2`, `телефон (рабочий)`, `имя клиента`.
fn begins_with(word: &str, names: &[&str]) -> bool {
    word.split(' ').next().is_some_and(|first| names.contains(&first))
}

const NUMBER: &[&str] = &[
    "телефон",
    "телефоны",
    "тел",
    "номер телефона",
    "номера телефонов",
    "номер тел",
    "номер",
    "номера",
    "мобильный",
    "мобильный телефон",
    "моб",
    "моб тел",
    "сотовый",
    "сотовый телефон",
    "рабочий телефон",
    "домашний телефон",
    "контактный телефон",
    "phone",
    "phones",
    "telephone",
    "tel",
    "mobile",
    "mobile phone",
    "phone number",
    "number",
];
/// What may be followed by more words.
const TELEPHONE: &[&str] = &["телефон", "телефоны", "тел", "phone", "telephone", "mobile", "мобильный"];
const NAME: &[&str] = &[
    "наименование",
    "имя",
    "название",
    "клиент",
    "клиенты",
    "контрагент",
    "контрагенты",
    "фио",
    "организация",
    "компания",
    "полное наименование",
    "name",
    "full name",
    "client",
    "customer",
    "company",
];
const MANAGER: &[&str] = &[
    "менеджер",
    "ответственный",
    "внутренний номер",
    "внутренний",
    "добавочный",
    "manager",
    "extension",
    "dial",
];
const COMMANDS: &[&str] = &["команды", "commands"];

#[cfg(test)]
#[path = "tests/columns.rs"]
mod tests;
