//! The settings page in headless Chromium: filled in, saved, checked against a stand-in 1C, a number looked up, the
//! last calls read. The pictures are for a person to look at; `AGI1C_PICTURES` names a folder to keep them in.

use std::fs;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::failures::Fail;
use agi1c::kit::stand::{Stand, StandOptions};
use agi1c::privacy::Secret;
use serde_json::{Value, json};

use super::calls::{CLIENT, call, incoming};
use super::place::{Generation, Miko};
use crate::installed::cache;
use crate::real::asterisk::wait_for;
use crate::real::servers::free_tcp_port;

/// PHP's own web server with the page, gone with it.
struct Web {
    server: Child,
    address: String,
}

impl Web {
    fn serve(miko: &Miko) -> Web {
        let address = format!("127.0.0.1:{}", free_tcp_port());
        let mut command = miko.command(&["php", "-S", &address, "/agi1c-tests/serve.php"]);
        let server = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("unshare");
        let answers = wait_for(Duration::from_secs(10), || TcpStream::connect(&address).ok());
        assert!(answers.is_some(), "PHP's web server does not start");
        Web { server, address }
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn pictures(miko: &Miko, words: &Words) -> PathBuf {
    let folder = std::env::var_os("AGI1C_PICTURES").map_or_else(|| miko.pbx.path("pictures"), PathBuf::from);
    let folder = folder.join(words.language);
    fs::create_dir_all(&folder).expect("the pictures' folder");
    folder
}

/// The page's language, and what it says in it.
struct Words {
    language: &'static str,
    unchanged: &'static str,
    /// Steps of the check, and how each of them went.
    steps: [&'static str; 6],
    in_order: &'static str,
    found: &'static str,
    unknown: &'static str,
    nameless: &'static str,
    nobody: &'static str,
    no_answer: &'static str,
    pause: &'static str,
    login: &'static str,
    /// The complaint about an address that is none.
    wrong_url: &'static str,
    /// How many of the wrong fields are tried: which of them is marked is the same in both languages.
    wrong: usize,
}

const RUSSIAN: Words = Words {
    language: "ru",
    unchanged: "не меняется",
    steps: ["настройки", "адрес", "соединение", "веб-сервер", "описание сервиса", "Asterisk"],
    in_order: "в порядке",
    found: "имя найдено",
    unknown: "1С не знает номера",
    nameless: "без имени",
    nobody: "В 1С такого номера нет",
    no_answer: "АТС не ответила",
    pause: "пауза",
    login: "Неверный пользователь или пароль",
    wrong_url: "Нужен адрес вида",
    wrong: WRONG.len(),
};

const ENGLISH: Words = Words {
    language: "en",
    unchanged: "unchanged",
    steps: ["settings", "address", "connection", "web server", "the service's description", "Asterisk"],
    in_order: "in order",
    found: "found",
    unknown: "1C knows nobody",
    nameless: "no name",
    nobody: "1C does not have this number",
    no_answer: "The PBX did not answer",
    pause: "a pause",
    login: "Wrong user or password",
    wrong_url: "An address like",
    wrong: 1,
};

/// What tests/mikopbx/page.js saw. Nothing may have gone wrong on the page itself.
fn browse(miko: &Miko, web: &Web, words: &Words, parts: &[&str], data: &Value) -> Value {
    let output = Command::new("node")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mikopbx/page.js"))
        .arg(pictures(miko, words))
        .arg(format!("http://{}/?lang={}", web.address, words.language))
        .args(parts)
        .env("AGI1C_BROWSER", cache().join("browser"))
        .env("AGI1C_DATA", data.to_string())
        .output()
        .expect("node");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let seen: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(seen["wrong"], json!([]));
    seen
}

const PASSWORD: &str = r#"'q\;w"e$r <b>"#;
const HOSTILE: &str = r#"<script>alert("1")</script>; 'x' \"#;

/// A field, what is wrong in it, and the field that is marked.
const WRONG: [(&str, &str, &str); 8] = [
    ("url", "nonsense", "url"),
    ("deadline", HOSTILE, "deadline"),
    ("user", "a:b", "user"),
    ("stale", "9999999999", "stale"),
    ("targets", "<script>", "targets"),
    ("more", "[nummer]\nx = 1", "more"),
    ("warm_from", "20", "warm_to"),
    ("url", "", "url"),
];

/// A client whose name is HTML.
const STRANGE: &str = "74952293043";

fn one_c() -> Stand {
    let clients =
        vec![Client::new(CLIENT, "ООО «Ромашка»"), Client::new(STRANGE, "<script>alert(1)</script> & <b>")];
    let password = Secret::new(PASSWORD);
    Stand::start(StandOptions { clients, user: "web".into(), password, ..StandOptions::default() })
        .expect("loopback")
}

#[test]
#[ignore = "tests/run"]
fn an_administrator_sets_it_up() {
    sets_it_up(&RUSSIAN);
}

#[test]
#[ignore = "tests/run"]
fn an_administrator_sets_it_up_in_english() {
    sets_it_up(&ENGLISH);
}

fn sets_it_up(words: &Words) {
    let (miko, stand) = (Miko::new(Generation::New), one_c());
    miko.step("enable", Value::Null);
    let web = Web::serve(&miko);
    let fields = json!({
        "url": stand.url(), "user": "web", "password": PASSWORD, "deadline": "3000", "stale": "60", "keep": "0",
        "charset": "utf8", "allow_dial": "1", "numbers": "1XX 20[1-5]", "warm": "1", "warm_from": "9", "warm_to": "18",
        "more": "[number]\narea = 495\n[crm spb]\nurl = http://spb/x\nuser = spb\npassword = other-secret",
    });
    let wrong: Vec<Value> =
        WRONG[..words.wrong].iter().map(|(field, value, _)| json!({ *field: value })).collect();
    let data = json!({"fields": fields, "wrong": wrong, "numbers": [CLIENT, "+7 (812) 000-00-01", STRANGE, "--help"]});
    let seen = browse(&miko, &web, words, &["fresh", "save", "again", "wrong", "lookup"], &data);

    assert_eq!((&seen["fresh"]["values"]["url"], &seen["fresh"]["save"]), (&json!(""), &json!(true)));
    let saved = &seen["save"];
    assert_eq!(saved["saved"]["success"], true, "{saved}");
    assert_eq!((&saved["password"], &saved["placeholder"]), (&json!(""), &json!(words.unchanged)));
    let steps = saved["steps"].as_array().unwrap();
    let told: Vec<(&str, &str)> =
        steps.iter().map(|step| (step[0].as_str().unwrap(), step[1].as_str().unwrap())).collect();
    for name in words.steps {
        assert!(told.contains(&(name, words.in_order)), "{saved}");
    }

    // What is saved comes back, and no secret with it: neither in the fields nor anywhere in the page.
    for (name, value) in fields.as_object().unwrap() {
        let shown = &seen["again"]["values"][name];
        match name.as_str() {
            "password" => assert_eq!(shown, ""),
            "more" => assert_eq!(shown, &value.as_str().unwrap().replace("other-secret", "********")),
            _ => assert_eq!(shown, value, "{name}"),
        }
    }
    let told = format!("{} {}", saved["saved"], seen["again"]);
    assert!(!told.contains("other-secret") && !told.contains("q\\\\;w"), "{told}");
    let conf = fs::read_to_string(miko.conf()).unwrap();
    assert!(
        conf.contains(r#"password = "'q\\;w\"e$r <b>""#) && conf.contains("password = other-secret"),
        "{conf}"
    );

    let fields_named: Vec<&str> = seen["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["complaints"][0][0].as_str().unwrap())
        .collect();
    let marked: Vec<&str> = WRONG[..words.wrong].iter().map(|(.., marked)| *marked).collect();
    assert_eq!(fields_named, marked, "{}", seen["refused"]);
    assert_eq!(fs::read_to_string(miko.conf()).unwrap(), conf, "nothing of it is in force");

    let said = &seen["refused"][0]["complaints"][0][1];
    assert!(said.as_str().unwrap().contains(words.wrong_url), "{said}");

    // Before there are names and numbers on it, a page has the letters of its own language only.
    let html = seen["again"]["html"].as_str().unwrap();
    assert_eq!(html.contains(|c| matches!(c, 'А'..='я')), words.language == "ru", "{html}");

    let found = &seen["lookup"];
    assert!(found[0].as_str().unwrap().contains("ООО «Ромашка»"), "{found}");
    assert!(found[1].as_str().unwrap().contains(words.nobody), "{found}");
    assert!(found[2].as_str().unwrap().contains("<script>alert(1)</script> & <b>"), "as text: {found}");
    assert!(found[3].as_str().unwrap().contains(words.no_answer), "no number at all: {found}");

    // Calls, then the table.
    let lines = miko.step("incoming", json!("X!"));
    miko.pbx.dialplan("incoming", &incoming(lines.as_str().unwrap(), "*,*,*,*"));
    let come = |from: &str| call(&miko, from, "74951234567").at_end("AGI1C_REASON").to_owned();
    assert_eq!([come(CLIENT), come("78120000001")], ["answer", "nobody"]);
    stand.fail(Some(Fail::Login));
    assert_eq!([come("78120000002"), come("78120000003")], ["login", "breaker"]);
    stand.fail(None);
    let pasted = "[SIP-2-incoming-custom]\nexten => _.!,1,AGI(agi1c,do=name)\n";
    let extensions = miko.pbx.path("etc/extensions.conf");
    fs::write(&extensions, fs::read_to_string(&extensions).unwrap() + pasted).unwrap();
    assert!(miko.pbx.database("agi1c").contains_key("b/default"));
    let seen = browse(&miko, &web, words, &["calls"], &json!({"number": CLIENT}));
    let rows = seen["calls"]["rows"].as_array().unwrap();
    let told: Vec<(&str, &str)> =
        rows.iter().map(|row| (row[1].as_str().unwrap(), row[2].as_str().unwrap())).collect();
    let newest_first =
        [("0003", words.nameless), ("0002", words.nameless), ("0001", words.unknown), ("3042", words.found)];
    assert_eq!(told, newest_first, "{seen}");
    let why = |row: usize| rows[row][3].as_str().unwrap();
    assert!(why(0).contains(words.pause) && why(1).contains(words.login), "{seen}");
    let asking = seen["calls"]["asking"].as_str().unwrap();
    assert!(asking.contains("exten => _.!,1,AGI(agi1c,do=name)"), "{seen}");
    assert!(!miko.pbx.database("agi1c").contains_key("b/default"), "the check ends the pause");
    assert_eq!(come("78120000004"), "nobody");
}
