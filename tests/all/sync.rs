//! `do=sync` of the built program, between a played Asterisk and the stand-in 1C: the phone book page by page,
//! its cursor, what interrupts it, and what it costs in memory and time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::failures::Fail;
use agi1c::kit::stand::{Stand, StandOptions};

use crate::fakes::asterisk::{Asterisk, Call, Trouble, Version, When};

/// Clients `from..to` with the numbers 7 495 …
fn clients(range: std::ops::Range<usize>) -> Vec<Client> {
    range.map(|at| Client::new(number(at), format!("ООО \"Клиент {at}\""))).collect()
}

fn number(at: usize) -> String {
    format!("8 (495) {:03}-{:04}", at / 10_000, at % 10_000)
}

fn key(at: usize) -> String {
    format!("7495{at:07}")
}

fn stand(count: usize) -> Stand {
    Stand::start(StandOptions { clients: clients(0..count), ..StandOptions::default() }).expect("loopback")
}

/// With the patience of a busy machine.
fn settings(stand: &Stand, more: &str) -> String {
    format!("[crm]\nurl = {}\nconnect_timeout = 10000\nanswer_timeout = 20000\n{more}", stand.url())
}

fn sync(pbx: &Asterisk, settings: &str) -> Call {
    pbx.call("100").argument("do=sync").settings(settings).patience(Duration::from_secs(60)).run()
}

fn names(pbx: &Asterisk) -> usize {
    pbx.db_show().lines().filter(|line| line.starts_with("/cidname/")).count()
}

#[test]
fn the_whole_book_then_only_what_changed() {
    let stand = stand(25);
    for (version, shown) in [(Version::V1_8, "OOO Klient 7"), (Version::V22, "ООО Клиент 7")] {
        let pbx = Asterisk::new(version);
        let settings = settings(&stand, "[sync]\npage = 10\n");
        let before = stand.count();
        let call = sync(&pbx, &settings);
        assert_eq!(call.outcome(), ("synced", "complete"), "{}", call.conversation());
        assert_eq!((call.exit, call.next.as_str()), (Some(0), "incoming,s,3"));
        assert_eq!(pbx.db("cidname", &key(7)).as_deref(), Some(shown));
        assert_eq!((names(&pbx), stand.count() - before), (25, 3));
        let said = pbx.db("agi1c", "sync/default").expect("how it ended");
        assert!(said.contains("Z sync synced (complete): 25 stored, 0 removed, 0 skipped in "), "{said}");
        assert!(call.said().contains("3 agi1c: sync synced (complete): 25 stored"), "{}", call.said());

        assert_eq!(sync(&pbx, &settings).commands("DATABASE PUT").len(), 2, "the cursor, how it ended");
    }
}

#[test]
fn changes_and_removals_of_clients() {
    let stand = stand(5);
    let pbx = Asterisk::new(Version::V16);
    let settings = settings(&stand, "");
    sync(&pbx, &settings);
    pbx.db_put("cidname", "78120000000", "a name of the administrator's own");
    stand.remove(&number(1));
    stand.put(Client::new("+7 495 000-00-02", "Переименован"));
    stand.put(Client::new(number(3), "  "));
    stand.put(Client::new("8-800-555-35-35", "Новый"));
    let call = sync(&pbx, &settings);
    assert_eq!(call.outcome(), ("synced", "complete"));
    assert!(call.said().contains("2 stored, 2 removed, 0 skipped"), "{}", call.said());
    let book =
        [&key(0), &key(1), &key(2), &key(3), "78005553535", "78120000000"].map(|key| pbx.db("cidname", key));
    let expected = [
        Some("ООО Клиент 0"),
        None,
        Some("Переименован"),
        None,
        Some("Новый"),
        Some("a name of the administrator's own"),
    ];
    assert_eq!(book, expected.map(|name| name.map(String::from)));
}

#[test]
fn an_http_service_is_asked_beside_its_identify() {
    let stand = stand(12);
    for (query, method) in [("?number={number}", "GET"), ("", "POST")] {
        let pbx = Asterisk::new(Version::V16);
        let settings = format!(
            "[crm]\nprotocol = json\nurl = {}{query}\n[sync]\npage = 5\nnumber_as = e164\n[cache]\nphonebook = book\n",
            stand.http_url("identify")
        );
        assert_eq!(sync(&pbx, &settings).outcome(), ("synced", "complete"));
        assert_eq!(pbx.db("book", "+74950000011").as_deref(), Some("ООО Клиент 11"));
        assert_eq!(stand.requests().last().map(|request| request.method.clone()), Some(method.into()));
    }
}

