//! The module's files, without running them: all of them packed, both languages complete, every word the program can
//! say explained, nothing that only one of the two PHPs understands.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use agi1c::crm::{Command as Wish, Reason};
use agi1c::kit::package::mikopbx::FILES;
use agi1c::outcome::{Kept, Nobody, Skip, Status, Trouble};

use super::place::{files, programs, zip};
use crate::installed::cache;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/package/mikopbx/module");

fn text(path: &str) -> &'static str {
    FILES.iter().find(|(name, _)| *name == path).unwrap_or_else(|| panic!("{path} is packed")).1
}

#[test]
fn every_file_of_the_folder_is_packed() {
    let there: Vec<String> = files(Path::new(FOLDER)).into_iter().map(|(name, _)| name).collect();
    assert_eq!(there, FILES.iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>());
}

/// The keys of a Messages file, and their texts.
fn messages(language: &str) -> Vec<(&'static str, &'static str)> {
    let lines = text(&format!("Messages/{language}.php")).lines();
    lines.filter_map(|line| line.trim().strip_prefix('\'')?.split_once("' => ")).collect()
}

#[test]
fn both_languages_have_the_same_keys_and_no_empty_text() {
    let keys = |language| messages(language).into_iter().map(|(key, _)| key).collect::<Vec<_>>();
    assert_eq!(keys("ru"), keys("en"));
    for (key, text) in messages("ru").into_iter().chain(messages("en")) {
        assert!(text.len() > 4, "{key}: {text}");
        assert!(
            key.starts_with("mod_agi1c_") || key.ends_with("ModuleAgi1c"),
            "{key} could be somebody else's"
        );
    }
}

/// The words after `mark` in a text.
fn words_after<'a>(text: &'a str, mark: &str) -> BTreeSet<&'a str> {
    let end = |rest: &'a str| {
        rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').next().unwrap_or_default()
    };
    text.split(mark).skip(1).map(end).filter(|word| !word.is_empty()).collect()
}

#[test]
fn every_message_a_file_asks_for_is_there() {
    let known: BTreeSet<&str> =
        messages("en").into_iter().map(|(key, _)| &key["mod_agi1c_".len().min(key.len())..]).collect();
    for (path, content) in FILES.iter().filter(|(path, _)| !path.starts_with("Messages/")) {
        let direct = words_after(content, "mod_agi1c_").into_iter().chain(words_after(content, "word('"));
        for word in direct.filter(|word| !word.ends_with('_')) {
            assert!(known.contains(word), "{path}: {word}");
        }
    }
}

/// What the table of the last calls says is said in words, and what can be done is said.
#[test]
fn every_word_the_program_says_of_a_call_is_explained() {
    let known: BTreeSet<&str> = messages("en").into_iter().map(|(key, _)| key).collect();
    let explained = |kind: &str, word: &str| {
        assert!(known.contains(format!("mod_agi1c_{kind}_{word}").as_str()), "{kind} {word}");
    };
    Status::ALL.iter().for_each(|status| explained("status", status.word()));
    Reason::ALL.iter().for_each(|reason| explained("reason", reason.word()));
    Reason::ALL.iter().for_each(|reason| explained("advice", reason.word()));
    Skip::ALL.iter().for_each(|skip| explained("reason", skip.word()));
    Kept::ALL.iter().for_each(|kept| explained("reason", kept.word()));
    Nobody::ALL.iter().for_each(|nobody| explained("reason", nobody.word()));
    for trouble in [Trouble::Settings, Trouble::Breaker, Trouble::Pbx] {
        explained("reason", trouble.word());
    }
    Wish::ALL.iter().for_each(|command| explained("allow", command.word()));
}

