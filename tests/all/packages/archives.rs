//! The archives: unpacked by BusyBox, installed, upgraded, removed under its two shells; the settings in them are
//! good settings.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use agi1c::config;
use agi1c::kit::package::{self, editions::EDITIONS, fill::Filled, programs::Program};

use super::place::edition;
use crate::installed::cache;
use crate::real::Edition;
use crate::real::program::built;

/// A folder of a test's own, gone with it.
pub(super) struct Folder(pub PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("agi1c-archive-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    pub(super) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn filled() -> Filled {
    Filled {
        url: "http://1c/base/ws/x.1cws".into(),
        more: "[call]\ndeadline = 2000".into(),
        ..Filled::default()
    }
}

/// A program to be packed, with the licences that belong to it.
pub(super) fn program(bytes: &[u8]) -> Program {
    Program { bytes: bytes.to_vec(), tls: true, licences: "whose it is, and on what terms\n".into() }
}

/// The archive as it is released. Packing takes seconds: done once.
pub(super) fn archive(kind: &str) -> &'static [u8] {
    static MADE: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let program = program(&fs::read(built(Edition::Sid)).expect("the program"));
        package::make(edition(), &program, &filled()).expect("packages")
    });
    &made.iter().find(|(name, _)| name.contains(kind)).expect("the archive").1
}

pub(super) fn unpack(bytes: &[u8], into: &Path) {
    let path = into.join("package.tar.gz");
    fs::write(&path, bytes).expect("the archive");
    let status = Command::new("busybox").args(["tar", "-xzf"]).arg(&path).arg("-C").arg(into).status();
    assert!(status.expect("busybox").success());
    fs::remove_file(path).expect("the archive goes");
}

/// BusyBox's two shells, with nothing but BusyBox's commands to call.
pub(super) fn shells() -> [Vec<PathBuf>; 2] {
    [vec!["/bin/busybox".into(), "sh".into()], vec![cache().join("hush/busybox"), "hush".into()]]
}

pub(super) fn script(shell: &[PathBuf], commands: &Path, script: &Path, arguments: &[&str]) -> Output {
    let (program, first) = shell.split_first().expect("a shell");
    let mut run = Command::new(program);
    run.args(first).arg(script).args(arguments).env_clear().env("PATH", commands);
    run.output().expect("the shell")
}

pub(super) fn said(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Links to BusyBox under the names of what the scripts call.
pub(super) fn commands(folder: &Path) -> PathBuf {
    let path = folder.join("commands");
    fs::create_dir_all(&path).expect("a folder");
    for name in "cat chgrp chmod cp dirname echo grep head mkdir mv rm sed tail uname".split(' ') {
        std::os::unix::fs::symlink("/bin/busybox", path.join(name)).expect("a link");
    }
    path
}

#[test]
#[ignore = "tests/run"]
fn installed_upgraded_removed_under_busybox() {
    for (at, shell) in shells().iter().enumerate() {
        let folder = Folder::new(&format!("asterisk-{at}"));
        let commands = commands(&folder.0);
        unpack(archive("-asterisk-"), &folder.0);
        let from = folder.0.join(format!("agi1c-{}", env!("CARGO_PKG_VERSION")));
        let root = folder.0.join("root");
        fs::create_dir_all(root.join("etc/asterisk")).unwrap();
        fs::write(root.join("etc/group"), "root:x:0:\n").unwrap();
        fs::write(
            root.join("etc/asterisk/asterisk.conf"),
            "[directories]\nastagidir => /usr/share/asterisk/agi-bin\n",
        )
        .unwrap();
        let before = "[general]\nstatic = yes\n[from-trunk]\nexten => s,1,Hangup()";
        let dialplan = "root/etc/asterisk/extensions.conf";
        fs::write(folder.0.join(dialplan), before).unwrap();
        let root_option = ["--root", root.to_str().unwrap()];
        let run = |name: &str| said(&script(shell, &commands, &from.join(name), &root_option));

        let first = run("install");
        assert!(first.contains("(one line added)") && first.contains("(new: "), "{first}");
        let program = root.join("usr/share/asterisk/agi-bin/agi1c");
        let version = Command::new(&program).arg("version").output().expect("the installed program");
        assert_eq!(
            String::from_utf8_lossy(&version.stdout).trim(),
            concat!("agi1c ", env!("CARGO_PKG_VERSION"))
        );
        assert_eq!(folder.read(dialplan), format!("{before}\n#include extensions_agi1c.conf\n"));
        let conf = config::load_from(&root.join("etc/asterisk/agi1c.conf"), &[]).expect("good settings");
        assert_eq!(conf.commands.dial, "Local/%s@internal/n", "there is no from-internal here");
        let mode = fs::metadata(root.join("etc/asterisk/agi1c.conf")).unwrap().permissions();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777, 0o600);

        fs::write(root.join("etc/asterisk/agi1c.conf"), "[crm]\nurl = http://mine/x\n").unwrap();
        fs::write(&program, "an old version").unwrap();
        let second = run("install");
        assert!(
            second.contains("(kept as they are)") && second.contains("(includes it already)"),
            "{second}"
        );
        assert_eq!(folder.read("root/etc/asterisk/agi1c.conf"), "[crm]\nurl = http://mine/x\n");
        assert_eq!(folder.read(dialplan).matches("agi1c").count(), 1);
        assert!(fs::read(&program).unwrap().starts_with(b"\x7fELF"));

        for _ in 0..2 {
            run("remove");
            assert!(!program.exists() && !root.join("etc/asterisk/extensions_agi1c.conf").exists());
            assert_eq!(folder.read(dialplan), format!("{before}\n"));
            assert_eq!(folder.read("root/etc/asterisk/agi1c.conf"), "[crm]\nurl = http://mine/x\n");
        }
    }
}

