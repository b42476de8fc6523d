//! Where the program takes its settings from: the first source found counts, whole. Each source here is empty,
//! so that the program's complaint about the missing address names it.

use crate::executable;
use agi1c::config::tail;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder with a copy of the program, removed at the end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let folder = std::env::temp_dir().join(format!("agi1c-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("asterisk")).unwrap();
        // Linux gives the path with all links resolved.
        let place = Place(folder.canonicalize().unwrap());
        executable::copy(env!("CARGO_BIN_EXE_agi1c"), place.program());
        place
    }

    fn program(&self) -> PathBuf {
        self.0.join("agi1c")
    }

    fn append(&self, settings: &str) {
        let program = fs::read(self.program()).unwrap();
        executable::write(self.program(), tail::append(&program, settings).unwrap());
    }

    /// What the program says on stderr, by its own name, and its exit status.
    fn check(&self, arguments: &[&str], conf: Option<&Path>) -> (String, i32) {
        let mut command = Command::new(self.program());
        command
            .arg("check")
            .args(arguments)
            .env("AST_CONFIG_DIR", self.0.join("asterisk"))
            .env_remove("AGI1C_CONF");
        if let Some(path) = conf {
            command.env("AGI1C_CONF", path);
        }
        let output = command.output().unwrap();
        (String::from_utf8(output.stderr).unwrap().trim_end().to_owned(), output.status.code().unwrap())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_first_source_counts() {
    let place = Place::new("sources");
    let named = place.0.join("named.conf");
    let own = place.0.join("agi1c.conf");
    let asterisk = place.0.join("asterisk/agi1c.conf");
    for path in [&named, &own, &asterisk] {
        fs::write(path, "[crm]\n").unwrap();
    }
    place.append("[crm]\r\n\n");

    let says = |conf| place.check(&[], conf).0;
    let complaint = |source: &str| format!("agi1c: {source}: [crm]: url is not set");
    let of = |path: &Path| complaint(&path.display().to_string());
    let assert_source =
        |said: String, expected: String| assert!(said.starts_with(&expected), "{said}\n{expected}");

    assert_source(says(Some(&named)), of(&named));
    assert_source(says(None), complaint("the program's own tail"));
    assert_source(says(Some(Path::new(""))), complaint("the program's own tail"));
    executable::copy(env!("CARGO_BIN_EXE_agi1c"), place.program());
    // `<program>.conf` and `agi1c.conf` beside it are one here: the program is called agi1c.
    assert_source(says(None), of(&own));
    fs::rename(place.program(), place.0.join("other")).unwrap();
    fs::write(place.0.join("other.conf"), "[crm]\n").unwrap();
    executable::copy(place.0.join("other"), place.program());
    fs::remove_file(&own).unwrap();
    assert_source(says(None), of(&asterisk));
}

#[test]
fn what_is_there_but_unusable_is_an_error() {
    let place = Place::new("unusable");
    let missing = place.0.join("missing.conf");
    let own = place.0.join("agi1c.conf");
    fs::write(&own, "[crm]\nurl = http://127.0.0.1:9/\n[call]\ndeadline = 5\n").unwrap();
    let error = |said: &str| (format!("agi1c: {said}"), 2);

    let path = missing.display();
    assert_eq!(place.check(&[], Some(&missing)), error(&format!("{path}: there is no such file")));
    let path = own.display();
    assert_eq!(
        place.check(&[], None),
        error(&format!("{path}, line 4: call.deadline: expected milliseconds from 200 to 60000, got \"5\""))
    );
    assert_eq!(
        place.check(&["crm.password=x"], Some(Path::new("/dev/null"))),
        error(
            "AGI argument: crm.password: not as an argument, \"dialplan show\" would print it: put it into the \
             settings file"
        )
    );
    place.append("[crm]\n");
    let mut damaged = fs::read(place.program()).unwrap();
    let last = damaged.len() - 1;
    damaged[last - 4] = b'f';
    executable::write(place.program(), damaged);
    assert_eq!(place.check(&[], None), error("the program's own tail: damaged: install the package anew"));
}

/// On most machines AST_CONFIG_DIR is /etc/asterisk: one place is named once.
#[test]
fn a_place_is_named_once_where_there_are_no_settings() {
    let place = Place::new("once");
    for folder in ["/etc/asterisk", "/nowhere/asterisk"] {
        let mut check = Command::new(place.program());
        check.arg("check").env("AST_CONFIG_DIR", folder).env_remove("AGI1C_CONF");
        let output = check.output().unwrap();
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        for named in [format!("{folder}/agi1c.conf"), "/etc/asterisk/agi1c.conf".into()] {
            assert_eq!(said.matches(&format!(" {named}")).count(), 1, "{said}");
        }
    }
}

/// In a jail without /proc a program learns where it is from how it was started.
#[test]
#[ignore = "tests/run"]
fn without_proc_the_settings_beside_the_program_are_found() {
    let place = Place::new("jail");
    let folder = place.0.display().to_string();
    let own = place.0.join("agi1c.conf");
    // $1: its folder, $2: the name it is started by, then its arguments.
    let started = |name: &str, call: bool| {
        let script =
            "mount -t tmpfs tmpfs /proc && cd \"$1\" && exec -a \"$2\" ./agi1c \"${@:3}\" <<<\"$BLOCK\"";
        let mut command = Command::new("unshare");
        command.args(["--mount", "bash", "-c", script, "bash", &folder, name]).env_remove("AGI1C_CONF");
        command.env("AST_CONFIG_DIR", "/nowhere").env("BLOCK", "");
        if call {
            // Every command is taken; nothing but AST_AGI_DIR says that this is a call.
            let block =
                format!("agi_request: agi1c\nagi_callerid: 74952293042\n\n{}", "200 result=1\n".repeat(40));
            command.env("AST_AGI_DIR", &folder).env("BLOCK", block);
        } else {
            command.arg("check");
        }
        let output = command.output().expect("unshare");
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    };
    let whole = format!("{folder}/agi1c");
    for (name, call) in [(whole.as_str(), false), ("./agi1c", false), (&whole, true), ("agi1c", true)] {
        let _ = fs::remove_file(&own);
        let said = started(name, call);
        assert!(said.contains("/proc is not there") && said.contains("set AGI1C_CONF"), "{name}: {said}");
        fs::write(&own, "[crm]\n").unwrap();
        let said = started(name, call);
        assert!(said.contains("agi1c.conf: [crm]: url is not set"), "{name}: {said}");
    }
    place.append("[crm]\n");
    for (name, call) in [(whole.as_str(), false), ("agi1c", true)] {
        let said = started(name, call);
        assert!(said.contains("the program's own tail: [crm]: url is not set"), "{name}: {said}");
    }
}
