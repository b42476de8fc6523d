//! The phone book of a sync: which key a number has, what name is stored, whether the settings still shape it as
//! they did. It knows neither pages nor cursors.

use crate::case::{Case, Pbx};
use crate::config::{Profile, Settings};
use crate::crm::Contact;
use crate::decision::shown_name;
use crate::name;
use crate::number::{self, Caller, Form};
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
    /// Contacts without a number that a caller could have.
    pub skipped: u32,
}

impl Done {
    /// All contacts seen.
    pub fn contacts(&self) -> u32 {
        self.stored.saturating_add(self.removed).saturating_add(self.skipped)
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

    /// Brings one contact into the book.
    pub fn take(&self, store: &mut dyn Store, contact: &Contact, done: &mut Done) -> Result<(), StoreError> {
        let Some((key, longest)) = self.key(&contact.number) else {
            done.skipped = done.skipped.saturating_add(1);
            return Ok(());
        };
        let shown = if contact.deleted { String::new() } else { self.shown(&contact.name, &longest) };
        if shown.is_empty() {
            done.removed = done.removed.saturating_add(1);
            store.del(self.family, &key)
        } else {
            done.stored = done.stored.saturating_add(1);
            store.put(self.family, &key, &shown)
        }
    }

    /// The key of a number, and its longest form, which leaves the name the least room in a CDR.
    fn key(&self, number: &str) -> Option<(String, String)> {
        let Caller::Number(number) = number::read(number, &self.settings.number.plan) else { return None };
        if number.digits().len() < self.settings.call.min_digits {
            return None;
        }
        Some((number.phonebook_key(self.settings.sync.number_as), number.form(Form::E164)))
    }

    fn shown(&self, client: &str, number: &str) -> String {
        shown_name(self.settings, self.pbx, &name::full(client), number)
    }

    /// Changes with the source and with everything that shapes keys and names: a book half in the old shape is of
    /// no use.
    pub fn fingerprint(&self, profile: &Profile) -> String {
        let (number, client) = SAMPLE;
        let (key, longest) = self.key(number).unwrap_or_default();
        let shown = self.shown(client, &longest);
        let mut parts = vec![profile.url.as_str(), &self.settings.sync.operation, self.family, &key, &shown];
        parts.extend(self.settings.name.drop.iter().map(String::as_str));
        let mut bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
        format!("{:08x}", fingerprint(&mut bytes))
    }
}
