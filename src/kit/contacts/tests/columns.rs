//! Headings.

use super::*;

#[test]
fn headings_people_write() {
    for (heading, numbers, name, manager) in [
        ("Телефон;Наименование", &[0][..], 1, None),
        ("Телефоны;Имя", &[0], 1, None),
        ("Тел.;ФИО", &[0], 1, None),
        (" Номер  телефона ; Полное наименование ", &[0], 1, None),
        ("Контрагент;Телефон (рабочий);Ответственный менеджер", &[1], 0, Some(2)),
        ("№;Наименование;ИНН;Телефон:;Моб. тел.", &[3, 4], 1, None),
        ("Номер договора;Имя;Номер", &[2], 1, None),
        ("Имя клиента\u{a0};Phone number", &[1], 0, None),
    ] {
        let cells: Vec<String> = heading.split(';').map(String::from).collect();
        let columns = Columns::named(&cells).unwrap_or_else(|what| panic!("{heading}: {what}"));
        assert_eq!(
            (columns.numbers.as_slice(), columns.name, columns.manager),
            (numbers, name, manager),
            "{heading}"
        );
    }
}
