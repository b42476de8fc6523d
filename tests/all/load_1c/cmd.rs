//! package/1c/load.cmd in Wine's cmd (tests/setup/trixie.sh wine64 wine), with programs of ours in the places of 1cv8.exe
//! and PowerShell: which starts it makes, with which words, and how it ends. Wine's cmd takes the letters of a batch file
//! for another alphabet, and those of a program's output, so what it says is judged by what is ASCII in it, and the
//! password is ASCII. What PowerShell is asked is not run; its patterns are tried by Python, which reads them as .NET does.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::installed::cache;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/package/1c");
const PROGRAMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/all/load_1c/programs.c");

/// In the folders' names is what a command would be torn at.
const PLATFORM: &str = "Program Files (x86)/1cv8/8.3.24.1/bin";
const SCRIPT: &str = "1c (копия) & прочее";
const BASE: &str = "Базы/Торговля & склад (1)!";

/// `$1`: the Debian with Wine, `$2`: this test's folder, which is Z:\mnt. A line each of the file `cases`: the case's name.
const RUN: &str = r#"
mount --bind "$2" "$1/mnt" && mount -t proc proc "$1/proc" && mount -t tmpfs tmpfs "$1/tmp" || exit 1
exec chroot "$1" /usr/bin/env -i HOME=/tmp XDG_RUNTIME_DIR=/tmp PATH=/usr/bin:/bin LC_ALL=C.UTF-8 WINEDEBUG=-all \
    'WINEPATH=Z:\mnt\bin' sh -c '
        cd /mnt
        while read -r case; do
            sh "$case.env" wine cmd /c "Z:\\mnt\\$case.cmd" </dev/null >"$case.said" 2>"$case.err"
            echo $? >"$case.code"
        done <cases
        wineserver -k
        true'"#;

struct Case {
    name: &'static str,
    arguments: String,
    environment: &'static [(&'static str, &'static str)],
    code: i32,
    /// The starts of 1cv8.exe: connection and batch.
    starts: Vec<[String; 2]>,
    says: &'static str,
}

