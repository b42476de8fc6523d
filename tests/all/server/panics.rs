//! A fault of the program's own: it ends one call, and the next one is served.

use std::panic;

use agi1c::store::{Store, StoreError};

use super::caller::Caller;
use super::*;

/// A store that one number makes panic.
struct Faulty;

impl Store for Faulty {
    fn get(&mut self, _: &str, key: &str) -> Result<Option<String>, StoreError> {
        if key.ends_with("79990000000") {
            // As panic! would, without the report that would look like a test's own.
            panic::resume_unwind(Box::new("a fault"));
        }
        Ok(None)
    }
    fn put(&mut self, _: &str, _: &str, _: &str) -> Result<(), StoreError> {
        Ok(())
    }
    fn del(&mut self, _: &str, _: &str) -> Result<(), StoreError> {
        Ok(())
    }
}

#[test]
fn a_panic_ends_one_call_and_not_the_server() {
    let stand = stand();
    let settings = parse(&settings(&stand, PLENTY_MS, "calls = 2\nqueue = 0\n"));
    let server = Server::start(settings, Some(Box::new(|| Box::new(Faulty)))).expect("it starts");
    let bystander = Caller::call(server.address());
    for round in 1..=5 {
        let struck = Asterisk::new(Version::V16).call("79990000000").over(server.address(), "agi1c");
        assert_eq!(struck.outcome(), ("", ""), "{}", struck.conversation());
        assert_eq!(struck.next, "incoming,s,3", "the call goes on");
        wait_until("it is counted", || server.pool().panics() == round);
        assert_named(&call(&server));
        wait_until("the place is free", || server.pool().load().calls <= 1);
    }
    drop(bystander);
    assert!(server.end());
}
