//! The pasted text through its life: first call, second, two at once, applied again, changed, upgraded.

use std::fs;
use std::time::Duration;

use super::place::{FILE, Php, Place, pbx, released, stand, typed};
use crate::executable;
use crate::fakes::asterisk::{Call, Exec};

/// Each test with both PHPs.
macro_rules! with_both {
    ($($(#[$meta:meta])* fn $name:ident($place:ident) $body:block)+) => {$(
        mod $name {
            use super::*;

            $(#[$meta])*
            fn both($place: Place) $body

            #[test]
            #[ignore = "tests/run"]
            fn php_8() {
                both(Place::new(Php::Here));
            }

            #[test]
            #[ignore = "tests/run"]
            fn php_7_on_i386() {
                both(Place::new(Php::Appliance));
            }
        }
    )+};
}

fn assert_named(call: &Call) {
    assert_eq!(
        call.variable("CALLERID(name)"),
        Some("OOO Romashka"),
        "{}\n{}",
        call.conversation(),
        call.stderr
    );
    assert_eq!((call.exit, call.agistatus, call.outcome()), (Some(0), "SUCCESS", ("found", "answer")));
}

with_both! {
    /// From the second call on no PHP runs: the file is a line of shell.
    fn the_first_call_and_the_second(place) {
        let (stand, pbx) = (stand(), pbx());
        place.apply(&typed(released(), &stand.url(), "[commands]\r\nallow = name"));
        assert_named(&place.call(&pbx).run());
        assert!(place.is_linked());
        let [file, program, link] = &place.names()[..] else { panic!("{:?}", place.names()) };
        assert_eq!((file.as_str(), link.as_str()), (FILE, format!("{program}.sh").as_str()));
        let path = place.agi_bin().join(program);
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o700);
        let before = fs::metadata(&path).unwrap().modified().unwrap();

        assert_named(&place.call(&pbx).run());
        assert_eq!(stand.count(), 2);
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before, "not unpacked again");
        let text = fs::read(&path).unwrap();
        let tail = agi1c::config::tail::find(&text).unwrap().expect("a tail").1;
        let settings = agi1c::config::parse(tail, "tail", &[]).unwrap();
        assert_eq!(settings.profiles[0].login.secret(), super::super::place::PASSWORD);
    }

    /// A browser sends CRLF.
    fn a_text_with_crlf(place) {
        let (stand, pbx) = (stand(), pbx());
        place.apply(&typed(released(), &stand.url(), "[name]\nprefix = \"1C: \"").replace('\n', "\r\n"));
        for _ in 0..2 {
            let call = place.call(&pbx).run();
            assert_eq!(call.variable("CALLERID(name)"), Some("1C: OOO Romashka"), "{}", call.conversation());
        }
        assert!(place.is_linked() && !place.file().contains(&b'\r'));
    }

    /// Both calls unpack, each under a name of its own; both get their client's name.
    fn two_first_calls_at_once(place) {
        let (stand, pbx) = (stand(), pbx());
        place.apply(&typed(released(), &stand.url(), ""));
        let calls = [place.call(&pbx), place.call(&pbx), place.call(&pbx)];
        std::thread::scope(|scope| {
            let running = calls.map(|call| scope.spawn(|| call.run()));
            for call in running {
                assert_named(&call.join().unwrap());
            }
        });
        assert!(place.is_linked());
        assert_eq!(place.names().len(), 3, "{:?}", place.names());
    }

    /// The web interface rewrites the file whenever a phone is edited.
    fn a_dialplan_applied_again(place) {
        let (stand, pbx) = (stand(), pbx());
        let text = typed(released(), &stand.url(), "");
        place.apply(&text);
        assert_named(&place.call(&pbx).run());
        let (names, inode) = (place.names(), inode(&place));
        place.apply(&text);
        assert!(!place.is_linked());
        assert_named(&place.call(&pbx).run());
        assert!(place.is_linked());
        assert_eq!((place.names(), inode), (names, self::inode(&place)), "the unpacked program is found again");
    }

    /// Other settings are another program file; the old one goes.
    fn changed_settings(place) {
        let (stand, pbx) = (stand(), pbx());
        place.apply(&typed(released(), &stand.url(), ""));
        assert_named(&place.call(&pbx).run());
        let before = place.names();
        place.apply(&typed(released(), &stand.url(), "[name]\nprefix = X-"));
        let call = place.call(&pbx).run();
        assert_eq!(call.variable("CALLERID(name)"), Some("X-OOO Romashka"), "{}", call.conversation());
        let after = place.names();
        assert!(after.len() == 3 && after != before, "{before:?} {after:?}");
    }

    /// A conversation that began before the upgrade goes on in the program's deleted file.
    fn an_upgrade_during_a_long_call(place) {
        let (stand, pbx) = (stand(), pbx());
        stand.put(agi1c::kit::contacts::Client {
            number: super::super::place::NUMBER.into(),
            name: "ООО Ромашка".into(),
            commands: "dial: 101".into(),
            ..Default::default()
        });
        let allowed = "[commands]\nallow = name dial";
        place.apply(&typed(released(), &stand.url(), allowed));
        let talk = Exec::returns(0).sets("DIALSTATUS", "ANSWER").takes(Duration::from_secs(2));
        let long = place.call(&pbx).exec("Dial", talk.clone());
        let again = place.call(&pbx).exec("Dial", talk);
        std::thread::scope(|scope| {
            // The first one is still PHP's, the second one the linked program's.
            for (long, exit) in [(long, None), (again, Some(0))] {
                let long = scope.spawn(|| long.run());
                std::thread::sleep(Duration::from_millis(1200));
                place.apply(&typed(released(), &stand.url(), &format!("{allowed}\n[name]\nprefix = Y")));
                let call = place.call(&pbx).exec("Dial", Exec::returns(0).sets("DIALSTATUS", "BUSY")).run();
                assert_eq!(call.variable("CALLERID(name)"), Some("YOOO Romashka"), "{}", call.conversation());
                let long = long.join().unwrap();
                assert!(long.held > Duration::from_secs(2), "{}", long.conversation());
                assert_eq!(long.next, "hangup", "{}", long.conversation());
                // At the hangup Asterisk's SIGHUP meets PHP, which knows no better than to end by it.
                assert!(long.exit == Some(0) || long.exit == exit, "{}", long.conversation());
            }
        });
    }

    /// What stands in the dialplan's AGI() reaches the program in the first call too, whatever is in it.
    fn arguments_of_the_first_call(place) {
        let (stand, pbx) = (stand(), pbx());
        place.apply(&typed(released(), &stand.url(), ""));
        for _ in 0..2 {
            let call = place.call(&pbx).argument("do=name").argument("name.prefix=it's $HOME `id` Я ");
            let call = call.argument("number=+7 (495) 229-30-42").run();
            let name = call.variable("CALLERID(name)").unwrap_or_default();
            // What is left when the name has been made harmless for the appliance's shell.
            assert_eq!(name, "its HOME id IAOOO Romashka", "{}", call.conversation());
        }
    }

    /// Settings that are wrong are one clear line in Asterisk's log, in every call.
    fn settings_that_are_wrong(place) {
        let pbx = pbx();
        for (text, said) in [
            (released().to_owned(), "[crm]: url is not set"),
            (typed(released(), "http://1c/x", "[call]\ndeadlin = 3"), "call.deadlin"),
            (typed(released(), "http://1c/x", &format!("; {}", "x".repeat(4100))), "longer than 4096 bytes"),
        ] {
            place.apply(&text);
            for _ in 0..2 {
                let call = place.call(&pbx).run();
                let [(1, line)] = &call.log[..] else { panic!("{}", call.conversation()) };
                assert!(line.starts_with("agi1c: ") && line.contains(said), "{line}");
                assert_eq!(call.variable("CALLERID(name)"), None);
                assert_eq!((call.exit, call.outcome().0), (Some(0), "failed"));
            }
        }
    }
}

