use super::*;

const NOW: u64 = 1_700_000_000;

fn profile() -> Profile {
    at("http://1c/ws")
}

fn at(url: &str) -> Profile {
    let text = format!("[crm]\nurl = {url}\nuser = pbx\n");
    crate::config::parse(text.as_bytes(), "test", &[]).expect("valid").profiles.remove(0)
}

fn put(after: After) -> Breaker {
    match after {
        After::Put(value) => Breaker::parse(&value, &profile()).expect("reads its own writing"),
        other => panic!("{other:?}"),
    }
}

fn failed(before: Option<&Breaker>, reason: Reason, now: u64) -> After {
    after(before, Some(reason), &profile(), &Cache::default(), now)
}

#[test]
fn refused_opens_at_once_and_one_call_probes() {
    let open = put(failed(None, Reason::Refused, NOW));
    let cache = Cache::default();
    assert_eq!(open.verdict(&cache, NOW + 29), Verdict::Open);
    let Verdict::Probe(value) = open.verdict(&cache, NOW + 30) else { panic!("no probe") };
    let probing = Breaker::parse(&value, &profile()).expect("valid");
    assert_eq!(probing.verdict(&cache, NOW + 30), Verdict::Open, "the next call does not wait too");
    assert_eq!(after(Some(&probing), None, &profile(), &cache, NOW + 31), After::Clear);
}

#[test]
fn one_timeout_is_forgiven_two_are_not() {
    let first = put(failed(None, Reason::AnswerTimeout, NOW));
    assert_eq!(first.verdict(&Cache::default(), NOW + 1), Verdict::Closed);
    let second = put(failed(Some(&first), Reason::ConnectTimeout, NOW + 1));
    assert_eq!(second.verdict(&Cache::default(), NOW + 2), Verdict::Open);
    assert_eq!(failed(Some(&first), Reason::Fault, NOW + 1), After::Clear, "somebody answered in between");
}

#[test]
fn a_probe_that_times_out_reopens() {
    let refused = put(failed(None, Reason::Refused, NOW));
    let again = put(failed(Some(&refused), Reason::AnswerTimeout, NOW + 31));
    assert_eq!(again.verdict(&Cache::default(), NOW + 32), Verdict::Open);
}

#[test]
fn a_wrong_password_holds_longer() {
    let held = put(failed(None, Reason::Login, NOW));
    assert_eq!(held.verdict(&Cache::default(), NOW + 599), Verdict::Open);
    assert!(matches!(held.verdict(&Cache::default(), NOW + 600), Verdict::Probe(_)));
}

#[test]
fn a_clock_that_jumped_back_does_not_hold_the_breaker_open() {
    let open = put(failed(None, Reason::Refused, NOW));
    assert!(matches!(open.verdict(&Cache::default(), NOW - 100_000), Verdict::Probe(_)));
}

#[test]
fn changed_settings_and_rubbish_do_not_count() {
    let After::Put(value) = failed(None, Reason::Refused, NOW) else { panic!() };
    let moved = at("http://2c/ws");
    assert_eq!(Breaker::parse(&value, &moved), None);
    for rubbish in ["", "1", "1 refused", "1 refused 0", "x refused 0 00000000", "1 refused 0 zz"] {
        assert_eq!(Breaker::parse(rubbish, &profile()), None, "{rubbish}");
    }
}

#[test]
fn switched_off_it_stores_nothing() {
    let off = Cache { breaker: 0, login_hold: 0, ..Cache::default() };
    for reason in Reason::ALL {
        assert_eq!(after(None, Some(reason), &profile(), &off, NOW), After::Keep, "{reason:?}");
    }
}
