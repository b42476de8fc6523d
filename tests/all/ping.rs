//! `agi1c-kit ping` as cron runs it: one question to each 1C of the settings, an exit status, a line.

use std::process::{Command, Output};
use std::time::Duration;

use agi1c::kit::stand::failures::Fail;
use agi1c::kit::stand::{Stand, StandOptions};

fn ping(test: &str, settings: &str, arguments: &[&str]) -> Output {
    let path = std::env::temp_dir().join(format!("agi1c-ping-{}-{test}.conf", std::process::id()));
    std::fs::write(&path, settings).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"))
        .arg("ping")
        .args(arguments)
        .env("AGI1C_CONF", &path)
        .output()
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_1c_of_the_settings_is_asked_and_waited_for() {
    let first = Stand::start(StandOptions::default()).unwrap();
    let second = Stand::start(StandOptions::default()).unwrap();
    // Longer than any call would wait.
    second.delay(Duration::from_millis(2200));
    let settings = format!("[crm]\nurl = {}\n[crm spb]\nurl = {}\n", first.url(), second.url());
    let output = ping("well", &settings, &[]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}{}", text(&output.stderr));
    assert!(said.starts_with("default: awake, answered in ") && said.contains("\nspb: awake, "), "{said}");
    for stand in [first, second] {
        assert_eq!(stand.count(), 1);
        assert!(stand.requests()[0].text().contains("0000000000"));
    }
}

#[test]
fn what_is_wrong_is_said_and_is_the_exit_status() {
    let stand = Stand::start(StandOptions::default()).unwrap();
    stand.fail(Some(Fail::Login));
    let settings = format!("[crm]\nurl = {}\n", stand.url());
    for (settings, arguments, status, complaint) in [
        (settings.as_str(), &["--quiet"][..], 1, "default: login: "),
        ("[crm]\n", &[][..], 2, "[crm]: url is not set"),
        ("[crm]\nurls = 1\n", &[][..], 2, "line 2"),
        (&settings, &["novalue"][..], 2, "expected section.key=value"),
    ] {
        let output = ping("wrong", settings, arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{said}");
        assert!(said.contains(complaint), "{said}");
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn it_goes_on_when_told_to() {
    let stand = Stand::start(StandOptions::default()).unwrap();
    let path = std::env::temp_dir().join(format!("agi1c-ping-{}-every.conf", std::process::id()));
    std::fs::write(&path, format!("[crm]\nurl = {}\n", stand.url())).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"))
        .args(["ping", "--every", "1", "--quiet"])
        .env("AGI1C_CONF", &path)
        .spawn()
        .unwrap();
    for _ in 0..200 {
        if stand.count() >= 2 {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(stand.count() >= 2);
}
