//! Somebody dials the application's own number: the check runs, its sentence stays in AstDB, a prompt says the
//! outcome, the client's name appears on the phone. The real ones are in `real`.

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::failures::Fail;
use agi1c::kit::stand::{Stand, StandOptions};

use crate::fakes::asterisk::{Asterisk, Call, Exec, Incoming, Trouble, Version, When};

const APPLICATION: &str = "DIALPLAN-APPLICATION-4f2a";

fn stand() -> Stand {
    let clients = vec![Client::new("74952293042", "ООО \"Ромашка\"")];
    Stand::start(StandOptions { clients, ..StandOptions::default() }).expect("loopback")
}

/// A call that runs in an application's context, as an Askozia appliance makes it.
fn dialled(pbx: &Asterisk, stand: &Stand, caller: &str, extension: &str) -> Incoming {
    let settings = format!("[crm]\nurl = {}\n", stand.url());
    pbx.call(caller)
        .field("request", format!("{APPLICATION}.php"))
        .field("context", APPLICATION)
        .field("extension", extension)
        .settings(&settings)
}

#[track_caller]
fn assert_said(call: &Call, prompt: &str) {
    let played: Vec<&str> = call.commands("STREAM FILE").iter().map(|words| words[2].as_str()).collect();
    assert_eq!(played, [prompt], "{}", call.conversation());
    assert!(call.answered && call.exit == Some(0), "{}", call.conversation());
}

fn test_of(pbx: &Asterisk) -> String {
    pbx.db("agi1c", "test").unwrap_or_default()
}

#[test]
fn an_own_extension_dials_the_application() {
    let stand = stand();
    for version in Version::ALL {
        let pbx = Asterisk::new(version);
        pbx.db_put("agi1c", "b/default", "4102444800 refused 0 00000000");
        let call = dialled(&pbx, &stand, "101", "2410").run();
        assert_said(&call, "activated");
        assert_eq!(test_of(&pbx), "ok: identify(Number) is there");
        assert_eq!(pbx.db("agi1c", "version").as_deref(), Some(env!("CARGO_PKG_VERSION")));
        assert_eq!(pbx.db("agi1c", "b/default"), None, "who tests has just changed something");
        assert!(call.log[0].1.contains(env!("CARGO_PKG_VERSION")), "{:?}", call.log);
        assert_eq!(call.variable("CALLERID(name)"), None);
        assert_eq!(pbx.db("agi1c", "last/1"), None, "no call of a client's");
    }
}

/// MikoPBX has one context for the numbers of all its applications.
#[test]
fn an_own_extension_dials_the_application_of_a_mikopbx() {
    let stand = stand();
    let pbx = Asterisk::new(Version::V22);
    let call = |request: &str, context: &str, caller: &str, extension: &str| {
        let call = dialled(&pbx, &stand, caller, extension)
            .field("request", request)
            .field("context", context)
            .run();
        !call.commands("STREAM FILE").is_empty()
    };
    for (request, context, caller, extension, is_test) in [
        ("DIALPLAN-1A2B3C4D.php", "applications", "201", "000241", true),
        ("DIALPLAN-APP-5f0.php", "applications", "201", "000241", true),
        ("DIALPLAN-APPLICATION-9.php", "applications", "201", "000241", true),
        ("DIALPLAN-1A2B3C4D.php", "applications", "201", "00024184952293042", true),
        ("DIALPLAN-1A2B3C4D.php", "applications", "74952293042", "000241", false),
        ("DIALPLAN-1A2B3C4D.php", "SIP-1-incoming-custom", "201", "000241", false),
        ("agi1c", "applications", "201", "000241", false),
        ("DIALPLAN-1A2B3C4D.php", "applications-2", "201", "000241", false),
    ] {
        let said = call(request, context, caller, extension);
        assert_eq!(said, is_test, "{request} in {context} from {caller} to {extension}");
    }
    assert_eq!(test_of(&pbx), "ok: 1C answers, and knows the client");
}

