//! XML as a pull reader over xmlparser's tokens: matches tags, resolves namespaces and entities, notices a document
//! that is cut off, limits depth. It knows nothing of SOAP, and no DTD: a DOCTYPE is refused, so no entity tricks.

mod text;

use std::borrow::Cow;

use xmlparser::{ElementEnd, Token, Tokenizer};

use super::said::short;
use crate::crm::Failure;
pub use text::{allowed, escape};
use text::{bad, decode};

/// 1C's answers are 4 deep, its WSDL 8.
const MAX_DEPTH: usize = 32;
/// Namespace declarations in force at one place; 1C declares about 5.
const MAX_SCOPES: usize = 64;

/// A start tag. Its namespace is asked for with [`Reader::namespace`] before the reader moves on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag<'a> {
    /// The prefix, empty without one.
    pub prefix: &'a str,
    /// The local name.
    pub local: &'a str,
}

/// What comes next in a document.
#[derive(Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A start tag.
    Open(Tag<'a>),
    /// Text or CDATA, decoded.
    Text(Cow<'a, str>),
    /// An end tag, or the end of an empty element.
    Close,
}

/// One attribute of the element opened last.
struct Attribute<'a> {
    prefix: &'a str,
    local: &'a str,
    value: Cow<'a, str>,
}

/// A namespace declaration: in force from `depth` inwards.
struct Scope<'a> {
    depth: usize,
    prefix: &'a str,
    uri: Cow<'a, str>,
}

/// The reader; see the module.
pub struct Reader<'a> {
    tokens: Tokenizer<'a>,
    open: Vec<Tag<'a>>,
    scopes: Vec<Scope<'a>>,
    attributes: Vec<Attribute<'a>>,
    /// The element opened last was empty: its end comes next.
    empty: bool,
    seen_root: bool,
}

/// XML allows each attribute once; of two namespaces for one prefix a reader could take either.
fn twice<T>(name: &str, open: Tag<'_>) -> Result<T, Failure> {
    bad(format!("{} stands twice in the tag <{}>", short(name), short(open.local)))
}

impl<'a> Reader<'a> {
    /// Reads a text without a BOM.
    pub fn new(text: &'a str) -> Self {
        Reader {
            tokens: Tokenizer::from(text.trim_start()),
            open: Vec::new(),
            scopes: Vec::new(),
            attributes: Vec::new(),
            empty: false,
            seen_root: false,
        }
    }

