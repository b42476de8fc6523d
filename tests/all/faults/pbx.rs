//! Asterisk itself fails, or the caller hangs up: at every command of a call the program ends by itself, with status
//! 0, and within the deadline.

use std::fs::File;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{AT_ONCE, DEADLINE, NUMBER, OVERSHOOT, seconds_ago, settings, told, within};
use crate::fakes::asterisk::Incoming;
use crate::fakes::asterisk::{Asterisk, Block, Call, Trouble, Version, When};
use crate::fakes::hostile::{Hostile, Step::Request};
use crate::onec_wire::{response, soap, text};
use Trouble::{Before, Close, Half, HangUp, Instead, Late, Silence};

const NAME: &str = "ООО Ромашка";

/// A 1C that works: what fails here is not 1C.
fn onec() -> Hostile {
    Hostile::start(&[Request, text(response("200 OK", "", &soap(NAME)))])
}

fn good_settings(onec: &Hostile) -> String {
    with_deadline(&format!("http://{}/base/ws/x.1cws", onec.address))
}

fn with_deadline(url: &str) -> String {
    format!("{}[call]\ndeadline = {DEADLINE}\n", settings(url))
}

/// A call from [`NUMBER`] with the trunk's name.
fn call(version: Version, settings: &str) -> Incoming {
    Asterisk::new(version).call(NUMBER).name("Trunk").settings(settings)
}

/// The program ends by itself, with status 0, within the limit.
#[track_caller]
fn ends(what: &str, limit: u64, place: impl Fn() -> Call) -> Call {
    let call = within(what, limit, place);
    assert_eq!((call.exit, call.hung), (Some(0), false), "{what}\n{}{}", call.conversation(), call.stderr);
    call
}

/// How many commands a call has that goes well.
fn commands(version: Version, settings: &str) -> usize {
    let call = Asterisk::new(version).call(NUMBER).settings(settings).run();
    assert_eq!(call.outcome(), ("found", "answer"));
    call.turns.len()
}

#[test]
fn trouble_at_every_command() {
    let onec = onec();
    let settings = good_settings(&onec);
    let troubles = [
        ("closes its end", Close, AT_ONCE),
        ("closes in the middle of a reply", Half, AT_ONCE),
        ("has the caller hang up", HangUp, AT_ONCE),
        ("says HANGUP out of turn", Before(b"HANGUP\n".to_vec()), AT_ONCE),
        ("says rubbish", Instead(b"HTTP/1.1 200 OK\r\n\0\xff".to_vec()), DEADLINE),
        ("says a line without an end", Instead(vec![b'2'; 300_000]), DEADLINE),
        ("says Trying without an end", Instead(b"100 result=0 Trying...\n".repeat(9_999)), DEADLINE),
        ("replies late", Late(Duration::from_millis(60)), 60),
    ];
    // Those that wait for the deadline wait side by side.
    std::thread::scope(|scope| {
        for version in [Version::V1_8, Version::V16] {
            let count = commands(version, &settings);
            for (what, trouble, limit) in &troubles {
                let settings = &settings;
                scope.spawn(move || {
                    for nth in 1..=count {
                        let call = ends(&format!("Asterisk {what}, command {nth}"), *limit, || {
                            call(version, settings).trouble(When::Nth(nth), trouble.clone()).try_run()
                        });
                        let name = call.variable("CALLERID(name)").unwrap();
                        let shown = if version == Version::V1_8 { "OOO Romashka" } else { NAME };
                        assert!(name == "Trunk" || name == shown, "{name}");
                    }
                });
            }
        }
    });
}

#[test]
fn silence_at_every_command() {
    let onec = onec();
    let settings = good_settings(&onec);
    let count = commands(Version::V16, &settings);
    std::thread::scope(|scope| {
        for nth in 1..=count {
            let settings = &settings;
            scope.spawn(move || {
                ends(&format!("Asterisk never answers command {nth}"), DEADLINE, || {
                    call(Version::V16, settings).trouble(When::Nth(nth), Silence).run()
                });
            });
        }
    });
}

#[test]
fn every_command_is_refused() {
    let onec = onec();
    let settings = good_settings(&onec);
    for version in Version::ALL {
        for (what, reply) in [
            ("510", "510 Invalid or unknown command\n"),
            ("511", "511 Command Not Permitted on a dead channel\n"),
            (
                "520",
                "520-Invalid command syntax.  Proper usage follows:\nUsage: X\n520 End of proper usage.\n",
            ),
            (
                "520, glued",
                "520-Invalid command syntax.  Proper usage follows:\n x520 End of proper usage.\n",
            ),
            ("520, short", "520 Invalid command syntax.  Proper usage not available.\n"),
            ("503", "503 result=-2 Memory allocation failure\n"),
        ] {
            let call = ends(&format!("Asterisk answers {what} to everything"), AT_ONCE, || {
                call(version, &settings).trouble(When::Every(""), Instead(reply.into())).run()
            });
            assert_eq!(call.variable("CALLERID(name)"), Some("Trunk"));
            assert_eq!(call.next, "incoming,s,3", "{what}");
        }
    }
}

