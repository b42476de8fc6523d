//! What to do on exactly this PBX: the pages of package/*/README*.md, so much of them as the page in the browser does not
//! do itself, with this user's own values in every line. It makes no package.
//!
//! A mark in those pages, `<!-- page: NAME NAME -->`, says what the text from there to the next mark is part of; without
//! a name it is for those only who read the page itself. A mark of its own line has blank lines around it, one within a
//! paragraph never begins a line: so the pages look as if there were none.

use std::net::IpAddr;

use super::language::Language;
use super::markdown::{self, Node};
use super::merge;
use super::package::APPLICATIONS;
use super::package::editions::{ASKOZIA, EDITIONS, Edition, WITH_TLS, Way};
use crate::onec::writer::{ObjectWriter, list, string};
use crate::words::words;

words! {
    /// A PBX, and the way onto it.
    Platform {
        /// Askozia: a text is pasted into an application.
        Paste = "askozia-paste",
        /// Askozia: its own configuration is restored with the program in it.
        Restore = "askozia-restore",
        /// Askozia with a storage disk.
        Storage = "askozia-storage",
        /// The module.
        MikoPbx = "mikopbx",
        /// FreePBX and Issabel: a custom destination.
        FreePbx = "freepbx",
        /// Any other Asterisk: a line in the dialplan.
        Asterisk = "asterisk",
        /// A server of its own, for many of them.
        Server = "server",
    }
}

/// What is this user's own.
#[derive(Debug, Default)]
pub struct Values {
    /// The package's file.
    pub file: String,
    /// The application's number; empty = the pages' own.
    pub number: String,
    /// The application's id, or the address of its page; empty = not known yet.
    pub id: String,
    /// The number a call goes on to; empty = the pages' own.
    pub goes_on: String,
    /// The server's address; empty = the pages' own.
    pub server: String,
}

