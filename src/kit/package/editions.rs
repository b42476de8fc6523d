//! What is packed for whom: one table. The targets themselves are cross/targets.tsv's.

use crate::words::words;

words! {
    /// The archives a program gets onto a PBX with; the word stands in their names.
    Way {
        /// An archive for an Askozia's storage disk.
        Storage = "askozia-storage",
        /// An archive with scripts for any Linux with Asterisk.
        Asterisk = "asterisk",
    }
}

/// One program and how it is handed out.
#[derive(Debug)]
pub struct Edition {
    /// Its short name, in file names and after `--target`.
    pub name: &'static str,
    /// Rust's name of the target: the folder under `dist/`.
    pub triple: &'static str,
    /// What `uname -m` says where it runs.
    pub machines: &'static str,
    /// For which appliance's web interface, and the other ways.
    pub pasted_on: Option<&'static str>,
    /// Beside pasting.
    pub ways: &'static [Way],
}

/// The appliance.
pub const ASKOZIA: Option<&str> = Some("askozia");
/// The living successor.
pub const MIKOPBX: Option<&str> = Some("mikopbx");

/// All of them.
pub const EDITIONS: [Edition; 6] = [
    Edition {
        name: "i586",
        triple: "i586-unknown-linux-musl",
        machines: "i586 i686 x86_64",
        pasted_on: ASKOZIA,
        ways: &[Way::Storage, Way::Asterisk],
    },
    Edition {
        name: "armv5te",
        triple: "armv5te-unknown-linux-musleabi",
        machines: "armv5tel armv5tejl armv6l armv7l armv8l aarch64",
        pasted_on: ASKOZIA,
        ways: &[Way::Storage, Way::Asterisk],
    },
    Edition {
        name: "armv6",
        triple: "arm-unknown-linux-musleabihf",
        machines: "armv6l armv7l armv8l aarch64",
        pasted_on: None,
        ways: &[Way::Asterisk],
    },
    Edition {
        name: "armv7",
        triple: "armv7-unknown-linux-musleabihf",
        machines: "armv7l armv8l aarch64",
        pasted_on: None,
        ways: &[Way::Asterisk],
    },
    Edition {
        name: "arm64",
        triple: "aarch64-unknown-linux-musl",
        machines: "aarch64",
        pasted_on: MIKOPBX,
        ways: &[Way::Asterisk],
    },
    Edition {
        name: "x86_64",
        triple: "x86_64-unknown-linux-musl",
        machines: "x86_64",
        pasted_on: MIKOPBX,
        ways: &[Way::Asterisk],
    },
];

/// The short names, for a command line.
pub fn names() -> Vec<&'static str> {
    EDITIONS.iter().map(|edition| edition.name).collect()
}

/// The edition of this short name.
pub fn find(name: &str) -> Option<&'static Edition> {
    EDITIONS.iter().find(|edition| edition.name == name)
}

#[cfg(test)]
#[path = "tests/editions.rs"]
mod tests;
