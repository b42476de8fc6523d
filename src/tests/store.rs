use super::*;

#[test]
fn what_is_written_is_read() {
    for name in ["", "ООО Ромашка", "a b  c"] {
        let known = Known { at: 1_700_000_000, name: name.into() };
        assert_eq!(Known::parse(&known.encode()), Some(known));
    }
    for foreign in ["", "x", "Ivan 5", "-1 a", "99999999999999999999999 a"] {
        assert_eq!(Known::parse(foreign), None, "{foreign}");
    }
}

#[test]
fn a_long_name_is_cut_at_a_character() {
    let value = Known { at: 1_700_000_000, name: "ё".repeat(300) }.encode();
    assert_eq!(value.len(), 255);
    let value = Known { at: 170_000_000, name: "ё".repeat(300) }.encode();
    assert_eq!(value.len(), 254);
}

#[test]
fn a_time_in_the_future_is_long_ago() {
    let known = Known { at: 100, name: String::new() };
    assert_eq!(known.age(160), 60);
    assert_eq!(known.age(99), u64::MAX);
}

#[test]
fn a_breaker_reads_its_own_writing_and_that_of_0_1_0() {
    let breaker = Breaker { until: 30, reason: "refused".into(), timeouts: 2, hash: 0xab, failed_at: 7 };
    assert_eq!(breaker.encode(), "30 refused 2 000000ab 7");
    assert_eq!(Breaker::parse("30 refused 2 000000ab 7"), Some(breaker.clone()));
    assert_eq!(Breaker::parse("30 refused 2 000000ab"), Some(Breaker { failed_at: 30, ..breaker }));
    for rubbish in
        ["", "1", "1 refused", "1 refused 0", "x refused 0 00000000", "1 refused 0 zz", "1 r 0 0 x"]
    {
        assert_eq!(Breaker::parse(rubbish), None, "{rubbish}");
    }
}

#[test]
fn a_call_without_a_number_keeps_its_place_in_the_line() {
    let mut call = LastCall {
        date: "2013-02-08T09:15:00Z",
        digits: "3042",
        status: "found",
        reason: "answer",
        spent_ms: 7,
    };
    assert_eq!(call.encode(), "2013-02-08T09:15:00Z 3042 found answer 7 ms");
    call.digits = "";
    assert_eq!(call.encode(), "2013-02-08T09:15:00Z - found answer 7 ms");
}

#[cfg(feature = "kit")]
#[test]
fn an_entry_is_read_as_a_console_shows_it_and_nothing_else_is() {
    let call = LastCall {
        date: "2013-02-08T09:15:00Z",
        digits: "3042",
        status: "failed",
        reason: "not-1c",
        spent_ms: 7,
    };
    let told = |text: &str| LastCall::parse(text).map(|call| call.encode());
    assert_eq!(told(&call.encode()), Some(call.encode()));
    assert_eq!(
        told("\t2013-02-08T09:15:00Z 3042\r\nfailed not-1c 7 ms    \r\n/agi1c/x : y"),
        Some(call.encode())
    );
    let nameless = LastCall { digits: "", ..call };
    assert_eq!(told(&nameless.encode()), Some(nameless.encode()));
    for rubbish in [
        "",
        "2013-02-08T09:15:00Z 3042 failed not-1c 7",
        "2013-02-08T09:15:00Z 3042 failed not-1c seven ms",
        "2013-02-08T09:15:00Z 3042 failed not-1c 7 s",
        "2013-02-08 3042 failed not-1c 7 ms",
        "2013-02-08T09:15:00Z 84952293042 failed not-1c 7 ms",
        "2013-02-08T09:15:00Z 3042 <script> not-1c 7 ms",
        "2013-02-08T09:15:00Z 3042 failed not-1c -7 ms",
        "2013-02-08T09:15:00Z 3042 failed not-1c 99999999999999999999 ms",
    ] {
        assert_eq!(told(rubbish), None, "{rubbish}");
    }
}