/// AstDB that refuses, loses or garbles: the name comes from 1C all the same.
#[test]
fn astdb_fails() {
    let onec = onec();
    let settings = good_settings(&onec);
    for (what, beginning, reply) in [
        ("AstDB is not there", "DATABASE", "510 Invalid or unknown command\n"),
        ("AstDB is out of memory", "DATABASE", "503 result=-2 Memory allocation failure\n"),
        ("AstDB does not write", "DATABASE PUT", "200 result=0\n"),
        ("AstDB finds rubbish", "DATABASE GET", "200 result=1 (\u{fffd}) ) ( 99999999999999999999 x\n"),
        ("AstDB finds nothing it wrote", "DATABASE GET", "200 result=0\n"),
    ] {
        let call = ends(what, AT_ONCE, || {
            call(Version::V16, &settings).trouble(When::Every(beginning), Instead(reply.into())).run()
        });
        assert_eq!((call.variable("CALLERID(name)"), call.outcome()), (Some(NAME), ("found", "answer")));
    }
}

/// Times in the future were written by a clock that has been set back since: they count as long ago.
#[test]
fn the_clock_has_jumped_back() {
    let onec = onec();
    let good = good_settings(&onec);
    let bad = settings("http://127.0.0.1:1/x");
    let key = format!("n/default/{NUMBER}");
    let tomorrow = seconds_ago(0) + 86_400;
    let pbx = Asterisk::new(Version::V16);
    pbx.db_put("agi1c", &key, &format!("{tomorrow} Старое имя"));

    let failed = pbx.call(NUMBER).name("Trunk").settings(&bad).run();
    assert_eq!((failed.outcome(), failed.variable("CALLERID(name)")), (("failed", "refused"), Some("Trunk")));
    let stored = pbx.db("agi1c", "b/default").expect("refused opens the breaker");
    let (_, rest) = stored.split_once(' ').unwrap();
    pbx.db_put("agi1c", "b/default", &format!("{tomorrow} {rest}"));
    let asked = pbx.call(NUMBER).settings(&bad).run();
    assert_eq!(asked.outcome(), ("failed", "refused"), "a window that ends tomorrow does not count");

    let fresh = format!("{good}[cache]\nfresh = 3600\n");
    let found = pbx.call(NUMBER).settings(&fresh).run();
    assert_eq!((found.outcome(), found.variable("CALLERID(name)")), (("found", "answer"), Some(NAME)));
    let healed = pbx.call(NUMBER).settings(&fresh).run();
    assert_eq!(healed.outcome(), ("cached", "fresh"), "the entry has the right time now");
}

#[test]
fn the_environment_block_ends_early() {
    let onec = onec();
    for lines in [0, 1, 7, 19, 20] {
        let call = ends(&format!("the block ends after {lines} lines"), AT_ONCE, || {
            call(Version::V16, &good_settings(&onec)).block(Block::Cut(lines)).run()
        });
        assert!(call.turns.is_empty(), "{}", call.conversation());
    }
    let endless = b"agi_callerid: 74952293042\n".repeat(100_000);
    for (what, block) in
        [("no block", b"GET / HTTP/1.1\r\n\r\n".to_vec()), ("a block without an end", endless)]
    {
        ends(what, AT_ONCE, || {
            call(Version::V16, &good_settings(&onec)).block(Block::Raw(block.clone())).try_run()
        });
    }
}

/// The settings, and with them the deadline, are read only after the block: until then it is the shipped one.
#[test]
fn the_environment_block_stops() {
    let onec = onec();
    std::thread::scope(|scope| {
        for lines in [0, 7] {
            let settings = good_settings(&onec);
            scope.spawn(move || {
                ends(&format!("the block stops after {lines} lines"), 2500, || {
                    call(Version::V16, &settings).block(Block::Stall(lines)).run()
                });
            });
        }
    });
}

/// A PBX that reads nothing: the pipe is full before the first command.
#[test]
fn the_pbx_stops_reading() {
    let (reader, mut writer) = std::io::pipe().unwrap();
    let stdout = writer.try_clone().unwrap();
    // Whatever the pipe holds on this system: this blocks for good when it is full.
    std::thread::spawn(move || writer.write_all(&[b'\n'; 1 << 21]));
    let conf = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("stops-reading.conf");
    std::fs::write(&conf, with_deadline("http://127.0.0.1:1/x")).unwrap();
    std::thread::sleep(Duration::from_millis(100));

    let began = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_agi1c"))
        .env("AGI1C_CONF", &conf)
        .stdin(Stdio::piped())
        .stdout(Stdio::from(stdout))
        .spawn()
        .unwrap();
    let block = format!("agi_request: agi1c\nagi_callerid: {NUMBER}\nagi_extension: s\n\n");
    child.stdin.as_mut().unwrap().write_all(block.as_bytes()).unwrap();
    let status = child.wait().unwrap();
    let held = began.elapsed();
    drop(reader);
    assert_eq!(status.code(), Some(0));
    assert!(held > Duration::from_millis(DEADLINE / 2), "it did write: {held:?}");
    assert!(held <= Duration::from_millis(DEADLINE) + OVERSHOOT, "{held:?}");
    told("Asterisk stops reading", "", DEADLINE, held);
}

/// Asterisk dies: nobody reads, nobody writes.
#[test]
fn the_pbx_is_gone() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    for stdout in [Stdio::from(writer), Stdio::from(File::open("/dev/null").unwrap()), Stdio::null()] {
        let began = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_agi1c"))
            .env("AGI1C_CONF", "/nowhere/agi1c.conf")
            .stdin(Stdio::piped())
            .stdout(stdout)
            .spawn()
            .unwrap();
        let block = format!("agi_request: agi1c\nagi_callerid: {NUMBER}\n\n");
        child.stdin.take().unwrap().write_all(block.as_bytes()).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0));
        assert!(began.elapsed() < Duration::from_secs(2));
    }
}
