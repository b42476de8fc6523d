//! The page holds together: no script or style outside its own files, every word in both languages.

use std::collections::BTreeSet;

use super::*;

/// The keys between these two pieces of the text.
fn keys<'t>(text: &'t str, before: &'t str, after: char) -> impl Iterator<Item = &'t str> {
    text.split(before).skip(1).filter_map(move |rest| rest.split(after).next())
}

/// The lines `key: ['…` of the script's tables.
fn spoken() -> BTreeSet<&'static str> {
    let lines = SCRIPT.lines().filter(|line| line.starts_with("    ") && !line.starts_with("     "));
    let key = |line: &'static str| {
        let (key, value) = line.trim().split_once(": [")?;
        (value.is_empty() || value.starts_with(['\'', '"'])).then_some(key)
    };
    lines.filter_map(key).collect()
}

#[test]
fn nothing_stands_inline_and_nothing_comes_from_elsewhere() {
    for bad in [" style=", "<style", " onclick", " onload", "javascript:", "http://", "https://", "//cdn"] {
        assert!(!HTML.contains(bad), "{bad}");
    }
    assert_eq!(HTML.matches("<script").count(), 1);
    assert!(HTML.contains("<script src=\"/page.js\" defer></script>"));
    for bad in
        ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", ".style"]
    {
        assert!(!SCRIPT.contains(bad), "{bad}");
    }
}

#[test]
fn every_word_of_the_page_is_in_its_tables() {
    let spoken = spoken();
    assert!(spoken.len() > 40, "{spoken:?}");
    let in_html = keys(HTML, "data-say=\"", '"').chain(keys(HTML, "data-say-label=\"", '"'));
    let missing: Vec<_> = in_html.filter(|key| !spoken.contains(key)).collect();
    assert_eq!(missing, [""; 0]);
    let in_script = keys(SCRIPT, "makeSaid('", ')').filter_map(|call| keys(call, "}, '", '\'').last());
    let known = |key: &&str| spoken.contains(key) || word(key)[1] != *key;
    let missing: Vec<_> = in_script.filter(|key| !known(key)).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_field_has_its_label_and_every_hint_its_field() {
    let ids: BTreeSet<_> = keys(HTML, " id=\"", '"').collect();
    assert_eq!(ids.len(), HTML.matches(" id=\"").count(), "an id stands twice");
    let labels: BTreeSet<_> = keys(HTML, "for=\"", '"').collect();
    for tag in ["<input id=\"", "<select id=\"", "<textarea id=\""] {
        for id in keys(HTML, tag, '"') {
            assert!(labels.contains(id), "{id} has no label");
        }
    }
    for named in keys(HTML, "aria-describedby=\"", '"').chain(keys(HTML, "aria-labelledby=\"", '"')) {
        assert!(ids.contains(named), "{named}");
    }
}

#[test]
fn statuses_and_reasons_are_those_of_the_module() {
    let words = words();
    assert!(words.contains("\"reason_login\":[\""), "{words}");
    assert!(words.contains("\"reason_no-licence\":["), "{words}");
    assert!(words.contains("В 1С нет свободной лицензии."), "{words}");
    for status in crate::outcome::Status::ALL {
        assert!(words.contains(&format!("\"status_{}\":[", status.word())), "{}", status.word());
    }
    for reason in crate::crm::Reason::ALL {
        assert!(words.contains(&format!("\"reason_{}\":[", reason.word())), "{}", reason.word());
    }
    for state in crate::check::State::ALL {
        assert!(words.contains(&format!("\"state_{}\":[", state.word())), "{}", state.word());
    }
}
