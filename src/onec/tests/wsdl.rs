use super::*;

fn profile(lines: &str) -> Profile {
    let text = format!("[crm]\nurl = http://1c/ws\n{lines}\n");
    crate::config::parse(text.as_bytes(), "test", &[]).unwrap().profiles.remove(0)
}

const NAMESPACE: &str = "http://wiki.miko.ru/doc:1cajam:identifynumber";

/// 1C's own layout.
fn onec(parameter: &str, operation: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\"\n\t\t\
         xmlns:soapbind=\"http://schemas.xmlsoap.org/wsdl/soap/\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" \
         xmlns:xsd1=\"{NAMESPACE}\" xmlns:tns=\"{NAMESPACE}\" name=\"identifynumber\" targetNamespace=\"{NAMESPACE}\">\n\
         <types><xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"{NAMESPACE}\" elementFormDefault=\"qualified\">\
         <xs:element name=\"{operation}\"><xs:complexType><xs:sequence><xs:element name=\"{parameter}\" type=\"xs:string\"/>\
         </xs:sequence></xs:complexType></xs:element>\
         <xs:element name=\"{operation}Response\"><xs:complexType><xs:sequence><xs:element name=\"return\" type=\"xs:string\" nillable=\"true\"/>\
         </xs:sequence></xs:complexType></xs:element></xs:schema></types>\
         <message name=\"{operation}RequestMessage\"><part name=\"parameters\" element=\"tns:{operation}\"/></message>\
         <message name=\"{operation}ResponseMessage\"><part name=\"parameters\" element=\"tns:{operation}Response\"/></message>\
         <portType name=\"identifynumberPortType\"><operation name=\"{operation}\">\
         <input name=\"{operation}Request\" message=\"tns:{operation}RequestMessage\"/>\
         <output name=\"{operation}Response\" message=\"tns:{operation}ResponseMessage\"/></operation></portType>\
         <binding name=\"identifynumberSoapBinding\" type=\"tns:identifynumberPortType\"><operation name=\"{operation}\">\
         <input name=\"x\"/></operation></binding></definitions>"
    )
}

/// spyne: named types, parameters that may be left out.
const SPYNE: &str = "<wsdl:definitions xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" xmlns:tns=\"urn:s\" targetNamespace=\"urn:s\">\
    <wsdl:types><xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:s\">\
    <xs:complexType name=\"identify\"><xs:sequence><xs:element name=\"Number\" minOccurs=\"0\"/><xs:element name=\"DID\" minOccurs=\"0\"/>\
    </xs:sequence></xs:complexType><xs:complexType name=\"identifyResponse\"><xs:sequence><xs:element name=\"return\"/></xs:sequence>\
    </xs:complexType><xs:element name=\"identify\" type=\"tns:identify\"/><xs:element name=\"identifyResponse\" type=\"tns:identifyResponse\"/>\
    </xs:schema></wsdl:types><wsdl:message name=\"identify\"><wsdl:part name=\"identify\" element=\"tns:identify\"/></wsdl:message>\
    <wsdl:message name=\"identifyResponse\"><wsdl:part name=\"r\" element=\"tns:identifyResponse\"/></wsdl:message>\
    <wsdl:portType name=\"A\"><wsdl:operation name=\"identify\"><wsdl:input message=\"tns:identify\"/><wsdl:output message=\"tns:identifyResponse\"/>\
    </wsdl:operation></wsdl:portType></wsdl:definitions>";

/// PHP: RPC, parts with types.
const RPC: &str = "<definitions targetNamespace=\"urn:p\"><message name=\"i\"><part name=\"Number\" type=\"xsd:string\"/></message>\
    <message name=\"o\"><part name=\"return\" type=\"xsd:string\"/></message><portType name=\"P\"><operation name=\"identify\">\
    <input message=\"tns:i\"/><output message=\"tns:o\"/></operation></portType></definitions>";

#[test]
fn three_dialects_are_the_same_service() {
    for (text, namespace, parameters) in [
        (onec("Number", "identify"), NAMESPACE, vec![("Number", false)]),
        (SPYNE.into(), "urn:s", vec![("Number", true), ("DID", true)]),
        (RPC.into(), "urn:p", vec![("Number", false)]),
    ] {
        let service = read(&text).unwrap();
        assert_eq!(service.namespace, namespace);
        assert_eq!(service.operations.len(), 1, "{service:?}");
        let operation = &service.operations[0];
        assert_eq!((operation.name.as_str(), operation.namespace.as_str()), ("identify", namespace));
        let found: Vec<_> =
            operation.parameters.iter().map(|field| (field.name.as_str(), field.optional)).collect();
        assert_eq!(found, parameters);
        assert_eq!(operation.returns.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["return"]);
        let profile = profile(&format!("namespace = {namespace}"));
        assert_eq!(differences(&service, &profile), Vec::<String>::new());
    }
}

