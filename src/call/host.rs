//! What the program around a call does for it. The appliance's program reads everything anew for each call and
//! forgets it; a program that serves many calls may keep settings, names and connections, and gets its arguments
//! from the call itself.

use std::time::Duration;

use super::Arguments;
use crate::agi::Env;
use crate::config::{ConfigError, Profile, Settings};
use crate::crm::Crm;
use crate::store::Store;

/// The program around a call.
pub trait Host {
    /// What the dialplan passed.
    fn arguments(&mut self, env: &Env) -> Result<Arguments, ConfigError>;

    /// The settings of this call, `arguments` over them.
    fn settings(&mut self, arguments: &Arguments) -> Result<Settings, ConfigError>;

    /// Ends the session, come what may, after this time; a later call replaces it. `None` calls it off: what follows
    /// is 1C's own command, and takes its own time.
    fn watch(&mut self, after: Option<Duration>);

    /// The 1C base of a profile, ready to be asked.
    fn crm<'p>(&mut self, profile: &'p Profile) -> Box<dyn Crm + 'p>;

    /// Where names and the breaker are kept; `None` = in the AstDB of the Asterisk that calls.
    fn names(&mut self) -> Option<&mut dyn Store> {
        None
    }
}
