//! The ways a 1C, or the web server before it, fails: the rows of the error table as they look on
//! the wire, and the ones that have no HTTP at all. Only shows failures; when is the caller's choice.

use std::io::{self, Write};
use std::thread;
use std::time::Duration;

use super::soap::{self, Version};
use super::wire::StandResponse;

/// How the stand-in fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fail {
    /// The request is read, nothing is answered, the connection stays open.
    Silence,
    /// The connection is closed instead of an answer.
    Close,
    /// 401, whoever asks.
    Login,
    /// 403.
    Forbidden,
    /// 404.
    NotPublished,
    /// 406: no free session.
    NoSession,
    /// Sessions are forbidden: backup or update.
    Locked,
    /// No free licence.
    NoLicence,
    /// 1C's code threw: HTTP 500.
    Fault,
    /// The same under HTTP 200.
    Fault200,
    /// 503: the web server does not reach 1C.
    Unavailable,
    /// A login page with HTTP 200.
    Html,
    /// HTTP 200 without a body.
    Empty,
    /// Half of the body, then the connection ends.
    Truncated,
    /// The answer at one byte in 100 ms.
    Drip,
    /// Bytes that are not HTTP.
    Garbage,
}

impl Fail {
    /// Every failure under its word.
    pub const WORDS: [(&'static str, Fail); 16] = [
        ("silence", Fail::Silence),
        ("close", Fail::Close),
        ("login", Fail::Login),
        ("403", Fail::Forbidden),
        ("404", Fail::NotPublished),
        ("406", Fail::NoSession),
        ("locked", Fail::Locked),
        ("no-licence", Fail::NoLicence),
        ("fault", Fail::Fault),
        ("fault200", Fail::Fault200),
        ("503", Fail::Unavailable),
        ("html", Fail::Html),
        ("empty", Fail::Empty),
        ("truncated", Fail::Truncated),
        ("drip", Fail::Drip),
        ("garbage", Fail::Garbage),
    ];

    /// The failure of this word.
    pub fn from_word(word: &str) -> Option<Fail> {
        Fail::WORDS.iter().find(|(known, _)| *known == word).map(|(_, fail)| *fail)
    }

    /// What is answered instead; `None` where the true answer is made and then spoilt on its way.
    pub fn response(self, resource: Resource) -> Option<StandResponse> {
        Some(match self {
            Fail::Silence | Fail::Close | Fail::Truncated | Fail::Drip | Fail::Garbage => {
                return None;
            }
            Fail::Fault | Fail::Fault200 if resource == Resource::Description => return None,
            Fail::Login => login(),
            Fail::Forbidden => page(403, "Forbidden"),
            Fail::NotPublished => page(404, "Not Found"),
            Fail::NoSession => exception(406, "Истекло время ожидания сеанса"),
            Fail::Locked => StandResponse::new(
                500,
                "text/plain; charset=utf-8",
                "Начало сеанса с информационной базой запрещено.\nИдет обновление конфигурации.",
            ),
            Fail::NoLicence => {
                StandResponse::new(500, "text/plain; charset=utf-8", "Не обнаружено свободной лицензии!")
            }
            Fail::Fault => fault(resource, 500),
            Fail::Fault200 => fault(resource, 200),
            Fail::Unavailable => page(503, "Service Unavailable"),
            Fail::Html => page(200, "Вход"),
            Fail::Empty => StandResponse::new(200, "text/xml; charset=utf-8", ""),
        })
    }

    /// Sends what becomes of an answer's bytes. `stopped` is looked at while nothing is sent.
    ///
    /// # Errors
    /// The connection's; also after a failure that ends the connection.
    pub fn spoil(self, bytes: &[u8], stream: &mut dyn Write, stopped: &dyn Fn() -> bool) -> io::Result<()> {
        let ended = || Err(io::ErrorKind::ConnectionAborted.into());
        match self {
            Fail::Silence => {
                while !stopped() {
                    thread::sleep(STEP);
                }
                ended()
            }
            Fail::Close => ended(),
            Fail::Truncated => {
                let head = bytes.windows(4).position(|four| four == b"\r\n\r\n").map_or(0, |at| at + 4);
                stream.write_all(&bytes[..head + (bytes.len() - head) / 2])?;
                ended()
            }
            Fail::Drip => {
                for byte in bytes.chunks(1) {
                    if stopped() {
                        return ended();
                    }
                    stream.write_all(byte)?;
                    thread::sleep(STEP);
                }
                Ok(())
            }
            Fail::Garbage => {
                stream.write_all(b"\x00\xff\x15\x03\x01 SSH-2.0-\r\n\r\n<<<&&&\x80")?;
                ended()
            }
            _ => stream.write_all(bytes),
        }
    }
}

/// How long nothing happens before the next look at the clock or the next byte.
const STEP: Duration = Duration::from_millis(100);

/// What was asked for, as far as a failure's look depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// The WSDL.
    Description,
    /// The web service.
    Soap(Version),
    /// The HTTP service.
    Json,
}

/// 1C's refusal of a user.
pub fn login() -> StandResponse {
    StandResponse {
        headers: "WWW-Authenticate: Basic realm=\"1C:Enterprise 8.3\"\r\n".into(),
        ..page(401, "Unauthorized")
    }
}

/// A web server's own page.
pub fn page(status: u16, title: &str) -> StandResponse {
    StandResponse::new(
        status,
        "text/html; charset=utf-8",
        format!(
            "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>{title}</title>\n</head><body>\n<h1>{title}</h1>\n</body></html>\n"
        ),
    )
}

/// 1C's own error document.
fn exception(status: u16, text: &str) -> StandResponse {
    StandResponse::new(
        status,
        "application/xml; charset=utf-8",
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<exception xmlns=\"http://v8.1c.ru/8.2/virtual-resource-system\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" reason=\"{status}\">\r\n\t<descr xmlns=\"http://v8.1c.ru/8.1/data/core\">{text}</descr>\r\n</exception>"
        ),
    )
}

/// The text of a module that threw.
const THROWN: &str = "Неизвестная ошибка. {WebСервис.IdentifyNumber.Модуль(25)}: Ошибка при вызове метода контекста (Выполнить)\nпо причине:\nПоле не найдено \"НомерТелефона\"";

fn fault(resource: Resource, status: u16) -> StandResponse {
    match (resource, status) {
        (Resource::Soap(version), _) => soap::fault(version, status, THROWN),
        (_, 200) => StandResponse::new(
            200,
            "application/json; charset=utf-8",
            format!("{{\"result\":\"Error\",\"message\":{}}}", miniserde::json::to_string(THROWN)),
        ),
        _ => StandResponse::new(status, "text/plain; charset=utf-8", THROWN),
    }
}

#[cfg(test)]
#[path = "tests/failures.rs"]
mod tests;