#[test]
fn each_difference_is_a_sentence() {
    let differ = |text: &str, profile: &Profile| differences(&read(text).unwrap(), profile);
    let ours = profile("");
    assert_eq!(differ(&onec("Number", "find"), &ours), ["operation identify is not there; there are: find"]);
    assert_eq!(
        differ(&onec("Number1", "identify"), &ours),
        [
            "parameter Number is not there; identify takes: Number1",
            "parameter Number1 is required, but not sent: name it in crm.extra or crm.constants"
        ]
    );
    let other = profile("namespace = wiki.miko.ru");
    assert_eq!(
        differ(&onec("Number", "identify"), &other),
        [format!(
            "namespace: the settings say \"wiki.miko.ru\" (crm.namespace), the WSDL says \"{NAMESPACE}\""
        )]
    );
    let result = onec("Number", "identify").replace("\"return\"", "\"identifyResult\"");
    assert_eq!(
        differ(&result, &ours),
        ["identify returns identifyResult; a string named return is expected"]
    );
    assert_eq!(differ("<definitions/>", &ours), ["operation identify is not there; there are: nothing"]);
    let more = profile("extra = did:DID");
    assert_eq!(
        differ(&onec("Number", "identify"), &more),
        ["parameter DID is not there; identify takes: Number"]
    );
    let constant = profile("constants = Mode:0");
    assert_eq!(
        differ(&onec("Number", "identify"), &constant),
        ["parameter Mode is not there; identify takes: Number"]
    );
}

#[test]
fn a_schema_s_own_namespace_is_the_request_s() {
    let own = |schema: &str| {
        let text = SPYNE
            .replace("2001/XMLSchema\" targetNamespace=\"urn:s\"", &["2001/XMLSchema\"", schema].concat());
        let service = read(&text).unwrap();
        (service.namespace, service.operations[0].namespace.clone())
    };
    assert_eq!(own(" targetNamespace=\"urn:types\""), ("urn:s".into(), "urn:types".into()));
    assert_eq!(own(""), ("urn:s".into(), "urn:s".into()));
}

/// A port for SOAP 1.1 and one for 1.2, say.
#[test]
fn an_operation_of_two_ports_is_one() {
    let port = |operation: &str| format!("<portType><operation name=\"{operation}\"/></portType>");
    let text = format!("<definitions>{}{}{}</definitions>", port("identify"), port("identify"), port("find"));
    let operations = read(&text).unwrap().operations;
    assert_eq!(operations.iter().map(|each| each.name.as_str()).collect::<Vec<_>>(), ["identify", "find"]);
}

#[test]
fn what_stands_inside_a_parameter_is_none() {
    let number = "<xs:element name=\"Number\" type=\"xs:string\"/>";
    let more = "<xs:element name=\"More\" minOccurs=\"0\"><xs:complexType><xs:sequence><xs:element name=\"Kind\"/>\
        </xs:sequence></xs:complexType></xs:element>";
    let text = onec("Number", "identify").replace(number, &[number, more].concat());
    assert_eq!(differences(&read(&text).unwrap(), &profile("")), Vec::<String>::new());
}

#[test]
fn what_is_no_wsdl() {
    for (text, reason) in [
        ("<html><body/></html>", Reason::NotOneC),
        ("<definitions>", Reason::BadAnswer),
        ("", Reason::BadAnswer),
    ] {
        assert_eq!(read(text).unwrap_err().reason, reason);
    }
}

#[test]
fn an_operation_that_returns_no_string_is_told_with_its_type() {
    let returning = |declared: &str, types: &str| {
        let text = onec("Number", "identify")
            .replace("<xs:element name=\"return\" type=\"xs:string\" nillable=\"true\"/>", declared);
        let text = text.replace("</xs:schema>", &[types, "</xs:schema>"].concat());
        differences(&read(&text).unwrap(), &profile(""))
    };
    let plain = |kind: &str| format!("<xs:element name=\"return\" type=\"{kind}\"/>");
    let client = "<xs:complexType name=\"Client\"><xs:sequence><xs:element name=\"Name\" type=\"xs:string\"/></xs:sequence></xs:complexType>";
    let name = "<xs:simpleType name=\"Name\"><xs:restriction base=\"xs:string\"/></xs:simpleType>";
    let code = "<xs:simpleType name=\"Code\"><xs:restriction base=\"xs:int\"/></xs:simpleType>";
    let inline = "<xs:element name=\"return\"><xs:complexType><xs:sequence><xs:element name=\"Name\" type=\"xs:string\"/>\
        </xs:sequence></xs:complexType></xs:element>";
    let restricted = "<xs:element name=\"return\"><xs:simpleType><xs:restriction base=\"xs:string\"/></xs:simpleType></xs:element>";
    for (declared, types, told) in [
        (plain("xs:base64Binary"), "", "returns xs:base64Binary"),
        (plain("xs:boolean"), "", "returns xs:boolean"),
        (plain("xs:decimal"), "", "returns xs:decimal"),
        (plain("xs:dateTime"), "", "returns xs:dateTime"),
        (plain("tns:Client"), client, "returns a complex type"),
        (plain("tns:Code"), code, "returns xs:int"),
        (inline.into(), "", "returns a complex type"),
        (plain("v8:ValueTable"), "", "returns v8:ValueTable"),
    ] {
        let found = returning(&declared, types);
        assert!(found.len() == 1 && found[0].contains(told), "{declared}: {found:?}");
    }
    for (declared, types) in [
        (plain("xs:string"), ""),
        (plain("xsd:string"), ""),
        (plain("xs:anyType"), ""),
        (plain("tns:Name"), name),
        (restricted.into(), ""),
        ("<xs:element name=\"return\"/>".into(), ""),
    ] {
        assert_eq!(returning(&declared, types), Vec::<String>::new(), "{declared}");
    }
}
