//! What is new since the version that somebody upgrades from, out of CHANGELOG.md: what is to be done, and what is worth
//! a look. Knows no file but that one.

use super::pages;

/// What stands before the version of a text or a program of ours.
const NAME: &str = "agi1c ";

/// The version that an earlier text or program names itself with.
pub fn version(of: &[u8]) -> Option<String> {
    let mut rest = of;
    while let Some(at) = rest.windows(NAME.len()).position(|word| word == NAME.as_bytes()) {
        rest = rest.get(at + NAME.len()..)?;
        let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b".-".contains(byte));
        let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        if word.first().is_some_and(u8::is_ascii_digit) {
            return String::from_utf8(word.to_vec()).ok();
        }
    }
    None
}

/// What who comes from this version is told; nothing where it is of today, or of no changelog of ours.
pub fn since(version: &str) -> Option<String> {
    told(pages::page("CHANGELOG.md")?, version)
}

/// The changelog's paragraphs on what is to be done and what is new, of all versions above that one.
fn told(changelog: &str, version: &str) -> Option<String> {
    let (above, _) = changelog.split_once(&format!("\n## {version} – "))?;
    let (_, versions) = above.split_once("\n## ")?;
    let (mut to_do, mut new, mut into) = (String::new(), String::new(), 0);
    for line in versions.lines() {
        match line {
            "**To do at the upgrade**" => into = 1,
            "**New**" => into = 2,
            line if line.starts_with("**") || line.starts_with("## ") => into = 0,
            "" => {}
            line if into == 1 => to_do += &format!("{}\n", line.replace("**", "")),
            line if into == 2 => new += &format!("{}\n", line.replace("**", "")),
            _ => {}
        }
    }
    Some(format!(
        "The settings come from {version}. To do at the upgrade:\n{to_do}New, and worth a look (CHANGELOG.md has the \
         rest; agi1c-kit pages DIR writes it):\n{new}"
    ))
}

#[cfg(test)]
#[path = "tests/news.rs"]
mod tests;
