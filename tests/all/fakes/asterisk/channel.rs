//! The channel a call is on: what each command does to it, and what Asterisk replies.

use std::collections::BTreeMap;
use std::thread;

use super::{Asterisk, Exec, Version, db_key};

/// Functions that can be written; others are refused, which Asterisk reports only in its own log.
const WRITABLE: [&str; 6] = ["CALLERID", "CONNECTEDLINE", "CDR", "CHANNEL", "REDIRECTING", "SHARED"];

#[derive(Debug)]
pub struct Channel {
    pbx: Asterisk,
    pub variables: BTreeMap<String, String>,
    pub scripted: Vec<(String, Exec)>,
    pub answered: bool,
    pub log: Vec<(u8, String)>,
    /// Hung up, or treated so.
    pub dead: bool,
    /// The caller is gone in fact.
    pub hung_up: bool,
    /// On 1.8.4.4, a command has failed.
    pub failed: bool,
    context: String,
    extension: String,
    /// Where the dialplan goes on.
    priority: String,
}

/// What a command does.
pub struct Effect {
    pub reply: String,
    /// The script gets SIGHUP after the reply.
    pub hup: bool,
    /// It was not used as Asterisk has it: no such command, or the wrong number of arguments.
    pub misuse: bool,
}

impl Channel {
    pub fn new(pbx: &Asterisk) -> Self {
        Channel {
            pbx: pbx.clone(),
            variables: BTreeMap::new(),
            scripted: Vec::new(),
            answered: false,
            log: Vec::new(),
            dead: false,
            hung_up: false,
            failed: false,
            context: String::new(),
            extension: String::new(),
            priority: String::new(),
        }
    }

    pub fn version(&self) -> Version {
        self.pbx.version
    }

    /// AGI() begins, at the place the variables name.
    pub fn arrive(&mut self) {
        let get = |name: &str| self.variables.get(name).cloned().unwrap_or_default();
        (self.context, self.extension) = (get("CONTEXT"), get("EXTEN"));
        self.priority = get("PRIORITY").parse().map_or(1, |p: u32| p + 1).to_string();
        if self.extension == "h" {
            (self.dead, self.hung_up) = (true, true);
        }
    }

    pub fn next(&self) -> String {
        if self.hung_up {
            return "hangup".into();
        }
        format!("{},{},{}", self.context, self.extension, self.priority)
    }

    /// Carries a command out.
    pub fn perform(&mut self, arguments: &[String]) -> Effect {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let verb = |at: usize| words.get(at).map(|w| w.to_ascii_uppercase()).unwrap_or_default();
        let two = format!("{} {}", verb(0), verb(1));
        let allowed_dead = matches!(verb(0).as_str(), "DATABASE" | "EXEC" | "GET" | "NOOP" | "VERBOSE")
            || two == "SET VARIABLE";
        let known = matches!(verb(0).as_str(), "ANSWER" | "EXEC" | "HANGUP" | "NOOP" | "VERBOSE")
            || matches!(
                two.as_str(),
                "CHANNEL STATUS"
                    | "DATABASE DEL"
                    | "DATABASE GET"
                    | "DATABASE PUT"
                    | "GET VARIABLE"
                    | "SAY DIGITS"
                    | "SAY NUMBER"
                    | "SEND TEXT"
                    | "SET CONTEXT"
                    | "SET EXTENSION"
                    | "SET PRIORITY"
                    | "SET VARIABLE"
                    | "STREAM FILE"
            );
        if !known {
            return Effect { reply: "510 Invalid or unknown command\n".into(), hup: false, misuse: true };
        }
        if self.dead && !allowed_dead {
            let more = if self.version() == Version::V1_8 { "" } else { " or intercept routine" };
            let reply = format!("511 Command Not Permitted on a dead channel{more}\n");
            return Effect { reply, hup: false, misuse: false };
        }
        let Some((mut reply, result)) = self.handle(&two, &words) else {
            return Effect { reply: self.usage(), hup: false, misuse: true };
        };
        let mut hup = false;
        if self.hung_up && !self.dead {
            (self.dead, hup) = (true, true);
        }
        if self.version() == Version::V1_8 {
            // Up to 1.8.4.4 the failure sticks: SIGHUP now, and again after every further command.
            self.failed |= result < 0;
            self.dead |= self.failed;
            hup |= self.failed;
        }
        if words[0].eq_ignore_ascii_case("EXEC") && result == 1 {
            reply += &self.usage();
        }
        Effect { reply, hup, misuse: false }
    }

