//! The architecture, as `src/lib.rs` tells it: each line of modules uses only those above it, modules of one line do
//! not know each other, and the files of one directory use each other in no circle. Read from the sources themselves;
//! unit tests may use what they like.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// From the lowest to the highest.
const LAYERS: &[&[&str]] = &[
    &["watchdog", "pipes", "words"],
    &["clock", "privacy", "number", "name"],
    &["crm", "store"],
    &["outcome"],
    &["config"],
    &["case"],
    &["decision", "policy", "agi", "onec"],
    &["check"],
    &["call"],
    &["cli"],
    &["server"],
    &["kit"],
    &["lib", "main", "bin"],
];

/// File (without `.rs`, `mod` standing for its directory) → its text.
type Sources = BTreeMap<String, String>;

#[test]
fn every_module_uses_only_those_below_it() {
    let sources = sources();
    assert!(sources.len() > 80, "{}", sources.len());
    assert_eq!(breaches(&sources), [""; 0]);
}

#[test]
fn no_files_of_one_directory_use_each_other_in_a_circle() {
    assert_eq!(circles(&sources()), [""; 0]);
}

#[test]
fn a_breach_is_seen_in_whatever_form_it_is_written() {
    for (file, text, seen) in [
        ("name/cut", "use crate::config::Settings;", "name/cut uses config"),
        (
            "decision",
            "use crate::{\n    name::{self, Safe},\n    policy::{ask, breaker},\n};",
            "decision uses policy",
        ),
        ("onec/http", "let x: crate::agi::AgiError;", "onec/http uses agi"),
        ("policy/breaker", "use super::super::call::run;", "policy/breaker uses call"),
        ("store", "pub use crate::outcome::Status as S;", "store uses outcome"),
        ("gadget", "", "gadget stands in no layer"),
        ("case", "// crate::call is for others\nuse crate::config::Settings;", ""),
        ("call/sync", "use crate::{crm, agi::Env};\nuse super::perform;", ""),
    ] {
        let found = breaches(&Sources::from([(file.into(), text.into())]));
        assert_eq!(found.join("; "), seen, "{text}");
    }
}

#[test]
fn a_circle_is_seen() {
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let straight = [file("a/x", "use super::y::Y;"), file("a/y", "use super::{Own, z};"), file("a/z", "")];
    assert_eq!(circles(&Sources::from(straight.clone())), [""; 0]);
    let mut closed = Sources::from(straight);
    closed.insert("a/z".into(), "fn f() { crate::a::x::go() }".into());
    assert_eq!(circles(&closed), ["a/x → y → z → x"]);
}

/// A word of the code means one thing: whoever reads `Reply` need not ask which.
#[test]
fn no_two_types_that_other_files_see_have_one_name() {
    let sources = sources();
    let found: Vec<_> =
        sources.iter().flat_map(|(file, text)| types(text).map(move |name| (name, file))).collect();
    assert!(found.len() > 200, "{}", found.len());
    let mut files: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, file) in found {
        files.entry(name).or_default().push(file);
    }
    files.retain(|_, files| files.len() > 1);
    assert_eq!(files, BTreeMap::new());
}

/// The types of a text that are not private to it: `pub struct Name`, and what stands in `words!`.
fn types(text: &str) -> impl Iterator<Item = &str> {
    let declared = text.lines().filter_map(|line| {
        let rest = line.trim_start().strip_prefix("pub")?;
        let rest =
            rest.strip_prefix('(').map_or(rest, |inside| inside.split_once(')').map_or("", |(_, rest)| rest));
        let (kind, name) = rest.trim_start().split_once(' ')?;
        ["struct", "enum", "trait", "type"].contains(&kind).then_some(name)
    });
    let listed = text.split("words! {").skip(1).filter_map(|inside| {
        inside.lines().map(str::trim_start).find(|line| !line.is_empty() && !line.starts_with("//"))
    });
    declared.chain(listed).map(|name| name.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default())
}

