//! `agi1c-kit web` over real sockets: what our own page is answered, and what everybody else is. The page in a browser is
//! `tests/steps`' matter.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::failures::Fail;
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
    fn of(kit: &mut Command) -> Page {
        let mut child = kit.stdout(Stdio::piped()).spawn().expect("it starts");
        let said = BufReader::new(child.stdout.take().expect("stdout"));
        let urls = said.lines().map(|line| line.expect("UTF-8"));
        let url = urls.map(|line| line.trim().to_owned()).find(|line| line.starts_with("http://"));
        let url = url.expect("an address");
        let (address, token) = url.trim_start_matches("http://").split_once("/#").expect("a token");
        Page { address: address.parse().expect("an address"), token: token.into(), child }
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

#[test]
fn the_page_is_served_and_may_do_nothing_but_what_is_its_own() {
    let page = Page::open();
    for (path, kind, part) in [
        ("/", "text/html; charset=utf-8", "<script src=\"/page.js\" defer></script>"),
        ("/page.js", "text/javascript; charset=utf-8", "'use strict'"),
        ("/page.css", "text/css; charset=utf-8", "prefers-color-scheme: dark"),
        ("/icon.svg", "image/svg+xml", "<svg"),
    ] {
        let answer = page.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.head.contains(&format!("content-type: {kind}")), "{}", answer.head);
        assert!(answer.body.contains(part), "{path}");
        assert!(!answer.body.contains(&page.token), "{path}");
    }
    let not_there = page.post("/api/nothing", b"{}");
    assert_eq!(not_there.status, 404);
    for head in [page.get("/").head, not_there.head, page.get("/api/words").head] {
        for line in [
            "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
             connect-src 'self';",
            "frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "cache-control: no-store",
            "referrer-policy: no-referrer",
            "cross-origin-resource-policy: same-origin",
        ] {
            assert!(head.contains(line), "{line} is missing: {head}");
        }
        assert!(!head.contains("set-cookie") && !head.contains("access-control-allow"), "{head}");
    }
    let words = page.post("/api/words", b"{}");
    assert_eq!(words.json()["words"]["reason_login"][1], "Неверный пользователь или пароль.");
}

#[test]
fn nobody_but_our_own_page_is_answered() {
    let page = Page::open();
    let ours = page.head("/api/words");
    let (host, token) = (page.address.to_string(), page.token.clone());
    let with = |from: &str, to: &str| {
        assert!(ours.contains(from), "{from}");
        ours.replace(from, to)
    };
    let attacks = [
        ("another host's name", with(&format!("Host: {host}"), "Host: evil.example")),
        ("a name that leads here", with(&format!("Host: {host}"), "Host: 127.0.0.1.nip.io:80")),
        ("another page", with(&format!("Origin: http://{host}"), "Origin: http://evil.example")),
        ("another port", with(&format!("Origin: http://{host}"), "Origin: http://127.0.0.1:1")),
        ("a page from a file", with(&format!("Origin: http://{host}"), "Origin: null")),
        ("no page", with(&format!("Origin: http://{host}\r\n"), "")),
        ("a form of another page", with("same-origin", "cross-site")),
        ("another page of this machine", with("same-origin", "same-site")),
        ("no token", with(&format!("X-Agi1c-Token: {token}\r\n"), "")),
        ("a wrong token", with(&token, &token.chars().rev().collect::<String>())),
        ("the token as a cookie", with("X-Agi1c-Token: ", "Cookie: agi1c=")),
        ("half a token", with(&token, &token[..token.len() / 2])),
        ("reading", with("POST", "GET")),
        ("asking beforehand", with("POST", "OPTIONS")),
    ];
    for (who, head) in attacks {
        let answer = page.raw(format!("{head}Content-Length: 2\r\n\r\n{{}}").as_bytes());
        let expected = if ["reading", "asking beforehand"].contains(&who) { 405 } else { 403 };
        assert_eq!(answer.status, expected, "{who}: {}", answer.body);
        assert!(
            !answer.body.contains("reason_login") && !answer.body.contains(&token),
            "{who}: {}",
            answer.body
        );
    }
    assert_eq!(page.raw(format!("{ours}Content-Length: 2\r\n\r\n{{}}").as_bytes()).status, 200);
    // The token in the address is no token: it would stand in logs and histories.
    let answer = page.get(&format!("/api/words?token={token}"));
    assert_eq!(answer.status, 403, "{}", answer.body);
}