#[test]
fn a_page_too_large_is_asked_for_with_fewer_contacts() {
    let long = "Очень длинное имя ".repeat(20);
    let many = (0..300).map(|at| Client::new(number(at), format!("{at} {long}"))).collect();
    let stand = Stand::start(StandOptions { clients: many, ..StandOptions::default() }).expect("loopback");
    let pbx = Asterisk::new(Version::V16);
    let call = sync(&pbx, &settings(&stand, "[sync]\npage = 1000\n"));
    assert_eq!(call.outcome(), ("synced", "complete"), "{}", call.said());
    assert_eq!(names(&pbx), 300);
    let longest = pbx.db("cidname", &key(299)).expect("a name");
    assert!(longest.starts_with("299 Очень") && longest.len() <= 63, "{longest}");
}

#[test]
fn a_single_client_that_is_too_large_ends_it() {
    let stand = Stand::start(StandOptions {
        clients: vec![Client::new(number(0), "я".repeat(40_000))],
        ..StandOptions::default()
    })
    .expect("loopback");
    let call = sync(&Asterisk::new(Version::V16), &settings(&stand, ""));
    assert_eq!(call.outcome(), ("failed", "too-large"));
    assert!(stand.count() < 10, "{}", stand.count());
}

#[test]
fn interrupted_anywhere_it_goes_on_from_there() {
    let stand = stand(40);
    let settings = settings(&stand, "[sync]\npage = 10\n");
    for nth in [1, 2, 3, 13, 14, 15, 16, 40] {
        for trouble in [Trouble::Close, Trouble::Half] {
            let pbx = Asterisk::new(Version::V16);
            let call = pbx.call("100").argument("do=sync").settings(&settings);
            let call = call.trouble(When::Nth(nth), trouble).run();
            assert_eq!((call.exit, call.hung), (Some(0), false));
            let (had, asked) = (names(&pbx), stand.count());
            assert!(had < 40, "{nth}");
            assert_eq!(sync(&pbx, &settings).outcome(), ("synced", "complete"));
            assert_eq!(names(&pbx), 40, "{nth}");
            let again = stand.count() - asked;
            assert!(again <= 5 - had.div_ceil(10), "{nth}: asked for {again} pages, had {had} names");
        }
    }
}

#[test]
fn a_caller_who_hangs_up_does_not_end_it() {
    let stand = stand(40);
    for version in Version::ALL {
        let pbx = Asterisk::new(version);
        let call = pbx.call("100").argument("do=sync").settings(&settings(&stand, "[sync]\npage = 10\n"));
        let call = call.trouble(When::Nth(7), Trouble::HangUp).run();
        assert_eq!((names(&pbx), call.exit), (40, Some(0)), "{}", call.conversation());
    }
}

#[test]
fn a_cursor_1c_does_not_know_begins_anew() {
    let old = stand(9);
    let pbx = Asterisk::new(Version::V16);
    sync(&pbx, &settings(&old, ""));
    let restored = stand(3);
    let begun = pbx.db("agi1c", "s/default").expect("a cursor");
    // The same address as before, as far as the cursor's mark goes.
    sync(&pbx, &settings(&restored, ""));
    let mark = pbx.db("agi1c", "s/default").expect("a cursor");
    assert_ne!(begun, mark, "another 1C has another mark");
    pbx.db_put("agi1c", "s/default", &format!("{}9", mark.strip_suffix('3').expect("its cursor")));
    let call = sync(&pbx, &settings(&restored, ""));
    assert_eq!(call.outcome(), ("synced", "complete"), "{}", call.said());
    assert!(call.said().contains("begins anew") && call.said().contains("3 stored"), "{}", call.said());
}

