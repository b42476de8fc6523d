//! Asterisk, played over pipes: it starts the program as AGI() does, answers each command in the manner of
//! a version, and afterwards says what the call looks like. It never speaks SIP: that is the real one's part.
//!
//! ```ignore
//! let pbx = Asterisk::new(Version::V1_8);                  // its AstDB lasts from call to call
//! let call = pbx.call("74952293042").settings("[crm]\nurl = http://127.0.0.1:1/\n").run();
//! assert_eq!(call.variable("CALLERID(name)"), Some("Иван"));
//! assert_eq!((call.agistatus, call.next.as_str()), ("SUCCESS", "incoming,s,3"));
//! golden::check("found", &call.conversation());
//! ```
//!
//! [`Incoming::run`] drives the built program, [`Incoming::talk`] a closure over a pair of streams. Both panic, with
//! the conversation, where the rules of AGI are broken (two commands at once, a line of 2,000 bytes or more, anything
//! on stdout that is no command, …), whatever else the test is about.

mod channel;
mod incoming;
mod serve;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub use incoming::Incoming;

/// Whose manner is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 1.8.4.4, Askozia's: a command that fails sends SIGHUP and turns the session dead; the end of a usage text is
    /// glued to its last line.
    V1_8,
    /// 16.28.
    V16,
    /// 22.10: lines of 8 KiB.
    V22,
}

impl Version {
    /// All of them, for tests that are the same everywhere.
    pub const ALL: [Version; 3] = [Version::V1_8, Version::V16, Version::V22];

    /// What `agi_version` says.
    pub fn text(self) -> &'static str {
        match self {
            Version::V1_8 => "1.8.4.4",
            Version::V16 => "16.28.0~dfsg-0+deb11u4",
            Version::V22 => "22.10.0",
        }
    }

    /// Bytes of a line that are one command, newline included.
    fn line_limit(self) -> usize {
        if self == Version::V22 { 8_191 } else { 2_047 }
    }
}

/// One PBX. Clones share its AstDB, and so do its calls.
#[derive(Debug, Clone)]
pub struct Asterisk {
    version: Version,
    db: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Asterisk {
    /// With an empty AstDB.
    pub fn new(version: Version) -> Self {
        Asterisk { version, db: Arc::default() }
    }

    /// A call from `number` (`unknown`: none), to `s` in the context `incoming`, where AGI() is priority 2.
    pub fn call(&self, number: &str) -> Incoming {
        Incoming::new(self, number)
    }

    /// A value in AstDB.
    pub fn db(&self, family: &str, key: &str) -> Option<String> {
        self.db.lock().unwrap().get(&db_key(family, key)).cloned()
    }

    /// `database put`, as an administrator would.
    pub fn db_put(&self, family: &str, key: &str, value: &str) {
        self.db.lock().unwrap().insert(db_key(family, key), value.into());
    }

    /// `database del`.
    pub fn db_del(&self, family: &str, key: &str) {
        self.db.lock().unwrap().remove(&db_key(family, key));
    }

    /// `database show`: a line `/family/key: value` for each entry, sorted.
    pub fn db_show(&self) -> String {
        self.db.lock().unwrap().iter().fold(String::new(), |mut all, (key, value)| {
            let _ = writeln!(all, "{key}: {value}");
            all
        })
    }
}

fn db_key(family: &str, key: &str) -> String {
    format!("/{family}/{key}")
}

/// What an application run by EXEC does: `Exec::returns(0).sets("DIALSTATUS", "BUSY")`.
#[derive(Debug, Clone)]
pub struct Exec {
    result: i32,
    variables: Vec<(String, String)>,
    takes: Duration,
    hangs_up: bool,
}

impl Exec {
    /// With this result. -1 fails (SIGHUP on 1.8.4.4), 1 brings a 520 after it, -2 is an unknown application.
    pub fn returns(result: i32) -> Self {
        Exec { result, variables: Vec::new(), takes: Duration::ZERO, hangs_up: false }
    }