#[test]
fn what_is_too_large_is_not_taken() {
    let page = Page::open();
    let much = vec![b'a'; 9 * 1024 * 1024];
    for path in [
        "/api/check",
        "/api/lookup",
        "/api/numbers",
        "/api/stand",
        "/api/words",
        "/api/recipe",
        "/api/package",
        "/api/merge",
        "/api/merged",
    ] {
        let answer = page.post(path, &much);
        assert!(matches!(answer.status, 413 | 0), "{path}: {} {}", answer.status, answer.body);
        let chunked =
            [page.head(path).as_bytes(), b"Transfer-Encoding: chunked\r\n\r\n900000\r\n", &much].concat();
        let answer = page.raw(&chunked);
        assert!(matches!(answer.status, 413 | 0), "{path}: {} {}", answer.status, answer.body);
    }
    // A length that is only claimed is refused, too; and who stays below it is answered as ever.
    let head = format!("{}Content-Length: 99999999999\r\n\r\n{{", page.head("/api/check"));
    let mut stream = page.connect();
    stream.write_all(head.as_bytes()).expect("it listens");
    stream.write_all(&vec![b'a'; 70 * 1024]).expect("it listens");
    assert!(matches!(answer(&mut stream).status, 413 | 0));
    assert_eq!(page.post("/api/words", b"{}").status, 200);
}

#[test]
fn ten_megabytes_of_anything_are_no_listing_and_one_in_them_is_found() {
    let page = Page::open();
    let noise = [&[0u8, 255, b'/', b':', b'\n'][..], b"<script>alert(1)</script>"].concat().repeat(350_000);
    assert!(noise.len() > 10_000_000);
    let answer = page.post("/api/calls", &noise);
    assert_eq!((answer.status, answer.json()["calls"].as_array().map(Vec::len)), (200, Some(0)));
    let entry = b"\n/agi1c/last/1 : 2026-07-25T09:15:00Z 3042 failed no-licence 31 ms\n";
    let listing: Vec<u8> = noise.iter().copied().filter(u8::is_ascii).collect();
    let answer = page.post("/api/calls", &[&listing, &entry[..], &listing].concat()[..]);
    assert_eq!(answer.status, 413, "more than is taken");
    let answer = page.post("/api/calls", &[&entry[..], &listing].concat());
    assert_eq!(answer.json()["calls"][0]["reason"], "no-licence");
    assert!(!answer.body.contains("<script>"));
}

#[test]
fn who_is_slow_is_let_go_and_holds_up_nobody() {
    let page = Page::open();
    let started = Instant::now();
    let mut head = page.connect();
    head.write_all(b"GET / HTTP/1.1\r\nHost: ").expect("it listens");
    let mut body = page.connect();
    let begun = format!("{}Content-Length: 1000\r\n\r\n{{", page.head("/api/check"));
    body.write_all(begun.as_bytes()).expect("it listens");
    // As many as are taken at once, and more: whoever comes after them is answered once they are let go.
    let idle: Vec<TcpStream> = (0..40).map(|_| page.connect()).collect();
    assert_eq!(page.post("/api/words", b"{}").status, 200);
    assert!(matches!(answer(&mut head).status, 408 | 0), "a head without end");
    assert_eq!(answer(&mut body).status, 408, "a body without end");
    assert!(started.elapsed() < PATIENCE, "{:?}", started.elapsed());
    drop(idle);
}

