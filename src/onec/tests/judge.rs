use super::*;
use crate::onec::said::short;

fn page(title: &str) -> String {
    format!(
        "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>{title}</title>\n</head><body></body></html>"
    )
}

/// As 1C, IIS, Apache and nginx word their refusals.
#[test]
fn statuses() {
    let onec = "Basic realm=\"1C:Enterprise 8.3\"";
    let iis = "Microsoft-IIS/10.0";
    let exception = |code: u16, text: &str| {
        format!(
            "<exception xmlns=\"http://v8.1c.ru/8.2/virtual-resource-system\" reason=\"{code}\"><descr \
             xmlns=\"http://v8.1c.ru/8.1/data/core\">{text}</descr></exception>"
        )
    };
    let apache = "Apache/2.4.62 (Debian)";
    let cases: [(u16, &str, &str, String, Reason, &str); 27] = [
        (401, onec, "", "".into(), Reason::Login, "401 from 1C itself"),
        (401, onec, iis, page("401"), Reason::Login, "401 from 1C itself"),
        (
            401,
            "Basic realm=\"1c.local\"",
            iis,
            page("401 - Unauthorized"),
            Reason::Login,
            "(Microsoft-IIS/10.0) itself asks",
        ),
        (401, "Negotiate", iis, page("401"), Reason::Login, "anonymous access to /base/ws/x.1cws"),
        (
            401,
            "Basic realm=\"Restricted\"",
            apache,
            page("401 Unauthorized"),
            Reason::Login,
            "Apache/2.4.62 (Debian)",
        ),
        (401, "", "", "".into(), Reason::Login, "the web server itself asks"),
        (403, "", apache, page("403 Forbidden"), Reason::Forbidden, "forbids /base/ws/x.1cws"),
        (403, "", "", "Недостаточно прав для входа в программу".into(), Reason::Forbidden, "basic rights"),
        (
            404,
            "",
            "nginx/1.26.3",
            page("404 Not Found"),
            Reason::NotPublished,
            "/base/ws/x.1cws (404 from the web server (nginx/1.26.3))",
        ),
        (404, "", iis, exception(404, "Ресурс не найден"), Reason::NotPublished, "Ресурс не найден"),
        (405, "", "nginx", page("405 Not Allowed"), Reason::NotPublished, "(405 from"),
        (406, "", apache, exception(406, "Истекло время ожидания сеанса"), Reason::NoSession, "poolSize"),
        (400, "", apache, exception(400, "Истекло время ожидания сеанса"), Reason::NoSession, "poolSize"),
        (406, "", apache, "".into(), Reason::NoSession, "(406)"),
        (406, "", iis, page("406 - Client browser does not accept"), Reason::Http, "status 406"),
        (
            400,
            "",
            apache,
            "Reason: You're speaking plain HTTP to an SSL-enabled server port.".into(),
            Reason::Http,
            "expects https",
        ),
        (
            400,
            "",
            "nginx",
            page("400 The plain HTTP request was sent to HTTPS port"),
            Reason::Http,
            "expects https",
        ),
        (402, "", "", "".into(), Reason::NoLicence, "(402)"),
        (500, "", iis, "Не обнаружено свободной лицензии!".into(), Reason::NoLicence, "add one"),
        (500, "", iis, page("Не найдена лицензия. 500"), Reason::NoLicence, "add one"),
        (
            500,
            "",
            apache,
            "{HTTPСервис.AGI.Модуль(7)}: Деление на 0".into(),
            Reason::Fault,
            "Модуль(7)}: Деление на 0",
        ),
        (500, "", iis, page("500 - Internal server error."), Reason::Unavailable, "before 1C's code ran"),
        (500, "", "", "".into(), Reason::Http, "status 500"),
        (502, "", "nginx", page("502 Bad Gateway"), Reason::Unavailable, "does not reach 1C (502)"),
        (503, "", apache, page("503 Service Unavailable"), Reason::Unavailable, "(503)"),
        (504, "", "nginx", page("504 Gateway Time-out"), Reason::Unavailable, "(504)"),
        (
            418,
            "",
            "x",
            "short and stout".into(),
            Reason::Http,
            "(x) answered with status 418: short and stout",
        ),
    ];
    for (status, www_authenticate, server, body, reason, says) in cases {
        let exchange = Exchange {
            status,
            www_authenticate: www_authenticate.into(),
            server: server.into(),
            body: body.into_bytes(),
            ..Exchange::default()
        };
        let failure = super::status(&exchange, "/base/ws/x.1cws").unwrap();
        assert_eq!(failure.reason, reason, "{status}: {}", failure.detail);
        assert!(failure.detail.contains(says), "{status}: {} lacks {says}", failure.detail);
    }
    assert_eq!(super::status(&Exchange { status: 204, ..Exchange::default() }, "/"), None);
}

#[test]
fn an_error_page_in_windows_1251_is_still_understood() {
    let exchange = Exchange {
        status: 500,
        content_type: "text/plain; charset=windows-1251".into(),
        // «Не найдена лицензия»
        body: b"\xcd\xe5 \xed\xe0\xe9\xe4\xe5\xed\xe0 \xeb\xe8\xf6\xe5\xed\xe7\xe8\xff".to_vec(),
        ..Exchange::default()
    };
    assert_eq!(status(&exchange, "/").unwrap().reason, Reason::NoLicence);
}

#[test]
fn quotes_are_one_short_line_without_numbers() {
    for (text, quoted) in [
        ("a\r\n\tb\u{0}\u{1b}c", "a b c"),
        ("номер 74952293042 не найден", "номер …3042 не найден"),
        ("+7 (495) 229-30-42, 2293042", "+…3042, …3042"),
        ("192.168.100.200:8080, строка 12345", "192.168.100.200:8080, строка 12345"),
        ("7495229304२", "…9304२"),
    ] {
        assert_eq!(quote(text), quoted);
    }
    assert_eq!(quote(&"ё".repeat(1000)).chars().count(), 201);
    assert_eq!(short(&"ё".repeat(1000)).chars().count(), 80);
}

#[test]
fn pages_are_known_by_their_beginning() {
    for (text, is) in [
        (" \n<!doctype html>", true),
        ("<HTML>", true),
        ("<html lang=ru>", true),
        ("<soap:Envelope>", false),
        ("<ё", false),
        ("", false),
    ] {
        assert_eq!(html(text), is, "{text}");
    }
}
