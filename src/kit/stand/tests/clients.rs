use super::*;

fn known(numbers: usize) -> Clients {
    let clients =
        (0..numbers).map(|at| Client::new(format!("+7 495 {:07}", at), format!("Клиент {at}"))).collect();
    Clients::new(clients, NumberingPlan::default())
}

/// Every page from a cursor on: (number, name, deleted), and the last cursor.
fn pages(known: &Clients, cursor: &str, count: usize) -> (Vec<(String, String, bool)>, String) {
    let mut cursor = cursor.to_string();
    let mut all = Vec::new();
    loop {
        let page = known.page(&cursor, count).unwrap();
        assert!(page.contacts.len() <= count);
        all.extend(page.contacts.into_iter().map(|c| (c.number, c.name, c.deleted)));
        cursor = page.next.unwrap();
        if !page.more {
            return (all, cursor);
        }
    }
}

#[test]
fn a_client_is_found_by_every_form_of_the_number() {
    let mut known = known(3);
    for number in ["+74950000002", "84950000002", "74950000002", "4950000002", "8 (495) 000-00-02"] {
        assert_eq!(known.find(number).unwrap().name, "Клиент 2", "{number}");
    }
    known.put(Client::new("+44 20 7946 0000", "London"));
    assert_eq!(known.find("810442079460000").unwrap().name, "London");
    known.put(Client::new("anonymous", "Никто"));
    for number in ["", "anonymous", "+74950000003", "000-00-02"] {
        assert_eq!(known.find(number), None, "{number}");
    }
}

#[test]
fn pages_bring_everybody_once() {
    for (clients, count) in [(0, 10), (1, 1), (10, 10), (25, 10), (1000, 999)] {
        let (all, cursor) = pages(&known(clients), "", count);
        let mut numbers: Vec<_> = all.iter().map(|(number, ..)| number).collect();
        numbers.dedup();
        assert_eq!(numbers.len(), clients);
        assert_eq!(all.len(), clients);
        assert_eq!(cursor, clients.to_string());
    }
}

#[test]
fn the_last_cursor_brings_only_what_changed_since() {
    let mut known = known(10);
    let (_, cursor) = pages(&known, "", 3);
    assert_eq!(pages(&known, &cursor, 3), (vec![], cursor.clone()));
    known.put(Client::new("84950000001", "Другой"));
    known.remove("4950000002");
    known.put(Client::new("84950000001", "Третий"));
    assert_eq!(
        pages(&known, &cursor, 3).0,
        vec![("4950000002".into(), String::new(), true), ("84950000001".into(), "Третий".into(), false),]
    );
    assert_eq!(known.find("+74950000002"), None);
    assert_eq!(known.find("+74950000001").unwrap().name, "Третий");
}

#[test]
fn a_strange_cursor_is_refused() {
    for cursor in ["-1", "11", "x", "99999999999999999999999"] {
        assert_eq!(
            known(10).page(cursor, 5),
            Err(format!("Неизвестный курсор «{cursor}»: начните с пустого"))
        );
    }
}

/// In whatever form each of them has it; the same name twice is one client, what is no number is nobody's.
#[test]
fn several_clients_with_one_number_are_one_answer() {
    let client = |number: &str, name: &str, manager: &str| Client {
        manager: manager.into(),
        ..Client::new(number, name)
    };
    let clients = vec![
        client("+7 495 000-00-01", "Ромашка", ""),
        client("84950000001", "Лютик", "102"),
        client("anonymous", "Никто", ""),
        client("74950000001", "РОМАШКА", "103"),
        client("4950000001", "Мак", ""),
        client("84950000002", "Один", "104"),
        client("+74950000002", "один", ""),
        client("anonymous", "И никто", ""),
    ];
    let known = Clients::new(clients, NumberingPlan::default());
    for (number, name, manager) in [("4950000001", "Ромашка (+2)", "102"), ("4950000002", "Один", "104")]
    {
        let found = known.find(number).unwrap();
        assert_eq!((found.name.as_str(), found.manager.as_str()), (name, manager));
    }
    assert_eq!(known.find("anonymous"), None);
    let names: Vec<String> = pages(&known, "", 10).0.into_iter().map(|(_, name, _)| name).collect();
    assert_eq!(names, ["Ромашка (+2)", "Один", "И никто"]);
}