/// PHP 4 may have to do with 8 MB, and with no settings file of its own.
#[test]
#[ignore = "tests/run"]
fn little_memory_is_enough() {
    let (stand, pbx, place) = (stand(), pbx(), Place::new(Php::Here));
    place.apply(&typed(released(), &stand.url(), ""));
    let call = place.call(&pbx).program(php(&place, "-n -d memory_limit=8M")).run();
    assert_named(&call);
    assert!(place.is_linked());
}

/// A dozen first calls, each a little later than the one before.
#[test]
#[ignore = "tests/run"]
fn a_rush_of_first_calls() {
    let (stand, pbx, place) = (stand(), pbx(), Place::new(Php::Here));
    let text = typed(released(), &stand.url(), "");
    for round in 0..3 {
        place.apply(&text);
        std::thread::scope(|scope| {
            let calls: Vec<_> = (0..8)
                .map(|nth| {
                    std::thread::sleep(Duration::from_millis(nth * 3 + round));
                    let call = place.call(&pbx);
                    scope.spawn(|| call.run())
                })
                .collect();
            for call in calls {
                assert_named(&call.join().unwrap());
            }
        });
        assert!(place.is_linked() && place.names().len() == 3, "{:?}", place.names());
    }
}

/// The kernel saw the text and started PHP; before PHP opened the file, another call had put the line of shell in its
/// place. Seen with two first calls at once: PHP sent the shell's lines to Asterisk.
#[test]
#[ignore = "tests/run"]
fn php_opens_what_has_just_been_replaced() {
    let (stand, pbx, place) = (stand(), pbx(), Place::new(Php::Here));
    place.apply(&typed(released(), &stand.url(), ""));
    assert_named(&place.call(&pbx).run());
    assert!(place.is_linked());
    let call =
        place.call(&pbx).program(php(&place, "")).argument("do=name").argument("name.prefix=O'Neil").run();
    assert_eq!(call.variable("CALLERID(name)"), Some("ONeilOOO Romashka"), "{}", call.conversation());
}

/// A script that has PHP, with these options, open the application's file.
fn php(place: &Place, options: &str) -> std::path::PathBuf {
    let (file, php) = (place.agi_bin().join(FILE), place.agi_bin().join("php"));
    executable::write(
        &php,
        format!("#!/bin/sh\nexec /usr/bin/php {options} -f '{}' -- \"$@\"\n", file.display()),
    );
    php
}

fn inode(place: &Place) -> u64 {
    let program = place.names().into_iter().find(|name| name.starts_with("agi1c-")).expect("a program");
    std::os::unix::fs::MetadataExt::ino(&fs::metadata(place.agi_bin().join(program)).unwrap())
}