#[test]
fn a_check_tells_its_steps() {
    let page = Page::open();
    let stand = stand(StandOptions::default());
    let asked = page.ask("/api/check", &json!({"one_c": one_c(&stand.url()), "number": "84952293042"}));
    let mut lines = asked.lines();
    // What is behind is told while 1C thinks, before the steps are sure.
    let behind: Vec<&str> = lines.iter().filter_map(|line| line["behind"].as_str()).collect();
    assert_eq!(behind, ["address", "tcp", "sent", "address", "tcp", "sent"]);
    assert_eq!((&lines[1]["behind"], &lines[3]["behind"]), (&json!("address"), &json!("sent")));
    lines.retain(|line| line["behind"].is_null());
    let steps: Vec<&str> = lines.iter().filter_map(|line| line["step"]["name"].as_str()).collect();
    assert_eq!(steps, ["settings", "address", "tcp", "http", "wsdl", "question"]);
    assert_eq!(lines.last().expect("a line")["done"], "ok");
    assert_eq!(lines[2]["step"]["sentence"], "connected");
    assert_eq!(lines[2]["sentence_ru"], "установлено");
    assert_eq!(lines[5]["step"]["sentence"], "ООО \"Ромашка\"");
    let asked =
        page.ask("/api/check", &json!({"one_c": one_c(&format!("{}?wsdl", stand.url())), "number": "101"}));
    let said: Vec<String> = asked.lines().iter().map(|line| line["step"]["sentence"].to_string()).collect();
    assert!(said.iter().any(|it| it.contains("crm.url ends with ?wsdl")), "{said:?}");
    assert!(said.iter().any(|it| it.contains("would not be looked up (short)")), "{said:?}");
}

#[test]
fn every_failure_says_what_to_do_in_both_languages_and_no_secret() {
    let page = Page::open();
    let stand = stand(StandOptions::default());
    for (word, _) in Fail::WORDS {
        // These only make a check wait for its whole patience.
        if ["silence", "drip"].contains(&word) {
            continue;
        }
        stand.fail(Fail::from_word(word));
        let asked = page.ask("/api/check", &json!({"one_c": one_c(&stand.url()), "number": "84952293042"}));
        assert!(!asked.body.contains(SECRET), "{word}: {}", asked.body);
        let lines = asked.lines();
        for line in lines.iter().filter(|line| line["step"]["status"] == "wrong") {
            assert!(line["step"]["advice"].is_string() && line["advice_ru"].is_string(), "{word}: {line}");
            assert!(line["sentence_ru"].is_string(), "{word}: {line}");
        }
        let found = page.ask("/api/lookup", &json!({"one_c": one_c(&stand.url()), "number": "84952293042"}));
        assert!(!found.body.contains(SECRET), "{word}: {}", found.body);
        assert!(!found.body.contains("cGJ4Omh1c2gtaHVzaA"), "{word}: {}", found.body);
    }
}

#[test]
fn settings_that_cannot_be_used_are_refused_without_the_password() {
    let page = Page::open();
    for (field, value, key) in [
        ("url", "", "url is not set"),
        ("url", "ftp://x", "url"),
        ("more", "nonsense = <script>alert(1)</script>", "nonsense"),
        ("token", "a-token-too", "token"),
        ("tls", "never", "tls"),
    ] {
        let mut form = one_c("http://127.0.0.1:9/");
        form[field] = value.into();
        for path in ["/api/check", "/api/lookup"] {
            let answer = page.ask(path, &json!({"one_c": form, "number": "84952293042"}));
            assert!(!answer.body.contains(SECRET) && !answer.body.contains("a-token-too"), "{}", answer.body);
            // Without TLS any word of crm.tls will do, and nobody listens there.
            if field != "tls" {
                assert!(answer.body.contains(key), "{field}: {}", answer.body);
            }
            assert!(!answer.head.contains("text/html"), "{}", answer.head);
        }
    }
}

