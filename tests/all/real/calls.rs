//! The main job through the real Asterisk: a caller gets a name, or the call goes on as if nobody had asked.
//! Judged by what Asterisk says: variables, CDR, AstDB, the INVITE a telephone receives.

use std::net::TcpListener;
use std::time::Duration;

use super::asterisk::{Asterisk, wait_for};
use super::call::Ended;
use super::program::Program;
use super::servers::{Kind, Server, free_tcp_port};
use super::sip::{Behaviour, Caller, Phone};

/// The default of `call.deadline`, and what a busy machine may add to it.
const DEADLINE: Duration = Duration::from_millis(2500 + 250);

fn asking(pbx: &Asterisk, url: &str) -> Program {
    pbx.install(&format!("[crm]\nurl = {url}\n"))
}

/// The call went on, its AGI did not fail, and these are its status and reason.
#[track_caller]
fn assert_went_on(call: &Ended, status: &str, reason: &str) {
    let said = ["AGISTATUS", "AGI1C_STATUS", "AGI1C_REASON"].map(|name| call.after(name));
    assert_eq!(said, ["SUCCESS", status, reason], "{call:#?}");
    assert!(call.after("AGI1C_MS").parse::<u32>().is_ok(), "{call:#?}");
    assert!(call.held() < DEADLINE, "{call:#?}");
}

/// Nothing happened to the name: neither on the channel nor in the CDR.
#[track_caller]
fn assert_as_it_came(call: &Ended, clid: &str) {
    assert_eq!((call.after("CALLERID(name)"), call.after("AGI1C_NAME")), ("As it came", ""), "{call:#?}");
    assert_eq!(call.cdr[0].clid, clid, "{call:#?}");
}

