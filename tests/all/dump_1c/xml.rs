//! A document as a tree, by the parser that the program itself uses. Knows nothing of 1C.

use xmlparser::{ElementEnd, Token, Tokenizer};

#[derive(Debug, Default, Clone)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn names(&self) -> Vec<&str> {
        self.children.iter().map(|child| child.name.as_str()).collect()
    }

    /// This element and all below it.
    pub fn all(&self) -> Vec<&Element> {
        let mut all = vec![self];
        self.children.iter().for_each(|child| all.extend(child.all()));
        all
    }

    pub fn property(&self, name: &str) -> &str {
        self.child("Properties").and_then(|properties| properties.child(name)).map_or("", |found| &found.text)
    }
}

/// A document's root. Prefixes are left out of names, but for `xmlns:` and `xsi:` ones of attributes.
pub fn parse(text: &str) -> Element {
    let mut open: Vec<Element> = vec![Element::default()];
    for token in Tokenizer::from(text) {
        match token.expect("well-formed XML") {
            Token::ElementStart { local, .. } => {
                open.push(Element { name: local.to_string(), ..Element::default() });
            }
            Token::Attribute { prefix, local, value, .. } => {
                let name = if prefix.is_empty() { local.to_string() } else { format!("{prefix}:{local}") };
                open.last_mut().expect("an element").attributes.push((name, value.to_string()));
            }
            Token::Text { text } => open.last_mut().expect("an element").text.push_str(text.trim()),
            Token::ElementEnd { end: ElementEnd::Close(..) | ElementEnd::Empty, .. } => {
                let done = open.pop().expect("an element");
                open.last_mut().expect("its parent").children.push(done);
            }
            _ => {}
        }
    }
    assert_eq!(open.len(), 1);
    open.remove(0).children.remove(0)
}
