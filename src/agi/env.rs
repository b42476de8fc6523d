//! The environment block: what Asterisk tells a script about the call before the first command.
//! It is raw: a caller's name may hold anything. Known keys only, the first of each counts.

use std::io::BufRead;

use super::{AgiError, line};

/// Lines before this is no environment block. Asterisk sends 20 and one for each argument (at most 128).
const MAX_LINES: usize = 256;
/// Arguments of AGI() that are kept.
const MAX_ARGS: usize = 64;

/// The call, as Asterisk describes it. A caller's number or name that is missing is the word `unknown`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Env {
    /// `agi_request`: the script as the dialplan names it.
    pub request: String,
    /// `agi_channel`: the channel's name.
    pub channel: String,
    /// `agi_uniqueid`: the channel's id in the CDR.
    pub uniqueid: String,
    /// `agi_version`: Asterisk's own.
    pub version: String,
    /// `agi_callerid`: the caller's number.
    pub callerid: String,
    /// `agi_calleridname`: the caller's name as the channel has it.
    pub calleridname: String,
    /// `agi_callingpres`: the presentation, a number; 32 and up is restricted.
    pub callingpres: String,
    /// `agi_dnid`: the number that was dialled.
    pub dnid: String,
    /// `agi_context`.
    pub context: String,
    /// `agi_extension`.
    pub extension: String,
    /// `agi_network_script`, of FastAGI: the URL's path and query, without the first slash.
    pub network_script: String,
    /// `agi_arg_1` and up, the dialplan's arguments (`argv` has them too). They come last in the block, so a
    /// line break in a caller's name could forge one: prefer `argv` where there is one.
    pub args: Vec<String>,
}

impl Env {
    /// Reads the block with its empty line at the end. [`AgiError::Gone`] if it ends early.
    pub fn read(input: &mut dyn BufRead) -> Result<Env, AgiError> {
        let mut env = Env::default();
        let mut seen = 0u32;
        for _ in 0..MAX_LINES {
            let line = line::next(input)?.text;
            if line.is_empty() {
                return Ok(env);
            }
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let value = value.strip_prefix(' ').unwrap_or(value);
            let Some(key) = key.strip_prefix("agi_") else {
                continue;
            };
            if let Some(number) = key.strip_prefix("arg_") {
                let next = env.args.len() + 1;
                if next <= MAX_ARGS && number.parse() == Ok(next) {
                    env.args.push(value.to_owned());
                }
            } else if let Some((at, field)) = env.field(key) {
                let bit = 1u32 << at;
                if seen & bit == 0 {
                    seen |= bit;
                    value.clone_into(field);
                }
            }
        }
        Err(AgiError::Garbage("an environment block without an end".into()))
    }

    fn field(&mut self, key: &str) -> Option<(u8, &mut String)> {
        Some(match key {
            "request" => (0, &mut self.request),
            "channel" => (1, &mut self.channel),
            "uniqueid" => (2, &mut self.uniqueid),
            "version" => (3, &mut self.version),
            "callerid" => (4, &mut self.callerid),
            "calleridname" => (5, &mut self.calleridname),
            "callingpres" => (6, &mut self.callingpres),
            "dnid" => (7, &mut self.dnid),
            "context" => (8, &mut self.context),
            "extension" => (9, &mut self.extension),
            "network_script" => (10, &mut self.network_script),
            _ => return None,
        })
    }

    /// Whether this Asterisk is older than `version` (`&[1, 8, 5]`), by the leading numbers of `agi_version`.
    /// What has none there (`SVN-branch-1.8-r…`, `GIT-…`) counts as new, and a missing number as 0.
    pub fn older_than(&self, version: &[u32]) -> bool {
        let numbers =
            self.version.split(|c: char| c != '.' && !c.is_ascii_digit()).next().unwrap_or_default();
        if !numbers.starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let mut parts = numbers.split('.');
        for wanted in version {
            // A number too big for u32 is a new version, whatever it is; an empty one ("1.") is a 0.
            let ours = match parts.next() {
                None | Some("") => 0,
                Some(part) => part.parse().unwrap_or(u32::MAX),
            };
            if ours != *wanted {
                return ours < *wanted;
            }
        }
        false
    }
}

#[cfg(test)]
#[path = "tests/env.rs"]
mod tests;
