//! Files that are run. A process that another test starts at the same moment holds every file open that is just being
//! written here, and an open file cannot be run (ETXTBSY, "Text file busy"). So another process writes them.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Writes an executable over what is there, as `fopen(…, "w")` does.
pub fn write(path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
    let path = path.as_ref();
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"cat >"$1" && chmod 755 "$1""#, "sh"]).arg(path).stdin(Stdio::piped());
    let mut shell = shell.spawn().expect("sh");
    shell.stdin.take().expect("its stdin").write_all(bytes.as_ref()).expect("sh reads");
    assert!(shell.wait().expect("sh").success(), "{} is not written", path.display());
}

/// Copies an executable, its mode too.
pub fn copy(from: impl AsRef<Path>, to: impl AsRef<Path>) {
    let (from, to) = (from.as_ref(), to.as_ref());
    let copied = Command::new("cp").arg("-p").args([from, to]).status();
    assert!(copied.expect("cp").success(), "{} is not copied to {}", from.display(), to.display());
}
