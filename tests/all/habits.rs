//! What trunks, phones and PBXs send that is not what the protocol means: each test is named by the symptom it was seen by.

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::{Stand, StandOptions};

use crate::fakes::asterisk::{Asterisk, Exec, Incoming, Version};

const NUMBER: &str = "74952293042";

fn stand() -> Stand {
    let client = Client { manager: "101".into(), ..Client::new(NUMBER, "ООО Ромашка") };
    Stand::start(StandOptions { clients: vec![client], ..StandOptions::default() }).expect("loopback")
}

fn settings(stand: &Stand, more: &str) -> String {
    format!("[crm]\nurl = {}\n{more}", stand.url())
}

#[test]
fn seven_digits_from_another_trunk_do_not_delete_the_client() {
    for send_as in ["caller", "international", "e164"] {
        let stand = stand();
        let pbx = Asterisk::new(Version::V16);
        let more = format!("[number]\narea = 495\nsend_as = {send_as}\n[cache]\nphonebook = cidname\n");
        let settings = settings(&stand, &more);
        assert_eq!(pbx.call(NUMBER).settings(&settings).run().outcome(), ("found", "answer"));
        let short = pbx.call("2293042").settings(&settings).run();
        assert_eq!(short.outcome(), ("found", "answer"), "{send_as}: {}", short.conversation());
        assert_eq!(pbx.db("cidname", NUMBER).as_deref(), Some("ООО Ромашка"));
    }
    // Asked as it came, 1C knows nobody; that says nothing of the whole number.
    let stand = stand();
    let pbx = Asterisk::new(Version::V16);
    let more = "[number]\narea = 495\nsend_as = digits\n[cache]\nphonebook = cidname\nnegative = 600\n";
    let settings = settings(&stand, more);
    pbx.call(NUMBER).settings(&settings).run();
    assert_eq!(pbx.call("2293042").settings(&settings).run().outcome(), ("unknown", "nobody"));
    assert!(pbx.db("agi1c", "n/default/74952293042").is_some_and(|known| known.ends_with("ООО Ромашка")));
    assert_eq!(pbx.db("cidname", NUMBER).as_deref(), Some("ООО Ромашка"));
}

/// How older lookup scripts are called, and what a caller's number can hold.
#[test]
fn a_lone_word_in_agi_is_a_number_and_never_a_command_line() {
    let stand = stand();
    let pbx = Asterisk::new(Version::V16);
    let settings = settings(&stand, "");
    let with = |words: &[&str]| {
        let call = words.iter().fold(pbx.call("unknown"), |call, word| call.argument(word));
        call.settings(&settings).run()
    };
    for (words, outcome) in [
        (&[NUMBER][..], ("found", "answer")),
        (&["+7 (495) 229-30-42"], ("found", "answer")),
        (&[NUMBER, "do=name"], ("found", "answer")),
        (&["", NUMBER], ("found", "answer")),
        (&["check"], ("skipped", "no-number")),
        (&["lookup"], ("skipped", "no-number")),
        (&["--help"], ("skipped", "no-number")),
        (&["version"], ("skipped", "no-number")),
        (&["anonymous"], ("skipped", "anonymous")),
        (&["check", NUMBER], ("failed", "settings")),
        (&["lookup", "do=name"], ("failed", "settings")),
        (&["crm.url=http://127.0.0.1:1/"], ("failed", "settings")),
        (&["crm.token=x", NUMBER], ("failed", "settings")),
    ] {
        let call = with(words);
        assert_eq!(call.outcome(), outcome, "{words:?}: {}", call.conversation());
        assert_eq!((call.exit, call.agistatus), (Some(0), "SUCCESS"), "{words:?}");
    }
}

