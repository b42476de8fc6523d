//! The PBX's own system fails: settings that are not there or not whole, no descriptors, no memory.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use super::{AT_ONCE, CONNECT, NUMBER, OVERSHOOT, assert_goes_on, impatient, settings, told, within};
use crate::executable;
use crate::fakes::asterisk::{Asterisk, Call, Version};
use crate::fakes::hostile::{Hostile, Step::Request};
use crate::onec_wire::{response, soap, text};

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The settings cannot be used: said so, at once, and the call is left alone.
fn assert_settings_reported(what: &str, place: impl Fn() -> Call) {
    let call = within(what, AT_ONCE, place);
    assert_eq!(call.outcome(), ("failed", "settings"), "{what}: {}", call.conversation());
    assert_eq!(call.variable("CALLERID(name)"), Some("Trunk"), "{what}");
    assert_goes_on(what, &call);
}

#[test]
fn settings_that_are_missing_unreadable_or_half_written() {
    let folder = folder("settings");
    let whole = "[crm]\nurl = http://127.0.0.1:1/base/ws/x.1cws\nuser = pbx\n[call]\ndeadline = 2500\n";
    let good = whole.len();
    for (what, bytes) in [
        ("no settings file", None),
        ("a folder in its place", None),
        ("an empty settings file", Some(&b""[..])),
        ("half a section's name", Some(&whole.as_bytes()[..3])),
        ("half a key", Some(&whole.as_bytes()[..8])),
        ("half a number", Some(&whole.as_bytes()[..good - 5])),
        ("bytes that are no text", Some(b"[crm]\nurl = \xff\xfe\0\n")),
        ("64 KiB and more of settings", Some(&[b';'; 65_537])),
    ] {
        let path = folder.join(what);
        match bytes {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None if what.contains("folder") => fs::create_dir(&path).unwrap(),
            None => {}
        }
        assert_settings_reported(what, || {
            let call = Asterisk::new(Version::V16).call(NUMBER).name("Trunk");
            call.environment("AGI1C_CONF", &path).run()
        });
    }
    fs::remove_dir_all(folder).unwrap();
}

/// A file that can be opened and never ends, as on a network folder that hangs: the first deadline is the shipped one.
#[test]
fn settings_that_cannot_be_read_to_their_end() {
    let folder = folder("pipe");
    let pipe = folder.join("agi1c.conf");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let call = within("settings that never end", 2500, || {
        let call = Asterisk::new(Version::V16).call(NUMBER).name("Trunk");
        call.environment("AGI1C_CONF", &pipe).run()
    });
    assert_eq!((call.exit, call.hung, call.variable("CALLERID(name)")), (Some(0), false, Some("Trunk")));
    fs::remove_dir_all(folder).unwrap();
}

/// A call through a script that changes its circumstances and then becomes the program.
fn through(name: &str, script: &str, settings: &str) -> Call {
    let folder = folder(name);
    let file = folder.join("agi1c");
    executable::write(&file, format!("#!/bin/sh\n{script}\n"));
    let call = Asterisk::new(Version::V16).call(NUMBER).name("Trunk").settings(settings).program(&file);
    let call = call.try_run();
    fs::remove_dir_all(folder).unwrap();
    call
}

fn limited(limit: &str, settings: &str) -> Call {
    let program = crate::real::program::built(crate::real::Edition::Sid);
    through(&limit.replace(' ', "-"), &format!("{limit}\nexec {} \"$@\"", program.display()), settings)
}

/// The time by the program's own clock: the namespace and its name server take longer to start than the call.
#[test]
#[ignore = "tests/run"]
fn a_dns_server_that_never_answers() {
    let server = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/all/fakes/silent_dns.sh");
    let script = format!(
        "exec unshare -mn sh {server} \"$(dirname \"$0\")/resolv.conf\" {} \"$@\"",
        env!("CARGO_BIN_EXE_agi1c")
    );
    let call = through("dns", &script, &impatient("http://server1c.local/base/ws/x.1cws"));
    assert_eq!(call.outcome(), ("failed", "resolve"), "{}{}", call.conversation(), call.stderr);
    assert_goes_on("a DNS server that never answers", &call);
    let held = Duration::from_millis(call.variable("AGI1C_MS").unwrap().parse().unwrap());
    assert!(held <= Duration::from_millis(CONNECT) + OVERSHOOT, "{held:?}");
    told("a DNS server that never answers", "resolve", CONNECT, held);
}

/// With the static program that is shipped: another needs descriptors and memory for its libraries first.
#[test]
#[ignore = "tests/run"]
fn descriptors_are_short() {
    let onec = Hostile::start(&[Request, text(response("200 OK", "", &soap("Иван")))]);
    let settings = settings(&format!("http://{}/base/ws/x.1cws", onec.address));
    for count in 0..4 {
        assert_settings_reported(&format!("{count} descriptors"), || {
            limited(&format!("ulimit -n {count}"), &settings)
        });
    }
    let call = limited("ulimit -n 4", &settings);
    assert_eq!(call.outcome(), ("found", "answer"), "{}", call.conversation());
}

/// From too little to start with to enough: never held, and never a wrong name.
#[test]
#[ignore = "tests/run"]
fn memory_is_short() {
    let onec = Hostile::start(&[Request, text(response("200 OK", "", &soap("Иван")))]);
    let (mut found, mut least) = (0, u64::MAX);
    for host in [onec.address.to_string(), format!("localhost:{}", onec.address.port())] {
        let settings = settings(&format!("http://{host}/base/ws/x.1cws"));
        for kib in (512..=2048).step_by(16) {
            let call = within(&format!("{kib} KiB, {host}"), AT_ONCE, || {
                limited(&format!("ulimit -v {kib}"), &settings)
            });
            let name = call.variable("CALLERID(name)");
            assert!(matches!(name, Some("Trunk" | "Иван")), "{kib} KiB: {name:?}");
            assert_eq!(call.next, "incoming,s,3", "{kib} KiB");
            // Too little even to load the program, or for the runtime before its first line.
            let loaded = call.exit.is_some();
            assert!(call.exit == Some(0) || call.turns.is_empty(), "{kib} KiB: {call:?}");
            least = least.min(if loaded { kib } else { u64::MAX });
            found += usize::from(call.outcome().0 == "found");
        }
    }
    assert!(found > 0, "2 MiB must be enough");
    println!("loads with {least} KiB of address space");
}