#[test]
fn settings_that_shape_the_book_begin_anew() {
    let stand = stand(4);
    let pbx = Asterisk::new(Version::V16);
    for more in ["", "[name]\ncharset = latin\n", "[sync]\nnumber_as = national\n", "[name]\ndrop = ООО\n"]
    {
        assert!(sync(&pbx, &settings(&stand, more)).said().contains("4 stored"), "{more}");
    }
    for more in
        ["[log]\nlevel = info\n[name]\ndrop = ООО\n", "[crm x]\n[name]\ndrop = ООО\n[call]\ndeadline = 900\n"]
    {
        assert!(sync(&pbx, &settings(&stand, more)).said().contains("0 stored"), "{more}");
    }
}

#[test]
fn two_at_once_end_as_one() {
    let stand = stand(30);
    let pbx = Asterisk::new(Version::V16);
    let other = pbx.clone();
    let pages = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&pages);
    let watched = Stand::start(StandOptions {
        clients: clients(0..30),
        observer: Some(Arc::new(move |_, _, _| {
            // After the second page another sync has gone further.
            if counted.fetch_add(1, Ordering::SeqCst) == 1 {
                other.db_put("agi1c", "s/default", "00000000 29");
            }
        })),
        delay: Duration::from_millis(20),
        ..StandOptions::default()
    })
    .expect("loopback");
    drop(stand);
    let call = sync(&pbx, &settings(&watched, "[sync]\npage = 10\n"));
    assert_eq!(call.outcome(), ("skipped", "another"), "{}", call.conversation());
    assert_eq!(pbx.db("agi1c", "s/default").as_deref(), Some("00000000 29"));
    assert!(pages.load(Ordering::SeqCst) <= 3);
}

#[test]
fn numbers_that_no_caller_has_are_skipped() {
    let odd = ["101", "anonymous", "8 495 000-00-00"].map(|number| Client::new(number, "Имя"));
    let stand =
        Stand::start(StandOptions { clients: odd.into(), ..StandOptions::default() }).expect("loopback");
    let pbx = Asterisk::new(Version::V16);
    let call = sync(&pbx, &settings(&stand, ""));
    assert!(call.said().contains("1 stored, 0 removed, 2 skipped"), "{}", call.said());
    assert_eq!(names(&pbx), 1);
}

#[test]
fn what_goes_wrong_is_said_and_the_cursor_stays() {
    let stand = stand(5);
    let pbx = Asterisk::new(Version::V16);
    let settings_text = settings(&stand, "");
    sync(&pbx, &settings_text);
    let cursor = pbx.db("agi1c", "s/default");
    stand.put(Client::new(number(9), "Новый"));
    for (fail, reason) in [(Fail::Login, "login"), (Fail::Fault, "fault"), (Fail::Html, "not-1c")] {
        stand.fail(Some(fail));
        let call = sync(&pbx, &settings_text);
        assert_eq!(call.outcome(), ("failed", reason), "{}", call.said());
        assert_eq!(pbx.db("agi1c", "s/default"), cursor);
        assert!(call.said().contains(&format!("1 agi1c: sync failed ({reason})")), "{}", call.said());
    }
    stand.fail(None);
    let refusal = Trouble::Instead(b"510 Invalid or unknown command\n".to_vec());
    let call = pbx.call("100").argument("do=sync").settings(&settings_text);
    let call = call.trouble(When::Every("DATABASE PUT \"cidname\""), refusal).run();
    assert_eq!(call.outcome(), ("failed", "pbx"), "{}", call.conversation());
    assert_eq!(pbx.db("agi1c", "s/default"), cursor);
    let silent = settings(&stand, "[commands]\nallow = dial\n");
    assert_eq!(sync(&pbx, &silent).outcome(), ("failed", "settings"));
    assert_eq!(names(&pbx), 5);
    assert_eq!(sync(&pbx, &settings_text).outcome(), ("synced", "complete"));
    assert_eq!(names(&pbx), 6);
}

#[test]
fn a_busy_moment_of_1c_is_waited_out() {
    let stand = stand(5);
    stand.fail(Some(Fail::Unavailable));
    let pbx = Asterisk::new(Version::V16);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while stand.count() == 0 {
                std::thread::sleep(Duration::from_millis(5));
            }
            std::thread::sleep(Duration::from_millis(200));
            stand.fail(None);
        });
        assert_eq!(sync(&pbx, &settings(&stand, "")).outcome(), ("synced", "complete"));
    });
    assert_eq!((names(&pbx), stand.count()), (5, 2));
}