#[test]
fn a_trunk_s_word_for_no_name_is_not_kept() {
    let stand = stand();
    let settings = settings(&stand, "[name]\nkeep = yes\n");
    for name in [
        "+74952293042",
        "8 (495) 229-30-42",
        "sip:84952293042@host",
        "Anonymous",
        "WITHHELD",
        "????",
        " ",
        "\"\"",
    ] {
        let call = Asterisk::new(Version::V16).call(NUMBER).name(name).settings(&settings).run();
        assert_eq!(call.outcome(), ("found", "answer"), "{name}");
    }
    for name in ["Иван", "Private Bank", "+79161234567 Пётр"] {
        let call = Asterisk::new(Version::V16).call(NUMBER).name(name).settings(&settings).run();
        assert_eq!((call.outcome(), call.variable("CALLERID(name)")), (("skipped", "kept"), Some(name)));
    }
}

/// The login in one place and the number in the other; `s` in a Gosub; a word; what the dialplan says.
#[test]
fn the_called_number_is_found_where_it_is() {
    let stand = stand();
    let lists = "extra = did:DID\n[crm spb]\n[call]\ndid = 78121234567:spb line-1:spb\n";
    let settings = settings(&stand, lists);
    let pbx = Asterisk::new(Version::V16);
    let called = |dnid: &str, extension: &str| -> Incoming {
        pbx.call(NUMBER).field("dnid", dnid).field("extension", extension).settings(&settings)
    };
    for (dnid, extension, did) in [
        ("78121234567", "s", "78121234567"),
        ("mylogin", "78121234567", "78121234567"),
        ("00123456", "88121234567", "88121234567"),
        ("0012345678", "78121234567", "78121234567"),
        ("unknown", "84957654321", "84957654321"),
        ("trunk7", "4957654321", "4957654321"),
        ("line-1", "84957654321", "line-1"),
        ("unknown", "LINE-1", "LINE-1"),
        ("100", "200", "100"),
        ("unknown", "s", ""),
        ("s", "s", ""),
    ] {
        let call = called(dnid, extension).run();
        assert_eq!(call.outcome(), ("found", "answer"), "{dnid} {extension}: {}", call.conversation());
        let asked = stand.requests().pop().expect("a request").text();
        let told = asked.split("DID>").nth(1).map(|rest| rest.trim_end_matches("</m:"));
        assert_eq!(told.unwrap_or_default(), did, "{dnid} {extension}: {asked}");
        let spb = ["78121234567", "88121234567", "line-1", "LINE-1"].contains(&did);
        let known = if spb { "n/spb/74952293042" } else { "n/default/74952293042" };
        assert!(pbx.db("agi1c", known).is_some(), "{dnid} {extension}");
        pbx.db_del("agi1c", known);
    }
    let call = called("100", "200").argument("did=+7 812 123-45-67").run();
    assert_eq!(call.outcome(), ("found", "answer"));
    assert!(pbx.db("agi1c", "n/spb/74952293042").is_some());
}

#[test]
fn a_restricted_caller_is_asked_for_or_skipped() {
    let stand = stand();
    for (setting, presentation, outcome) in [
        ("", "35", ("found", "answer")),
        ("restricted = ask", "32", ("found", "answer")),
        ("restricted = skip", "32", ("skipped", "restricted")),
        ("restricted = skip", "35", ("skipped", "restricted")),
        ("restricted = skip", "67", ("skipped", "restricted")),
        ("restricted = skip", "0", ("found", "answer")),
        ("restricted = skip", "3", ("found", "answer")),
        ("restricted = skip", "", ("found", "answer")),
    ] {
        let settings = settings(&stand, &format!("[call]\n{setting}\n"));
        let pbx = Asterisk::new(Version::V16);
        let call = pbx.call(NUMBER).field("callingpres", presentation).settings(&settings).run();
        assert_eq!(call.outcome(), outcome, "{setting} {presentation}");
    }
}

