use super::*;

/// As Asterisk 1.8 to 22 print it.
const LISTING: &str = "\
localhost*CLI> database show agi1c
/agi1c/b/default                                  : 1785000000 login 0 0badcafe 1784999400
/agi1c/last/1                                     : 2026-07-25T09:15:00Z 3042 found answer 31 ms
/agi1c/last/10                                    : 2026-07-25T08:59:10Z - skipped anonymous 1 ms
/agi1c/last/2                                     : 2026-07-25T09:16:00Z 0001 unknown nobody 28 ms
/agi1c/last/3                                     : 2026-07-24T10:00:00Z 0002 failed login 40 ms
/agi1c/last/4                                     : 2026-07-24T10:00:00Z 0003 failed login 60 ms
/agi1c/last/next                                  : 3
/agi1c/n/default/74952293042                      : 1785000000 ООО Ромашка
/agi1c/test                                       : ok: 1C answered: http://1c/base/ws/x.1cws
/agi1c/version                                    : 0.1.0
11 results found.
localhost*CLI>
";

fn digits(report: &Report) -> String {
    report
        .calls
        .iter()
        .map(|call| if call.digits.is_empty() { "-" } else { &call.digits })
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_listing_is_read_the_newest_call_first() {
    let report = read(LISTING);
    assert_eq!(digits(&report), "0001 3042 - 0003 0002");
    let call = &report.calls[0];
    assert_eq!(
        (&*call.date, &*call.status, &*call.reason, call.spent_ms),
        ("2026-07-25T09:16:00Z", "unknown", "nobody", 28)
    );
    assert_eq!(report.test.as_deref(), Some("ok: 1C answered: http://1c/base/ws/x.1cws"));
    assert_eq!((report.version.as_deref(), report.unreadable), (Some("0.1.0"), 0));
    let totals: Vec<_> = report
        .totals
        .iter()
        .map(|total| (&*total.status, &*total.reason, total.count, total.slowest_ms))
        .collect();
    assert_eq!(
        totals,
        [
            ("found", "answer", 1, 31),
            ("unknown", "nobody", 1, 28),
            ("skipped", "anonymous", 1, 1),
            ("failed", "login", 2, 60)
        ]
    );
}

#[test]
fn whatever_a_console_does_to_it_the_calls_are_the_same() {
    let expected = read(LISTING);
    let coloured = LISTING.replace("/agi1c/", "\u{1b}[0;37m/agi1c/").replace(" : ", "\u{1b}[0m : ");
    for changed in [
        LISTING.replace('\n', "\r\n"),
        LISTING.replace('\n', "\n\n"),
        LISTING.replace(" ms\n", " ms                 \n"),
        LISTING.replace("                 :", "\n     :"),
        LISTING.replace("2026", "\n2026").replace(" found", "\r\n   found"),
        LISTING.replace('\n', "\n/cidname/74951234567 : Кто-то\n/registrar/contact/101;@x : {\"uri\":\"sip:101@x/y\"}\n/cidname/test : x\n"),
        LISTING.split("localhost*CLI>").map(|part| part.replace('\n', "\n  ")).collect(),
        format!("{LISTING}{LISTING}"),
        coloured,
        format!("\u{feff}{}", LISTING.replace(" : ", "\t:\t")),
    ] {
        assert_eq!(read(&changed), expected, "{changed}");
    }
}

#[test]
fn a_family_of_another_name_and_two_of_them() {
    assert_eq!(read(&LISTING.replace("/agi1c/", "/crm/")), read(LISTING));
    let two = read(&format!("{LISTING}{}", LISTING.replace("/agi1c/", "/spb/").replace("3042", "4444")));
    assert_eq!(digits(&two), "0001 3042 - 0003 0002 0001 4444 - 0003 0002");
    assert_eq!(two.totals.last().map(|total| total.count), Some(4));
    let many: String = (0..100).map(|at| LISTING.replace("/agi1c/", &format!("/x{at}/"))).collect();
    assert_eq!(read(&many).calls.len(), 5 * FAMILIES);
}

#[test]
fn an_entry_that_is_none_is_counted_and_passed_over() {
    let report = read(
        "/agi1c/last/1 : <script>alert(1)</script>\n/agi1c/last/2 : 2026-07-25T09:15:00Z 3042 <b> answer 31 ms\n\
         /agi1c/last/501 : 2026-07-25T09:15:00Z 3042 found answer 31 ms\n/agi1c/last/next : many\n\
         /agi1c/last/3 : 2026-07-25T09:15:00Z 3042 someday later-reason 31 ms\n",
    );
    assert_eq!((digits(&report), report.unreadable), ("3042".into(), 3));
    assert_eq!((&*report.totals[0].status, &*report.totals[0].reason), ("someday", "later-reason"));
}

#[test]
fn nothing_and_anything_gives_an_empty_report() {
    let binary: String =
        String::from_utf8_lossy(&(0..=255).cycle().take(4096).collect::<Vec<u8>>()).into_owned();
    for text in [
        "",
        ":",
        "/",
        "/:",
        "/a/b:",
        "0 results found.",
        "<script>alert(1)</script>",
        &binary,
        &LISTING.replace("last", "lost").replace("/agi1c", "/x"),
    ] {
        assert_eq!(read(text), Report::default(), "{text}");
    }
}

#[test]
fn ten_megabytes_are_read_in_one_go() {
    let long = [
        LISTING.repeat(6_000),
        ":".repeat(1 << 20),
        "/a/last/1".repeat(100_000),
        "/".repeat(1 << 20),
        " :".repeat(1 << 20),
    ];
    assert!(long[0].len() > 4_000_000);
    assert_eq!(read(&long.concat()).calls, read(LISTING).calls);
}
