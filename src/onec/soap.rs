//! SOAP as 1C speaks it: the request, and what an envelope holds. Names are compared locally, namespaces where they
//! are declared; what the returned string means is not its business.

use crate::crm::{Failure, Reason};

use super::said;
use super::xml::{self, Reader, Tag};

/// SOAP 1.1 and 1.2. 1C answers in kind, but 1.2 in answer to 1.1 is seen too.
pub const ENVELOPES: [&str; 2] =
    ["http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"];
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// The namespace begins so in `<exception>`, 1C's own error page.
const ONEC: &str = "http://v8.1c.ru/";

/// A name and its namespace: of the operation that is asked.
#[derive(Debug, Clone, Copy)]
pub struct QName<'a> {
    /// `crm.namespace`
    pub namespace: &'a str,
    /// `crm.operation`
    pub name: &'a str,
}

/// The SOAP 1.1 request that asks `operation` with these parameters, in this order.
pub fn request(operation: QName<'_>, parameters: &[(&str, &str)]) -> String {
    let mut xml = String::with_capacity(512);
    xml.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?><soap:Envelope xmlns:soap=\"");
    xml.push_str(ENVELOPES[0]);
    xml.push_str("\"><soap:Body><m:");
    xml.push_str(operation.name);
    xml.push_str(" xmlns:m=\"");
    xml::escape(operation.namespace, &mut xml);
    xml.push_str("\">");
    for (name, value) in parameters {
        for part in ["<m:", *name, ">"] {
            xml.push_str(part);
        }
        xml::escape(value, &mut xml);
        for part in ["</m:", *name, ">"] {
            xml.push_str(part);
        }
    }
    for part in ["</m:", operation.name, "></soap:Body></soap:Envelope>"] {
        xml.push_str(part);
    }
    xml
}

/// What a whole answer returned; `None` is nil. A fault, of SOAP or 1C's own, is a failure with its text.
pub fn answer(text: &str, operation: QName<'_>) -> Result<Option<String>, Failure> {
    let mut xml = Reader::new(text);
    let found = document(&mut xml, operation);
    // A document that breaks off after its return may have lost a part of the name as well.
    match found {
        Ok(found) => xml.finish().map(|()| found),
        Err(failure) if failure.reason == Reason::BadAnswer => Err(failure),
        Err(failure) => xml.finish().and(Err(failure)),
    }
}

fn document(xml: &mut Reader<'_>, operation: QName<'_>) -> Result<Option<String>, Failure> {
    let Some(root) = xml.child()? else { return bad("the answer is empty") };
    match root.local {
        "Envelope" => {}
        "exception" if in_onec(xml, root) => return Err(exception(xml)?),
        other => {
            return Err(Failure::new(
                Reason::NotOneC,
                format!(
                    "the answer is <{}>, not a SOAP envelope: is crm.url 1C's web service?",
                    said::short(other)
                ),
            ));
        }
    }
    if let Some(namespace) = xml.namespace(root.prefix)
        && !ENVELOPES.contains(&namespace)
    {
        return bad_with("the answer's envelope is of no known SOAP version: ", namespace);
    }
    while let Some(part) = xml.child()? {
        if part.local == "Body" {
            return body(xml, operation);
        }
        xml.skip()?;
    }
    bad("the answer's envelope has no Body")
}

/// The failure that an error status's body tells of, if it is a complete fault or exception of 1C.
pub fn failure(text: &str) -> Option<Failure> {
    if !text.contains("Fault") && !text.contains("exception") {
        return None;
    }
    let nothing = QName { namespace: "", name: "" };
    answer(text, nothing)
        .err()
        .filter(|failure| !matches!(failure.reason, Reason::BadAnswer | Reason::NotOneC))
}

fn in_onec(xml: &Reader<'_>, element: Tag<'_>) -> bool {
    xml.namespace(element.prefix).is_none_or(|namespace| namespace.starts_with(ONEC))
}

fn body(xml: &mut Reader<'_>, operation: QName<'_>) -> Result<Option<String>, Failure> {
    let Some(response) = xml.child()? else { return bad("the answer's Body is empty") };
    let namespace = xml.namespace(response.prefix);
    if response.local == "Fault" && namespace.is_none_or(|namespace| ENVELOPES.contains(&namespace)) {
        return Err(fault(xml)?);
    }
    if response.local.strip_suffix("Response") != Some(operation.name) {
        return bad_with(
            &format!("expected <{}Response> (crm.operation), the answer's Body holds ", operation.name),
            response.local,
        );
    }
    if let Some(namespace) = namespace
        && namespace != operation.namespace
    {
        return bad_with(
            &format!(
                "the namespace is \"{}\" in the settings (crm.namespace), but in the answer ",
                operation.namespace
            ),
            namespace,
        );
    }
    let mut returned = None;
    while let Some(part) = xml.child()? {
        let ours = xml.namespace(part.prefix).is_none_or(|namespace| namespace == operation.namespace);
        if part.local != "return" || !ours {
            xml.skip()?;
            continue;
        }
        if returned.is_some() {
            return bad("the answer has two returns; one string is expected");
        }
        let nil = nil(xml);
        match xml.text()? {
            _ if nil => returned = Some(None),
            Some(text) => returned = Some(Some(text)),
            None => return bad("the answer's return holds XML elements; a string (xs:string) is expected"),
        }
    }
    match returned {
        Some(returned) => Ok(returned),
        None => {
            bad("the answer has no return: 1C's operation must return a string (an empty one for nobody)")
        }
    }
}

/// `xsi:nil`; node-soap writes it with a prefix that it never declares.
fn nil(xml: &Reader<'_>) -> bool {
    match xml.attribute("nil") {
        Some((prefix, "true" | "1")) => {
            !prefix.is_empty() && xml.namespace(prefix).is_none_or(|namespace| namespace == INSTANCE)
        }
        _ => false,
    }
}

/// The text of a SOAP 1.1 `faultstring`, or of a 1.2 `Reason`/`Text`.
fn fault(xml: &mut Reader<'_>) -> Result<Failure, Failure> {
    let mut text = String::new();
    while let Some(part) = xml.child()? {
        match part.local {
            "faultstring" => text = xml.text()?.unwrap_or_default(),
            "Reason" => {
                while let Some(part) = xml.child()? {
                    match part.local {
                        "Text" if text.is_empty() => text = xml.text()?.unwrap_or_default(),
                        _ => xml.skip()?,
                    }
                }
            }
            _ => xml.skip()?,
        }
    }
    Ok(said::fault(&text))
}

/// 1C's own `<exception reason="406"><descr>…</descr></exception>`.
fn exception(xml: &mut Reader<'_>) -> Result<Failure, Failure> {
    let reason = xml.attribute("reason").map_or(String::new(), |(_, value)| value.into());
    let mut text = String::new();
    while let Some(part) = xml.child()? {
        match part.local {
            "descr" if text.is_empty() => text = xml.text()?.unwrap_or_default(),
            _ => xml.skip()?,
        }
    }
    Ok(said::exception(&reason, &text))
}

fn bad<T>(detail: &str) -> Result<T, Failure> {
    Err(Failure::new(Reason::BadAnswer, detail))
}

fn bad_with<T>(detail: &str, theirs: &str) -> Result<T, Failure> {
    Err(Failure::new(Reason::BadAnswer, format!("{detail}\"{}\"", said::short(theirs))))
}

#[cfg(test)]
#[path = "tests/soap.rs"]
mod tests;
