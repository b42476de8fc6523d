//! Opening an address in the user's browser, by the program each system has for that. The address is ours: letters,
//! digits and `:/.#[]`, so that no shell on the way can take it for anything else.

use std::process::{Command, Stdio};
use std::thread;

/// The system's own command.
fn command(url: &str) -> Command {
    let (program, before): (&str, &[&str]) = if cfg!(windows) {
        // The empty word is the window's title, which `start` takes the first quoted word for.
        ("cmd", &["/c", "start", ""])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(url);
    command
}

/// Starts it and does not wait. `false` = there is no such program here.
pub fn open(url: &str) -> bool {
    let started = command(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = started else { return false };
    // Waited for, so that it does not stay behind as a zombie.
    thread::spawn(move || child.wait());
    true
}
