//! The stand-in's clients: found by any form of their number in constant time, and read page by page
//! by the phone book. Knows nothing of SOAP or HTTP.

use std::collections::HashMap;

use crate::crm::{Contact, Page};
use crate::kit::contacts::Client;
use crate::number::{self, Caller, NumberingPlan};

/// Clients in the order of their last change, which is what a cursor counts.
pub struct Clients {
    plan: NumberingPlan,
    /// A change each; `false` = the number was removed. Older changes of a number stay, unreachable.
    changes: Vec<(Box<str>, Client, bool)>,
    by_key: HashMap<Box<str>, usize>,
}

impl Clients {
    /// Of these clients. Of several with one number the first is named, and how many others there are, as
    /// package/1c does: `Ромашка (+2)`; the manager is the first that any of them has.
    pub fn new(clients: Vec<Client>, plan: NumberingPlan) -> Clients {
        let mut known = Clients {
            plan,
            changes: Vec::with_capacity(clients.len()),
            by_key: HashMap::with_capacity(clients.len()),
        };
        let mut names: HashMap<usize, Vec<String>> = HashMap::new();
        for client in clients {
            let same = key(&client.number, &known.plan);
            match known.by_key.get(same.as_str()).copied().filter(|_| !same.is_empty()) {
                None => known.put(client),
                Some(at) => known.share(at, client, names.entry(at).or_default()),
            }
        }
        known
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

    /// One more client with the number of the one at `at`; `names` are those of the others so far.
    fn share(&mut self, at: usize, other: Client, names: &mut Vec<String>) {
        let Some((_, first, _)) = self.changes.get_mut(at) else { return };
        if names.is_empty() {
            names.push(first.name.clone());
        }
        if !names.iter().any(|name| name.to_lowercase() == other.name.to_lowercase()) {
            names.push(other.name);
        }
        if let [own, others @ ..] = names.as_slice() {
            first.name = if others.is_empty() { own.clone() } else { format!("{own} (+{})", others.len()) };
        }
        if first.manager.is_empty() {
            first.manager = other.manager;
        }
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
fn key(number: &str, plan: &NumberingPlan) -> String {
    match number::read(number, plan) {
        Caller::Number(number) => number.key(),
        Caller::Missing | Caller::Anonymous => String::new(),
    }
}

#[cfg(test)]
#[path = "tests/clients.rs"]
mod tests;
