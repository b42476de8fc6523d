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
#[derive(Debug, Clone, Copy)]
pub struct Edition {
    /// Its short name, in file names and after `--target`.
    pub name: &'static str,
    /// Rust's name of the target: the folder under `dist/`.
    pub triple: &'static str,
    /// The files there that will do, the best first.
    pub files: &'static [&'static str],
    /// What `uname -m` says where it runs.
    pub machines: &'static str,
    /// For which appliance's web interface, and the other ways.
    pub pasted_on: Option<&'static str>,
    /// Beside pasting.
    pub ways: &'static [Way],
}

/// The program that speaks http only, as cross/build calls it.
pub const PLAIN: &str = "agi1c";
/// The one that speaks https too.
pub const WITH_TLS: &str = "agi1c-tls";

/// The appliance.
pub const ASKOZIA: Option<&str> = Some("askozia");
/// The living successor.
pub const MIKOPBX: Option<&str> = Some("mikopbx");

const I586: Edition = Edition {
    name: "i586",
    triple: "i586-unknown-linux-musl",
    files: &[PLAIN],
    machines: "i586 i686 x86_64",
    pasted_on: ASKOZIA,
    ways: &[Way::Storage, Way::Asterisk],
};
const ARMV5TE: Edition = Edition {
    name: "armv5te",
    triple: "armv5te-unknown-linux-musleabi",
    machines: "armv5tel armv5tejl armv6l armv7l armv8l aarch64",
    ..I586
};
const ARMV6: Edition = Edition {
    name: "armv6",
    triple: "arm-unknown-linux-musleabihf",
    machines: "armv6l armv7l armv8l aarch64",
    pasted_on: None,
    ways: &[Way::Asterisk],
    ..I586
};
const ARMV7: Edition = Edition {
    name: "armv7",
    triple: "armv7-unknown-linux-musleabihf",
    machines: "armv7l armv8l aarch64",
    ..ARMV6
};

/// All of them. Where every kilobyte counts, https is an edition of its own; where none does, it is in the only one, for
/// which the plain program stands in where a developer has built no other.
pub const EDITIONS: [Edition; 10] = [
    I586,
    Edition { name: "i586-tls", files: &[WITH_TLS], ..I586 },
    ARMV5TE,
    Edition { name: "armv5te-tls", files: &[WITH_TLS], ..ARMV5TE },
    ARMV6,
    Edition { name: "armv6-tls", files: &[WITH_TLS], ..ARMV6 },
    ARMV7,
    Edition { name: "armv7-tls", files: &[WITH_TLS], ..ARMV7 },
    Edition {
        name: "arm64",
        triple: "aarch64-unknown-linux-musl",
        files: &[WITH_TLS, PLAIN],
        machines: "aarch64",
        pasted_on: MIKOPBX,
        ways: &[Way::Asterisk],
    },
    Edition {
        name: "x86_64",
        triple: "x86_64-unknown-linux-musl",
        files: &[WITH_TLS, PLAIN],
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

/// The one for this kind of machine; where 1C is asked by https, the one that can.
pub fn speaking(name: &str, https: bool) -> Option<&'static Edition> {
    let with_tls = https.then(|| find(&format!("{name}-tls"))).flatten();
    with_tls.or_else(|| find(name))
}

#[cfg(test)]
#[path = "tests/editions.rs"]
mod tests;
