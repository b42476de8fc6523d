//! Archives that come out the same wherever and whenever they are made: sorted, root's, of one fixed time.
//! What is in them is decided elsewhere.

use std::io::{self, Cursor, Write};
use std::num::NonZeroU64;

use tar::{Builder, EntryType, Header};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};
use zopfli::{Format, Options};

/// 2000-01-01: any fixed time would do; before 1980 FAT's begins.
const TIME: u64 = 946_684_800;

/// A file of an archive.
pub struct Entry {
    /// Its path in the archive.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// A program or a script.
    pub runs: bool,
}

impl Entry {
    /// A text or data file.
    pub fn file(path: &str, bytes: impl Into<Vec<u8>>) -> Entry {
        Entry { path: path.into(), bytes: bytes.into(), runs: false }
    }

    /// A program or a script.
    pub fn program(path: &str, bytes: impl Into<Vec<u8>>) -> Entry {
        Entry { path: path.into(), bytes: bytes.into(), runs: true }
    }
}

/// gzip without a name and a time in it.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    // A third of zopfli's own patience: the rest of it wins a tenth of a percent.
    let options = Options { iteration_count: NonZeroU64::MIN.saturating_add(4), ..Options::default() };
    // Writing into memory cannot fail.
    let _ = zopfli::compress(options, Format::Gzip, bytes, &mut packed);
    packed
}

/// A `.tar.gz` of these files under one folder.
///
/// # Errors
/// A path tar cannot hold.
pub fn tar_gz(folder: &str, mut entries: Vec<Entry>) -> io::Result<Vec<u8>> {
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    let mut tar = Builder::new(Vec::new());
    tar.append_data(&mut header(EntryType::Directory, 0o755, 0), format!("{folder}/"), io::empty())?;
    for entry in &entries {
        let mode = if entry.runs { 0o755 } else { 0o644 };
        let mut header = header(EntryType::Regular, mode, entry.bytes.len() as u64);
        tar.append_data(&mut header, format!("{folder}/{}", entry.path), entry.bytes.as_slice())?;
    }
    Ok(gzip(&tar.into_inner()?))
}

/// A ZIP of these files, for systems that take nothing else. Their times are the first that FAT can tell.
///
/// # Errors
/// A path or a size that ZIP cannot hold.
pub fn zip(mut entries: Vec<Entry>) -> io::Result<Vec<u8>> {
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(ZIP_LEVEL))
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in &entries {
        let mode = if entry.runs { 0o755 } else { 0o644 };
        zip.start_file(entry.path.as_str(), options.unix_permissions(mode))?;
        zip.write_all(&entry.bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// 9 is zlib's best; what is above are zopfli's iterations.
const ZIP_LEVEL: i64 = 9 + 5;

fn header(kind: EntryType, mode: u32, size: u64) -> Header {
    let mut header = Header::new_ustar();
    header.set_entry_type(kind);
    header.set_mode(mode);
    header.set_size(size);
    header.set_mtime(TIME);
    header.set_uid(0);
    header.set_gid(0);
    header
}

#[cfg(test)]
#[path = "tests/archive.rs"]
mod tests;
