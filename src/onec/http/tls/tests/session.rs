//! The file between two calls: whatever is wrong with it means a full handshake, never a failure.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, symlink};
use std::path::PathBuf;

use super::*;

/// A file of a test's own.
struct Mine(SessionFile, PathBuf);

impl Mine {
    fn new(what: &str) -> Mine {
        let file = SessionFile::new(&format!("{what} {}", std::process::id()));
        let path = PathBuf::from(format!("/tmp/agi1c-{}", ffi::user())).join(&file.name);
        Mine(file, path)
    }
}

impl Drop for Mine {
    fn drop(&mut self) {
        self.0.forget();
    }
}

fn kept(session: &[u8]) -> SavedSession {
    SavedSession { session: session.into(), since: now() }
}

#[test]
fn a_session_is_kept_for_one_user_alone() {
    let Mine(file, path) = &Mine::new("kept");
    assert_eq!(file.load(), None);
    file.save(&kept(b"session"));
    assert_eq!(file.load(), Some(kept(b"session")));
    assert_eq!(fs::metadata(path).unwrap().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(path.parent().unwrap()).unwrap().mode() & 0o777, 0o700);
    file.save(&kept(b"another"));
    assert_eq!(file.load(), Some(kept(b"another")));
    file.forget();
    assert_eq!(file.load(), None);
    let left = fs::read_dir(path.parent().unwrap()).unwrap().flatten();
    assert_eq!(left.filter(|entry| entry.path().starts_with(path)).count(), 0);
}

#[test]
fn every_key_has_a_place_of_its_own() {
    let names: Vec<_> =
        ["1c:443 system", "1c:444 system", "1c:443 pin:00", "1c2:443 system"].map(SessionFile::new).into();
    for (at, one) in names.iter().enumerate() {
        assert!(names.iter().skip(at + 1).all(|other| other.name != one.name));
    }
}

#[test]
fn a_session_that_is_old_or_of_the_future_is_none() {
    let life = LIFE.as_secs();
    for (since, now, good) in
        [(100, 100, true), (100, 99, false), (0, life - 1, true), (0, life, false), (u64::MAX, 5, false)]
    {
        let sealed = seal(&SavedSession { session: b"session".into(), since });
        assert_eq!(open(&sealed, now).is_some(), good, "{since} {now}");
    }
}

#[test]
fn a_spoilt_file_is_no_session() {
    let whole = seal(&kept(b"a session of some bytes"));
    assert!(open(&whole, now()).is_some());
    for at in 0..whole.len() {
        assert!(open(&whole[..at], now()).is_none(), "cut at {at}");
        let mut changed = whole.clone();
        changed[at] ^= 0x20;
        assert!(open(&changed, now()).is_none(), "changed at {at}");
    }
    let Mine(file, path) = &Mine::new("spoilt");
    file.save(&kept(b"session"));
    fs::write(path, [0; 3 * MAX]).unwrap();
    assert_eq!(file.load(), None, "a long file");
    file.save(&kept(b"session"));
    assert!(file.load().is_some(), "and the next call writes a good one over it");
}

#[test]
fn what_others_could_have_put_there_is_not_used() {
    let Mine(file, path) = &Mine::new("foreign");
    file.save(&kept(b"session"));
    let good = fs::read(path).unwrap();
    let other = path.with_extension("other");
    fs::rename(path, &other).unwrap();
    symlink(&other, path).unwrap();
    assert_eq!(file.load(), None, "a link");
    file.save(&kept(b"session"));
    assert_eq!(fs::read(&other).unwrap(), good, "a link is replaced, not written through");
    assert!(fs::symlink_metadata(path).unwrap().is_file());
    fs::remove_file(&other).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(file.load(), None, "everybody may read it");
    fs::remove_file(path).unwrap();
    fs::DirBuilder::new().mode(0o700).create(path).unwrap();
    assert_eq!(file.load(), None, "a folder");
    file.save(&kept(b"session"));
    fs::remove_dir(path).unwrap();
}
