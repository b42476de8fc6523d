//! Names that are attacks or nonsense: they are found, shown harmless, and the conversation with Asterisk survives.
//! (What a shell makes of a shown name is in `shell_names`.)

use super::{AT_ONCE, NUMBER, assert_goes_on, settings, within};
use crate::fakes::asterisk::{Asterisk, Call, Version};
use crate::fakes::hostile::{Hostile, Step::Request};
use crate::onec_wire::{response, soap, text};

fn called(version: Version, body: &str) -> Call {
    let server = Hostile::start(&[Request, text(response("200 OK", "", body))]);
    let url = format!("http://{}/base/ws/x.1cws", server.address);
    Asterisk::new(version).call(NUMBER).name("Trunk").settings(&settings(&url)).run()
}

fn escaped(name: &str) -> String {
    name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[test]
fn names_that_are_attacks() {
    let json = |name: &str| format!("{{\"name\": \"{name}\"}}");
    for (what, returned, shown) in [
        ("quotes and backslashes", r#"ООО "Рога\" \\ "#.to_owned(), "ООО Рога"),
        ("a quote that ends the command", "x\" \"EXEC System reboot".into(), "x EXEC System reboot"),
        ("a second line of AGI", "Имя\nEXEC \"System\" \"reboot\"".into(), "Имя"),
        ("a line that aborts AGI()", "failure".into(), "failure"),
        (
            "JSON's escapes for control characters",
            json("a\\u0000b\\r\\u001b[2J\\u0007c\\u2028d"),
            "ab [2Jc d",
        ),
        ("JSON's right-to-left override", json("Банк\\u202e knab"), "Банк knab"),
        ("C1 control characters", "a\u{85}b\u{9b}c".into(), "a bc"),
        ("a shell's expressions", "$(reboot)`id`;id|id&&id>/x".into(), "(reboot)ididid&&id/x"),
        ("a dialplan's expressions", "${SHELL(reboot)}$[1+1]".into(), "SHELL(reboot)[1+1]"),
        ("a SIP header's end", "x\" <sip:a@b>;tag=1".into(), "x sip:a@btag=1"),
    ] {
        for version in [Version::V16, Version::V22] {
            let call = called(version, &soap(&escaped(&returned)));
            assert_eq!(call.outcome(), ("found", "answer"), "{what}: {}", call.conversation());
            assert_eq!(call.variable("CALLERID(name)"), Some(shown), "{what}");
            assert_goes_on(what, &call);
        }
        let old = called(Version::V1_8, &soap(&escaped(&returned)));
        let name = old.variable("CALLERID(name)").unwrap();
        let harmless = |c: char| c.is_ascii_alphanumeric() || " .,:+@/_-".contains(c);
        assert!(name.chars().all(harmless), "{what}: {name}");
        assert_goes_on(what, &old);
    }
}

/// As long as the limit of 64 KiB lets through; longer ones are `too-large`, see `network`.
#[test]
fn a_name_of_sixty_thousand_bytes() {
    for name in ["ж".repeat(30_000), "\\".repeat(60_000), "😀".repeat(15_000), "a b ".repeat(15_000)] {
        for version in Version::ALL {
            let call = within("a name of 60,000 bytes", AT_ONCE, || called(version, &soap(&name)));
            let full = call.variable("AGI1C_NAME").unwrap();
            let shown = call.variable("CALLERID(name)").unwrap();
            assert!(full.len() <= 1000 && shown.len() <= 63, "{} {}", full.len(), shown.len());
            assert_goes_on("a name of 60,000 bytes", &call);
        }
    }
}

#[test]
fn names_of_nothing_are_nobody_or_leave_the_trunks() {
    for (what, returned) in [("blanks", " \t\r\n "), ("controls", "\u{85}\u{9b}"), ("quotes", "\"\"\"")] {
        let call = called(Version::V16, &soap(returned));
        assert_eq!(call.variable("CALLERID(name)"), Some("Trunk"), "{what}: {}", call.conversation());
        assert_goes_on(what, &call);
    }
}
