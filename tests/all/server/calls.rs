//! The same call as the appliance program's, and what it may say from the network.

use agi1c::kit::stand::failures::Fail;

use super::caller::{Caller, environment};
use super::*;

#[test]
fn a_call_gets_its_name_on_every_asterisk() {
    let stand = stand();
    let server = serve(&stand, "calls = 4\n");
    for version in Version::ALL {
        let pbx = Asterisk::new(version);
        let call = pbx.call(NUMBER).over(server.address(), "agi1c");
        let shown = if version == Version::V1_8 { "OOO Romashka" } else { NAME };
        assert_eq!(call.variable("CALLERID(name)"), Some(shown), "{}", call.conversation());
        assert_eq!(call.outcome(), ("found", "answer"));
        assert_eq!((call.agistatus, call.next.as_str()), ("SUCCESS", "incoming,s,3"));
        let remembered =
            pbx.db("agi1c", &format!("n/default/{NUMBER}")).expect("in the calling Asterisk's AstDB");
        assert!(remembered.ends_with(NAME), "{remembered}");
        assert!(pbx.db("agi1c", "last/1").is_some_and(|entry| entry.contains(" 3042 found answer ")));
    }
    let counts = &server.state().counts;
    assert_eq!(counts.verdicts(), [(("found", "answer"), 3)]);
    assert_eq!((counts.took().calls, counts.broken_off.get()), (3, 0));
    assert!(server.end());
}

#[test]
fn address_and_arguments_choose_number_and_base() {
    let (first, second) = (stand(), stand());
    second.put(Client::new("79261234567", "Другая база"));
    let server = serve(&first, &format!("calls = 2\n[crm spb]\nurl = {}\n", second.url()));
    let pbx = Asterisk::new(Version::V16);
    let by_address = pbx.call("unknown").over(server.address(), "agi1c?crm=spb&number=+79261234567");
    assert_eq!(by_address.variable("AGI1C_NAME"), Some("Другая база"), "{}", by_address.conversation());
    let by_arguments = pbx.call("unknown").argument("crm=spb").argument("number=89261234567");
    let by_arguments = by_arguments.over(server.address(), "agi1c");
    assert_eq!(by_arguments.variable("AGI1C_NAME"), Some("Другая база"), "{}", by_arguments.conversation());
}

#[test]
fn what_is_not_for_the_network_fails_the_settings_and_no_call() {
    let stand = stand();
    let server = serve(&stand, "calls = 2\n");
    for word in
        ["crm.url=http://127.0.0.1:1/", "commands.allow=dial", "do=sync", "do=test", "log.level=debug"]
    {
        let pbx = Asterisk::new(Version::V16);
        let call = pbx.call(NUMBER).argument(word).over(server.address(), "agi1c");
        assert_eq!(call.outcome(), ("failed", "settings"), "{word}: {}", call.conversation());
        assert_eq!((call.variable("CALLERID(name)"), call.next.as_str()), (None, "incoming,s,3"));
    }
    assert_eq!(stand.count(), 0);
    // An application's number dialled in the office is no self-test here.
    let call = Asterisk::new(Version::V16).call("101").field("context", "DIALPLAN-APPLICATION-1");
    assert_eq!(call.over(server.address(), "agi1c").outcome(), ("skipped", "short"));
}

#[test]
fn a_call_may_shorten_its_time_and_not_lengthen_it() {
    let stand = stand();
    stand.fail(Some(Fail::Silence));
    let server = serve_within(&stand, 4000, "calls = 2\n[cache]\nbreaker = 0\n");
    let took = |script: &str| {
        let began = Instant::now();
        let mut caller = Caller::connect(server.address());
        caller.say(&environment().replace("script: agi1c", &format!("script: {script}")));
        let commands = caller.answer_all();
        assert!(!commands.is_empty(), "{script}");
        began.elapsed()
    };
    // 1C would be waited for fifty seconds, were it not for the call's own limit.
    let short = took("agi1c?call.deadline=1000");
    assert!(short >= Duration::from_millis(800) && short < Duration::from_millis(3500), "{short:?}");
    let long = took("agi1c?call.deadline=60000");
    assert!(long >= Duration::from_millis(3800) && long < Duration::from_secs(30), "{long:?}");
    let wrong = Asterisk::new(Version::V16).call(NUMBER).over(server.address(), "agi1c?call.deadline=soon");
    assert_eq!(wrong.outcome(), ("failed", "settings"));
}

#[test]
fn an_asterisk_that_falls_silent_is_let_go_at_the_deadline() {
    let stand = stand();
    let server = serve_within(&stand, 5000, "calls = 2\n");
    let began = Instant::now();
    let silent = ["SET VARIABLE", "VERBOSE"].map(|command| {
        let mut caller = Caller::call(server.address());
        caller.until(command);
        caller
    });
    for mut caller in silent {
        assert!(caller.is_closed());
    }
    assert!(began.elapsed() >= Duration::from_millis(4900), "{:?}", began.elapsed());
    wait_for_load(&server, Load::default());
}

#[test]
fn who_is_not_in_server_allow_is_closed_at_once() {
    let stand = stand();
    let server = serve(&stand, "calls = 1\nallow = 10.0.0.0/8 127.0.0.2\n");
    assert!(Caller::call(server.address()).is_closed());
    wait_until("it is counted", || server.state().counts.not_allowed.get() == 1);
    assert_eq!(server.pool().load(), Load::default());
}
