//! Issue by issue, what can go wrong in a call, each through the whole built program: the reason's word, the status,
//! the name (kept, or the one remembered), status 0, and the time the caller was held. The tables are in the files
//! below. `cargo test --test all faults:: -- --nocapture --test-threads 1` prints the times.

mod answers;
#[cfg(target_os = "linux")]
mod machine;
mod names;
mod network;
#[cfg(unix)]
mod pbx;
#[cfg(all(feature = "tls", target_os = "linux"))]
mod tls;
#[cfg(target_os = "linux")]
pub mod webservers;
pub mod wire;

use std::time::{Duration, SystemTime};

use crate::fakes::asterisk::{Asterisk, Call, Version};
use crate::fakes::hostile::{Hostile, Step};

/// What the machine may add to a limit.
pub const OVERSHOOT: Duration = Duration::from_millis(250);
/// The limit of a fault that is noticed at once.
pub const AT_ONCE: u64 = 0;
/// Milliseconds for a connection, where a test waits for that limit.
pub const CONNECT: u64 = 300;
/// Milliseconds for an answer, where a test waits for that limit.
pub const ANSWER: u64 = 400;
/// Milliseconds for the whole call, where a test waits for that limit.
pub const DEADLINE: u64 = 1000;

const NUMBER: &str = "74952293042";
const REMEMBERED: &str = "ООО Ромашка";
const FROM_THE_TRUNK: &str = "From the trunk";

/// The settings as shipped.
fn settings(url: &str) -> String {
    format!("[crm]\nurl = {url}\n")
}

/// Settings for who waits.
fn impatient(url: &str) -> String {
    let call = format!("[call]\ndeadline = {DEADLINE}\n");
    format!("[crm]\nurl = {url}\nconnect_timeout = {CONNECT}\nanswer_timeout = {ANSWER}\n{call}")
}

fn seconds_ago(seconds: u64) -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() - seconds
}

/// A call that is held no longer than `limit` milliseconds and what the machine adds. A machine busy with something
/// else is given three chances: what the program itself overstays, it overstays each time.
#[track_caller]
fn within(what: &str, limit: u64, place: impl Fn() -> Call) -> Call {
    within_and(what, limit, OVERSHOOT, place)
}

/// The same where the machine may add something else.
#[track_caller]
fn within_and(what: &str, limit: u64, overshoot: Duration, place: impl Fn() -> Call) -> Call {
    let mut times = Vec::new();
    for _ in 0..3 {
        let call = place();
        if call.held <= Duration::from_millis(limit) + overshoot {
            told(what, call.outcome().1, limit, call.held);
            return call;
        }
        times.push(call.held);
    }
    panic!("{what}: the limit is {limit} ms, held for {times:?}");
}

/// Twice the same call at once: of somebody nobody remembers, to a PBX of 1.8.4.4, and of a client who was known a
/// minute ago, to a newer one. Both must end in `reason`: `failed` with the trunk's name, `stale` with the client's,
/// neither held for longer than the limit.
#[track_caller]
fn fails(what: &str, reason: &str, limit: u64, settings: &str) {
    let new = || Asterisk::new(Version::V1_8).call(NUMBER).name(FROM_THE_TRUNK).settings(settings).run();
    let known = || {
        let pbx = Asterisk::new(Version::V16);
        pbx.db_put("agi1c", &format!("n/default/{NUMBER}"), &format!("{} {REMEMBERED}", seconds_ago(60)));
        pbx.call(NUMBER).name(FROM_THE_TRUNK).settings(settings).run()
    };
    let (new, known) = std::thread::scope(|scope| {
        let new = scope.spawn(|| within(what, limit, new));
        let known = within(what, limit, known);
        (new.join(), known)
    });
    let new = new.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let said = (new.outcome(), new.variable("AGI1C_NAME"), new.variable("CALLERID(name)"));
    assert_eq!(said, (("failed", reason), Some(""), Some(FROM_THE_TRUNK)), "{what}\n{}", new.conversation());
    let said = (known.outcome(), known.variable("AGI1C_NAME"), known.variable("CALLERID(name)"));
    let stale = (("stale", reason), Some(REMEMBERED), Some(REMEMBERED));
    assert_eq!(said, stale, "{what}\n{}", known.conversation());
    assert_goes_on(what, &new);
    assert_goes_on(what, &known);
}

/// The same with a server that plays a script in 1C's place, and a fault that is noticed at once.
#[track_caller]
fn fails_at_once(what: &str, reason: &str, script: &[Step]) {
    let server = Hostile::start(script);
    fails(what, reason, AT_ONCE, &settings(&format!("http://{}/base/ws/x.1cws", server.address)));
}

/// AGI() ended well, and the dialplan goes on where it would have gone anyway.
#[track_caller]
fn assert_goes_on(what: &str, call: &Call) {
    let end = (call.exit, call.hung, call.agistatus, call.next.as_str());
    assert_eq!(end, (Some(0), false, "SUCCESS", "incoming,s,3"), "{what}: {}", call.conversation());
}

/// The line for the README's table.
fn told(what: &str, reason: &str, limit: u64, held: Duration) {
    let held = held.as_secs_f64() * 1000.0;
    let over = held - limit as f64;
    println!("{what:<56} {reason:<16} limit {limit:4} ms, held {held:7.1} ms, over by {over:6.1} ms");
}