/// The folder that is Z:\mnt, gone with the test.
struct Desk(PathBuf);

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn cases() -> Vec<Case> {
    let windows = |path: &str| format!("Z:\\mnt\\{}", path.replace('/', "\\"));
    let platform = format!("--platform \"{}\"", windows(PLATFORM));
    let plain = format!("{platform} --base Z:\\mnt\\plain --user \"\"");
    let load = format!("/LoadConfigFromFiles|{}\\extension|-Extension|agi1c", windows(SCRIPT));
    let steps =
        [&load, "/CheckCanApplyConfigurationExtensions|-Extension|agi1c", "/UpdateDBCfg|-Extension|agi1c"];
    let removal = ["/DumpDBCfgList|-AllExtensions", "/DeleteCfg|-Extension|agi1c"];
    let starts = |connection: &str, steps: &[&str]| -> Vec<[String; 2]> {
        steps.iter().map(|step| [connection.to_owned(), (*step).to_owned()]).collect()
    };
    let case = |name, arguments: &str, environment, code, starts, says| Case {
        name,
        arguments: arguments.to_owned(),
        environment,
        code,
        starts,
        says,
    };
    let on = "/F|Z:\\mnt\\plain";
    let with_login = format!("/F|{}|/N|Администратор|/P|;pa&ro%l!) ^ x", windows(BASE));
    vec![
        case("plain", &plain, &[], 0, starts(on, &steps), "agi1c"),
        // Names and a password that are parts of no command; the environment carries them, as a person's typing would.
        case(
            "hostile",
            &format!("{platform} --base \"%A_BASE%\" --user \"%A_USER%\""),
            &[
                ("A_BASE", "Z:\\mnt\\Базы\\Торговля & склад (1)!"),
                ("A_USER", "Администратор"),
                ("SAYS_PASSWORD", ";pa&ro%l!) ^ x"),
            ],
            0,
            starts(&with_login, &steps),
            "agi1c",
        ),
        case(
            "no-password",
            &format!("{platform} --base Z:\\mnt\\plain --user Anna"),
            &[],
            0,
            starts(&format!("{on}|/N|Anna"), &steps),
            "agi1c",
        ),
        case(
            "server",
            &format!("{platform} --base 1c-server/trade --user \"\""),
            &[],
            0,
            starts("/S|1c-server\\trade", &steps),
            "agi1c",
        ),
        case(
            "slash",
            &format!("{platform} --base Z:/mnt/plain\\ --user \"\""),
            &[],
            0,
            starts(on, &steps),
            "agi1c",
        ),
        case(
            "found",
            "--base Z:\\mnt\\plain --user \"\"",
            &[("SAYS_FOUND", "Z:\\mnt\\Program Files (x86)\\1cv8\\8.3.24.1\\bin\\1cv8.exe")],
            0,
            starts(on, &steps),
            "8.3.24.1",
        ),
        case(
            "load-fails",
            &plain,
            &[("FAILS_AT", "/LoadConfig")],
            1,
            starts(on, &steps[..1]),
            "Ошибка платформы",
        ),
        case(
            "check-fails",
            &plain,
            &[("FAILS_AT", "/CheckCanApply")],
            1,
            starts(on, &steps[..2]),
            "Ошибка платформы",
        ),
        case(
            "update-fails",
            &plain,
            &[("FAILS_AT", "/UpdateDBCfg")],
            1,
            starts(on, &steps),
            "Ошибка платформы",
        ),
        // The designer has ended with 0 and the load had failed.
        case("result", &plain, &[("SAYS_RESULT", "1")], 1, starts(on, &steps[..1]), "0.1.0"),
        case("remove", &format!("--remove {plain}"), &[], 0, starts(on, &removal), "default.vrd"),
        case(
            "nothing",
            &format!("--remove {plain}"),
            &[("SAYS_OUT", "1")],
            0,
            starts(on, &removal[..1]),
            "agi1c",
        ),
        // Nothing is started in vain.
        case("old", &plain, &[("SAYS_BIN", "1")], 1, Vec::new(), "8.3.17"),
        case("nowhere", "--base Z:\\mnt\\plain --user \"\"", &[], 1, Vec::new(), "--platform"),
        case(
            "no-file",
            "--platform \"Z:\\mnt\\no (file)\" --base Z:\\mnt\\plain --user \"\"",
            &[],
            1,
            Vec::new(),
            "no (file)",
        ),
        case(
            "empty",
            &format!("{platform} --base \"Z:\\mnt\\empty (2)\" --user \"\""),
            &[],
            1,
            Vec::new(),
            "1Cv8.1CD",
        ),
        case("neither", &format!("{platform} --base trade --user \"\""), &[], 1, Vec::new(), "\"trade\""),
        case("unknown", "--bse x", &[], 2, Vec::new(), "--base"),
    ]
}

