//! What 1C commands, done to a played call, in the manner of each Asterisk. The real ones are in `real`.

use std::sync::Arc;

use agi1c::kit::stand::{Stand, StandOptions};

use crate::fakes::asterisk::{Asterisk, Call, Exec, Incoming, Version};

/// A 1C that gives every caller the same answer.
fn answering(answer: &'static str) -> Stand {
    let hook = Arc::new(move |_: &agi1c::kit::stand::HookQuestion<'_>| Some(answer.to_owned()));
    Stand::start(StandOptions { hook: Some(hook), ..StandOptions::default() }).expect("loopback")
}

const ALLOW: &str = "[commands]\nallow = name dial goto play set reject\ntargets = internal/201 ivr/s\n";

fn call(version: Version, stand: &Stand, prepare: impl FnOnce(Incoming) -> Incoming) -> Call {
    let settings = format!("[crm]\nurl = {}\n{ALLOW}", stand.url());
    prepare(Asterisk::new(version).call("74952293042").settings(&settings)).run()
}

fn rung(call: &Call) -> Vec<String> {
    call.commands("EXEC Dial").iter().map(|arguments| arguments[2].clone()).collect()
}

#[test]
fn an_answered_manager_ends_the_call_before_the_ivr() {
    let stand = answering(r#"{"name":"Ромашка","dial":"101"}"#);
    for version in Version::ALL {
        let call =
            call(version, &stand, |call| call.exec("Dial", Exec::returns(0).sets("DIALSTATUS", "ANSWER")));
        assert_eq!(rung(&call), ["Local/101@internal/n,15,g"]);
        assert_eq!(call.next, "hangup", "{}", call.conversation());
        assert_eq!(call.outcome(), ("found", "answer"));
        assert_eq!(call.exit, Some(0));
    }
}

#[test]
fn an_unanswered_manager_leaves_the_standard_route() {
    let stand = answering(r#"{"dial":{"to":["101",102],"ring":7}}"#);
    for version in Version::ALL {
        for status in ["BUSY", "NOANSWER", "CHANUNAVAIL", "CONGESTION"] {
            let call =
                call(version, &stand, |call| call.exec("Dial", Exec::returns(0).sets("DIALSTATUS", status)));
            assert_eq!(rung(&call), ["Local/101@internal/n,7,g", "Local/102@internal/n,7,g"]);
            assert_eq!((call.exit, call.next.as_str()), (Some(0), "incoming,s,3"), "{status}");
        }
    }
}

#[test]
fn the_second_manager_is_not_rung_after_the_first_answered() {
    let stand = answering(r#"{"dial":["101","102"]}"#);
    let call =
        call(Version::V16, &stand, |call| call.exec("Dial", Exec::returns(0).sets("DIALSTATUS", "ANSWER")));
    assert_eq!(rung(&call).len(), 1);
}

#[test]
fn a_caller_who_hangs_up_or_is_transferred_is_let_go() {
    let stand = answering(r#"{"dial":["101","102"]}"#);
    for version in Version::ALL {
        let call = call(version, &stand, |call| call.exec("Dial", Exec::returns(-1)));
        assert_eq!(rung(&call).len(), 1, "{}", call.conversation());
        assert_eq!(call.exit, Some(0));
        assert!(call.commands("HANGUP").is_empty());
    }
}

#[test]
fn a_manager_known_to_talk_is_not_rung() {
    let stand = answering(r#"{"dial":["101","102"]}"#);
    let call = call(Version::V16, &stand, |call| {
        call.variable("EXTENSION_STATE(101@internal)", "INUSE")
            .variable("EXTENSION_STATE(102@internal)", "NOT_INUSE")
            .exec("Dial", Exec::returns(0).sets("DIALSTATUS", "NOANSWER"))
    });
    assert_eq!(rung(&call), ["Local/102@internal/n,15,g"]);
}

#[test]
fn every_variable_is_set_before_anything_that_can_fail() {
    let stand = answering(
        r#"{"dial":"101","set":{"CRM_TYPE":"vip","PATH":"x"},"play":["custom/promo","../x"],"name":"Ромашка"}"#,
    );
    for version in Version::ALL {
        let call = call(version, &stand, |call| {
            call.exec("Playback", Exec::returns(0)).exec("Dial", Exec::returns(0).sets("DIALSTATUS", "BUSY"))
        });
        let first_exec =
            call.turns.iter().position(|turn| turn.command.starts_with("EXEC")).expect("commands");
        let last_set =
            call.turns.iter().rposition(|turn| turn.command.starts_with("SET")).expect("variables");
        assert!(last_set < first_exec, "{}", call.conversation());
        assert_eq!(call.variable("CRM_TYPE"), Some("vip"));
        assert_eq!(call.variable("PATH"), None);
        let played = call.commands("EXEC Playback");
        assert_eq!((played.len(), played[0][2].as_str()), (1, "custom/promo,noanswer"));
        let log = call.said();
        assert!(log.contains("set: PATH") && log.contains("play: ../x"), "{log}");
    }
}

#[test]
fn goto_goes_there_and_nowhere_else() {
    for (answer, goes) in [
        (r#"{"goto":{"context":"internal","extension":"201","priority":1}}"#, true),
        (r#"{"goto":{"context":"internal","extension":"666"}}"#, false),
    ] {
        let stand = answering(answer);
        let call = call(Version::V16, &stand, |call| call.exec("Goto", Exec::returns(0)));
        let sent: Vec<&str> =
            call.commands("EXEC Goto").iter().map(|arguments| arguments[2].as_str()).collect();
        assert_eq!(sent, if goes { vec!["internal,201,1"] } else { vec![] });
    }
}

#[test]
fn a_rejected_call_gets_its_tone_only_where_the_line_is_not_up() {
    for (how, application) in [("busy", Some("Busy")), ("congestion", Some("Congestion")), ("hangup", None)] {
        let stand = answering(match how {
            "busy" => r#"{"reject":"busy","dial":"101"}"#,
            "congestion" => r#"{"reject":"congestion"}"#,
            _ => r#"{"reject":"hangup"}"#,
        });
        for version in Version::ALL {
            let waiting = call(version, &stand, |call| match application {
                Some(application) => call.exec(application, Exec::returns(-1).hangs_up()),
                None => call,
            });
            assert_eq!(waiting.next, "hangup", "{how} {}", waiting.conversation());
            assert_eq!(waiting.commands("EXEC").len(), usize::from(application.is_some()));
            let answered = call(version, &stand, Incoming::answered);
            assert_eq!(answered.next, "hangup", "{how}");
            assert!(answered.commands("EXEC").is_empty(), "an answered line would only be held");
        }
    }
}

#[test]
fn text_lines_command_too() {
    let stand = answering("Ромашка\ndial: 101\nset: CRM_TYPE=vip\n");
    let call =
        call(Version::V1_8, &stand, |call| call.exec("Dial", Exec::returns(0).sets("DIALSTATUS", "BUSY")));
    assert_eq!(call.variable("CALLERID(name)"), Some("Romashka"));
    assert_eq!(call.variable("CRM_TYPE"), Some("vip"));
    assert_eq!(rung(&call).len(), 1);
}

#[test]
fn managers_are_rung_in_turn_until_one_answers() {
    let stand = answering(r#"{"dial":["101","84951234567","102","103"]}"#);
    for version in Version::ALL {
        let call = call(version, &stand, |call| {
            call.exec("Dial", Exec::returns(0).sets("DIALSTATUS", "NOANSWER"))
                .exec("Dial", Exec::returns(0).sets("DIALSTATUS", "ANSWER"))
                .exec("Dial", Exec::returns(0).sets("DIALSTATUS", "ANSWER"))
        });
        assert_eq!(rung(&call), ["Local/101@internal/n,15,g", "Local/102@internal/n,15,g"]);
        assert_eq!((call.exit, call.next.as_str()), (Some(0), "hangup"), "{}", call.conversation());
    }
}

#[test]
fn a_prompt_in_which_the_caller_hangs_up_is_the_last_thing_done() {
    let stand = answering(r#"{"name":"Ромашка","play":["a","b"],"dial":"101"}"#);
    for version in Version::ALL {
        let call = call(version, &stand, |call| call.exec("Playback", Exec::returns(-1).hangs_up()));
        assert_eq!(call.commands("EXEC").len(), 1, "{}", call.conversation());
        assert_eq!(call.outcome(), ("found", "answer"));
    }
}

#[test]
fn an_application_this_pbx_has_not_loaded_leaves_the_standard_route() {
    let stand = answering(r#"{"name":"Ромашка","play":"a","dial":"101"}"#);
    for version in [Version::V16, Version::V22] {
        let call = call(version, &stand, |call| {
            call.exec("Playback", Exec::returns(-2)).exec("Dial", Exec::returns(-2))
        });
        assert_eq!((call.exit, call.next.as_str()), (Some(0), "incoming,s,3"), "{}", call.conversation());
        assert_eq!(call.commands("EXEC").len(), 2);
    }
}

/// What a hacked 1C would try, each on a PBX that allows every command.
const TRICKS: [&str; 12] = [
    r#"{"dial":["810441234567","84951234567","+78121234567"]}"#,
    r#"{"dial":["500&SIP/trunk/810441234567","101,60,g","101|60","101@ext-out","101/n&SIP/x"]}"#,
    r#"{"dial":["${SHELL(reboot)}","$[1]","101;reboot","101`id`","101\nEXEC System reboot"]}"#,
    r#"{"goto":{"context":"internal","extension":"810441234567"}}"#,
    r#"{"goto":{"context":"internal,201,1&x","extension":"201"}}"#,
    r#"{"goto":"outgoing/84951234567"}"#,
    r#"{"play":["/etc/shadow","../../etc/shadow","a&b","a,say","${SHELL(id)}","a|b"]}"#,
    r#"{"set":{"CALLERID(num)":"1","SHELL(id)":"x","PATH":"x","__CRM_X":"x","CRM_A,CRM_B":"x","FILE(/etc/x)":"x"}}"#,
    r#"{"set":{"CRM_X) \"y\"\nEXEC System reboot\nSET VARIABLE (a":"x"}}"#,
    r#"{"reject":"System(reboot)","dial":true,"goto":[],"play":{},"set":7}"#,
    "Ромашка\ndial: 810441234567\ndial: 500&SIP/x\ngoto: outgoing/1\nplay: /etc/shadow\nset: PATH=x\nEXEC: System",
    "Ромашка\r\nEXEC System \"reboot\"\r\nHANGUP\r\n",
];

#[test]
fn a_hacked_1c_s_tricks_do_nothing() {
    for trick in TRICKS {
        let stand = answering(trick);
        for version in Version::ALL {
            let call = call(version, &stand, |call| call);
            assert_eq!(
                call.commands("EXEC").len(),
                call.commands("EXEC Log").len(),
                "{trick} {}",
                call.conversation()
            );
            assert!(
                call.commands("EXEC").iter().flat_map(|words| words.iter()).all(|word| !word.contains('$'))
            );
            assert_eq!((call.exit, call.next.as_str()), (Some(0), "incoming,s,3"), "{trick}");
            let ours = ["AGI1C_", "CALLERID(name)"];
            for set in call.commands("SET VARIABLE") {
                assert!(ours.iter().any(|name| set[2].starts_with(name)), "{trick} {set:?}");
            }
            assert!(call.log.len() >= 2, "what is refused is named: {trick} {:?}", call.log);
        }
    }
}

#[test]
fn what_may_be_set_carries_nothing_that_acts() {
    let stand = answering(
        r#"{"set":{"CRM_X":"${SHELL(id)}`id`;|&,<>\"\\$[1+1]\nEXEC System reboot","CRM_Y":"1?internal,810441234567,1",
            "CRM_LINK":"e1cib/data/Справочник.Контрагенты?ref=8f3b000c29e5d6a4","CRM_NAME":"ООО «Ромашка» & Ko"}}"#,
    );
    for version in Version::ALL {
        let call = call(version, &stand, |call| call);
        for refused in ["CRM_X", "CRM_Y", "CRM_NAME"] {
            assert_eq!(call.variable(refused), None);
            assert!(call.said().contains(refused), "{}", call.said());
        }
        assert_eq!(call.variable("CRM_LINK"), Some("e1cib/data/Справочник.Контрагенты?ref=8f3b000c29e5d6a4"));
        assert_eq!(call.commands("EXEC").len(), call.commands("EXEC Log").len());
    }
}

/// An answer with thousands of members would fill the PBX's log, and every line of it holds the caller.
#[test]
fn of_many_refusals_the_log_names_five() {
    for (refusals, named) in [(1, 1), (5, 5), (6, 5), (32, 5)] {
        let members: Vec<_> = (0..refusals).map(|each| format!(r#""FORBIDDEN_{each}":"x""#)).collect();
        let answer = format!(r#"{{"name":"Ромашка","set":{{{}}}}}"#, members.join(","));
        let stand = answering(answer.leak());
        let call = call(Version::V16, &stand, |call| call);
        assert_eq!(call.variable("CALLERID(name)"), Some("Ромашка"), "{}", call.conversation());
        let warnings = call.log.iter().filter(|(_, text)| text.contains("FORBIDDEN_")).count();
        assert_eq!(warnings, named, "of {refusals}: {:?}", call.log);
        assert_eq!(call.log.len(), 1 + named, "the summary, and what was refused: {:?}", call.log);
    }
}
