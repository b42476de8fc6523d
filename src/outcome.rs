//! How a call ended: one verdict, from which the channel's variables, the black box, the log and `lookup` are told.
//! The words for it stand here, and those of 1C's failures in `crm::Reason`; nothing here decides or sends.

use crate::crm::{Reason, Wishes};
use crate::store::LastCall;
use crate::words::words;

/// The variable that holds [`Status`]'s word.
pub const VAR_STATUS: &str = "AGI1C_STATUS";
/// The variable that holds the reason's word.
pub const VAR_REASON: &str = "AGI1C_REASON";
/// The variable that holds the full name in UTF-8.
pub const VAR_NAME: &str = "AGI1C_NAME";
/// The variable that holds the milliseconds.
pub const VAR_MS: &str = "AGI1C_MS";

/// What became of the question. Names are full and cleaned, without the prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// 1C answered just now: it named the caller (the name is not empty), or commanded, or both.
    Found {
        /// The name; empty where 1C only commanded.
        name: String,
        /// The answer itself.
        wishes: Wishes,
    },
    /// A remembered name served, and 1C was not asked.
    Cached {
        /// The name.
        name: String,
        /// Why it was good enough.
        why: Kept,
    },
    /// A remembered name served, because there was no answer.
    Stale {
        /// The name.
        name: String,
        /// Why there was no answer.
        trouble: Trouble,
    },
    /// 1C knows nobody by this number.
    Unknown(Nobody),
    /// 1C was not asked, and need not be.
    Skipped(Skip),
    /// No name, because something failed.
    Failed(Trouble),
    /// There was a name, and Asterisk did not take it.
    NotTaken {
        /// The name.
        name: String,
    },
}

words! {
    /// `AGI1C_STATUS`.
    Status {
        /// 1C named the caller, or commanded.
        Found = "found",
        /// A remembered name, without asking.
        Cached = "cached",
        /// A remembered name, because 1C failed.
        Stale = "stale",
        /// 1C knows nobody.
        Unknown = "unknown",
        /// 1C was not asked.
        Skipped = "skipped",
        /// No name because something failed.
        Failed = "failed",
    }
}

words! {
    /// Which name was good enough not to ask.
    Kept {
        /// Remembered, and young enough.
        Fresh = "fresh",
        /// One of the office's own people (`cache.own`).
        Own = "own",
    }
}

words! {
    /// Who says that the caller is nobody.
    Nobody {
        /// 1C, just now.
        Told = "nobody",
        /// 1C, a short while ago.
        Remembered = "negative",
    }
}

words! {
    /// Why 1C was not asked.
    Skip {
        /// The channel has hung up.
        HangupExtension = "hangup-extension",
        /// There is no telephone number.
        NoNumber = "no-number",
        /// The caller withholds it.
        Anonymous = "anonymous",
        /// It is there, but not to be shown, and the settings skip such callers.
        Restricted = "restricted",
        /// It is one of the PBX's own.
        Short = "short",
        /// The channel has a name that is to be kept.
        Kept = "kept",
    }
}

/// What failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The settings or arguments cannot be used.
    Settings,
    /// 1C, or the way to it.
    Crm(Reason),
    /// 1C failed a moment ago, and is not asked again yet.
    Breaker,
    /// Asterisk refused.
    Pbx,
}

impl Trouble {
    /// The word in `AGI1C_REASON`.
    pub fn word(self) -> &'static str {
        match self {
            Trouble::Settings => "settings",
            Trouble::Crm(reason) => reason.word(),
            Trouble::Breaker => "breaker",
            Trouble::Pbx => "pbx",
        }
    }
}

impl Outcome {
    /// `AGI1C_STATUS`.
    pub fn status(&self) -> Status {
        match self {
            Outcome::Found { .. } => Status::Found,
            Outcome::Cached { .. } => Status::Cached,
            Outcome::Stale { .. } => Status::Stale,
            Outcome::Unknown(_) => Status::Unknown,
            Outcome::Skipped(_) => Status::Skipped,
            Outcome::Failed(_) | Outcome::NotTaken { .. } => Status::Failed,
        }
    }

    /// `AGI1C_REASON`.
    pub fn reason(&self) -> &'static str {
        match self {
            Outcome::Found { .. } => "answer",
            Outcome::Cached { why, .. } => why.word(),
            Outcome::Unknown(who) => who.word(),
            Outcome::Skipped(why) => why.word(),
            Outcome::Stale { trouble, .. } | Outcome::Failed(trouble) => trouble.word(),
            Outcome::NotTaken { .. } => Trouble::Pbx.word(),
        }
    }

    /// `AGI1C_NAME`; empty = none.
    pub fn name(&self) -> &str {
        match self {
            Outcome::Found { name, .. }
            | Outcome::Cached { name, .. }
            | Outcome::Stale { name, .. }
            | Outcome::NotTaken { name } => name,
            Outcome::Unknown(_) | Outcome::Skipped(_) | Outcome::Failed(_) => "",
        }
    }

    /// The same, once Asterisk has refused the name.
    pub fn not_taken(self) -> Outcome {
        Outcome::NotTaken { name: self.name().into() }
    }
}

/// What is told of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What became of the question.
    pub outcome: Outcome,
    /// The number's last four digits.
    pub digits: String,
    /// Milliseconds until it was clear.
    pub spent_ms: u64,
    /// What went wrong on the way and what was refused: a sentence each, for the log.
    pub warnings: Vec<String>,
}

impl Verdict {
    /// The variables that every call gets.
    pub fn variables(&self) -> [(&'static str, String); 4] {
        variables(self.outcome.status().word(), self.outcome.reason(), self.outcome.name(), self.spent_ms)
    }

    /// The black box's entry; `None` for the hangup extension, which is the end of a call already noted.
    pub fn entry(&self, date: &str) -> Option<String> {
        if self.outcome == Outcome::Skipped(Skip::HangupExtension) {
            return None;
        }
        let entry = LastCall {
            date,
            digits: &self.digits,
            status: self.outcome.status().word(),
            reason: self.outcome.reason(),
            spent_ms: self.spent_ms,
        };
        Some(entry.encode())
    }

    /// The line for Asterisk's log; with the client's name where the settings want it.
    pub fn summary(&self, with_name: bool) -> String {
        let Verdict { outcome, digits, spent_ms, .. } = self;
        let (status, reason) = (outcome.status().word(), outcome.reason());
        let mut line = format!("agi1c: {status} ({reason}), number ending {digits}, {spent_ms} ms");
        if with_name {
            line.push_str(": ");
            line.push_str(outcome.name());
        }
        line
    }
}

/// The four variables, also for what is no call (`do=sync`).
pub fn variables(status: &str, reason: &str, name: &str, spent_ms: u64) -> [(&'static str, String); 4] {
    [
        (VAR_STATUS, status.into()),
        (VAR_REASON, reason.into()),
        (VAR_NAME, name.into()),
        (VAR_MS, spent_ms.to_string()),
    ]
}

#[cfg(test)]
#[path = "tests/outcome.rs"]
mod tests;
