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

fn pictures(miko: &Miko) -> PathBuf {
    let folder = std::env::var_os("AGI1C_PICTURES").map_or_else(|| miko.pbx.path("pictures"), PathBuf::from);
    fs::create_dir_all(&folder).expect("the pictures' folder");
    folder
}

/// What tests/mikopbx/page.js saw. Nothing may have gone wrong on the page itself.
fn browse(miko: &Miko, web: &Web, parts: &[&str], data: &Value) -> Value {
    let output = Command::new("node")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mikopbx/page.js"))
        .arg(pictures(miko))
        .arg(format!("http://{}/", web.address))
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
    let (miko, stand) = (Miko::new(Generation::New), one_c());
    miko.step("enable", Value::Null);
    let web = Web::serve(&miko);
    let fields = json!({
        "url": stand.url(), "user": "web", "password": PASSWORD, "deadline": "3000", "stale": "60", "keep": "0",
        "charset": "utf8", "allow_dial": "1", "numbers": "1XX 20[1-5]", "warm": "1", "warm_from": "9", "warm_to": "18",
        "more": "[number]\narea = 495\n[crm spb]\nurl = http://spb/x\nuser = spb\npassword = other-secret",
    });
    let wrong = json!([
        {"url": "nonsense"},
        {"deadline": HOSTILE},
        {"user": "a:b"},
        {"stale": "9999999999"},
        {"targets": "<script>"},
        {"more": "[nummer]\nx = 1"},
        {"warm_from": "20"},
        {"url": ""},
    ]);
    let data = json!({"fields": fields, "wrong": wrong, "numbers": [CLIENT, "+7 (812) 000-00-01", STRANGE, "--help"]});
    let seen = browse(&miko, &web, &["fresh", "save", "again", "wrong", "lookup"], &data);

    assert_eq!((&seen["fresh"]["values"]["url"], &seen["fresh"]["save"]), (&json!(""), &json!(true)));
    let saved = &seen["save"];
    assert_eq!(saved["saved"]["success"], true, "{saved}");
    assert_eq!((&saved["password"], &saved["placeholder"]), (&json!(""), &json!("не меняется")));
    let steps = saved["steps"].as_array().unwrap();
    let told: Vec<(&str, &str)> =
        steps.iter().map(|step| (step[0].as_str().unwrap(), step[1].as_str().unwrap())).collect();
    for name in ["настройки", "адрес", "соединение", "веб-сервер", "описание сервиса", "Asterisk"]
    {
        assert!(told.contains(&(name, "в порядке")), "{saved}");
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
    assert_eq!(
        fields_named,
        ["url", "deadline", "user", "stale", "targets", "more", "warm_to", "url"],
        "{}",
        seen["refused"]
    );
    assert_eq!(fs::read_to_string(miko.conf()).unwrap(), conf, "nothing of it is in force");

    let found = &seen["lookup"];
    assert!(found[0].as_str().unwrap().contains("ООО «Ромашка»"), "{found}");
    assert!(found[1].as_str().unwrap().contains("В 1С такого номера нет"), "{found}");
    assert!(found[2].as_str().unwrap().contains("<script>alert(1)</script> & <b>"), "as text: {found}");
    assert!(found[3].as_str().unwrap().contains("АТС не ответила"), "no number at all: {found}");

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
    let seen = browse(&miko, &web, &["calls"], &json!({"number": CLIENT}));
    let rows = seen["calls"]["rows"].as_array().unwrap();
    let told: Vec<(&str, &str)> =
        rows.iter().map(|row| (row[1].as_str().unwrap(), row[2].as_str().unwrap())).collect();
    let newest_first = [
        ("0003", "без имени"),
        ("0002", "без имени"),
        ("0001", "1С не знает номера"),
        ("3042", "имя найдено"),
    ];
    assert_eq!(told, newest_first, "{seen}");
    let why = |row: usize| rows[row][3].as_str().unwrap();
    assert!(why(0).contains("пауза") && why(1).contains("Неверный пользователь или пароль"), "{seen}");
    let asking = seen["calls"]["asking"].as_str().unwrap();
    assert!(asking.contains("exten => _.!,1,AGI(agi1c,do=name)"), "{seen}");
    assert!(!miko.pbx.database("agi1c").contains_key("b/default"), "the check ends the pause");
    assert_eq!(come("78120000004"), "nobody");
}
