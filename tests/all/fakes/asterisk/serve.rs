//! Asterisk's side of the pipes: the block, then command by command, with the troubles ordered and the rules watched.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::super::parse_args::{MAX_ARGUMENTS, parse_args};
use super::channel::Channel;
use super::incoming::Incoming;
use super::{Block, Call, Trouble, Turn, When, begins};

/// The longest line we allow ourselves, newline included; Asterisk takes 2,047.
const MAX_LINE: usize = 1_999;

/// Both pipes.
pub struct Wire {
    pub from: Box<dyn Read + Send>,
    pub to: Option<Box<dyn Write + Send>>,
    /// Who gets SIGHUP.
    pub process: Option<u32>,
    pub started: Instant,
}

/// What was seen while it lasted.
#[derive(Default)]
pub struct Record {
    turns: Vec<Turn>,
    breaches: Vec<String>,
    pub hung: bool,
}

/// How it ended.
pub struct End {
    pub exit: Option<i32>,
    pub success: bool,
    pub held: Duration,
    pub stderr: String,
}

impl Record {
    pub fn close(self, channel: Channel, end: End) -> Call {
        let agistatus = match () {
            () if !end.success || channel.failed => "FAILURE",
            () if channel.hung_up => "HANGUP",
            () => "SUCCESS",
        };
        Call {
            next: channel.next(),
            turns: self.turns,
            agistatus,
            answered: channel.answered,
            log: channel.log,
            exit: end.exit,
            held: end.held,
            hung: self.hung,
            stderr: end.stderr,
            variables: channel.variables,
            breaches: self.breaches,
        }
    }
}

/// Talks until the script's stdout ends, or patience does.
pub fn serve(call: &mut Incoming, mut wire: Wire) -> Record {
    let mut record = Record::default();
    let incoming = listen(std::mem::replace(&mut wire.from, Box::new(std::io::empty())));
    let block = call.bytes();
    wire.say(&block);
    if let Block::Cut(_) = call.block {
        wire.to = None;
    }
    let limit = call.channel.version().line_limit();
    let mut pending: Vec<u8> = Vec::new();
    loop {
        let Some(end) = pending
            .iter()
            .take(limit)
            .position(|b| *b == b'\n')
            .or_else(|| (pending.len() >= limit).then_some(limit - 1))
        else {
            match incoming.recv_timeout(call.patience.saturating_sub(wire.started.elapsed())) {
                Ok(bytes) => pending.extend(bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    record.hung = true;
                    return record;
                }
            }
            continue;
        };
        let at = wire.started.elapsed();
        let mut line: Vec<u8> = pending.drain(..=end).collect();
        record.judge(&line);
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        while let Ok(bytes) = incoming.try_recv() {
            pending.extend(bytes);
        }
        if !pending.is_empty() {
            record.breaches.push("a further command before the reply to this one".into());
        }
        answer(call, &mut wire, &mut record, &line, at);
    }
    if !pending.is_empty() {
        record.breaches.push(format!("stdout ends within a line: {}", String::from_utf8_lossy(&pending)));
    }
    record
}

fn answer(call: &mut Incoming, wire: &mut Wire, record: &mut Record, line: &[u8], at: Duration) {
    let command = String::from_utf8_lossy(line).into_owned();
    let arguments: Vec<String> =
        parse_args(line).iter().map(|a| String::from_utf8_lossy(a).into_owned()).collect();
    if arguments.len() > MAX_ARGUMENTS {
        record.breaches.push("more arguments than Asterisk has room for".into());
    }
    let number = record.turns.len() + 1;
    let trouble = call.troubles.iter().position(|(when, _)| match when {
        When::Nth(n) => *n == number,
        When::First(beginning) | When::Every(beginning) => begins(&command, beginning),
    });
    let trouble = trouble.map(|at| match call.troubles[at].0 {
        When::Every(_) => call.troubles[at].1.clone(),
        _ => call.troubles.remove(at).1,
    });
    let mut turn = Turn { command, arguments, reply: String::new(), at };
    match &trouble {
        Some(Trouble::Silence) => return record.turns.push(turn),
        Some(Trouble::Close) => {
            wire.to = None;
            return record.turns.push(turn);
        }
        Some(Trouble::Instead(bytes)) => {
            turn.reply = String::from_utf8_lossy(bytes).into_owned();
            record.turns.push(turn);
            return wire.say(bytes);
        }
        Some(Trouble::HangUp) => {
            (call.channel.hung_up, call.channel.dead) = (true, true);
            wire.hup();
        }
        _ => {}
    }
    let effect = call.channel.perform(&turn.arguments);
    if effect.misuse {
        record.breaches.push(format!("no command, or not so: {}", turn.command));
    }
    let mut reply = effect.reply.into_bytes();
    match &trouble {
        Some(Trouble::Late(time)) => thread::sleep(*time),
        Some(Trouble::Before(bytes)) => reply = [bytes, &reply[..]].concat(),
        Some(Trouble::Half) => reply.truncate(reply.len() / 2),
        _ => {}
    }
    turn.reply = String::from_utf8_lossy(&reply).into_owned();
    record.turns.push(turn);
    wire.say(&reply);
    if matches!(trouble, Some(Trouble::Half)) {
        wire.to = None;
    }
    if effect.hup {
        wire.hup();
    }
}

impl Record {
    fn judge(&mut self, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        let mut breach = |what: &str| self.breaches.push(format!("{what}: {text}"));
        if line.len() > MAX_LINE {
            breach("a line that is too long");
        }
        if std::str::from_utf8(line).is_err() {
            breach("a line that is not UTF-8");
        }
        if line.contains(&0) || line.contains(&b'\r') {
            breach("a line with NUL or CR");
        }
        if text.to_ascii_lowercase().starts_with("failure") {
            breach("a line that aborts AGI()");
        }
    }
}

impl Wire {
    fn say(&mut self, bytes: &[u8]) {
        // A script that is gone is no trouble of Asterisk's.
        if let Some(to) = &mut self.to
            && to.write_all(bytes).and_then(|()| to.flush()).is_err()
        {
            self.to = None;
        }
    }

    /// Asterisk's `kill(pid, SIGHUP)`.
    fn hup(&self) {
        if let Some(process) = self.process
            && cfg!(unix)
        {
            let kill = format!("kill -HUP {process}");
            let _ = Command::new("sh").args(["-c", &kill]).stderr(Stdio::null()).status();
        }
    }
}

/// Reads in the background, write by write, so that what comes too early is seen.
fn listen(mut from: Box<dyn Read + Send>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut buffer = [0; 64 * 1024];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            if sender.send(buffer[..count].to_vec()).is_err() {
                break;
            }
        }
    });
    receiver
}
