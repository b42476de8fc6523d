//! What a check found, step by step, and what to do about it first. Nothing here looks at anything.

use std::time::Duration;

use crate::crm::Reason;
use crate::onec::Transcript;
use crate::words::words;

words! {
    /// What became of a step.
    State {
        /// In order.
        Ok = "ok",
        /// Not in order: the steps behind it were not taken.
        Wrong = "wrong",
        /// Not taken.
        Skipped = "skipped",
    }
}

/// One step of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What was looked at.
    pub name: &'static str,
    /// Whether it is in order.
    pub state: State,
    /// What was found, or what is wrong and what to do; empty where there is nothing to say of a skipped one.
    pub says: String,
    /// The failure's reason, where one was met.
    pub reason: Option<Reason>,
    /// How long it took, where that means anything.
    pub took: Option<Duration>,
}

impl Step {
    /// What to do first, for a page that shows it apart from the sentence; `None` where all is well.
    pub fn advice(&self) -> Option<&'static str> {
        if self.state != State::Wrong {
            return None;
        }
        Some(match self.reason {
            Some(reason) => advice(reason),
            None if self.name == "wsdl" => "Correct the settings by what 1C's description says.",
            None if self.name == "question" => "Keep 1C warm with agi1c ping, or raise crm.answer_timeout.",
            None => "Correct the settings.",
        })
    }
}

fn advice(reason: Reason) -> &'static str {
    match reason {
        Reason::Resolve => "Write 1C's IP address into crm.url, or correct the PBX's name server.",
        Reason::Refused => "Start the web server on 1C's machine, or correct the port in crm.url.",
        Reason::Unreachable => "Look at 1C's address and at the PBX's route to it.",
        Reason::ConnectTimeout => "Look whether 1C's machine is on, and open the port in its firewall.",
        Reason::AnswerTimeout => "Keep 1C warm with agi1c ping; look at what the service does for so long.",
        Reason::Closed | Reason::Http => {
            "Look whether crm.url leads to the web server of 1C, and not to another port."
        }
        Reason::TooLarge | Reason::NotOneC => {
            "Look whether crm.url names the service itself, without a login page before it."
        }
        Reason::Tls => {
            "Use https where 1C's web server wants it, and trust its certificate as the sentence says."
        }
        Reason::Login => "Correct crm.user and crm.password.",
        Reason::Forbidden => "Give the user of 1C the role for the service.",
        Reason::NotPublished => "Publish the service on the web server, or correct crm.url.",
        Reason::NoSession => "Give the publication more sessions (poolSize), or reuse them.",
        Reason::NoLicence => "Free a licence of 1C, or add one.",
        Reason::Locked => "Wait until the backup or update of 1C has ended.",
        Reason::Unavailable => "Start the server of 1C, and look at the web server's log.",
        Reason::Fault => "Look into 1C's event log: its code failed.",
        Reason::BadAnswer => "Look at what came (agi1c lookup NUMBER -v), and correct the service in 1C.",
    }
}

/// What a whole check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// The steps in order, and behind one that failed those that were not taken.
    pub steps: Vec<Step>,
    /// The client's full name, where a number was asked for and 1C knows it.
    pub client: Option<String>,
    /// What went over the wire, where that was wanted.
    pub transcripts: Vec<Transcript>,
    /// The last step in words without the client's name and number: those stay with who asked.
    pub(super) discreet: Option<&'static str>,
}

impl Findings {
    /// Whether every step is in order.
    pub fn ok(&self) -> bool {
        self.wrong().is_none()
    }

    fn wrong(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.state == State::Wrong)
    }

    /// The outcome in one sentence, for AstDB and the log: of the client asked for it holds neither name nor
    /// number.
    pub fn sentence(&self) -> String {
        let last = self.steps.iter().rfind(|step| !step.says.is_empty());
        match (self.wrong(), last) {
            (Some(bad), _) => format!("{}: {}", bad.name, self.discreet.unwrap_or(&bad.says)),
            (None, Some(last)) => format!("ok: {}", self.discreet.unwrap_or(&last.says)),
            (None, None) => "nothing was checked".into(),
        }
    }
}