/// FreePBX and Issabel: the file for one's own lines is used, and the one they write themselves is left alone.
#[test]
#[ignore = "tests/run"]
fn freepbx_gets_its_line_in_the_custom_file() {
    for (at, shell) in shells().iter().enumerate() {
        let folder = Folder::new(&format!("freepbx-{at}"));
        let commands = commands(&folder.0);
        unpack(archive("-asterisk-"), &folder.0);
        let from = folder.0.join(format!("agi1c-{}", env!("CARGO_PKG_VERSION")));
        fs::create_dir_all(folder.0.join("root/etc/asterisk")).unwrap();
        fs::write(folder.0.join("root/etc/asterisk/extensions.conf"), "written by FreePBX\n").unwrap();
        fs::write(folder.0.join("root/etc/asterisk/extensions_custom.conf"), "").unwrap();
        let additional = "[from-internal-additional]\nexten => 1,1,Hangup()\n [from-internal] ; phones\n";
        fs::write(folder.0.join("root/etc/asterisk/extensions_additional.conf"), additional).unwrap();
        let root = folder.0.join("root");
        let options = ["--root", root.to_str().unwrap(), "--agi", "/agi"];
        let custom = "root/etc/asterisk/extensions_custom.conf";
        let first = said(&script(shell, &commands, &from.join("install"), &options));
        assert_eq!(folder.read(custom), "#include extensions_agi1c.conf\n");
        // What 1C has rung is where the extensions are.
        assert!(first.contains("from-internal"), "{first}");
        let conf = config::load_from(&root.join("etc/asterisk/agi1c.conf"), &[]).expect("good settings");
        assert_eq!(conf.commands.dial, "Local/%s@from-internal/n");
        // Settings that were here before are kept; what they lack is said.
        fs::write(root.join("etc/asterisk/agi1c.conf"), "[crm]\nurl = http://mine/x\n").unwrap();
        let again = said(&script(shell, &commands, &from.join("install"), &options));
        assert!(
            again.contains("(kept as they are)") && again.contains("dial = Local/%s@from-internal/n"),
            "{again}"
        );
        assert_eq!(folder.read("root/etc/asterisk/agi1c.conf"), "[crm]\nurl = http://mine/x\n");
        assert!(root.join("agi/agi1c").exists());
        said(&script(shell, &commands, &from.join("remove"), &options));
        assert_eq!(folder.read(custom), "");
        assert_eq!(folder.read("root/etc/asterisk/extensions.conf"), "written by FreePBX\n");
    }
}

