//! The generated line where the system puts it, on a real Asterisk: the number rules before it, the working-hours check
//! behind it. The contexts around it are written as the system's generator orders them, not copied from it.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use agi1c::kit::stand::failures::Fail;
use agi1c::kit::stand::{HookQuestion, Stand, StandOptions};
use serde_json::{Value, json};

use super::place::{Generation, Miko};
use crate::executable;
use crate::real::program::built;
use crate::real::{Asterisk, Edition};

pub const CLIENT: &str = "74952293042";
const DID: &str = "74951234567";
const LOGIN: &str = "office-login";

/// A 1C with one client, counting its questions.
fn one_c(asked: &Arc<AtomicUsize>) -> Stand {
    let count = Arc::clone(asked);
    let hook = Arc::new(move |question: &HookQuestion<'_>| {
        count.fetch_add(1, Ordering::SeqCst);
        question.number.ends_with("4952293042").then(|| "ООО Ромашка".to_owned())
    });
    Stand::start(StandOptions { hook: Some(hook), ..StandOptions::default() }).expect("loopback")
}

/// An incoming context with the module's lines in it: the provider's number rules, the lines, the hours, the office.
/// `hours` is what the working-hours check says: a condition of GotoIfTime for "open".
pub fn incoming(lines: &str, hours: &str) -> String {
    let route = |extension: &str| {
        format!(
            "exten => {extension},1,NoOp(--- Incoming call ---)\n\
             \tsame => n,Set(__FROM_DID=${{EXTEN}})\n\
             \tsame => n,Gosub(number-rules,s,1)\n\
             {lines}\
             \tsame => n,GosubIf($[${{DIALPLAN_EXISTS(SIP-1-incoming-custom,${{EXTEN}},1)}}]?SIP-1-incoming-custom,${{EXTEN}},1)\n\
             \tsame => n,GotoIfTime({hours}?office,s,1)\n\
             \tsame => n,Goto(closed,s,1)\n"
        )
    };
    let note = "FILE(/mnt/out/${CALL},,,al,u)=note";
    format!(
        "[SIP-1-incoming]\n{}{}\
         [number-rules]\nexten => s,1,Set(CALLERID(num)=${{FILTER(0-9,${{CALLERID(num)}})}})\n\
         same => n,Set(CALLERID(num)=${{CALLERID(num):1}})\nsame => n,Set(CALLERID(name)=${{CALLERID(num)}})\nsame => n,Return()\n\
         [office]\nexten => s,1,Set({note}=open)\nsame => n,Answer()\nsame => n,Hangup()\n\
         [closed]\nexten => s,1,Set({note}=closed)\nsame => n,Answer()\nsame => n,Hangup()\n",
        route("_X!"),
        route(LOGIN),
    )
}

const OPEN: &str = "*,*,*,*";
/// No year has this day.
const CLOSED: &str = "*,*,31,feb";

/// A call from this number as the provider sends it: `9` and a plus sign before it, which the rules take off.
pub fn call(miko: &Miko, from: &str, to: &str) -> crate::real::call::Ended {
    let call = miko.pbx.call(&format!("+9{from}")).named("9 as it came").to("78120000000");
    let note = format!("Set(__CALL={})", call.id);
    call.before(&note).route(&[&format!("Goto(SIP-1-incoming,{to},1)")]).run()
}

#[test]
#[ignore = "tests/run"]
fn every_incoming_call_is_named_in_and_out_of_hours() {
    let asked = Arc::new(AtomicUsize::new(0));
    let (miko, stand) = (Miko::new(Generation::New), one_c(&asked));
    let steps = miko.steps(&json!([["save", {"url": stand.url()}], ["enable", null], ["incoming", "X!"]]));
    let lines = steps[2].as_str().unwrap();
    for (hours, note) in [(OPEN, "open"), (CLOSED, "closed")] {
        miko.pbx.dialplan("incoming", &incoming(lines, hours));
        for to in [DID, LOGIN] {
            let known = call(&miko, CLIENT, to);
            assert_eq!(
                (known.notes[0].as_str(), known.at_end("CALLERID(name)")),
                (note, "ООО Ромашка"),
                "{to} {known:#?}"
            );
            assert_eq!((known.at_end("AGI1C_STATUS"), known.at_end("CALLERID(num)")), ("found", CLIENT));
        }
        let unknown = call(&miko, "78120000001", DID);
        assert_eq!(
            (unknown.notes[0].as_str(), unknown.at_end("CALLERID(name)")),
            (note, "78120000001"),
            "{unknown:#?}"
        );
        assert_eq!(unknown.at_end("AGI1C_STATUS"), "unknown");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 6, "each call once");
    let log = miko.step("rest", json!(["log", {}]));
    let calls = log["data"]["answer"]["calls"].as_array().unwrap();
    assert_eq!(calls.len(), 6, "{log}");
    assert_eq!(
        (&calls[5]["digits"], &calls[5]["status"], &calls[5]["reason"]),
        (&json!("3042"), &json!("found"), &json!("answer"))
    );
}

