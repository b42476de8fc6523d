//! Each recipe of package/recipes, loaded as it stands in its file, on both Asterisks.

use std::sync::Arc;
use std::time::Duration;
use std::{fs, slice};

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::failures::Fail;
use agi1c::kit::stand::{HookQuestion, Stand, StandOptions};

use super::asterisk::wait_for;
use super::office::{Office, recipe_text};
use super::sip::{Behaviour, Caller, Phone};

const CLIENT: &str = "74952293042";
const STRANGER: &str = "78120000000";
const CALLED: &str = "74951234567";

/// A 1C that knows the client, with these commands.
fn base(name: &str, commands: &str) -> Stand {
    let clients = vec![Client { commands: commands.into(), ..Client::new(CLIENT, name) }];
    Stand::start(StandOptions { clients, ..StandOptions::default() }).expect("loopback")
}

/// Where calls end up; each leaves its note.
const PLACES: [(&str, &str, &[&str]); 7] = [
    ("ivr", "s", &["note ivr", "Answer()", "Hangup()"]),
    ("ivr-spb", "s", &["note ivr-spb", "Answer()", "Hangup()"]),
    ("sales", "s", &["note sales", "Answer()", "Hangup()"]),
    ("internal", "201", &["note 201", "Answer()", "Hangup()"]),
    ("internal", "202", &["note 202", "Answer()", "Hangup()"]),
    ("internal", "300", &["note 300", "Answer()", "Hangup()"]),
    ("internal", "302", &["note 302", "Answer()", "Hangup()"]),
];

/// Half a second of silence as `custom/vip`, in a set of prompts that every channel finds.
fn vip_prompt(office: &Office) {
    let folder = office.pbx.edition.root().join("usr/share/asterisk/sounds/agi1c-tests");
    fs::create_dir_all(&folder).expect("the prompts' folder");
    fs::write(folder.join("vip.ulaw"), [0xff; 4000]).expect("a prompt");
}

