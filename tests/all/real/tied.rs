//! Processes that cannot outlive the tests: a supervising shell is process 1 of its own PID and mount
//! namespaces and waits on a pipe that this process holds. When the pipe closes, because the value is
//! dropped, the tests end or are killed, the shell exits, and the kernel ends all its descendants and mounts.
//! (A parent-death signal would not do: it fires when the *thread* that started the process ends, and a shared
//! Asterisk is started by whichever test comes first. And statics are never dropped.)

use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// A supervised script; ends with this value, or with the process.
pub struct Tied(Child);

impl Tied {
    /// Runs `script` under `sh`; it starts its programs in the background and returns. `after` runs when all of
    /// them are dead. `args` are both scripts' `$1`…; `stdout` is where they may speak.
    pub fn spawn(script: &str, after: &str, args: &[&OsStr], stdout: Stdio) -> Tied {
        let whole = format!("{script}\ncat >/dev/null\nkill -9 -1\n{after}");
        let child = Command::new("unshare")
            .args(["--mount", "--uts", "--pid", "--fork", "--kill-child=KILL", "sh", "-c"])
            .arg(whole)
            .arg("sh")
            .args(args)
            .stdin(Stdio::piped())
            .stdout(stdout)
            // A Ctrl-C at the terminal ends the tests; the shell then still has `after` to do.
            .process_group(0)
            .spawn()
            .expect("unshare starts (util-linux, as root)");
        Tied(child)
    }

    /// The script's standard output, where `stdout` was a pipe; given once.
    pub fn stdout(&mut self) -> Option<std::process::ChildStdout> {
        self.0.stdout.take()
    }

    /// Whether the supervising shell gave up already.
    pub fn is_over(&mut self) -> bool {
        self.0.try_wait().map_or(true, |status| status.is_some())
    }
}

impl Drop for Tied {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
