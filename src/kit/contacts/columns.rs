//! Which column of a contacts file holds what: by a heading in Russian or English, or by order.
//! Looks at headings only, never at a client.

/// Which column holds what.
pub(super) struct Columns {
    pub number: usize,
    pub name: usize,
    pub manager: Option<usize>,
    pub commands: Option<usize>,
}

impl Columns {
    /// Without a heading.
    pub const UNNAMED: Columns = Columns { number: 0, name: 1, manager: Some(2), commands: Some(3) };

    /// By a heading; columns with other names are ignored.
    pub fn named(heading: &::csv::StringRecord) -> Result<Columns, String> {
        let at =
            |names: &[&str]| heading.iter().position(|cell| names.contains(&cell.to_lowercase().as_str()));
        let needed = |what: &str, names: &[&str]| {
            at(names).ok_or_else(|| {
                format!(
                    "the heading has no column for the {what}: expected one of «{}», found «{}»",
                    names.join("», «"),
                    heading.iter().collect::<Vec<_>>().join("», «")
                )
            })
        };
        Ok(Columns {
            number: needed("number", NUMBER)?,
            name: needed("name", NAME)?,
            manager: at(MANAGER),
            commands: at(COMMANDS),
        })
    }
}

const NUMBER: &[&str] = &["телефон", "номер телефона", "номер", "phone", "telephone", "number"];
const NAME: &[&str] = &["наименование", "имя", "название", "клиент", "контрагент", "фио", "name", "client"];
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