/// PHP's own opinion, in each version a MikoPBX has had since 2024, and this system's.
#[test]
#[ignore = "tests/run"]
fn php_finds_no_fault_with_a_file() {
    let php = [FOLDER, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mikopbx")];
    let mut checked = 0;
    for (root, version) in [(Some("bullseye-i386"), "7.4"), (None, "8.2"), (Some("trixie-amd64"), "8.4")] {
        let command = |words: &[&str]| {
            let mut command = match root {
                Some(root) => {
                    let mut command = Command::new("chroot");
                    command.arg(cache().join(root)).arg("php");
                    command
                }
                None => Command::new("php"),
            };
            command.args(words);
            command
        };
        let said = command(&["-r", "echo PHP_VERSION;"]).output().expect("php").stdout;
        assert!(String::from_utf8_lossy(&said).starts_with(version), "{}", String::from_utf8_lossy(&said));
        for (name, bytes) in php.iter().flat_map(|folder| files(Path::new(folder))) {
            if !name.ends_with(".php") {
                continue;
            }
            let mut lint = command(&["-d", "error_reporting=-1", "-d", "display_errors=1", "-l"]);
            let mut child = lint
                .stdin(std::process::Stdio::piped())
                .stdout(std::process::Stdio::piped())
                .spawn()
                .unwrap();
            std::io::Write::write_all(&mut child.stdin.take().unwrap(), &bytes).unwrap();
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(output.status.success() && !said.contains("eprecated"), "PHP {version}, {name}: {said}");
            checked += 1;
        }
    }
    assert!(checked > 3 * 20, "{checked} files");
}

/// The page's script is ES5: browsers of any age, no step between the source and what is served.
#[test]
#[ignore = "tests/run"]
fn the_script_is_es5() {
    let acorn = cache().join("browser/node_modules/.bin/acorn");
    let script = format!("{FOLDER}/public/assets/js/module-agi1c-index.js");
    let output = Command::new(acorn).args(["--ecma5", "--silent", &script]).output().expect("acorn");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Nothing on the page comes from anywhere else.
#[test]
fn the_page_loads_nothing_from_elsewhere() {
    for path in ["App/Views/ModuleAgi1c/index.volt", "public/assets/js/module-agi1c-index.js"] {
        let without_example = text(path).replace("http://192.168.0.10/base/ws/", "");
        for mark in ["http://", "https://", "//cdn", "<script", "<link", "@import", "innerHTML", ".html("] {
            assert!(!without_example.contains(mark), "{path}: {mark}");
        }
    }
}

#[test]
#[ignore = "tests/run"]
fn the_zip_is_reproducible_and_holds_both_processors() {
    let programs = programs(b"\x7fELF and so on");
    let make = || agi1c::kit::package::mikopbx::module(&programs).expect("the module");
    assert!(make() == make());
    let names = zip::ZipArchive::new(std::io::Cursor::new(zip())).expect("a ZIP");
    let programs: Vec<&str> = names.file_names().filter(|name| name.starts_with("bin/")).collect();
    assert_eq!(programs, ["bin/agi1c-aarch64", "bin/agi1c-x86_64"]);
}

/// The command line: both programs or none, and the sum beside it.
#[test]
fn the_kit_packs_the_module_alone() {
    let dist = std::env::temp_dir().join(format!("agi1c-module-dist-{}", std::process::id()));
    let kit = || {
        let mut kit = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"));
        kit.args(["package", "--target", "mikopbx", "--dist"]).arg(&dist).output().expect("the kit")
    };
    let program = |triple: &str| {
        std::fs::create_dir_all(dist.join(triple)).expect("dist");
        std::fs::write(dist.join(triple).join("agi1c"), b"\x7fELF and so on").expect("a program");
    };
    program("x86_64-unknown-linux-musl");
    let missing = kit();
    let said = String::from_utf8_lossy(&missing.stderr).into_owned();
    assert!(
        !missing.status.success() && said.contains("cross/build --tls aarch64-unknown-linux-musl"),
        "{said}"
    );
    program("aarch64-unknown-linux-musl");
    // Where the edition for https was built, that is the one; never without mbedTLS's licence.
    std::fs::write(dist.join("x86_64-unknown-linux-musl/agi1c-tls"), b"\x7fELF with TLS").expect("a program");
    let said = String::from_utf8_lossy(&kit().stderr).into_owned();
    assert!(said.contains("THIRD-PARTY.txt is missing") && said.contains("mbedTLS's licence"), "{said}");
    std::fs::write(dist.join("THIRD-PARTY.txt"), "whose it is, and on what terms").expect("the licences");
    assert!(kit().status.success());
    let name = concat!("agi1c-", env!("CARGO_PKG_VERSION"), "-mikopbx.zip");
    let packages = dist.join("packages");
    assert!(
        std::fs::read_to_string(packages.join("SHA256SUMS")).expect("sums").ends_with(&format!("  {name}\n"))
    );
    let zip = std::fs::File::open(packages.join(name)).expect("the ZIP");
    let mut zip = zip::ZipArchive::new(zip).expect("a ZIP");
    assert_eq!(zip.len(), FILES.len() + 3);
    let mut size = |name: &str| {
        let at = zip.index_for_name(name).expect(name);
        zip.by_index_raw(at).expect(name).size()
    };
    assert_eq!((size("bin/agi1c-x86_64"), size("bin/agi1c-aarch64")), (13, 14));
    assert_eq!(size("THIRD-PARTY.txt"), 30);
    std::fs::remove_dir_all(dist).expect("the folder goes");
}
