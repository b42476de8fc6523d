//! Clients that are no Asterisk, or a sick one: none takes the server from the others.

use std::io::Write;
use std::net::SocketAddr;
use std::thread;

use super::caller::{Caller, environment};
use super::*;
use crate::fakes::asterisk::{Trouble, When};

/// Does one of them harm to a server of four workers: alone, and on every worker at once.
fn others_are_served(what: &str, begin: fn(SocketAddr) -> Caller) {
    let stand = stand();
    // They are given up after half of it; who waited so long has the other half.
    let server = serve_within(&stand, 10_000, "calls = 4\nqueue = 16\n");
    let three: Vec<Caller> = (0..3).map(|_| begin(server.address())).collect();
    let seen = || server.pool().load().calls as u64 + server.state().counts.broken_off.get();
    wait_until(what, || seen() == 3);
    assert_named(&call(&server));
    let four = begin(server.address());
    // Now a call waits until one of them is given up, and is served then.
    let mut callers: Vec<Caller> = three.into_iter().chain([four]).collect();
    assert_named(&call(&server));
    for caller in &mut callers {
        assert!(caller.is_closed(), "{what}");
    }
    wait_for_load(&server, Load::default());
    assert_eq!(server.state().counts.broken_off.get(), 4, "{what}");
    assert!(server.end());
}

#[test]
fn one_that_says_nothing() {
    others_are_served("nothing", Caller::connect);
}

#[test]
fn one_that_says_half_of_what_a_call_is() {
    others_are_served("half an environment", |address| {
        let mut caller = Caller::connect(address);
        caller.say(&environment()[..200]);
        caller
    });
}

#[test]
fn one_that_sends_a_byte_now_and_then() {
    // Twenty a second, so that a limit for each read alone would never end it.
    others_are_served("a byte now and then", |address| {
        let caller = Caller::connect(address);
        let mut dribble = caller.another_voice();
        thread::spawn(move || {
            for byte in environment().bytes() {
                if dribble.write_all(&[byte]).is_err() {
                    return;
                }
                thread::sleep(Duration::from_millis(50));
            }
        });
        caller
    });
}

#[test]
fn one_that_sends_lines_without_an_end() {
    let stand = stand();
    let server = serve(&stand, "calls = 1\nqueue = 4\n");
    let mut caller = Caller::connect(server.address());
    for _ in 0..64 {
        caller.say(&"agi_callerid: 1".repeat(1000));
    }
    assert!(caller.is_closed());
    assert_named(&call(&server));
}

#[test]
fn one_that_is_gone_before_it_is_served() {
    let held = Held::default();
    let stand = held.stand();
    let server = serve(&stand, "calls = 1\nqueue = 16\n");
    let mut first = Caller::asking(server.address());
    wait_until("1C is asked", || stand.count() == 1);
    for _ in 0..10 {
        drop(Caller::call(server.address()));
    }
    wait_until("they wait", || server.pool().load().waiting == 10);
    held.let_answer();
    assert!(first.answer_all().len() > 5);
    assert_named(&call(&server));
}

#[test]
fn a_notice_of_hangup_anywhere_is_no_reply() {
    let stand = stand();
    let server = serve(&stand, "calls = 1\n");
    let quiet = call(&server);
    for nth in 1..=quiet.turns.len() {
        let noticed = Asterisk::new(Version::V16).call(NUMBER);
        let noticed = noticed.trouble(When::Nth(nth), Trouble::Before(b"HANGUP\n".to_vec()));
        assert_named(&noticed.over(server.address(), "agi1c"));
    }
    // Behind the environment, before the first command.
    let mut caller = Caller::connect(server.address());
    caller.say(&format!("{}HANGUP\n", environment()));
    assert!(caller.answer_all().iter().any(|command| command.contains("AGI1C_STATUS \"found\"")));
    // In it: that is no line of an environment, and harms nothing.
    let mut caller = Caller::connect(server.address());
    caller.say(&environment().replace("agi_dnid", "HANGUP\nagi_dnid"));
    assert!(caller.answer_all().iter().any(|command| command.contains("AGI1C_STATUS \"found\"")));
}
