//! Whole calls of the built program, between a played Asterisk and the stand-in 1C.

use std::time::{Duration, Instant};

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::failures::Fail;
use agi1c::kit::stand::{Stand, StandOptions};

use crate::fakes::asterisk::{Asterisk, Call, Trouble, Version, When};

const NUMBER: &str = "74952293042";

fn stand() -> Stand {
    let clients = vec![
        client(NUMBER, "ООО \"Рога & копыта\""),
        client("79261234567", "Щербаков Юрий"),
        client("74950000001", "It's <b>; $(reboot) `id` | ${SHELL(x)} \\"),
    ];
    Stand::start(StandOptions { clients, ..StandOptions::default() }).expect("loopback")
}

fn client(number: &str, name: &str) -> Client {
    Client { number: number.into(), name: name.into(), ..Client::default() }
}

fn settings(stand: &Stand) -> String {
    format!("[crm]\nurl = {}\n", stand.url())
}

fn asked(pbx: &Asterisk, number: &str, stand: &Stand) -> Call {
    pbx.call(number).settings(&settings(stand)).run()
}

fn assert_left_alone(call: &Call) {
    assert_eq!(call.variable("CALLERID(name)"), None, "{}", call.conversation());
    assert_eq!((call.exit, call.next.as_str()), (Some(0), "incoming,s,3"), "{}", call.conversation());
}

#[test]
fn a_call_gets_its_name() {
    let stand = stand();
    for version in Version::ALL {
        let pbx = Asterisk::new(version);
        let call = asked(&pbx, NUMBER, &stand);
        let shown =
            if version == Version::V1_8 { "OOO Roga + kopyta" } else { "ООО Рога & копыта" };
        assert_eq!(call.variable("CALLERID(name)"), Some(shown), "{}", call.conversation());
        assert_eq!(call.outcome(), ("found", "answer"));
        assert_eq!(call.variable("AGI1C_NAME"), Some("ООО \"Рога & копыта\""));
        assert_eq!((call.exit, call.agistatus, call.next.as_str()), (Some(0), "SUCCESS", "incoming,s,3"));
        let first_set = call.commands("SET VARIABLE")[0];
        assert_eq!(first_set[2], "CALLERID(name)", "the name comes first");
        let remembered = pbx.db("agi1c", "n/default/74952293042").expect("remembered");
        assert!(remembered.ends_with(" ООО \"Рога & копыта\""), "{remembered}");
        let noted = pbx.db("agi1c", "last/1").expect("the black box");
        assert!(noted.contains(" 3042 found answer "), "{noted}");
        let summary = &call.log[0];
        assert_eq!(summary.0, 3);
        assert!(summary.1.contains("found (answer), number ending 3042"), "{}", summary.1);
        assert!(!summary.1.contains("Рога") && !summary.1.contains(NUMBER));
    }
}

#[test]
fn nobody_leaves_the_name_that_was_there() {
    let stand = stand();
    let pbx = Asterisk::new(Version::V16);
    let call = pbx.call("78120000000").name("From the trunk").settings(&settings(&stand)).run();
    assert_eq!(call.variable("CALLERID(name)"), Some("From the trunk"));
    assert_eq!(call.outcome(), ("unknown", "nobody"));
    assert_eq!(call.variable("AGI1C_NAME"), Some(""));
}

#[test]
fn nobody_forgets_and_a_failure_does_not() {
    let mut stand = stand();
    let pbx = Asterisk::new(Version::V16);
    asked(&pbx, NUMBER, &stand);
    stand.fail(Some(Fail::Fault));
    let stale = asked(&pbx, NUMBER, &stand);
    assert_eq!(stale.variable("CALLERID(name)"), Some("ООО Рога & копыта"));
    assert_eq!(stale.outcome(), ("stale", "fault"));
    stand.fail(None);
    stand.remove(NUMBER);
    assert_eq!(asked(&pbx, NUMBER, &stand).outcome(), ("unknown", "nobody"));
    assert_eq!(pbx.db("agi1c", "n/default/74952293042"), None);
    stand.stop();
}

#[test]
fn what_is_not_asked() {
    let stand = stand();
    let settings = format!("{}[name]\nkeep = yes\n", settings(&stand));
    let pbx = Asterisk::new(Version::V16);
    for (number, reason) in [
        ("101", "short"),
        ("anonymous", "anonymous"),
        ("unknown", "no-number"),
        ("", "no-number"),
        ("ivan", "no-number"),
    ] {
        let call = pbx.call(number).settings(&settings).run();
        assert_eq!(call.outcome(), ("skipped", reason), "{number}");
        assert_left_alone(&call);
    }
    let at_hangup = pbx.call(NUMBER).field("extension", "h").settings(&settings).run();
    assert_eq!(at_hangup.outcome(), ("skipped", "hangup-extension"));
    let named = pbx.call(NUMBER).name("Boss").settings(&settings).run();
    assert_eq!((named.outcome(), named.variable("CALLERID(name)")), (("skipped", "kept"), Some("Boss")));
    assert_eq!(stand.count(), 0);
}

#[test]
fn a_hostile_name_acts_nowhere() {
    let stand = stand();
    for version in Version::ALL {
        let call = asked(&Asterisk::new(version), "74950000001", &stand);
        let shown = call.variable("CALLERID(name)").expect("a name");
        assert!(!shown.contains(['<', '>', ';', '$', '`', '|', '\\', '{', '"']), "{shown}");
    }
}

