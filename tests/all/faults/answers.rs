//! Answers that are no name: refusals as 1C, IIS, Apache and nginx word them (texts written here in their manner; the
//! genuine pages of Apache and nginx are in `webservers`), and bodies that are not what they seem.

use super::fails_at_once;
use crate::fakes::hostile::Step::{self, Request, Send, Silence};
use crate::onec_wire::{response, soap, text};

const ONEC: &str = "WWW-Authenticate: Basic realm=\"1C:Enterprise 8.3\"\r\n";
const IIS: &str = "Server: Microsoft-IIS/10.0\r\nX-Powered-By: ASP.NET\r\nContent-Type: text/html\r\n";
const APACHE: &str = "Server: Apache/2.4.62 (Debian)\r\nContent-Type: text/html; charset=iso-8859-1\r\n";
const NGINX: &str = "Server: nginx/1.22.1\r\nContent-Type: text/html\r\n";
const OWN: &str = "Content-Type: text/plain; charset=utf-8\r\n";

/// 1C's own error document.
fn onec(code: u16, text: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<exception xmlns=\"http://v8.1c.ru/8.2/virtual-resource-system\" \
         reason=\"{code}\">\r\n\t<descr xmlns=\"http://v8.1c.ru/8.1/data/core\">{text}</descr>\r\n</exception>"
    )
}

fn fault(text: &str) -> String {
    format!(
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\">\n\t<soap:Body>\n\t\t<soap:Fault>\n\
         <faultcode>soap:Server</faultcode><faultstring>{text}</faultstring></soap:Fault></soap:Body></soap:Envelope>"
    )
}

fn iis(title: &str) -> String {
    format!(
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">\
         \r\n<html xmlns=\"http://www.w3.org/1999/xhtml\">\r\n<head>\r\n<title>{title}</title>\r\n</head>\r\n<body>\r\n\
         <div id=\"header\"><h1>Server Error</h1></div>\r\n<h2>{title}</h2>\r\n</body>\r\n</html>\r\n"
    )
}

/// What the kernel's HTTP.SYS says before IIS is asked.
fn http_sys(title: &str) -> String {
    format!("<HTML><HEAD><TITLE>{title}</TITLE></HEAD>\r\n<BODY><h2>{title}</h2>\r\n<hr></BODY></HTML>\r\n")
}

fn apache(title: &str) -> String {
    format!(
        "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>{title}</title>\n</head><body>\n\
         <h1>{title}</h1>\n<hr>\n<address>Apache/2.4.62 (Debian) Server at 1c.local Port 80</address>\n</body></html>\n"
    )
}

fn nginx(title: &str) -> String {
    format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n\
         <hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n"
    )
}

#[test]
fn refusals() {
    let thrown = fault("Неизвестная ошибка. {WebСервис.IdentifyNumber.Модуль(25)}: Поле не найдено");
    let started = "Ошибка при выполнении запроса POST к ресурсу /e1cib/modules/extmodules: ";
    for (status, headers, body, reason) in [
        ("400 Bad Request", OWN, onec(400, "Сеанс отсутствует или удален"), "no-session"),
        ("400 Bad Request", OWN, onec(400, "Неверный формат запроса"), "fault"),
        ("400 Bad Request", IIS, http_sys("Bad Request - Invalid Hostname"), "http"),
        ("400 Bad Request", APACHE, apache("400 Bad Request"), "http"),
        ("400 Bad Request", NGINX, nginx("400 The plain HTTP request was sent to HTTPS port"), "tls"),
        ("401 Unauthorized", ONEC, "".into(), "login"),
        (
            "401 Unauthorized",
            IIS,
            iis("401 - Unauthorized: Access is denied due to invalid credentials."),
            "login",
        ),
        ("401 Unauthorized", APACHE, apache("401 Unauthorized"), "login"),
        ("401 Unauthorized", NGINX, nginx("401 Authorization Required"), "login"),
        ("402 Payment Required", OWN, "Не обнаружено свободной лицензии!".into(), "no-licence"),
        ("403 Forbidden", OWN, "Недостаточно прав для входа в программу".into(), "forbidden"),
        ("403 Forbidden", IIS, iis("403 - Forbidden: Access is denied."), "forbidden"),
        ("403 Forbidden", APACHE, apache("403 Forbidden"), "forbidden"),
        ("403 Forbidden", NGINX, nginx("403 Forbidden"), "forbidden"),
        ("404 Not Found", OWN, onec(404, "Ресурс не найден"), "not-published"),
        ("404 Not Found", IIS, iis("404 - File or directory not found."), "not-published"),
        ("404 Not Found", APACHE, apache("404 Not Found"), "not-published"),
        ("404 Not Found", NGINX, nginx("404 Not Found"), "not-published"),
        ("406 Not Acceptable", OWN, onec(406, "Истекло время ожидания сеанса"), "no-session"),
        ("406 Not Acceptable", IIS, iis("406 - Client browser does not accept the MIME type."), "http"),
        ("406 Not Acceptable", APACHE, apache("406 Not Acceptable"), "http"),
        ("500 Internal Server Error", OWN, thrown.clone(), "fault"),
        ("500 Internal Server Error", OWN, format!("{started}по причине: Деление на 0"), "fault"),
        (
            "500 Internal Server Error",
            OWN,
            "Начало сеанса с информационной базой запрещено.".into(),
            "locked",
        ),
        ("500 Internal Server Error", OWN, format!("{started}Не найдена лицензия."), "no-licence"),
        ("500 Internal Server Error", IIS, iis("500 - Internal server error."), "unavailable"),
        ("500 Internal Server Error", APACHE, apache("500 Internal Server Error"), "unavailable"),
        ("500 Internal Server Error", NGINX, nginx("500 Internal Server Error"), "unavailable"),
        ("502 Bad Gateway", IIS, iis("502 - Web server received an invalid response."), "unavailable"),
        ("502 Proxy Error", APACHE, apache("502 Proxy Error"), "unavailable"),
        ("502 Bad Gateway", NGINX, nginx("502 Bad Gateway"), "unavailable"),
        ("503 Service Unavailable", IIS, http_sys("Service Unavailable"), "unavailable"),
        ("503 Service Unavailable", APACHE, apache("503 Service Unavailable"), "unavailable"),
        (
            "503 Service Temporarily Unavailable",
            NGINX,
            nginx("503 Service Temporarily Unavailable"),
            "unavailable",
        ),
        ("504 Gateway Time-out", NGINX, nginx("504 Gateway Time-out"), "unavailable"),
        ("200 OK", OWN, thrown, "fault"),
        ("200 OK", OWN, fault("Не обнаружено свободной лицензии!"), "no-licence"),
        ("200 OK", IIS, iis("Вход"), "not-1c"),
        ("301 Moved Permanently", "Location: https://1c.local/\r\n", apache("301 Moved Permanently"), "http"),
        ("302 Found", "Location: /login?back=1\r\n", "".into(), "http"),
        ("303 See Other", "Location: /login\r\n", "".into(), "http"),
        ("307 Temporary Redirect", "Location: http://127.0.0.1:9/\r\n", "".into(), "http"),
        ("308 Permanent Redirect", "", "".into(), "http"),
    ] {
        let who = [(IIS, "IIS"), (APACHE, "Apache"), (NGINX, "nginx"), (OWN, "1C"), (ONEC, "1C")];
        let who = who.iter().find(|(theirs, _)| *theirs == headers).map_or("a web server", |(_, who)| who);
        let what = format!("{status}, {who}");
        fails_at_once(&what, reason, &[Request, text(response(status, headers, &body))]);
    }
}