/// All of `src` but its unit tests.
fn sources() -> Sources {
    fn gather(folder: &Path, prefix: &str, into: &mut Sources) {
        for entry in fs::read_dir(folder).expect("src").flatten() {
            let name = entry.file_name().into_string().expect("ASCII");
            if entry.path().is_dir() && name != "tests" {
                gather(&entry.path(), &format!("{prefix}{name}/"), into);
            } else if let Some(name) = name.strip_suffix(".rs") {
                let module = if name == "mod" {
                    prefix.trim_end_matches('/').into()
                } else {
                    format!("{prefix}{name}")
                };
                into.insert(module, fs::read_to_string(entry.path()).expect("UTF-8"));
            }
        }
    }
    let mut sources = Sources::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut sources);
    sources
}

fn breaches(sources: &Sources) -> Vec<String> {
    let layer = |module: &str| LAYERS.iter().position(|layer| layer.contains(&module));
    let mut found = Vec::new();
    for (file, text) in sources {
        let own = file.split('/').next().unwrap_or_default();
        let Some(height) = layer(own) else {
            found.push(format!("{file} stands in no layer"));
            continue;
        };
        let paths = paths(file, text);
        let used: BTreeSet<&str> = paths.iter().filter_map(|path| path.split('/').next()).collect();
        let wrong = |used: &&&str| **used != own && layer(used).is_some_and(|other| other >= height);
        found.extend(used.iter().filter(wrong).map(|used| format!("{file} uses {used}")));
    }
    found
}

fn circles(sources: &Sources) -> Vec<String> {
    let mut found = Vec::new();
    for start in sources.keys() {
        let Some((folder, name)) = start.rsplit_once('/') else { continue };
        // Each circle once: from its first file, over later ones.
        let mut ways = vec![vec![name.to_owned()]];
        while let Some(way) = ways.pop() {
            let here = format!("{folder}/{}", way.last().expect("a way has a start"));
            for next in siblings(folder, &here, sources) {
                if next == name {
                    found.push(format!("{folder}/{} → {name}", way.join(" → ")));
                } else if next.as_str() > name && !way.contains(&next) {
                    ways.push([way.as_slice(), &[next]].concat());
                }
            }
        }
    }
    found
}

/// The files of the same folder that a file uses.
fn siblings(folder: &str, file: &str, sources: &Sources) -> BTreeSet<String> {
    let paths = paths(file, &sources[file]);
    let below =
        paths.iter().filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/')?.split('/').next());
    below
        .filter(|name| {
            let path = format!("{folder}/{name}");
            path != file && sources.contains_key(&path)
        })
        .map(str::to_owned)
        .collect()
}

/// Every path of this crate that a text names, from the crate's root, parts divided by `/`.
fn paths(file: &str, text: &str) -> BTreeSet<String> {
    let code: String = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let mut found = BTreeSet::new();
    for root in ["crate::", "agi1c::", "super::"] {
        for (at, _) in code.match_indices(root) {
            let before = code[..at].chars().next_back().unwrap_or(' ');
            if before.is_alphanumeric() || before == '_' || (before == ':' && root != "super::") {
                continue;
            }
            // Of `super::super::x` the first `super` counts, and with it the second.
            if code[..at].ends_with("super::") {
                continue;
            }
            let mut base = Vec::new();
            let mut rest = &code[at..];
            if root == "super::" {
                base.extend(file.split('/'));
                while let Some(further) = rest.strip_prefix("super::") {
                    base.pop();
                    rest = further;
                }
            } else {
                rest = &rest[root.len()..];
            }
            tree(&base.join("/"), rest, &mut found);
        }
    }
    found
}

/// Reads `a::b`, or `{a::b, c::{d}}`, behind a path.
fn tree(base: &str, text: &str, found: &mut BTreeSet<String>) {
    let Some(inside) = text.strip_prefix('{') else {
        let path =
            text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).next().unwrap_or_default();
        let parts: Vec<&str> = path.split("::").filter(|part| !part.is_empty()).collect();
        let joined =
            [base].into_iter().filter(|base| !base.is_empty()).chain(parts).collect::<Vec<_>>().join("/");
        if path.ends_with("::") && text[path.len()..].starts_with('{') {
            tree(&joined, &text[path.len()..], found);
        }
        found.insert(joined);
        return;
    };
    let mut depth = 0;
    let mut start = 0;
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                tree(base, inside[start..at].trim(), found);
                start = at + 1;
                if c == '}' {
                    return;
                }
            }
            _ => {}
        }
    }
}