    /// It leaves a variable.
    pub fn sets(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// It takes its time.
    pub fn takes(mut self, time: Duration) -> Self {
        self.takes = time;
        self
    }

    /// The caller is gone when it returns.
    pub fn hangs_up(mut self) -> Self {
        self.hangs_up = true;
        self
    }
}

/// Which command a trouble befalls.
#[derive(Debug, Clone, Copy)]
pub enum When {
    /// The nth, from 1.
    Nth(usize),
    /// The first that begins so: `When::First("DATABASE PUT")`.
    First(&'static str),
    /// Every one that begins so; `""` is every command.
    Every(&'static str),
}

/// What goes wrong with a command's reply.
#[derive(Debug, Clone)]
pub enum Trouble {
    /// No reply, ever; the pipes stay open.
    Silence,
    /// Asterisk's end of the script's stdin is closed.
    Close,
    /// Half a reply, then closed.
    Half,
    /// These bytes in place of the reply; the command is not carried out. `"510 Invalid or unknown command\n"`
    Instead(Vec<u8>),
    /// These bytes, then the reply. `"HANGUP\n"`
    Before(Vec<u8>),
    /// The reply, so much later.
    Late(Duration),
    /// The caller hangs up before the command: SIGHUP, and the session is dead.
    HangUp,
}

/// How the environment block arrives.
#[derive(Debug, Clone)]
pub enum Block {
    /// As it should.
    Whole,
    /// So many lines of it, then end of file.
    Cut(usize),
    /// So many lines of it, then nothing more.
    Stall(usize),
    /// These bytes, then commands are answered.
    Raw(Vec<u8>),
}

/// One command and its reply.
#[derive(Debug, Clone)]
pub struct Turn {
    /// The line as it was sent, without its newline.
    pub command: String,
    /// What Asterisk's `parse_args` makes of it.
    pub arguments: Vec<String>,
    /// What was replied, every line of it.
    pub reply: String,
    /// When the command arrived, from the start of AGI().
    pub at: Duration,
}

/// What a call looks like after AGI().
#[derive(Debug)]
pub struct Call {
    /// Every command, in order.
    pub turns: Vec<Turn>,
    /// `AGISTATUS`: `SUCCESS`, `FAILURE` or `HANGUP`.
    pub agistatus: &'static str,
    /// Where the dialplan goes on: `incoming,s,3`, or `hangup`.
    pub next: String,
    /// The line was answered.
    pub answered: bool,
    /// What VERBOSE put into Asterisk's log: level and text.
    pub log: Vec<(u8, String)>,
    /// The exit status; `None` for [`Incoming::talk`] and for death by a signal.
    pub exit: Option<i32>,
    /// How long AGI() held the call, from the start of the program to its end.
    pub held: Duration,
    /// The program did not end by itself within the patience of the test, and was killed.
    pub hung: bool,
    /// The program's stderr.
    pub stderr: String,
    variables: BTreeMap<String, String>,
    breaches: Vec<String>,
}

impl Call {
    /// A channel variable, or a function as it was set: `CALLERID(name)`.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// `AGI1C_STATUS` and `AGI1C_REASON`, each empty if not set.
    pub fn outcome(&self) -> (&str, &str) {
        let get = |name| self.variable(name).unwrap_or_default();
        (get("AGI1C_STATUS"), get("AGI1C_REASON"))
    }

    /// What VERBOSE put into Asterisk's log, a line each, the level first.
    pub fn said(&self) -> String {
        self.log.iter().map(|(level, text)| format!("{level} {text}\n")).collect()
    }

    /// The arguments of every command that begins so (`"EXEC Dial"`), the verb's words included.
    pub fn commands(&self, beginning: &str) -> Vec<&[String]> {
        self.turns.iter().filter(|t| begins(&t.command, beginning)).map(|t| &t.arguments[..]).collect()
    }

    /// The conversation, `>` from the program, `<` from Asterisk.
    pub fn conversation(&self) -> String {
        let mut text = String::new();
        for turn in &self.turns {
            let _ = writeln!(text, "> {}", turn.command);
            for line in turn.reply.lines() {
                let _ = writeln!(text, "< {line}");
            }
        }
        text
    }

    /// How the rules of AGI were broken. Empty after `run` and `talk`; `try_run` and `try_talk` let breaches through.
    pub fn breaches(&self) -> &[String] {
        &self.breaches
    }

    fn checked(self) -> Self {
        assert!(
            self.breaches.is_empty(),
            "the rules of AGI are broken:\n{}\n{}stderr: {}",
            self.breaches.join("\n"),
            self.conversation(),
            self.stderr
        );
        self
    }
}

fn begins(command: &str, beginning: &str) -> bool {
    command.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}
