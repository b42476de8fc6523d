//! A place like a MikoPBX: an Asterisk, the module installed beside it from its ZIP, and PHP of one of the two
//! generations in a file system where both are seen under the same paths. Judges nothing.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use agi1c::kit::package::programs::Program;
use agi1c::kit::package::{editions, mikopbx};
use serde_json::Value;

use crate::installed::cache;
use crate::real::program::built;
use crate::real::{Asterisk, Edition};

pub const MODULE: &str = "ModuleAgi1c";

/// Which MikoPBX: its PHP and its classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// 2024.1: PHP 7.4.
    Old,
    /// 2026.1: PHP 8.4.
    New,
}

impl Generation {
    /// The Debian its PHP is in.
    fn root(self) -> PathBuf {
        cache().join(match self {
            Generation::Old => "bullseye-i386",
            Generation::New => "trixie-amd64",
        })
    }

    fn year(self) -> &'static str {
        match self {
            Generation::Old => "2024",
            Generation::New => "2026",
        }
    }
}

/// The ZIP as it is released, but for the processor: both programs are this machine's. Packing takes seconds.
pub fn zip() -> &'static [u8] {
    static ZIP: OnceLock<Vec<u8>> = OnceLock::new();
    ZIP.get_or_init(|| {
        let bytes = fs::read(built(Edition::Sid)).expect("the program");
        mikopbx::module(&programs(&bytes)).expect("the module")
    })
}

/// The same program for each processor.
pub fn programs(bytes: &[u8]) -> Vec<(&'static editions::Edition, Program)> {
    let program = || Program { bytes: bytes.to_vec(), tls: false, licences: String::new() };
    mikopbx::editions().map(|edition| (edition, program())).collect()
}

/// The system's installer, by its rules.
pub fn install(zip: &[u8], modules: &Path) -> Result<(), String> {
    let entries = zip::ZipArchive::new(std::io::Cursor::new(zip)).map_err(|error| error.to_string())?;
    if let Some(name) = entries.file_names().find(|name| name.contains("..") || name.starts_with('/')) {
        return Err(format!("{name}: refused"));
    }
    // Only db/ outlives what was there before.
    let (place, kept) = (modules.join(MODULE), modules.join("kept-db"));
    let _ = fs::rename(place.join("db"), &kept);
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(&place).expect("the module's folder");
    let file = modules.join("upload.zip");
    fs::write(&file, zip).expect("the upload");
    let status =
        Command::new("busybox").args(["unzip", "-q", "-o"]).arg(&file).arg("-d").arg(&place).status();
    assert!(status.expect("busybox").success());
    fs::remove_file(file).expect("the upload goes");
    if kept.exists() {
        fs::remove_dir_all(place.join("db")).expect("an empty db");
        fs::rename(kept, place.join("db")).expect("db comes back");
    }
    for (path, _) in files(&place) {
        let runs = path.starts_with("bin/") || path.starts_with("agi-bin/");
        let mode = if runs { 0o755 } else { 0o644 };
        fs::set_permissions(place.join(path), fs::Permissions::from_mode(mode)).expect("its mode");
    }
    Ok(())
}

/// The files of a folder, by their paths in it, with their bytes.
pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    fn walk(at: &Path, from: &Path, into: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(at).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, from, into);
            } else {
                let name = path.strip_prefix(from).expect("below").to_string_lossy().into_owned();
                into.push((name, fs::read(&path).expect("a file")));
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}

/// The place.
pub struct Miko {
    pub pbx: Asterisk,
    generation: Generation,
}

impl Miko {
    /// With the module installed; neither enabled nor set up.
    pub fn new(generation: Generation) -> Miko {
        let root = generation.root();
        assert!(root.join(".complete").exists(), "{}: tests/setup/mikopbx.sh makes it", root.display());
        let miko = Miko { pbx: Asterisk::start(Edition::Sid), generation };
        install(zip(), &miko.modules()).expect("the module is installed");
        miko
    }

    pub fn modules(&self) -> PathBuf {
        self.pbx.path("programs")
    }

    /// The module's folder.
    pub fn module(&self) -> PathBuf {
        self.modules().join(MODULE)
    }

    /// What is in /etc/asterisk.
    pub fn conf(&self) -> PathBuf {
        self.pbx.path("etc/agi1c.conf")
    }

    /// A command for this place: PHP's file systems, /mnt the Asterisk's folder, /etc/asterisk its settings.
    pub fn command(&self, words: &[&str]) -> Command {
        const ENTER: &str = r#"
root=$1 work=$2 tests=$3 browser=$4; shift 4
mkdir -p "$root/etc/asterisk" "$root/agi1c-tests" "$root/agi1c-browser"
mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" && mount -t tmpfs tmpfs "$root/tmp" &&
    mount --bind "$work" "$root/mnt" && mount --bind "$work/etc" "$root/etc/asterisk" &&
    mount --bind "$tests" "$root/agi1c-tests" && mount --bind "$browser" "$root/agi1c-browser" && exec chroot "$root" "$@""#;
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "sh", "-c", ENTER, "sh"])
            .arg(self.generation.root())
            .arg(self.pbx.path(""))
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mikopbx"))
            .arg(cache().join("browser"))
            .args(words)
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env("GENERATION", self.generation.year());
        command
    }

    /// What the system does to the module, in this order, and what came of each; see tests/mikopbx/run.php.
    pub fn steps(&self, steps: &Value) -> Vec<Value> {
        let mut run = self
            .command(&["php", "/agi1c-tests/run.php"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("unshare");
        let mut input = run.stdin.take().expect("its stdin");
        input.write_all(steps.to_string().as_bytes()).expect("the steps");
        drop(input);
        let output = run.wait_with_output().expect("PHP");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"))
    }

    /// One step.
    pub fn step(&self, what: &str, with: Value) -> Value {
        self.steps(&serde_json::json!([[what, with]])).remove(0)
    }
}
