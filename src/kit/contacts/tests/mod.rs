//! Tables in, clients and complaints out.

use encoding_rs::WINDOWS_1251;

use super::*;

fn cp1251(text: &str) -> Vec<u8> {
    WINDOWS_1251.encode(text).0.into_owned()
}

#[test]
fn every_dress_of_the_same_table() {
    let want = vec![
        Client { manager: "101".into(), ..Client::new("+7 (495) 229-30-42", "ООО \"Ромашка\"") },
        Client::new("89211234567", "Иванов; сын"),
    ];
    let semicolons = "Телефон;Наименование;Менеджер\r\n+7 (495) 229-30-42;\"ООО \"\"Ромашка\"\"\";101\r\n89211234567;\"Иванов; сын\";\r\n";
    let bare = &semicolons[semicolons.find('+').unwrap()..];
    let commas = "name,manager,comment,phone\n\"ООО \"\"Ромашка\"\"\",101,\"a,b\",+7 (495) 229-30-42\nИванов; сын,,,89211234567\n";
    let tabs =
        "phone\tname\tdial\n+7 (495) 229-30-42\t\"ООО \"\"Ромашка\"\"\"\t101\n89211234567\tИванов; сын\n";
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(tabs.encode_utf16().flat_map(u16::to_le_bytes));
    for (what, bytes) in [
        ("windows-1251", cp1251(semicolons)),
        ("UTF-8", semicolons.into()),
        ("UTF-8 with a BOM", format!("\u{feff}{semicolons}").into()),
        ("no heading", cp1251(bare)),
        ("sep=", format!("sep=;\r\n{semicolons}").into()),
        ("commas, columns in another order", commas.into()),
        ("tabs", tabs.into()),
        ("Excel's Unicode text", utf16),
    ] {
        assert_eq!(parse(&bytes, "c.csv").unwrap().clients, want, "{what}");
    }
}

/// Of the only row: its numbers, and what is told.
fn row(text: &str) -> (Vec<String>, Told) {
    let contacts = parse(text.as_bytes(), "c.csv").unwrap_or_else(|error| panic!("{text}: {error}"));
    assert!(contacts.clients.iter().all(|client| client.name == "Ромашка"), "{text}: {:?}", contacts.clients);
    (contacts.clients.into_iter().map(|client| client.number).collect(), contacts.told)
}

#[test]
fn every_number_of_a_cell_counts() {
    let two = ["84952293042", "89161234567"].map(String::from).to_vec();
    for text in [
        "84952293042, 89161234567;Ромашка",
        "84952293042,89161234567;Ромашка",
        "\"84952293042;89161234567\";Ромашка",
        "84952293042;89161234567;Ромашка",
        "84952293042;89161234567;Ромашка;101",
        "84952293042/89161234567;Ромашка",
        "84952293042 / 89161234567;Ромашка",
        "84952293042|89161234567;Ромашка",
        "\"84952293042\n89161234567\";Ромашка",
        "\"84952293042\r\n89161234567\";Ромашка",
        "84952293042\n89161234567;Ромашка",
        "84952293042 89161234567;Ромашка",
        "раб. 84952293042, моб. 89161234567 (Иван);Ромашка",
        "=\"84952293042\",'89161234567;Ромашка",
        "Телефон;Мобильный;Имя\n84952293042;89161234567;Ромашка",
        "Телефон 1;Телефон 2;Имя\n84952293042;89161234567;Ромашка",
        "Имя;Телефоны\nРомашка;84952293042;89161234567",
        "Имя;Телефоны\nРомашка;84952293042\n89161234567",
        "Тел. ;Имя клиента\n84952293042;89161234567;Ромашка",
        "Phone,Name\n\"84952293042,89161234567\",Ромашка",
        "Список контрагентов на 01.02.2026;;\n;;\n Тел.: ;Контрагент;Город\n84952293042;89161234567;Ромашка;Москва",
    ] {
        assert_eq!(row(text).0, two, "{text:?}");
    }
    assert_eq!(row("84952293042\n89161234567;Ромашка").1.joined, 1);
    assert_eq!(row("84952293042/43;Ромашка").1.pieces, 1);
}

