//! The page's own files, put together from a piece for each section, and the words it needs from elsewhere. Everything
//! is in the program: nothing is fetched from anywhere.

use std::sync::LazyLock;

use super::route::{Content, FORM, Responder, Route};
use crate::onec::writer::{ObjectWriter, list, string};

const HTML: &str = concat!(
    include_str!("page/head.html"),
    include_str!("page/one_c.html"),
    include_str!("page/caller.html"),
    include_str!("page/pbx.html"),
    include_str!("page/calls.html"),
    include_str!("page/foot.html"),
);

const SCRIPT: &str = concat!(
    include_str!("page/base.js"),
    include_str!("page/pieces.js"),
    include_str!("page/one_c.js"),
    include_str!("page/caller.js"),
    include_str!("page/pbx.js"),
    include_str!("page/calls.js"),
    include_str!("page/start.js"),
);

/// Path, type, text.
pub const FILES: &[(&str, &str, &str)] = &[
    ("/", "text/html; charset=utf-8", HTML),
    ("/page.css", "text/css; charset=utf-8", include_str!("page/page.css")),
    ("/page.js", "text/javascript; charset=utf-8", SCRIPT),
    (
        "/icon.svg",
        "image/svg+xml",
        include_str!("../../../package/mikopbx/module/public/assets/img/logo.svg"),
    ),
];

/// What the page asks when it opens and when it is done.
pub const ROUTES: &[Route] = &[
    Route { path: "/api/words", most: FORM, responder: Responder::Once(|_, _| Ok(Content::Json(words()))) },
    Route {
        path: "/api/end",
        most: FORM,
        responder: Responder::Once(|desk, _| {
            desk.end();
            Ok(Content::Json("{\"status\":\"ok\"}".into()))
        }),
    },
];

/// What of the module's words is said here.
const KINDS: [&str; 6] = ["status_", "reason_", "step_", "state_", "Wrong_", "ErrorUrl"];

/// Statuses and reasons in words, what to do, and fields: those of the module for MikoPBX, whose page shows them too.
/// Key, English, Russian: in the order of the module's own files.
static WORDS: LazyLock<Vec<(String, [String; 2])>> = LazyLock::new(|| {
    let english = messages(include_str!("../../../package/mikopbx/module/Messages/en.php"));
    let russian = messages(include_str!("../../../package/mikopbx/module/Messages/ru.php"));
    let both = english.into_iter().zip(russian).filter(|((key, _), (same, _))| key == same);
    both.map(|((key, english), (_, russian))| (key, [english, russian])).collect()
});

/// A word of the module's, as a status, a reason or a field's name, in English and in Russian; the key itself where it
/// has none.
pub fn word(key: &str) -> [&str; 2] {
    let found = WORDS.iter().find(|(known, _)| known == key);
    found.map_or([key; 2], |(_, both)| both.each_ref().map(String::as_str))
}

/// `{"version":…,"words":{"reason_login":["…","…"],…}}`: English, Russian.
fn words() -> String {
    let mut words = ObjectWriter::default();
    for (key, both) in WORDS.iter().filter(|(key, _)| KINDS.iter().any(|kind| key.starts_with(kind))) {
        words = words.raw(key, &list(both.each_ref().map(|text| string(text))));
    }
    ObjectWriter::default().text("version", env!("CARGO_PKG_VERSION")).raw("words", &words.end()).end()
}

/// The lines `'mod_agi1c_KEY' => 'TEXT',` of a file of the module's messages, in its order.
fn messages(text: &str) -> Vec<(String, String)> {
    let line = |line: &str| {
        let (key, text) = line.trim().strip_prefix("'mod_agi1c_")?.split_once("' => '")?;
        Some((key.to_owned(), text.strip_suffix("',")?.replace("\\'", "'").replace("\\\\", "\\")))
    };
    text.lines().filter_map(line).collect()
}

#[cfg(test)]
#[path = "tests/page.rs"]
mod tests;
