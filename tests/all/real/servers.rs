//! SOAP servers nobody here wrote, answering as 1C would (tests/servers). What they know: clients.json there.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::Duration;

use super::asterisk::wait_for;
use super::tied::Tied;
use crate::installed::cache;

/// Whose server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Python's spyne.
    Spyne,
    /// PHP's SoapServer behind `php -S`.
    Php,
    /// node's `soap`.
    Node,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 3] = [Kind::Spyne, Kind::Php, Kind::Node];
}

/// A running server.
pub struct Server {
    port: u16,
    _process: Tied,
}

impl Server {
    /// The one of this kind that all tests share; it ends with the process.
    pub fn shared(kind: Kind) -> &'static Server {
        static ALL: [OnceLock<Server>; 3] = [OnceLock::new(), OnceLock::new(), OnceLock::new()];
        ALL[kind as usize].get_or_init(|| Server::start(kind))
    }

    /// One of one's own.
    pub fn start(kind: Kind) -> Server {
        let script =
            |name: &str| OsString::from(format!("{}/tests/servers/{name}", env!("CARGO_MANIFEST_DIR")));
        let words: Vec<OsString> = match kind {
            Kind::Spyne => vec![cache().join("venv/bin/python").into(), script("spyne_1c.py")],
            Kind::Node => {
                let mut modules = OsString::from("NODE_PATH=");
                modules.push(cache().join("node/node_modules"));
                vec!["env".into(), modules, "node".into(), script("node_1c.js")]
            }
            Kind::Php => {
                let address = format!("127.0.0.1:{}", free_tcp_port());
                vec!["php".into(), "-S".into(), address.into(), script("soap_1c.php")]
            }
        };
        let args: Vec<&OsStr> = words.iter().map(OsString::as_os_str).collect();
        // php -S writes a line for each request.
        let mute = if kind == Kind::Php { " 2>/dev/null" } else { "" };
        let mut process = Tied::spawn(&format!("\"$@\"{mute} &"), "", &args, Stdio::piped());
        let port = match kind {
            Kind::Php => words[2].to_str().and_then(|address| address.rsplit_once(':')?.1.parse().ok()),
            Kind::Spyne | Kind::Node => process.stdout().and_then(|stdout| {
                let mut line = String::new();
                BufReader::new(stdout).read_line(&mut line).ok()?;
                line.trim().parse().ok()
            }),
        };
        let port = port.unwrap_or_else(|| panic!("{words:?} did not start: tests/run installs it"));
        let answers = wait_for(Duration::from_secs(10), || TcpStream::connect(("127.0.0.1", port)).ok());
        assert!(answers.is_some(), "{words:?} does not answer on port {port}");
        Server { port, _process: process }
    }

    /// The address for `crm.url`.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/base/ws/1C_MIKO_identify_number.1cws", self.port)
    }
}

/// A TCP port of 127.0.0.1 where nobody listened a moment ago.
pub fn free_tcp_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a TCP socket");
    listener.local_addr().expect("its address").port()
}