#[test]
fn numbers_in_a_spreadsheet_s_dress() {
    for (cell, number) in [
        ("=\"84951112233\"", "84951112233"),
        ("\"=\"\"84951112233\"\"\"", "84951112233"),
        ("=84951112233", "84951112233"),
        ("'84951112233'", "84951112233"),
        ("74951112233.0", "74951112233"),
        ("74951112233,00", "74951112233"),
        ("74951112230.0", "74951112230"),
        ("тел.: +7 (495) 111-22-33 доб. 15", "+7 (495) 111-22-33"),
        ("8(495)1112233#15", "8(495)1112233"),
        ("(495) 111-22-33", "(495) 111-22-33"),
        ("+7\u{a0}495\u{a0}111‑22‑33".replace('‑', "–").as_str(), "+7\u{a0}495\u{a0}111–22–33"),
        ("101", "101"),
    ] {
        let (numbers, told) = row(&format!("{cell};Ромашка"));
        assert_eq!((numbers, told.pieces), (vec![number.to_owned()], 0), "{cell}");
    }
}

#[test]
fn what_is_left_out_is_said() {
    let text = "Телефон;Имя;Менеджер\n84952293042;А;Иванова\n;Б;101\n84952293043;;\n-;В;\n;;\n\
                +7 495 229-30-42;Г;Петрова (102)\n84952293044/45;Д;101, 102\n84952293046;Е;Сидоров\n84952293047";
    let contacts = parse(text.as_bytes(), "c.csv").unwrap();
    let managers: Vec<&str> = contacts.clients.iter().map(|client| client.manager.as_str()).collect();
    assert_eq!(managers, ["", "102", "101, 102", ""]);
    assert_eq!(
        contacts.told.to_string(),
        "Read as UTF-8.\nLines left out for want of a number: 2.\nLines left out for want of a name: 2.\n\
         Pieces of numbers left out (as 43 of 84952293042/43): 1.\n\
         Numbers that stand there more than once, the last one counts (first on line 7): 1.\n\
         Managers without an extension, not rung (first on line 2): 2.\n"
    );
}

#[test]
fn a_name_stays_one_line() {
    let contacts = parse("84952293042;\"ООО\ndial: 101\"\n".as_bytes(), "c.csv").unwrap();
    assert_eq!(contacts.clients[0].name, "ООО dial: 101");
}

#[test]
fn complaints_name_the_line() {
    for (text, complaint) in [
        (
            "Телефон;Город\n",
            "c.csv, line 1: the heading has no column for the name: expected «наименование», «имя», «название», «клиент», «клиенты» or the like, found «Телефон», «Город»",
        ),
        (
            "74952293042;А\n\n7,49529E+10;Б\n",
            "c.csv, line 3: «7,49529E+10» is a number that Excel has rounded: make the column a text column and fill it again",
        ),
        (
            "sep=;\n74952293042;А\nнет;Б\n",
            "c.csv, line 3: expected a telephone number, found «нет»: are the columns number; name; manager; commands?",
        ),
        (
            "84952293042;\n84952293043;\n",
            "c.csv: holds no client with a number and a name: is the separator right, are the columns number; name; manager; commands?\nRead as UTF-8.\nLines left out for want of a name: 2.",
        ),
        (
            "",
            "c.csv: holds no client with a number and a name: is the separator right, are the columns number; name; manager; commands?\nRead as UTF-8.",
        ),
        (
            "84952293042;А\n84952293043;\"ООО Б\n84952293044;\"ООО В\"\n",
            "c.csv, line 2: a quote is opened here and not closed; inside quotes a quote is written twice (\"\")",
        ),
        (
            "Имя;Номер\nРомашка;84952293042\n84952293043;84952293044\n",
            "c.csv, line 3: expected a name, found the number «84952293043»: are the columns number; name; manager; commands?",
        ),
        ("74952293042;А;;{set}\n", "c.csv, line 1: the commands begin with { but are no JSON object: {set}"),
    ] {
        assert_eq!(parse(text.as_bytes(), "c.csv").unwrap_err().to_string(), complaint);
    }
}

#[test]
fn counterparties_without_a_number_are_counted() {
    let contacts = parse("74952293042;А\n;Б\n;;\n".as_bytes(), "c.csv").unwrap();
    assert_eq!((contacts.clients.len(), contacts.told.without_number), (1, 1));
}

#[test]
fn a_missing_file_is_named() {
    let error = read(Path::new("no/such.csv")).unwrap_err().to_string();
    assert!(error.starts_with("no/such.csv: cannot be read: "), "{error}");
}
