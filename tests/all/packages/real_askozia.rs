//! The pasted text behind a real Asterisk 16 on i386, in a file system that looks like an Askozia's, with the
//! context that the appliance writes for a PHP application.

use std::time::Duration;

use agi1c::kit::merge;
use agi1c::kit::package::fill::Fill;
use base64::prelude::{BASE64_STANDARD, Engine};

use super::place::{FILE, NUMBER, PASSWORD, released, stand, store, typed};
use crate::executable;
use crate::merge::merged;
use crate::real::asterisk::wait_for;
use crate::real::program::built;
use crate::real::{Asterisk, Edition};

/// The universal command of an incoming route.
fn universal() -> String {
    format!("AGI({FILE})")
}

fn agi_bin(pbx: &Asterisk) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(pbx.path("agi-bin"))
        .expect("agi-bin")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn apply(pbx: &Asterisk, text: &str) {
    store(&pbx.path("agi-bin").join(FILE), text);
}

/// The contexts that the appliance writes for a PHP application with these numbers.
fn application(pbx: &Asterisk, numbers: &[&str]) {
    let id = FILE.strip_suffix(".php").expect("its id");
    let mut contexts = String::from("[internal]\n");
    for number in numbers {
        contexts += &format!("exten => {number},1,NoOp(internal calling application: agi1c)\n");
        contexts += &format!("exten => {number},n,Goto({id},${{EXTEN}},1)\n");
    }
    contexts += &format!("[{id}]\n");
    for pattern in ["_[0-9a-zA-Z*#]!", "s"] {
        contexts += &format!("exten => {pattern},1,AGI({FILE})\nexten => {pattern},2,Hangup()\n");
    }
    pbx.dialplan("application", &(contexts + "exten => h,1,Hangup()\n"));
}

fn is_linked(pbx: &Asterisk) -> bool {
    pbx.read(&format!("agi-bin/{FILE}")).starts_with("#!/bin/sh /")
}

#[test]
#[ignore = "tests/run"]
fn first_second_two_at_once_applied_again_changed() {
    let (stand, pbx) = (stand(), Asterisk::start(Edition::Askozia));
    let text = typed(released(), &stand.url(), "");
    apply(&pbx, &text);
    let named = |name: &str| {
        let call = pbx.call(NUMBER).named("trunk").step(&universal()).run();
        assert_eq!(call.after("CALLERID(name)"), name, "{}", pbx.log());
        assert_eq!((call.after("AGISTATUS"), call.after("AGI1C_STATUS")), ("SUCCESS", "found"));
        assert!(call.went_on(), "{}", pbx.log());
        // From 1.8.5 on, and in Cyrillic: Asterisk 16 carries it.
        assert_eq!(call.cdr[0].clid, format!("\"{name}\" <{NUMBER}>"));
        call.held()
    };
    let first = named("ООО Ромашка");
    assert!(is_linked(&pbx));
    let second = named("ООО Ромашка");
    assert!(second < Duration::from_secs(2), "{first:?} {second:?}");
    let unpacked = agi_bin(&pbx);

    apply(&pbx, &text);
    let calls: Vec<_> = (0..2).map(|_| pbx.call(NUMBER).step(&universal()).place()).collect();
    for call in calls {
        assert_eq!(call.end().after("CALLERID(name)"), "ООО Ромашка", "{}", pbx.log());
    }
    assert_eq!((is_linked(&pbx), agi_bin(&pbx)), (true, unpacked.clone()));

    apply(&pbx, &typed(released(), &stand.url(), "[name]\ncharset = latin"));
    let calls: Vec<_> = (0..2).map(|_| pbx.call(NUMBER).step(&universal()).place()).collect();
    for call in calls {
        assert_eq!(call.end().after("CALLERID(name)"), "OOO Romashka", "{}", pbx.log());
    }
    assert!(is_linked(&pbx) && agi_bin(&pbx).len() == 3 && agi_bin(&pbx) != unpacked);
    named("OOO Romashka");
    assert!(!pbx.log().contains("Broken pipe") && !pbx.log().contains("ERROR"), "{}", pbx.log());
}

