//! The stand-in's clients: found by any form of their number in constant time, and read page by page
//! by the phone book. Knows nothing of SOAP or HTTP.

use std::collections::HashMap;

use crate::crm::{Contact, Page};
use crate::kit::contacts::Client;
use crate::number::{self, Caller, Plan};

/// Clients in the order of their last change, which is what a cursor counts.
pub struct Book {
    plan: Plan,
    /// A change each; `None` = the number was removed. Older changes of a number stay, unreachable.
    changes: Vec<(Box<str>, Client, bool)>,
    by_key: HashMap<Box<str>, usize>,
}

impl Book {
    /// A book of these clients. Of several with one number the last counts.
    pub fn new(clients: Vec<Client>, plan: Plan) -> Book {
        let mut book = Book {
            plan,
            changes: Vec::with_capacity(clients.len()),
            by_key: HashMap::with_capacity(clients.len()),
        };
        for client in clients {
            book.put(client);
        }
        book
    }

    /// The client with this number, in whatever form it comes.
    pub fn find(&self, number: &str) -> Option<&Client> {
        let key = key(number, &self.plan);
        if key.is_empty() {
            return None;
        }
        let at = *self.by_key.get(key.as_str())?;
        let (_, client, there) = self.changes.get(at)?;
        there.then_some(client)
    }

    /// Adds or changes a client.
    pub fn put(&mut self, client: Client) {
        self.change(client, true);
    }

    /// Removes a number; the phone book learns of it.
    pub fn remove(&mut self, number: &str) {
        self.change(Client::new(number, ""), false);
    }

    fn change(&mut self, client: Client, there: bool) {
        let key: Box<str> = key(&client.number, &self.plan).into();
        self.by_key.insert(key.clone(), self.changes.len());
        self.changes.push((key, client, there));
    }

    /// The changes from `cursor` on (empty = from the beginning), at most `count` of them.
    ///
    /// # Errors
    /// A sentence, where the cursor is none of ours.
    pub fn page(&self, cursor: &str, count: usize) -> Result<Page, String> {
        let from = match cursor {
            "" => 0,
            _ => cursor
                .parse()
                .ok()
                .filter(|&at| at <= self.changes.len())
                .ok_or_else(|| format!("Неизвестный курсор «{cursor}»: начните с пустого"))?,
        };
        let mut page = Page::default();
        let mut next = from;
        for (key, client, there) in &self.changes[from..] {
            if page.contacts.len() == count {
                break;
            }
            let current = self.by_key.get(key) == Some(&next);
            next += 1;
            if current {
                page.contacts.push(Contact {
                    number: client.number.clone(),
                    name: client.name.clone(),
                    deleted: !there,
                });
            }
        }
        page.more = next < self.changes.len();
        page.next = Some(next.to_string());
        Ok(page)
    }
}

/// One key for all forms of a number; what is no number is nobody's.
fn key(number: &str, plan: &Plan) -> String {
    match number::read(number, plan) {
        Caller::Number(number) => number.key(),
        Caller::Missing | Caller::Anonymous => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(numbers: usize) -> Book {
        let clients =
            (0..numbers).map(|at| Client::new(format!("+7 495 {:07}", at), format!("Клиент {at}"))).collect();
        Book::new(clients, Plan::default())
    }

    /// Every page from a cursor on: (number, name, deleted), and the last cursor.
    fn pages(book: &Book, cursor: &str, count: usize) -> (Vec<(String, String, bool)>, String) {
        let mut cursor = cursor.to_string();
        let mut all = Vec::new();
        loop {
            let page = book.page(&cursor, count).unwrap();
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
        let mut book = book(3);
        for number in ["+74950000002", "84950000002", "74950000002", "4950000002", "8 (495) 000-00-02"] {
            assert_eq!(book.find(number).unwrap().name, "Клиент 2", "{number}");
        }
        book.put(Client::new("+44 20 7946 0000", "London"));
        assert_eq!(book.find("810442079460000").unwrap().name, "London");
        book.put(Client::new("anonymous", "Никто"));
        for number in ["", "anonymous", "+74950000003", "000-00-02"] {
            assert_eq!(book.find(number), None, "{number}");
        }
    }

    #[test]
    fn pages_bring_everybody_once() {
        for (clients, count) in [(0, 10), (1, 1), (10, 10), (25, 10), (1000, 999)] {
            let (all, cursor) = pages(&book(clients), "", count);
            let mut numbers: Vec<_> = all.iter().map(|(number, ..)| number).collect();
            numbers.dedup();
            assert_eq!(numbers.len(), clients);
            assert_eq!(all.len(), clients);
            assert_eq!(cursor, clients.to_string());
        }
    }

    #[test]
    fn the_last_cursor_brings_only_what_changed_since() {
        let mut book = book(10);
        let (_, cursor) = pages(&book, "", 3);
        assert_eq!(pages(&book, &cursor, 3), (vec![], cursor.clone()));
        book.put(Client::new("84950000001", "Другой"));
        book.remove("4950000002");
        book.put(Client::new("84950000001", "Третий"));
        assert_eq!(
            pages(&book, &cursor, 3).0,
            vec![("4950000002".into(), String::new(), true), ("84950000001".into(), "Третий".into(), false),]
        );
        assert_eq!(book.find("+74950000002"), None);
        assert_eq!(book.find("+74950000001").unwrap().name, "Третий");
    }

    #[test]
    fn a_strange_cursor_is_refused() {
        for cursor in ["-1", "11", "x", "99999999999999999999999"] {
            assert_eq!(
                book(10).page(cursor, 5),
                Err(format!("Неизвестный курсор «{cursor}»: начните с пустого"))
            );
        }
    }
}
