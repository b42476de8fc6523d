//! Where things are in an Askozia's configuration: byte offsets of what `merge` adds to, replaces or takes out.
//! It changes nothing, and refuses whatever the appliance itself does not write.

use std::ops::Range;

use base64::prelude::{BASE64_STANDARD, Engine};
use xmlparser::{ElementEnd, Token, Tokenizer};

use super::{ID, LOGIC, PATH, STOOD_THERE};

/// The root element.
const ROOT: &str = "askoziapbx";

/// Our application.
pub struct Application {
    /// The whole element.
    pub range: Range<usize>,
    /// The text of its number.
    pub extension: Range<usize>,
    /// What it does, decoded.
    logic: String,
}

/// Our manual file.
pub struct ManualFile {
    /// The whole element.
    pub range: Range<usize>,
    /// The text of its base64.
    pub contents: Range<usize>,
    /// `override` or `append`.
    pub mode: String,
}

/// The places of a configuration.
pub struct Layout {
    /// Where `</askoziapbx>` begins.
    pub root_end: usize,
    /// Where `</dialplan>` begins, or the whole of `<dialplan/>`; an empty range at `root_end` where there is neither.
    pub dialplan: Range<usize>,
    /// Whether there is a `<dialplan>` to add to.
    pub has_dialplan: bool,
    /// The whole of it, and whether our application is all it holds.
    around: Option<(Range<usize>, bool)>,
    /// Ours, where it is there.
    pub application: Option<Application>,
    /// Ours, where it is there.
    pub file: Option<ManualFile>,
    /// Every number that is taken, but our own application's.
    numbers: Vec<String>,
}

/// An element whose end has not come yet.
struct Open<'a> {
    name: &'a str,
    start: usize,
    /// Where its content begins.
    inside: usize,
    /// Elements without elements in them: name and the range of the text.
    leaves: Vec<(&'a str, Range<usize>)>,
    /// How many elements are in it.
    elements: usize,
}

impl Layout {
    /// Reads a configuration of version 2.
    ///
    /// # Errors
    /// One sentence with the line: what the appliance would not have written, or would not read.
    pub fn read(text: &str) -> Result<Layout, String> {
        Reader { text, open: Vec::new(), root: false, found: Found::default() }.read()
    }

    /// That the application of our id is ours: somebody may have written one of his own.
    ///
    /// # Errors
    /// Whose it is not, and what to do.
    pub fn check_ours(&self, text: &str) -> Result<(), String> {
        match &self.application {
            Some(application) if self.file.is_none() && !application.logic.starts_with(LOGIC) => {
                Err(format!(
                    "the application {ID} (number {}) is there, and merge has not made it: give it another id, or delete \
                 it in the web interface",
                    text.get(application.extension.clone()).unwrap_or_default().trim()
                ))
            }
            _ => Ok(()),
        }
    }

    /// The text in whose place a whole `<dialplan>` will stand; `None` where there is one with an end tag.
    pub fn stood_for_dialplan<'a>(&self, text: &'a str) -> Option<&'a str> {
        (!self.has_dialplan || !self.dialplan.is_empty())
            .then(|| text.get(self.dialplan.clone()).unwrap_or_default())
    }

    /// The whole `<dialplan>` and what stood in its place, where a merge has made it and nothing was added since.
    pub fn made_dialplan(&self) -> Option<(Range<usize>, String)> {
        let (range, alone) = self.around.clone()?;
        let logic = &self.application.as_ref()?.logic;
        let encoded = logic.split_once(STOOD_THERE)?.1.lines().next()?;
        let stood_there = String::from_utf8(BASE64_STANDARD.decode(encoded).ok()?).ok()?;
        alone.then_some((range, stood_there))
    }

    /// Whether an application may have this number.
    ///
    /// # Errors
    /// The appliance's own two rules.
    pub fn check_extension(&self, extension: &str) -> Result<(), String> {
        let fits = |c: char| c.is_ascii_digit() || "XNZ-[].!*#".contains(c);
        if extension.is_empty() || !extension.chars().all(fits) {
            return Err(format!(
                "--extension {extension}: expected digits, * # and patterns of X N Z [1-9] . !"
            ));
        }
        match self.numbers.iter().any(|number| number == extension) {
            true => Err(format!("the number {extension} is taken; name another: --extension NUMBER")),
            false => Ok(()),
        }
    }
}

