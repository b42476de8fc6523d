//! package/1c: its XML read by xmllint, its WSDL by zeep, and what the parts say of each other. Its modules are run
//! by tests/bsl.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use agi1c::onec::wsdl;

use crate::installed::cache;

const EXTENSION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/package/1c/extension");
const WSDL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/1c.wsdl");

/// Every file below a folder with one of these endings.
pub(crate) fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn package(endings: &[&str]) -> Vec<PathBuf> {
    files(&Path::new(EXTENSION).join(".."), endings)
}

fn read(relative: &str) -> String {
    let path = Path::new(EXTENSION).join(relative);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands in each `<tag>…</tag>`.
fn texts<'a>(xml: &'a str, tag: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    xml.split(&open).skip(1).filter_map(|rest| rest.split(&close).next()).collect()
}

fn defines(module: &str, procedure: &str) -> bool {
    ["Функция", "Процедура"].iter().any(|word| module.contains(&format!("\n{word} {procedure}(")))
}

#[test]
#[ignore = "tests/run"]
fn every_xml_is_well_formed() {
    let mut documents = package(&[".xml", ".vrd"]);
    assert!(documents.len() >= 17, "{documents:?}");
    documents.push(WSDL.into());
    let output = Command::new("xmllint").arg("--noout").args(&documents).output().expect("xmllint");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What `agi1c check` compares with the settings, for each way to use the service.
#[test]
fn the_wsdl_fits_the_settings() {
    let service = wsdl::read(&fs::read_to_string(WSDL).expect("the fixture")).expect("a WSDL");
    for (lines, differences) in [
        ("", 0),
        ("operation = call\nextra = did:DID uniqueid:CallID", 0),
        ("operation = call", 2),
        ("namespace = http://other", 1),
    ] {
        let profile = crate::onec_wire::with_crm(&format!("url = http://1c/ws\n{lines}"));
        assert_eq!(wsdl::differences(&service, &profile).len(), differences, "{lines}");
    }
    let contacts = service.operations.iter().find(|operation| operation.name == "contacts");
    let parameters: Vec<&str> =
        contacts.expect("contacts").parameters.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(parameters, ["Cursor", "Count"]);
}

#[test]
#[ignore = "tests/run"]
fn zeep_accepts_the_wsdl() {
    let output = Command::new(cache().join("venv/bin/python"))
        .env("WSDL", WSDL)
        .args([
            "-c",
            r#"
import os, zeep
client = zeep.Client(os.environ["WSDL"])
for service in client.wsdl.services.values():
    for port in service.ports.values():
        for operation in port.binding._operations.values():
            print(port.name, operation.name, operation.input.signature(), operation.output.signature())
message = client.create_message(client.service, "identify", Number="74952293042")
print(message.find(".//{http://wiki.miko.ru/doc:1cajam:identifynumber}Number").text)
"#,
        ])
        .output()
        .expect("python");
    let said = String::from_utf8_lossy(&output.stdout);
    let port = |suffix: &str| {
        format!(
            "agi1c_MIKO_identify_number{suffix} identify Number: xsd:string return: xsd:string\n\
             agi1c_MIKO_identify_number{suffix} call Number: xsd:string, DID: xsd:string, CallID: xsd:string return: xsd:string\n\
             agi1c_MIKO_identify_number{suffix} contacts Cursor: xsd:string, Count: xsd:string return: xsd:string\n"
        )
    };
    let expected = format!("{}{}74952293042\n", port("Soap"), port("Soap12"));
    assert_eq!(said, expected, "{}", String::from_utf8_lossy(&output.stderr));
}

/// The extension's description of the service is the one that the WSDL publishes.
#[test]
fn the_web_service_is_the_wsdls() {
    let xml = read("WebServices/agi1c_MIKO_identify_number.xml");
    let service = wsdl::read(&fs::read_to_string(WSDL).expect("the fixture")).expect("a WSDL");
    assert_eq!(texts(&xml, "Namespace"), [service.namespace.as_str()]);
    let mut names: Vec<&str> = vec!["agi1c_MIKO_identify_number"];
    for operation in &service.operations {
        names.push(&operation.name);
        names.extend(operation.parameters.iter().map(|field| field.name.as_str()));
    }
    assert_eq!(texts(&xml, "Name"), names);
    let module = read("WebServices/agi1c_MIKO_identify_number/Ext/Module.bsl");
    for operation in &service.operations {
        let parameters: Vec<&str> = operation.parameters.iter().map(|field| field.name.as_str()).collect();
        assert!(defines(&module, &operation.name), "{}", operation.name);
        assert!(module.contains(&format!("{}({})", operation.name, parameters.join(", "))));
    }
    for vrd in ["../vrd/default.vrd", "../vrd/extension.vrd", "../vrd/8.2.vrd"] {
        assert!(read(vrd).contains("alias=\"1C_MIKO_identify_number.1cws\""), "{vrd}");
    }
}

/// The files that describe an object each, without what lies below them.
fn objects() -> Vec<PathBuf> {
    let all = files(Path::new(EXTENSION), &[".xml"]);
    all.into_iter()
        .filter(|path| path.strip_prefix(EXTENSION).expect("below it").components().count() == 2)
        .collect()
}

fn exports(module: &str, procedure: &str) -> bool {
    module.lines().any(|line| line.contains(&format!(" {procedure}(")) && line.ends_with(" Экспорт"))
}

/// Every object of the extension has its file, every handler that XML names is in its module.
#[test]
fn the_parts_of_the_extension_are_there() {
    let configuration = read("Configuration.xml");
    let list = configuration.split("<ChildObjects>").nth(1).expect("the objects");
    let mut count = 0;
    for line in list.lines().filter_map(|line| line.trim().strip_prefix('<')) {
        let Some((kind, rest)) = line.split_once('>') else { continue };
        let Some(name) = rest.strip_suffix(&format!("</{kind}>")) else { continue };
        assert!(
            read(&format!("{kind}s/{name}.xml")).contains(&format!("<Name>{name}</Name>")),
            "{kind} {name}"
        );
        count += 1;
    }
    let folders =
        ["Languages", "Roles", "CommonModules", "WebServices", "EventSubscriptions", "InformationRegisters"];
    assert!(folders.iter().all(|kind| configuration.contains(&format!("<{}>", &kind[..kind.len() - 1]))));
    assert_eq!(count, objects().len(), "a file that Configuration.xml does not name");
    for (folder, tag) in [("EventSubscriptions", "Handler"), ("ScheduledJobs", "MethodName")] {
        for path in files(&Path::new(EXTENSION).join(folder), &[".xml"]) {
            let xml = fs::read_to_string(&path).expect("a subscription or a job");
            for handler in texts(&xml, tag) {
                let handler = handler.strip_prefix("CommonModule.").expect("a common module's");
                let (module, procedure) = handler.split_once('.').expect("module and procedure");
                let module = read(&format!("CommonModules/{module}/Ext/Module.bsl"));
                assert!(defines(&module, procedure), "{handler}");
                assert!(exports(&module, procedure), "{handler}");
            }
        }
    }
    let module = read("HTTPServices/agi1c_HTTP/Ext/Module.bsl");
    for handler in texts(&read("HTTPServices/agi1c_HTTP.xml"), "Handler") {
        assert!(defines(&module, handler), "{handler}");
    }
    let rights = read("Roles/agi1c_АТС/Ext/Rights.xml");
    assert_eq!(texts(&rights, "object").len(), 5, "three operations, two methods");
}

/// Names of objects, fields and modules that the code uses are those of the XML.
#[test]
fn modules_name_what_there_is() {
    let known: Vec<String> = files(Path::new(EXTENSION), &[".xml"])
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    let own = |word: &&str| word.starts_with("agi1c_");
    let application = read("Ext/ManagedApplicationModule.bsl");
    for path in files(Path::new(EXTENSION), &[".bsl"]) {
        let text = fs::read_to_string(&path).expect("a module");
        let text = format!("{text}{application}");
        let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(own);
        for word in words {
            let variable = text.contains(&format!("\nПерем {word};"));
            let is_there = known.iter().any(|name| name == word) || defines(&text, word) || variable;
            assert!(is_there, "{}: {word}", path.display());
        }
    }
    let fields = texts(&read("InformationRegisters/agi1c_НомераКлиентов.xml"), "Name").len();
    assert_eq!(fields, 10, "the register and its nine fields");
}

/// No text is put into a query but numbers and names of this module's own lists: values are parameters.
#[test]
fn queries_take_parameters_only() {
    for path in package(&[".bsl"]) {
        let text = fs::read_to_string(&path).expect("a module");
        for line in text.lines().filter(|line| line.trim_start().starts_with('|')) {
            let spliced = line.contains("\" +") && !line.contains("ПЕРВЫЕ");
            assert!(!spliced, "{}: {line}", path.display());
        }
    }
}
