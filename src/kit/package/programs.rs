//! Where the packages' programs come from: a ZIP behind the kit's own program, as a released kit has it, or else the
//! folder that cross/build fills. Builds and packs nothing, and writes no file.

use std::env;
use std::fs::{self, File};
use std::io::{self, Cursor, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zip::ZipArchive;

use super::archive::Entry;
use super::editions::{Edition, WITH_TLS};

/// What is linked into the programs and on what terms, as cross/licences.py writes it.
pub const LICENCES: &str = "THIRD-PARTY.txt";

/// A program to be packed.
pub struct Program {
    /// Its file.
    pub bytes: Vec<u8>,
    /// Whether it speaks https.
    pub tls: bool,
    /// The text of [`LICENCES`]; empty where a developer has none.
    pub licences: String,
}

impl Program {
    /// Its licences as a file of an archive.
    pub fn licences(&self) -> Option<Entry> {
        (!self.licences.is_empty()).then(|| Entry::file(LICENCES, self.licences.as_str()))
    }
}

/// A source of programs.
pub enum Programs {
    /// What a released kit carries.
    Carried {
        /// The kit's own file, for sentences.
        own: PathBuf,
        /// `TARGET/agi1c`, `TARGET/agi1c-tls` and [`LICENCES`].
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

    /// An edition's program: the best of its files that is there. For `https` none but the one with TLS will do.
    ///
    /// # Errors
    /// One sentence: that it is missing and what to do, or that it is none.
    pub fn program(&self, edition: &Edition, https: bool) -> Result<Program, String> {
        let good = |name: &&&str| !https || **name == WITH_TLS;
        for name in edition.files.iter().filter(good) {
            if let Some(bytes) = self.read(&format!("{}/{name}", edition.triple))? {
                if !bytes.starts_with(b"\x7fELF") {
                    let place = self.place(&format!("{}/{name}", edition.triple));
                    return Err(format!("{place}: expected a program for Linux (ELF)"));
                }
                let tls = *name == WITH_TLS;
                return Ok(Program { bytes, tls, licences: self.licences(tls)? });
            }
        }
        let triple = edition.triple;
        let Some(best) = edition.files.iter().find(good) else {
            return Err(format!(
                "1C's address is https://, which {} does not speak: --target {0}-tls",
                edition.name
            ));
        };
        let option = if *best == WITH_TLS { "--tls " } else { "" };
        Err(match self {
            Programs::Carried { own, .. } => format!(
                "{}: expected {triple}/{best} behind the program, found none; get the file anew",
                own.display()
            ),
            Programs::Built(dist) => format!(
                "{} is missing: run cross/build {option}{triple}, or add --build",
                dist.join(triple).join(best).display()
            ),
        })
    }

    /// The licences of what is linked into the programs; without them none goes out that holds mbedTLS.
    fn licences(&self, tls: bool) -> Result<String, String> {
        match self.read(LICENCES)? {
            Some(text) => Ok(String::from_utf8_lossy(&text).into_owned()),
            None if tls => Err(format!(
                "{} is missing: a program with TLS is handed out with mbedTLS's licence; cross/build --tls writes it",
                self.place(LICENCES)
            )),
            None => Ok(String::new()),
        }
    }

    /// Where a file would be, for sentences.
    fn place(&self, name: &str) -> String {
        match self {
            Programs::Carried { own, .. } => format!("{}: {name}", own.display()),
            Programs::Built(dist) => {
                name.split('/').fold(dist.clone(), |path, part| path.join(part)).display().to_string()
            }
        }
    }

    /// None where it is missing.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let bytes = match self {
            Programs::Carried { zip, .. } => {
                // The directory is copied, the archive itself is shared.
                let mut zip = zip.clone();
                let mut bytes = Vec::new();
                let read = zip.by_name(name).map_err(io::Error::from);
                read.and_then(|mut entry| entry.read_to_end(&mut bytes)).map(|_| bytes)
            }
            Programs::Built(dist) => fs::read(dist.join(name)),
        };
        match bytes {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("{}: {error}", self.place(name))),
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