    /// The reply and the handler's own result; `None` for the wrong number of arguments.
    fn handle(&mut self, two: &str, words: &[&str]) -> Option<(String, i32)> {
        let plain = |result: i32| Some((format!("200 result={result}\n"), 0));
        match (two, words) {
            ("GET VARIABLE", [_, _, name]) => Some((self.get(name), 0)),
            ("SET VARIABLE", [_, _, name, value]) => {
                self.set(name, value);
                plain(1)
            }
            ("DATABASE GET", [_, _, family, key]) => match self.pbx.db(family, key) {
                Some(value) => Some((format!("200 result=1 ({value})\n"), 0)),
                None => plain(0),
            },
            ("DATABASE PUT", [_, _, family, key, value]) => {
                // The whole key has 256 bytes in all versions.
                if db_key(family, key).len() > 255 {
                    return plain(0);
                }
                self.pbx.db_put(family, key, value);
                plain(1)
            }
            ("DATABASE DEL", [_, _, family, key]) => {
                let there = self.pbx.db(family, key).is_some();
                self.pbx.db_del(family, key);
                plain(there.into())
            }
            ("SET CONTEXT", [_, _, context]) => {
                self.context = context.to_string();
                plain(0)
            }
            ("SET EXTENSION", [_, _, extension]) => {
                self.extension = extension.to_string();
                plain(0)
            }
            ("SET PRIORITY", [_, _, priority]) => {
                self.priority = priority.to_string();
                plain(0)
            }
            ("STREAM FILE", [_, _, _, _] | [_, _, _, _, _]) => Some(("200 result=0 endpos=8000\n".into(), 0)),
            ("SEND TEXT", [_, _, _]) => plain(0),
            ("SAY DIGITS" | "SAY NUMBER", [_, _, number, _]) => {
                number.parse::<i64>().ok()?;
                plain(0)
            }
            _ => match (words[0].to_ascii_uppercase().as_str(), words) {
                ("EXEC", [_, application]) => Some(self.exec(application, "")),
                ("EXEC", [_, application, options]) => Some(self.exec(application, options)),
                ("VERBOSE", [_, text]) => self.verbose(text, 0),
                ("VERBOSE", [_, text, level]) => self.verbose(text, level.parse().ok()?),
                // AST_STATE_UP and AST_STATE_RING.
                ("CHANNEL", [_, _]) => plain(if self.answered { 6 } else { 4 }),
                ("ANSWER", [_]) => {
                    self.answered = true;
                    plain(0)
                }
                ("HANGUP", [_]) => {
                    self.hung_up = true;
                    plain(1)
                }
                ("NOOP", _) => plain(0),
                _ => None,
            },
        }
    }

    fn verbose(&mut self, text: &str, level: u8) -> Option<(String, i32)> {
        self.log.push((level, text.into()));
        Some(("200 result=1\n".into(), 0))
    }

    fn get(&self, name: &str) -> String {
        match self.variables.get(name) {
            Some(value) => format!("200 result=1 ({})\n", &value[..value.floor_char_boundary(1_023)]),
            None => "200 result=0\n".into(),
        }
    }

    fn set(&mut self, name: &str, value: &str) {
        if let Some((function, _)) = name.split_once('(')
            && !WRITABLE.contains(&function)
        {
            return;
        }
        // The underscores make it inherited; it is read without them.
        let name = name.strip_prefix("__").or_else(|| name.strip_prefix('_')).unwrap_or(name);
        self.variables.insert(name.into(), value.into());
    }

    fn exec(&mut self, application: &str, options: &str) -> (String, i32) {
        let scripted = self.scripted.iter().filter(|(name, _)| name.eq_ignore_ascii_case(application));
        let more = scripted.count() > 1;
        let at = self.scripted.iter().position(|(name, _)| name.eq_ignore_ascii_case(application));
        let does = match at {
            Some(at) if more => self.scripted.remove(at).1,
            Some(at) => self.scripted[at].1.clone(),
            None => self.unscripted(application, options),
        };
        thread::sleep(does.takes);
        for (name, value) in &does.variables {
            self.set(name, value);
        }
        self.hung_up |= does.hangs_up;
        (format!("200 result={}\n", does.result), does.result)
    }

    fn unscripted(&mut self, application: &str, options: &str) -> Exec {
        match application.to_ascii_uppercase().as_str() {
            "NOOP" | "WAIT" | "RINGING" | "PROGRESS" | "VERBOSE" => Exec::returns(0),
            "ANSWER" => {
                self.answered = true;
                Exec::returns(0)
            }
            // A warning of the log files; beside VERBOSE's lines it is one of level 1.
            "LOG" => {
                let text = options.split_once(',').map_or("", |(_, text)| text).to_owned();
                let _ = self.verbose(&text, 1);
                Exec::returns(0)
            }
            "PLAYBACK" => {
                let noanswer = options.split_once(',').is_some_and(|(_, o)| o.contains("noanswer"));
                self.answered |= !noanswer;
                Exec::returns(0).sets("PLAYBACKSTATUS", "SUCCESS")
            }
            "SET" => {
                let (name, value) = options.split_once('=').unwrap_or((options, ""));
                Exec::returns(0).sets(name, value)
            }
            "GOTO" => {
                let mut place = options.rsplit(',');
                self.priority = place.next().unwrap_or_default().into();
                if let Some(extension) = place.next() {
                    self.extension = extension.into();
                }
                if let Some(context) = place.next() {
                    self.context = context.into();
                }
                Exec::returns(0)
            }
            "DIAL" => Exec::returns(0).sets("DIALSTATUS", "CHANUNAVAIL"),
            // They return when the caller has gone.
            "BUSY" | "CONGESTION" | "HANGUP" => Exec::returns(-1).hangs_up(),
            _ => Exec::returns(-2),
        }
    }

    fn usage(&self) -> String {
        let end = if self.version() == Version::V1_8 { "" } else { "\n" };
        format!(
            "520-Invalid command syntax.  Proper usage follows:\nThis command does something.\n\
             And returns something.{end}520 End of proper usage.\n"
        )
    }
}