#[test]
fn a_client_s_number_behind_it_shows_the_name_and_keeps_it_out_of_the_log() {
    let stand = stand();
    for version in Version::ALL {
        let pbx = Asterisk::new(version);
        for dialled_number in ["*1284952293042", "*124952293042", "*1274952293042"] {
            let call = dialled(&pbx, &stand, "101", dialled_number).run();
            assert_said(&call, "activated");
            // An application of an Askozia: the name might reach its mail's shell.
            let shown = if version == Version::V1_8 { "OOO Romashka" } else { "ООО Ромашка" };
            assert_eq!(call.variable("CONNECTEDLINE(name)"), Some(shown), "{}", call.conversation());
            assert_eq!(call.commands("SEND TEXT")[0][2], shown);
            let at = |beginning: &str| call.turns.iter().position(|turn| turn.command.starts_with(beginning));
            assert!(at("SET VARIABLE CONNECTEDLINE(name)") < at("ANSWER"), "the answer carries it");
            let all = format!("{:?} {}", call.log, pbx.db_show());
            assert!(!all.contains("Ромашка") && !all.contains("2293042"), "{all}");
            assert_eq!(test_of(&pbx), "ok: 1C answers, and knows the client");
        }
        let call = dialled(&pbx, &stand, "101", "*1284950000000").run();
        assert_said(&call, "activated");
        assert!(call.commands("SEND TEXT").is_empty());
        assert_eq!(test_of(&pbx), "ok: 1C answers: it knows nobody by that number");
    }
}

#[test]
fn what_is_wrong_is_said_and_left_in_astdb() {
    let stand = stand();
    let pbx = Asterisk::new(Version::V1_8);
    stand.fail(Some(Fail::Login));
    assert_said(&dialled(&pbx, &stand, "101", "2410").run(), "tt-somethingwrong");
    assert!(test_of(&pbx).starts_with("http: ") && test_of(&pbx).contains("crm.user"), "{}", test_of(&pbx));
    assert!(test_of(&pbx).len() <= 255);
    let mut down = stand;
    down.stop();
    assert_said(&dialled(&pbx, &down, "101", "2410").run(), "tt-somethingwrong");
    assert!(test_of(&pbx).starts_with("tcp: "), "{}", test_of(&pbx));
}

#[test]
fn a_digit_says_it_where_the_prompt_is_missing() {
    let stand = stand();
    for version in Version::ALL {
        for (fail, digit) in [(None, "1"), (Some(Fail::Login), "0")] {
            stand.fail(fail);
            let missing = Trouble::Instead(b"200 result=0 endpos=0\n".to_vec());
            let call = dialled(&Asterisk::new(version), &stand, "101", "2410")
                .trouble(When::First("STREAM FILE"), missing)
                .run();
            assert_eq!(call.commands("SAY DIGITS")[0][2], digit, "{}", call.conversation());
        }
    }
}

#[test]
fn a_client_s_call_in_such_a_context_is_no_test() {
    let stand = stand();
    for (caller, extension, status) in [
        ("74952293042", "s", "found"),
        ("78120000000", "74951234567", "unknown"),
        ("unknown", "2410", "skipped"),
        ("anonymous", "s", "skipped"),
        ("12345", "s", "unknown"),
    ] {
        let call = dialled(&Asterisk::new(Version::V1_8), &stand, caller, extension).run();
        assert_eq!(call.outcome().0, status, "{caller} {}", call.conversation());
        assert!(call.commands("STREAM FILE").is_empty() && !call.answered, "{caller}");
    }
    // A client whose call a group of phones hands on by a Local channel to somewhere else.
    let pbx = Asterisk::new(Version::V1_8);
    let call = dialled(&pbx, &stand, "unknown", "s").field("channel", "Local/2410@internal-1;2").run();
    assert_eq!(call.outcome(), ("skipped", "no-number"));
    // The end of a test, where a plaintext application lacks its guard.
    assert!(dialled(&pbx, &stand, "101", "h").run().turns.is_empty());
    // Outside of applications an own extension is an ordinary call.
    let call = dialled(&pbx, &stand, "101", "2410").field("context", "internal").run();
    assert_eq!(call.outcome(), ("skipped", "short"));
}