/// Put elsewhere, the dialplan names the whole path; an upgrade keeps the place, `remove` finds it.
#[test]
#[ignore = "tests/run"]
fn a_place_of_one_s_own_is_known_to_all_three() {
    for (at, shell) in shells().iter().enumerate() {
        let folder = Folder::new(&format!("elsewhere-{at}"));
        let commands = commands(&folder.0);
        unpack(archive("-asterisk-"), &folder.0);
        let from = folder.0.join(format!("agi1c-{}", env!("CARGO_PKG_VERSION")));
        let root = folder.0.join("root");
        fs::create_dir_all(root.join("etc/asterisk")).unwrap();
        fs::write(root.join("etc/asterisk/extensions.conf"), "[general]\n").unwrap();
        let run = |name: &str, more: &[&str]| {
            let options = [&["--root", root.to_str().unwrap()], more].concat();
            said(&script(shell, &commands, &from.join(name), &options))
        };
        let lines = || {
            let text = folder.read("root/etc/asterisk/extensions_agi1c.conf");
            let lines: Vec<String> = text
                .lines()
                .filter(|line| line.starts_with("exten") && line.contains("AGI("))
                .map(String::from)
                .collect();
            lines.join("\n")
        };
        let first = run("install", &["--agi", "/opt/agi/"]);
        assert!(first.contains("in your own lines write AGI(/opt/agi/agi1c) for AGI(agi1c)"), "{first}");
        assert!(root.join("opt/agi/agi1c").exists());
        assert!(
            lines().contains("AGI(/opt/agi/agi1c,do=name)")
                && lines().contains("AGI(/opt/agi/agi1c,do=test)")
        );
        assert!(!lines().contains("AGI(agi1c"));

        fs::write(root.join("opt/agi/agi1c"), "an old version").unwrap();
        run("install", &[]);
        assert!(fs::read(root.join("opt/agi/agi1c")).unwrap().starts_with(b"\x7fELF"), "an upgrade finds it");
        assert!(!root.join("var/lib/asterisk/agi-bin/agi1c").exists());

        let moved = run("install", &["--agi", "/var/lib/asterisk/agi-bin"]);
        assert!(moved.contains("/opt/agi/agi1c is gone") && !root.join("opt/agi/agi1c").exists(), "{moved}");
        assert!(lines().contains("AGI(agi1c,do=name)") && !lines().contains("/agi1c,"));
        run("install", &["--agi", "/opt/agi"]);
        run("remove", &[]);
        assert!(
            !root.join("opt/agi/agi1c").exists() && !root.join("var/lib/asterisk/agi-bin/agi1c").exists()
        );
    }
}

/// A folder from which nothing can be run; a program of another machine's; an earlier program stays as it is.
#[test]
#[ignore = "tests/run"]
fn a_program_that_cannot_be_run_is_not_installed() {
    let folder = Folder::new("noexec");
    unpack(archive("-asterisk-"), &folder.0);
    let from = folder.0.join(format!("agi1c-{}", env!("CARGO_PKG_VERSION")));
    fs::create_dir_all(folder.0.join("etc")).unwrap();
    fs::create_dir_all(folder.0.join("agi")).unwrap();
    let run = |mount: &str| {
        let line = format!(
            "{mount} && echo old >agi/agi1c && busybox sh '{}/install' --etc \"$PWD/etc\" --agi \"$PWD/agi\"; s=$?; \
             cat agi/agi1c; ls -A agi; exit $s",
            from.display()
        );
        Command::new("unshare")
            .args(["--mount", "sh", "-c", &line])
            .current_dir(&folder.0)
            .output()
            .expect("unshare")
    };
    let output = run("mount -t tmpfs -o noexec tmpfs agi");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("/agi (is it mounted noexec?): name another folder: --agi DIR"), "{error}");
    assert_eq!((output.status.code(), &output.stdout[..]), (Some(1), &b"old\nagi1c\n"[..]));

    fs::write(from.join("agi1c"), b"\x7fELF of another machine").unwrap();
    let output = run("true");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("does not run on this machine (x86_64): take the package made for it"), "{error}");
    assert_eq!((output.status.code(), &output.stdout[..]), (Some(1), &b"old\nagi1c\n"[..]));
}

