//! The stand-in's SOAP, written apart from `onec` on purpose: a misreading shared by both sides would
//! never be seen. Reads a request by local names and namespaces, answers the way 1C lays it out.

use xmlparser::{ElementEnd, Token, Tokenizer};

use super::wire::StandResponse;

/// The envelope's version, answered in kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// SOAP 1.1
    V11,
    /// SOAP 1.2
    V12,
}

impl Version {
    fn namespace(self) -> &'static str {
        match self {
            Version::V11 => "http://schemas.xmlsoap.org/soap/envelope/",
            Version::V12 => "http://www.w3.org/2003/05/soap-envelope",
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Version::V11 => "text/xml; charset=utf-8",
            Version::V12 => "application/soap+xml; charset=utf-8",
        }
    }
}

/// An operation somebody calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// The envelope's version.
    pub version: Version,
    /// The operation's namespace, empty if it has none.
    pub namespace: String,
    /// The operation.
    pub operation: String,
    /// Its parameters: local name and text.
    pub parameters: Vec<(String, String)>,
}

/// Reads a request.
///
/// # Errors
/// One sentence: what is wrong with the document.
pub fn read(document: &str) -> Result<Called, String> {
    let mut called = Called {
        version: Version::V11,
        namespace: String::new(),
        operation: String::new(),
        parameters: Vec::new(),
    };
    // Per open element: its local name and the prefixes declared on it.
    let mut open: Vec<(String, Vec<(String, String)>)> = Vec::new();
    let mut prefix = String::new();
    let mut in_body = false;
    for token in Tokenizer::from(document) {
        match token.map_err(|error| format!("the request is no XML: {error}"))? {
            Token::ElementStart { prefix: own, local, .. } => {
                prefix = own.as_str().into();
                open.push((local.as_str().into(), Vec::new()));
            }
            Token::Attribute { prefix: own, local, value, .. } => {
                if let Some((_, declared)) = open.last_mut() {
                    match (own.as_str(), local.as_str()) {
                        ("xmlns", name) => declared.push((name.into(), value.as_str().into())),
                        ("", "xmlns") => declared.push((String::new(), value.as_str().into())),
                        _ => {}
                    }
                }
            }
            Token::ElementEnd { end, .. } => {
                if !matches!(end, ElementEnd::Close(..)) {
                    let namespace = resolve(&open, &prefix);
                    let name = open.last().map_or("", |(name, _)| name);
                    match open.len() {
                        1 if name != "Envelope" => {
                            return Err(format!("expected a SOAP envelope, found <{name}>"));
                        }
                        1 if namespace == Version::V12.namespace() => called.version = Version::V12,
                        1 if namespace != Version::V11.namespace() => {
                            return Err(format!("unknown envelope namespace «{namespace}»"));
                        }
                        2 => in_body = name == "Body",
                        3 if in_body && called.operation.is_empty() => {
                            called.operation = name.into();
                            called.namespace = namespace;
                        }
                        4 if in_body => called.parameters.push((name.into(), String::new())),
                        _ => {}
                    }
                }
                if !matches!(end, ElementEnd::Open) {
                    open.pop();
                }
            }
            Token::Text { text } if in_body && open.len() == 4 => {
                append(&mut called, &decode(text.as_str()));
            }
            Token::Cdata { text, .. } if in_body && open.len() == 4 => {
                append(&mut called, text.as_str());
            }
            _ => {}
        }
    }
    if !open.is_empty() {
        return Err("the request ends in the middle".into());
    }
    if called.operation.is_empty() {
        return Err("the request calls nothing: no element in the envelope's Body".into());
    }
    Ok(called)
}

fn append(called: &mut Called, text: &str) {
    if let Some((_, value)) = called.parameters.last_mut() {
        value.push_str(text);
    }
}

fn resolve(open: &[(String, Vec<(String, String)>)], prefix: &str) -> String {
    open.iter()
        .rev()
        .flat_map(|(_, declared)| declared)
        .find(|(name, _)| name == prefix)
        .map_or_else(String::new, |(_, namespace)| namespace.clone())
}

/// Entities and character references; unknown ones stay as they are.
fn decode(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let known = after.split_once(';').and_then(|(name, after)| {
            let character = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => {
                    let number = name.strip_prefix('#')?;
                    let code = match number.strip_prefix('x') {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(code)?
                }
            };
            Some((character, after))
        });
        match known {
            Some((character, after)) => {
                out.push(character);
                rest = after;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// A text inside an element: `&`, `<` and `>` escaped, quotes left alone, as 1C does.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The answer to an operation: no XML declaration, tabs and line ends between elements, attributes
/// on `return` on lines of their own. An empty text becomes an empty element.
pub fn response(called: &Called, text: &str) -> StandResponse {
    let attributes = "xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"\r\n\t\t\t\t\txmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    let value = match text {
        "" => format!("<m:return {attributes}/>"),
        _ => format!("<m:return {attributes}>{}</m:return>", escape(text)),
    };
    let operation = &called.operation;
    envelope(
        called.version,
        200,
        &format!(
            "<m:{operation}Response xmlns:m=\"{}\">\r\n\t\t\t{value}\r\n\t\t</m:{operation}Response>",
            escape(&called.namespace)
        ),
    )
}

/// A fault with 1C's text, under HTTP `status`.
pub fn fault(version: Version, status: u16, text: &str) -> StandResponse {
    let text = escape(text);
    envelope(
        version,
        status,
        &match version {
            Version::V11 => format!(
                "<soap:Fault>\r\n\t\t\t<faultcode>soap:Server</faultcode>\r\n\t\t\t<faultstring>{text}</faultstring>\r\n\t\t\t<detail/>\r\n\t\t</soap:Fault>"
            ),
            Version::V12 => format!(
                "<soap:Fault>\r\n\t\t\t<soap:Code>\r\n\t\t\t\t<soap:Value>soap:Receiver</soap:Value>\r\n\t\t\t</soap:Code>\r\n\t\t\t<soap:Reason>\r\n\t\t\t\t<soap:Text xml:lang=\"ru\">{text}</soap:Text>\r\n\t\t\t</soap:Reason>\r\n\t\t\t<soap:Detail/>\r\n\t\t</soap:Fault>"
            ),
        },
    )
}

fn envelope(version: Version, status: u16, body: &str) -> StandResponse {
    StandResponse::new(
        status,
        version.content_type(),
        format!(
            "<soap:Envelope xmlns:soap=\"{}\">\r\n\t<soap:Header/>\r\n\t<soap:Body>\r\n\t\t{body}\r\n\t</soap:Body>\r\n</soap:Envelope>",
            version.namespace()
        ),
    )
}

#[cfg(test)]
#[path = "tests/soap.rs"]
mod tests;
