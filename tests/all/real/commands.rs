//! What 1C commands, done by the real Asterisk: the manager's telephone, prompts, other places, rejections.
//! Judged by the notes the dialplan leaves, the CDR, and what the trunk hears.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use agi1c::kit::stand::{HookQuestion, Stand, StandOptions};

use super::asterisk::wait_for;
use super::call::{Call, Ended};
use super::sip::{Behaviour, Caller, Phone};
use super::{Asterisk, Edition};

/// A 1C that gives every caller the same answer.
fn answering(answer: &'static str) -> Stand {
    let hook = Arc::new(move |_: &HookQuestion<'_>| Some(answer.to_owned()));
    Stand::start(StandOptions { hook: Some(hook), ..StandOptions::default() }).expect("loopback")
}

/// A call whose 1C answers so; managers are the extensions of its context `office`, the standard route is an IVR.
fn call<'a>(pbx: &'a Asterisk, stand: &Stand) -> Call<'a> {
    let call = pbx.call("74952293042").named("As it came");
    let office = format!("{}-office", call.id);
    let program = pbx.install(&format!(
        "[crm]\nurl = {}\n[commands]\nallow = name dial goto play set reject\nring = 2\n\
         dial = Local/%s@{office}/n\ntargets = {office}/201\nvariables = CRM_*\n",
        stand.url()
    ));
    call.agi(&program, &[]).route(&["note ivr", "Answer()"])
}

#[track_caller]
fn assert_status(call: &Ended) {
    assert_eq!((call.at_end("AGI1C_STATUS"), call.at_end("AGI1C_REASON")), ("found", "answer"), "{call:#?}");
}

