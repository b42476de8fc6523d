//! The harness itself, with a script of three lines as the AGI: what the other tests lean on.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::servers::{Kind, Server};
use super::sip::{Behaviour, Caller, Phone};
use super::{Asterisk, Edition};

/// Swallows the environment, sends the given command, reads its reply.
fn saying(pbx: &Asterisk, command: &str) -> super::program::Program {
    pbx.script(&format!(
        "while read -r line && [ -n \"$line\" ]; do :; done\ncat <<'END'\n{command}\nEND\nread -r reply"
    ))
}

/// Each server of tests/servers answers a request written by hand.
#[test]
#[ignore = "tests/run"]
fn the_servers_answer() {
    for kind in Kind::ALL {
        let url = Server::shared(kind).url();
        let (address, path) = url["http://".len()..].split_once('/').expect("an address and a path");
        let body = concat!(
            r#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>"#,
            r#"<m:identify xmlns:m="http://wiki.miko.ru/doc:1cajam:identifynumber">"#,
            "<m:Number>74952293042</m:Number></m:identify></e:Body></e:Envelope>"
        );
        let mut socket = TcpStream::connect(address).expect("a connection");
        let request = format!(
            "POST /{path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: text/xml\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        // In one piece: write! would send many, and php -S sometimes hangs up on those.
        socket.write_all(request.as_bytes()).expect("it takes the request");
        let mut answer = String::new();
        socket.read_to_string(&mut answer).expect("an answer");
        assert!(answer.contains(">Щербаков Юрий</"), "{kind:?}: {answer}");
    }
}

on_both! {
    /// A Local call: variables after the AGI, at the end, the note, the time held, the CDR.
    fn a_local_call_is_seen_whole(pbx) {
        let agi = saying(pbx, r#"SET VARIABLE CALLERID(name) "Иван, Петров; & Ко""#);
        let call = pbx.call("84952293042").named("as it came").agi(&agi, &["a", "b"]);
        let call = call.route(&["Answer()", "note ivr", "Set(LATER=x;y)"]).read("LATER").run();
        assert_eq!(call.after("AGISTATUS"), "SUCCESS");
        assert_eq!(call.after("CALLERID(name)"), "Иван, Петров; & Ко");
        assert_eq!((call.after("LATER"), call.at_end("LATER")), ("", "x;y"));
        assert_eq!(call.notes, ["ivr"]);
        assert!(call.went_on() && call.held() < Duration::from_secs(5), "{call:?}");
        assert_eq!(call.cdr.len(), 1);
        assert_eq!(call.cdr[0].clid, "\"Иван, Петров; & Ко\" <84952293042>");
        assert_eq!(call.cdr[0].disposition, "ANSWERED");
    }

    /// A caller who gives up while the AGI works: the dialplan does not go on, nothing of it stays behind.
    fn a_caller_gives_up(pbx) {
        let agi = pbx.script("exec sleep 20");
        let call = pbx.call("84952293042").agi(&agi, &[]).place();
        let begun = super::asterisk::wait_for(Duration::from_secs(5), || {
            call.so_far().contains("before.time").then_some(())
        });
        assert!(begun.is_some());
        call.hang_up();
        let call = call.end();
        assert!(!call.went_on(), "{call:?}");
    }

    /// From the trunk to a telephone: the name in the INVITE is the AGI's, the talk ends the call.
    fn a_sip_call_reaches_a_phone(pbx) {
        let agi = saying(pbx, r#"SET VARIABLE CALLERID(name) "Рога \"и\" копыта""#);
        let phone = Phone::start(pbx, Behaviour::Answers(300));
        let dial = format!("Dial({},10,g)", phone.dial());
        let call = pbx.call("84952293042").named("trunk").agi(&agi, &[]).route(&[&dial, "note after"]);
        let call = call.sip(Caller::Stays).end();
        assert_eq!(phone.displays(), ["Рога \"и\" копыта"]);
        assert_eq!((call.at_end("DIALSTATUS"), call.notes.as_slice()), ("ANSWER", &["after".to_owned()][..]));
        assert_eq!((call.sip_status, call.after("CALLERID(num)")), (200, "84952293042"));
    }

    /// The telephone that is busy, the one that rings on, and what the trunk hears of it.
    fn phones_that_do_not_answer(pbx) {
        let (busy, rings) = (Phone::start(pbx, Behaviour::Busy), Phone::start(pbx, Behaviour::Rings));
        let [to_busy, to_ringing] = [&busy, &rings].map(|phone| format!("Dial({},1)", phone.dial()));
        let call = pbx.call("84952293042").named("Trunk Name").route(&[&to_busy]).sip(Caller::Stays).end();
        assert_eq!((call.at_end("DIALSTATUS"), call.cdr[0].disposition.as_str()), ("BUSY", "BUSY"));
        let call = pbx.call("84952293042").route(&[&to_ringing, "Busy()"]).sip(Caller::Stays).end();
        assert_eq!((call.at_end("DIALSTATUS"), call.sip_status), ("NOANSWER", 486));
        assert_eq!((busy.displays(), rings.displays()), (vec!["Trunk Name".into()], vec![String::new()]));
    }

    /// The caller on the trunk gives up; so does one in the middle of a talk.
    fn trunks_that_hang_up(pbx) {
        let call = pbx.call("84952293042").step("Wait(20)").sip(Caller::GivesUp(300)).end();
        assert_eq!((call.went_on(), call.sip_status), (false, 487));
        let call = pbx.call("84952293042").route(&["Answer()", "Wait(20)"]).sip(Caller::Talks(200)).end();
        assert_eq!((call.went_on(), call.sip_status), (true, 200));
    }

    /// A context of the call's own, several extensions in it, a step before the AGI, another number called.
    fn contexts_of_a_call(pbx) {
        let call = pbx.call("84952293042").to("78120000007").before("Set(EARLY=yes)").read("EARLY").read("EXTEN");
        let goto = format!("Goto({}-office,101,1)", call.id);
        let call = call.context("office", "100", &["note wrong"]).context("office", "101", &["note office", "Busy(1)"]);
        let call = call.route(&[&goto]).run();
        assert_eq!((call.after("EARLY"), call.after("EXTEN")), ("yes", "78120000007"));
        assert_eq!(call.notes, ["office"]);
    }

    /// The program itself, with settings it cannot read: reported, and the call is left alone.
    fn broken_settings_leave_the_call_alone(pbx) {
        let program = pbx.install("[crm]\nurl = nonsense\n");
        let call = pbx.call("84952293042").named("As it came").agi(&program, &[]).run();
        assert_eq!((call.after("AGISTATUS"), call.after("CALLERID(name)")), ("SUCCESS", "As it came"));
        assert_eq!(call.cdr[0].clid, "\"As it came\" <84952293042>");
        assert!(pbx.database(&program.family).is_empty());
        let kept = pbx.database("agi1c");
        assert!(kept["test"].starts_with("settings: "), "{kept:?}");
        assert!(kept.iter().any(|(key, value)| key.starts_with("last/") && value.contains(" 3042 failed settings ")));
        let log = pbx.log();
        assert!(log.lines().any(|line| line.contains("WARNING") && line.contains("crm.url")), "{log}");
    }

    /// The version, and AstDB as the command line shows it.
    fn version_and_astdb_are_read(pbx) {
        assert!(pbx.version().starts_with(if pbx.edition == Edition::Bullseye { "16." } else { "2" }));
        pbx.database_put("harness", "n/main/7", "1 ООО Имя: два");
        assert_eq!(pbx.database("harness")["n/main/7"], "1 ООО Имя: два");
    }
}
