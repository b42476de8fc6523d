//! All settings of a run but the 1C bases themselves, and what they are when nobody set them. How they are written is in
//! `grammar`, `table` and `assemble`; nothing here looks at a call.

use super::error::ConfigError;
use super::profile::Profile;
#[cfg(any(feature = "kit", feature = "server"))]
use super::server::ServerSettings;
use super::values::XmlName;
use crate::crm::Command;
use crate::name::{Charset, Safe, Translit};
use crate::number::{Form, NumberingPlan};
use crate::words::words;

/// All settings of one run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where they were read: a path, or `the program's own tail`.
    pub source: String,
    /// `[crm]` under the name [`DEFAULT_PROFILE`] first, then each `[crm NAME]` in the file's order: those that can be
    /// asked.
    ///
    /// [`DEFAULT_PROFILE`]: super::DEFAULT_PROFILE
    pub profiles: Vec<Profile>,
    /// The others, and why: an error only to the call that wants one of them.
    pub unusable: Vec<(String, ConfigError)>,
    /// `[call]`
    pub call: Call,
    /// `[number]`
    pub number: NumberSettings,
    /// `[name]`
    pub name: NameSettings,
    /// `[cache]`
    pub cache: Cache,
    /// `[commands]`
    pub commands: Commands,
    /// `[sync]`
    pub sync: Sync,
    /// `[server]`
    #[cfg(any(feature = "kit", feature = "server"))]
    pub server: ServerSettings,
    /// `log.level`
    pub log_level: log::LevelFilter,
    /// `log.last`: calls in the black box.
    pub log_last: u32,
}

impl Default for Settings {
    /// What counts where nothing is set: no 1C to ask.
    fn default() -> Self {
        Settings {
            source: String::new(),
            profiles: Vec::new(),
            unusable: Vec::new(),
            call: Call::default(),
            number: NumberSettings::default(),
            name: NameSettings::default(),
            cache: Cache::default(),
            commands: Commands::default(),
            sync: Sync::default(),
            #[cfg(any(feature = "kit", feature = "server"))]
            server: ServerSettings::default(),
            log_level: log::LevelFilter::Warn,
            log_last: 10,
        }
    }
}

words! {
    /// Whose name is asked for (`call.direction`).
    Direction {
        /// The caller's, into `CALLERID(name)`.
        In = "in",
        /// The called client's, into `CONNECTEDLINE(name,i)`.
        Out = "out",
    }
}

words! {
    /// What becomes of a caller whose presentation is restricted (`call.restricted`).
    Restricted {
        /// 1C is asked, as for anybody.
        Ask = "ask",
        /// 1C is not asked.
        Skip = "skip",
    }
}

/// `[call]`
#[derive(Debug, Clone)]
pub struct Call {
    /// Milliseconds: the longest a call may be held.
    pub deadline: u32,
    /// Shorter numbers are the PBX's own.
    pub min_digits: usize,
    /// `call.restricted`
    pub restricted: Restricted,
    /// `call.direction`
    pub direction: Direction,
    /// `call.did`: (called number, or a trunk's word for it; profile).
    pub did: Vec<(String, String)>,
}

impl Default for Call {
    fn default() -> Self {
        Call {
            deadline: 2500,
            min_digits: 5,
            restricted: Restricted::Ask,
            direction: Direction::In,
            did: Vec::new(),
        }
    }
}

/// `[number]`
#[derive(Debug, Clone)]
pub struct NumberSettings {
    /// Country, trunk, area, length, international.
    pub plan: NumberingPlan,
    /// The form 1C is asked with.
    pub send_as: Form,
}

impl Default for NumberSettings {
    fn default() -> Self {
        NumberSettings { plan: NumberingPlan::default(), send_as: Form::Caller }
    }
}

/// `[name]`
#[derive(Debug, Clone)]
pub struct NameSettings {
    /// `None` = auto: by the age of the Asterisk that calls.
    pub charset: Option<Charset>,
    /// `name.translit`
    pub translit: Translit,
    /// `None` = auto: by the age of the Asterisk and the kind of AGI script.
    pub safe: Option<Safe>,
    /// Bytes; 0 = what the CDR's field leaves.
    pub max_bytes: usize,
    /// Characters; 0 = no limit.
    pub max_chars: usize,
    /// Legal forms to leave out.
    pub drop: Vec<String>,
    /// Put before a name from 1C.
    pub prefix: String,
    /// A name the channel already has is kept.
    pub keep: bool,
    /// Bytes kept free for what a queue puts before the name.
    pub reserve: usize,
}

impl Default for NameSettings {
    fn default() -> Self {
        NameSettings {
            charset: None,
            translit: Translit::Icao,
            safe: None,
            max_bytes: 0,
            max_chars: 0,
            drop: Vec::new(),
            prefix: String::new(),
            keep: false,
            reserve: 0,
        }
    }
}

/// `[cache]`; times in seconds, 0 = off.
#[derive(Debug, Clone)]
pub struct Cache {
    /// A remembered name this young is used without asking.
    pub fresh: u64,
    /// A remembered "nobody" this young is used without asking.
    pub negative: u64,
    /// A remembered name this young is shown when 1C fails.
    pub stale: u64,
    /// No questions for so long after a failure that will repeat.
    pub breaker: u64,
    /// The same after 401/403.
    pub login_hold: u64,
    /// The AstDB family.
    pub family: String,
    /// The family of the classic phone book to keep filled; empty = none.
    pub phonebook: String,
    /// The family with the office's own people, filled by others; empty = none.
    pub own: String,
}

impl Cache {
    /// The phone book that `do=sync` fills: where none is named, the one that Asterisk's own examples and Askozia read.
    pub fn synced_book(&self) -> &str {
        if self.phonebook.is_empty() { "cidname" } else { &self.phonebook }
    }
}

impl Default for Cache {
    fn default() -> Self {
        Cache {
            fresh: 0,
            negative: 0,
            stale: 2_592_000,
            breaker: 30,
            login_hold: 600,
            family: "agi1c".into(),
            phonebook: String::new(),
            own: String::new(),
        }
    }
}

/// `[commands]`
#[derive(Debug, Clone)]
pub struct Commands {
    /// What 1C may command.
    pub allow: Vec<Command>,
    /// Patterns of numbers `dial` may ring; empty = digits only, fewer than `call.min_digits`.
    pub numbers: Vec<String>,
    /// Patterns of variables `set` may set, `*` at the end.
    pub variables: Vec<String>,
    /// Places `goto` may go: (context, extension).
    pub targets: Vec<(String, String)>,
    /// The dial string, `%s` = the number.
    pub dial: String,
    /// Dial's options.
    pub dial_options: String,
    /// Seconds.
    pub ring: u32,
}

impl Commands {
    /// Whether 1C may give this command.
    pub fn allows(&self, command: Command) -> bool {
        self.allow.contains(&command)
    }
}

impl Default for Commands {
    fn default() -> Self {
        Commands {
            allow: vec![Command::Name],
            numbers: Vec::new(),
            variables: vec!["CRM_*".into()],
            targets: Vec::new(),
            dial: "Local/%s@internal/n".into(),
            dial_options: "g".into(),
            ring: 15,
        }
    }
}

/// `[sync]`
#[derive(Debug, Clone)]
pub struct Sync {
    /// The operation (SOAP), or the URL's last part (HTTP service).
    pub operation: XmlName,
    /// Contacts per request.
    pub page: u32,
    /// The form of the phone book's keys.
    pub number_as: Form,
}

impl Default for Sync {
    fn default() -> Self {
        Sync { operation: XmlName::known("contacts"), page: 100, number_as: Form::International }
    }
}
