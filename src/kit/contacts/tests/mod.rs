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

#[test]
fn complaints_name_the_line() {
    for (text, complaint) in [
        (
            "Телефон;Город\n",
            "c.csv, line 1: the heading has no column for the name: expected one of «наименование», «имя», «название», «клиент», «контрагент», «фио», «name», «client», found «Телефон», «Город»",
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
            "74952293042;А\n74952293043;\n",
            "c.csv, line 2: expected a name beside the number, found none: is the separator right?",
        ),
        ("74952293042;А;;{set}\n", "c.csv, line 1: the commands begin with { but are no JSON object: {set}"),
    ] {
        assert_eq!(parse(text.as_bytes(), "c.csv").unwrap_err().to_string(), complaint);
    }
}

#[test]
fn counterparties_without_a_number_are_counted() {
    let contacts = parse("74952293042;А\n;Б\n;;\n".as_bytes(), "c.csv").unwrap();
    assert_eq!((contacts.clients.len(), contacts.without_number), (1, 1));
}

#[test]
fn a_missing_file_is_named() {
    let error = read(Path::new("no/such.csv")).unwrap_err().to_string();
    assert!(error.starts_with("no/such.csv: cannot be read: "), "{error}");
}
