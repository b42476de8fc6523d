use super::*;

fn verdict(outcome: Outcome) -> Verdict {
    Verdict { outcome, digits: "3042".into(), spent_ms: 7, warnings: Vec::new() }
}

#[test]
fn a_name_that_asterisk_refused_is_told_alike_everywhere() {
    let found = Outcome::Found { name: "Ромашка".into(), wishes: Wishes::default() };
    let cached = Outcome::Cached { name: "Ромашка".into(), why: Kept::Fresh };
    let stale = Outcome::Stale { name: "Ромашка".into(), trouble: Trouble::Breaker };
    for (outcome, words) in
        [(found, ("found", "answer")), (cached, ("cached", "fresh")), (stale, ("stale", "breaker"))]
    {
        for (outcome, (status, reason)) in
            [(outcome.clone(), words), (outcome.not_taken(), ("failed", "pbx"))]
        {
            let verdict = verdict(outcome);
            let values = verdict.variables().map(|(_, value)| value);
            assert_eq!(values, [status, reason, "Ромашка", "7"]);
            assert_eq!(verdict.entry("now"), Some(format!("now 3042 {status} {reason} 7 ms")));
            let line = format!("agi1c: {status} ({reason}), number ending 3042, 7 ms");
            assert_eq!(verdict.summary(false), line);
            assert_eq!(verdict.summary(true), line + ": Ромашка");
        }
    }
}

#[test]
fn only_the_hangup_extension_is_not_noted() {
    for &why in Skip::ALL {
        let noted = verdict(Outcome::Skipped(why)).entry("now").is_some();
        assert_eq!(noted, why != Skip::HangupExtension, "{why:?}");
    }
    assert!(verdict(Outcome::Failed(Trouble::Settings)).entry("now").is_some());
}

#[test]
fn no_two_reasons_of_one_status_share_a_word() {
    let mut failures: Vec<&str> = Reason::ALL.iter().map(|reason| reason.word()).collect();
    failures.extend([Trouble::Settings, Trouble::Breaker, Trouble::Pbx].map(Trouble::word));
    let skips: Vec<&str> = Skip::ALL.iter().map(|skip| skip.word()).collect();
    let statuses: Vec<&str> = Status::ALL.iter().map(|status| status.word()).collect();
    for words in [failures, skips, statuses] {
        let mut unique = words.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), words.len(), "{words:?}");
        assert!(
            words.iter().all(|word| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'1'))
        );
    }
}

/// The words in the cells of a page's table rows that begin a row or stand in its third cell.
fn explained(page: &str) -> Vec<&str> {
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    let cells = rows.flat_map(|row| row.split(" | ").step_by(2).take(2));
    let words = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    words.filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase() || b"-1".contains(&byte))).collect()
}

#[test]
fn the_pages_of_statuses_explain_every_word_and_no_other() {
    let troubles = [Trouble::Settings, Trouble::Breaker, Trouble::Pbx].map(Trouble::word);
    let mut words = vec!["answer"];
    words.extend(Status::ALL.iter().map(|each| each.word()));
    words.extend(Kept::ALL.iter().map(|each| each.word()));
    words.extend(Nobody::ALL.iter().map(|each| each.word()));
    words.extend(Skip::ALL.iter().map(|each| each.word()));
    words.extend(Reason::ALL.iter().map(|each| each.word()));
    words.extend(troubles);
    for page in [include_str!("../../package/statuses.md"), include_str!("../../package/statuses.ru.md")] {
        let start = page.find("| `found` |").expect("the table of statuses");
        let table = page.get(start..).and_then(|rest| rest.split("\n## ").next()).expect("the tables");
        let explained = explained(table);
        for word in &words {
            assert!(explained.contains(word), "{word} is not on the page");
        }
        for word in explained {
            assert!(words.contains(&word), "{word} is on the page, and nowhere else");
        }
    }
}