#[test]
fn another_number_another_profile_other_settings_for_one_call() {
    let stand = stand();
    let conf = format!("[crm]\nurl = http://127.0.0.1:9/\n[crm spb]\nurl = {}\n", stand.url());
    let call = Asterisk::new(Version::V16)
        .call("101")
        .settings(&conf)
        .argument("crm=spb")
        .argument("number=89261234567")
        .argument("call.direction=out")
        .argument("name.charset=latin")
        .run();
    assert_eq!(call.variable("CONNECTEDLINE(name,i)"), Some("Shcherbakov Iurii"), "{}", call.conversation());
    assert_eq!(call.variable("CALLERID(name)"), None);
}

#[test]
fn settings_that_cannot_be_used_leave_the_call_alone_and_say_so() {
    let pbx = Asterisk::new(Version::V16);
    for (conf, argument, says) in [
        ("[crm]\nurl = http://127.0.0.1:9/\n[call]\ndeadlin = 5\n", "", "line 4"),
        ("[crm]\n", "", "url is not set"),
        ("[crm]\nurl = http://127.0.0.1:9/\n", "crm.password=hush", "crm.password"),
        ("[crm]\nurl = http://127.0.0.1:9/\n", "do=dance", "do=name"),
        ("[crm]\nurl = http://127.0.0.1:9/\n", "crm=nowhere", "no such profile"),
    ] {
        let mut call = pbx.call(NUMBER).settings(conf);
        if !argument.is_empty() {
            call = call.argument(argument);
        }
        let call = call.run();
        assert_eq!(call.outcome(), ("failed", "settings"), "{conf}{argument}");
        assert_left_alone(&call);
        let log = call.said();
        assert!(log.contains(says), "{log}");
        assert!(!log.contains("hush"), "{log}");
    }
}

#[test]
fn a_name_the_pbx_refused_is_no_found_in_the_black_box_either() {
    let stand = stand();
    for refusal in
        ["510 Invalid or unknown command\n", "511 Command Not Permitted on a dead channel\n", "503 no\n"]
    {
        let pbx = Asterisk::new(Version::V16);
        let call = pbx
            .call(NUMBER)
            .settings(&settings(&stand))
            .trouble(When::First("SET VARIABLE CALLERID"), Trouble::Instead(refusal.into()))
            .run();
        assert_eq!(call.outcome(), ("failed", "pbx"), "{}", call.conversation());
        assert_eq!(call.variable("AGI1C_NAME"), Some("ООО \"Рога & копыта\""));
        let noted = pbx.db("agi1c", "last/1").expect("the black box");
        assert!(noted.contains(" 3042 failed pbx "), "{noted}");
        let said = call.said();
        assert!(said.contains("agi1c: failed (pbx), number ending 3042"), "{said}");
        assert!(said.contains("Asterisk refused SET VARIABLE"), "{said}");
        assert!(
            pbx.db("agi1c", "n/default/74952293042").is_some(),
            "what 1C said is remembered all the same"
        );
    }
}

#[test]
fn log_last_keeps_so_many_calls() {
    let (stand, pbx) = (stand(), Asterisk::new(Version::V1_8));
    for _ in 0..3 {
        pbx.call(NUMBER).argument("log.last=2").settings(&settings(&stand)).run();
    }
    let kept = ["last/1", "last/2", "last/3"].map(|key| pbx.db("agi1c", key).is_some());
    assert_eq!((kept, pbx.db("agi1c", "last/next").as_deref()), ([true, true, false], Some("2")));
}

#[test]
fn a_pbx_without_astdb_still_gets_the_name() {
    let stand = stand();
    let refusal = Trouble::Instead(b"510 Invalid or unknown command\n".to_vec());
    let call = Asterisk::new(Version::V16)
        .call(NUMBER)
        .settings(&settings(&stand))
        .trouble(When::Every("DATABASE"), refusal)
        .run();
    assert_eq!(call.variable("CALLERID(name)"), Some("ООО Рога & копыта"), "{}", call.conversation());
    assert_eq!(call.outcome(), ("found", "answer"));
}

#[test]
fn a_silent_asterisk_does_not_hold_the_call_beyond_the_deadline() {
    let stand = stand();
    for when in [When::Nth(1), When::First("SET VARIABLE"), When::First("VERBOSE")] {
        let call = Asterisk::new(Version::V16)
            .call(NUMBER)
            .settings(&format!("{}[call]\ndeadline = 400\n", settings(&stand)))
            .trouble(when, Trouble::Silence)
            .run();
        assert_eq!((call.exit, call.hung), (Some(0), false), "{when:?}");
        assert!(call.held < Duration::from_millis(650), "{when:?}: {:?}", call.held);
    }
}

#[test]
fn a_silent_1c_does_not_hold_the_call_beyond_the_deadline() {
    let stand = stand();
    let pbx = Asterisk::new(Version::V16);
    asked(&pbx, NUMBER, &stand);
    stand.fail(Some(Fail::Silence));
    let began = Instant::now();
    let call = pbx.call(NUMBER).settings(&format!("{}[call]\ndeadline = 500\n", settings(&stand))).run();
    assert!(began.elapsed() < Duration::from_millis(750), "{:?}", began.elapsed());
    assert_eq!(call.outcome(), ("stale", "answer-timeout"));
    assert_eq!(
        call.variable("CALLERID(name)"),
        Some("ООО Рога & копыта"),
        "the reserve is for the stale name"
    );
}
