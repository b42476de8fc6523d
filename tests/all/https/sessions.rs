//! The session between two calls: nginx says for each request whether one went on (`r`) or a full handshake was made
//! (`.`). Whatever is wrong with the file means a full handshake and never a call without its name.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::named;
use super::office::{EC, NAMES, Office, Server, settings};
use crate::fakes::between::{Between, Change};

const VERSIONS: [(&str, &str); 2] =
    [("TLSv1.2", "ssl_protocols TLSv1.2;"), ("TLSv1.3", "ssl_protocols TLSv1.3;")];

/// Where the program keeps the session with this server.
fn file(port: u16, trust: &str) -> PathBuf {
    let text = format!("localhost:{port} {trust}");
    let sum =
        Command::new("sh").args(["-c", "printf %s \"$1\" | sha256sum", "sh", &text]).output().expect("sh");
    let user = fs::metadata("/proc/self").unwrap().uid();
    PathBuf::from(format!("/tmp/agi1c-{user}/{}", &String::from_utf8_lossy(&sum.stdout)[..32]))
}

/// An office, nginx with a certificate of it, the settings for that, and the file of their session.
fn place(name: &str, lines: &str) -> (Office, Server, String, PathBuf) {
    let office = Office::new(name);
    office.certificate("site", EC, NAMES);
    let server = office.nginx("site", lines);
    let trust = office.path("ca");
    let settings = settings("localhost", server.port, &trust);
    let file = file(server.port, &trust);
    (office, server, settings, file)
}

/// The last character of each line: `.` a full handshake, `r` a session that went on.
#[track_caller]
fn how(server: &Server, count: usize) -> String {
    server.served(count).iter().map(|line| line.chars().last().unwrap_or('?')).collect()
}

#[test]
#[ignore = "tests/run"]
fn the_second_call_goes_on_and_a_server_that_forgot_begins_anew() {
    for (version, lines) in VERSIONS {
        let (office, server, settings, file) = place(&format!("second-{version}"), lines);
        for _ in 0..3 {
            named(version, &settings);
        }
        assert_eq!(how(&server, 3), ".rr", "{version}");
        assert!(server.log().iter().all(|line| line.starts_with(version)), "{:?}", server.log());
        assert_eq!(fs::metadata(&file).unwrap().mode() & 0o7777, 0o600);
        assert_eq!(fs::metadata(file.parent().unwrap()).unwrap().mode() & 0o7777, 0o700);
        // Another key for the tickets: the server refuses what is offered, and gives anew.
        let port = server.port;
        drop(server);
        let server = office.nginx_at(port, "site", lines);
        for _ in 0..2 {
            named(version, &settings);
        }
        assert_eq!(how(&server, 2), ".r", "{version}");
        fs::remove_file(file).unwrap();
    }
}

#[test]
#[ignore = "tests/run"]
fn another_trust_is_another_session() {
    let (office, server, settings, file) = place("trust-session", "");
    named("by the CA", &settings);
    let pinned = super::office::settings("localhost", server.port, &office.pin("site"));
    named("by the pin", &pinned);
    let nobody = super::office::settings("localhost", server.port, &format!("pin:{}", "0".repeat(64)));
    super::refused("by nobody", &nobody, "pinned");
    named("by the CA again", &settings);
    assert_eq!(how(&server, 3), "..r");
    fs::remove_file(file).unwrap();
}

#[test]
#[ignore = "tests/run"]
fn a_spoilt_or_foreign_file_is_a_full_handshake() {
    for (version, lines) in VERSIONS {
        let (office, server, settings, file) = place(&format!("spoilt-{version}"), lines);
        let elsewhere = office.nginx("site", lines);
        let trust = office.path("ca");
        let other = super::sessions::file(elsewhere.port, &trust);
        named("elsewhere", &super::office::settings("localhost", elsewhere.port, &trust));
        let linked = office.0.join("linked");
        type Spoil<'a> = Box<dyn Fn() + 'a>;
        let rows: [(&str, Spoil<'_>); 8] = [
            (
                "half of it",
                Box::new(|| {
                    let whole = fs::read(&file).unwrap();
                    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
                }),
            ),
            (
                "one bit",
                Box::new(|| {
                    let mut whole = fs::read(&file).unwrap();
                    *whole.last_mut().unwrap() ^= 1;
                    fs::write(&file, whole).unwrap();
                }),
            ),
            ("nothing in it", Box::new(|| fs::write(&file, "").unwrap())),
            ("a megabyte", Box::new(|| fs::write(&file, vec![b'x'; 1 << 20]).unwrap())),
            // Whole, and of the same program: only the server can tell that it is not its own.
            ("another server's", Box::new(|| fs::write(&file, fs::read(&other).unwrap()).unwrap())),
            (
                "readable for all",
                Box::new(|| {
                    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
                }),
            ),
            (
                "another user's",
                Box::new(|| {
                    std::os::unix::fs::chown(&file, Some(65_534), Some(65_534)).unwrap();
                }),
            ),
            (
                "a link to a good one",
                Box::new(|| {
                    fs::rename(&file, &linked).unwrap();
                    symlink(&linked, &file).unwrap();
                }),
            ),
        ];
        for (what, spoil) in rows {
            let before = server.log().len();
            named(what, &settings);
            spoil();
            named(what, &settings);
            named(what, &settings);
            let ways = how(&server, before + 3);
            assert_eq!(&ways[before + 1..], ".r", "{version}, {what}: {ways}");
            let is = fs::symlink_metadata(&file).unwrap();
            assert!(is.is_file() && is.mode() & 0o7777 == 0o600, "{version}, {what}");
        }
        assert!(fs::symlink_metadata(&linked).is_ok(), "what the link led to is left alone");
        fs::remove_file(&file).unwrap();
        fs::remove_file(&other).unwrap();
    }
}

#[test]
#[ignore = "tests/run"]
fn calls_at_once_do_not_spoil_it() {
    for (version, lines) in VERSIONS {
        let (_office, server, settings, file) = place(&format!("once-{version}"), lines);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| named(version, &settings));
            }
        });
        named(version, &settings);
        assert!(how(&server, 9).ends_with('r'), "{version}: {:?}", server.log());
        let folder = file.parent().unwrap();
        let beside = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let beside: Vec<_> =
            beside.filter(|path| path.to_string_lossy().contains(&format!("{name}."))).collect();
        assert!(beside.is_empty(), "{version}: half written and left: {beside:?}");
        fs::remove_file(file).unwrap();
    }
}

/// A server that breaks off wherever a session is offered: the same call asks again without one, and the session is
/// forgotten.
#[test]
#[ignore = "tests/run"]
fn a_server_that_stumbles_over_a_session_is_asked_without_one() {
    for (version, lines) in VERSIONS {
        let office = Office::new(&format!("stumbles-{version}"));
        office.certificate("site", EC, NAMES);
        let server = office.nginx("site", lines);
        let count = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&count);
        // The second connection of all is closed once its hello is there.
        let between = Between::by_turns(server.port, move || match seen.fetch_add(1, Ordering::SeqCst) {
            1 => Change::Close(0),
            _ => Change::None,
        });
        let port = between.port;
        let trust = office.path("ca");
        let settings = settings("localhost", port, &trust);
        for _ in 0..3 {
            named(version, &settings);
        }
        assert_eq!(count.load(Ordering::SeqCst), 4, "{version}: one call made two connections");
        assert_eq!(how(&server, 3), "..r", "{version}");
        fs::remove_file(file(port, &trust)).unwrap();
    }
}
