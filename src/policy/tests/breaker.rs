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
        After::Put(value) => read(&value, &profile()).expect("reads its own writing"),
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
    assert_eq!(may_ask(&open, &cache, NOW + 29), MayAsk::No);
    let MayAsk::Probing(value) = may_ask(&open, &cache, NOW + 30) else { panic!("no probe") };
    let probing = read(&value, &profile()).expect("valid");
    assert_eq!(may_ask(&probing, &cache, NOW + 30), MayAsk::No, "the next call does not wait too");
    assert_eq!(after(Some(&probing), None, &profile(), &cache, NOW + 31), After::Clear);
}

#[test]
fn one_timeout_is_forgiven_two_are_not() {
    let first = put(failed(None, Reason::AnswerTimeout, NOW));
    assert_eq!(may_ask(&first, &Cache::default(), NOW + 1), MayAsk::Yes);
    let second = put(failed(Some(&first), Reason::ConnectTimeout, NOW + 1));
    assert_eq!(may_ask(&second, &Cache::default(), NOW + 2), MayAsk::No);
    assert_eq!(failed(Some(&first), Reason::Fault, NOW + 1), After::Clear, "somebody answered in between");
}

#[test]
fn a_probe_that_times_out_reopens() {
    let refused = put(failed(None, Reason::Refused, NOW));
    let again = put(failed(Some(&refused), Reason::AnswerTimeout, NOW + 31));
    assert_eq!(may_ask(&again, &Cache::default(), NOW + 32), MayAsk::No);
}

#[test]
fn a_wrong_password_holds_longer() {
    let held = put(failed(None, Reason::Login, NOW));
    assert_eq!(may_ask(&held, &Cache::default(), NOW + 599), MayAsk::No);
    assert!(matches!(may_ask(&held, &Cache::default(), NOW + 600), MayAsk::Probing(_)));
}

#[test]
fn a_clock_that_jumped_back_does_not_hold_the_breaker_open() {
    let open = put(failed(None, Reason::Refused, NOW));
    assert!(matches!(may_ask(&open, &Cache::default(), NOW - 100_000), MayAsk::Probing(_)));
}

#[test]
fn changed_settings_and_rubbish_do_not_count() {
    let After::Put(value) = failed(None, Reason::Refused, NOW) else { panic!() };
    let moved = at("http://2c/ws");
    assert_eq!(read(&value, &moved), None);
    for rubbish in ["", "1", "1 refused", "1 refused 0", "x refused 0 00000000", "1 refused 0 zz"] {
        assert_eq!(read(rubbish, &profile()), None, "{rubbish}");
    }
}

#[test]
fn switched_off_it_stores_nothing() {
    let off = Cache { breaker: 0, login_hold: 0, ..Cache::default() };
    for &reason in Reason::ALL {
        assert_eq!(after(None, Some(reason), &profile(), &off, NOW), After::Keep, "{reason:?}");
    }
}

#[test]
fn two_timeouts_of_different_mornings_are_not_running() {
    let first = put(failed(None, Reason::AnswerTimeout, NOW));
    for (later, answer) in [(1, MayAsk::No), (300, MayAsk::No), (301, MayAsk::Yes), (86_400, MayAsk::Yes)] {
        let second = put(failed(Some(&first), Reason::AnswerTimeout, NOW + later));
        assert_eq!(may_ask(&second, &Cache::default(), NOW + later + 1), answer, "after {later} s");
    }
    // The clock has jumped back: the first was long ago.
    let second = put(failed(Some(&first), Reason::AnswerTimeout, NOW - 5));
    assert_eq!(may_ask(&second, &Cache::default(), NOW - 4), MayAsk::Yes);
}

#[test]
fn a_probe_long_after_the_breaker_closed_has_a_second_try() {
    let open = put(failed(None, Reason::Refused, NOW));
    for (later, answer) in [(31, MayAsk::No), (330, MayAsk::No), (331, MayAsk::Yes)] {
        let probed = put(failed(Some(&open), Reason::AnswerTimeout, NOW + later));
        assert_eq!(may_ask(&probed, &Cache::default(), NOW + later + 1), answer, "after {later} s");
    }
    // A hold of ten minutes counts from its end.
    let held = put(failed(None, Reason::Login, NOW));
    let probed = put(failed(Some(&held), Reason::AnswerTimeout, NOW + 601));
    assert_eq!(may_ask(&probed, &Cache::default(), NOW + 602), MayAsk::No);
}

#[test]
fn what_0_1_0_wrote_is_read() {
    let hash = put(failed(None, Reason::Refused, NOW)).hash;
    let first = read(&format!("{NOW} answer-timeout 1 {hash:08x}"), &profile()).expect("four words");
    let second = put(failed(Some(&first), Reason::AnswerTimeout, NOW + 60));
    assert_eq!(may_ask(&second, &Cache::default(), NOW + 61), MayAsk::No);
    let second = put(failed(Some(&first), Reason::AnswerTimeout, NOW + 301));
    assert_eq!(may_ask(&second, &Cache::default(), NOW + 302), MayAsk::Yes);
    let open = read(&format!("{} refused 0 {hash:08x}", NOW + 30), &profile()).expect("four words");
    assert_eq!(may_ask(&open, &Cache::default(), NOW + 29), MayAsk::No);
    assert_eq!(second.encode().split(' ').count(), 5);
}

#[test]
fn the_two_windows_are_switched_off_apart() {
    let no_breaker = Cache { breaker: 0, ..Cache::default() };
    let held = put(after(None, Some(Reason::Login), &profile(), &no_breaker, NOW));
    assert_eq!(may_ask(&held, &no_breaker, NOW + 599), MayAsk::No);
    assert_eq!(may_ask(&held, &no_breaker, NOW + 600), MayAsk::Yes, "no window, no probe");
    for reason in [Reason::Refused, Reason::AnswerTimeout] {
        assert_eq!(after(None, Some(reason), &profile(), &no_breaker, NOW), After::Keep, "{reason:?}");
    }
    let no_hold = Cache { login_hold: 0, ..Cache::default() };
    assert_eq!(after(None, Some(Reason::Login), &profile(), &no_hold, NOW), After::Keep);
    assert_eq!(put(after(None, Some(Reason::Refused), &profile(), &no_hold, NOW)).until, NOW + 30);
}
