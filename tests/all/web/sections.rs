//! What the sections answer to their questions: checks, numbers, lists, the stand-in; and the end.

use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::StandOptions;
use agi1c::kit::stand::failures::Fail;
use serde_json::json;

use super::{PATIENT, Page, SECRET, answer, one_c, stand};

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

#[test]
fn the_page_ends_the_program() {
    let mut page = Page::open();
    assert_eq!(page.post("/api/end", b"{}").status, 200);
    assert!(page.child.wait().expect("its end").success());
}