/// What happens to the module while calls come in never stops one.
#[test]
#[ignore = "tests/run"]
fn calls_go_on_whatever_becomes_of_the_module() {
    let asked = Arc::new(AtomicUsize::new(0));
    let (miko, stand) = (Miko::new(Generation::New), one_c(&asked));
    let steps = miko.steps(&json!([["save", {"url": stand.url()}], ["enable", null], ["incoming", "X!"]]));
    miko.pbx.dialplan("incoming", &incoming(steps[2].as_str().unwrap(), OPEN));
    let end = |what: &str, status: (&str, &str)| {
        let call = call(&miko, CLIENT, DID);
        assert_eq!(call.notes, ["open"], "{what}");
        assert_eq!((call.at_end("AGISTATUS"), call.at_end("AGI1C_STATUS")), status, "{what}");
    };
    end("enabled", ("SUCCESS", "found"));
    stand.fail(Some(Fail::Unavailable));
    end("1C is down", ("SUCCESS", "stale"));
    stand.fail(None);
    miko.step("disable", Value::Null);
    end("disabled, the dialplan stale", ("SUCCESS", "failed"));
    // Removed and uploaded again: db/ has what was saved.
    super::place::install(super::place::zip(), &miko.modules()).expect("an upgrade");
    miko.step("enable", Value::Null);
    miko.step("rest", json!(["check", {}]));
    end("upgraded", ("SUCCESS", "found"));
    fs::remove_dir_all(miko.module()).expect("the module is removed");
    end("removed, the dialplan stale", ("NOTFOUND", ""));
}

/// The name of whom somebody dials, with what else a phone needs to show it; and nothing of that where there is no name.
#[test]
#[ignore = "tests/run"]
fn outgoing_calls_carry_the_clients_name() {
    let asked = Arc::new(AtomicUsize::new(0));
    let (miko, stand) = (Miko::new(Generation::New), one_c(&asked));
    let saved = json!({"url": stand.url(), "outgoing": "1"});
    let steps =
        miko.steps(&json!([["save", saved], ["enable", null], ["outgoing", {"providerid": "SIP-1"}]]));
    let text = format!(
        "[SIP-1-1-outgoing]\nexten => _X!,1,Set(number=8${{EXTEN:1}})\n{}same => n,Return()\n",
        steps[2].as_str().unwrap()
    );
    miko.pbx.dialplan("outgoing", &text);
    let dial = |number: &str| {
        let call =
            miko.pbx.call("201").before("Set(DOPTIONS=tk)").read("DOPTIONS").read("CONNECTEDLINE(num)");
        call.route(&[&format!("Gosub(SIP-1-1-outgoing,{number},1)"), "note dialled", "Answer()"]).run()
    };
    let known = dial(CLIENT);
    let shown = |call: &crate::real::call::Ended| {
        ["CONNECTEDLINE(name)", "CONNECTEDLINE(num)", "DOPTIONS"].map(|name| call.at_end(name).to_owned())
    };
    assert_eq!(shown(&known), ["ООО Ромашка", "84952293042", "tkI"], "{known:#?}");
    assert_eq!(shown(&dial("78120000001")), ["", "", "tk"]);
    stand.fail(Some(Fail::Unavailable));
    assert_eq!(shown(&dial(CLIENT)), ["ООО Ромашка", "84952293042", "tkI"], "remembered");
    fs::remove_dir_all(miko.module()).expect("the module is removed");
    let call = dial(CLIENT);
    assert_eq!(
        (shown(&call), call.notes.as_slice()),
        (["", "", "tk"].map(String::from), &["dialled".to_owned()][..])
    );
}

