//! The appliance's program as an administrator starts it, with settings of the test's own.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Exit status, stdout, stderr.
pub fn run(settings: &str, words: &[&str]) -> (i32, String, String) {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("command-line-{}-{}.conf", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, settings).expect("settings");
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_agi1c"))
        .args(words)
        .env("AGI1C_CONF", &path)
        .env_remove("AST_AGI_DIR")
        .output()
        .expect("it starts");
    std::fs::remove_file(&path).expect("settings");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("a status"), text(stdout), text(stderr))
}
