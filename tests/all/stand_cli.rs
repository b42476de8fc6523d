//! `agi1c-kit stand` as a person starts it: a file from Excel, an address, and what it says.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A running program that does not outlive its test, and a file that neither does.
struct Running {
    child: Child,
    said: BufReader<ChildStdout>,
    file: PathBuf,
}

impl Running {
    fn start(file: &str, contents: &[u8], arguments: &[&str]) -> Running {
        let file = std::env::temp_dir().join(format!("agi1c-{}-{file}", std::process::id()));
        std::fs::write(&file, contents).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"))
            .arg("stand")
            .args(arguments)
            .arg(&file)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        Running { child, said, file }
    }

    /// What is said until a line that begins so.
    fn said_until(&mut self, beginning: &str) -> String {
        let mut all = String::new();
        loop {
            let mut line = String::new();
            assert!(self.said.read_line(&mut line).unwrap() > 0, "ended after: {all}");
            all.push_str(&line);
            if line.starts_with(beginning) {
                return all;
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.file);
    }
}

#[test]
fn a_file_from_excel_is_served() {
    // «Телефон;Клиент» and «84952293042;Ёлка» as a Russian Excel writes them.
    let contents = b"\xd2\xe5\xeb\xe5\xf4\xee\xed;\xca\xeb\xe8\xe5\xed\xf2\r\n84952293042;\xa8\xeb\xea\xe0\r\n;\xc1\xe5\xe7 \xed\xee\xec\xe5\xf0\xe0\r\n";
    let mut stand = Running::start("excel.csv", contents, &["--listen", "127.0.0.1:0"]);
    let said = stand.said_until("  phone book");
    assert!(
        said.starts_with(
            "A stand-in 1C. Clients: 1. Ctrl-C ends it.\nRead as windows-1251.\n\
             Lines left out for want of a number: 1.\n"
        ),
        "{said}"
    );
    let address = said.split("http://").nth(1).and_then(|url| url.split('/').next()).unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .write_all(b"GET /base/hs/agi1c/identify?number=%2B74952293042 HTTP/1.1\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.ends_with("{\"name\":\"Ёлка\"}"), "{answer}");
    let said = stand.said_until("GET /base/hs/agi1c/identify → 200, ");
    assert!(!said.contains("4952293042"), "{said}");
}

#[test]
fn what_cannot_be_used_is_said_in_one_line() {
    for (file, contents, arguments, complaint) in [
        ("bad.csv", "1;A\nx;B\n", &[][..], "bad.csv, line 2: expected a telephone number, found «x»"),
        (
            "user.csv",
            "1;A\n",
            &["--user", "u", "--password-file", "no/such"],
            "no/such: the password cannot be read",
        ),
        ("port.csv", "1;A\n", &["--listen", "nowhere"], "cannot listen on nowhere: "),
        ("mode.csv", "1;A\n", &["--fail", "x"], "[possible values: silence, close, login, "),
    ] {
        let mut stand = Running::start(file, contents.as_bytes(), arguments);
        let mut complained = String::new();
        stand.child.stderr.take().unwrap().read_to_string(&mut complained).unwrap();
        assert!(complained.contains(complaint), "{complained}");
        assert!(!stand.child.wait().unwrap().success());
    }
}