#[test]
fn a_name_is_a_text_wherever_it_comes_from() {
    let page = Page::open();
    let name = "<script>alert(1)</script>";
    let clients = vec![Client::new("74952293042", name)];
    let stand = stand(StandOptions { clients, ..StandOptions::default() });
    let asked = json!({"one_c": one_c(&stand.url()), "number": "84952293042"});
    for path in ["/api/check", "/api/lookup"] {
        let answer = page.ask(path, &asked);
        assert!(answer.body.contains(name), "{}", answer.body);
        let kind = answer.head.lines().find(|line| line.starts_with("content-type: ")).expect("a type");
        assert!(kind.contains("json"), "{kind}");
        assert!(answer.head.contains("nosniff"));
    }
    let answer = page.ask("/api/lookup", &json!({"one_c": one_c(&stand.url()), "number": name}));
    assert_eq!((answer.status, answer.json()["status"].as_str()), (422, Some("failed")));
    assert!(!answer.body.contains(name), "{}", answer.body);
}

#[test]
fn one_number_is_shown_with_all_there_is_to_it() {
    let page = Page::open();
    let client = Client {
        manager: "101".into(),
        commands: "goto: outgoing/810".into(),
        ..Client::new("74952293042", "ООО \"Ромашка\"")
    };
    let stand = stand(StandOptions { clients: vec![client], ..StandOptions::default() });
    let found =
        page.ask("/api/lookup", &json!({"one_c": one_c(&stand.url()), "number": "8 (495) 229-30-42"}));
    let found = found.json();
    assert_eq!(found["finding"]["name"], "ООО Ромашка");
    assert_eq!(found["finding"]["name_old"], "OOO Romashka");
    assert_eq!(found["finding"]["full_name"], "ООО \"Ромашка\"");
    let commands = found["finding"]["commands"].as_array().expect("commands");
    assert_eq!(commands.len(), 2, "{commands:?}");
    for command in commands {
        assert_eq!(command["allowed"], false);
        let why = command["why"].as_str().expect("why");
        assert!(found["russian"][why].is_string(), "{why}");
    }
    let exchange = found["exchange"].to_string();
    assert!(
        exchange.contains("> authorization: Basic ***") || exchange.contains("> Authorization: Basic ***"),
        "{exchange}"
    );
    assert!(exchange.contains("< HTTP/1.1 200 OK"), "{exchange}");
}

#[test]
fn a_list_is_asked_one_at_a_time() {
    let page = Page::open();
    let stand = stand(StandOptions::default());
    let question = |list: &str| {
        let head = json!({"one_c": one_c(&stand.url()), "russian": true}).to_string();
        page.post("/api/numbers", [head.as_bytes(), b"\n", list.as_bytes()].concat().as_slice())
    };
    let lines = question("84952293042\n89210000000\n+74952293042\n101\n").lines();
    assert_eq!(
        (&lines[0]["total"], &lines[0]["calls"], &lines[0]["short"]),
        (&json!(2), &json!(3), &json!(1))
    );
    assert_eq!((&lines[1]["status"], &lines[1]["count"]), (&json!("found"), &json!(2)));
    assert_eq!(
        lines[1]["csv"].as_str().map(|line| line.rsplit_once(';').map_or("", |(start, _)| start)),
        Some("\"84952293042\";\"2\";\"имя найдено\";\"1С ответила.\";\"ООО \"\"Ромашка\"\"\"")
    );
    assert_eq!(lines[2]["status"], "unknown");
    assert_eq!(lines[3]["done"], "ok");
    assert!(lines[0]["csv"].as_str().is_some_and(|it| it.starts_with("\u{feff}\"Номер\";\"Звонков\"")));

    // Asking on would lock the user, or take somebody's session.
    for (fail, reason) in
        [(Fail::Login, "login"), (Fail::NoLicence, "no-licence"), (Fail::NoSession, "no-session")]
    {
        let before = stand.count();
        stand.fail(Some(fail));
        let lines = question("84952293042\n89210000000\n89210000001\n").lines();
        assert_eq!(stand.count() - before, 1, "{lines:?}");
        let end = lines.last().expect("an end");
        assert_eq!((&end["done"], &end["reason"]), (&json!("stopped"), &json!(reason)));
    }
    // Any other failure is the caller's own until it is everybody's.
    stand.fail(Some(Fail::NotPublished));
    let many: String = (0..9).map(|at| format!("8921000000{at}\n")).collect();
    assert_eq!(question(&many).lines().iter().filter(|line| line["status"] == "failed").count(), 5);
    let refused = question("nothing\n").lines();
    assert!(
        refused[0]["sentence"].as_str().is_some_and(|it| it.contains("no caller's number")),
        "{refused:?}"
    );
}

