//! The page's own files, put together from a piece for each section, and the words it needs from elsewhere. Everything
//! is in the program: nothing is fetched from anywhere.

use std::sync::LazyLock;

use super::reply::{FORM, Reply, Route, Serve};
use crate::onec::writer::{Object, list, string};

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
    Route { path: "/api/words", most: FORM, serve: Serve::Once(|_, _| Ok(Reply::Json(words()))) },
    Route {
        path: "/api/end",
        most: FORM,
        serve: Serve::Once(|desk, _| {
            desk.end();
            Ok(Reply::Json("{\"status\":\"ok\"}".into()))
        }),
    },
];

/// Statuses and reasons in words, and what to do: those of the module for MikoPBX, whose page shows them too.
const MESSAGES: [&str; 2] = [
    include_str!("../../../package/mikopbx/module/Messages/en.php"),
    include_str!("../../../package/mikopbx/module/Messages/ru.php"),
];

/// What of them is said here.
const KINDS: [&str; 6] = ["status_", "reason_", "step_", "state_", "Wrong_", "ErrorUrl"];

/// Key, English, Russian: in the order of the module's own files.
static WORDS: LazyLock<Vec<(String, String, String)>> = LazyLock::new(|| {
    let [english, russian] = MESSAGES.map(messages);
    let both = english
        .into_iter()
        .zip(russian)
        .filter(|((key, _), (same, _))| key == same && KINDS.iter().any(|kind| key.starts_with(kind)));
    both.map(|((key, english), (_, russian))| (key, english, russian)).collect()
});

/// A status, a reason, a step or its state in words; the key itself where the module has none.
pub fn word(key: &str, russian: bool) -> String {
    let found = WORDS.iter().find(|(known, ..)| known == key);
    found.map_or(key, |(_, en, ru)| if russian { ru } else { en }).to_owned()
}

/// What the module's own page calls a field: English, Russian.
pub fn label(name: &str) -> [String; 2] {
    MESSAGES.map(|text| {
        let found = messages(text).into_iter().find(|(key, _)| key == name);
        found.map_or_else(|| name.to_owned(), |(_, text)| text)
    })
}

/// `{"version":…,"words":{"reason_login":["…","…"],…}}`: English, Russian.
fn words() -> String {
    let mut words = Object::default();
    for (key, english, russian) in WORDS.iter() {
        words = words.raw(key, &list([english, russian].map(|text| string(text))));
    }
    Object::default().text("version", env!("CARGO_PKG_VERSION")).raw("words", &words.end()).end()
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
