//! `agi1c-kit web` over real sockets: what our own page is answered, and what everybody else is. The page in a browser is
//! `tests/steps`' matter. Here is the page that the tests ask.

#[cfg(target_os = "linux")]
mod double_click;
mod guard;
mod limits;
mod sections;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::{Stand, StandOptions};
use agi1c::privacy::Secret;
use serde_json::{Value, json};

/// Far longer than any limit of the page's: a loaded machine is no failure.
const PATIENCE: Duration = Duration::from_secs(120);
const SECRET: &str = "hush-hush";
/// A call's own limits are too short for a machine that does much else.
pub(crate) const PATIENT: &str =
    "connect_timeout = 30000\nanswer_timeout = 30000\n[call]\ndeadline = 60000\n";

/// A running program that does not outlive its test.
pub(crate) struct Page {
    child: Child,
    address: SocketAddr,
    token: String,
}

pub(crate) struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub(crate) fn lines(&self) -> Vec<Value> {
        self.body.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}

impl Page {
    pub(crate) fn open() -> Page {
        let mut kit = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"));
        Page::of(kit.args(["web", "--no-browser"]))
    }

    /// What this command serves.
    pub(crate) fn of(kit: &mut Command) -> Page {
        let mut child = kit.stdout(Stdio::piped()).spawn().expect("it starts");
        let said = BufReader::new(child.stdout.take().expect("stdout"));
        let urls = said.lines().map(|line| line.expect("UTF-8"));
        let url = urls.map(|line| line.trim().to_owned()).find(|line| line.starts_with("http://"));
        let url = url.expect("an address");
        let (address, token) = url.trim_start_matches("http://").split_once("/#").expect("a token");
        Page { address: address.parse().expect("an address"), token: token.into(), child }
    }

    /// What a browser opens.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/#{}", self.address, self.token)
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        stream.set_write_timeout(Some(PATIENCE)).expect("a limit");
        stream
    }

    /// Sends these bytes and takes what comes until the other side ends.
    fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // The other side may have turned away already.
        let _ = stream.write_all(bytes);
        answer(&mut stream)
    }

    /// The head of a question of our own page's, without its end.
    fn head(&self, path: &str) -> String {
        let Page { address, token, .. } = self;
        format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nSec-Fetch-Site: same-origin\r\n\
             X-Agi1c-Token: {token}\r\nConnection: close\r\n"
        )
    }

    pub(crate) fn post(&self, path: &str, body: &[u8]) -> Answer {
        let head = format!("{}Content-Length: {}\r\n\r\n", self.head(path), body.len());
        self.raw(&[head.as_bytes(), body].concat())
    }

    pub(crate) fn ask(&self, path: &str, question: &Value) -> Answer {
        self.post(path, question.to_string().as_bytes())
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.raw(
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).as_bytes(),
        )
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came: status 0 where the connection ended without an answer.
fn answer(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    // A reset behind the answer is the other side's way to say that it reads no further.
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    let head = head.to_ascii_lowercase();
    let body = if head.contains("transfer-encoding: chunked") { unchunked(body) } else { body.to_owned() };
    Answer { status, head, body }
}

fn unchunked(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((length, rest)) = body.split_once("\r\n") {
        let length = usize::from_str_radix(length.trim(), 16).expect("a chunk's length");
        let (chunk, after) = rest.split_at(length);
        whole += chunk;
        body = after.trim_start_matches("\r\n");
    }
    whole
}

fn stand(options: StandOptions) -> Stand {
    let clients = match options.clients.is_empty() {
        true => vec![Client::new("74952293042", "ООО \"Ромашка\"")],
        false => options.clients.clone(),
    };
    let (user, password) = ("pbx".into(), Secret::new(SECRET));
    Stand::start(StandOptions { clients, user, password, ..options }).expect("loopback")
}

/// What the first section holds.
fn one_c(url: &str) -> Value {
    json!({"url": url, "protocol": "soap", "user": "pbx", "password": SECRET, "token": "", "tls": "", "more": PATIENT})
}
