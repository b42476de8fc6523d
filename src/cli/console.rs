//! Asterisk's console socket, where a command line has no AGI: used to close a breaker after a check. That
//! there is no Asterisk here, or that it is another user's, is no error.

#[cfg(unix)]
use std::io::{Read, Write};
#[cfg(unix)]
use std::os::unix::net::UnixStream;
#[cfg(unix)]
use std::time::Duration;

/// `astrundir` where nothing else is said, on Askozia and Debian alike.
#[cfg(unix)]
const RUN_DIR: &str = "/var/run/asterisk";

/// Runs one console command. `true` = Asterisk took it and answered.
#[cfg(unix)]
pub fn run(command: &str) -> bool {
    let folder = std::env::var("AST_RUN_DIR").unwrap_or_else(|_| RUN_DIR.into());
    let patience = Some(Duration::from_millis(1000));
    let mut answer = [0; 256];
    UnixStream::connect(format!("{folder}/asterisk.ctl"))
        .and_then(|mut socket| {
            socket.set_read_timeout(patience)?;
            socket.set_write_timeout(patience)?;
            // The banner first: `host/pid/version`. A command ends with NUL.
            let banner = socket.read(&mut answer)?;
            socket.write_all(&[command.as_bytes(), b"\0"].concat())?;
            Ok(banner > 0 && socket.read(&mut answer)? > 0)
        })
        .unwrap_or(false)
}

/// There is no Asterisk on Windows.
#[cfg(not(unix))]
pub fn run(_command: &str) -> bool {
    false
}
