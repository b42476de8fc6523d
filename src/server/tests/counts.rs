use super::*;
use crate::outcome::{Nobody, Outcome, Skip};

#[test]
fn calls_are_counted_by_status_reason_and_time() {
    let counts = Counts::default();
    let calls = [
        (Outcome::Unknown(Nobody::Told), 5),
        (Outcome::Skipped(Skip::Short), 0),
        (Outcome::Unknown(Nobody::Told), 6),
        (Outcome::Unknown(Nobody::Remembered), 60_000),
    ];
    for (outcome, spent_ms) in calls {
        counts.settled(&Verdict { outcome, digits: "1234".into(), spent_ms, warnings: Vec::new() });
    }
    let expected = [(("skipped", "short"), 1), (("unknown", "negative"), 1), (("unknown", "nobody"), 2)];
    assert_eq!(counts.verdicts(), expected);
    let took = counts.took();
    assert_eq!((took.calls, took.sum_ms), (4, 60_011));
    assert_eq!((took.up_to[0], took.up_to[1], took.up_to[13]), ((5, 2), (10, 3), (5000, 3)));
}
