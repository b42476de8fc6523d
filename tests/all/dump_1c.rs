//! The extension's dump, element by element, against a table of the format (2.10, which every platform from 8.3.17 on
//! loads). There is no 1C here to load it: the table says what is known to load, and where an element stands.

mod format;
mod xml;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use format::{BOOLEANS, CHILDREN, CONTAINED, INTERNAL, PROPERTIES, VALUES};
use xml::{Element, parse};

use crate::package_1c::files;

const EXTENSION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/package/1c/extension");
/// A newer platform reads an older format; an older one refuses a newer, and files of two formats are refused.
const FORMAT: &str = "2.10";
const CLASSES: &str = "http://v8.1c.ru/8.3/MDClasses";

/// The documents, by their path below the extension. All begin with a byte order mark, as the designer writes them.
fn documents() -> Vec<(String, Element)> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("UTF-8");
        let name = path.strip_prefix(EXTENSION).expect("below it").to_string_lossy().into_owned();
        let text = text.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("{name}: no byte order mark"));
        (name, parse(text))
    };
    files(Path::new(EXTENSION), &[".xml"]).into_iter().map(read).collect()
}

fn look<'a, T: ?Sized>(table: &'a [(&str, &'a T)], key: &str) -> Option<&'a T> {
    table.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
}

/// What is wrong with one object, and with those inside it.
fn faults(object: &Element, place: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let kind = object.name.as_str();
    let place = format!("{place}: {kind} {}", object.property("Name"));
    let mut fault = |what: String| faults.push(format!("{place}: {what}"));

    let internal = look(INTERNAL, kind);
    let inside = look(CHILDREN, kind);
    let mut expected: Vec<&str> = Vec::new();
    expected.extend(internal.map(|_| "InternalInfo"));
    expected.push("Properties");
    expected.extend(inside.map(|_| "ChildObjects"));
    if object.names() != expected {
        fault(format!("{:?}, expected {expected:?}", object.names()));
    }
    let attributes: Vec<&str> = object.attributes.iter().map(|(name, _)| name.as_str()).collect();
    if attributes != ["uuid"] {
        fault(format!("attributes {attributes:?}"));
    }

    let properties = object.child("Properties").map(Element::names).unwrap_or_default();
    let expected: Vec<&str> = look(PROPERTIES, kind).unwrap_or_default().split_whitespace().collect();
    if properties != expected {
        fault(format!("properties {properties:?}, expected {expected:?}"));
    }
    for property in object.child("Properties").map(Element::all).unwrap_or_default() {
        let word = &property.text;
        if look(VALUES, &property.name).is_some_and(|allowed| {
            property.children.is_empty() && !allowed.split_whitespace().any(|one| one == word)
        }) {
            fault(format!("<{}>{word}", property.name));
        }
        let is_flag = BOOLEANS.split_whitespace().any(|flag| flag == property.name);
        if is_flag && !matches!(word.as_str(), "true" | "false") {
            fault(format!("<{}>{word}", property.name));
        }
    }

    let info = object.child("InternalInfo");
    let found: Vec<&str> =
        info.map(|info| &info.children[..]).unwrap_or_default().iter().map(category).collect();
    let expected: Vec<&str> = match internal {
        Some("contained") => CONTAINED.to_vec(),
        Some("empty") | None => Vec::new(),
        Some(categories) => categories.split_whitespace().collect(),
    };
    if found != expected {
        fault(format!("InternalInfo {found:?}, expected {expected:?}"));
    }

    if let Some(children) = object.child("ChildObjects") {
        let kinds = inside.unwrap_or_default();
        let order: Vec<Option<usize>> =
            children.children.iter().map(|child| kinds.iter().position(|kind| *kind == child.name)).collect();
        if order.contains(&None) || !order.is_sorted() {
            fault(format!("ChildObjects {:?}, expected the order {kinds:?}", children.names()));
        }
        let described = children.children.iter().filter(|child| !child.attributes.is_empty());
        described.for_each(|child| faults.extend(self::faults(child, &place)));
    }
    faults
}

fn category(entry: &Element) -> &str {
    entry.attribute("category").or_else(|| Some(&entry.child("ClassId")?.text)).unwrap_or_default()
}

/// A UUID of version 4 or 5 (0.1.0's objects keep theirs: by them an update finds its data), so never the zero one.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && text.chars().all(|c| c == '-' || matches!(c, '0'..='9' | 'a'..='f'))
        && groups.get(2).is_some_and(|group| group.starts_with(['4', '5']))
        && groups.get(3).is_some_and(|group| group.starts_with(['8', '9', 'a', 'b']))
}

#[test]
fn every_element_stands_where_the_format_has_it() {
    let mut found = Vec::new();
    let mut objects = 0;
    for (name, root) in documents() {
        if root.name != "MetaDataObject" {
            continue;
        }
        objects += 1;
        assert_eq!(root.attribute("xmlns"), Some(CLASSES), "{name}");
        assert_eq!(root.children.len(), 1, "{name}");
        let object = &root.children[0];
        let folder = name.split('/').next().unwrap_or_default();
        assert!(object.name == "Configuration" || folder == format!("{}s", object.name), "{name}");
        found.extend(faults(object, &name));
    }
    assert!(objects >= 30, "{objects} objects");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn all_files_are_of_one_format() {
    for (name, root) in documents() {
        assert_eq!(root.attribute("version"), Some(FORMAT), "{name}");
    }
}

#[test]
fn identifiers_are_there_once_and_none_is_zero() {
    let mut seen: HashMap<String, String> = HashMap::new();
    let mut check = |id: &str, place: String| {
        assert!(is_uuid(id), "{place}: {id}");
        if let Some(before) = seen.insert(id.to_owned(), place.clone()) {
            panic!("{id} is {before} and {place}");
        }
    };
    for (name, root) in documents() {
        for element in root.all() {
            if let Some(id) = element.attribute("uuid") {
                check(id, format!("{name}: {}", element.name));
            }
            if matches!(element.name.as_str(), "TypeId" | "ValueId" | "ObjectId") {
                check(&element.text, format!("{name}: {}", element.name));
            }
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
}

/// What an update of a base finds its data by: the register's and the fields' identifiers of 0.1.0.
#[test]
fn what_0_1_0_loaded_keeps_its_data() {
    let documents: HashMap<String, Element> = documents().into_iter().collect();
    for (file, object, fields) in [
        (
            "InformationRegisters/agi1c_НомераКлиентов.xml",
            "611545a6-9691-5728-9e7e-ecd545b1b434",
            [
                ("Номер", "26a9af15-ade6-5ef5-b115-7b28d9fe04e6"),
                ("Имя", "461f5e7e-c328-5b08-ba13-c2b39c260872"),
            ],
        ),
        (
            "InformationRegisters/agi1c_Звонки.xml",
            "49060e93-1894-5769-a20c-a1d1ac11caa6",
            [
                ("Начало", "8962617b-bb9e-5487-b4c5-b20c4261496b"),
                ("Кому", "0bb63780-612c-5db8-8b33-91439133c72a"),
            ],
        ),
    ] {
        let register = &documents[file].children[0];
        assert_eq!(register.attribute("uuid"), Some(object), "{file}");
        for (field, id) in fields {
            let children = register.child("ChildObjects").expect("fields");
            let found = children.children.iter().find(|child| child.property("Name") == field);
            assert_eq!(found.and_then(|found| found.attribute("uuid")), Some(id), "{file}: {field}");
        }
    }
}

/// It loads in any base: no object of the base's configuration is adopted but its language, and that one by its name.
#[test]
fn nothing_of_the_base_s_own_configuration_is_adopted() {
    for (name, root) in documents() {
        for element in root.all() {
            assert_ne!(element.name, "ExtendedConfigurationObject", "{name}");
            assert_ne!(element.name, "DefaultRunMode", "{name}");
            if element.name == "ObjectBelonging" {
                assert!(matches!(name.as_str(), "Configuration.xml" | "Languages/Русский.xml"), "{name}");
            }
            let own = !element.text.starts_with("cfg:") || element.text == "cfg:CatalogObject";
            assert!(own, "{name}: {}", element.text);
        }
    }
}

/// Roles give rights to objects that are there, and nothing by default.
#[test]
fn roles_name_what_there_is() {
    let documents = documents();
    let kinds: Vec<String> = documents
        .iter()
        .filter(|(_, root)| root.name == "MetaDataObject")
        .map(|(_, root)| format!("{}.{}", root.children[0].name, root.children[0].property("Name")))
        .collect();
    let mut rights = 0;
    for (name, root) in documents.iter().filter(|(_, root)| root.name == "Rights") {
        assert_eq!(root.attribute("xsi:type"), Some("Rights"), "{name}");
        let flags = ["setForNewObjects", "setForAttributesByDefault", "independentRightsOfChildObjects"];
        assert_eq!(root.names()[..3], flags, "{name}");
        assert_eq!(root.child(flags[0]).map(|flag| flag.text.as_str()), Some("false"), "{name}");
        for object in &root.children[3..] {
            let whose = &object.child("name").expect("a name").text;
            let top = whose.splitn(3, '.').take(2).collect::<Vec<&str>>().join(".");
            assert!(kinds.contains(&top), "{name}: {whose}");
            let right = object.child("right").expect("a right");
            assert!(
                matches!(right.child("name").map(|name| name.text.as_str()), Some("Use" | "View")),
                "{name}"
            );
            rights += 1;
        }
    }
    assert_eq!(rights, 7);
}

/// A schedule lies beside its job, whole, and runs: every day of the week and every month.
#[test]
fn every_job_has_its_schedule() {
    const ATTRIBUTES: &str = "BeginDate EndDate BeginTime EndTime CompletionTime CompletionInterval RepeatPeriodInDay \
        RepeatPause WeekDayInMonth DayInMonth WeeksPeriod DaysRepeatPeriod";
    let documents = documents();
    let jobs = documents
        .iter()
        .filter(|(name, _)| name.starts_with("ScheduledJobs/") && name.split('/').count() == 2);
    let mut count = 0;
    for (name, _) in jobs {
        let path = format!("{}/Ext/Schedule.xml", name.trim_end_matches(".xml"));
        let (_, root) = documents.iter().find(|(known, _)| *known == path).expect("a schedule");
        assert_eq!((root.name.as_str(), root.names()), ("JobSchedule", vec!["Schedule"]), "{path}");
        let schedule = &root.children[0];
        let attributes: Vec<&str> = schedule.attributes.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(attributes, ATTRIBUTES.split_whitespace().collect::<Vec<&str>>(), "{path}");
        assert_eq!(
            schedule.child("WeekDays").map(|days| days.text.as_str()),
            Some("1 2 3 4 5 6 7"),
            "{path}"
        );
        assert_eq!(schedule.child("Months").map(|all| all.text.split(' ').count()), Some(12), "{path}");
        count += 1;
    }
    assert_eq!(count, 2);
}

/// Faults that loading found in the field, one at a time: the table sees each.
#[test]
fn a_fault_is_seen() {
    let object = |path: &str| {
        let text = fs::read_to_string(format!("{EXTENSION}/{path}")).expect("an object");
        parse(text.trim_start_matches('\u{feff}')).children.remove(0)
    };
    let command = object("CommonCommands/agi1c_Позвонить.xml");
    let configuration = object("Configuration.xml");
    assert!(faults(&command, "").is_empty() && faults(&configuration, "").is_empty());

    let mut broken = command.clone();
    broken.children.insert(0, Element { name: "InternalInfo".into(), ..Element::default() });
    assert!(!faults(&broken, "").is_empty(), "an empty InternalInfo");

    let mut broken = configuration.clone();
    broken.children[2].children.swap(1, 20);
    assert!(!faults(&broken, "").is_empty(), "another order of kinds");

    let mut broken = configuration.clone();
    let mode =
        Element { name: "DefaultRunMode".into(), text: "ManagedApplication".into(), ..Element::default() };
    broken.children[1].children.insert(8, mode);
    assert!(!faults(&broken, "").is_empty(), "DefaultRunMode");

    let mut broken = command;
    broken.children[0].children[3].text = "ПанельДействий".into();
    assert!(!faults(&broken, "").is_empty(), "a value that is none");
    for id in ["00000000-0000-0000-0000-000000000000", "611545A6-9691-5728-9E7E-ECD545B1B434", "611545a6", ""]
    {
        assert!(!is_uuid(id), "{id}");
    }
}

/// The version in the list of extensions is the program's.
#[test]
fn the_version_is_the_program_s() {
    let (_, root) = documents().into_iter().find(|(name, _)| name == "Configuration.xml").expect("it");
    assert_eq!(root.children[0].property("Version"), env!("CARGO_PKG_VERSION"));
}