/// The dialplan is applied with other settings while the program still rings the manager.
#[test]
#[ignore = "tests/run"]
fn an_upgrade_during_a_long_call() {
    let (stand, pbx) = (stand(), Asterisk::start(Edition::Askozia));
    stand.put(agi1c::kit::contacts::Client {
        number: NUMBER.into(),
        name: "ООО Ромашка".into(),
        commands: "dial: 101".into(),
        ..Default::default()
    });
    let dial = "[commands]\nallow = name dial\ndial = Local/%s@desk/n";
    pbx.dialplan("desk", "[desk]\nexten => 101,1,Answer()\nexten => 101,n,Wait(4)\n");
    apply(&pbx, &typed(released(), &stand.url(), dial));
    // The first call is PHP's to the end, the second one the program's own.
    let rung = || pbx.log().matches("Executing Application: (Dial)").count();
    for prefix in ["a", "b"] {
        let before = rung();
        let long = pbx.call(NUMBER).step(&universal()).route(&["note after"]).place();
        let rings = wait_for(Duration::from_secs(20), || (rung() > before).then_some(()));
        assert!(rings.is_some(), "{}", pbx.log());
        std::thread::sleep(Duration::from_millis(700));
        apply(&pbx, &typed(released(), &stand.url(), &format!("[name]\nprefix = {prefix}-")));
        let call = pbx.call(NUMBER).step(&universal()).run();
        assert_eq!(call.after("CALLERID(name)"), format!("{prefix}-ООО Ромашка"), "{}", pbx.log());
        assert!(is_linked(&pbx) && agi_bin(&pbx).len() == 3, "{:?}", agi_bin(&pbx));
        let long = long.end();
        assert_eq!(long.notes, Vec::<String>::new(), "the conversation was the call's end: {}", pbx.log());
        apply(&pbx, &typed(released(), &stand.url(), dial));
        let before = rung();
        let again = pbx.call(NUMBER).step(&universal()).place();
        let rings = wait_for(Duration::from_secs(20), || (rung() > before).then_some(()));
        assert!(rings.is_some(), "{}", pbx.log());
        again.hang_up();
        again.end();
        let linked = wait_for(Duration::from_secs(20), || is_linked(&pbx).then_some(()));
        assert!(linked.is_some(), "{}", pbx.log());
    }
}

/// Dialling the application's own number: the context as the appliance writes it, Hangup and all.
#[test]
#[ignore = "tests/run"]
fn the_applications_own_number() {
    let (stand, pbx) = (stand(), Asterisk::start(Edition::Askozia));
    apply(&pbx, &typed(released(), &stand.url(), ""));
    application(&pbx, &["1334444"]);
    for _ in 0..2 {
        pbx.cli("database deltree agi1c");
        let call = pbx.call("101").step("Goto(internal,1334444,1)").place();
        let kept = |key: &str| wait_for(Duration::from_secs(20), || pbx.database("agi1c").remove(key));
        let [said, version] = ["test", "version"].map(kept);
        call.hang_up();
        assert!(said.is_some_and(|said| !said.is_empty()), "no test in AstDB: {}", pbx.log());
        assert_eq!(version.as_deref(), Some(env!("CARGO_PKG_VERSION")), "{}", pbx.log());
    }
    assert!(is_linked(&pbx));
}

/// The other way in: what a restored configuration puts at the application's path, with the newline the appliance adds.
#[test]
#[ignore = "tests/run"]
fn a_restored_configuration() {
    let (stand, pbx) = (stand(), Asterisk::start(Edition::Askozia));
    let password = std::env::temp_dir().join(format!("agi1c-password-{}", std::process::id()));
    std::fs::write(&password, PASSWORD).expect("the password's file");
    let fill = Fill {
        url: Some(stand.url()),
        user: Some("web".into()),
        password_file: Some(password.clone()),
        ..Fill::default()
    };
    let program = std::fs::read(built(Edition::Askozia)).expect("the program");
    let empty = "<?xml version=\"1.0\"?>\n<askoziapbx>\n\t<version>2.1</version>\n</askoziapbx>\n";
    let config = merged(empty, &program, &fill, None).expect("merged");
    std::fs::remove_file(password).expect("the password's file goes");
    let encoded =
        config.split("encoded-contents>").nth(1).and_then(|rest| rest.split('<').next()).expect("contents");
    let mut bytes = BASE64_STANDARD.decode(encoded).expect("base64");
    bytes.push(b'\n');
    let file = pbx.path("agi-bin").join(format!("{}.php", merge::ID));
    executable::write(file, bytes);
    let call = pbx.call(NUMBER).step(&format!("AGI({}.php)", merge::ID)).run();
    assert_eq!(call.after("CALLERID(name)"), "ООО Ромашка", "{}", pbx.log());
    assert_eq!((call.after("AGISTATUS"), call.went_on()), ("SUCCESS", true));
}

