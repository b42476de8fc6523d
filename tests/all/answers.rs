//! What services of 1C and of others answer, through whole calls and `check`: each test is named by the symptom it was
//! seen by. Tables of single texts and statuses are beside the code.

use std::time::SystemTime;

use crate::command_line;
use crate::fakes::asterisk::{Asterisk, Call, Version};
use crate::fakes::hostile::{Hostile, Step};
use crate::onec_wire::{response, soap, text};

const NUMBER: &str = "74952293042";
const KNOWN: &str = "n/default/74952293042";

/// Of a minute ago.
fn remembered() -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a clock").as_secs();
    format!("{} Ромашка", now - 60)
}

/// One call to a service that answers so; the name of an earlier call is remembered.
fn called(settings: &str, answer: String) -> (Asterisk, Call) {
    let server = Hostile::start(&[Step::Request, text(answer)]);
    let pbx = Asterisk::new(Version::V16);
    pbx.db_put("agi1c", KNOWN, &remembered());
    let settings = format!("[crm]\nurl = http://{}/base/hs/x\n{settings}", server.address);
    let settings = format!("{settings}\n[commands]\nallow = name dial\n");
    let call = pbx.call(NUMBER).name("Trunk").settings(&settings).run();
    (pbx, call)
}

/// `check` of the same.
fn checked(settings: &str, answer: String) -> (i32, String) {
    let server = Hostile::start(&[Step::Request, text(answer)]);
    let settings = format!("[crm]\nurl = http://{}/base/hs/x\n{settings}", server.address);
    let (status, said, _) = command_line::run(&settings, &["check", NUMBER]);
    (status, said)
}

