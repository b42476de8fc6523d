//! package/1c/load.sh, in what is ours: which program of the platform is called, with what, in which order, and what a
//! failure ends in. A script in the program's place writes down its arguments; no 1C is anywhere near.

mod cmd;

use crate::executable;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/package/1c/load.sh");
const EXTENSION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/package/1c/extension");

/// Notes each start as a line, its arguments parted by `|`. `FAILS_AT` is a word of the start that fails; `EXTENSIONS`
/// is what lists name; `RESULT` goes into the file of /DumpResult in place of the exit status.
const PROGRAM: &str = r#"#!/bin/bash
printf '%s|' "$@" >>"$NOTES"; printf '\n' >>"$NOTES"
status=0 all=" $* "
if [ -n "$FAILS_AT" ] && [[ $all == *" $FAILS_AT"* ]]; then status=1; fi
while [ $# -gt 0 ]; do
    case $1 in
        /Out) out=$2 ;;
        /DumpResult) result=$2 ;;
    esac
    shift
done
said=/dev/stdout; [ -z "$out" ] || said=$out
if [[ $all == *" /DumpDBCfgList "* || $all == *" extension list "* ]]; then printf '%s\n' "$EXTENSIONS" >"$said"
elif [ $status != 0 ]; then printf '\xef\xbb\xbfОшибка платформы\n' >"$said"; fi
[ -z "$result" ] || printf '\xef\xbb\xbf%s' "${RESULT:-$status}" >"$result"
exit $status
"#;

struct Platform {
    root: PathBuf,
}

