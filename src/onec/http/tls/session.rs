//! What a server gave to begin the next connection with, kept in a file between calls: a full handshake costs an
//! old CPU a quarter of a second, a resumed one a tenth of that. Whatever is wrong with the file, or with its
//! folder, means a full handshake and nothing else.

// Windows keeps no file, and nobody there asks what stands in one.
#![cfg_attr(windows, allow(dead_code))]

use std::time::Duration;

use super::{ffi, now_ms};

/// Bytes of a session: one of TLS 1.2 holds the server's certificate and a ticket.
pub const MAX: usize = 8 * 1024;
/// A session is used no longer than this, whatever the server says: a certificate that has expired meanwhile, or a CA
/// that was taken out of a store, shows by then.
const LIFE: Duration = Duration::from_secs(24 * 3600);
/// What a file begins with; another number is another layout.
const MAGIC: &[u8; 8] = b"agi1c\0\0\x01";

/// The file of one session, named after whose it is: server and trust. A changed setting finds no session of the old one's.
pub struct SessionFile {
    name: String,
}

impl SessionFile {
    /// The file for what is in `key`.
    pub fn new(key: &str) -> SessionFile {
        let digest = ffi::sha256(key.as_bytes());
        SessionFile { name: digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect() }
    }
}

/// A session, and when the certificate behind it was checked, in seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSession {
    /// mbedTLS's own form.
    pub session: Vec<u8>,
    /// Handed on from session to session: resuming checks nothing.
    pub since: u64,
}

/// Seconds since 1970.
pub fn now() -> u64 {
    (now_ms() / 1000).unsigned_abs()
}

/// A file's text: a checksum, the time, the session.
fn seal(kept: &SavedSession) -> Vec<u8> {
    let mut body = kept.since.to_be_bytes().to_vec();
    body.extend(&kept.session);
    let mut sealed = MAGIC.to_vec();
    sealed.extend(ffi::sha256(&body));
    sealed.extend(body);
    sealed
}

/// The session in a file's text, where it is whole and not too old. A time in the future is of a clock that was wrong.
fn open(sealed: &[u8], now: u64) -> Option<SavedSession> {
    let (digest, body) = sealed.strip_prefix(MAGIC)?.split_at_checked(32)?;
    if ffi::sha256(body) != digest {
        return None;
    }
    let (since, session) = body.split_at_checked(8)?;
    let since = u64::from_be_bytes(since.try_into().ok()?);
    (since <= now && now - since < LIFE.as_secs()).then(|| SavedSession { session: session.into(), since })
}

#[cfg(unix)]
mod file {
    use std::fs::{self, DirBuilder, File, OpenOptions};
    use std::io::{Read, Write};
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
    use std::path::PathBuf;

    use super::super::ffi;
    use super::{MAX, SavedSession, SessionFile, now, open, seal};

    /// In RAM on the appliances, emptied at a boot everywhere.
    const FOLDER: &str = "/tmp";

    impl SessionFile {
        /// The folder of this user, where it is his alone.
        fn folder(&self) -> Option<PathBuf> {
            let folder = PathBuf::from(format!("{FOLDER}/agi1c-{}", ffi::user()));
            let _ = DirBuilder::new().mode(0o700).create(&folder);
            let is = fs::symlink_metadata(&folder).ok()?;
            (is.is_dir() && is.uid() == ffi::user() && is.mode() & 0o077 == 0).then_some(folder)
        }

        /// The session kept here.
        pub fn load(&self) -> Option<SavedSession> {
            let path = self.folder()?.join(&self.name);
            // A pipe somebody left there must not be waited for.
            let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK;
            let file = OpenOptions::new().read(true).custom_flags(flags).open(path).ok()?;
            let is = file.metadata().ok()?;
            if !is.is_file() || is.uid() != ffi::user() || is.mode() & 0o077 != 0 {
                return None;
            }
            let mut sealed = Vec::new();
            file.take(MAX as u64 + 64).read_to_end(&mut sealed).ok()?;
            open(&sealed, now())
        }

        /// Keeps a session; two calls at once each put a whole file in place. Where it cannot be kept, it is not.
        pub fn save(&self, kept: &SavedSession) {
            let Some(folder) = self.folder() else { return };
            let new = folder.join(format!("{}.{}", self.name, std::process::id()));
            let written = create(&new).and_then(|mut file| file.write_all(&seal(kept)));
            if written.is_err() || fs::rename(&new, folder.join(&self.name)).is_err() {
                let _ = fs::remove_file(&new);
            }
        }

        /// Forgets the session: the server would not have it.
        pub fn forget(&self) {
            if let Some(folder) = self.folder() {
                let _ = fs::remove_file(folder.join(&self.name));
            }
        }
    }

    fn create(path: &PathBuf) -> std::io::Result<File> {
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .custom_flags(libc::O_NOFOLLOW)
            .open(path)
    }
}

/// Windows has the kit only: a person at a desk waits for a full handshake.
#[cfg(windows)]
mod file {
    use super::{SavedSession, SessionFile};

    impl SessionFile {
        /// None.
        pub fn load(&self) -> Option<SavedSession> {
            None
        }

        /// Keeps nothing.
        pub fn save(&self, _: &SavedSession) {}

        /// Nothing to forget.
        pub fn forget(&self) {}
    }
}

#[cfg(test)]
#[path = "tests/session.rs"]
mod tests;