/// A page of the project.
fn page(path: &str) -> String {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Runs them in the appliance's shell, from where a shellcmd or `exec.php` would: as root, beside Asterisk.
fn in_its_shell(pbx: &Asterisk, commands: &str) {
    let script = pbx.script(commands);
    let call = pbx.call("100").agi(&script, &[]).run();
    assert_eq!(call.after("AGISTATUS"), "SUCCESS", "{commands}\n{}", pbx.log());
}

/// The pages' way to test without a phone, in both languages, for the pasted program and for the storage disk's.
#[test]
#[ignore = "tests/run"]
fn without_a_phone_by_a_call_file() {
    let (stand, pbx) = (stand(), Asterisk::start(Edition::Askozia));
    assert!(pbx.cli("channel originate Local/1@x application Wait 1").contains("No such command"));
    apply(&pbx, &typed(released(), &stand.url(), ""));
    application(&pbx, &["*12", "1241"]);
    for folder in ["askozia", "askozia-storage"] {
        for language in ["", ".ru"] {
            let page = page(&format!("package/{folder}/README{language}.md"));
            let commands: Vec<&str> = page
                .lines()
                .map(str::trim)
                .filter(|line| line.starts_with("printf ") || line.starts_with("mv "))
                .collect();
            assert_eq!(commands.len(), 2, "{folder}{language}");
            pbx.cli("database deltree agi1c");
            in_its_shell(&pbx, &commands.join("\n"));
            let said = wait_for(Duration::from_secs(20), || pbx.database("agi1c").get("test").cloned());
            let said = said.unwrap_or_else(|| panic!("{commands:?}: no test in AstDB: {}", pbx.log()));
            assert!(said.starts_with("ok: "), "{said}");
        }
    }
}

/// The phone book's application of the page, started as the page says; at the hang-up its pattern matches `h`, and the
/// record of what was stored stays.
#[test]
#[ignore = "tests/run"]
fn the_phone_book_is_filled_once() {
    let (stand, pbx) = (stand(), Asterisk::start(Edition::Askozia));
    let file = pbx.path("agi-bin").join(format!("{}.php", merge::ID));
    executable::copy(built(Edition::Askozia), file);
    let settings = format!("[crm]\nurl = {}\nuser = web\npassword = \"'q\\\\;w\\\"e$r\"\n", stand.url());
    std::fs::write(pbx.path("agi-bin/agi1c.conf"), settings).expect("settings");
    let recipe = page("package/recipes/phonebook.askozia.txt");
    for language in ["", ".ru"] {
        let page = page(&format!("package/1c/phonebook{language}.md"));
        assert!(
            page.contains(&format!("```\n{recipe}```")),
            "the page shows the recipe as it is: {language}"
        );
        let mut context =
            String::from("[internal]\nexten => 1242,1,Goto(DIALPLAN-APPLICATION-book,${EXTEN},1)\n");
        context += "[DIALPLAN-APPLICATION-book]\n";
        for pattern in ["_[0-9a-zA-Z*#]!", "s"] {
            context.extend(recipe.lines().map(|line| format!("exten => {pattern},{line}\n")));
        }
        pbx.dialplan("application", &context);
        pbx.cli("database deltree agi1c");
        pbx.cli("database deltree cidname");
        let shellcmd =
            page.split("<shellcmd>").nth(1).and_then(|rest| rest.split("</shellcmd>").next()).expect("it");
        in_its_shell(&pbx, shellcmd);
        let ended = wait_for(Duration::from_secs(20), || pbx.database("agi1c").get("sync/default").cloned());
        assert!(ended.is_some_and(|said| said.contains("1 stored")), "{}", pbx.log());
        // The pattern at work: `h` runs the guard, and nothing is asked again.
        let gone = wait_for(Duration::from_secs(20), || {
            pbx.cli("core show channels count").contains("0 active channels").then_some(())
        });
        assert!(gone.is_some(), "{}", pbx.cli("core show channels"));
        let record = pbx.database("agi1c")["sync/default"].clone();
        assert!(record.contains("1 stored"), "{record}");
        pbx.call("100").route(&["Goto(DIALPLAN-APPLICATION-book,h,1)"]).run();
        assert_eq!(pbx.database("agi1c")["sync/default"], record, "the guard ends it");
    }
}
