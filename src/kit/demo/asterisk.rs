//! Plays Asterisk for one call at a time: starts a program as AGI() does, answers its commands, keeps
//! the channel's variables and AstDB, and writes the conversation down. A demonstration's Asterisk: it
//! refuses nothing and knows only the commands a call needs.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A call as it comes in.
pub struct Incoming<'a> {
    /// `agi_version`.
    pub version: &'a str,
    /// `agi_callerid`.
    pub number: &'a str,
}

/// What came of it.
pub struct Played {
    /// Each command and its reply.
    pub conversation: Vec<(String, String)>,
    /// The channel's variables at the end.
    pub variables: BTreeMap<String, String>,
    /// From the program's start to its end.
    pub held: Duration,
}

/// An Asterisk whose AstDB lives as long as it does.
#[derive(Default)]
pub struct Asterisk {
    database: BTreeMap<String, String>,
}

impl Asterisk {
    /// Plays a call through `program`.
    ///
    /// # Errors
    /// Where the program cannot be started, or ends with a status other than 0, which the dialplan would
    /// see as `AGISTATUS=FAILURE`.
    pub fn play(&mut self, program: &mut Command, incoming: &Incoming) -> io::Result<Played> {
        let mut played =
            Played { conversation: Vec::new(), variables: BTreeMap::new(), held: Duration::ZERO };
        let started = Instant::now();
        let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        to.write_all(environment(incoming).as_bytes())?;
        for command in BufReader::new(from).lines() {
            let command = command?;
            let reply = self.reply(&command, &mut played.variables);
            to.write_all(format!("{reply}\n").as_bytes())?;
            played.conversation.push((command, reply));
        }
        let status = child.wait()?;
        played.held = started.elapsed();
        if status.success() {
            Ok(played)
        } else {
            Err(io::Error::other(format!("the call ended with {status}")))
        }
    }

    fn reply(&mut self, command: &str, variables: &mut BTreeMap<String, String>) -> String {
        let words = words(command);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let found = |value: Option<&String>| {
            value.map_or("200 result=0".to_string(), |value| format!("200 result=1 ({value})"))
        };
        match words.as_slice() {
            ["SET", "VARIABLE", name, value] => {
                variables.insert((*name).into(), (*value).into());
                "200 result=1".into()
            }
            ["GET", "VARIABLE", name] => found(variables.get(*name)),
            ["DATABASE", "GET", family, key] => found(self.database.get(&format!("{family}/{key}"))),
            ["DATABASE", "PUT", family, key, value] => {
                self.database.insert(format!("{family}/{key}"), (*value).into());
                "200 result=1".into()
            }
            ["DATABASE", "DEL", family, key] => {
                let there = self.database.remove(&format!("{family}/{key}")).is_some();
                format!("200 result={}", i32::from(there))
            }
            ["EXEC", "Dial", _] => {
                variables.insert("DIALSTATUS".into(), "ANSWER".into());
                "200 result=0".into()
            }
            ["EXEC", ..] => "200 result=0".into(),
            ["VERBOSE", ..] | ["HANGUP", ..] => "200 result=1".into(),
            _ => "510 Invalid or unknown command".into(),
        }
    }
}

/// The block that AGI() begins with.
fn environment(incoming: &Incoming) -> String {
    let mut block = String::new();
    for (key, value) in [
        ("request", "agi1c"),
        ("channel", "SIP/provider-00000001"),
        ("language", "ru"),
        ("type", "SIP"),
        ("uniqueid", "1360315500.1"),
        ("version", incoming.version),
        ("callerid", incoming.number),
        ("calleridname", "unknown"),
        ("callingpres", "0"),
        ("callingani2", "0"),
        ("callington", "0"),
        ("callingtns", "0"),
        ("dnid", "74951234567"),
        ("rdnis", "unknown"),
        ("context", "incoming"),
        ("extension", "74951234567"),
        ("priority", "1"),
        ("enhanced", "0.0"),
        ("accountcode", ""),
        ("threadid", "-1"),
    ] {
        block.push_str(&format!("agi_{key}: {value}\n"));
    }
    block + "\n"
}

/// A command's words as Asterisk takes them apart: quotes group, a backslash takes the next character.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut characters = command.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            '\\' => word.get_or_insert_default().extend(characters.next()),
            ' ' | '\t' if !quoted => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
#[path = "tests/asterisk.rs"]
mod tests;