on_both! {
    /// The manager answers: the talk ends the call, the IVR is never reached, the CDR has the name.
    fn an_answered_manager_ends_the_call(pbx) {
        let stand = answering(r#"{"name":"ООО Ромашка","dial":"101"}"#);
        let phone = Phone::start(pbx, Behaviour::Answers(300));
        let dial = format!("Dial({},5)", phone.dial());
        let call = call(pbx, &stand).context("office", "101", &["note manager", &dial]).sip(Caller::Stays).end();
        assert_status(&call);
        assert_eq!(call.notes, ["manager"], "{call:#?}");
        assert_eq!(call.sip_status, 200);
        assert_eq!(phone.displays(), ["ООО Ромашка"]);
        assert!(call.cdr.iter().any(|record| record.clid == "\"ООО Ромашка\" <74952293042>"), "{call:#?}");
    }

    /// The manager is busy, rings on, does not exist: the standard route goes on, with the name.
    fn an_unreached_manager_leaves_the_standard_route(pbx) {
        let stand = answering(r#"{"name":"ООО Ромашка","dial":"101"}"#);
        let busy = Phone::start(pbx, Behaviour::Busy);
        let rings = Phone::start(pbx, Behaviour::Rings);
        let steps = [busy.dial(), rings.dial(), "Local/nobody@nowhere".into()].map(|device| format!("Dial({device},9)"));
        for step in &steps {
            let call = call(pbx, &stand).context("office", "101", &["note manager", step]).sip(Caller::Stays).end();
            assert_status(&call);
            assert_eq!(call.notes, ["manager", "ivr"], "{step} {call:#?}");
            assert_eq!(call.after("CALLERID(name)"), "ООО Ромашка");
            assert_eq!((call.after("AGISTATUS"), call.sip_status), ("SUCCESS", 200));
        }
    }

    /// A voicemail that would answer later than `commands.ring` does not swallow the fallback.
    fn a_voicemail_answers_too_late(pbx) {
        let stand = answering(r#"{"dial":"101"}"#);
        let steps = ["Ringing()", "Wait(4)", "Answer()", "note voicemail", "Wait(1)"];
        let call = call(pbx, &stand).context("office", "101", &steps).sip(Caller::Stays).end();
        assert_eq!(call.notes, ["ivr"], "{call:#?}");
    }

    /// Several managers in turn: the second one answers; a number on no list is not rung.
    fn managers_ring_in_turn(pbx) {
        let stand = answering(r#"{"dial":{"to":["101","84951234567","500&SIP/x","102"],"ring":3}}"#);
        let busy = Phone::start(pbx, Behaviour::Busy);
        let answers = Phone::start(pbx, Behaviour::Answers(200));
        let [first, second] = [&busy, &answers].map(|phone| format!("Dial({},5)", phone.dial()));
        let call = call(pbx, &stand)
            .context("office", "101", &["note first", &first])
            .context("office", "102", &["note second", &second])
            .context("office", "84951234567", &["note abroad"]);
        let call = call.sip(Caller::Stays).end();
        assert_eq!(call.notes, ["first", "second"], "{call:#?}");
    }

    /// The caller gives up while the manager's telephone rings: nothing goes on.
    fn a_caller_gives_up_at_the_manager(pbx) {
        let stand = answering(r#"{"dial":"101"}"#);
        let rings = Phone::start(pbx, Behaviour::Rings);
        let dial = format!("Dial({},9)", rings.dial());
        let call = call(pbx, &stand).context("office", "101", &["note manager", &dial]).place();
        let rung = wait_for(Duration::from_secs(5), || (!rings.invites().is_empty()).then_some(()));
        assert!(rung.is_some(), "{}", call.so_far());
        call.hang_up();
        let call = call.end();
        assert_eq!((call.notes.as_slice(), call.went_on()), (&["manager".to_owned()][..], false), "{call:#?}");
    }

    /// Only to a place on the list; anywhere else the standard route goes on.
    fn goto_goes_where_it_may(pbx) {
        for (place, notes) in [("201", ["office"]), ("202", ["ivr"])] {
            let probe = pbx.call("74952293042");
            let office = format!("{}-office", probe.id);
            let json = format!(r#"{{"goto":{{"context":"{office}","extension":"{place}"}}}}"#);
            let hook = Arc::new(move |_: &HookQuestion<'_>| Some(json.clone()));
            let stand = Stand::start(StandOptions { hook: Some(hook), ..StandOptions::default() }).expect("loopback");
            let program = pbx.install(&format!(
                "[crm]\nurl = {}\n[commands]\nallow = goto\ntargets = {office}/201\n",
                stand.url()
            ));
            let call = probe
                .agi(&program, &[])
                .route(&["note ivr", "Answer()"])
                .context("office", "201", &["note office", "Answer()"])
                .context("office", "202", &["note wrong"])
                .run();
            assert_eq!(call.notes, notes, "{call:#?}");
            assert_status(&call);
        }
    }

    /// A prompt is played before the line is answered, a missing one does no harm; variables arrive as they are.
    fn prompts_and_variables(pbx) {
        let sounds = pbx.edition.root().join("usr/share/asterisk/sounds/agi1c-tests");
        fs::create_dir_all(&sounds).expect("the sounds' folder");
        // Half a second of silence in µ-law.
        fs::write(sounds.join("promo.ulaw"), [0xff; 4000]).expect("a prompt");
        let stand = answering(
            r#"{"name":"ООО Ромашка","play":["agi1c-tests/promo","agi1c-tests/missing","/etc/passwd"],
                "set":{"CRM_TYPE":"vip","CRM_TRICK":"${SHELL(id)},101&102|x","PATH":"x","CALLERID(num)":"1"}}"#,
        );
        let call = call(pbx, &stand).read("CRM_TYPE").read("CRM_TRICK").read("CALLERID(num)").read("PLAYBACKSTATUS");
        let call = call.sip(Caller::Stays).end();
        assert_status(&call);
        assert_eq!(call.notes, ["ivr"], "{call:#?}");
        assert_eq!((call.after("CRM_TYPE"), call.after("CALLERID(num)")), ("vip", "74952293042"));
        assert!(!call.after("CRM_TRICK").contains(['$', '{', '|', '&']), "{call:#?}");
        assert_eq!(call.after("PLAYBACKSTATUS"), "FAILED", "the missing one came last");
        assert!(call.held().as_millis() >= 450, "the prompt was played to its end: {call:#?}");
    }

    /// Busy and congestion reach the trunk as SIP says; an answered line is hung up.
    fn rejected_calls(pbx) {
        for (answer, status) in [
            (r#"{"reject":"busy"}"#, 486),
            (r#"{"reject":"congestion"}"#, 503),
            (r#"{"reject":"hangup"}"#, 603),
        ] {
            let stand = answering(answer);
            let turned_away = call(pbx, &stand).sip(Caller::Stays).end();
            assert!(turned_away.notes.is_empty(), "{turned_away:#?}");
            // A plain hang-up is 603 from chan_sip, 480 or 603 from chan_pjsip by its version.
            let plain = status == 603 && pbx.edition != Edition::Bullseye;
            assert!(turned_away.sip_status == status || plain, "{answer} {}", turned_away.sip_status);
            let answered = call(pbx, &stand).before("Answer()").sip(Caller::Stays).end();
            assert_eq!((answered.notes.len(), answered.sip_status), (0, 200), "{answered:#?}");
        }
    }

    /// With the settings as they come nothing but the name is taken from 1C.
    fn nothing_is_done_that_was_not_allowed(pbx) {
        for answer in [
            r#"{"name":"ООО Ромашка","dial":"101"}"#,
            r#"{"name":"ООО Ромашка","goto":{"context":"office","extension":"201"}}"#,
            r#"{"name":"ООО Ромашка","play":"beep","set":{"CRM_TYPE":"vip"}}"#,
            r#"{"name":"ООО Ромашка","reject":"busy"}"#,
            "ООО Ромашка\ndial: 101\nreject: hangup\nset: CRM_TYPE=vip",
        ] {
            let stand = answering(answer);
            let program = pbx.install(&format!("[crm]\nurl = {}\n", stand.url()));
            let before = pbx.log().len();
            let call = pbx.call("74952293042").read("CRM_TYPE").agi(&program, &[]).route(&["note ivr", "Answer()"]);
            let call = call.context("office", "201", &["note wrong"]).sip(Caller::Stays).end();
            assert_status(&call);
            assert_eq!((call.notes.as_slice(), call.sip_status), (&["ivr".to_owned()][..], 200), "{answer} {call:#?}");
            assert_eq!((call.after("CALLERID(name)"), call.after("CRM_TYPE")), ("ООО Ромашка", ""), "{answer}");
            // In every log file of an Asterisk as it comes, not only on a console that happens to be open.
            let warning = |line: &str| line.contains("WARNING") && line.contains("1C may not command this (commands.allow)");
            let warned = || pbx.log()[before..].lines().any(warning).then_some(());
            assert!(wait_for(Duration::from_secs(20), warned).is_some(), "{answer}: {}", &pbx.log()[before..]);
        }
    }

    /// Where the PBX can tell that the manager talks or is away, his telephone is not rung.
    fn a_manager_known_to_talk_is_not_rung(pbx) {
        let stand = answering(r#"{"dial":["101","102"]}"#);
        pbx.cli("module load func_extstate.so");
        for (state, notes) in [("INUSE", ["102", "ivr"].as_slice()), ("UNAVAILABLE", &["102", "ivr"]), ("NOT_INUSE", &["101", "102", "ivr"])] {
            let device = format!("Custom:manager-{}", pbx.number());
            pbx.cli(&format!("devstate change {device} {state}"));
            let call = call(pbx, &stand).context("office", "101", &["note 101", "Busy(1)"]).context("office", "102", &["note 102", "Busy(1)"]);
            let hint = format!("[{}-office](+)\nexten => 101,hint,{device}\n", call.id);
            let call = call.more(&hint).sip(Caller::Stays).end();
            assert_eq!(call.notes, notes, "{state} {call:#?}");
        }
    }

    /// The same commands from an HTTP service, asked by GET.
    fn an_http_service_commands_too(pbx) {
        let stand = answering(r#"{"result":"Success","data":{"caller_id":"Иванов И.","client":"ООО Ромашка"},"responsible-number":101}"#);
        let probe = pbx.call("74952293042");
        let office = format!("{}-office", probe.id);
        let program = pbx.install(&format!(
            "[crm]\nprotocol = json\nurl = {}?number={{number}}&did={{did}}\n[commands]\nallow = name dial\n\
             dial = Local/%s@{office}/n\n",
            stand.http_url("identify")
        ));
        let call = probe.agi(&program, &[]).context("office", "101", &["note manager", "Busy(1)"]).route(&["note ivr", "Answer()"]);
        let call = call.sip(Caller::Stays).end();
        assert_status(&call);
        assert_eq!(call.notes, ["manager", "ivr"], "{call:#?}");
        assert_eq!(call.after("CALLERID(name)"), "Иванов И.");
        assert_eq!(stand.requests()[0].query, "number=74952293042&did=78121234567");
    }
}
