//! The hooks, in the orders the system calls them, twice, under both generations.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use super::place::{Generation, MODULE, Miko};

/// Each test in both generations.
macro_rules! in_both {
    ($($(#[$meta:meta])* fn $name:ident($miko:ident) $body:block)+) => {$(
        mod $name {
            use super::*;

            $(#[$meta])*
            fn both($miko: &Miko) $body

            #[test]
            #[ignore = "tests/run"]
            fn of_2024() {
                both(&Miko::new(Generation::Old));
            }

            #[test]
            #[ignore = "tests/run"]
            fn of_2026() {
                both(&Miko::new(Generation::New));
            }
        }
    )+};
}

const URL: &str = "http://192.168.0.10/base/ws/x.1cws";

fn mode(miko: &Miko) -> u32 {
    fs::metadata(miko.conf()).expect("the settings").permissions().mode() & 0o777
}

in_both! {
    /// Enabled before anything is saved: no call asks anybody, and the dialplan is whole.
    fn enabled_with_no_address_yet(miko) {
        let steps = miko.steps(&json!([
            ["enable", null], ["enable", null], ["incoming", "X!"], ["outgoing", {}], ["cron", null], ["boot", null], ["did", null],
        ]));
        assert_eq!((&steps[2], &steps[3], &steps[4]), (&json!(""), &json!(""), &json!(["0 1 * * * true\n"])));
        assert_eq!(steps[6], json!(["dialplan", "cron", "dialplan", "cron"]));
        assert!(!miko.conf().exists());
    }

    /// In whatever order the system calls them, and twice: the same file, the same line.
    fn saved_enabled_booted(miko) {
        let program = format!("/mnt/programs/{MODULE}/bin/agi1c-x86_64");
        let line = format!("same => n,AGI({program},do=name)\n");
        for order in [
            json!([["save", {"url": URL}], ["changed", "Settings"], ["enable", null], ["enable", null], ["incoming", "X!"]]),
            json!([["enable", null], ["save", {"url": URL}], ["changed", "Settings"], ["changed", "Settings"], ["incoming", "X!"]]),
            json!([["incoming", "74951234567"], ["boot", null], ["boot", null], ["incoming", "X!"]]),
        ] {
            let _ = fs::remove_file(miko.conf());
            let steps = miko.steps(&order);
            assert_eq!(steps.last().unwrap(), &json!(line), "{order}");
            let text = fs::read_to_string(miko.conf()).expect("the settings");
            assert!(text.contains(&format!("url = \"{URL}\"\n")), "{text}");
            assert_eq!(mode(miko), 0o600);
        }
        let names: Vec<String> = fs::read_dir(miko.pbx.path("etc")).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        assert!(names.iter().all(|name| !name.starts_with("agi1c-")), "no draft is left: {names:?}");
    }

    /// Disabled: as it was before.
    fn disabled(miko) {
        let steps = miko.steps(&json!([
            ["save", {"url": URL}], ["enable", null], ["did", null], ["disable", null], ["disable", null], ["did", null], ["changed", "Settings"], ["did", null],
        ]));
        assert!(!miko.conf().exists());
        assert_eq!((&steps[5], &steps[7]), (&json!(["dialplan", "cron", "dialplan", "cron"]), &json!([])));
    }

    /// A file that was here first fills the page and is kept beside; after the module it is back.
    fn a_file_that_was_here_first(miko) {
        let first = "\u{feff}; mine\r\n[crm]\r\nurl = http://1c/x ; here\r\nuser = Веб\r\npassword = \"a;\\\"b\"\r\n[call]\r\ndeadline = 1500\r\n[crm spb]\r\nurl = http://spb/x\r\npassword = other\r\n";
        fs::write(miko.conf(), first).unwrap();
        let steps = miko.steps(&json!([["enable", null], ["enable", null], ["saved", null], ["page", ["get"]]]));
        let saved = &steps[2];
        assert_eq!((&saved["url"], &saved["user"], &saved["password"]), (&json!("http://1c/x"), &json!("Веб"), &json!("a;\"b")));
        assert_eq!((&saved["auth"], &saved["deadline"]), (&json!("basic"), &json!("1500")));
        assert_eq!(saved["more"], "[crm spb]\nurl = http://spb/x\npassword = other");
        assert_eq!(steps[3]["fields"]["more"], "[crm spb]\nurl = http://spb/x\npassword = ********");
        let kept = miko.pbx.path("etc/agi1c.conf.bak");
        assert_eq!(fs::read_to_string(&kept).unwrap(), first);
        assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(fs::read_to_string(miko.conf()).unwrap().contains("user = \"Веб\""));
        miko.steps(&json!([["disable", null], ["disable", null]]));
        assert_eq!(fs::read_to_string(miko.conf()).unwrap(), first);
        assert!(!kept.exists());
    }

    /// Settings that the program refuses never come into force; those before go on.
    fn settings_that_cannot_be_used(miko) {
        miko.steps(&json!([["save", {"url": URL}], ["enable", null]]));
        let before = fs::read_to_string(miko.conf()).unwrap();
        for bad in [json!({"url": "nonsense"}), json!({"url": URL, "deadline": "2 s"}), json!({"url": URL, "deadline": "2500", "user": "a\nb"})] {
            let steps = miko.steps(&json!([["save", {"password": "top secret"}], ["save", bad], ["changed", "Settings"], ["boot", null], ["did", null]]));
            assert_eq!(fs::read_to_string(miko.conf()).unwrap(), before, "{bad} {steps:?}");
            let logged: Vec<&str> = steps[4].as_array().unwrap().iter().filter_map(|did| did.as_str()?.strip_prefix("log ")).collect();
            assert_eq!(logged.len(), 2, "each time a word in the log: {steps:?}");
            assert!(logged.iter().all(|line| line.starts_with("ModuleAgi1c: ") && !line.contains("secret")), "{logged:?}");
        }
    }

    fn outgoing_calls_and_cron_follow_their_switches(miko) {
        let steps = miko.steps(&json!([
            ["save", {"url": URL}], ["outgoing", {"providerid": "SIP-1"}], ["cron", null],
            ["save", {"url": URL, "outgoing": "1", "warm": "1", "warm_from": "9", "warm_to": "18", "warm_days": "1-6"}], ["outgoing", {"providerid": "SIP-1"}], ["cron", null],
        ]));
        assert_eq!((&steps[1], steps[2].as_array().unwrap().len()), (&json!(""), 1));
        let lines = steps[4].as_str().unwrap();
        assert!(lines.lines().all(|line| line.starts_with("same => n,")) && lines.ends_with('\n'), "{lines}");
        assert_eq!(steps[5][1], format!("*/10 9-17 * * 1-6 /mnt/programs/{MODULE}/bin/agi1c-x86_64 ping > /dev/null 2>&1\n"));
    }

    /// The office's people reach the real AstDB, whatever their names hold; who leaves, leaves it.
    fn the_offices_own_people(miko) {
        let people = json!([
            {"type": "EXTERNAL", "number": "89261234567", "callerid": "Иванов; \"Пётр\" \\ $(reboot)"},
            {"type": "EXTERNAL", "number": "+7 (926) 765-43-21", "callerid": "Сидорова\r\nАнна"},
            {"type": "EXTERNAL", "number": "4930123456", "callerid": "Müller"},
            {"type": "SIP", "number": "201", "callerid": "Short"},
            {"type": "QUEUE", "number": "2200101", "callerid": "Not a person"},
            {"type": "SIP", "number": "84951112233", "callerid": ""},
        ]);
        let steps = miko.steps(&json!([["people", people], ["save", {"url": URL, "own": "1"}], ["enable", null], ["family", "agi1c-own"]]));
        let held = json!({
            "9261234567": "Иванов; \"Пётр\" \\ $(reboot)",
            "9267654321": "Сидорова Анна",
            "4930123456": "Müller",
        });
        assert_eq!(steps[3], held);
        assert_eq!(miko.pbx.database("agi1c-own").len(), 3);
        let fewer = json!([{"type": "EXTERNAL", "number": "89261234567", "callerid": "Петров"}]);
        let steps = miko.steps(&json!([["people", fewer], ["changed", "Extensions"], ["family", "agi1c-own"]]));
        assert_eq!(steps[2], json!({"9261234567": "Петров"}));
        assert!(fs::read_to_string(miko.conf()).unwrap().contains("own = \"agi1c-own\""));
    }

    /// An unknown action, a number that is none, and nothing that fails.
    fn rest_actions_that_cannot_be_answered(miko) {
        let steps = miko.steps(&json!([["rest", ["nonsense", {}]], ["rest", ["lookup", {}]], ["rest", ["lookup", {"number": "--help; rm"}]], ["rest", ["log", {}]]]));
        for step in &steps[..3] {
            assert_eq!((&step["result"], &step["data"]["answer"]), (&json!(false), &Value::Null), "{step}");
        }
        assert_eq!(steps[3]["data"]["answer"]["calls"], json!([]));
    }
}

/// A pasted edition is found by what the file is, not by its name; the self-test's number is no second question.
#[test]
#[ignore = "tests/run"]
fn a_pasted_edition_that_still_asks_is_named() {
    let miko = Miko::new(Generation::New);
    let agi_bin = miko.pbx.path("agi-bin");
    fs::write(
        agi_bin.join("DIALPLAN-1A2B.php"),
        "#!/usr/bin/php -f\n<?php\n// agi1c 0.1.0 (MikoPBX, x86_64)",
    )
    .unwrap();
    fs::write(agi_bin.join("DIALPLAN-APP-3.php"), "#!/bin/sh /var/lib/asterisk/agi-bin/agi1c-x86_64-0123.sh")
        .unwrap();
    fs::write(agi_bin.join("DIALPLAN-4.php"), "#!/usr/bin/php -f\n<?php // weather").unwrap();
    let dialplan = format!(
        "[applications]\nexten => 000241,1,AGI(DIALPLAN-1A2B.php)\n\
         [SIP-1-incoming-custom]\nexten => _.!,1,AGI(DIALPLAN-1A2B.php,do=name)\nsame => n,Return()\n\
         [SIP-2-incoming-custom]\n exten=>_.!,1,agi(\"DIALPLAN-APP-3.php\",do=name)\nsame => n,AGI(DIALPLAN-4.php)\n\
         [SIP-3-incoming]\nexten => _X!,1,NoOp()\n\tsame => n,AGI(/mnt/programs/{MODULE}/bin/agi1c-x86_64,do=name)\n\
         ; same => n,AGI(DIALPLAN-1A2B.php)\n same => n,AGI(agi1c,do=name)\n"
    );
    assert_eq!(
        miko.step("asking", json!(dialplan)),
        json!([
            {"context": "SIP-1-incoming-custom", "line": "exten => _.!,1,AGI(DIALPLAN-1A2B.php,do=name)"},
            {"context": "SIP-2-incoming-custom", "line": "exten=>_.!,1,agi(\"DIALPLAN-APP-3.php\",do=name)"},
            {"context": "SIP-3-incoming", "line": "same => n,AGI(agi1c,do=name)"},
        ])
    );
}

/// The black box is written round and round: the newest is before the next place, whatever the clock said.
#[test]
#[ignore = "tests/run"]
fn the_last_calls_come_newest_first() {
    let entry = |hour: u32, digits: &str| format!("2026-11-28T{hour:02}:00:00Z {digits} found answer 7 ms");
    let half_full =
        json!({"last/1": entry(9, "0001"), "last/2": entry(3, "0002"), "last/next": "3", "b/default": "x"});
    let full = json!({
        "last/1": entry(9, "0004"), "last/2": entry(9, "0005"), "last/3": entry(9, "0002"), "last/4": entry(1, "0003"),
        "last/next": "3", "last/x": "y",
    });
    let odd = json!({"last/1": "2026-11-28T09:00:00Z 0001 found", "last/2": entry(9, "-"), "last/next": "?"});
    let miko = Miko::new(Generation::Old);
    let steps = miko.steps(&json!([["calls", half_full], ["calls", full], ["calls", odd], ["calls", {}]]));
    assert_eq!(
        steps,
        [json!(["0002", "0001"]), json!(["0005", "0004", "0003", "0002"]), json!(["-"]), json!([])]
    );
}
