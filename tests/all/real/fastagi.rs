//! The real Asterisk against agi1c-server: `AGI(agi://…)` in place of the program.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use agi1c::config;
use agi1c::kit::stand::{HookQuestion, Stand, StandOptions};
use agi1c::server::Server;
use agi1c::server::pool::Load;

use super::asterisk::{Asterisk, wait_for};
use super::call::Call;
use super::habits::{NUMBER, knowing};
use super::servers::{Kind, free_tcp_port};
use super::sip::{Behaviour, Caller, Phone};

/// A server in this process, with an AstDB family of its own.
fn serve(pbx: &Asterisk, url: &str, more: &str) -> Server {
    let family = format!("server-{}", pbx.number());
    let text = format!(
        "[cache]\nfamily = {family}\n[crm]\nurl = {url}\n[server]\nlisten = 127.0.0.1:0\nqueue = 0\n{more}\n"
    );
    Server::start(config::parse(text.as_bytes(), "test", &[]).expect("sound settings"), None)
        .expect("it starts")
}

fn call<'a>(pbx: &'a Asterisk, address: SocketAddr, rest: &str) -> Call<'a> {
    pbx.call(NUMBER).named("As it came").step(&format!("AGI(agi://{address}/agi1c{rest})"))
}

on_both! {
    fn a_name_reaches_the_channel_and_the_call_history(pbx) {
        let stand = knowing("ООО Ромашка");
        let server = serve(pbx, &stand.url(), "calls = 4");
        let call = call(pbx, server.address(), "").run();
        assert_eq!((call.after("AGI1C_STATUS"), call.after("AGI1C_REASON")), ("found", "answer"), "{call:#?}");
        assert_eq!((call.after("CALLERID(name)"), call.after("AGISTATUS")), ("ООО Ромашка", "SUCCESS"));
        assert!(call.cdr.iter().any(|record| record.clid == format!("\"ООО Ромашка\" <{NUMBER}>")), "{call:#?}");
        let family = server.state().settings().cache.family.clone();
        assert!(pbx.database(&family).iter().any(|(key, _)| key.ends_with(NUMBER)), "the name is in this Asterisk's AstDB");
        assert!(server.end());
    }

    fn servers_nobody_here_wrote_are_asked(pbx) {
        for kind in Kind::ALL {
            let server = serve(pbx, &super::servers::Server::shared(kind).url(), "calls = 4");
            let call = call(pbx, server.address(), "").run();
            assert_eq!(call.after("AGI1C_STATUS"), "found", "{kind:?} {call:#?}");
        }
    }

    fn query_and_arguments_reach_the_server(pbx) {
        let (first, second) = (knowing("Первая база"), knowing("Вторая база"));
        let server = serve(pbx, &first.url(), &format!("calls = 4\n[crm spb]\nurl = {}", second.url()));
        for rest in ["?crm=spb", ",crm=spb", "?crm=spb&do=name,number=8 (495) 229-30-42"] {
            let call = call(pbx, server.address(), rest).run();
            assert_eq!(call.after("CALLERID(name)"), "Вторая база", "{rest} {call:#?}");
        }
        let refused = call(pbx, server.address(), ",crm.url=http://127.0.0.1:1/").run();
        assert_eq!((refused.after("AGI1C_STATUS"), refused.after("AGI1C_REASON")), ("failed", "settings"));
        assert_eq!(refused.after("CALLERID(name)"), "As it came");
    }

    /// No server, a full one, one that does not let this address in: the call goes on at once, as it came.
    fn a_call_that_is_turned_away_goes_on_at_once(pbx) {
        let nobody: SocketAddr = format!("127.0.0.1:{}", free_tcp_port()).parse().expect("an address");
        let elsewhere = serve(pbx, "http://127.0.0.1:1/", "calls = 1\nallow = 10.0.0.1");
        let full = serve(pbx, "http://127.0.0.1:1/", "calls = 1\n[call]\ndeadline = 60000");
        let _holds_it = std::net::TcpStream::connect(full.address()).expect("it listens");
        let taken = wait_for(Duration::from_secs(30), || (full.pool().load().calls == 1).then_some(()));
        assert!(taken.is_some());
        for address in [nobody, elsewhere.address(), full.address()] {
            let call = call(pbx, address, "").run();
            assert_eq!((call.after("CALLERID(name)"), call.after("AGI1C_STATUS")), ("As it came", ""), "{call:#?}");
            // The deadline of the full one is a minute; SIP callers wait for none of this.
            assert!(call.held() < Duration::from_secs(10), "{:?}", call.held());
        }
        assert_eq!((elsewhere.state().counts.not_allowed.get(), full.state().counts.full.get()), (1, 1));
    }

    /// A server that is killed in the middle of a call: AGISTATUS says nothing of it, AGI1C_STATUS is empty.
    fn a_server_that_dies_in_the_middle_leaves_the_call_alone(pbx) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a socket");
        let address = listener.local_addr().expect("its address");
        let dying = std::thread::spawn(move || drop(listener.accept().expect("a call")));
        let call = call(pbx, address, "").run();
        dying.join().expect("it died");
        assert_eq!((call.after("CALLERID(name)"), call.after("AGI1C_STATUS")), ("As it came", ""), "{call:#?}");
        assert!(call.went_on());
    }

    /// The manager answers: the talk ends the call; meanwhile it holds no worker.
    fn an_answered_manager_ends_the_call(pbx) {
        let hook = Arc::new(|_: &HookQuestion<'_>| Some(r#"{"name":"ООО Ромашка","dial":"101"}"#.to_owned()));
        let stand = Stand::start(StandOptions { hook: Some(hook), ..StandOptions::default() }).expect("loopback");
        let phone = Phone::start(pbx, Behaviour::Answers(1500));
        let dial = format!("Dial({},9)", phone.dial());
        let placed = pbx.call(NUMBER);
        let office = format!("{}-office", placed.id);
        let more = format!("calls = 1\n[commands]\nallow = name dial\ndial = Local/%s@{office}/n");
        let server = serve(pbx, &stand.url(), &more);
        let placed = placed
            .step(&format!("AGI(agi://{}/agi1c)", server.address()))
            .route(&["note ivr", "Answer()"])
            .context("office", "101", &["note manager", &dial])
            .sip(Caller::Stays);
        let talks = Load { calls: 0, waiting: 0, talks: 1 };
        let talking = wait_for(Duration::from_secs(30), || (server.pool().load() == talks).then_some(()));
        assert!(talking.is_some(), "{:?} {}", server.pool().load(), placed.so_far());
        let call = placed.end();
        assert_eq!((call.notes.as_slice(), call.sip_status), (&["manager".to_owned()][..], 200), "{call:#?}");
        assert_eq!(phone.displays(), ["ООО Ромашка"]);
        let over = wait_for(Duration::from_secs(30), || (server.pool().load() == Load::default()).then_some(()));
        assert!(over.is_some(), "{:?}", server.pool().load());
    }
}
