//! The appliance's mail for a missed call, as it writes it: `System(echo "… ${CALLERID(all)}" >> file)`,
//! where the name's own quotes close the command's. Run by the shells that may stand behind it, with names
//! that want to do harm and names that do it unwillingly.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::executable;
use agi1c::name::{Charset, Safe, Style, Translit, shown};

const NUMBER: &str = "74952293042";
const MAIL: &str = "mail";
/// A program that leaves a file of this name, and stands in the shell's PATH.
const CANARY: &str = "canary";

/// Each must be there: dash as Debian's `sh`, bash, and both shells of BusyBox. The appliance's is hush,
/// built by tests/setup/hush.sh since no package has it.
fn shells() -> Vec<Vec<PathBuf>> {
    let hush = crate::installed::cache().join("hush/busybox");
    assert!(hush.exists(), "{} is missing: run tests/setup/hush.sh", hush.display());
    vec![
        vec!["/bin/dash".into()],
        vec!["/bin/bash".into()],
        vec!["/bin/busybox".into(), "sh".into()],
        vec![hush, "hush".into()],
    ]
}

/// A directory with the canary in `bin` and a file that a glob would find; the shell works in `work`.
struct Place {
    root: PathBuf,
}

impl Place {
    fn new(name: &str) -> Place {
        let root = std::env::temp_dir().join(format!("agi1c-{name}-{}", std::process::id()));
        fs::create_dir_all(root.join("bin")).expect("a temporary directory");
        fs::create_dir_all(root.join("work")).expect("a temporary directory");
        fs::write(root.join("work/x"), "").expect("a file");
        let canary = root.join("bin").join(CANARY);
        executable::write(canary, format!("#!/bin/sh\n: > {CANARY}\n"));
        Place { root }
    }

    fn work(&self) -> PathBuf {
        self.root.join("work")
    }

    /// What the dialplan makes of the name, by this shell.
    fn mail(&self, shell: &[PathBuf], name: &str) -> Output {
        let callerid = format!("\"{name}\" <{NUMBER}>");
        let command = format!("echo \"Missed call from {callerid}\" >> {MAIL}");
        let (program, arguments) = shell.split_first().expect("a program");
        let mut run = Command::new(program);
        run.args(arguments).arg("-c").arg(command).current_dir(self.work()).stdin(Stdio::null());
        run.env_clear().env("PATH", self.root.join("bin")).env("HOME", "/root").env("IFS", " \t\n");
        run.output().unwrap_or_else(|e| panic!("{}: {e}", program.display()))
    }

