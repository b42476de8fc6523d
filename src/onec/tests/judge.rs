use super::*;
use crate::onec::said::short;

const ASKED: Endpoint<'_> = Endpoint { path: "/", posted: false };

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
    let cases: [(u16, &str, &str, String, Reason, &str); 29] = [
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
            Reason::Tls,
            "expects https",
        ),
        (
            400,
            "",
            "nginx",
            page("400 The plain HTTP request was sent to HTTPS port"),
            Reason::Tls,
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
        (500, "", iis, page("500 - Internal server error."), Reason::Unavailable, "PassThrough"),
        (500, "", apache, page("500 Internal Server Error"), Reason::Unavailable, "before 1C's code ran"),
        (500, "", "", "".into(), Reason::Http, "status 500"),
        (407, "", "", "".into(), Reason::Http, "a proxy in between asks for a login"),
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
        let failure = super::status(&exchange, Endpoint { path: "/base/ws/x.1cws", posted: false }).unwrap();
        assert_eq!(failure.reason, reason, "{status}: {}", failure.detail);
        assert!(failure.detail.contains(says), "{status}: {} lacks {says}", failure.detail);
        // A page's source tells nobody anything.
        let quotes_source = failure.detail.ends_with(": ")
            || ["<!DOCTYPE", "<exc"].iter().any(|source| failure.detail.contains(source));
        assert!(!quotes_source, "{status}: {}", failure.detail);
    }
    assert_eq!(super::status(&Exchange { status: 204, ..Exchange::default() }, ASKED), None);
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
    assert_eq!(status(&exchange, ASKED).unwrap().reason, Reason::NoLicence);
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
    assert_eq!(short(&"ё".repeat(1000)).chars().count(), 81);
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

fn failed(status: u16, server: &str, body: &str) -> Failure {
    let exchange =
        Exchange { status, server: server.into(), body: body.as_bytes().to_vec(), ..Exchange::default() };
    super::status(&exchange, Endpoint { path: "/base/hs/x", posted: true }).expect("a failure")
}

/// 1C's own texts under 500, as the platform words them, in both languages.
#[test]
fn texts_of_1c_that_are_no_failure_of_its_code() {
    for (text, reason) in [
        ("Сервис не найден", Reason::NotPublished),
        ("Service not found", Reason::NotPublished),
        ("{\"error\":\"sessionId != kUUIDNull\"}", Reason::NotPublished),
        ("Информационная база не обнаружена", Reason::Unavailable),
        ("Информационная база не найдена: base", Reason::Unavailable),
        ("Infobase not found", Reason::Unavailable),
        ("Сервер 1С:Предприятия не обнаружен", Reason::Unavailable),
        ("Ошибка соединения с сервером 1С:Предприятия 8.3: server", Reason::Unavailable),
        ("1C:Enterprise server not found", Reason::Unavailable),
        ("Ошибка разделенного доступа к базе данных", Reason::Locked),
        ("Ошибка разделённого доступа к базе данных", Reason::Locked),
        ("Sharing violation of the infobase", Reason::Locked),
        ("База данных заблокирована", Reason::Locked),
        ("Ошибка блокировки информационной базы для конфигурирования", Reason::Locked),
        ("Сеанс работы завершен администратором.", Reason::NoSession),
        ("Сеанс завершен администратором", Reason::NoSession),
        ("Session terminated by the administrator", Reason::NoSession),
        ("Деление на 0", Reason::Fault),
    ] {
        for status in [500, 503] {
            let failure = failed(status, "Apache", text);
            let wanted = if status == 503 && reason == Reason::Fault { Reason::Unavailable } else { reason };
            assert_eq!(failure.reason, wanted, "{status} {text}: {}", failure.detail);
        }
    }
}

#[test]
fn a_service_s_own_words_are_quoted() {
    for (status, body, reason, says) in [
        (405, "", Reason::NotPublished, "{number}"),
        (405, "<html>405", Reason::NotPublished, "nothing is published as /base/hs/x"),
        (
            405,
            "{\"message\":\"GET only\"}",
            Reason::NotPublished,
            "as in /base/hs/x?number={number}: {\"message",
        ),
        (404, "{\"error\":\"Контрагент не найден\"}", Reason::NotPublished, "Контрагент не найден"),
        (404, "Нет такого", Reason::NotPublished, "Нет такого"),
        (400, "{\"success\":false,\"error\":\"Не указан номер\"}", Reason::Fault, "Не указан номер"),
        (422, "{\"success\":false,\"message\":\"x\"}", Reason::Fault, "(422): x"),
        (500, "{\"odata.error\":{\"message\":{\"value\":\"Нет прав\"}}}", Reason::Fault, "Нет прав"),
        (403, "нет роли", Reason::Forbidden, "нет роли"),
        (503, "идёт обслуживание", Reason::Unavailable, "идёт обслуживание"),
        (400, "bad number", Reason::Http, "status 400: bad number"),
        (501, "later", Reason::Http, "status 501: later"),
    ] {
        let failure = failed(status, "", body);
        assert_eq!(failure.reason, reason, "{status} {body}: {}", failure.detail);
        assert!(failure.detail.contains(says), "{status} {body}: {}", failure.detail);
    }
}