impl Platform {
    fn new(test: &str, version: &str) -> Platform {
        let root = std::env::temp_dir().join(format!("agi1c-load-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        for folder in [version, "base"] {
            fs::create_dir_all(root.join(folder)).expect("a folder");
        }
        fs::write(root.join("base/1Cv8.1CD"), "").expect("a base");
        for program in ["1cv8", "ibcmd"] {
            let path = root.join(version).join(program);
            executable::write(path, PROGRAM);
        }
        Platform { root }
    }

    fn base(&self) -> String {
        self.root.join("base").display().to_string()
    }

    fn run(&self, version: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
        let mut command = Command::new(SCRIPT);
        command.args(arguments).arg("--platform").arg(self.root.join(version));
        command.env("NOTES", self.root.join("notes")).env("DISPLAY", ":0").env_remove("AGI1C_1C_PASSWORD");
        command.envs(environment.iter().copied()).stdin(std::process::Stdio::null());
        command.output().expect("load.sh")
    }

    /// The starts so far, without what is the same in all: the scratch folder.
    fn notes(&self) -> Vec<String> {
        let notes = fs::read_to_string(self.root.join("notes")).unwrap_or_default();
        let kept = |line: &str| {
            let words: Vec<&str> = line.split('|').filter(|word| !word.starts_with("/tmp/tmp.")).collect();
            words.join(" ").trim().to_owned()
        };
        notes.lines().map(kept).collect()
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn designer(connection: &str, batch: &str) -> String {
    format!("DESIGNER {connection} /DisableStartupDialogs /DisableStartupMessages {batch} /Out /DumpResult")
}

#[test]
fn the_designer_loads_checks_and_updates_each_in_a_start_of_its_own() {
    let platform = Platform::new("designer", "8.3.24.1234");
    let base = platform.base();
    let connection = format!("/F {base} /N Администратор /P пароль с пробелом");
    let expected = [
        designer(&connection, &format!("/LoadConfigFromFiles {EXTENSION} -Extension agi1c")),
        designer(&connection, "/CheckCanApplyConfigurationExtensions -Extension agi1c"),
        designer(&connection, "/UpdateDBCfg -Extension agi1c"),
    ];
    for _ in 0..2 {
        let arguments = ["--base", &base, "--user", "Администратор"];
        let output = platform.run("8.3.24.1234", &arguments, &[("AGI1C_1C_PASSWORD", "пароль с пробелом")]);
        let said = said(&output);
        assert!(output.status.success(), "{said}");
        for word in ["Безопасный режим", "Заполнить номера", "agi1c: АТС", "виден в списке процессов"]
        {
            assert!(said.contains(word), "{word}: {said}");
        }
        assert!(!said.contains("пароль с пробелом"), "{said}");
    }
    assert_eq!(platform.notes(), [&expected[..], &expected[..]].concat());
}

#[test]
fn a_server_s_base_and_no_login() {
    let platform = Platform::new("server", "8.3.17.1");
    let output = platform.run("8.3.17.1", &["--base", "1c-server/trade", "--user="], &[]);
    assert!(output.status.success(), "{}", said(&output));
    let notes = platform.notes();
    assert_eq!(notes.len(), 3);
    assert!(
        notes.iter().all(|start| start.starts_with("DESIGNER /S 1c-server\\trade /Disable")),
        "{notes:?}"
    );
    assert!(!said(&output).contains("списке процессов"));
}

/// What failed ends the run with status 1 and the platform's own words; what follows is not begun.
#[test]
fn a_failed_step_is_the_last() {
    for (at, starts, word) in [
        ("/LoadConfigFromFiles", 1, "версии 0.1.0"),
        ("/CheckCanApply", 2, "База данных не изменена"),
        ("/UpdateDBCfg", 3, "монопольный доступ"),
    ] {
        let platform = Platform::new(&format!("fails{starts}"), "8.3.24.1");
        let arguments = ["--base", &platform.base(), "--user="];
        let output = platform.run("8.3.24.1", &arguments, &[("FAILS_AT", at)]);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert_eq!(platform.notes().len(), starts, "{said}");
        assert!(said.contains("    Ошибка платформы") && said.contains(word), "{said}");
        assert!(!said.contains("Заполнить номера"), "{said}");
    }
}

/// The designer has ended with 0 and the load had failed: only the file of /DumpResult tells.
#[test]
fn an_exit_status_of_0_is_not_enough() {
    for result in ["1", "101", " "] {
        let platform = Platform::new("result", "8.3.24.1");
        let output =
            platform.run("8.3.24.1", &["--base", &platform.base(), "--user="], &[("RESULT", result)]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert_eq!(platform.notes().len(), 1);
    }
}

#[test]
fn removing_asks_first_whether_there_is_something() {
    for (test, there, starts, word) in [
        ("remove", "Другое\nagi1c\n", 2, "убрано"),
        ("nothing", "Другое\n", 1, "убирать нечего"),
        ("longer", "agi1c2\n", 1, "убирать нечего"),
    ] {
        let platform = Platform::new(test, "8.3.24.1");
        let base = platform.base();
        let arguments = ["--remove", "--base", &base, "--user="];
        let output = platform.run("8.3.24.1", &arguments, &[("EXTENSIONS", there)]);
        let said = said(&output);
        assert!(output.status.success() && said.contains(word), "{said}");
        let expected = [
            designer(&format!("/F {base}"), "/DumpDBCfgList -AllExtensions"),
            designer(&format!("/F {base}"), "/DeleteCfg -Extension agi1c"),
        ];
        assert_eq!(platform.notes(), expected[..starts]);
    }
}

#[test]
fn ibcmd_creates_only_what_is_not_there() {
    let version = "8.3.24.1";
    let list = "infobase config extension list --db-path=/base --user=Админ --password=секрет";
    let create = list.replace("extension list", "extension create --name=agi1c --name-prefix=agi1c_");
    let import = format!("{} {EXTENSION}", list.replace("extension list", "import --extension=agi1c"));
    let apply = list.replace("extension list", "apply --extension=agi1c --force");
    let update = list.replace(
        "extension list",
        "extension update --name=agi1c --safe-mode=no --unsafe-action-protection=no",
    );
    let delete = list.replace("extension list", "extension delete --name=agi1c");
    for (test, arguments, there, expected) in [
        ("new", &["--ibcmd"][..], "", vec![list, &create, &import, &apply, &update]),
        ("again", &["--ibcmd"][..], "name : agi1c", vec![list, &import, &apply, &update]),
        ("gone", &["--ibcmd", "--remove"][..], "name : agi1c2", vec![list]),
        ("out", &["--ibcmd", "--remove"][..], "name : agi1c", vec![list, &delete]),
    ] {
        let platform = Platform::new(test, version);
        let arguments = [arguments, &["--db-path=/base", "--user=Админ"]].concat();
        let environment = [("AGI1C_1C_PASSWORD", "секрет"), ("EXTENSIONS", there)];
        let output = platform.run(version, &arguments, &environment);
        assert!(output.status.success(), "{test}: {}", said(&output));
        assert_eq!(platform.notes(), expected, "{test}");
    }
    let platform = Platform::new("unreachable", version);
    let arguments = ["--ibcmd", "--remove", "--db-path=/base", "--user="];
    let output = platform.run(version, &arguments, &[("FAILS_AT", "extension list")]);
    assert_eq!(output.status.code(), Some(1), "a base out of reach is not one without the extension");
}

/// What cannot work is said before anything is started.
#[test]
fn nothing_is_started_in_vain() {
    let platform = Platform::new("vain", "8.3.16.1063");
    let base = platform.base();
    let empty = platform.root.join("empty").display().to_string();
    fs::create_dir_all(&empty).expect("a folder");
    for (arguments, status, word) in [
        (&["--base", base.as_str(), "--user="][..], 1, "8.3.17 или новее"),
        (&["--base"][..], 2, ""),
        (&["--ibcmd", "--user=x"][..], 2, "--db-path"),
        (&["--bse", "x"][..], 2, "--bse"),
    ] {
        let output = platform.run("8.3.16.1063", arguments, &[]);
        let said = said(&output);
        assert!(output.status.code() == Some(status) && said.contains(word), "{arguments:?}: {said}");
    }
    let platform = Platform::new("vain2", "8.3.24.1");
    for (arguments, word) in [
        (&["--user=x", "--base", base.as_str()][..], "AGI1C_1C_PASSWORD"),
        (&["--user=", "--base", empty.as_str()][..], "1Cv8.1CD"),
        (&["--user=", "--base", "trade"][..], "СЕРВЕР/ИМЯ"),
        (&["--user="][..], "База"),
    ] {
        let output = platform.run("8.3.24.1", arguments, &[]);
        let said = said(&output);
        assert!(output.status.code() == Some(1) && said.contains(word), "{arguments:?}: {said}");
    }
    assert!(Path::new(SCRIPT).exists() && platform.notes().is_empty());
}
