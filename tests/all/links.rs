//! The pages' links: every file and every heading they point at is there, and each page of `package/` stands in both
//! languages, with a link to the other. Addresses outside are not asked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Folders without pages of ours.
const PASSED_OVER: [&str; 5] = ["target", "dist", "node_modules", "corpus", "fixtures"];

fn pages() -> Vec<PathBuf> {
    fn look(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && !name.starts_with('.') && !PASSED_OVER.contains(&name.as_str()) {
                look(&path, found);
            } else if name.ends_with(".md") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    look(Path::new(ROOT), &mut found);
    found.sort();
    found
}

/// The text without its fenced blocks: what looks like a link or a heading there is none.
fn prose(text: &str) -> String {
    text.split("\n```").step_by(2).collect::<Vec<_>>().join("\n")
}

/// What stands in round brackets behind square ones.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// A heading's anchor, as code hosts make it: small letters, no punctuation, `-` for a blank, numbered from the second.
fn anchors(text: &str) -> Vec<String> {
    let mut seen = BTreeMap::new();
    let headings = text.lines().filter_map(|line| {
        let rest = line.trim_start_matches('#');
        (rest.len() < line.len()).then(|| rest.strip_prefix(' ')).flatten()
    });
    headings
        .map(|heading| {
            let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
            let slug: String = heading.to_lowercase().chars().filter(kept).collect();
            let slug = slug.replace(' ', "-");
            let before = seen.entry(slug.clone()).and_modify(|count| *count += 1).or_insert(0);
            if *before == 0 { slug } else { format!("{slug}-{before}") }
        })
        .collect()
}

fn broken(page: &Path) -> Vec<String> {
    let text = prose(&std::fs::read_to_string(page).expect("a page"));
    let folder = page.parent().unwrap_or(page);
    let mut wrong = Vec::new();
    for link in links(&text).filter(|link| !link.contains("://")) {
        let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
        let target = if path.is_empty() { page.to_path_buf() } else { folder.join(path) };
        if !target.exists() {
            wrong.push(format!("{}: no file {link}", page.display()));
        } else if !anchor.is_empty() {
            let there = std::fs::read_to_string(&target).unwrap_or_default();
            if !anchors(&prose(&there)).iter().any(|known| known == anchor) {
                wrong.push(format!("{}: no heading {link}", page.display()));
            }
        }
    }
    wrong
}

#[test]
fn every_link_leads_somewhere() {
    let pages = pages();
    assert!(pages.len() > 20, "{pages:?}");
    let wrong: Vec<_> = pages.iter().flat_map(|page| broken(page)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What `agi1c-kit pages` writes: all that is in the project, and no link that leads out of it.
#[test]
fn the_kit_has_every_page_and_what_the_pages_link_to() {
    let folder = std::env::temp_dir().join(format!("agi1c-pages-{}", std::process::id()));
    let kit = || {
        let mut kit = std::process::Command::new(env!("CARGO_BIN_EXE_agi1c-kit"));
        kit.arg("pages").arg(&folder).output().expect("the kit")
    };
    let output = kit();
    assert!(output.status.success(), "{output:?}");
    let files = |folder: &Path| {
        let mut files = Vec::new();
        let mut folders = vec![folder.to_path_buf()];
        while let Some(next) = folders.pop() {
            for entry in std::fs::read_dir(next).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        files
    };
    // What is only packed is no page; everything else of package/ is there.
    let packed = |path: &str| {
        path.starts_with("mikopbx/module/")
            || path.contains("/files/")
            || path.contains("/debian/")
            || path.ends_with(".php")
    };
    let package = Path::new(ROOT).join("package");
    let wanted = files(&package).into_iter().filter_map(|path| {
        let name = path.strip_prefix(&package).expect("below it").to_str().expect("UTF-8").to_owned();
        (!packed(&name)).then_some(name)
    });
    let wanted: BTreeSet<String> = wanted.collect();
    let written = files(&folder.join("package")).into_iter().map(|path| {
        path.strip_prefix(folder.join("package")).expect("below it").to_str().expect("UTF-8").to_owned()
    });
    let written: BTreeSet<String> = written.collect();
    let differ: Vec<_> = wanted.symmetric_difference(&written).collect();
    assert!(differ.is_empty(), "in package/ or in src/kit/pages.rs, not in both: {differ:?}");
    let wrong: Vec<_> = files(&folder)
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .flat_map(|page| broken(page))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let other = pages().into_iter().filter_map(|page| Some(page.strip_prefix(ROOT).ok()?.to_owned()));
    for page in other {
        assert!(folder.join(&page).exists(), "{}", page.display());
        assert_eq!(std::fs::read(folder.join(&page)).ok(), std::fs::read(Path::new(ROOT).join(&page)).ok());
    }
    // Again is nothing new; another file of that name is left alone.
    assert!(kit().status.success());
    std::fs::write(folder.join("README.md"), "mine").expect("another file");
    let output = kit();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("README.md: another file is there"), "{said}");
    assert_eq!(std::fs::read(folder.join("README.md")).ok(), Some(b"mine".to_vec()));
    std::fs::remove_dir_all(&folder).expect("the folder goes");
}

#[test]
fn every_page_of_the_package_speaks_both_languages() {
    let package = Path::new(ROOT).join("package");
    for page in pages().into_iter().filter(|page| page.starts_with(&package)) {
        let path = page.display().to_string();
        let stem = path.trim_end_matches(".md");
        let other = match stem.strip_suffix(".ru") {
            Some(stem) => format!("{stem}.md"),
            None => format!("{stem}.ru.md"),
        };
        let text = std::fs::read_to_string(&page).expect("a page");
        let link = Path::new(&other).file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert!(links(&text).any(|each| each == link), "{path} does not link to {link}");
    }
}

#[test]
fn a_link_to_nowhere_is_seen() {
    let folder = std::env::temp_dir().join(format!("agi1c-links-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let page = folder.join("page.md");
    let text = "# Title\n\n[a](page.md#title) [b](#title) [c](gone.md) [d](#no)\n\n```\n[x](y)\n# no\n```\n";
    std::fs::write(&page, text).expect("a page");
    let wrong = broken(&page);
    std::fs::remove_dir_all(&folder).expect("the folder");
    assert_eq!(wrong.len(), 2, "{wrong:?}");
}
