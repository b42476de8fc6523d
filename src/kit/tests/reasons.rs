use super::*;
use crate::crm::Reason;
use crate::outcome::{Kept, Nobody, Skip, Trouble};

#[test]
fn every_reason_has_something_to_do_in_both_languages() {
    let troubles = [Trouble::Settings, Trouble::Breaker, Trouble::Pbx].map(Trouble::word);
    let mut reasons = vec!["answer"];
    reasons.extend(troubles);
    reasons.extend(Reason::ALL.iter().map(|each| each.word()));
    reasons.extend(Skip::ALL.iter().map(|each| each.word()));
    reasons.extend(Kept::ALL.iter().map(|each| each.word()));
    reasons.extend(Nobody::ALL.iter().map(|each| each.word()));
    for &language in Language::ALL {
        for word in &reasons {
            let said = to_do(word, language).unwrap_or_else(|| panic!("{word}"));
            assert!(said.len() > 5 && !said.contains(" | "), "{word}: {said}");
        }
    }
}

#[test]
fn it_says_what_the_page_says() {
    let login = to_do("login", Language::Russian);
    assert_eq!(login, Some("исправьте пользователя или пароль; `agi1c check` скажет, что именно"));
    assert_eq!(to_do("no-licence", Language::English), Some("free a licence, or add one"));
}

#[test]
fn other_words_are_none() {
    for word in [
        "",
        "AGI1C_MS",
        "AGI1C_STATUS",
        "found",
        "synced",
        "sometimes",
        "` | x",
        "unknown nobody",
        "<script>",
    ] {
        assert_eq!(to_do(word, Language::English), None, "{word}");
    }
}