fn ok(body: &str) -> String {
    response("200 OK", "", body)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[test]
fn a_reply_in_which_nothing_can_be_used_deletes_no_name() {
    for body in [
        r#"{"name":false}"#,
        r#"["А","Б"]"#,
        r#"{"name":["ООО"]}"#,
        r#"{"dial":[]}"#,
        "{}",
        r#"{"name":{}}"#,
        r#"{"goto":7}"#,
        r#"{"reject":"maybe","play":{}}"#,
        "[]",
        r#"[{"name":"А"},{"name":"Б"}]"#,
        "42",
    ] {
        for (protocol, answer) in [("json", ok(body)), ("soap", ok(&soap(&escaped(body))))] {
            // As a SOAP return a bare number is a name.
            if protocol == "soap" && body == "42" {
                continue;
            }
            let (pbx, call) = called(&format!("protocol = {protocol}\n"), answer.clone());
            assert_eq!(call.outcome(), ("stale", "bad-answer"), "{protocol} {body}: {}", call.conversation());
            assert_eq!(call.variable("CALLERID(name)"), Some("Ромашка"), "{protocol} {body}");
            assert!(
                pbx.db("agi1c", KNOWN).is_some_and(|known| known.ends_with(" Ромашка")),
                "{protocol} {body}"
            );
            if protocol == "json" {
                let (status, said) = checked("protocol = json\n", answer);
                assert!(status == 1 && said.contains("WRONG"), "{body}: {said}");
            }
        }
    }
}

#[test]
fn commands_alone_and_nobody_are_what_they_say() {
    for (body, outcome, known) in [
        (r#"{"dial":"101"}"#, ("found", "answer"), true),
        (r#"{"name":null,"dial":"101"}"#, ("found", "answer"), true),
        (r#"{"name":""}"#, ("unknown", "nobody"), false),
        (r#"{"name":null}"#, ("unknown", "nobody"), false),
        (r#"{"name":"","dial":[]}"#, ("unknown", "nobody"), false),
        (r#"{"name":"НЕТ","dial":[]}"#, ("found", "answer"), true),
        (r#"[{"name":"Один"}]"#, ("found", "answer"), true),
        (r#""Строка""#, ("found", "answer"), true),
    ] {
        let (pbx, call) = called("protocol = json\n", ok(body));
        assert_eq!(call.outcome(), outcome, "{body}: {}", call.conversation());
        assert_eq!(pbx.db("agi1c", KNOWN).is_some(), known, "{body}");
    }
}

#[test]
fn a_label_that_names_no_compression_costs_no_name() {
    for label in ["UTF-8", "utf8", "windows-1251", "identity", "none", "gzip", ""] {
        let answer = response("200 OK", &format!("Content-Encoding: {label}\r\n"), &soap("ООО Лютик"));
        let (_, call) = called("", answer);
        assert_eq!(call.variable("CALLERID(name)"), Some("ООО Лютик"), "{label}: {}", call.conversation());
    }
}

#[test]
fn services_as_they_are() {
    let json = "protocol = json\n";
    for (settings, answer, name) in [
        ("answer = data.Наименование\n", ok(r#"{"data":{"Наименование":"ООО Лютик"}}"#), Some("ООО Лютик")),
        ("answer = value.0.Description\n", ok(r#"{"value":[{"Description":"Лютик"}]}"#), Some("Лютик")),
        ("answer = value.0.Description\n", ok(r#"{"odata.metadata":"x","value":[]}"#), None),
        ("answer = Name\n", ok(r#"[{"Name":"Лютик"}]"#), Some("Лютик")),
        ("answer = Имя\n", ok(r#"[]"#), None),
        ("nobody = 204 404\n", response("404 Not Found", "", r#"{"error":"нет"}"#), None),
        ("nobody = 404\n", response("404 Not Found", "", ""), None),
        ("", response("204 No Content", "", ""), None),
    ] {
        let (pbx, call) = called(&[json, settings].concat(), answer);
        let outcome = if name.is_some() { ("found", "answer") } else { ("unknown", "nobody") };
        assert_eq!(call.outcome(), outcome, "{settings}: {}", call.conversation());
        assert_eq!(call.variable("CALLERID(name)"), name.or(Some("Trunk")), "{settings}");
        // A status may be the web server's: what is remembered stays.
        assert_eq!(
            pbx.db("agi1c", KNOWN).is_some(),
            name.is_some() || !settings.contains("answer"),
            "{settings}"
        );
    }
    for (settings, answer, reason) in [
        ("answer = data.name\n", ok(r#"{"data":{}}"#), "bad-answer"),
        ("answer = name\n", ok(r#"{"success":false,"error":"занят"}"#), "fault"),
        ("nobody = 404\n", response("404 Not Found", "", "<html><title>404</title>"), "not-published"),
        ("", response("404 Not Found", "", r#"{"error":"нет"}"#), "not-published"),
        ("", ok(r#"{"success":false,"error":"Не указан номер"}"#), "fault"),
        ("", response("400 Bad Request", "", r#"{"success":false,"error":"Не указан номер"}"#), "fault"),
    ] {
        let (_, call) = called(&[json, settings].concat(), answer);
        assert_eq!(call.outcome(), ("stale", reason), "{settings}: {}", call.conversation());
    }
    let (_, call) = called("protocol = text\n", ok("ООО Лютик\ndial: 101\n"));
    assert_eq!(call.variable("CALLERID(name)"), Some("ООО Лютик"));
}

/// The blocks of a page that begin so.
fn blocks<'a>(page: &'a str, kind: &str) -> Vec<&'a str> {
    let begins = format!("```{kind}\n");
    page.split(begins.as_str()).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

/// Each recipe of the page, with the answer beside it.
#[test]
fn the_recipes_for_foreign_services_name_the_caller() {
    for page in ["services.md", "services.ru.md"] {
        let path = format!("{}/package/recipes/{page}", env!("CARGO_MANIFEST_DIR"));
        let page = std::fs::read_to_string(path).expect("the page");
        let (settings, answers) = (blocks(&page, "ini"), blocks(&page, "http"));
        assert!(settings.len() == answers.len() && settings.len() >= 7);
        for (settings, answer) in settings.iter().zip(answers) {
            let (head, body) = answer.split_once("\n\n").expect("a body");
            let (status, headers) = head.split_once('\n').expect("headers");
            let status = status.trim_start_matches("HTTP/1.1 ");
            let headers = headers.replace('\n', "\r\n") + "\r\n";
            let server = Hostile::start(&[Step::Request, text(response(status, &headers, body))]);
            let settings = settings.replace("crm.local", &server.address.to_string());
            let call = Asterisk::new(Version::V16).call("84952293042").settings(&settings).run();
            let asked = server.seen().join("\n");
            if status.starts_with("404") {
                assert_eq!(call.outcome(), ("unknown", "nobody"), "{settings}{}", call.conversation());
            } else {
                assert_eq!(
                    call.variable("CALLERID(name)"),
                    Some("ООО Лютик"),
                    "{settings}{}",
                    call.conversation()
                );
            }
            for (setting, sent) in
                [("token =", "Bearer 0123456789abcdef"), ("constants =", "OutputFirstNames")]
            {
                assert_eq!(settings.contains(setting), asked.contains(sent), "{settings}{asked}");
            }
        }
    }
}

/// A failing script writes into the header; what is good in it stays.
#[test]
fn a_header_line_that_is_none_costs_no_name() {
    for line in ["PHP Warning: x in /srv/y.php", "Warning", "Имя: значение", "X Y: 1", " folded"] {
        for body in [soap("ООО Лютик"), soap(&"Л".repeat(300))] {
            let (_, call) = called("", response("200 OK", &format!("{line}\r\nServer: x\r\n"), &body));
            assert_eq!(call.outcome(), ("found", "answer"), "{line}: {}", call.conversation());
        }
    }
    for line in ["Content-Length : 5", " Transfer-Encoding: chunked"] {
        let answer = response("200 OK", &format!("{line}\r\n"), &soap("ООО Лютик"));
        let (_, call) = called("", answer);
        assert_eq!(call.outcome(), ("stale", "http"), "{line}: {}", call.conversation());
        assert!(call.said().contains("line 2 of its header is broken"), "{line}: {}", call.said());
    }
}

#[test]
fn a_description_of_190_kilobytes_is_read() {
    let wsdl = include_str!("../fixtures/1c.wsdl");
    for size in [85_000, 190_000, 500_000] {
        let padding = format!("<!-- {} -->", "x".repeat(size));
        let body = wsdl.replace("</definitions>", &[&padding, "</definitions>"].concat());
        let (_, said) = checked("", response("200 OK", "", &body));
        assert!(said.lines().any(|line| line.starts_with("wsdl      ok")), "{size}: {said}");
    }
}

#[test]
fn what_1c_answers_in_json_is_judged_at_the_question() {
    for (answer, step) in [
        (ok("{}"), "question"),
        (ok("{\"name\":\"А\",}"), "question"),
        (ok("<?xml version=\"1.0\"?><!DOCTYPE html><html>"), "question"),
        (ok("{\"success\":false,\"error\":\"x\"}"), "question"),
        (response("401 Unauthorized", "WWW-Authenticate: Basic realm=\"1C:Enterprise 8.3\"\r\n", ""), "http"),
        (response("404 Not Found", "", "нет"), "http"),
        (response("500 x", "", "Деление на 0"), "http"),
    ] {
        let (status, said) = checked("protocol = json\n", answer);
        let wrong = said.lines().find(|line| line.contains("WRONG")).unwrap_or_default();
        assert!(status == 1 && wrong.starts_with(step), "{said}");
    }
    let (status, said) = checked("protocol = json\nnobody = 404\n", response("404 Not Found", "", ""));
    assert!(status == 0 && said.contains("knows nobody"), "{said}");
    let offers = "WWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM\r\nWWW-Authenticate: Basic realm=\"1C:Enterprise 8.3\"\r\n";
    let (_, said) = checked("", response("401 Unauthorized", offers, "<html>401</html>"));
    assert!(said.contains("401 from 1C itself"), "{said}");
}