    /// The next event, `None` after the end of a complete document. Call it no more after an error.
    pub fn event(&mut self) -> Result<Option<Event<'a>>, Failure> {
        if self.empty {
            self.empty = false;
            self.close();
            return Ok(Some(Event::Close));
        }
        loop {
            let Some(token) = self.tokens.next() else {
                return match self.open.last() {
                    Some(open) => bad(format!("the answer is cut off inside <{}>", short(open.local))),
                    None if self.seen_root => Ok(None),
                    None => bad("the answer holds no XML element".into()),
                };
            };
            let Ok(token) = token else {
                return bad(match self.open.last() {
                    Some(open) => {
                        format!("the answer's XML is broken or cut off inside <{}>", short(open.local))
                    }
                    None => "the answer's XML is broken outside its root element".into(),
                });
            };
            match token {
                Token::ElementStart { prefix, local, .. } => {
                    let open = Tag { prefix: prefix.as_str(), local: local.as_str() };
                    self.enter(open)?;
                    return Ok(Some(Event::Open(open)));
                }
                Token::ElementEnd { end: ElementEnd::Close(prefix, local), .. } => {
                    let closed = Tag { prefix: prefix.as_str(), local: local.as_str() };
                    match self.open.last() {
                        Some(open) if *open == closed => {}
                        Some(open) => {
                            let (open, closed) = (short(open.local), short(closed.local));
                            return bad(format!("<{open}> is closed by </{closed}>"));
                        }
                        None => return bad(format!("</{}> closes nothing", short(closed.local))),
                    }
                    self.close();
                    return Ok(Some(Event::Close));
                }
                Token::Text { text } => {
                    return Ok(Some(Event::Text(decode(text.as_str())?)));
                }
                Token::Cdata { text, .. } => {
                    return Ok(Some(Event::Text(Cow::Borrowed(text.as_str()))));
                }
                Token::DtdStart { .. } | Token::EmptyDtd { .. } | Token::EntityDeclaration { .. } => {
                    return bad("the answer has a DOCTYPE, which no SOAP message may have".into());
                }
                _ => {}
            }
        }
    }

    /// Takes the attributes up to the start tag's end.
    fn enter(&mut self, open: Tag<'a>) -> Result<(), Failure> {
        self.seen_root = true;
        if self.open.len() >= MAX_DEPTH {
            return bad(format!("the answer's elements are nested more than {MAX_DEPTH} deep"));
        }
        self.open.push(open);
        self.attributes.clear();
        loop {
            match self.tokens.next() {
                Some(Ok(Token::Attribute { prefix, local, value, .. })) => {
                    let (prefix, local, value) = (prefix.as_str(), local.as_str(), decode(value.as_str())?);
                    let declared = match (prefix, local) {
                        ("", "xmlns") => "",
                        ("xmlns", name) => name,
                        _ => {
                            let same = |known: &Attribute<'_>| known.prefix == prefix && known.local == local;
                            if self.attributes.iter().any(same) {
                                return twice(local, open);
                            }
                            self.attributes.push(Attribute { prefix, local, value });
                            continue;
                        }
                    };
                    let depth = self.open.len();
                    if self.scopes.iter().any(|known| known.depth == depth && known.prefix == declared) {
                        return twice(if declared.is_empty() { "xmlns" } else { declared }, open);
                    }
                    if self.scopes.len() >= MAX_SCOPES {
                        return bad(format!("the answer declares more than {MAX_SCOPES} namespaces"));
                    }
                    self.scopes.push(Scope { depth, prefix: declared, uri: value });
                }
                Some(Ok(Token::ElementEnd { end: ElementEnd::Open, .. })) => return Ok(()),
                Some(Ok(Token::ElementEnd { end: ElementEnd::Empty, .. })) => {
                    self.empty = true;
                    return Ok(());
                }
                _ => {
                    let tag = short(open.local);
                    return bad(format!("the answer is broken or cut off in the tag <{tag}>"));
                }
            }
        }
    }

    fn close(&mut self) {
        let depth = self.open.len();
        while self.scopes.last().is_some_and(|scope| scope.depth == depth) {
            self.scopes.pop();
        }
        self.open.pop();
    }

    /// The namespace of a prefix here; `None` where it is not declared (or undeclared by `xmlns=""`).
    pub fn namespace(&self, prefix: &str) -> Option<&str> {
        let scope = self.scopes.iter().rev().find(|scope| scope.prefix == prefix)?;
        if scope.uri.is_empty() { None } else { Some(&scope.uri) }
    }

    /// An attribute of the element opened last, by its local name, and its prefix.
    pub fn attribute(&self, local: &str) -> Option<(&'a str, &str)> {
        let found = self.attributes.iter().find(|attribute| attribute.local == local)?;
        Some((found.prefix, &found.value))
    }

    /// The next element at this level, texts skipped; `None` at the enclosing element's end.
    pub fn child(&mut self) -> Result<Option<Tag<'a>>, Failure> {
        loop {
            match self.event()? {
                Some(Event::Open(open)) => return Ok(Some(open)),
                Some(Event::Text(_)) => {}
                Some(Event::Close) | None => return Ok(None),
            }
        }
    }

    /// Leaves the element opened last, whatever it holds.
    pub fn skip(&mut self) -> Result<(), Failure> {
        let outside = self.open.len().saturating_sub(1);
        while self.open.len() > outside {
            self.event()?;
        }
        Ok(())
    }

    /// The text of the element opened last, to its end; `None` where it holds elements.
    pub fn text(&mut self) -> Result<Option<String>, Failure> {
        let mut text = String::new();
        loop {
            match self.event()? {
                Some(Event::Text(part)) => text.push_str(&part),
                Some(Event::Open(_)) => {
                    self.skip()?;
                    self.skip()?;
                    return Ok(None);
                }
                Some(Event::Close) | None => return Ok(Some(text)),
            }
        }
    }

    /// Reads on to the end: an error where the document is not complete.
    pub fn finish(&mut self) -> Result<(), Failure> {
        while self.event()?.is_some() {}
        Ok(())
    }
}

#[cfg(test)]
mod tests;
