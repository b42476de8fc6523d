//! A service's `?wsdl` compared with the settings, so that `check` can name what differs. Document/literal as 1C and
//! spyne write it, and RPC as PHP does. It never sends anything and is not used in a call.

use crate::config::Profile;
use crate::crm::{Failure, Reason};

use super::said::short;
use super::xml::{Event, Reader};

/// What a service offers.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// `targetNamespace` of the definitions.
    pub namespace: String,
    /// The operations, in order, each once.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Operation {
    /// Its name.
    pub name: String,
    /// The namespace of its request; the service's where the schema has none of its own.
    pub namespace: String,
    /// Its parameters.
    pub parameters: Vec<Field>,
    /// What it returns; `return` as a rule.
    pub returns: Vec<Field>,
}

/// A parameter or a returned value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Whether it may be left out (`minOccurs="0"`).
    pub optional: bool,
}

/// A top-level element or type of a schema.
#[derive(Default)]
struct Schema {
    namespace: String,
    name: String,
    /// Where an element has a named type.
    type_name: String,
    is_type: bool,
    fields: Vec<Field>,
}

/// A message: its parts with their elements (empty in RPC).
#[derive(Default)]
struct Message {
    name: String,
    parts: Vec<(String, String)>,
}

#[derive(Default)]
struct Draft {
    namespace: String,
    schema_namespace: String,
    schemas: Vec<Schema>,
    messages: Vec<Message>,
    /// Name, input message, output message.
    operations: Vec<[String; 3]>,
}

/// Reads a WSDL 1.1 document.
pub fn read(text: &str) -> Result<Service, Failure> {
    let mut xml = Reader::new(text);
    let mut draft = Draft::default();
    let mut path: Vec<&str> = Vec::new();
    while let Some(event) = xml.event()? {
        match event {
            Event::Open(open) => {
                if path.is_empty() && open.local != "definitions" {
                    return Err(Failure::new(
                        Reason::NotOneC,
                        format!(
                            "?wsdl gave <{}> instead of a WSDL: is crm.url 1C's web service?",
                            short(open.local)
                        ),
                    ));
                }
                draft.opened(&path, open.local, &xml);
                path.push(open.local);
            }
            Event::Close => {
                path.pop();
            }
            Event::Text(_) => {}
        }
    }
    Ok(draft.finish())
}

fn attribute(xml: &Reader<'_>, name: &str) -> String {
    xml.attribute(name).map_or_else(String::new, |(_, value)| value.into())
}

/// A qualified name's local part.
fn local(name: String) -> String {
    match name.split_once(':') {
        Some((_, local)) => local.into(),
        None => name,
    }
}

impl Draft {
    fn opened(&mut self, path: &[&str], element: &str, xml: &Reader<'_>) {
        let name = attribute(xml, "name");
        match (path.last().copied().unwrap_or(""), element) {
            ("", _) => self.namespace = attribute(xml, "targetNamespace"),
            (_, "schema") => self.schema_namespace = attribute(xml, "targetNamespace"),
            ("schema", "element" | "complexType") => self.schemas.push(Schema {
                namespace: self.schema_namespace.clone(),
                name,
                type_name: local(attribute(xml, "type")),
                is_type: element == "complexType",
                fields: Vec::new(),
            }),
            ("sequence" | "all", "element") if path.contains(&"schema") => {
                let optional = attribute(xml, "minOccurs") == "0";
                // `ref` stands for a name in a few generators' WSDL.
                let name = if name.is_empty() { local(attribute(xml, "ref")) } else { name };
                if let Some(schema) = self.schemas.last_mut() {
                    schema.fields.push(Field { name, optional });
                }
            }
            ("definitions", "message") => self.messages.push(Message { name, parts: Vec::new() }),
            ("message", "part") => {
                if let Some(message) = self.messages.last_mut() {
                    message.parts.push((name, local(attribute(xml, "element"))));
                }
            }
            ("portType", "operation") => self.operations.push([name, String::new(), String::new()]),
            ("operation", "input" | "output") if path.contains(&"portType") => {
                let at = if element == "input" { 1 } else { 2 };
                if let Some(message) = self.operations.last_mut().and_then(|operation| operation.get_mut(at))
                {
                    *message = local(attribute(xml, "message"));
                }
            }
            _ => {}
        }
    }

    fn finish(self) -> Service {
        let mut service = Service { namespace: self.namespace.clone(), operations: Vec::new() };
        for [name, input, output] in &self.operations {
            if service.operations.iter().any(|known| known.name == *name) {
                continue;
            }
            let (namespace, parameters) = self.fields(input);
            let (_, returns) = self.fields(output);
            service.operations.push(Operation { name: name.clone(), namespace, parameters, returns });
        }
        service
    }

    /// A message's fields and the namespace they are in.
    fn fields(&self, message: &str) -> (String, Vec<Field>) {
        let mut fields = Vec::new();
        let mut namespace = self.namespace.clone();
        let parts =
            self.messages.iter().find(|known| known.name == message).map_or(&[][..], |found| &found.parts);
        for (name, element) in parts {
            if element.is_empty() {
                fields.push(Field { name: name.clone(), optional: false });
                continue;
            }
            let Some(schema) = self.schemas.iter().find(|known| !known.is_type && known.name == *element)
            else {
                continue;
            };
            if !schema.namespace.is_empty() {
                namespace.clone_from(&schema.namespace);
            }
            let named = self.schemas.iter().find(|known| known.is_type && known.name == schema.type_name);
            fields.extend_from_slice(&named.filter(|_| schema.fields.is_empty()).unwrap_or(schema).fields);
        }
        (namespace, fields)
    }
}

/// What in the settings does not fit the service, a sentence each; empty where all fits.
pub fn differences(service: &Service, profile: &Profile) -> Vec<String> {
    let mut found = Vec::new();
    let Some(operation) = service.operations.iter().find(|operation| operation.name == *profile.operation)
    else {
        let names = service.operations.iter().map(|operation| operation.name.as_str());
        found.push(format!("operation {} is not there; there are: {}", profile.operation, listed(names)));
        return found;
    };
    if operation.namespace != profile.namespace {
        found.push(format!(
            "namespace: the settings say \"{}\" (crm.namespace), the WSDL says \"{}\"",
            profile.namespace,
            short(&operation.namespace)
        ));
    }
    let parameters = || listed(operation.parameters.iter().map(|field| field.name.as_str()));
    let mut sent: Vec<&str> = vec![&profile.parameter];
    sent.extend(
        profile
            .extra
            .iter()
            .map(|(_, name)| &**name)
            .chain(profile.constants.iter().map(|(name, _)| &**name)),
    );
    for name in &sent {
        if !operation.parameters.iter().any(|field| field.name == *name) {
            found.push(format!("parameter {name} is not there; {} takes: {}", operation.name, parameters()));
        }
    }
    for field in &operation.parameters {
        if !field.optional && !sent.contains(&field.name.as_str()) {
            found.push(format!(
                "parameter {} is required, but not sent: name it in crm.extra or crm.constants",
                short(&field.name)
            ));
        }
    }
    if !operation.returns.iter().any(|field| field.name == "return") {
        let returns = listed(operation.returns.iter().map(|field| field.name.as_str()));
        found.push(format!("{} returns {returns}; a string named return is expected", operation.name));
    }
    found
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut list = String::new();
    for name in names.take(20) {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push_str(&short(name));
    }
    if list.is_empty() { String::from("nothing") } else { list }
}

#[cfg(test)]
#[path = "tests/wsdl.rs"]
mod tests;