#[test]
#[ignore = "tests/run"]
fn load_cmd_makes_the_same_starts() {
    let desk = Desk(std::env::temp_dir().join(format!("agi1c-load-cmd-{}", std::process::id())));
    let place = |path: &str| desk.0.join(path);
    for folder in [PLATFORM, SCRIPT, BASE, "plain", "empty (2)", "bin"] {
        fs::create_dir_all(place(folder)).expect("a folder");
    }
    for base in [BASE, "plain"] {
        fs::write(place(base).join("1Cv8.1CD"), "").expect("a base");
    }
    fs::copy(format!("{FOLDER}/load.cmd"), place(SCRIPT).join("load.cmd")).expect("load.cmd");
    let program = place("programs.exe");
    let zig = Command::new(cache().join("venv/bin/python"))
        .args(["-m", "ziglang", "cc", "-target", "x86_64-windows-gnu", "-municode", "-Os", "-o"])
        .args([&program, &PathBuf::from(PROGRAMS)])
        .env("ZIG_GLOBAL_CACHE_DIR", cache().join("zig"))
        .output()
        .expect("zig");
    assert!(zig.status.success(), "{}", String::from_utf8_lossy(&zig.stderr));
    fs::copy(&program, place(PLATFORM).join("1cv8.exe")).expect("1cv8");
    fs::copy(&program, place("bin/powershell.exe")).expect("PowerShell");

    let cases = cases();
    for case in &cases {
        let name = case.name;
        let lines = format!("@echo off\r\ncall \"%SCRIPT%\" {}\r\nexit %ERRORLEVEL%\r\n", case.arguments);
        fs::write(place(&format!("{name}.cmd")), lines).expect("a case");
        let own =
            [("NOTES", format!("Z:\\mnt\\{name}.notes")), ("SCRIPT", format!("Z:\\mnt\\{SCRIPT}\\load.cmd"))];
        let told = case.environment.iter().map(|(key, value)| (*key, (*value).to_owned())).chain(own);
        let told: String = told.map(|(key, value)| format!("export {key}='{value}'\n")).collect();
        fs::write(place(&format!("{name}.env")), told + "exec \"$@\"\n").expect("its environment");
    }
    let names: String = cases.iter().map(|case| format!("{}\n", case.name)).collect();
    fs::write(place("cases"), names).expect("the cases");
    let wine = Command::new("unshare")
        .args(["--mount", "--net", "--pid", "--fork", "--kill-child", "sh", "-c", RUN, "sh"])
        .args([cache().join("trixie-amd64"), desk.0.clone()])
        .output()
        .expect("unshare");
    assert!(wine.status.success(), "{}", String::from_utf8_lossy(&wine.stderr));

    for case in &cases {
        let read = |kind: &str| fs::read(place(&format!("{}.{kind}", case.name))).unwrap_or_default();
        let [said, code, notes] =
            ["said", "code", "notes"].map(|kind| String::from_utf8_lossy(&read(kind)).into_owned());
        let what = format!("{}: {said}\n{notes}", case.name);
        assert_eq!(code.trim(), case.code.to_string(), "{what}");
        let expected = case.starts.iter().map(|[connection, batch]| {
            format!("DESIGNER|{connection}|/DisableStartupDialogs|/DisableStartupMessages|{batch}|/Out")
        });
        // Behind /Out and /DumpResult stand files of Wine's own temporary folder.
        let starts: Vec<&str> =
            notes.lines().map(|line| line.split_once("|C:").map_or(line, |(start, _)| start)).collect();
        assert_eq!(starts, expected.collect::<Vec<_>>(), "{what}");
        assert!(said.contains(case.says), "{what}");
        assert!(!said.contains(") ^ x"), "the password: {what}");
    }
}

/// What load.cmd looks for in what 1cv8 has written.
#[test]
fn load_cmd_takes_agi1c_as_a_word_and_0_as_a_number() {
    let script = fs::read_to_string(format!("{FOLDER}/load.cmd")).expect("load.cmd");
    for (variable, texts) in [
        (
            "OUT",
            &[
                ("agi1c", true),
                ("\u{feff}agi1c\r\n", true),
                ("\u{feff}Другое\r\nagi1c\r\n", true),
                ("Name: \"agi1c\", Version: 0.2", true),
                ("AGI1C\r\n", true),
                ("agi1c2\r\n", false),
                ("myagi1c\r\n", false),
                ("agi1c_мой\r\n", false),
                ("Мойagi1c, agi1cДва\r\n", false),
                ("", false),
            ][..],
        ),
        (
            "RESULT",
            &[
                ("0", true),
                ("\u{feff}0\r\n", true),
                ("1", false),
                ("101", false),
                ("10", false),
                (" ", false),
                ("", false),
            ],
        ),
    ] {
        let question = format!("$env:{variable}) -notmatch '");
        let rest = script.split(&question).nth(1).unwrap_or_else(|| panic!("no {question}"));
        let pattern = rest.split('\'').next().expect("a pattern");
        for (text, matches) in texts {
            let python = "import re, sys; sys.exit(not re.search(sys.argv[1], sys.argv[2], re.IGNORECASE))";
            // Get-Content takes the mark off.
            let text = text.trim_start_matches('\u{feff}');
            let found =
                Command::new("python3").args(["-c", python, pattern, text]).status().expect("python3");
            assert_eq!(found.success(), *matches, "{pattern} in {text:?}");
        }
    }
}
