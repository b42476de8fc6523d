//! Where the packages' programs come from: a ZIP behind the kit's own program, as a released kit has it, or else the
//! folder that cross/build fills. Builds and packs nothing, and writes no file.

use std::env;
use std::fs::{self, File};
use std::io::{self, Cursor, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zip::ZipArchive;

use super::editions::Edition;

/// A source of programs.
pub enum Programs {
    /// What a released kit carries.
    Carried {
        /// The kit's own file, for sentences.
        own: PathBuf,
        /// `TARGET/agi1c` and, for some, `TARGET/agi1c-tls`.
        zip: ZipArchive<Cursor<Arc<[u8]>>>,
    },
    /// A folder with one for each target.
    Built(PathBuf),
}

impl Programs {
    /// What this very program carries; where it carries nothing, what `dist` holds.
    ///
    /// # Errors
    /// One sentence: the own file, which is damaged or cannot be read.
    pub fn find(dist: &Path) -> Result<Programs, String> {
        // A system that doesn't tell a program its own path is none that a release is for.
        let Ok(own) = env::current_exe() else { return Ok(Programs::Built(dist.into())) };
        let zip = behind(&own).and_then(|zip| {
            zip.map(|zip| ZipArchive::new(Cursor::new(zip.into())).map_err(io::Error::from)).transpose()
        });
        match zip {
            Ok(Some(zip)) => Ok(Programs::Carried { own, zip }),
            Ok(None) => Ok(Programs::Built(dist.into())),
            Err(error) => Err(format!("{}: {error}; get the file anew", own.display())),
        }
    }

    /// An edition's program.
    ///
    /// # Errors
    /// One sentence: that it is missing and what to do, or that it is none.
    pub fn plain(&self, edition: &Edition) -> Result<Vec<u8>, String> {
        let triple = edition.triple;
        self.read(edition, "agi1c")?.ok_or_else(|| match self {
            Programs::Carried { own, .. } => format!(
                "{}: expected {triple}/agi1c behind the program, found none; get the file anew",
                own.display()
            ),
            Programs::Built(dist) => format!(
                "{} is missing: run cross/build {triple}, or add --build",
                dist.join(triple).join("agi1c").display()
            ),
        })
    }

    /// The one that speaks https, where there is one; else the plain one.
    ///
    /// # Errors
    /// As for the plain one.
    pub fn with_tls(&self, edition: &Edition) -> Result<Vec<u8>, String> {
        self.read(edition, "agi1c-tls")?.map_or_else(|| self.plain(edition), Ok)
    }

    /// None where it is missing.
    fn read(&self, edition: &Edition, name: &str) -> Result<Option<Vec<u8>>, String> {
        let (place, bytes) = match self {
            Programs::Carried { own, zip } => {
                let name = format!("{}/{name}", edition.triple);
                // The directory is copied, the archive itself is shared.
                let mut zip = zip.clone();
                let mut bytes = Vec::new();
                let read = zip.by_name(&name).map_err(io::Error::from);
                let read = read.and_then(|mut entry| entry.read_to_end(&mut bytes));
                (format!("{}: {name}", own.display()), read.map(|_| bytes))
            }
            Programs::Built(dist) => {
                let path = dist.join(edition.triple).join(name);
                (path.display().to_string(), fs::read(path))
            }
        };
        match bytes {
            Ok(bytes) if bytes.starts_with(b"\x7fELF") => Ok(Some(bytes)),
            Ok(_) => Err(format!("{place}: expected a program for Linux (ELF)")),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("{place}: {error}")),
        }
    }
}

/// The ZIP that stands behind the program in this file, if one does. The crate's own search would look through the whole
/// program, which knows the marks of a ZIP itself.
fn behind(own: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut file = File::open(own)?;
    // Without a comment, a ZIP ends with this record; its fields 12 and 16 are the directory's length and place.
    let mut last = [0; 22];
    let end = file.seek(SeekFrom::End(-22))?;
    file.read_exact(&mut last)?;
    if !last.starts_with(b"PK\x05\x06") {
        return Ok(None);
    }
    let field = |at: usize| u32::from_le_bytes([last[at], last[at + 1], last[at + 2], last[at + 3]]);
    let start = end.checked_sub(u64::from(field(12)) + u64::from(field(16)));
    file.seek(SeekFrom::Start(start.ok_or(ErrorKind::InvalidData)?))?;
    let mut zip = Vec::new();
    file.read_to_end(&mut zip)?;
    Ok(Some(zip))
}
