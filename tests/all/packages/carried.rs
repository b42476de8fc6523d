//! A released kit: programs behind its own file, and no folder `dist` with any. What it makes is what `dist` gives.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Output};

use agi1c::kit::package::editions::{EDITIONS, Edition};
#[cfg(feature = "tls")]
use base64::prelude::{BASE64_STANDARD, Engine};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::archives::Folder;
use crate::executable;

/// Different for each, so that one cannot stand in for another; and the licences.
fn programs() -> Vec<(String, Vec<u8>)> {
    let names =
        |edition: &Edition| edition.files.iter().map(|file| format!("{}/{file}", edition.triple)).collect();
    let names: BTreeSet<String> = EDITIONS.iter().flat_map::<Vec<_>, _>(names).collect();
    let mut files: Vec<_> =
        names.into_iter().map(|name| (name.clone(), [b"\x7fELF ", name.as_bytes()].concat())).collect();
    files.push(("THIRD-PARTY.txt".into(), b"whose it is, and on what terms".to_vec()));
    files
}

/// Stored, as cross/release has it: the outer archive packs it once more.
fn zip(programs: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in programs {
        zip.start_file(name.as_str(), options).expect("an entry");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("a ZIP").into_inner()
}

fn released(folder: &Folder, zip: &[u8]) {
    let mut kit = fs::read(env!("CARGO_BIN_EXE_agi1c-kit")).expect("the kit");
    kit.extend(zip);
    executable::write(folder.0.join("agi1c-kit"), kit);
}

fn run(folder: &Folder, kit: impl AsRef<Path>, arguments: &[&str]) -> Output {
    Command::new(kit.as_ref()).args(arguments).current_dir(&folder.0).output().expect("the kit")
}

fn made(folder: &Folder) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder.0.join("dist/packages"))
        .expect("packages")
        .map(|entry| entry.expect("a file"))
        .map(|entry| {
            (entry.file_name().into_string().expect("a name"), fs::read(entry.path()).expect("bytes"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn a_released_kit_makes_without_dist_what_dist_gives() {
    let [released_in, built_in] = [Folder::new("carried"), Folder::new("from-dist")];
    released(&released_in, &zip(&programs()));
    for (name, bytes) in programs() {
        let path = built_in.0.join("dist").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(path, bytes).expect("a program");
    }
    let own = released_in.0.join("agi1c-kit");
    // --build is for who has the source: here there is nothing to build.
    for (folder, kit, arguments) in [
        (&built_in, Path::new(env!("CARGO_BIN_EXE_agi1c-kit")), &["package"][..]),
        (&released_in, own.as_path(), &["package", "--build"][..]),
    ] {
        let output = run(folder, kit, arguments);
        assert!(output.status.success(), "{output:?}");
    }
    let [ours, theirs] = [made(&released_in), made(&built_in)];
    assert!(ours.len() > EDITIONS.len(), "{} files", ours.len());
    for ((name, bytes), (other, others)) in ours.iter().zip(&theirs) {
        assert!(name == other && bytes == others, "{name} and {other} differ");
    }
    assert_eq!(ours.len(), theirs.len());
}

/// A download that broke off, a kit that was packed wrong, and one that carries nothing: three sentences.
#[test]
fn a_damaged_released_kit_says_so_and_sends_nobody_to_cross_build() {
    let whole = zip(&programs());
    // The directory's place, told wrong.
    let mut torn = whole.clone();
    let at = torn.len() - 6;
    torn[at..at + 4].copy_from_slice(&[0xff; 4]);
    let no_program: Vec<_> = programs().into_iter().map(|(name, _)| (name, b"MZ".to_vec())).collect();
    let without: Vec<_> = programs().into_iter().filter(|(name, _)| !name.starts_with("i586")).collect();
    for (zip, said) in [
        (torn, "get the file anew"),
        (zip(&no_program), "expected a program for Linux (ELF)"),
        (zip(&without), "expected i586-unknown-linux-musl/agi1c behind the program, found none"),
    ] {
        let folder = Folder::new("damaged");
        released(&folder, &zip);
        let output = run(&folder, folder.0.join("agi1c-kit"), &["package", "--target", "i586"]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && told.contains(said), "{said}: {told}");
        assert!(!told.contains("cross/build") && !folder.0.join("dist").exists(), "{told}");
    }
}

#[test]
fn a_kit_that_carries_nothing_names_the_folder_as_before() {
    let folder = Folder::new("carries-nothing");
    let output = run(&folder, env!("CARGO_BIN_EXE_agi1c-kit"), &["package", "--target", "i586"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && told.contains("run cross/build i586-unknown-linux-musl"), "{told}");
}

/// From a plain `cross/build all`: what there is for http, and a word on what there is not.
#[test]
fn without_the_programs_for_https_the_others_are_packed() {
    let folder = Folder::new("plain-only");
    for (name, bytes) in programs().into_iter().filter(|(name, _)| name.ends_with("/agi1c")) {
        let path = folder.0.join("dist").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(path, bytes).expect("a program");
    }
    let kit = env!("CARGO_BIN_EXE_agi1c-kit");
    let output = run(&folder, kit, &["package"]);
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("None for https: cross/build --tls all"), "{output:?}");
    let names: Vec<String> = made(&folder).into_iter().map(|(name, _)| name).collect();
    assert!(names.iter().any(|name| name.contains("-asterisk-x86_64.")), "{names:?}");
    assert!(!names.iter().any(|name| name.contains("-tls")), "{names:?}");
    let output = run(&folder, kit, &["package", "--target", "i586-tls"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && told.contains("cross/build --tls i586-unknown-linux-musl"), "{told}");
}

/// Settings that only a program with TLS takes get one, and the plain ones are not packed with them.
#[test]
#[cfg(feature = "tls")]
fn an_address_of_https_gets_the_program_for_it() {
    let folder = Folder::new("https-address");
    released(&folder, &zip(&programs()));
    let kit = folder.0.join("agi1c-kit");
    let url = ["--url", "https://1c.example/base/ws/x.1cws"];
    let output = run(&folder, &kit, &[&["package"][..], &url].concat());
    assert!(output.status.success(), "{output:?}");
    let names: Vec<String> = made(&folder).into_iter().map(|(name, _)| name).collect();
    for name in &names {
        let plain = ["-i586.", "-armv5te.", "-armv6.", "-armv7."].iter().any(|plain| name.contains(plain));
        assert!(!plain, "{names:?}");
    }
    assert!(names.iter().any(|name| name.ends_with("-askozia-i586-tls.php.txt")), "{names:?}");
    let output = run(&folder, &kit, &[&["package", "--target", "i586"][..], &url].concat());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && told.contains("--target i586-tls"), "{told}");

    let empty = "<?xml version=\"1.0\"?>\n<askoziapbx>\n\t<version>2.1</version>\n</askoziapbx>\n";
    fs::write(folder.0.join("config.xml"), empty).expect("a configuration");
    let merge = ["merge", "config.xml", "--out", "new.xml", "--target", "armv5te"];
    let output = run(&folder, &kit, &[&merge[..], &url].concat());
    assert!(output.status.success(), "{output:?}");
    let new = folder.read("new.xml");
    let encoded = new.split("<encoded-contents>").nth(1).and_then(|rest| rest.split('<').next());
    let program = BASE64_STANDARD.decode(encoded.expect("the program")).expect("base64");
    assert!(program.starts_with(b"\x7fELF armv5te-unknown-linux-musleabi/agi1c-tls"), "the one with TLS");
}