#[test]
fn a_queue_s_prefix_leaves_the_number_in_the_cdr() {
    let long = "Ж".repeat(40);
    let client = Client::new(NUMBER, &long);
    let stand =
        Stand::start(StandOptions { clients: vec![client], ..StandOptions::default() }).expect("loopback");
    for (reserve, bytes) in [(0, 62), (7, 56), (20, 42), (60, 2)] {
        let settings = settings(&stand, &format!("[name]\nreserve = {reserve}\n"));
        let call = Asterisk::new(Version::V16).call(NUMBER).settings(&settings).run();
        let shown = call.variable("CALLERID(name)").expect("a name");
        assert_eq!(shown.len(), bytes, "{reserve}");
        let clid = format!("\"{}{shown}\" <{NUMBER}>", "П".repeat(reserve / 2));
        assert!(clid.len() <= 79, "{} bytes: {clid}", clid.len());
    }
}

/// Asterisk's own NOTICE is all that says so there.
#[test]
fn a_manager_whose_phone_is_nowhere_is_a_warning() {
    let stand = stand();
    let settings = settings(&stand, "[commands]\nallow = name dial\n");
    for (status, warned) in [("CHANUNAVAIL", true), ("NOANSWER", false), ("BUSY", false)] {
        for version in Version::ALL {
            let call = Asterisk::new(version)
                .call(NUMBER)
                .settings(&settings)
                .exec("Dial", Exec::returns(0).sets("DIALSTATUS", status))
                .run();
            assert_eq!(call.outcome(), ("found", "answer"));
            let said = call.said();
            assert_eq!(said.contains("commands.dial"), warned, "{status}: {said}");
            assert_eq!(call.next, "incoming,s,3", "the route goes on");
        }
    }
}

#[test]
fn a_name_of_which_nothing_is_left_keeps_the_trunk_s_and_says_so() {
    for name in ["შპს რომაშკა", "北京公司", "Ռոմաշկա"] {
        let client = Client::new(NUMBER, name);
        let stand = Stand::start(StandOptions { clients: vec![client], ..StandOptions::default() })
            .expect("loopback");
        let call =
            Asterisk::new(Version::V1_8).call(NUMBER).name("Trunk").settings(&settings(&stand, "")).run();
        assert_eq!((call.outcome(), call.variable("CALLERID(name)")), (("found", "answer"), Some("Trunk")));
        assert_eq!(call.variable("AGI1C_NAME"), Some(name));
        assert!(call.said().contains("name.charset"), "{}", call.said());
        let new = Asterisk::new(Version::V22).call(NUMBER).settings(&settings(&stand, "")).run();
        assert_eq!(new.variable("CALLERID(name)"), Some(name));
    }
}

#[test]
fn the_office_s_own_people_come_first() {
    let stand = stand();
    let settings = settings(&stand, "[cache]\nown = staff\nphonebook = cidname\n[name]\nprefix = \"1С: \"\n");
    for (key, number) in
        [(NUMBER, NUMBER), ("84952293042", "84952293042"), ("4952293042", "+7 495 229-30-42")]
    {
        let pbx = Asterisk::new(Version::V16);
        pbx.db_put("staff", key, "Секретарь");
        let before = stand.count();
        let call = pbx.call(number).settings(&settings).run();
        assert_eq!(call.outcome(), ("cached", "own"), "{key}: {}", call.conversation());
        assert_eq!(call.variable("CALLERID(name)"), Some("Секретарь"));
        assert_eq!((stand.count() - before, pbx.db("cidname", NUMBER)), (0, None));
    }
    let pbx = Asterisk::new(Version::V16);
    pbx.db_put("staff", "79161234567", "Другой");
    let call = pbx.call(NUMBER).settings(&settings).run();
    assert_eq!(
        (call.outcome(), call.variable("CALLERID(name)")),
        (("found", "answer"), Some("1С: ООО Ромашка"))
    );
    for family in ["agi1c", "cidname"] {
        let settings = format!("[crm]\nurl = {}\n[cache]\nown = {family}\n", stand.url());
        let call = Asterisk::new(Version::V16).call(NUMBER).settings(&settings).run();
        assert_eq!(call.outcome(), ("failed", "settings"), "{family}");
    }
}
