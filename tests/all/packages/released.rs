//! What cross/release made, not what is built from this source in passing: its texts, and those its kit makes, name a call
//! through a real Asterisk 16 on i386 in a file system that looks like an Askozia's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::archives::Folder;
use super::place::{FILE, NUMBER, PASSWORD, stand, store, typed};
use crate::real::{Asterisk, Edition};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A file of dist/release.
fn release(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist/release").join(name);
    assert!(path.exists(), "{}: cross/release makes it", path.display());
    path
}

/// Two calls through the text: PHP unpacks the program in the first, and runs in none after it.
fn names_calls(text: &str) {
    let pbx = Asterisk::start(Edition::Askozia);
    store(&pbx.path("agi-bin").join(FILE), text);
    for _ in 0..2 {
        let call = pbx.call(NUMBER).named("trunk").step(&format!("AGI({FILE})")).run();
        assert_eq!(call.after("CALLERID(name)"), "ООО Ромашка", "{}", pbx.log());
        assert_eq!((call.after("AGISTATUS"), call.after("AGI1C_STATUS")), ("SUCCESS", "found"));
        assert!(call.went_on(), "{}", pbx.log());
    }
    assert!(pbx.read(&format!("agi-bin/{FILE}")).starts_with("#!/bin/sh /"), "the program's own line");
    assert!(!pbx.log().contains("ERROR"), "{}", pbx.log());
}

#[test]
#[ignore = "tests/run"]
fn the_texts_of_a_release_name_a_call() {
    let stand = stand();
    for edition in ["i586", "i586-tls"] {
        let text = fs::read_to_string(release(&format!("agi1c-{VERSION}-askozia-{edition}.php.txt")));
        names_calls(&typed(&text.expect("UTF-8"), &stand.url(), ""));
    }
}

/// The kit out of its archive, in a folder with nothing else: what it makes has the settings in it.
#[test]
#[ignore = "tests/run"]
fn a_text_that_the_released_kit_makes_names_a_call() {
    let (stand, folder) = (stand(), Folder::new("released-kit"));
    let archive = release(&format!("agi1c-kit-{VERSION}-linux-x86_64.tar.gz"));
    let status = Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(&folder.0).status();
    assert!(status.expect("tar").success());
    fs::write(folder.0.join("password"), PASSWORD).expect("the password's file");
    let mut kit = Command::new(folder.0.join(format!("agi1c-kit-{VERSION}-linux-x86_64/agi1c-kit")));
    kit.args(["package", "--target", "i586", "--dist", ".", "--url", &stand.url(), "--user", "web"]);
    let output = kit.args(["--password-file", "password"]).current_dir(&folder.0).env_clear().output();
    let output = output.expect("the kit");
    assert!(output.status.success(), "{output:?}");
    names_calls(&folder.read(&format!("packages/agi1c-{VERSION}-askozia-i586.php.txt")));
}
