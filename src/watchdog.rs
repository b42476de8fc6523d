//! The last resort of the deadline: a timer that ends the process with status 0, whatever it waits
//! for. A blocked read from Asterisk, a name server that is silent, a full pipe: none of them has a
//! time limit of its own, and a signal needs no second thread. Nor is an abort to look like a failure of
//! the call. It knows nothing of calls.
#![allow(unsafe_code)] // system calls that std does not offer; see each

use std::time::Duration;

#[cfg(unix)]
extern "C" fn leave(_: libc::c_int) {
    // SAFETY: _exit is async-signal-safe; nothing of ours must run any more.
    unsafe { libc::_exit(0) }
}

/// What signals do to a call's process, once, before the first [`watch`].
///
/// The timer's ends it with status 0, and so does an abort: memory that cannot be had (`SIGABRT`), a panic where
/// the build has no message for it (`SIGILL`). A death by a signal would be `AGISTATUS=FAILURE`. A hangup does
/// nothing: Asterisk up to 1.8.4.4 sends SIGHUP after any command that failed, although the call goes on, and
/// what was learned is still to be written down.
#[cfg(unix)]
pub fn take_signals() {
    let leave = leave as extern "C" fn(libc::c_int) as libc::sighandler_t;
    // SAFETY: the handler only calls _exit; SIG_IGN is a valid disposition.
    unsafe {
        libc::signal(libc::SIGHUP, libc::SIG_IGN);
        for signal in [libc::SIGALRM, libc::SIGABRT, libc::SIGILL] {
            libc::signal(signal, leave);
        }
    }
}

/// Ends the process with status 0 after `after`; `None` calls it off. A later call replaces the timer.
/// [`take_signals`] comes first.
#[cfg(unix)]
pub fn watch(after: Option<Duration>) {
    let (seconds, micros) = match after {
        // A timer of zero would never fire.
        Some(after) => (after.as_secs() as libc::c_long, (after.subsec_micros().max(1)) as libc::c_long),
        None => (0, 0),
    };
    // The kernel's own layout (interval, then value, all longs), so that no libc's idea of a 64-bit
    // time_t comes between a 32-bit program and a kernel of 2009.
    let timer: [libc::c_long; 4] = [0, 0, seconds, micros];
    // SAFETY: the array outlives the call, a null old value is allowed.
    unsafe {
        libc::syscall(
            libc::SYS_setitimer,
            libc::ITIMER_REAL,
            timer.as_ptr(),
            std::ptr::null_mut::<libc::c_long>(),
        );
    }
}

/// There is no Asterisk on Windows, and so no call to hold.
#[cfg(not(unix))]
pub fn watch(_after: Option<Duration>) {}

/// See the Unix version.
#[cfg(not(unix))]
pub fn take_signals() {}
