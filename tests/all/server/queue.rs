//! The queue and its end: who waits is served, who finds no room goes on at once.

use std::thread;

use super::caller::Caller;
use super::*;

#[test]
fn beyond_workers_and_queue_a_connection_is_closed_at_once() {
    let held = Held::default();
    let stand = held.stand();
    let server = serve(&stand, "calls = 2\nqueue = 1\n");
    let mut served: Vec<Caller> = (0..2).map(|_| Caller::asking(server.address())).collect();
    wait_until("1C is asked twice", || stand.count() == 2);
    let mut waiting = Caller::call(server.address());
    wait_for_load(&server, Load { calls: 2, waiting: 1, talks: 0 });
    for _ in 0..3 {
        assert!(Caller::call(server.address()).is_closed());
    }
    assert_eq!(server.state().counts.full.get(), 3);
    held.let_answer();
    for caller in served.iter_mut().chain([&mut waiting]) {
        let commands = caller.answer_all();
        assert!(commands.iter().any(|command| command.contains("AGI1C_STATUS \"found\"")), "{commands:?}");
    }
    wait_for_load(&server, Load::default());
    assert!(server.end());
}

#[test]
fn without_a_queue_a_free_worker_still_serves() {
    let stand = stand();
    let server = serve(&stand, "calls = 1\nqueue = 0\n");
    for _ in 0..5 {
        // The worker is free a moment after its caller's connection is closed.
        wait_for_load(&server, Load::default());
        assert_named(&call(&server));
    }
    assert_eq!(server.state().counts.full.get(), 0);
}

#[test]
fn waiting_counts_against_the_deadline() {
    let held = Held::default();
    let stand = held.stand();
    let server = serve(&stand, "calls = 1\nqueue = 4\n");
    let mut first = Caller::asking(server.address());
    wait_until("1C is asked", || stand.count() == 1);
    let address = server.address();
    let second = thread::spawn(move || Asterisk::new(Version::V16).call(NUMBER).over(address, "agi1c"));
    wait_for_load(&server, Load { calls: 1, waiting: 1, talks: 0 });
    let waited = Duration::from_millis(400);
    thread::sleep(waited);
    held.let_answer();
    first.answer_all();
    let call = second.join().expect("the call");
    assert_named(&call);
    let ms: u128 = call.variable("AGI1C_MS").and_then(|ms| ms.parse().ok()).expect("a number");
    assert!(ms >= waited.as_millis(), "{ms} ms, and it waited for {waited:?}");
}

#[test]
fn who_waited_until_the_deadline_is_let_go_without_a_question() {
    let held = Held::default();
    let stand = held.stand();
    let server = serve_within(&stand, 4000, "calls = 1\nqueue = 4\n");
    let mut callers: Vec<Caller> = (0..4).map(|_| Caller::call(server.address())).collect();
    // The first is given up by its own deadline; the others have waited as long.
    for caller in &mut callers {
        caller.answer_all();
    }
    wait_for_load(&server, Load::default());
    assert_eq!(stand.count(), 1);
    held.let_answer();
}
