//! Which 1C base a call asks. The bases themselves are read by `assemble`.

use super::{ConfigError, DEFAULT_PROFILE, Profile, Settings};
use crate::number::{self, Caller};

impl Settings {
    /// The 1C base for this call: `wanted` (the argument `crm=NAME`), else the one `call.did` names for the
    /// called number in whatever form of the plan, else `[crm]`. An unknown name is an error, and so is
    /// a profile without an address.
    pub fn profile(&self, wanted: Option<&str>, did: &str) -> Result<&Profile, ConfigError> {
        let by_did = || {
            if self.call.did.is_empty() {
                return None;
            }
            let called = self.one_key(did)?;
            let same = |listed: &str| self.one_key(listed).is_some_and(|listed| listed == called);
            self.call.did.iter().find(|(listed, _)| same(listed)).map(|(_, name)| name.as_str())
        };
        let name = wanted.or_else(by_did).unwrap_or(DEFAULT_PROFILE);
        let Some(profile) = self.profiles.iter().find(|profile| profile.name == name) else {
            let mut known = String::from("no such profile; there are:");
            for profile in &self.profiles {
                known.push(' ');
                known.push_str(&profile.name);
            }
            return Err(ConfigError::new("AGI argument", 0, "crm", known));
        };
        if profile.url.is_empty() {
            let section = match name {
                DEFAULT_PROFILE => String::from("[crm]"),
                name => ["[crm ", name, "]"].concat(),
            };
            let what =
                "url is not set; expected 1C's address, as in http://1c/base/ws/1C_MIKO_identify_number.1cws";
            return Err(ConfigError::new(&self.source, 0, &section, what));
        }
        Ok(profile)
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
#[path = "tests/profile.rs"]
mod tests;
