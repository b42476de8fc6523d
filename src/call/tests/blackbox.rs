use super::*;
use crate::policy::Status;
use crate::store::InMemory;

#[test]
fn dates() {
    for (unix, date) in [
        (0, "1970-01-01T00:00:00Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (951_868_799, "2000-02-29T23:59:59Z"),
        (1_360_314_900, "2013-02-08T09:15:00Z"),
        (1_709_164_800, "2024-02-29T00:00:00Z"),
        (1_735_689_599, "2024-12-31T23:59:59Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
    ] {
        assert_eq!(utc(unix), date);
    }
}

#[test]
fn the_eleventh_call_takes_the_first_place() {
    let mut store = InMemory::default();
    let outcome = Outcome::nameless(Status::Unknown, "nobody");
    for call in 0..11 {
        for write in note(&mut store, "agi1c", "3042", &outcome, 7, 1_360_314_900 + call).expect("memory") {
            let Write::Put(family, key, value) = write else { panic!("{write:?}") };
            store.put(&family, &key, &value).expect("memory");
        }
    }
    let read = |key: &str, store: &mut InMemory| store.get("agi1c", key).expect("memory").unwrap_or_default();
    assert_eq!(read("last/1", &mut store), "2013-02-08T09:15:10Z 3042 unknown nobody 7 ms");
    assert_eq!(read("last/2", &mut store), "2013-02-08T09:15:01Z 3042 unknown nobody 7 ms");
    assert_eq!(read("last/10", &mut store), "2013-02-08T09:15:09Z 3042 unknown nobody 7 ms");
    assert_eq!(read(NEXT, &mut store), "2");
}