#[test]
fn the_console_s_originate_is_a_test() {
    let stand = stand();
    let pbx = Asterisk::new(Version::V1_8);
    let call =
        dialled(&pbx, &stand, "unknown", "2410").field("channel", "Local/2410@internal-00000001;2").run();
    assert_said(&call, "activated");
}

#[test]
fn told_to_test_or_not_to() {
    let stand = stand();
    let pbx = Asterisk::new(Version::V16);
    let call =
        dialled(&pbx, &stand, "101", "*24184952293042").field("context", "internal").argument("do=test");
    let call = call.run();
    assert_said(&call, "activated");
    assert_eq!(call.variable("CONNECTEDLINE(name)"), Some("ООО Ромашка"));
    let call = dialled(&pbx, &stand, "101", "2410").argument("do=name").run();
    assert_eq!(call.outcome(), ("skipped", "short"));
    let call = dialled(&pbx, &stand, "101", "2410").argument("do=test").argument("number=84952293042").run();
    assert_eq!(call.variable("CONNECTEDLINE(name)"), Some("ООО Ромашка"));
    let at_its_end = dialled(&pbx, &stand, "101", "h").argument("do=test").run();
    assert!(at_its_end.turns.is_empty(), "{}", at_its_end.conversation());
}

#[test]
fn a_phone_that_takes_no_text_ends_nothing_on_an_old_asterisk() {
    let stand = stand();
    for version in Version::ALL {
        let refused = Trouble::Instead(b"510 Invalid or unknown command\n".to_vec());
        let call = dialled(&Asterisk::new(version), &stand, "101", "*1284952293042")
            .trouble(When::First("SEND TEXT"), refused)
            .run();
        assert_said(&call, "activated");
        assert_eq!(call.commands("EXEC Wait").len(), 1, "time to read it: {}", call.conversation());
    }
}

/// Unusable settings: an old `ok` is not left standing, the test is answered and said, the log file has it.
#[test]
fn settings_that_cannot_be_used_are_said_and_kept() {
    let stand = stand();
    for version in Version::ALL {
        for (settings, said) in [
            ("[crm]\nurl = nonsense\n", "crm.url"),
            ("[crm]\nurl = http://1c/x\n[call]\ndeadlin = 1\n", "call.deadlin"),
            ("[cache]\nfamily = other\n", "url is not set"),
            ("\u{0}\u{1}", "line 1"),
        ] {
            let pbx = Asterisk::new(version);
            pbx.db_put("agi1c", "test", "ok: from before");
            let call = dialled(&pbx, &stand, "101", "2410").settings(settings).run();
            assert_said(&call, "tt-somethingwrong");
            let test = test_of(&pbx);
            assert!(test.starts_with("settings: ") && test.contains(said), "{test}");
            assert_eq!(call.commands("EXEC Log").len(), 1, "{}", call.conversation());
            assert_eq!(pbx.db("agi1c", "last/1"), None, "no call of a client's");

            let call = pbx.call("84952293042").settings(settings).run();
            assert!(!call.answered && call.outcome() == ("failed", "settings"), "{}", call.conversation());
            let last = pbx.db("agi1c", "last/1").expect("the call is in the black box");
            assert!(last.contains(" 3042 failed settings "), "{last}");
            let hung_up = pbx.call("84952293042").field("extension", "h").settings(settings).run();
            assert_eq!((hung_up.exit, pbx.db("agi1c", "last/2")), (Some(0), None));
        }
    }
}

/// An Asterisk without the application Log: the line is on the console.
#[test]
fn without_log_the_warning_is_a_line_of_the_console() {
    let pbx = Asterisk::new(Version::V16);
    let call =
        pbx.call("84952293042").settings("[crm]\nurl = nonsense\n").exec("Log", Exec::returns(-2)).run();
    let [(1, line)] = &call.log[..] else { panic!("{}", call.conversation()) };
    assert!(line.contains("crm.url"), "{line}");
    assert_eq!(call.exit, Some(0));
}
