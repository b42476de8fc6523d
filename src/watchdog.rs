//! What a call needs of the kernel and std does not offer. The last resort of the deadline: a timer that ends the process
//! with status 0, whatever it waits for. A blocked read from Asterisk, a name server that is silent, a full pipe: none of
//! them has a time limit of its own, and a signal needs no second thread. Nor is a crash to look like a failure of the
//! call. And the clock in 64 bits, for [`crate::clock`]. It knows nothing of calls.
#![allow(unsafe_code)] // system calls; see each

use std::time::Duration;

/// What would end the process as if the call had failed (`AGISTATUS=FAILURE`), and ends it with status 0 instead: the
/// timer; memory that cannot be had (`SIGABRT`); a panic where the build has no message for it (`SIGILL`, on arm64
/// `SIGTRAP`); a stack that is too small, a file system that is gone (`SIGSEGV`, `SIGBUS`).
#[cfg(unix)]
const ENDINGS: [libc::c_int; 6] =
    [libc::SIGALRM, libc::SIGABRT, libc::SIGILL, libc::SIGTRAP, libc::SIGSEGV, libc::SIGBUS];

/// The handler's own stack: the usual one may be what has run out. The kernel puts the registers there, 11 KiB of them on
/// a new PC, more on a large arm64. Only what is touched takes memory.
#[cfg(unix)]
static mut STACK: [u8; STACK_BYTES] = [0; STACK_BYTES];
#[cfg(unix)]
const STACK_BYTES: usize = 64 * 1024;

#[cfg(unix)]
extern "C" fn leave(_: libc::c_int) {
    // SAFETY: _exit is async-signal-safe; nothing of ours must run any more.
    unsafe { libc::_exit(0) }
}

/// What signals do to a call's process, once, before the first [`watch`]: see `ENDINGS`. A hangup does nothing: Asterisk
/// up to 1.8.4.4 sends SIGHUP after any command that failed, although the call goes on, and what was learned is still to
/// be written down. What the parent blocked comes through again: with SIGALRM blocked no deadline would hold.
#[cfg(unix)]
pub fn take_signals() {
    // SAFETY: the handler only calls _exit, on a stack that lives as long as the process and has no other user. SIG_IGN
    // is a valid disposition; for both structures all zeros are valid, an empty mask and no flags.
    unsafe {
        let mut stack: libc::stack_t = std::mem::zeroed();
        stack.ss_sp = (&raw mut STACK).cast();
        stack.ss_size = STACK_BYTES;
        libc::sigaltstack(&raw const stack, std::ptr::null_mut());
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = leave as extern "C" fn(libc::c_int) as libc::sighandler_t;
        action.sa_flags = libc::SA_ONSTACK;
        for signal in ENDINGS {
            libc::sigaction(signal, &raw const action, std::ptr::null_mut());
        }
        libc::signal(libc::SIGHUP, libc::SIG_IGN);
        libc::sigprocmask(libc::SIG_SETMASK, &raw const action.sa_mask, std::ptr::null_mut());
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

/// Seconds since 1970 from a 32-bit program, where std gives up in 2038. A kernel older than 5.1, which has no 64-bit
/// clock for it, counts on in the sign bit: up to 2106.
#[cfg(all(target_os = "linux", target_pointer_width = "32"))]
pub fn wall_clock() -> i64 {
    /// `clock_gettime64`, of which the libc crate knows nothing on musl; the same number on all 32-bit processors.
    const SYS_CLOCK_GETTIME64: libc::c_long = 403;
    let mut wide = [0i64; 2];
    let mut narrow: [libc::c_long; 2] = [0; 2];
    // SAFETY: both are the kernel's own layout, seconds and nanoseconds, and outlive the call.
    unsafe {
        if libc::syscall(SYS_CLOCK_GETTIME64, libc::CLOCK_REALTIME, wide.as_mut_ptr()) == 0 {
            return wide[0];
        }
        libc::syscall(libc::SYS_clock_gettime, libc::CLOCK_REALTIME, narrow.as_mut_ptr());
    }
    i64::from(narrow[0].cast_unsigned())
}

/// There is no Asterisk on Windows, and so no call to hold.
#[cfg(not(unix))]
pub fn watch(_after: Option<Duration>) {}

/// See the Unix version.
#[cfg(not(unix))]
pub fn take_signals() {}

#[cfg(all(test, unix))]
#[path = "tests/watchdog.rs"]
mod tests;