/// A SOAP answer with these bytes in the place of the name.
fn returning(name: &[u8]) -> Step {
    let around = soap("@@");
    let (before, after) = around.split_once("@@").unwrap();
    let length = before.len() + name.len() + after.len();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
    Send([head.as_bytes(), before.as_bytes(), name, after.as_bytes()].concat())
}

#[test]
fn bodies_that_are_not_what_they_seem() {
    let entity = soap("&owner;").replace(
        "<soap:Envelope",
        "<!DOCTYPE soap:Envelope [<!ENTITY owner SYSTEM \"file:///etc/passwd\">]><soap:Envelope",
    );
    let bomb = soap("&c;").replace(
        "<soap:Envelope",
        "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;\">]><soap:Envelope",
    );
    let deep = |depth: usize| soap(&format!("{}x{}", "<a>".repeat(depth), "</a>".repeat(depth)));
    let deep_json = |depth: usize| soap(&format!("{{&quot;name&quot;:{}", "[".repeat(depth)));
    let gzip = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\0";
    let unannounced = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\0";
    let page = |body: &str| text(response("200 OK", "", body));
    for (what, answer) in [
        ("gzip nobody asked for", Send(gzip.into())),
        ("gzip that is not even announced", Send(unannounced.into())),
        ("windows-1251 that says UTF-8", returning(b"\xce\xce\xce \xd0\xee\xec\xe0\xf8\xea\xe0")),
        ("invalid UTF-8", returning(b"\xd0\xff")),
        ("UTF-8 cut in the middle of a letter", returning(b"\xd0")),
        ("an empty body", page("")),
        ("204", text("HTTP/1.1 204 No Content\r\n\r\n")),
        ("half an envelope", page(&soap("А")[..100])),
        ("9,000 levels of XML", page(&deep(9000))),
        ("40 levels of XML", page(&deep(40))),
        ("9,000 levels of JSON", page(&deep_json(9000))),
        ("a DOCTYPE that reads a file", page(&entity)),
        ("a DOCTYPE that multiplies", page(&bomb)),
        ("an entity nobody declared", page(&soap("&owner;"))),
        ("JSON with nothing known in it", page(&soap("{&quot;error&quot;:1}"))),
        ("JSON that breaks off", page(&soap("{&quot;name&quot;:&quot;Ив"))),
        ("another envelope's answer", page(&soap("А").replace("identifyResponse", "pingResponse"))),
    ] {
        fails_at_once(what, "bad-answer", &[Request, answer, Silence]);
    }
    let unmarked = format!("HTTP/1.0 200 OK\r\n\r\n{}", &soap("А")[..120]);
    fails_at_once("closes in a body without a length", "bad-answer", &[Request, text(unmarked)]);
}
