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