/// A recipe.
#[derive(Debug)]
pub struct Recipe {
    /// What goes into every incoming route, where anything has to.
    pub command: Option<String>,
    /// Step by step.
    pub steps: Vec<Node>,
    /// Texts that a step speaks of: name and content.
    pub texts: Vec<(&'static str, String)>,
    /// What the first call must show.
    pub call: Vec<Node>,
    /// Changes, upgrades, removal.
    pub later: Vec<Node>,
    /// Symptoms.
    pub trouble: Vec<Node>,
}

/// A page in both languages.
#[derive(Clone, Copy)]
struct Page {
    russian: &'static str,
    english: &'static str,
}

/// The page of a folder of `package`.
macro_rules! page {
    ($folder:literal) => {
        Page {
            russian: include_str!(concat!("../../package/", $folder, "/README.ru.md")),
            english: include_str!(concat!("../../package/", $folder, "/README.md")),
        }
    };
}

const ON_ASKOZIA: Page = page!("askozia");
const ON_STORAGE: Page = page!("askozia-storage");
const ON_MIKOPBX: Page = page!("mikopbx");
const ON_ASTERISK: Page = page!("asterisk");
const ON_SERVER: Page = page!("server");

/// A part of a page.
type Part = (Page, &'static str);

/// The parts of a recipe.
struct Parts {
    steps: &'static [Part],
    call: &'static [Part],
    later: &'static [Part],
    trouble: &'static [Part],
    /// What the command for the routes begins with; none where nothing goes into them.
    command: Option<&'static str>,
}

/// The application's id where the pages leave it open.
const OPEN_ID: &str = "DIALPLAN-APPLICATION-…";

impl Platform {
    /// The processors there is a package for; none where one package is for all. Whether it speaks https is decided by
    /// the address.
    pub fn editions(self) -> Vec<&'static Edition> {
        let wanted = |edition: &&Edition| {
            edition.files != [WITH_TLS]
                && match self {
                    Platform::Paste | Platform::Restore => edition.pasted_on == ASKOZIA,
                    Platform::Storage => edition.pasted_on == ASKOZIA && edition.ways.contains(&Way::Storage),
                    Platform::MikoPbx | Platform::Server => false,
                    Platform::FreePbx | Platform::Asterisk => edition.ways.contains(&Way::Asterisk),
                }
        };
        // Where there are many, today's machines are the last.
        match self {
            Platform::FreePbx | Platform::Asterisk => EDITIONS.iter().rev().filter(wanted).collect(),
            _ => EDITIONS.iter().filter(wanted).collect(),
        }
    }

    fn parts(self) -> Parts {
        let command = Some("AGI(");
        match self {
            Platform::Paste => Parts {
                steps: &[(ON_ASKOZIA, "paste"), (ON_ASKOZIA, "prove")],
                call: &[(ON_ASKOZIA, "call")],
                later: &[(ON_ASKOZIA, "paste-later"), (ON_ASKOZIA, "later")],
                trouble: &[(ON_ASKOZIA, "trouble")],
                command,
            },
            Platform::Restore => Parts {
                steps: &[(ON_ASKOZIA, "restore"), (ON_ASKOZIA, "prove")],
                call: &[(ON_ASKOZIA, "call")],
                later: &[(ON_ASKOZIA, "later")],
                trouble: &[(ON_ASKOZIA, "trouble")],
                command,
            },
            Platform::Storage => Parts {
                steps: &[(ON_STORAGE, "storage")],
                call: &[(ON_ASKOZIA, "call")],
                later: &[(ON_STORAGE, "storage-later")],
                trouble: &[(ON_ASKOZIA, "trouble")],
                command,
            },
            Platform::MikoPbx => Parts {
                steps: &[(ON_MIKOPBX, "mikopbx")],
                call: &[(ON_MIKOPBX, "mikopbx-call")],
                later: &[(ON_MIKOPBX, "mikopbx-later")],
                trouble: &[],
                command: None,
            },
            Platform::FreePbx => Parts {
                steps: &[(ON_ASTERISK, "install"), (ON_ASTERISK, "freepbx")],
                call: &[(ON_ASTERISK, "asterisk-call")],
                later: &[(ON_ASTERISK, "asterisk-later")],
                trouble: &[(ON_ASTERISK, "asterisk-trouble")],
                command: Some("agi1c,s"),
            },
            Platform::Asterisk => Parts {
                steps: &[(ON_ASTERISK, "install"), (ON_ASTERISK, "plain")],
                call: &[(ON_ASTERISK, "asterisk-call")],
                later: &[(ON_ASTERISK, "asterisk-later")],
                trouble: &[(ON_ASTERISK, "asterisk-trouble")],
                command: Some("exten =>"),
            },
            Platform::Server => Parts {
                steps: &[(ON_SERVER, "server")],
                call: &[(ON_ASTERISK, "asterisk-call")],
                later: &[(ON_SERVER, "server-later")],
                trouble: &[(ON_SERVER, "server-trouble")],
                command: Some("same =>"),
            },
        }
    }

    /// What stands on the pages, and what this user has in its place.
    fn own(self, values: &Values) -> Vec<(&'static str, String)> {
        let version = env!("CARGO_PKG_VERSION");
        let file = values.file.clone();
        match self {
            Platform::Paste => {
                let number = number(&values.number).unwrap_or(merge::NUMBER);
                vec![
                    (merge::NUMBER, number.into()),
                    ("12345@", format!("{number}@")),
                    (OPEN_ID, id(&values.id).unwrap_or(OPEN_ID).into()),
                ]
            }
            Platform::Restore => vec![
                (merge::NUMBER, number(&values.number).unwrap_or(merge::NUMBER).into()),
                (OPEN_ID, merge::ID.into()),
            ],
            Platform::Storage => {
                let goes_on = number(&values.goes_on).unwrap_or("101");
                vec![
                    ("agi1c-….tar.gz", file),
                    ("101", goes_on.into()),
                    ("1241", number(&values.number).unwrap_or("1241").into()),
                ]
            }
            Platform::MikoPbx => {
                vec![("agi1c-ВЕРСИЯ-mikopbx.zip", file.clone()), ("agi1c-VERSION-mikopbx.zip", file)]
            }
            Platform::FreePbx | Platform::Asterisk => {
                vec![("agi1c-*-asterisk-*.tar.gz", file), ("agi1c-*/", format!("agi1c-{version}/"))]
            }
            Platform::Server => {
                let typed: Option<IpAddr> = values.server.trim().parse().ok();
                vec![("10.0.0.10", typed.map_or("10.0.0.10".into(), |address| address.to_string()))]
            }
        }
    }
}

/// The recipe for a PBX.
pub fn recipe(pbx: Platform, language: Language, values: &Values) -> Recipe {
    let own = pbx.own(values);
    let fill = |text: &str| own.iter().fold(text.to_owned(), |text, (there, own)| text.replace(there, own));
    let read = |parts: &[Part]| markdown::nodes(&text(parts, language), &fill);
    let parts = pbx.parts();
    let steps = read(parts.steps);
    let texts: &[(&str, &str)] = match pbx {
        Platform::Storage => &APPLICATIONS,
        _ => &[],
    };
    Recipe {
        command: parts.command.and_then(|beginning| find(&steps, beginning)),
        steps,
        texts: texts.iter().map(|(name, text)| (*name, fill(text.trim_end()))).collect(),
        // One item of a list, without its number.
        call: markdown::nodes(
            text(parts.call, language)
                .trim_start_matches(|c: char| c.is_whitespace() || "-.0123456789".contains(c)),
            &fill,
        ),
        later: read(parts.later),
        trouble: read(parts.trouble),
    }
}

impl Recipe {
    /// As the page reads it.
    pub fn json(&self) -> String {
        let texts = self.texts.iter().map(|(name, text)| list([*name, text.as_str()].map(string)));
        ObjectWriter::default()
            .maybe("command", self.command.as_deref())
            .raw("steps", &markdown::json(&self.steps))
            .raw("texts", &list(texts))
            .raw("call", &markdown::json(&self.call))
            .raw("later", &markdown::json(&self.later))
            .raw("trouble", &markdown::json(&self.trouble))
            .end()
    }
}

/// These parts of the pages, one behind the other.
fn text(parts: &[Part], language: Language) -> String {
    let mut whole = String::new();
    for (page, name) in parts {
        let page = language.pick(page.russian, page.english);
        for marked in page.split("<!-- page:").skip(1) {
            let Some((names, text)) = marked.split_once("-->") else { continue };
            if names.split_whitespace().any(|each| each == *name) {
                whole.push_str(text);
            }
        }
    }
    whole
}

/// The first command that begins so.
fn find(nodes: &[Node], beginning: &str) -> Option<String> {
    nodes.iter().find_map(|node| match node {
        Node::Command { text, .. } => text.starts_with(beginning).then(|| text.clone()),
        Node::Element(_, inside) => find(inside, beginning),
        Node::Text(_) => None,
    })
}

/// A number that can be dialled, as a shell and a dialplan take it.
fn number(typed: &str) -> Option<&str> {
    let typed = typed.trim();
    let dialled = typed.bytes().all(|byte| byte.is_ascii_digit() || b"*#".contains(&byte));
    (dialled && (1..=20).contains(&typed.len())).then_some(typed)
}

/// An application's id, alone or in the address of its page.
fn id(typed: &str) -> Option<&str> {
    let from = typed.get(typed.find("DIALPLAN-")?..)?;
    let end = from.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(from.len());
    from.get(..end).filter(|id| id.len() <= 64)
}

#[cfg(test)]
#[path = "tests/recipe.rs"]
mod tests;
