use super::*;
use crate::store::InMemory;

/// What stands in the black box after these calls, each with its number.
fn after(settings: &Settings, calls: std::ops::Range<u32>, store: &mut InMemory) {
    for call in calls {
        note(store, settings, &format!("call {call}"), &mut Vec::new()).expect("memory");
    }
}

fn read(store: &mut InMemory, key: &str) -> Option<String> {
    store.get("agi1c", key).expect("memory")
}

#[test]
fn the_eleventh_call_takes_the_first_place() {
    let mut store = InMemory::default();
    after(&Settings::default(), 0..11, &mut store);
    for (key, entry) in [("last/1", "call 10"), ("last/2", "call 1"), ("last/10", "call 9"), (NEXT_CALL, "2")]
    {
        assert_eq!(read(&mut store, key).as_deref(), Some(entry));
    }
    assert_eq!(read(&mut store, "last/11"), None);
}

#[test]
fn log_last_says_how_many_calls_are_kept() {
    for (kept, calls, newest, next) in
        [(1, 3, "last/1", "1"), (3, 5, "last/2", "3"), (500, 500, "last/500", "1")]
    {
        let settings = Settings { log_last: kept, ..Settings::default() };
        let mut store = InMemory::default();
        after(&settings, 0..calls, &mut store);
        assert_eq!(read(&mut store, newest), Some(format!("call {}", calls - 1)), "{kept}");
        assert_eq!(read(&mut store, NEXT_CALL).as_deref(), Some(next), "{kept}");
    }
}

#[test]
fn a_shorter_black_box_begins_anew_at_its_first_place() {
    let mut store = InMemory::default();
    after(&Settings::default(), 0..7, &mut store);
    after(&Settings { log_last: 3, ..Settings::default() }, 7..8, &mut store);
    assert_eq!(read(&mut store, "last/1").as_deref(), Some("call 7"));
    for rubbish in ["0", "-1", "x", "", "4294967296"] {
        store.put("agi1c", NEXT_CALL, rubbish).expect("memory");
        after(&Settings::default(), 8..9, &mut store);
        assert_eq!(read(&mut store, "last/1").as_deref(), Some("call 8"), "{rubbish}");
    }
}