#[test]
#[ignore = "tests/run"]
fn install_says_what_is_wrong() {
    let folder = Folder::new("wrong");
    fs::create_dir_all(folder.0.join("etc/asterisk")).unwrap();
    let commands = commands(&folder.0);
    unpack(archive("-asterisk-"), &folder.0);
    let from = folder.0.join(format!("agi1c-{}", env!("CARGO_PKG_VERSION")));
    for shell in shells() {
        for (arguments, sentence) in [
            (
                &["--root", "/nowhere"][..],
                "install: no /nowhere/etc/asterisk: is this the machine Asterisk is on?",
            ),
            (&["--etc"], "install: --etc: a folder is expected"),
            (&["--prefix", "x"], "install: --prefix: not known"),
            (
                &["--root", folder.0.to_str().unwrap(), "--agi", "x"],
                "install: --agi x: expected a path from /",
            ),
            (
                &["--root", folder.0.to_str().unwrap(), "--agi", "/a,b"],
                "install: --agi /a,b: expected a path from /",
            ),
            (
                &["--root", folder.0.to_str().unwrap(), "--agi", "/a b"],
                "install: --agi /a b: expected a path from /",
            ),
        ] {
            let output = script(&shell, &commands, &from.join("install"), arguments);
            let error = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.code() == Some(1) && error.starts_with(sentence), "{error}");
        }
    }
}

/// The program finds the settings that lie beside it on the disk.
#[test]
#[ignore = "tests/run"]
fn the_storage_disks_archive_runs_where_it_is_unpacked() {
    let folder = Folder::new("storage");
    unpack(archive("-storage-"), &folder.0);
    let mut names: Vec<String> = fs::read_dir(folder.0.join("agi1c"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "README.md",
            "README.ru.md",
            "THIRD-PARTY.txt",
            "agi1c",
            "agi1c.conf",
            "application-test.txt",
            "application.txt"
        ]
    );
    assert_eq!(folder.read("agi1c/THIRD-PARTY.txt"), program(b"").licences);
    let mut lookup = Command::new(folder.0.join("agi1c/agi1c"));
    let output = lookup.args(["lookup", "84952293042"]).env_clear().output().expect("the program");
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    // There is no 1C called "1c": what matters is that these settings were found.
    assert!(said.contains("1c"), "{said}");
    assert_eq!(output.status.code(), Some(1), "{said}");
}

/// What the web interface asks of a plaintext application: a priority, the first one 1, and parentheses.
#[test]
fn the_plaintext_applications_pass_the_web_interface() {
    for text in [
        include_str!("../../../package/askozia-storage/files/application.txt"),
        include_str!("../../../package/askozia-storage/files/application-test.txt"),
    ] {
        assert!(
            text.starts_with("1,ExecIf($[\"${EXTEN}\" = \"h\"]?Hangup())\n"),
            "the guard for h comes first"
        );
        for line in text.lines() {
            let (priority, step) = line.split_once(',').expect("priority,App(...)");
            assert!(priority == "1" || priority == "n", "{line}");
            assert!(step.ends_with(')') && step.matches('(').count() == step.matches(')').count(), "{line}");
        }
    }
}

/// Every settings file that is shipped, and what is made of it, is one the program takes.
#[test]
fn shipped_settings_are_good_settings() {
    for filled in [Filled::default(), filled()] {
        for text in [filled.sample(), filled.text()] {
            config::parse(text.as_bytes(), "shipped", &[]).unwrap_or_else(|error| panic!("{error}\n{text}"));
        }
    }
}

/// The same bytes, whoever makes them and when.
#[test]
fn packages_are_reproducible() {
    for edition in [&EDITIONS[0], &EDITIONS[EDITIONS.len() - 1]] {
        let make = || package::make(edition, &program(b"\x7fELF and so on"), &filled()).expect("packages");
        let (one, two) = (make(), make());
        assert!(one == two, "{}", edition.name);
        assert_eq!(one.len(), edition.ways.len() + usize::from(edition.pasted_on.is_some()));
        assert!(one.iter().all(|(name, _)| name.starts_with(concat!(
            "agi1c-",
            env!("CARGO_PKG_VERSION"),
            "-"
        ))));
    }
}
