use super::*;

fn get(memory: &Memory, key: &str) -> Option<String> {
    let mut memory = memory;
    memory.get("f", key).expect("it never fails")
}

fn put(memory: &Memory, key: &str) {
    let mut memory = memory;
    memory.put("f", key, key).expect("it never fails");
}

#[test]
fn what_is_read_stays_and_the_rest_is_forgotten_in_time() {
    let memory = Memory::default();
    put(&memory, "regular");
    put(&memory, "once");
    for round in 0..4 {
        for number in 0..HALF {
            put(&memory, &format!("{round}-{number}"));
        }
        assert_eq!(get(&memory, "regular").as_deref(), Some("regular"), "round {round}");
    }
    assert_eq!(get(&memory, "once"), None);
    let held = memory.with(|halves| halves.young.len() + halves.old.len());
    assert!(held <= 2 * HALF, "{held}");
}

#[test]
fn what_is_removed_is_gone_from_both_halves() {
    let memory = &Memory::default();
    put(memory, "a");
    for number in 0..=HALF {
        put(memory, &number.to_string());
    }
    put(memory, "b");
    for key in ["a", "b"] {
        assert!(get(memory, key).is_some(), "{key}");
        let mut store = memory;
        store.del("f", key).expect("it never fails");
        assert_eq!(get(memory, key), None, "{key}");
    }
}
