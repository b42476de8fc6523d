//! The phone book of a sync: which key a number has, what name is stored, whether the settings still shape it as
//! they did. It knows neither pages nor cursors.

use crate::case::{Case, Pbx};
use crate::config::{Profile, Settings};
use crate::crm::Contact;
use crate::decision::shown_name;
use crate::name;
use crate::number::{self, Caller, Form, Number};
use crate::store::{Store, StoreError, fingerprint};

/// A client whose name and number change with every setting that shapes the book.
const SAMPLE: (&str, &str) = (
    "+74952293042",
    "ООО \"Щёлково & сыновья\", оптовая торговля канцелярскими товарами (филиал в г. Химки)",
);

/// What a run has done so far.
#[derive(Default)]
pub struct Done {
    /// Pages.
    pub pages: u32,
    /// Names stored.
    pub stored: u32,
    /// Names removed.
    pub removed: u32,
    /// What no caller could have for a number: whole contacts, and parts of a cell with several numbers.
    pub skipped: u32,
    /// Changes that AstDB did not take.
    pub refused: u32,
    /// The key of the last name stored; empty before the first.
    pub last: String,
}

impl Done {
    /// All contacts seen.
    pub fn contacts(&self) -> u32 {
        self.stored.saturating_add(self.removed).saturating_add(self.skipped).saturating_add(self.refused)
    }
}

/// The phone book in AstDB.
pub struct Book<'a> {
    pbx: Pbx,
    settings: &'a Settings,
    family: &'a str,
}

impl<'a> Book<'a> {
    /// The book of these settings, as this Asterisk can show it.
    pub fn new(case: &Case<'a>) -> Self {
        let Case { settings, pbx, .. } = *case;
        Book { pbx, settings, family: settings.cache.synced_book() }
    }

    /// Brings one contact into the book, under each of its numbers. One that AstDB refuses is counted, and no more.
    pub fn take(&self, store: &mut dyn Store, contact: &Contact, done: &mut Done) -> Result<(), StoreError> {
        let (numbers, none) = number::several(&contact.number, &self.settings.number.plan);
        let none = if numbers.is_empty() { none.max(1) } else { none };
        done.skipped = done.skipped.saturating_add(none);
        for number in numbers {
            let Some((key, longest)) = self.key(&number) else {
                done.skipped = done.skipped.saturating_add(1);
                continue;
            };
            let shown = if contact.deleted { String::new() } else { self.shown(&contact.name, &longest) };
            let (changed, counter) = match shown.is_empty() {
                true => (store.del(self.family, &key), &mut done.removed),
                false => (store.put(self.family, &key, &shown), &mut done.stored),
            };
            let counter = match changed {
                Ok(()) => counter,
                Err(StoreError::Refused(_)) => &mut done.refused,
                Err(StoreError::Gone) => return Err(StoreError::Gone),
            };
            *counter = counter.saturating_add(1);
            if !shown.is_empty() {
                done.last = key;
            }
        }
        Ok(())
    }

    /// Whether a key is in the book.
    pub fn holds(&self, store: &mut dyn Store, key: &str) -> Result<bool, StoreError> {
        Ok(store.get(self.family, key)?.is_some())
    }

    /// The key of a number, and its longest form, which leaves the name the least room in a CDR.
    fn key(&self, number: &Number) -> Option<(String, String)> {
        if number.digits().len() < self.settings.call.min_digits {
            return None;
        }
        Some((number.phonebook_key(self.settings.sync.number_as), number.form(Form::E164)))
    }

    fn shown(&self, client: &str, number: &str) -> String {
        shown_name(self.settings, self.pbx, &name::heard(client).unwrap_or_default(), number)
    }

    /// Changes with the source and with everything that shapes keys and names: a book half in the old shape is of
    /// no use.
    pub fn fingerprint(&self, profile: &Profile) -> String {
        let (number, client) = SAMPLE;
        let (key, longest) = match number::read(number, &self.settings.number.plan) {
            Caller::Number(number) => self.key(&number).unwrap_or_default(),
            Caller::Missing | Caller::Anonymous => Default::default(),
        };
        let shown = self.shown(client, &longest);
        let mut parts = vec![profile.url.as_str(), &self.settings.sync.operation, self.family, &key, &shown];
        parts.extend(self.settings.name.drop.iter().map(String::as_str));
        let mut bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
        format!("{:08x}", fingerprint(&mut bytes))
    }
}
