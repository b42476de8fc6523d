//! A hacked 1C at the real Asterisk, every command allowed: nothing runs, nobody is rung, the call goes on.

use std::fs;
use std::sync::{Arc, Mutex};

use agi1c::kit::stand::{HookQuestion, Stand, StandOptions};

use super::office::Office;

/// What each trick would do if it worked; the file is looked for.
const RUN: &str = "touch /mnt/out/hacked";

fn tricks() -> Vec<String> {
    let mut tricks: Vec<String> = [
        r#"{"dial":["810441234567","84951234567","500&Local/84951234567@internal","101,60,g&x","101@internal/n&Local/101"]}"#,
        r#"{"dial":["${SHELL(RUN)}","$[1]","101`RUN`","101\nEXEC System \"RUN\""]}"#,
        r#"{"goto":{"context":"internal","extension":"84951234567"}}"#,
        r#"{"goto":{"context":"internal,201,1)&System(RUN","extension":"201"}}"#,
        r#"{"goto":"internal/84951234567","play":["/etc/shadow","../../../mnt/out/x","a&b","${SHELL(RUN)}"]}"#,
        r#"{"set":{"CALLERID(num)":"1","SHELL(RUN)":"x","FILE(/mnt/out/hacked)":"x","PATH":"x","CDR(userfield)":"x"}}"#,
        r#"{"set":{"CRM_X":"${SHELL(RUN)}`RUN`$(RUN)\";RUN;|RUN&\nEXEC System RUN"}}"#,
        r#"{"name":"${SHELL(RUN)} `RUN` $(RUN) \"; RUN; ' | RUN & \\ <x> \u0000\r\nEXEC System \"RUN\"\n"}"#,
        "`RUN`;RUN;$(RUN)${SHELL(RUN)}\r\nEXEC System RUN\r\nHANGUP\r\nset: SHELL(RUN)=x\ndial: ${SHELL(RUN)}",
        "failure\nfailure: x\nFAILURE",
    ]
    .map(|trick| trick.replace("RUN", RUN))
    .into();
    tricks.push(format!("{{\"name\":\"{}\"}}", "${SHELL(touch /mnt/out/hacked)}".repeat(100)));
    tricks.push(format!("{{\"set\":{{\"CRM_X\":\"{}\"}}}}", "A\\n`touch /mnt/out/hacked`".repeat(300)));
    tricks
}

on_both! {
    /// The dialplan behind it does what an Askozia does with a name: it hands it to a shell, as root.
    fn a_hacked_1c_does_nothing(pbx) {
        let answer = Arc::new(Mutex::new(String::new()));
        let said = Arc::clone(&answer);
        let hook = Arc::new(move |_: &HookQuestion<'_>| Some(said.lock().expect("the answer").clone()));
        let stand = Stand::start(StandOptions { hook: Some(hook), ..StandOptions::default() }).expect("loopback");
        let office = Office::open(pbx.edition);
        let loaded = office.pbx.cli("module load func_shell.so");
        assert!(loaded.contains("Loaded"), "SHELL() must be there to be reached: {loaded}");
        let settings = format!(
            "[crm]\nurl = {}\n[commands]\nallow = name dial goto play set reject\ntargets = internal/201\n",
            stand.url()
        );
        fs::write(office.pbx.path("agi-bin/agi1c.conf"), settings).expect("settings");
        office.pbx.dialplan(
            "application",
            "[from-provider]\nexten => _X!,1,AGI(DIALPLAN-APPLICATION-agi1c.php,do=name)\n\
             same => n,System(echo \"missed: ${CALLERID(all)}\" >> /mnt/out/mail)\n\
             same => n,Set(TYPE=${IF($[\"${CRM_X}\" = \"vip\"]?vip:other)})\n\
             same => n,Goto(ivr,s,1)\n",
        );
        office.around(&[
            ("ivr", "s", &["note ivr", "Answer()", "Hangup()"]),
            ("internal", "_X.", &["note rung"]),
            ("internal", "_X", &["note rung"]),
        ]);
        for trick in tricks() {
            trick.clone_into(&mut answer.lock().expect("the answer"));
            let call = office.call("74952293042", "78120000001").run();
            assert_eq!(call.notes, ["ivr"], "{trick} {call:#?}");
            assert!(!office.pbx.path("out/hacked").exists(), "{trick}");
            assert_eq!((call.at_end("AGISTATUS"), call.at_end("CALLERID(num)")), ("SUCCESS", "74952293042"), "{trick}");
        }
        let mail = office.pbx.read("out/mail");
        assert_eq!(mail.lines().count(), tricks().len(), "every mail has its line: {mail}");
    }
}
