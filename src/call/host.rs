//! What the program around a call does for it. The appliance's program reads everything anew for each call and
//! forgets it; a program that serves many calls may keep settings, names and connections, and gets its arguments
//! from the call itself.

use std::time::Duration;

use super::Arguments;
use crate::agi::Env;
use crate::config::{ConfigError, Profile, Settings};
use crate::crm::Crm;
use crate::outcome::Verdict;
use crate::store::Store;

/// The program around a call.
pub trait Host {
    /// What the dialplan passed.
    fn arguments(&mut self, env: &Env) -> Result<Arguments, ConfigError>;

    /// The settings of this call, `arguments` over them.
    fn settings(&mut self, arguments: &Arguments) -> Result<Settings, ConfigError>;

    /// Ends the session, come what may, after this time; a later call replaces it. `None` calls it off: what follows
    /// is 1C's own command, and takes its own time. A program that serves many keeps its limit on all commands but
    /// those that [`Host::may_talk`] has granted.
    fn watch(&mut self, after: Option<Duration>);

    /// The 1C base of a profile, ready to be asked.
    fn crm<'p>(&mut self, profile: &'p Profile) -> Box<dyn Crm + 'p>;

    /// Whether a prompt or a ringing telephone may begin, which last as long as people take; or why not. It is asked at
    /// most once, and only in a call for which 1C wants one.
    fn may_talk(&mut self) -> Result<(), &'static str> {
        Ok(())
    }

    /// Hears how the call ended, once that is clear.
    fn settled(&mut self, _: &Verdict) {}

    /// Where names and the breaker are kept; `None` = in the AstDB of the Asterisk that calls.
    fn names(&mut self) -> Option<&mut dyn Store> {
        None
    }
}
