//! The application's own number, dialled on the real Asterisk: from its console, and by an employee's telephone (sipp)
//! with a client's number behind it. The contexts are those an Askozia appliance writes for a PHP application.

use std::fs;
use std::time::Duration;

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::failures::Fail;
use agi1c::kit::stand::{Stand, StandOptions};

use super::asterisk::wait_for;
use super::office::Office;
use super::outgoing::{accounts, identities};
use super::sip::{Caller, Trunk};

const APPLICATION: &str = "\
[internal]
exten => 2410,1,Goto(DIALPLAN-APPLICATION-agi1c,${EXTEN},1)
exten => _*12X.,1,Goto(DIALPLAN-APPLICATION-agi1c,${EXTEN},1)
[DIALPLAN-APPLICATION-agi1c]
exten => _[0-9a-zA-Z*#]!,1,AGI(DIALPLAN-APPLICATION-agi1c.php)
exten => _[0-9a-zA-Z*#]!,2,Hangup()
exten => s,1,AGI(DIALPLAN-APPLICATION-agi1c.php)
exten => s,2,Hangup()
exten => h,1,Hangup()
";

fn office(pbx: &super::Asterisk, stand: &Stand) -> Office {
    let office = Office::open(pbx.edition);
    office.pbx.dialplan("application", APPLICATION);
    fs::write(office.pbx.path("agi-bin/agi1c.conf"), format!("[crm]\nurl = {}\n", stand.url()))
        .expect("settings");
    office
}

/// The sentence in AstDB, once there is one other than `before`.
fn sentence(office: &Office, before: &str) -> String {
    let new = || office.pbx.database("agi1c").remove("test").filter(|sentence| sentence != before);
    wait_for(Duration::from_secs(10), new)
        .unwrap_or_else(|| panic!("no new sentence in AstDB\n{}", office.pbx.log()))
}

fn stand() -> Stand {
    let clients = vec![Client::new("74952293042", "ООО \"Ромашка\"")];
    Stand::start(StandOptions { clients, ..StandOptions::default() }).expect("loopback")
}

on_both! {
    /// `channel originate`, as the recipes say: well, then with a wrong password, then with 1C away.
    fn from_the_console(pbx) {
        let mut stand = stand();
        let office = office(pbx, &stand);
        let dial = || office.pbx.cli("channel originate Local/2410@internal application Wait 10");
        office.pbx.database_put("agi1c", "b/default", "4102444800 refused 0 00000000");
        dial();
        let well = sentence(&office, "");
        assert_eq!(well, "ok: identify(Number) is there");
        stand.fail(Some(Fail::Login));
        dial();
        let login = sentence(&office, &well);
        assert!(login.starts_with("http: "), "{login}");
        stand.stop();
        dial();
        assert!(sentence(&office, &login).starts_with("tcp: "));
        let memory = office.pbx.database("agi1c");
        assert_eq!(memory["version"], env!("CARGO_PKG_VERSION"));
        assert!(!memory.contains_key("b/default") && !memory.contains_key("last/1"), "{memory:?}");
        let log = || office.pbx.log();
        // Which of the two depends on whether this Debian carries prompts at all.
        let said = wait_for(Duration::from_secs(10), || {
            let log = log();
            let prompts = log.contains("Playing 'activated") && log.contains("Playing 'tt-somethingwrong");
            (prompts || (log.contains("activated does not exist") && log.contains("digits/1 does not exist"))).then_some(())
        });
        assert!(said.is_some(), "{}", log());
    }

    /// An employee dials *12 and a client's number: the name is in the answer to the telephone.
    fn by_an_employee_s_telephone(pbx) {
        let stand = stand();
        let office = office(pbx, &stand);
        accounts(&office, "internal", 9);
        for (dialled, names, says) in [
            ("*1284952293042", true, "ok: 1C answers, and knows the client"),
            ("*1284950000000", false, "ok: 1C answers: it knows nobody by that number"),
            ("2410", false, "ok: identify(Number) is there"),
        ] {
            let mut employee = Trunk::call(&office.pbx, dialled, "101", "Employee", Caller::Stays);
            assert_eq!(employee.finish(), 200);
            let received = employee.received();
            let seen = identities(&received).iter().any(|name| name == "ООО Ромашка");
            assert_eq!(seen, names, "{dialled} {received:#?}");
            assert_eq!(office.pbx.database("agi1c")["test"], says);
        }
        let memory = format!("{:?}", office.pbx.database("agi1c"));
        assert!(!memory.contains("Ромашка") && !memory.contains("2293042"), "{memory}");
    }

    /// A client's call that arrives in the application's context is named, and hears nothing.
    fn not_for_a_client(pbx) {
        let stand = stand();
        let office = office(pbx, &stand);
        let call = office.call_into("DIALPLAN-APPLICATION-agi1c", "74952293042", "78120000001").run();
        assert_eq!((call.at_end("AGI1C_STATUS"), call.at_end("CALLERID(name)")), ("found", "ООО Ромашка"));
        assert!(!office.pbx.database("agi1c").contains_key("test"));
        assert!(!office.pbx.log().contains("activated"), "{}", office.pbx.log());
    }
}
