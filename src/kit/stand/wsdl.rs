//! The service's description in the shape 1C publishes it: prefixes, order of elements, names of
//! messages, port type, bindings and ports. Only writes; reading a WSDL is `onec::wsdl`'s.

use std::fmt::Write;

use super::soap::escape;

/// The operations: name, then its parameters; all of them strings, as package/1c has them.
const OPERATIONS: [(&str, &[&str]); 3] =
    [("identify", &["Number"]), ("call", &["Number", "DID", "CallID"]), ("contacts", &["Cursor", "Count"])];

/// The description of `service` in `namespace`, published at `location`.
pub fn document(service: &str, namespace: &str, location: &str) -> String {
    let namespace = &escape(namespace).replace('"', "&quot;");
    let location = &escape(location).replace('"', "&quot;");
    let mut elements = String::new();
    let mut messages = String::new();
    let mut port_type = String::new();
    for (operation, parameters) in OPERATIONS {
        let mut sequence = String::new();
        for name in parameters {
            let _ = write!(
                sequence,
                "\t\t\t\t\t\t<xs:element name=\"{name}\"\r\n\t\t\t\t\t\t\t\ttype=\"xs:string\"/>\r\n"
            );
        }
        element(&mut elements, operation, &sequence);
        element(
            &mut elements,
            &format!("{operation}Response"),
            "\t\t\t\t\t\t<xs:element name=\"return\"\r\n\t\t\t\t\t\t\t\ttype=\"xs:string\"/>\r\n",
        );
        for (message, part) in [
            (format!("{operation}RequestMessage"), operation.to_string()),
            (format!("{operation}ResponseMessage"), format!("{operation}Response")),
        ] {
            let _ = write!(
                messages,
                "\t<message name=\"{message}\">\r\n\t\t<part name=\"parameters\"\r\n\t\t\t\telement=\"tns:{part}\"/>\r\n\t</message>\r\n"
            );
        }
        let _ = write!(
            port_type,
            "\t\t<operation name=\"{operation}\">\r\n\t\t\t<input message=\"tns:{operation}RequestMessage\"/>\r\n\t\t\t<output message=\"tns:{operation}ResponseMessage\"/>\r\n\t\t</operation>\r\n"
        );
    }
    let mut bindings = String::new();
    let mut ports = String::new();
    for (suffix, prefix) in [("Soap", "soapbind"), ("Soap12", "soap12bind")] {
        let _ = write!(
            bindings,
            "\t<binding name=\"{service}{suffix}Binding\"\r\n\t\t\ttype=\"tns:{service}PortType\">\r\n\t\t<{prefix}:binding style=\"document\"\r\n\t\t\t\ttransport=\"http://schemas.xmlsoap.org/soap/http\"/>\r\n"
        );
        for (operation, _) in OPERATIONS {
            let _ = write!(
                bindings,
                "\t\t<operation name=\"{operation}\">\r\n\t\t\t<{prefix}:operation style=\"document\"\r\n\t\t\t\t\tsoapAction=\"{namespace}#{service}:{operation}\"/>\r\n\t\t\t<input>\r\n\t\t\t\t<{prefix}:body use=\"literal\"/>\r\n\t\t\t</input>\r\n\t\t\t<output>\r\n\t\t\t\t<{prefix}:body use=\"literal\"/>\r\n\t\t\t</output>\r\n\t\t</operation>\r\n"
            );
        }
        bindings.push_str("\t</binding>\r\n");
        let _ = write!(
            ports,
            "\t\t<port name=\"{service}{suffix}\"\r\n\t\t\t\tbinding=\"tns:{service}{suffix}Binding\">\r\n\t\t\t<{prefix}:address location=\"{location}\"/>\r\n\t\t</port>\r\n"
        );
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\"\r\n\t\txmlns:soap12bind=\"http://schemas.xmlsoap.org/wsdl/soap12/\"\r\n\t\txmlns:soapbind=\"http://schemas.xmlsoap.org/wsdl/soap/\"\r\n\t\txmlns:tns=\"{namespace}\"\r\n\t\txmlns:wsp=\"http://schemas.xmlsoap.org/ws/2004/09/policy\"\r\n\t\txmlns:wsu=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\"\r\n\t\txmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"\r\n\t\txmlns:xsd1=\"{namespace}\"\r\n\t\tname=\"{service}\"\r\n\t\ttargetNamespace=\"{namespace}\">\r\n\t<types>\r\n\t\t<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"\r\n\t\t\t\ttargetNamespace=\"{namespace}\"\r\n\t\t\t\tattributeFormDefault=\"unqualified\"\r\n\t\t\t\telementFormDefault=\"qualified\">\r\n{elements}\t\t</xs:schema>\r\n\t</types>\r\n{messages}\t<portType name=\"{service}PortType\">\r\n{port_type}\t</portType>\r\n{bindings}\t<service name=\"{service}\">\r\n{ports}\t</service>\r\n</definitions>"
    )
}

fn element(out: &mut String, name: &str, sequence: &str) {
    let _ = write!(
        out,
        "\t\t\t<xs:element name=\"{name}\">\r\n\t\t\t\t<xs:complexType>\r\n\t\t\t\t\t<xs:sequence>\r\n{sequence}\t\t\t\t\t</xs:sequence>\r\n\t\t\t\t</xs:complexType>\r\n\t\t\t</xs:element>\r\n"
    );
}

#[cfg(test)]
#[path = "tests/wsdl.rs"]
mod tests;
