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
    /// Its type as the WSDL writes it (`xs:string`); empty = not said, [`COMPLEX`] where it has elements of its own.
    pub kind: String,
}

/// The type of what has elements of its own.
pub const COMPLEX: &str = "a complex type";

/// A top-level element or type of a schema.
#[derive(Default)]
struct Schema {
    namespace: String,
    name: String,
    /// Where an element has a named type.
    type_name: String,
    is_type: bool,
    /// Of a simple type: what it restricts.
    base: String,
    fields: Vec<Field>,
}

/// A message: its parts with their elements (empty in RPC) and their types (RPC's).
#[derive(Default)]
struct Message {
    name: String,
    parts: Vec<(String, String, String)>,
}

#[derive(Default)]
struct Definitions {
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
    let mut definitions = Definitions::default();
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
                definitions.opened(&path, open.local, &xml);
                path.push(open.local);
            }
            Event::Close => {
                path.pop();
            }
            Event::Text(_) => {}
        }
    }
    Ok(definitions.finish())
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

impl Definitions {
    fn opened(&mut self, path: &[&str], element: &str, xml: &Reader<'_>) {
        let name = attribute(xml, "name");
        match (path.last().copied().unwrap_or(""), element) {
            ("", _) => self.namespace = attribute(xml, "targetNamespace"),
            (_, "schema") => self.schema_namespace = attribute(xml, "targetNamespace"),
            ("schema", "element" | "complexType" | "simpleType") => self.schemas.push(Schema {
                namespace: self.schema_namespace.clone(),
                name,
                type_name: local(attribute(xml, "type")),
                is_type: element != "element",
                base: String::new(),
                fields: Vec::new(),
            }),
            ("simpleType", "restriction") => {
                let base = attribute(xml, "base");
                let inside = path.iter().any(|part| matches!(*part, "sequence" | "all"));
                if let Some(schema) = self.schemas.last_mut() {
                    match schema.fields.last_mut().filter(|_| inside) {
                        Some(field) => field.kind = base,
                        None => schema.base = base,
                    }
                }
            }
            // Elements inside a field: it is no string, and they are none of the message's own.
            ("element", "complexType") => {
                if let Some(field) = self.schemas.last_mut().and_then(|schema| schema.fields.last_mut()) {
                    field.kind = COMPLEX.into();
                }
            }
            ("sequence" | "all", "element")
                if path.contains(&"schema")
                    && path.iter().filter(|part| matches!(**part, "sequence" | "all")).count() == 1 =>
            {
                let optional = attribute(xml, "minOccurs") == "0";
                // `ref` stands for a name in a few generators' WSDL.
                let name = if name.is_empty() { local(attribute(xml, "ref")) } else { name };
                if let Some(schema) = self.schemas.last_mut() {
                    schema.fields.push(Field { name, optional, kind: attribute(xml, "type") });
                }
            }
            ("definitions", "message") => self.messages.push(Message { name, parts: Vec::new() }),
            ("message", "part") => {
                if let Some(message) = self.messages.last_mut() {
                    message.parts.push((name, local(attribute(xml, "element")), attribute(xml, "type")));
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
        for (name, element, kind) in parts {
            if element.is_empty() {
                fields.push(Field { name: name.clone(), optional: false, kind: self.plain(kind.clone()) });
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
            let own = &named.filter(|_| schema.fields.is_empty()).unwrap_or(schema).fields;
            fields.extend(
                own.iter().map(|field| Field { kind: self.plain(field.kind.clone()), ..field.clone() }),
            );
        }
        (namespace, fields)
    }

    /// A type of the service's own by what it restricts; one with elements is called so.
    fn plain(&self, kind: String) -> String {
        let name = local(kind.clone());
        match self.schemas.iter().find(|known| known.is_type && known.name == name) {
            Some(known) if known.base.is_empty() => COMPLEX.into(),
            Some(known) => known.base.clone(),
            None => kind,
        }
    }
}

/// What in the settings does not fit the service, a sentence each; empty where all fits.
pub fn differences(service: &Service, profile: &Profile) -> Vec<String> {
    let mut found = Vec::new();
    let Some(operation) =
        service.operations.iter().find(|operation| operation.name == *profile.terms.operation)
    else {
        let names = service.operations.iter().map(|operation| operation.name.as_str());
        found.push(format!(
            "operation {} is not there; there are: {}",
            profile.terms.operation,
            listed(names)
        ));
        return found;
    };
    if operation.namespace != profile.terms.namespace {
        found.push(format!(
            "namespace: the settings say \"{}\" (crm.namespace), the WSDL says \"{}\"",
            profile.terms.namespace,
            short(&operation.namespace)
        ));
    }
    let parameters = || listed(operation.parameters.iter().map(|field| field.name.as_str()));
    let mut sent: Vec<&str> = vec![&profile.terms.parameter];
    sent.extend(profile.terms.extra.iter().map(|(_, name)| &**name));
    sent.extend(profile.terms.constants.iter().map(|(name, _)| &**name));
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
    let returned = operation.returns.iter().find(|field| field.name == "return");
    if let Some(field) = returned
        && !is_text(&field.kind)
    {
        found.push(format!(
            "{} returns {}, and a string (xs:string) is expected: set the operation's type of the returned value to string",
            operation.name,
            short(&field.kind)
        ));
    }
    if returned.is_none() {
        let returns = listed(operation.returns.iter().map(|field| field.name.as_str()));
        found.push(format!("{} returns {returns}; a string named return is expected", operation.name));
    }
    found
}

/// Whether a value of this type arrives as text that may be a name.
fn is_text(kind: &str) -> bool {
    let name = kind.rsplit(':').next().unwrap_or_default();
    matches!(name, "" | "string" | "normalizedString" | "token" | "anyType" | "anySimpleType")
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
