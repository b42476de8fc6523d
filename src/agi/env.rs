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
    /// `agi_language`: of the prompts.
    pub language: String,
    /// `agi_type`: the channel's technology.
    pub technology: String,
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
    /// `agi_rdnis`: who forwarded the call.
    pub rdnis: String,
    /// `agi_context`.
    pub context: String,
    /// `agi_extension`.
    pub extension: String,
    /// `agi_priority`.
    pub priority: String,
    /// `agi_accountcode`.
    pub accountcode: String,
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
            "language" => (2, &mut self.language),
            "type" => (3, &mut self.technology),
            "uniqueid" => (4, &mut self.uniqueid),
            "version" => (5, &mut self.version),
            "callerid" => (6, &mut self.callerid),
            "calleridname" => (7, &mut self.calleridname),
            "callingpres" => (8, &mut self.callingpres),
            "dnid" => (9, &mut self.dnid),
            "rdnis" => (10, &mut self.rdnis),
            "context" => (11, &mut self.context),
            "extension" => (12, &mut self.extension),
            "priority" => (13, &mut self.priority),
            "accountcode" => (14, &mut self.accountcode),
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
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Env, AgiError> {
        Env::read(&mut &bytes[..])
    }

    #[test]
    fn a_block_of_asterisk_1_8() {
        let env = read(
            "agi_request: agi1c\nagi_channel: SIP/trunk-00000001\nagi_language: ru\nagi_type: SIP\n\
             agi_uniqueid: 1400000000.1\nagi_version: 1.8.4.4\nagi_callerid: +74952293042\n\
             agi_calleridname: unknown\nagi_callingpres: 0\nagi_callingani2: 0\nagi_callington: 0\n\
             agi_callingtns: 0\nagi_dnid: 78121234567\nagi_rdnis: unknown\nagi_context: incoming\n\
             agi_extension: s\nagi_priority: 2\nagi_enhanced: 0.0\nagi_accountcode: \n\
             agi_threadid: -1219015824\nagi_arg_1: do=name\nagi_arg_2: crm.url=http://1c/a\n\nGARBAGE"
                .as_bytes(),
        )
        .unwrap();
        let expected = Env {
            request: "agi1c".into(),
            channel: "SIP/trunk-00000001".into(),
            language: "ru".into(),
            technology: "SIP".into(),
            uniqueid: "1400000000.1".into(),
            version: "1.8.4.4".into(),
            callerid: "+74952293042".into(),
            calleridname: "unknown".into(),
            callingpres: "0".into(),
            dnid: "78121234567".into(),
            rdnis: "unknown".into(),
            context: "incoming".into(),
            extension: "s".into(),
            priority: "2".into(),
            accountcode: String::new(),
            args: vec!["do=name".into(), "crm.url=http://1c/a".into()],
        };
        assert_eq!(env, expected);
    }

    #[test]
    fn the_first_of_each_key_counts_and_nothing_else_does() {
        let env = read(
            b"noise\nagi_callerid: 1\r\nagi_callerid: 2\nagi_accountcode: \nagi_accountcode: 7\n\
              callerid: 3\nagi_nonsense: 4\nagi_dnid:5\nagi_arg_2: early\nagi_arg_1: a: b\n\
              agi_arg_1: again\nagi_arg_2: c\nagi_arg_x: d\r\n\r\n",
        )
        .unwrap();
        assert_eq!(env.callerid, "1");
        assert_eq!(env.accountcode, "");
        assert_eq!(env.dnid, "5");
        assert_eq!(env.args, ["a: b", "c"]);
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced_not_fatal() {
        let env = read(b"agi_calleridname: \xc8\xe2\xe0\xed Ivan\x00\nagi_callerid: 5\n\n").unwrap();
        assert_eq!(env.calleridname, "\u{fffd}\u{fffd}\u{fffd}\u{fffd} Ivan\0");
        assert_eq!(env.callerid, "5");
    }

    #[test]
    fn a_block_that_ends_early_is_the_end() {
        for block in ["", "agi_callerid: 1", "agi_callerid: 1\n", "agi_callerid: 1\nagi_"] {
            assert_eq!(read(block.as_bytes()), Err(AgiError::Gone), "{block:?}");
        }
    }

    #[test]
    fn a_block_has_bounds() {
        let mut long = b"agi_calleridname: ".to_vec();
        long.resize(40_000, b'x');
        long.extend_from_slice(b"\nagi_callerid: 1\n\n");
        let env = read(&long).unwrap();
        assert_eq!(env.callerid, "1");
        assert!(env.calleridname.len() <= 8 * 1024);

        assert!(matches!(read(&[b'x'; 100_000]), Err(AgiError::Garbage(_))));
        assert!(matches!(read(&b"a: b\n".repeat(1000)), Err(AgiError::Garbage(_))));
        let many: String = (1..200).map(|n| format!("agi_arg_{n}: {n}\n")).collect();
        let env = read(format!("{many}\n").as_bytes()).unwrap();
        assert_eq!(env.args.len(), MAX_ARGS);
    }

    #[test]
    fn which_asterisk_is_old() {
        for (version, old) in [
            ("1.8.4.4", true),
            ("1.8.4", true),
            ("1.8", true),
            ("1.8.", true),
            ("1.4.44", true),
            ("1.6.2.24", true),
            ("1.8.4-rc3", true),
            ("1.8.5", false),
            ("1.8.5.0", false),
            ("1.8.15-cert1", false),
            ("1.10", false),
            ("10.0.0", false),
            ("16.28.0~dfsg-0+deb11u4", false),
            ("22.10.0", false),
            ("99999999999999999999.1", false),
            ("SVN-branch-1.8-r312345", false),
            ("GIT-master-abc", false),
            ("asterisk-1.8.4.4", false),
            (".1.2", false),
            ("", false),
        ] {
            let env = Env { version: version.into(), ..Env::default() };
            assert_eq!(env.older_than(&[1, 8, 5]), old, "{version}");
        }
    }
}
