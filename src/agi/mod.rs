//! AGI: the conversation with Asterisk, over any reader and writer. One command, then its reply.
//!
//! Nothing here knows of names, 1C or settings, and nothing here keeps the time: Asterisk may be
//! silent for ever, and the deadline over that is the watchdog's.

pub mod astdb;
pub mod command;
pub mod env;
mod line;
pub mod reply;

use std::fmt;
use std::io::{BufRead, Write};

pub use astdb::AstDb;
pub use command::AgiCommand;
pub use env::Env;
pub use reply::Reply;

/// Why Asterisk could not be talked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgiError {
    /// End of input, or a write that failed: the call has ended, and so should we, quietly.
    Gone,
    /// Asterisk understood the conversation and refused this command; the next one may go well.
    Refused {
        /// 503, 510, 511 or 520.
        code: u16,
        /// The command, without its arguments (they may hold a caller's number).
        what: &'static str,
    },
    /// What came is not AGI. Nothing more is sent in this session: replies could no longer be matched to commands.
    Garbage(String),
}

impl fmt::Display for AgiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AgiError::Gone => f.write_str("Asterisk has ended the conversation: the call is over"),
            AgiError::Refused { code, what } => {
                let why = match code {
                    503 => "out of memory",
                    510 => "unknown to this Asterisk: is the module that brings it loaded?",
                    511 => "not permitted on a hung-up channel",
                    _ => "its arguments are not what this Asterisk expects",
                };
                write!(f, "Asterisk refused {what}: {code}, {why}")
            }
            AgiError::Garbage(what) => {
                write!(f, "expected AGI from Asterisk, got {what}: was the program started by AGI()?")
            }
        }
    }
}

impl std::error::Error for AgiError {}

/// One AGI conversation, from after the environment block to its end.
pub struct Session<'a> {
    input: &'a mut dyn BufRead,
    output: &'a mut dyn Write,
    /// The session is over: nothing is written or read any more.
    over: bool,
    /// EXEC's application returned 1, so a 520 block that belongs to nobody follows.
    usage_due: bool,
}

impl<'a> Session<'a> {
    /// A session over Asterisk's two streams; `input` stands behind the environment block.
    pub fn new(input: &'a mut dyn BufRead, output: &'a mut dyn Write) -> Self {
        Session { input, output, over: false, usage_due: false }
    }

    /// Sends one command and waits for its reply. A reply of 200 is `Ok`, whatever its result.
    pub fn send(&mut self, command: AgiCommand) -> Result<Reply, AgiError> {
        if self.over {
            return Err(AgiError::Gone);
        }
        let verb = command.verb();
        let answer = self.exchange(command);
        match &answer {
            Err(AgiError::Gone | AgiError::Garbage(_)) => self.over = true,
            Err(AgiError::Refused { .. }) => self.usage_due = false,
            // Asterisk takes the application's 1 for "show the usage" (RESULT_SHOWUSAGE), in all versions.
            Ok(reply) => self.usage_due = verb == "EXEC" && reply.result == 1,
        }
        answer
    }

    fn exchange(&mut self, command: AgiCommand) -> Result<Reply, AgiError> {
        let what = command.verb();
        // One write for the whole line: Asterisk polls the descriptor and then reads a buffered line.
        self.output
            .write_all(command.encode().as_bytes())
            .and_then(|()| self.output.flush())
            .map_err(|_| AgiError::Gone)?;
        let reply = reply::read(self.input, self.usage_due)?;
        match reply.code {
            200 => Ok(reply),
            code => Err(AgiError::Refused { code, what }),
        }
    }

    /// `SET VARIABLE`: a channel variable, or a function such as `CALLERID(name)`. Asterisk reports success
    /// even where the function refused the value.
    pub fn set_variable(&mut self, name: &str, value: &str) -> Result<(), AgiError> {
        self.send(AgiCommand::new("SET VARIABLE").word(name).text(value)).map(drop)
    }

    /// `GET VARIABLE`: a variable or a function; `None` if it is not set. Asterisk cuts at 1,023 bytes.
    pub fn get_variable(&mut self, name: &str) -> Result<Option<String>, AgiError> {
        let reply = self.send(AgiCommand::new("GET VARIABLE").word(name))?;
        Ok(reply.value())
    }

    /// `VERBOSE`: a line in Asterisk's log and console, from verbosity `level` (1–4) on.
    pub fn verbose(&mut self, text: &str, level: u8) -> Result<(), AgiError> {
        self.send(AgiCommand::new("VERBOSE").text(text).number(level.into())).map(drop)
    }

    /// `EXEC`: runs a dialplan application and waits for its end. The result is the application's own:
    /// 0 the call goes on, -1 it does not (on Asterisk up to 1.8.4.4 SIGHUP comes with it), -2 no such application.
    pub fn exec(&mut self, application: &str, options: &str) -> Result<Reply, AgiError> {
        self.send(AgiCommand::new("EXEC").word(application).text(options))
    }

    /// `STREAM FILE`: plays a prompt to its end, no key interrupts it; result -1 is a hang-up.
    /// It stops at the first byte from us, end of file included: wait for the reply before exiting.
    pub fn stream_file(&mut self, prompt: &str) -> Result<Reply, AgiError> {
        self.send(AgiCommand::new("STREAM FILE").text(prompt).text(""))
    }

    /// `ANSWER`, if the channel is not answered yet; result -1 is a failure.
    pub fn answer(&mut self) -> Result<Reply, AgiError> {
        self.send(AgiCommand::new("ANSWER"))
    }

    /// `CHANNEL STATUS` of this channel: 4 ringing, 6 the line is up, and others of Asterisk's states.
    pub fn channel_status(&mut self) -> Result<i32, AgiError> {
        self.send(AgiCommand::new("CHANNEL STATUS")).map(|reply| reply.result)
    }

    /// `HANGUP`, of this channel.
    pub fn hangup(&mut self) -> Result<(), AgiError> {
        self.send(AgiCommand::new("HANGUP")).map(drop)
    }
}

#[cfg(test)]
mod tests;
