//! A 1C that can be killed: the stand-in in a process of its own, always on the same port, its clients from a file.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::records;
use crate::real::asterisk::wait_for;
use crate::real::servers::free_tcp_port;

/// The stand-in, alive or dead.
pub struct OneC {
    child: Option<Child>,
    port: u16,
    clients: PathBuf,
}

impl OneC {
    /// Starts one that works; its clients' file is kept in `folder`.
    pub fn start(folder: &Path) -> OneC {
        let clients = folder.join("clients.csv");
        std::fs::write(&clients, records::clients()).expect("the clients' file");
        let mut onec = OneC { child: None, port: free_tcp_port(), clients };
        onec.restart(&[]);
        onec
    }

    /// The address for `crm.url`.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/base/ws/1C_MIKO_identify_number.1cws", self.port)
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Ends it if need be, and starts it anew in this mode: `--delay MS`, `--fail WORD`.
    pub fn restart(&mut self, mode: &[&str]) {
        self.kill();
        let child = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"))
            .args(["stand", "--quiet", "--close", "--listen", &format!("127.0.0.1:{}", self.port)])
            .args(mode)
            .arg(&self.clients)
            .stdout(Stdio::null())
            .spawn();
        self.child = Some(child.expect("agi1c-kit starts"));
        let listens = || TcpStream::connect(("127.0.0.1", self.port)).ok();
        assert!(wait_for(Duration::from_secs(10), listens).is_some(), "agi1c-kit stand does not listen");
    }
}

impl Drop for OneC {
    fn drop(&mut self) {
        self.kill();
    }
}