/// `cache.phonebook` in ordinary calls: the name found is kept in the classic phone book too.
#[test]
fn a_call_keeps_the_phone_book_filled() {
    let stand = stand(3);
    let pbx = Asterisk::new(Version::V16);
    let settings = settings(&stand, "[cache]\nphonebook = cidname\n");
    let call = |number: &str| pbx.call(number).settings(&settings).run();
    pbx.db_put("cidname", "78120000000", "an administrator's own");
    for number in ["84950000001", "+74950000001", "78120000000"] {
        call(number);
    }
    assert_eq!(pbx.db("cidname", &key(1)).as_deref(), Some("ООО Клиент 1"));
    assert_eq!(pbx.db("cidname", "78120000000").as_deref(), Some("an administrator's own"));
    let again = call("4950000001");
    assert_eq!((again.outcome(), again.commands("DATABASE PUT \"cidname\"").len()), (("found", "answer"), 0));
    stand.put(Client::new(number(1), "Переименован"));
    call("84950000001");
    assert_eq!(pbx.db("cidname", &key(1)).as_deref(), Some("Переименован"));
    stand.fail(Some(Fail::Fault));
    call("84950000001");
    assert_eq!(pbx.db("cidname", &key(1)).as_deref(), Some("Переименован"));
    stand.fail(None);
    stand.remove(&number(1));
    call("84950000001");
    assert_eq!(pbx.db("cidname", &key(1)), None);
}

#[test]
fn one_name_that_astdb_refuses_does_not_end_the_run() {
    let stand = stand(5);
    let pbx = Asterisk::new(Version::V16);
    let refusal = Trouble::Instead(b"510 Invalid or unknown command\n".to_vec());
    let call = pbx.call("100").argument("do=sync").settings(&settings(&stand, ""));
    let call = call.trouble(When::Every("DATABASE PUT \"cidname\" \"74950000002\""), refusal).run();
    assert_eq!(call.outcome(), ("synced", "complete"), "{}", call.conversation());
    let said = call.said();
    assert!(said.contains("4 stored, 0 removed, 0 skipped") && said.contains("1 refused"), "{said}");
    assert_eq!(names(&pbx), 4);
}

#[test]
fn an_emptied_phone_book_is_filled_anew() {
    let stand = stand(12);
    let pbx = Asterisk::new(Version::V16);
    let settings = settings(&stand, "[sync]\npage = 5\n");
    sync(&pbx, &settings);
    assert_eq!(sync(&pbx, &settings).commands("DATABASE PUT").len(), 2, "nothing has changed");
    for at in 0..12 {
        pbx.db_del("cidname", &key(at));
    }
    let call = sync(&pbx, &settings);
    assert_eq!((call.outcome(), names(&pbx)), (("synced", "complete"), 12), "{}", call.said());
    assert!(call.said().contains("sync begins anew"), "{}", call.said());
    // A client who is gone from 1C is not a book that was emptied.
    let witness = pbx.db("agi1c", "s/default/witness").expect("a key");
    stand.remove(&witness);
    for expected in ["0 stored, 1 removed", "0 stored, 0 removed"] {
        let call = sync(&pbx, &settings);
        assert!(call.said().contains(expected) && !call.said().contains("anew"), "{}", call.said());
    }
}

#[test]
fn several_numbers_of_one_client_are_each_in_the_book() {
    let cells =
        ["84952293042/89161234567", "8 812 555-00-11; 8 812 555-00-12", "84957654321.0", "84951112233/34"];
    let clients = cells.map(|cell| Client::new(cell, "Ромашка"));
    let stand =
        Stand::start(StandOptions { clients: clients.into(), ..StandOptions::default() }).expect("loopback");
    let pbx = Asterisk::new(Version::V16);
    let call = sync(&pbx, &settings(&stand, ""));
    assert!(call.said().contains("6 stored, 0 removed, 1 skipped"), "{}", call.said());
    for key in ["74952293042", "79161234567", "78125550011", "78125550012", "74957654321", "74951112233"] {
        assert!(pbx.db("cidname", key).is_some(), "{key}");
    }
}