#[test]
fn iis_that_hides_1cs_words() {
    let plain = "The page cannot be displayed because an internal server error has occurred.";
    for body in ["", plain, "<!DOCTYPE html><html>", "<html><head><title>500</title>"] {
        let failure = failed(500, "Microsoft-IIS/8.5", body);
        assert_eq!(failure.reason, Reason::Unavailable, "{body}");
        assert!(failure.detail.contains("existingResponse=\"PassThrough\""), "{}", failure.detail);
    }
    assert!(!failed(500, "Microsoft-IIS/8.5", "Деление на 0").detail.contains("PassThrough"));
    assert!(!failed(500, "Apache", "").detail.contains("PassThrough"));
}

#[test]
fn one_of_several_offers_of_a_login_is_1cs() {
    let onec = [
        "Negotiate, NTLM, Basic realm=\"1C:Enterprise 8.3\"",
        "Basic realm=\"1С:Предприятие 8.3\"",
        "NTLM, Basic realm=\"1C:Предприятие 8\", Digest realm=\"x\"",
    ];
    for (offers, from_1c) in onec.map(|offers| (offers, true)).into_iter().chain([
        ("Negotiate, NTLM", false),
        ("Basic realm=\"1c.office.ru\"", false),
        ("", false),
    ]) {
        let exchange = Exchange { status: 401, www_authenticate: offers.into(), ..Exchange::default() };
        let failure = super::status(&exchange, ASKED).expect("a failure");
        assert_eq!(failure.detail.contains("401 from 1C itself"), from_1c, "{offers}: {}", failure.detail);
    }
}

#[test]
fn a_redirect_shows_where_to_without_what_is_behind_the_question_mark() {
    for (location, says) in [
        (
            "http://1c/base/ru_RU/ws/x.1cws?session=secret",
            "on to http://1c/base/ru_RU/ws/x.1cws (301), which",
        ),
        ("/login?ReturnUrl=%2Fbase#x", "another page, /login (301)"),
        ("https://1c/base/ws/x.1cws?token=secret", "https://1c/base/ws/x.1cws (301): put that address"),
        ("//other/path", "another page, //other/path (301)"),
        ("", "another page,  (301)"),
    ] {
        let exchange = Exchange { status: 301, location: location.into(), ..Exchange::default() };
        let failure = super::status(&exchange, ASKED).expect("a failure");
        assert!(failure.detail.contains(says), "{location}: {}", failure.detail);
        assert!(
            !failure.detail.contains("secret") && !failure.detail.contains("ReturnUrl"),
            "{}",
            failure.detail
        );
    }
}

#[test]
fn an_xhtml_page_is_a_page() {
    for text in [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">",
        "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">",
        "\n<!-- template --> <html>",
        "<?xml version=\"1.0\"?><!-- x --><!-- y --><body>",
        "<HTML>",
    ] {
        assert!(html(text), "{text}");
    }
    for text in ["<?xml version=\"1.0\"?><soap:Envelope>", "<!-- x -->", "<?xml", "", "{}"] {
        assert!(!html(text), "{text}");
    }
}

#[test]
fn codes_and_dates_are_no_telephone_numbers() {
    for (text, quoted) in [
        ("10060(0x0000274D): попытка", "10060(0x0000274D): попытка"),
        ("code 0x80070005!", "code 0x80070005!"),
        ("0X8004ABCD 74952293042", "0X8004ABCD …3042"),
        ("2024-11-28 10:15:00", "2024-11-28 10:15:00"),
        ("at 2024-11-28, 2293042", "at 2024-11-28, …3042"),
        ("0x 74952293042", "0x …3042"),
        ("2024-11-281 2293042", "…3042"),
    ] {
        assert_eq!(quote(text), quoted, "{text}");
    }
}
