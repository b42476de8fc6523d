//! Which 1C base a call asks. The bases themselves are read by `assemble`.

use super::error::ConfigError;
use super::profile::{DEFAULT_PROFILE, Profile};
use super::settings::Settings;
use crate::number::{self, Caller};

impl Settings {
    /// The 1C base for this call: `wanted` (the argument `crm=NAME`), else the one `call.did` names for the
    /// called number in whatever form of the plan, else `[crm]`. An unknown name is an error, and so is
    /// a profile that cannot be used.
    pub fn profile(&self, wanted: Option<&str>, did: &str) -> Result<&Profile, ConfigError> {
        let by_did = || {
            if self.call.did.is_empty() {
                return None;
            }
            self.call.did.iter().find(|(listed, _)| self.same_did(listed, did)).map(|(_, name)| name.as_str())
        };
        let name = wanted.or_else(by_did).unwrap_or(DEFAULT_PROFILE);
        if let Some(profile) = self.profiles.iter().find(|profile| profile.name == name) {
            return Ok(profile);
        }
        if let Some((_, error)) = self.unusable.iter().find(|(unusable, _)| unusable == name) {
            return Err(error.clone());
        }
        let mut known = String::from("no such profile; there are:");
        let usable = self.profiles.iter().map(|profile| &profile.name);
        for name in usable.chain(self.unusable.iter().map(|(name, _)| name)) {
            known.push(' ');
            known.push_str(name);
        }
        Err(ConfigError::new("AGI argument", 0, "crm", known))
    }

    /// Whether a called number is one that `call.did` lists, in whatever form, or its very word.
    pub fn same_did(&self, listed: &str, did: &str) -> bool {
        !did.is_empty()
            && (listed.eq_ignore_ascii_case(did)
                || self.one_key(did).is_some_and(|called| self.one_key(listed) == Some(called)))
    }

    /// Whether this is a number of the plan, written out to its last digit.
    pub fn is_whole_number(&self, number: &str) -> bool {
        matches!(number::read(number, &self.number.plan), Caller::Number(number) if number.is_whole_national())
    }

    /// Providers and the PBX write one called number with 7, with 8 or without either.
    fn one_key(&self, number: &str) -> Option<String> {
        match number::read(number, &self.number.plan) {
            Caller::Number(number) => Some(number.key()),
            Caller::Missing | Caller::Anonymous => None,
        }
    }
}

#[cfg(test)]
#[path = "tests/choose.rs"]
mod tests;
