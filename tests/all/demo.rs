//! The newcomer's first command, as he sees it: every name that must be on a phone, and why.

use std::process::Command;

/// (what the call's row begins with, what the phone shows, what happened)
const ROWS: [(&str, &str, &str); 10] = [
    ("A client calls", "ООО Ромашка", "found: answer"),
    ("The same, on an old Asterisk", "OOO Romashka", "found: answer"),
    ("Quotes, & and Cyrillic", "ИП Щёголев Рога & Копыта", "found: answer"),
    ("The same, on an old Asterisk", "IP Shchegolev Roga + Kopyta", "found: answer"),
    ("Somebody 1C does not know", "74990000009", "unknown: nobody"),
    ("An own extension", "101", "skipped: short"),
    ("1C sends him to his manager", "Иванова Мария", "found: answer"),
    ("1C wants what it may not", "Уральский завод", "found: answer"),
    ("1C is slow", "74230000005", "failed: answer-timeout"),
    ("1C is down: a remembered name", "ООО Ромашка", "stale: refused"),
];

#[test]
fn the_demonstration_shows_the_right_names() {
    let output = Command::new(env!("CARGO_BIN_EXE_agi1c-kit")).arg("demo").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complained}\n{said}");
    assert!(!said.contains('\x1b'), "colours in a pipe:\n{said}");

    let table = said.rsplit_once("the phone shows").unwrap().1;
    let rows: Vec<&str> = table.lines().skip(1).take_while(|line| !line.is_empty()).collect();
    assert_eq!(rows.len(), ROWS.len(), "{said}");
    for (row, (title, name, happened)) in rows.into_iter().zip(ROWS) {
        let cells: Vec<&str> = row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let row_has = |wanted: &str| cells.iter().any(|cell| cell.ends_with(wanted));
        assert!(row_has(title) && row_has(name) && row_has(happened), "{title}: {row}\n{said}");
    }
    for part in [
        "agi1c → SET VARIABLE CALLERID(name) \"ООО Ромашка\"",
        "agi1c → SET VARIABLE AGI1C_NAME \"ООО \\\"Ромашка\\\"\"",
        "agi1c → EXEC Dial \"Local/101@internal/n,15,g\"",
        "agi1c → HANGUP",
        "agi1c → EXEC Log \"WARNING,agi1c: goto: 1C may not command this",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}
