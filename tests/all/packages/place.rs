//! An application's place on an appliance: `agi-bin`, the text stored there as the web interface stores it, and
//! PHP to run it. What a text does is for the tests to say.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use agi1c::kit::contacts::Client;
use agi1c::kit::package::editions::{Edition, find};
use agi1c::kit::package::fill::Filled;
use agi1c::kit::package::paste;
use agi1c::kit::stand::{Stand, StandOptions};
use agi1c::privacy::Secret;

use crate::executable;
use crate::fakes::asterisk::{Asterisk, Incoming, Version};
use crate::installed::cache;
use crate::real::program::built;

/// The file's name in agi-bin: the application's id and `.php`.
pub const FILE: &str = "DIALPLAN-APPLICATION-176239923050fac4c5678b9.php";
pub const NUMBER: &str = "84952293042";
pub const PASSWORD: &str = r#"'q\;w"e$r"#;

/// Whose PHP runs the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Php {
    /// This system's: 8.2.
    Here,
    /// 7.4 for i386, in the file system that looks like an Askozia's.
    Appliance,
}

/// One application of one appliance.
pub struct Place {
    pub php: Php,
    folder: PathBuf,
    /// Shell commands that change the appliance before the call; `$1` is its root.
    pub damage: String,
}

impl Place {
    pub fn new(php: Php) -> Place {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("agi1c-place-{}-{count}", std::process::id()));
        fs::create_dir_all(folder.join("agi-bin")).expect("agi-bin");
        Place { php, folder, damage: String::new() }
    }

    /// What is in agi-bin, seen from the tests.
    pub fn agi_bin(&self) -> PathBuf {
        self.folder.join("agi-bin")
    }

    /// The names in agi-bin, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.agi_bin()).expect("agi-bin");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The application's file as it is now.
    pub fn file(&self) -> Vec<u8> {
        fs::read(self.agi_bin().join(FILE)).expect("the application's file")
    }

    /// Whether the text has put the line of shell in its own place.
    pub fn is_linked(&self) -> bool {
        self.file().starts_with(b"#!/bin/sh /")
    }

    /// Saves the text and applies the dialplan, as the appliance does it: written over what is there.
    pub fn apply(&self, text: &str) {
        store(&self.agi_bin().join(FILE), text);
    }

    /// A call through the application, from a client of [`stand`].
    pub fn call(&self, pbx: &Asterisk) -> Incoming {
        let call = pbx.call(NUMBER).field("request", FILE);
        match self.php {
            Php::Here => call.program(self.agi_bin().join(FILE)),
            Php::Appliance => call.program(self.entrance()),
        }
    }

    /// A script that runs the application's file inside the appliance: agi-bin and the RAM folders in their places,
    /// /usr not to be written.
    fn entrance(&self) -> PathBuf {
        let root = cache().join("askozia-i386");
        assert!(root.join(".complete").exists(), "{}: tests/setup/appliance.sh makes it", root.display());
        let path = self.folder.join("enter");
        let text = format!(
            r#"#!/bin/sh
exec unshare --mount sh -c '
    mount --bind "$2" "$1/etc/asterisk/agi-bin" && mount -t proc proc "$1/proc" &&
    mount -t tmpfs tmpfs "$1/tmp" && mount -t tmpfs tmpfs "$1/ultmp" &&
    mount --bind "$1/usr" "$1/usr" && mount -o remount,bind,ro "$1/usr" || exit 1
    {}
    root=$1; shift 2
    exec chroot "$root" /etc/asterisk/agi-bin/{FILE} "$@"' sh '{}' '{}' "$@"
"#,
            self.damage,
            root.display(),
            self.agi_bin().display(),
        );
        // Two calls at once have one entrance: put there by rename.
        let new = self.folder.join(format!("enter-{:?}", std::thread::current().id()));
        executable::write(&new, text);
        fs::rename(&new, &path).expect("its name");
        path
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What the appliance's generator does: shebang, text, newline; opened with "w"; mode 0755.
pub fn store(path: &Path, text: &str) {
    executable::write(path, format!("#!/usr/bin/php -f\n{text}\n"));
}

/// 1C with one client, who asks for a password that quotes badly.
pub fn stand() -> Stand {
    let client = Client { number: NUMBER.into(), name: "ООО Ромашка".into(), ..Client::default() };
    let password = Secret::new(PASSWORD);
    let options =
        StandOptions { clients: vec![client], user: "web".into(), password, ..StandOptions::default() };
    Stand::start(options).expect("loopback")
}

/// The text as it is released, for Askozia on i586; the program in it is the one the chroots run.
pub fn released() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let program = fs::read(built(crate::real::Edition::Bullseye)).expect("the program");
        paste::text(edition(), "askozia", &program, &Filled::default())
    })
}

pub fn edition() -> &'static Edition {
    find("i586").expect("an edition")
}

/// The text with settings typed in at its top, as an administrator does it.
pub fn typed(text: &str, url: &str, more: &str) -> String {
    let password = PASSWORD.replace('\\', r"\\").replace('\'', r"\'");
    let filled = text
        .replacen("$url     = '';", &format!("$url     = '{url}';"), 1)
        .replacen("$user_1c = '';", "$user_1c = 'web';", 1)
        .replacen("$pass_1c = '';", &format!("$pass_1c = '{password}';"), 1)
        .replacen("$settings = '\n';", &format!("$settings = '\n{more}\n';"), 1);
    assert!(filled.contains("'web'") && filled.contains(&password) && filled.contains(more));
    filled
}

/// An Asterisk of the appliance's version.
pub fn pbx() -> Asterisk {
    Asterisk::new(Version::V1_8)
}