/// Those the PBX knows itself are named by it; 1C is asked about all others.
#[test]
#[ignore = "tests/run"]
fn the_offices_own_people_come_first() {
    let asked = Arc::new(AtomicUsize::new(0));
    let (miko, stand) = (Miko::new(Generation::Old), one_c(&asked));
    let people = json!([{"type": "EXTERNAL", "number": "89161234567", "callerid": "Анна \"Шеф\""}]);
    let saved = json!({"url": stand.url(), "own": "1"});
    let steps =
        miko.steps(&json!([["people", people], ["save", saved], ["enable", null], ["incoming", "X!"]]));
    miko.pbx.dialplan("incoming", &incoming(steps[3].as_str().unwrap(), OPEN));
    let own = call(&miko, "79161234567", DID);
    assert_eq!((own.at_end("AGI1C_STATUS"), own.at_end("AGI1C_REASON")), ("cached", "own"), "{own:#?}");
    assert_eq!((own.at_end("CALLERID(name)"), own.at_end("AGI1C_NAME")), ("Анна Шеф", "Анна \"Шеф\""));
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    assert_eq!(call(&miko, CLIENT, DID).at_end("AGI1C_STATUS"), "found");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

/// Without the module: the program under an application's name, in the place the page tells, and its number dialled.
#[test]
#[ignore = "tests/run"]
fn the_pasted_edition_in_its_place() {
    let asked = Arc::new(AtomicUsize::new(0));
    let (pbx, stand) = (Asterisk::start(Edition::Sid), one_c(&asked));
    executable::copy(built(Edition::Sid), pbx.path("agi-bin/DIALPLAN-1A2B3C.php"));
    fs::write(pbx.path("etc/agi1c.conf"), format!("[crm]\nurl = {}\n", stand.url())).expect("its settings");
    let pasted = "[SIP-1-incoming-custom]\nexten => _.!,1,AGI(DIALPLAN-1A2B3C.php,do=name)\nsame => n,Return()\n\
                  [applications]\nexten => _000241X!,1,AGI(DIALPLAN-1A2B3C.php)\nsame => n,Hangup()\n\
                  exten => 000241,1,AGI(DIALPLAN-1A2B3C.php)\nsame => n,Hangup()\n";
    pbx.dialplan("incoming", &(incoming("", CLOSED) + pasted));
    for to in [DID, LOGIN] {
        let call = pbx.call(&format!("+9{CLIENT}")).to("78120000000");
        let note = format!("Set(__CALL={})", call.id);
        let call = call.before(&note).route(&[&format!("Goto(SIP-1-incoming,{to},1)")]).run();
        assert_eq!(
            (call.at_end("CALLERID(name)"), call.notes.as_slice()),
            ("ООО Ромашка", &["closed".to_owned()][..]),
            "{to}"
        );
    }
    for number in ["000241", "00024184952293042"] {
        pbx.call("201").route(&[&format!("Goto(applications,{number},1)")]).run();
        let test = pbx.database("agi1c").remove("test").unwrap_or_default();
        assert!(test.starts_with("ok: "), "{number}: {test}");
    }
    // A short number from outside is no test where the page's line stands.
    pbx.cli("database del agi1c test");
    let short = pbx.call("201").route(&[&format!("Gosub(SIP-1-incoming-custom,{DID},1)"), "Answer()"]).run();
    assert_eq!((short.at_end("AGI1C_STATUS"), short.at_end("AGI1C_REASON")), ("skipped", "short"));
    assert!(!pbx.database("agi1c").contains_key("test"));
}

/// The line for the system's cron, run as cron runs it: one question, and not a word.
#[test]
#[ignore = "tests/run"]
fn crons_line_keeps_1c_awake() {
    let asked = Arc::new(AtomicUsize::new(0));
    let (miko, stand) = (Miko::new(Generation::New), one_c(&asked));
    let saved = json!({"url": stand.url(), "warm": "1"});
    let steps = miko.steps(&json!([["save", saved], ["enable", null], ["cron", null]]));
    let line = steps[2][1].as_str().expect("the module's line");
    let command: Vec<&str> = line.split_whitespace().skip(5).collect();
    let output = miko.command(&["sh", "-c", &command.join(" ")]).output().expect("sh");
    assert!(output.status.success(), "{line}: {output:?}");
    assert!(output.stdout.is_empty() && output.stderr.is_empty(), "{output:?}");
    assert_eq!(asked.load(Ordering::SeqCst), 1, "{line}");
}