    /// What the mail says and which files there are; puts the place back as it was.
    fn harvest(&self) -> (String, Vec<String>) {
        let mail = fs::read_to_string(self.work().join(MAIL)).unwrap_or_default();
        let mut files = Vec::new();
        for entry in fs::read_dir(self.work()).expect("the directory") {
            let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
            if name != "x" {
                fs::remove_file(self.work().join(&name)).expect("a plain file");
                files.push(name);
            }
        }
        assert!(Path::new(&self.work().join("x")).exists());
        (mail, files)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn names() -> Vec<String> {
    let mut names: Vec<String> = include_str!("../oracles/names.txt").lines().map(String::from).collect();
    // Every ASCII sign and control character at a word's start, its end, inside, alone, doubled, and
    // before a command.
    for sign in (0..=127u8).map(char::from).filter(|c| !c.is_ascii_alphanumeric()) {
        names.push(format!("{sign}a b{sign} c{sign}d {sign} e"));
        names.push(format!("{sign}{sign}"));
        names.push(format!("Иванов{sign}{CANARY}{sign}"));
        names.push(format!("Иванов {sign}{sign} {CANARY}"));
    }
    let hostile = [
        "$(canary)",
        "`canary`",
        "${x:-`canary`}",
        "$((1+1))",
        "$x",
        "$$",
        "$?",
        "$'\\ncanary'",
        "; canary",
        "& canary &",
        "&& canary",
        "|| canary",
        "| canary",
        "|& canary",
        "\ncanary",
        "\r\ncanary\r\n",
        "\" ; canary ; \"",
        "\"; canary #",
        "' ; canary ; '",
        "\\\" ; canary",
        "\\",
        "a\\\nb",
        "> canary",
        ">canary",
        ">> canary",
        "2>canary",
        "2>&1",
        "1",
        "x 2",
        "< x",
        "<<x",
        "<(canary)",
        ">(canary)",
        ">| canary",
        "&>canary",
        "<>canary",
        "(canary)",
        "{ canary; }",
        "{a,b}",
        "{1..3}",
        "x{canary,}",
        "*",
        "?",
        "[x]",
        "[!y]",
        "[a-z]",
        "/etc/*",
        "/???/passwd",
        "~",
        "~root",
        "~/x",
        "a ~ b",
        "x:~",
        "# canary",
        "#",
        "a #b",
        "a#b",
        "!",
        "!!",
        "!canary",
        "a!b",
        "=x",
        "PATH=x",
        "a=b canary",
        "^x^y",
        "%1",
        "-",
        "--",
        "-n",
        "-e",
        "-E",
        "-ne",
        "- n",
        "— -n",
        "-n -e x",
        "\\c",
        "a\\cb",
        "\\0101",
        "\\x41",
        "-e \\c",
        "%s",
        "@(x|y)",
        "+(x)",
        "?(x)",
        "!(x)",
        "*(x)",
        ". x",
        ".",
        "..",
        "../x",
        "/",
        ":",
        ": canary",
        "@",
        "+",
        "+x",
        ",",
        "_",
        "$_",
        "\u{ff04}\u{ff08}canary\u{ff09}",
        "\u{ff1b}canary",
        "\u{ff40}canary\u{ff40}",
        "\u{37e} canary",
        "\u{2018}canary\u{2019}",
        "\u{2032}canary\u{2032}",
        "\u{201c}; canary\u{201d}",
        "\u{ab}canary\u{bb}",
        "\u{ff1e}canary",
        "\u{ff5c}canary",
        "a\u{2028}canary",
        "a\u{85}canary",
        "a\u{a0};\u{a0}canary",
        "a\u{3000}canary",
        "\u{200b};canary",
        "\u{202e};canary",
        "\u{feff};canary",
        "\u{3}canary\u{3}",
        "if x",
        "done",
        "fi",
        "}",
        "{",
        "! x",
        "O'Neil (office)",
        "Д'Артаньян",
        "Рога & копыта & Ко",
        "A&B",
        "ООО \"Ромашка\"",
        "Иванов (склад)",
        "50% скидка!",
        "Что? Где? Когда?",
        "C#",
        "Иванов; Петров",
        "<b>Иванов</b>",
        "a|b",
        "Р",
        "\u{445}а",
    ];
    names.extend(hostile.map(String::from));
    names
}

#[test]
#[ignore = "tests/run"]
fn no_name_runs_anything_or_loses_the_mail() {
    let place = Place::new("names");
    let names = names();
    let style = Style {
        charset: Charset::Utf8,
        translit: Translit::Icao,
        safe: Safe::Shell,
        max_bytes: 0,
        max_chars: 0,
        reserve: 0,
        drop: &[],
        prefix: "",
    };
    let mut shown_names = 0;
    for shell in shells() {
        for name in &names {
            for style in [style, Style { charset: Charset::Latin, ..style }] {
                let shown = shown(name, &style, NUMBER);
                if shown.is_empty() {
                    // Then the channel keeps the name it had, none of ours is in the command.
                    continue;
                }
                shown_names += 1;
                let out = place.mail(&shell, &shown);
                let (mail, files) = place.harvest();
                let said = String::from_utf8_lossy(&out.stderr);
                let case = format!("{shell:?}: {name:?} shown as {shown:?}: {} {said}", out.status);
                assert!(out.status.success() && said.is_empty() && out.stdout.is_empty(), "{case}");
                assert_eq!(files, [MAIL], "{case}");
                assert_eq!(mail, format!("Missed call from {shown} <{NUMBER}>\n"), "{case}");
            }
        }
    }
    assert!(shown_names > 2000, "only {shown_names} names were left to show");
}

/// The names as they come do all that harm here: the test above could not pass by a shell that does
/// nothing.
#[test]
#[ignore = "tests/run"]
fn unguarded_names_do_harm() {
    let place = Place::new("unguarded");
    for shell in shells() {
        for name in ["$(canary)", "`canary`", "; canary ; : ", "\ncanary\n: "] {
            place.mail(&shell, name);
            let (_, files) = place.harvest();
            assert!(files.iter().any(|f| f == CANARY), "{shell:?}: {name:?} ran nothing: {files:?}");
        }
        for name in ["Рога & копыта", "O'Neil", "(office)", "a * b", "a #b"] {
            place.mail(&shell, name);
            let (mail, _) = place.harvest();
            assert!(!mail.contains(name), "{shell:?}: {name:?} came through: {mail}");
        }
    }
}