on_both! {
    /// Each server's way of writing a name: `Щербаков Юрий` in the channel, in the CDR, in AstDB.
    fn a_client_is_found(pbx) {
        for kind in Kind::ALL {
            let program = asking(pbx, &Server::shared(kind).url());
            let call = pbx.call("74952293042").named("As it came").agi(&program, &[]).run();
            assert_went_on(&call, "found", "answer");
            assert_eq!(call.after("CALLERID(name)"), "Щербаков Юрий", "{kind:?}");
            assert_eq!(call.after("AGI1C_NAME"), "Щербаков Юрий", "{kind:?}");
            assert_eq!(call.after("CALLERID(num)"), "74952293042");
            assert_eq!(call.cdr[0].clid, "\"Щербаков Юрий\" <74952293042>");
            assert_eq!(call.cdr[0].disposition, "ANSWERED");
            let memory = pbx.database(&program.family);
            assert!(memory["n/default/74952293042"].ends_with(" Щербаков Юрий"), "{memory:?}");
            assert!(memory["last/1"].contains("found") && !memory["last/1"].contains("74952293042"), "{memory:?}");
        }
    }

    /// Quotes, `&` and angle brackets: harmless on the channel, whole in AGI1C_NAME.
    fn quotes_and_ampersands(pbx) {
        for kind in Kind::ALL {
            let program = asking(pbx, &Server::shared(kind).url());
            let call = pbx.call("79211234567").agi(&program, &[]).run();
            assert_went_on(&call, "found", "answer");
            assert_eq!(call.after("CALLERID(name)"), "ООО Рога & копыта опт", "{kind:?}");
            assert_eq!(call.after("AGI1C_NAME"), "ООО \"Рога & копыта\" <опт>", "{kind:?}");
            assert_eq!(call.cdr[0].clid, "\"ООО Рога & копыта опт\" <79211234567>", "{kind:?}");
        }
    }

    /// Nobody, as an empty string and as each server's nil: the name stays as it was.
    fn nobody_is_known(pbx) {
        for (kind, number) in Kind::ALL.iter().flat_map(|kind| ["78120000000", "78120000001"].map(|n| (kind, n))) {
            let program = asking(pbx, &Server::shared(*kind).url());
            let call = pbx.call(number).named("As it came").agi(&program, &[]).run();
            assert_went_on(&call, "unknown", "nobody");
            assert_as_it_came(&call, &format!("\"As it came\" <{number}>"));
        }
    }

    /// A fault, with status 500 or (node) 200, is a failure and not "nobody".
    fn a_fault_is_a_failure(pbx) {
        for kind in Kind::ALL {
            let program = asking(pbx, &Server::shared(kind).url());
            let call = pbx.call("78129999999").named("As it came").agi(&program, &[]).run();
            assert_went_on(&call, "failed", "fault");
            assert_as_it_came(&call, "\"As it came\" <78129999999>");
        }
    }

    /// 1C down: refused at once; the next call does not even ask. A name once known is shown, stale.
    fn one_c_is_down(pbx) {
        let server = Server::start(Kind::Node);
        let program = asking(pbx, &server.url());
        assert_went_on(&pbx.call("74952293042").agi(&program, &[]).run(), "found", "answer");
        drop(server);
        let call = pbx.call("74952293042").named("As it came").agi(&program, &[]).run();
        assert_went_on(&call, "stale", "refused");
        assert_eq!(call.after("CALLERID(name)"), "Щербаков Юрий");
        let call = pbx.call("79211234567").named("As it came").agi(&program, &[]).run();
        assert_went_on(&call, "failed", "breaker");
        assert_as_it_came(&call, "\"As it came\" <79211234567>");
    }

    /// 1C that accepts and says nothing: the call is held for its limit and no longer.
    fn one_c_is_silent(pbx) {
        let silent = TcpListener::bind("127.0.0.1:0").expect("a listener");
        let program = asking(pbx, &format!("http://{}/ws/x", silent.local_addr().expect("its address")));
        let call = pbx.call("74952293042").named("As it came").agi(&program, &[]).run();
        assert_went_on(&call, "failed", "answer-timeout");
        assert_as_it_came(&call, "\"As it came\" <74952293042>");
        assert!(call.held() > Duration::from_millis(1500), "{call:?}");
    }

    /// A caller who hangs up while 1C thinks: the program is gone at once, and nothing is left behind.
    fn a_caller_hangs_up_in_the_middle(pbx) {
        let silent = TcpListener::bind("127.0.0.1:0").expect("a listener");
        let program = asking(pbx, &format!("http://{}/ws/x", silent.local_addr().expect("its address")));
        let call = pbx.call("74952293042").agi(&program, &[]).place();
        let asked = wait_for(Duration::from_secs(5), || program.is_running().then_some(()));
        assert!(asked.is_some(), "{}", call.so_far());
        call.hang_up();
        let call = call.end();
        assert!(!call.went_on(), "{call:#?}");
        let gone = wait_for(Duration::from_millis(500), || (!program.is_running()).then_some(()));
        assert!(gone.is_some(), "the program runs on");
    }

    /// The same on a SIP trunk.
    fn a_trunk_gives_up_in_the_middle(pbx) {
        let silent = TcpListener::bind("127.0.0.1:0").expect("a listener");
        let program = asking(pbx, &format!("http://{}/ws/x", silent.local_addr().expect("its address")));
        let call = pbx.call("74952293042").agi(&program, &[]).sip(Caller::GivesUp(400)).end();
        assert_eq!((call.went_on(), call.sip_status), (false, 487), "{call:#?}");
        let gone = wait_for(Duration::from_millis(500), || (!program.is_running()).then_some(()));
        assert!(gone.is_some(), "the program runs on");
    }

    /// From the trunk to a telephone: its display shows the client; where 1C is down, what the trunk sent.
    fn the_telephone_shows_the_name(pbx) {
        let phone = Phone::start(pbx, Behaviour::Answers(200));
        let dial = format!("Dial({},10)", phone.dial());
        let up = asking(pbx, &Server::shared(Kind::Spyne).url());
        let down = asking(pbx, &format!("http://127.0.0.1:{}/ws/x", free_tcp_port()));
        for (number, program) in [("74952293042", &up), ("79211234567", &up), ("74952293042", &down)] {
            let call = pbx.call(number).named("Trunk").agi(program, &[]).route(&[&dial]).sip(Caller::Stays).end();
            assert_eq!((call.after("AGISTATUS"), call.at_end("DIALSTATUS")), ("SUCCESS", "ANSWER"), "{call:#?}");
        }
        assert_eq!(phone.displays(), ["Щербаков Юрий", "ООО Рога & копыта опт", "Trunk"]);
    }

    /// Who is not asked about: no number, a withheld one, an extension of one's own, a hung-up channel.
    fn some_calls_are_not_asked_about(pbx) {
        let program = asking(pbx, &format!("http://127.0.0.1:{}/ws/x", free_tcp_port()));
        for (number, reason) in [("", "no-number"), ("anonymous", "anonymous"), ("101", "short")] {
            let call = pbx.call(number).named("As it came").agi(&program, &[]).run();
            assert_went_on(&call, "skipped", reason);
            assert_eq!(call.after("CALLERID(name)"), "As it came");
        }
        let call = pbx.call("74952293042").named("As it came").to("h").agi(&program, &[]).run();
        assert_went_on(&call, "skipped", "hangup-extension");
    }

    /// Settings that cannot be used, or that are not there.
    fn settings_cannot_be_used(pbx) {
        for settings in ["[crm]\nurl = nonsense\n", "[crm]\nuser = x\n", "half a li"] {
            let program = pbx.install(settings);
            let call = pbx.call("74952293042").named("As it came").agi(&program, &[]).run();
            assert_went_on(&call, "failed", "settings");
            assert_as_it_came(&call, "\"As it came\" <74952293042>");
        }
    }

    /// Arguments of AGI(): another number, a profile.
    fn arguments_of_agi(pbx) {
        let url = Server::shared(Kind::Php).url();
        let program = pbx.install(&format!("[crm]\nurl = http://127.0.0.1:1/ws\n[crm spb]\nurl = {url}\n"));
        let call = pbx.call("101").agi(&program, &["crm=spb", "number=74952293042"]).run();
        assert_went_on(&call, "found", "answer");
        assert_eq!(call.after("CALLERID(name)"), "Щербаков Юрий");
        assert!(pbx.database(&program.family).contains_key("n/spb/74952293042"));
    }
}
