//! `crm.tls = system`: the machine's own store, and a machine that has none. Each call has a /etc/ssl of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::office::{CLIENT, NAMES, NUMBER, Office, RSA, settings};
use crate::executable;
use crate::fakes::asterisk::{Asterisk, Version};

/// A program that becomes agi1c where the four places of a store are covered by empty folders, the first of them with
/// this file where there is one.
fn elsewhere(office: &Office, store: Option<&Path>) -> PathBuf {
    let fill = store.map_or(String::new(), |file| {
        format!("mkdir /etc/ssl/certs && cp {} /etc/ssl/certs/ca-certificates.crt && ", file.display())
    });
    let script = format!(
        "#!/bin/sh\nexec unshare --mount sh -c 'for each in /etc/ssl /etc/pki; do [ ! -d $each ] || mount -t tmpfs none \
         $each || exit; done; {fill}exec {} \"$@\"' sh \"$@\"\n",
        env!("CARGO_BIN_EXE_agi1c")
    );
    let program = office.0.join(if store.is_some() { "with-store" } else { "without-store" });
    executable::write(&program, script);
    program
}

#[test]
#[ignore = "tests/run"]
fn the_store_of_the_machine_and_none() {
    let office = Office::new("store");
    office.certificate("site", RSA, NAMES);
    office.itself("own", RSA, "localhost", NAMES);
    // A store of many: Debian's, with the company's CA at its end.
    let debian = fs::read("/etc/ssl/certs/ca-certificates.crt").unwrap_or_default();
    let store = office.0.join("store.pem");
    fs::write(&store, [debian, fs::read(office.0.join("ca.pem")).unwrap()].concat()).unwrap();
    let with = elsewhere(&office, Some(&store));
    let without = elsewhere(&office, None);
    let site = office.nginx("site", "");
    let own = office.nginx("own", "");
    for (what, program, server, trust, outcome, says) in [
        ("a store", &with, &site, "system", ("found", "answer"), ""),
        ("not set at all", &with, &site, "", ("found", "answer"), ""),
        ("self-signed and a store", &with, &own, "system", ("failed", "tls"), "self-signed"),
        ("no store", &without, &site, "system", ("failed", "tls"), "no store of trusted certificates"),
        ("no store, self-signed", &without, &own, "system", ("failed", "tls"), "self-signed"),
        (
            "no store, but a CA",
            &without,
            &site,
            &format!("system {}", office.inline("ca")),
            ("found", "answer"),
            "",
        ),
        ("no store, but a pin", &without, &own, &office.pin("own"), ("found", "answer"), ""),
    ] {
        let mut settings = settings("localhost", server.port, trust);
        if trust.is_empty() {
            settings = settings.replace("tls = \n", "");
        }
        let file = office.0.join("agi1c.conf");
        fs::write(&file, &settings).unwrap();
        // Before the call, which would leave a session to go on with.
        let said = Command::new(program).args(["check", NUMBER]).env("AGI1C_CONF", &file).output().unwrap();
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        assert!(said.contains(says), "{what}: {said}");
        assert_eq!(said.contains("WRONG"), outcome.0 == "failed", "{what}: {said}");
        let call =
            Asterisk::new(Version::V16).call(NUMBER).name("Trunk").settings(&settings).program(program).run();
        assert_eq!(call.outcome(), outcome, "{what}: {}{}", call.conversation(), call.stderr);
        let shown = if outcome.0 == "found" { CLIENT } else { "Trunk" };
        assert_eq!(call.variable("CALLERID(name)"), Some(shown), "{what}");
    }
}
