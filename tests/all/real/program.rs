//! What the dialplan's AGI() starts: the program as it is shipped, with settings, or a small script. Builds it;
//! knows nothing about calls.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::{Asterisk, Edition};
use crate::executable;

/// Runs in both chroots: static, and a 64-bit kernel runs it beside 32-bit programs.
const TARGET: &str = "x86_64-unknown-linux-musl";

/// Something installed for AGI().
#[derive(Debug, Clone)]
pub struct Program {
    /// How the dialplan names it.
    pub agi: String,
    /// Its AstDB family; empty for a script.
    pub family: String,
    file: PathBuf,
}

impl Asterisk {
    /// Installs the appliance program with these settings beside it. Unless they name `cache.family` it gets a
    /// family of its own, so that no breaker of another test's making stands in its way.
    pub fn install(&self, settings: &str) -> Program {
        let name = format!("program-{}", self.number());
        let family = match settings.split_once("\nfamily = ") {
            Some((_, rest)) => rest.lines().next().unwrap_or_default().to_owned(),
            None => name.clone(),
        };
        let whole = if family == name {
            format!("[cache]\nfamily = {family}\n{settings}")
        } else {
            settings.to_owned()
        };
        let folder = self.path("programs").join(&name);
        fs::create_dir(&folder).expect("the program's folder");
        let file = folder.join("agi1c");
        executable::copy(built(self.edition), &file);
        fs::write(folder.join("agi1c.conf"), whole).expect("its settings");
        Program { agi: self.inside(&file), family, file }
    }

    /// Installs a shell script in its place; Asterisk starts it as it would the program.
    pub fn script(&self, text: &str) -> Program {
        let file = self.path("agi-bin").join(format!("script-{}", self.number()));
        executable::write(&file, format!("#!/bin/sh\n{text}\n"));
        Program { agi: self.inside(&file), family: String::new(), file }
    }
}

impl Program {
    /// Whether it is running now, for any call.
    pub fn is_running(&self) -> bool {
        self.process().is_some()
    }

    /// Ends it as a power cut would, where it is running.
    pub fn kill(&self) {
        if let Some(process) = self.process() {
            let id = process.file_name().expect("its id").to_string_lossy().into_owned();
            // The shell's own `kill`: there need be no program of that name.
            let killed = Command::new("sh").args(["-c", "kill -KILL $0", &id]).status();
            assert!(killed.expect("sh").success());
        }
    }

    /// The most memory it has held so far, in KiB; `None` where it is not running.
    pub fn peak_kib(&self) -> Option<u64> {
        let status = fs::read_to_string(self.process()?.join("status")).ok()?;
        status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
    }

    /// Its folder in /proc.
    fn process(&self) -> Option<PathBuf> {
        self.processes().into_iter().next()
    }

    /// The folders in /proc of its processes, of whatever calls.
    pub fn processes(&self) -> Vec<PathBuf> {
        let processes = fs::read_dir("/proc").expect("/proc");
        // By the file itself: both Asterisks see their programs under the same names.
        let same = |file: &fs::Metadata| {
            fs::metadata(&self.file).is_ok_and(|own| (own.dev(), own.ino()) == (file.dev(), file.ino()))
        };
        let ours = |process: &PathBuf| fs::metadata(process.join("exe")).is_ok_and(|file| same(&file));
        processes.flatten().map(|process| process.path()).filter(ours).collect()
    }
}

/// The program for this edition: for i386 the one named by `AGI1C_I386_BIN` (the appliances' own build) where
/// that is set, else a static x86-64 one, built here at its first use.
pub fn built(edition: Edition) -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    if let (Edition::Bullseye | Edition::Askozia, Some(named)) = (edition, std::env::var_os("AGI1C_I386_BIN"))
    {
        return named.into();
    }
    BUILT.get_or_init(build).clone()
}

fn build() -> PathBuf {
    let target_dir = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("cargo's target folder");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--quiet", "--locked", "--release", "--no-default-features", "--bin", "agi1c"])
        .args(["--target", TARGET, "--target-dir"])
        .arg(target_dir)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "cargo build:\n{}", String::from_utf8_lossy(&output.stderr));
    target_dir.join(TARGET).join("release/agi1c")
}