/// It may hold an office's clients: this machine alone reaches it, and with its login only.
#[test]
fn the_stand_in_that_the_page_starts_is_guarded() {
    let page = Page::open();
    let started = page.post("/api/stand", "{}\nТелефон;Имя\n84952293042;Ёлка\n;Без номера\n".as_bytes());
    let started = started.json();
    assert_eq!((&started["clients"], &started["number"]), (&json!(1), &json!("84952293042")));
    assert!(started["told"].to_string().contains("Lines left out for want of a number"), "{started}");
    let fields = started["fields"].clone();
    let url = fields["url"].as_str().expect("an address").to_owned();
    let address: SocketAddr = url.split('/').nth(2).expect("a host").parse().expect("an address");
    assert!(address.ip().is_loopback());
    let mut form = fields;
    form["more"] = PATIENT.into();
    let found = page.ask("/api/lookup", &json!({"one_c": form, "number": "84952293042"})).json();
    assert_eq!(found["finding"]["full_name"], "Ёлка", "{found}");
    let mut stranger = TcpStream::connect(address).expect("it listens");
    stranger
        .write_all(b"GET /base/hs/agi1c/contacts?cursor=&count=100 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        .expect("it listens");
    let answer = answer(&mut stranger);
    assert_eq!(answer.status, 401);
    assert!(!answer.body.contains("Ёлка"));
    form["password"] = "guessed".into();
    let found = page.ask("/api/lookup", &json!({"one_c": form, "number": "84952293042"})).json();
    assert_eq!(found["finding"]["reason"], "login");
    // The next one takes its place.
    let again = page.post("/api/stand", b"{}").json();
    assert!(again["clients"].as_u64().is_some_and(|clients| clients > 1), "{again}");
    assert!(TcpListener::bind(address).is_ok(), "the first one has ended");
    let refused = page.post("/api/stand", b"{}\nPK\x03\x04 xl/");
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("an Excel workbook (xlsx)"), "{}", refused.body);
}

/// Without a command the browser is opened, with the address and its token.
#[test]
#[cfg(target_os = "linux")]
fn a_double_click_opens_the_page() {
    let folder = std::env::temp_dir().join(format!("agi1c-double-click-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let opened = folder.join("opened");
    let script = "#!/bin/sh\nprintf %s \"$*\" >\"$OPENED.new\" && mv \"$OPENED.new\" \"$OPENED\"\n";
    crate::executable::write(folder.join("xdg-open"), script);
    let mut kit = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"));
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let page = Page::of(kit.env("PATH", path).env("OPENED", &opened));
    let started = Instant::now();
    while !opened.exists() && started.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(20));
    }
    let address = std::fs::read_to_string(&opened).expect("the browser was opened");
    assert_eq!(address, format!("http://{}/#{}", page.address, page.token));
    std::fs::remove_dir_all(&folder).expect("the folder");

    // A machine without a browser: the address is printed, and served all the same.
    let mut kit = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"));
    let page = Page::of(kit.env("PATH", "/nowhere").stderr(Stdio::null()));
    assert_eq!(page.post("/api/words", b"{}").status, 200);
}

#[test]
fn the_page_ends_the_program() {
    let mut page = Page::open();
    assert_eq!(page.post("/api/end", b"{}").status, 200);
    assert!(page.child.wait().expect("its end").success());
}

#[test]
fn no_other_machine_may_see_the_page() {
    for (listen, reason) in
        [("0.0.0.0:0", "only this machine may reach it"), ("nowhere", "expected ADDRESS:PORT")]
    {
        let output = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"))
            .args(["web", "--no-browser", "--listen", listen])
            .output()
            .expect("it starts");
        let said = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!output.status.success() && said.contains(reason), "{said}");
    }
}
