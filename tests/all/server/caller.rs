//! An Asterisk's side of one FastAGI connection, with its answers in the test's hands.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};

use super::{NUMBER, PATIENCE};

/// One connection. Dropped, it is closed: the caller has hung up.
pub struct Caller {
    to: TcpStream,
    from: BufReader<TcpStream>,
}

impl Caller {
    /// Connects, and says nothing yet.
    pub fn connect(address: SocketAddr) -> Caller {
        let to = TcpStream::connect(address).expect("the server listens");
        to.set_read_timeout(Some(PATIENCE)).expect("a limit");
        let from = BufReader::new(to.try_clone().expect("a clone"));
        Caller { to, from }
    }

    /// A call from [`NUMBER`] that has said all about itself.
    pub fn call(address: SocketAddr) -> Caller {
        let mut caller = Caller::connect(address);
        caller.say(&environment());
        caller
    }

    /// The same, as far as the question to 1C: nothing is remembered of the caller or of 1C.
    pub fn asking(address: SocketAddr) -> Caller {
        let mut caller = Caller::call(address);
        for _ in 0..2 {
            let command = caller.command().expect("a question to AstDB");
            assert!(command.starts_with("DATABASE GET"), "{command}");
            caller.say("200 result=0\n");
        }
        caller
    }

    /// Sends bytes. That the server has closed meanwhile is seen by reading.
    pub fn say(&mut self, text: &str) {
        let _ = self.to.write_all(text.as_bytes());
    }

    /// The same connection, for another thread to speak on.
    pub fn another_voice(&self) -> TcpStream {
        self.to.try_clone().expect("a clone")
    }

    /// The next command; `None` where the server has closed the connection.
    pub fn command(&mut self) -> Option<String> {
        let mut line = String::new();
        match self.from.read_line(&mut line) {
            Ok(0) => None,
            Ok(_) => Some(line.trim_end().into()),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => None,
            Err(error) => panic!("no command and no end: {error}"),
        }
    }

    /// Answers every command with success, until one begins so; that one waits for its answer.
    #[track_caller]
    pub fn until(&mut self, beginning: &str) -> Vec<String> {
        let mut commands = Vec::new();
        while let Some(command) = self.command() {
            let found = command.starts_with(beginning);
            commands.push(command);
            if found {
                return commands;
            }
            self.say("200 result=1\n");
        }
        panic!("the server ended without {beginning}: {commands:#?}");
    }

    /// Answers every command with success, to the end.
    pub fn answer_all(&mut self) -> Vec<String> {
        let mut commands = Vec::new();
        while let Some(command) = self.command() {
            commands.push(command);
            self.say("200 result=1\n");
        }
        commands
    }

    /// Whether the server closes, within the tests' patience, without another word.
    pub fn is_closed(&mut self) -> bool {
        let mut rest = Vec::new();
        match self.from.read_to_end(&mut rest) {
            Ok(_) => rest.is_empty(),
            Err(error) => error.kind() == ErrorKind::ConnectionReset && rest.is_empty(),
        }
    }
}

/// What Asterisk says of a call first.
pub fn environment() -> String {
    format!(
        "agi_network: yes\nagi_network_script: agi1c\nagi_request: agi://127.0.0.1/agi1c\nagi_channel: SIP/trunk-1\n\
         agi_version: 16.28.0\nagi_callerid: {NUMBER}\nagi_calleridname: unknown\nagi_dnid: 78121234567\n\
         agi_context: incoming\nagi_extension: s\nagi_priority: 2\n\n"
    )
}