on_both! {
    fn name_only(pbx) {
        let stand = base("ООО Ромашка", "");
        let office = Office::open(pbx.edition);
        office.around(&PLACES);
        office.follow("name-only.conf", &[&stand]);
        for (from, to, name) in
            [(CLIENT, CALLED, "ООО Ромашка"), (CLIENT, "s", "ООО Ромашка"), (CLIENT, "+74951234567", "ООО Ромашка"), (STRANGER, CALLED, "As it came")]
        {
            let call = office.call(from, to).run();
            assert_eq!((call.notes.as_slice(), call.at_end("CALLERID(name)")), (slice::from_ref(&"ivr".to_owned()), name));
            assert_eq!(call.cdr[0].clid, format!("\"{name}\" <{from}>"));
        }
    }

    /// The manager answers, is busy, rings on beyond `ring`, does not exist.
    fn manager_first(pbx) {
        let stand = base("ООО Ромашка", "dial: 101");
        let office = Office::open(pbx.edition);
        office.follow("manager-first.conf", &[&stand]);
        let [answers, busy, rings] =
            [Behaviour::Answers(200), Behaviour::Busy, Behaviour::Rings].map(|behaviour| Phone::start(&office.pbx, behaviour));
        for (phone, notes) in [(&answers, &["101"][..]), (&busy, &["101", "ivr"]), (&rings, &["101", "ivr"])] {
            let dial = format!("Dial({},30)", phone.dial());
            office.around(&[("ivr", "s", &["note ivr", "Answer()", "Hangup()"]), ("internal", "101", &["note 101", &dial])]);
            let call = office.call(CLIENT, CALLED).sip(Caller::Stays).end();
            assert_eq!(call.notes, notes, "{call:#?}");
            assert_eq!(phone.displays(), ["ООО Ромашка"]);
            assert_eq!(call.sip_status, 200);
        }
        office.around(&[("ivr", "s", &["note ivr", "Answer()", "Hangup()"])]);
        assert_eq!(office.call(CLIENT, CALLED).sip(Caller::Stays).end().notes, ["ivr"]);
        assert_eq!(office.call(STRANGER, CALLED).run().notes, ["ivr"]);
    }

    fn vip(pbx) {
        let stand = base("ООО Ромашка", "set: CRM_TYPE=vip");
        let office = Office::open(pbx.edition);
        office.around(&PLACES);
        office.follow("vip.conf", &[&stand]);
        assert_eq!(office.call(CLIENT, CALLED).run().notes, ["201"]);
        assert_eq!(office.call(STRANGER, CALLED).run().notes, ["ivr"]);
        stand.fail(Some(Fail::Fault));
        assert_eq!(office.call(CLIENT, CALLED).run().notes, ["ivr"]);
        stand.fail(None);
        office.follow_on_askozia("vip.askozia.txt", "vip.conf", &[&stand]);
        for (from, note) in [(CLIENT, "201"), (STRANGER, "300")] {
            assert_eq!(office.call_into("DIALPLAN-APPLICATION-recipe", from, CALLED).run().notes, [note]);
        }
    }

    /// The other way of that recipe: 1C chooses the prompt.
    fn vip_prompt_by_1c(pbx) {
        let office = Office::open(pbx.edition);
        vip_prompt(&office);
        let stand = base("ООО Ромашка", r#"{"play":"agi1c-tests/vip"}"#);
        office.around(&PLACES);
        office.follow("name-only.conf", &[&stand]);
        let settings = fs::read_to_string(office.pbx.path("agi-bin/agi1c.conf")).expect("settings") + "[commands]\nallow = name play\n";
        fs::write(office.pbx.path("agi-bin/agi1c.conf"), settings).expect("settings");
        let call = office.call(CLIENT, CALLED).read("PLAYBACKSTATUS").sip(Caller::Stays).end();
        assert_eq!((call.notes.as_slice(), call.at_end("PLAYBACKSTATUS")), (slice::from_ref(&"ivr".to_owned()), "SUCCESS"));
    }

    fn black_list(pbx) {
        let stand = base("", "reject: busy");
        let office = Office::open(pbx.edition);
        office.around(&PLACES);
        office.follow("black-list.conf", &[&stand]);
        let call = office.call(CLIENT, CALLED).sip(Caller::Stays).end();
        assert_eq!((call.notes.len(), call.sip_status), (0, 486), "{call:#?}");
        assert_eq!(office.call(STRANGER, CALLED).run().notes, ["ivr"]);
        stand.fail(Some(Fail::Unavailable));
        assert_eq!(office.call(CLIENT, CALLED).run().notes, ["ivr"], "1C down turns nobody away");
    }

    fn branches(pbx) {
        let (main, spb) = (base("Ромашка Москва", ""), base("Ромашка Питер", ""));
        let office = Office::open(pbx.edition);
        office.around(&PLACES);
        office.follow("branches.conf", &[&main, &spb]);
        for (to, note, name) in [(CALLED, "ivr", "Ромашка Москва"), ("78121234567", "ivr-spb", "Ромашка Питер")] {
            let call = office.call(CLIENT, to).run();
            assert_eq!((call.notes[0].as_str(), call.at_end("CALLERID(name)")), (note, name), "{call:#?}");
        }
        let memory = office.pbx.database("agi1c");
        assert!(memory["n/default/74952293042"].ends_with("Москва") && memory["n/spb/74952293042"].ends_with("Питер"), "{memory:?}");
        drop(main);
        let call = office.call(CLIENT, CALLED).run();
        assert_eq!((call.at_end("AGI1C_STATUS"), call.notes[0].as_str()), ("stale", "ivr"));
        assert_eq!(office.call(CLIENT, "78121234567").run().at_end("AGI1C_STATUS"), "found");
        office.follow_on_askozia("branches.askozia.txt", "branches.conf", &[&spb, &spb]);
        let call = office.call_into("DIALPLAN-APPLICATION-recipe", CLIENT, "s").run();
        assert_eq!((call.notes[0].as_str(), call.at_end("AGI1C_NAME")), ("302", "Ромашка Питер"));
    }

    fn by_status(pbx) {
        let stand = base("ООО Ромашка", "");
        let office = Office::open(pbx.edition);
        office.around(&PLACES);
        office.follow("by-status.conf", &[&stand]);
        assert_eq!(office.call(CLIENT, CALLED).run().notes, ["ivr"]);
        assert_eq!(office.call(STRANGER, CALLED).run().notes, ["sales"]);
        assert_eq!(office.call("101", CALLED).run().notes, ["ivr"], "skipped");
        stand.fail(Some(Fail::Unavailable));
        assert_eq!(office.call(STRANGER, CALLED).run().notes, ["ivr"]);
        assert!(office.pbx.log().contains("1C: unavailable"), "{}", office.pbx.log());
        fs::remove_file(office.pbx.path("agi-bin/agi1c")).expect("the program goes");
        let call = office.call(STRANGER, CALLED).run();
        assert_eq!((call.at_end("AGISTATUS"), call.notes.as_slice()), ("NOTFOUND", slice::from_ref(&"ivr".to_owned())));
        stand.fail(None);
        office.follow_on_askozia("by-status.askozia.txt", "by-status.conf", &[&stand]);
        for (from, note) in [(CLIENT, "300"), (STRANGER, "202")] {
            assert_eq!(office.call_into("DIALPLAN-APPLICATION-recipe", from, CALLED).run().notes, [note]);
        }
    }

    /// The plaintext application for systems without the universal command: also at hang-up, where the pattern matches.
    fn an_askozia_destination(pbx) {
        let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let hook = Arc::new(move |_: &HookQuestion<'_>| {
            count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            Some("ООО Рога & копыта".to_owned())
        });
        let stand = Stand::start(StandOptions { hook: Some(hook), ..StandOptions::default() }).expect("loopback");
        let office = Office::open(pbx.edition);
        office.around(&PLACES);
        office.follow_on_askozia("destination.askozia.txt", "name-only.conf", &[&stand]);
        let call = office.call_into("DIALPLAN-APPLICATION-recipe", CLIENT, CALLED).run();
        assert_eq!((call.notes[0].as_str(), call.at_end("CALLERID(name)")), ("300", "ООО Рога + копыта"), "safe for a shell");
        // The caller hangs up inside the application: its pattern matches h, and the guard ends that.
        let end = office.pbx.call(CLIENT).before("Set(CALLERID(num)=74952293042)").route(&["Goto(DIALPLAN-APPLICATION-recipe,h,1)"]).run();
        assert!(end.notes.is_empty());
        assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 1);
    }

    /// A pattern such as `_.` is complained of at each reload.
    fn asterisk_has_no_complaint_of_a_dialplan_of_ours(pbx) {
        let office = Office::open(pbx.edition);
        // What comes before the complaint of a line behind it: Asterisk writes its log in order, and in its own time.
        let complaints = |dialplan: &str| -> Vec<String> {
            let before = office.pbx.log().len();
            office.pbx.dialplan("dialplan", &format!("{dialplan}\n[last]\nexten => _.,1,NoOp()\n"));
            let log = || office.pbx.log()[before..].split_once("'_.'").map(|(log, _)| log.to_owned());
            let log = wait_for(Duration::from_secs(30), log).expect("a complaint is seen");
            let bad = |line: &&str| line.contains("WARNING") || line.contains("ERROR");
            let mut lines: Vec<String> = log.lines().filter(bad).map(str::to_owned).collect();
            lines.pop();
            lines
        };
        let project = env!("CARGO_MANIFEST_DIR");
        let read = |path: &str| fs::read_to_string(format!("{project}/{path}")).expect("a file of the project");
        let mut all: Vec<(String, String)> = ["name-only", "manager-first", "vip", "black-list", "branches", "by-status"]
            .map(|recipe| (recipe.to_owned(), recipe_text(&format!("{recipe}.conf"))))
            .into();
        all.push(("snippet".into(), read("package/asterisk/files/extensions_agi1c.conf")));
        for page in ["README.md", "README.ru.md"] {
            let page = read(&format!("package/asterisk/{page}"));
            let lines: Vec<&str> = page.lines().map(str::trim).filter(|line| line.starts_with("exten => ")).collect();
            assert!(lines.len() >= 3, "{lines:?}");
            all.push(("page".into(), format!("[page]\nexten => s,1,NoOp()\n{}\n", lines.join("\n"))));
        }
        for (what, dialplan) in all {
            assert_eq!(complaints(&dialplan), Vec::<String>::new(), "{what}");
        }
    }

    /// The recipes as 0.1.0 shipped them stand in dialplans: they work with the program of today.
    fn recipes_of_0_1_0(pbx) {
        let commanded = base("ООО Ромашка", "set: CRM_TYPE=vip");
        let rejected = base("", "reject: busy");
        let plain = base("ООО Ромашка", "");
        let office = Office::open(pbx.edition);
        office.around(&PLACES);
        for (recipe, stand, note) in [
            ("name-only", &plain, Some("ivr")),
            ("manager-first", &plain, Some("ivr")),
            ("vip", &commanded, Some("201")),
            ("black-list", &rejected, None),
            ("branches", &plain, Some("ivr")),
            ("by-status", &plain, Some("ivr")),
        ] {
            office.follow(&format!("0.1.0/{recipe}.conf"), &[stand, stand]);
            let call = office.call(CLIENT, CALLED).sip(Caller::Stays).end();
            assert_eq!(call.notes.first().map(String::as_str), note, "{recipe}: {call:#?}");
        }
        for (application, recipe, stand, note) in [
            ("vip", "vip", &commanded, "201"),
            ("branches", "branches", &plain, "302"),
            ("by-status", "by-status", &plain, "300"),
            ("destination", "name-only", &plain, "300"),
        ] {
            office.follow_on_askozia(&format!("0.1.0/{application}.askozia.txt"), &format!("0.1.0/{recipe}.conf"), &[stand, stand]);
            let call = office.call_into("DIALPLAN-APPLICATION-recipe", CLIENT, CALLED).run();
            assert_eq!((call.notes.first().map(String::as_str), call.at_end("CALLERID(name)")), (Some(note), "ООО Ромашка"), "{application}");
        }
    }
}
