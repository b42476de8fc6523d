//! Histories as PBXes export them, and lists as people keep them.

use super::*;

fn callers(text: &str) -> Vec<(String, usize)> {
    let found = read(text.as_bytes(), &Settings::default()).unwrap();
    found.callers.iter().map(|each| (each.number.as_came().to_owned(), each.calls)).collect()
}

fn expected(callers: &[(&str, usize)]) -> Vec<(String, usize)> {
    callers.iter().map(|(number, calls)| ((*number).to_owned(), *calls)).collect()
}

#[test]
fn a_number_a_line() {
    let text = "84952293042\n+7 (495) 229-30-42\n\n8 921 123-45-67\n101\nаноним\n";
    assert_eq!(callers(text), expected(&[("84952293042", 2), ("8 921 123-45-67", 1)]));
    let found = read(text.as_bytes(), &Settings::default()).unwrap();
    assert_eq!((found.short, found.without, found.beyond), (1, 1, 0));
}

/// Asterisk's Master.csv has no heading; the called number, times and marks must not be taken for callers.
#[test]
fn asterisk_s_own_history() {
    let line = |src: &str, at: u32| {
        format!(
            "\"\",\"{src}\",\"78121234567\",\"from-trunk\",\"\"\"\"\" <{src}>\",\"SIP/t-{at}\",\"\",\"AGI\",\"agi1c\",\"2026-11-28 10:00:{at}\",\"\",\"2026-11-28 10:01:{at}\",35,30,\"ANSWERED\",\"DOCUMENTATION\",\"17327912{at}.12{at}\"\n"
        )
    };
    let text = line("84952293042", 10) + &line("89211234567", 11) + &line("84952293042", 12);
    assert_eq!(callers(&text), expected(&[("84952293042", 2), ("89211234567", 1)]));
}

#[test]
fn a_history_with_a_heading() {
    let text = "Отчёт о звонках\nДата;Номер звонящего;Куда\n28.11.2026 10:00;8(495)229-30-42;101\n28.11.2026 10:05;101;89211234567\n";
    assert_eq!(callers(text), expected(&[("8(495)229-30-42", 1)]));
    let text = "calldate,clid,src,dst\n2026-11-28,\"\"\"Ivan\"\" <84952293042>\",84952293042,78121234567\n";
    assert_eq!(callers(text), expected(&[("84952293042", 1)]));
}

#[test]
fn no_more_than_are_asked_for() {
    let text: String = (0..MOST + 5).map(|at| format!("8495{:07}\n", 1_000_000 + at)).collect();
    let found = read(text.as_bytes(), &Settings::default()).unwrap();
    assert_eq!((found.callers.len(), found.beyond), (MOST, 5));
}

#[test]
fn what_is_no_list_is_said() {
    for (bytes, said) in [
        (&b"PK\x03\x04 xl/"[..], "an Excel workbook (xlsx)"),
        (b"", "no caller's number is in it"),
        (b"hello\nworld\n", "no caller's number is in it"),
        (b"\"84952293042\n", "line 1: a quote is opened here"),
    ] {
        let refused = read(bytes, &Settings::default()).unwrap_err();
        assert!(refused.contains(said), "{refused}");
    }
}
