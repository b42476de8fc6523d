//! Each test starts this test binary once more, with itself alone in it and a word in the environment: then it is the
//! process that the watchdog ends. Status 3 there means that nothing has.

use std::ffi::OsStr;
use std::process::{Command, ExitStatus, exit};
use std::time::{Duration, Instant};

use super::*;

const PART: &str = "AGI1C_WATCHDOG_TEST";
const LONG: Duration = Duration::from_secs(5);

/// Plays `part` in a process of its own, whose test is `name`; how it ended, and after how long.
fn ended(name: &str, part: &str) -> (ExitStatus, Duration) {
    let began = Instant::now();
    let binary = std::env::current_exe().unwrap();
    // cross/test says who runs a foreign processor's programs.
    let runner = std::env::var("AGI1C_RUNNER").unwrap_or_default();
    let mut words =
        runner.split(' ').filter(|word| !word.is_empty()).map(OsStr::new).chain([binary.as_os_str()]);
    let output = Command::new(words.next().unwrap())
        .args(words)
        .args(["--exact", &format!("watchdog::tests::{name}"), "--nocapture", "--test-threads", "1"])
        .env(PART, part)
        .output()
        .expect("this test binary starts");
    (output.status, began.elapsed())
}

/// What this process has to play, if it was started by [`ended`].
fn part() -> Option<String> {
    std::env::var(PART).ok()
}

fn raise(signal: libc::c_int) {
    // SAFETY: sends a signal to this thread; what that does is what is tested.
    unsafe { libc::raise(signal) };
}

#[test]
fn every_signal_of_a_crash_ends_with_status_0() {
    let name = "every_signal_of_a_crash_ends_with_status_0";
    if let Some(signal) = part() {
        take_signals();
        raise(signal.parse().unwrap());
        exit(3);
    }
    for signal in [libc::SIGABRT, libc::SIGILL, libc::SIGTRAP, libc::SIGSEGV, libc::SIGBUS, libc::SIGALRM] {
        let (status, _) = ended(name, &signal.to_string());
        assert_eq!(status.code(), Some(0), "signal {signal}: {status}");
    }
}

#[test]
fn what_is_no_crash_is_left_alone() {
    let name = "what_is_no_crash_is_left_alone";
    if let Some(signal) = part() {
        take_signals();
        raise(signal.parse().unwrap());
        exit(3);
    }
    assert_eq!(ended(name, &libc::SIGHUP.to_string()).0.code(), Some(3), "a hangup ends nothing");
    assert_eq!(ended(name, &libc::SIGTERM.to_string()).0.code(), None, "who is asked to end, ends by that");
}

#[test]
fn a_timer_of_any_length_fires_even_of_none() {
    let name = "a_timer_of_any_length_fires_even_of_none";
    if let Some(nanos) = part() {
        take_signals();
        watch(Some(Duration::from_nanos(nanos.parse().unwrap())));
        std::thread::sleep(LONG);
        exit(3);
    }
    for nanos in [0, 1, 999, 1_000, 50_000_000] {
        let (status, took) = ended(name, &nanos.to_string());
        assert_eq!(status.code(), Some(0), "{nanos} ns: {status}");
        assert!(took < LONG, "{nanos} ns: {took:?}");
    }
}

#[test]
fn a_timer_is_replaced_and_called_off() {
    let name = "a_timer_is_replaced_and_called_off";
    if let Some(part) = part() {
        take_signals();
        watch(Some(Duration::from_millis(100)));
        match part.as_str() {
            "off" => watch(None),
            _ => watch(Some(LONG * 10)),
        }
        std::thread::sleep(Duration::from_millis(300));
        exit(3);
    }
    for part in ["off", "later"] {
        assert_eq!(ended(name, part).0.code(), Some(3), "{part}");
    }
}

/// Asterisk may have been started by something that blocks signals: then no deadline held, and a crash was a death by
/// signal.
#[test]
fn a_mask_that_was_inherited_holds_nothing_up() {
    let name = "a_mask_that_was_inherited_holds_nothing_up";
    if let Some(part) = part() {
        // SAFETY: a full mask for this thread; sigfillset writes the set before it is read.
        unsafe {
            let mut all: libc::sigset_t = std::mem::zeroed();
            libc::sigfillset(&raw mut all);
            libc::sigprocmask(libc::SIG_SETMASK, &raw const all, std::ptr::null_mut());
        }
        take_signals();
        match part.as_str() {
            "timer" => watch(Some(Duration::from_millis(10))),
            _ => raise(libc::SIGABRT),
        }
        std::thread::sleep(LONG);
        exit(3);
    }
    for part in ["timer", "abort"] {
        let (status, took) = ended(name, part);
        assert_eq!(status.code(), Some(0), "{part}: {status}");
        assert!(took < LONG, "{part}: {took:?}");
    }
}

/// A handler on the stack that has run out would be a death by SIGSEGV.
#[test]
fn a_stack_that_has_run_out_ends_with_status_0() {
    if part().is_some() {
        // SAFETY: gives up the stack for handlers that std sets up, but not in the builds that are shipped.
        unsafe {
            let mut none: libc::stack_t = std::mem::zeroed();
            none.ss_flags = libc::SS_DISABLE;
            libc::sigaltstack(&raw const none, std::ptr::null_mut());
        }
        take_signals();
        // On this thread: the handlers' stack belongs to the one that called take_signals.
        exit(i32::from(deeper(0) > 0) + 3);
    }
    let (status, _) = ended("a_stack_that_has_run_out_ends_with_status_0", "deep");
    assert_eq!(status.code(), Some(0), "{status}");
}

#[expect(unconditional_recursion, reason = "until the stack has run out")]
fn deeper(so_far: u64) -> u64 {
    let here = std::hint::black_box([so_far; 64]);
    deeper(so_far + 1) + here[(so_far % 64) as usize]
}
