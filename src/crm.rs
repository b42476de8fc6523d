//! The CRM as a call sees it: one question, one answer or a failure with a one-word reason.
//! What travels on the wire is `onec`'s business; what is done with an answer is `decision`'s.

use std::time::Instant;

use crate::words::words;

/// Facts of the call that 1C may be told besides the number (`crm.extra`, or `{did}` in a URL).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The number that was called: `agi_dnid`, else `agi_extension`.
    pub did: String,
    /// `agi_channel`.
    pub channel: String,
    /// `agi_uniqueid`.
    pub uniqueid: String,
    /// `agi_extension`.
    pub extension: String,
    /// `agi_context`.
    pub context: String,
}

words! {
    /// One of the [`Facts`].
    Fact {
        /// The number that was called.
        Did = "did",
        /// The channel.
        Channel = "channel",
        /// The call's own mark.
        Uniqueid = "uniqueid",
        /// The extension.
        Extension = "extension",
        /// The context.
        Context = "context",
    }
}

impl Facts {
    /// One of them.
    pub fn get(&self, fact: Fact) -> &str {
        match fact {
            Fact::Did => &self.did,
            Fact::Channel => &self.channel,
            Fact::Uniqueid => &self.uniqueid,
            Fact::Extension => &self.extension,
            Fact::Context => &self.context,
        }
    }
}

words! {
    /// What 1C may be allowed to command (`commands.allow`).
    Command {
        /// Name the caller.
        Name = "name",
        /// Ring somebody first.
        Dial = "dial",
        /// Send the call to another place.
        Goto = "goto",
        /// Play prompts.
        Play = "play",
        /// Set channel variables.
        Set = "set",
        /// Turn the call away.
        Reject = "reject",
    }
}

/// What 1C is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The number in the form of `number.send_as`.
    pub number: String,
    /// What else is known of the call.
    pub facts: Facts,
}

/// A well-formed answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// 1C knows nobody by this number, and commands nothing.
    Nobody,
    /// A status of `crm.nobody`: nobody, but a web server may have said it, so nothing is forgotten for it.
    Absent,
    /// A name, a command, or both.
    Found(Wishes),
}

/// What 1C said of a caller. Every member is as 1C sent it: not yet cleaned, not yet allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The client's name.
    pub name: Option<String>,
    /// Ring these first.
    pub dial: Option<Dial>,
    /// Go there instead of the standard route.
    pub goto: Option<Place>,
    /// Prompts to play, in order.
    pub play: Vec<String>,
    /// Channel variables to set, in order.
    pub set: Vec<(String, String)>,
    /// Turn the call away.
    pub reject: Option<Reject>,
    /// Members that could not be read: one sentence each, for the log.
    pub refused: Vec<String>,
}

impl Wishes {
    /// Whether anything beyond a name is asked for.
    pub fn commands(&self) -> bool {
        self.dial.is_some()
            || self.goto.is_some()
            || !self.play.is_empty()
            || !self.set.is_empty()
            || self.reject.is_some()
    }
}

/// Numbers to ring one after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dial {
    /// The numbers, first first.
    pub to: Vec<String>,
    /// Seconds for each, if 1C said.
    pub ring: Option<u32>,
}

/// A place in the dialplan. An empty context means the current one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The context.
    pub context: String,
    /// The extension.
    pub extension: String,
    /// The priority, 1 where 1C said nothing.
    pub priority: u32,
}

words! {
    /// How a call is turned away.
    Reject {
        /// The busy tone.
        Busy = "busy",
        /// The congestion tone.
        Congestion = "congestion",
        /// Plain hangup.
        Hangup = "hangup",
    }
}

words! {
    /// Why there is no answer.
    Reason {
        /// The host's name could not be resolved.
        Resolve = "resolve",
        /// The host refused the connection.
        Refused = "refused",
        /// No route, or no socket to be had.
        Unreachable = "unreachable",
        /// No connection within `crm.connect_timeout`.
        ConnectTimeout = "connect-timeout",
        /// No whole answer within `crm.answer_timeout`.
        AnswerTimeout = "answer-timeout",
        /// The connection ended in the middle of the answer.
        Closed = "closed",
        /// What came is not HTTP, or a status that fits no other reason.
        Http = "http",
        /// The answer is larger than the limit.
        TooLarge = "too-large",
        /// 401: user or password.
        Login = "login",
        /// 403: no right.
        Forbidden = "forbidden",
        /// 404: nothing published there.
        NotPublished = "not-published",
        /// 1C has no free session.
        NoSession = "no-session",
        /// 1C has no free licence.
        NoLicence = "no-licence",
        /// Sessions are forbidden: backup or update.
        Locked = "locked",
        /// 502, 503, 504: the web server does not reach 1C.
        Unavailable = "unavailable",
        /// The server is not trusted, or there is no TLS in common.
        Tls = "tls",
        /// 1C's own code failed (`soap:Fault`, or a result other than success).
        Fault = "fault",
        /// HTML or another answer that is not 1C's.
        NotOneC = "not-1c",
        /// Of 1C's kind, but it could not be understood.
        BadAnswer = "bad-answer",
    }
}

/// A question that got no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The reason's one word.
    pub reason: Reason,
    /// A sentence a person understands: what came and what to do. No password, no caller's number.
    pub detail: String,
}

impl Failure {
    /// A failure with its sentence.
    pub fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Failure { reason, detail: detail.into() }
    }
}

/// One page of the phone book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The changed contacts, in 1C's order.
    pub contacts: Vec<Contact>,
    /// Where the next page begins; `None` after the last one.
    pub next: Option<String>,
    /// Whether there is more right now (with `next`), or `next` is only for the next synchronisation.
    pub more: bool,
}

/// One line of the phone book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The number as 1C keeps it.
    pub number: String,
    /// The name, uncleaned.
    pub name: String,
    /// Whether the contact is to be removed.
    pub deleted: bool,
}

/// A CRM that can be asked.
pub trait Crm {
    /// Asks once. Returns before `until`, or as soon after it as the system lets go.
    fn ask(&mut self, question: &Question, until: Instant) -> Result<Answer, Failure>;
}