#[derive(Default)]
struct Found {
    version: Option<String>,
    root_end: Option<usize>,
    dialplan: Option<Range<usize>>,
    around: Option<(Range<usize>, bool)>,
    applications: Vec<Application>,
    files: Vec<ManualFile>,
    numbers: Vec<String>,
}

struct Reader<'a> {
    text: &'a str,
    open: Vec<Open<'a>>,
    root: bool,
    found: Found,
}

impl<'a> Reader<'a> {
    fn read(mut self) -> Result<Layout, String> {
        if self.text.starts_with('\u{feff}') {
            return Err(
                "begins with a byte order mark, which the appliance does not write; save it without".into()
            );
        }
        for token in Tokenizer::from(self.text) {
            let token = token.map_err(|error| format!("not well-formed: {error}"))?;
            self.token(&token)?;
        }
        let root_end = match (self.found.root_end, self.open.last()) {
            (Some(end), None) => end,
            (_, Some(open)) => {
                return Err(format!("ends before </{}>: is the download complete?", open.name));
            }
            (None, None) => return Err(format!("expected <{ROOT}>, got no element at all")),
        };
        self.judge(root_end)
    }

    fn judge(mut self, root_end: usize) -> Result<Layout, String> {
        let version = self.found.version.unwrap_or_default();
        let rest = version.strip_prefix("2.").unwrap_or_default();
        if rest.is_empty() || !rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return Err(format!(
                "expected a configuration of version 2.x, got «{version}»: paste the text instead"
            ));
        }
        if self.found.applications.len() > 1 || self.found.files.len() > 1 {
            return Err(format!("{ID} is in there more than once: delete one in the web interface"));
        }
        Ok(Layout {
            root_end,
            has_dialplan: self.found.dialplan.is_some(),
            dialplan: self.found.dialplan.unwrap_or(root_end..root_end),
            around: self.found.around,
            application: self.found.applications.pop(),
            file: self.found.files.pop(),
            numbers: self.found.numbers,
        })
    }

    fn token(&mut self, token: &Token<'a>) -> Result<(), String> {
        let refuse = |at: usize, what: &str| Err(format!("line {}: {what}", line(self.text, at)));
        match token {
            Token::Declaration { encoding: Some(encoding), .. }
                if !encoding.eq_ignore_ascii_case("utf-8") =>
            {
                refuse(encoding.start(), "expected no encoding or UTF-8")
            }
            Token::Declaration { .. } | Token::Comment { .. } | Token::Text { .. } => Ok(()),
            Token::ElementStart { prefix, local, span } => {
                if !prefix.is_empty() {
                    return refuse(span.start(), "a name with a colon, which the appliance does not write");
                }
                if self.open.is_empty() && (self.root || local.as_str() != ROOT) {
                    return refuse(
                        span.start(),
                        &format!("expected <{ROOT}> and nothing else, got <{local}>"),
                    );
                }
                self.root = true;
                if let Some(parent) = self.open.last_mut() {
                    parent.elements += 1;
                }
                let (name, start) = (local.as_str(), span.start());
                self.open.push(Open { name, start, inside: 0, leaves: Vec::new(), elements: 0 });
                Ok(())
            }
            Token::ElementEnd { end: ElementEnd::Open, span } => {
                if let Some(open) = self.open.last_mut() {
                    open.inside = span.end();
                }
                Ok(())
            }
            Token::ElementEnd { end: ElementEnd::Empty, span } => {
                // Its content is nowhere: an empty range behind it, so that nothing is put into it by mistake.
                self.close(span.end()..span.end(), span.end())
            }
            Token::ElementEnd { end: ElementEnd::Close(_, local), span } => match self.open.last() {
                Some(open) if open.name == local.as_str() => {
                    self.close(open.inside..span.start(), span.end())
                }
                open => {
                    let name = open.map_or("nothing", |open| open.name);
                    refuse(span.start(), &format!("</{local}> closes <{name}>"))
                }
            },
            Token::Attribute { span, .. } => {
                refuse(span.start(), "an attribute, which the appliance does not read")
            }
            Token::Cdata { span, .. } => refuse(span.start(), "CDATA, which the appliance does not write"),
            Token::ProcessingInstruction { span, .. }
            | Token::DtdStart { span, .. }
            | Token::EmptyDtd { span, .. }
            | Token::EntityDeclaration { span, .. }
            | Token::DtdEnd { span, .. } => {
                refuse(span.start(), "<! or <?, which the appliance does not write")
            }
        }
    }

    /// The innermost element ends: `inside` is the range of its content, `end` where it is over.
    fn close(&mut self, inside: Range<usize>, end: usize) -> Result<(), String> {
        let Some(closed) = self.open.pop() else { return Ok(()) };
        let path: Vec<&str> = self.open.iter().map(|open| open.name).skip(1).collect();
        if closed.elements == 0
            && let Some(parent) = self.open.last_mut()
        {
            parent.leaves.push((closed.name, inside.clone()));
        }
        let text = self.text.get(inside.clone()).unwrap_or_default().trim();
        let range = closed.start..end;
        match (path.as_slice(), closed.name) {
            ([], ROOT) if self.open.is_empty() => self.found.root_end = Some(inside.end),
            ([], "version") => self.found.version = Some(text.to_owned()),
            ([], "dialplan") => {
                if self.found.dialplan.is_some() {
                    return Err(format!("line {}: a second <dialplan>", line(self.text, closed.start)));
                }
                let empty = inside.start == end;
                let ours = self.found.applications.len();
                self.found.around = Some((range.clone(), closed.elements == 1 && ours == 1));
                self.found.dialplan = Some(if empty { range } else { inside.end..inside.end });
            }
            (["dialplan"], "application") => {
                let extension = closed.leaf("extension");
                let taken =
                    extension.clone().and_then(|extension| self.text.get(extension)).unwrap_or_default();
                if self.leaf_text(&closed, "uniqid") != ID {
                    self.found.numbers.push(taken.trim().to_owned());
                } else {
                    let extension =
                        extension.filter(|it| !it.is_empty()).ok_or(format!("{ID} has no number"))?;
                    let logic = self.leaf_text(&closed, "applicationlogic").split_ascii_whitespace();
                    let logic = BASE64_STANDARD.decode(logic.collect::<String>()).unwrap_or_default();
                    let logic = String::from_utf8_lossy(&logic).replace('\r', "");
                    self.found.applications.push(Application { range, extension, logic });
                }
            }
            ([], "manual-file") if self.leaf_text(&closed, "full-path") == PATH => {
                let contents = closed.leaf("encoded-contents").filter(|contents| !contents.is_empty());
                let contents = contents.ok_or(format!("the manual file {PATH} is empty: delete it"))?;
                let mode = self.leaf_text(&closed, "mode").to_owned();
                self.found.files.push(ManualFile { range, contents, mode });
            }
            (path, "extension" | "number") if !path.ends_with(&["application"]) => {
                self.found.numbers.push(text.to_owned());
            }
            _ => {}
        }
        Ok(())
    }

    fn leaf_text(&self, element: &Open<'a>, name: &str) -> &'a str {
        element.leaf(name).and_then(|range| self.text.get(range)).unwrap_or_default().trim()
    }
}

impl Open<'_> {
    fn leaf(&self, name: &str) -> Option<Range<usize>> {
        self.leaves.iter().find(|(leaf, _)| *leaf == name).map(|(_, range)| range.clone())
    }
}

fn line(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}
