//! Our own pages, written in Markdown, as what a browser's page is built of: elements and texts, never HTML, so that a
//! user's value in them stays text whatever is in it. Which page and which part of it is decided elsewhere.

use std::iter;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeStream};

use crate::onec::writer::{list, string};

/// What a command begins with: whoever reads the page wants to copy it. All other code is only a name.
const COMMANDS: [&str; 12] = [
    "./",
    "AGI(",
    "Goto(internal",
    "agi1c check",
    "agi1c lookup",
    "agi1c,s",
    "asterisk -rx",
    "database show",
    "dialplan show",
    "include =>",
    "install -g",
    "tar ",
];

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Plain text.
    Text(String),
    /// An element of HTML and what is in it.
    Element(&'static str, Vec<Node>),
    /// A command to be copied; with its own lines it stands apart from the text.
    Command {
        /// The command itself.
        text: String,
        /// Whether it has lines of its own.
        apart: bool,
    },
}

/// A text of ours; `fill` puts the user's values into each piece of it.
pub fn nodes(text: &str, fill: &dyn Fn(&str) -> String) -> Vec<Node> {
    let mut open = vec![("", Vec::new())];
    for event in TextMergeStream::new(Parser::new_ext(text, Options::ENABLE_TABLES)) {
        let node = match event {
            Event::Start(tag) => {
                open.push((element(&tag), Vec::new()));
                continue;
            }
            Event::End(end) => {
                let (name, inside) = open.pop().unwrap_or_default();
                match (end, name) {
                    (TagEnd::CodeBlock, _) => Node::Command { text: plain(&inside), apart: true },
                    // What a link leads to is a page of the project, which is not at hand here.
                    (_, "") => {
                        add_all(&mut open, inside);
                        continue;
                    }
                    (TagEnd::Image, _) => continue,
                    (TagEnd::TableHead, _) => {
                        Node::Element("thead", vec![Node::Element("tr", heads(inside))])
                    }
                    _ => Node::Element(name, inside),
                }
            }
            Event::Text(text) => Node::Text(fill(&text)),
            Event::Code(code) => {
                let text = fill(&code);
                match COMMANDS.iter().any(|command| text.starts_with(command)) {
                    true => Node::Command { text, apart: false },
                    false => Node::Element("code", vec![Node::Text(text)]),
                }
            }
            Event::SoftBreak | Event::HardBreak => Node::Text(" ".into()),
            _ => continue,
        };
        add_all(&mut open, vec![node]);
    }
    open.into_iter().next().unwrap_or_default().1
}

fn add_all(open: &mut [(&'static str, Vec<Node>)], nodes: Vec<Node>) {
    if let Some((_, inside)) = open.last_mut() {
        inside.extend(nodes);
    }
}

/// The element for a tag; empty for what leaves only its text.
fn element(tag: &Tag) -> &'static str {
    match tag {
        Tag::Paragraph => "p",
        Tag::Heading { .. } => "h4",
        Tag::CodeBlock(_) => "pre",
        // Counted from one: of some lists only a part is shown.
        Tag::List(Some(_)) => "ol",
        Tag::List(None) => "ul",
        Tag::Item => "li",
        Tag::Table(_) => "table",
        Tag::TableHead => "thead",
        Tag::TableRow => "tr",
        Tag::TableCell => "td",
        Tag::Emphasis => "em",
        Tag::Strong => "strong",
        Tag::Image { .. } => "img",
        _ => "",
    }
}

fn heads(cells: Vec<Node>) -> Vec<Node> {
    let head = |cell| match cell {
        Node::Element("td", inside) => Node::Element("th", inside),
        other => other,
    };
    cells.into_iter().map(head).collect()
}

/// The text alone.
pub fn plain(nodes: &[Node]) -> String {
    let piece = |node: &Node| match node {
        Node::Text(text) | Node::Command { text, .. } => text.clone(),
        Node::Element(_, inside) => plain(inside),
    };
    nodes.iter().map(piece).collect::<String>().trim_end().to_owned()
}

/// As JSON: a text is a string, an element `["p", …]`, a command `["copy", "…"]`, and one with lines of its own
/// `["copy-lines", "…"]`.
pub fn json(nodes: &[Node]) -> String {
    list(nodes.iter().map(node))
}

fn node(node: &Node) -> String {
    match node {
        Node::Text(text) => string(text),
        Node::Element(name, inside) => list(iter::once(string(name)).chain(inside.iter().map(self::node))),
        Node::Command { text, apart } => {
            list([if *apart { "copy-lines" } else { "copy" }, text.as_str()].map(string))
        }
    }
}

#[cfg(test)]
#[path = "tests/markdown.rs"]
mod tests;
