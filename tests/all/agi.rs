//! The protocol against a model of Asterisk: what is sent is what arrives, whatever it is and whoever answers.

use std::time::Duration;

use agi1c::agi::command::{AgiCommand, MAX_LINE};
use agi1c::agi::{AgiError, AstDb, Env, Session};
use agi1c::store::Store;

use crate::fakes::asterisk::{Asterisk, Block, Call, Exec, Incoming, Trouble, Version, When};
use crate::fakes::golden;
use crate::fakes::parse_args::parse_args;

/// xorshift64*: the same numbers in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }

    /// Bytes of every kind, those that quoting is about more often, read as UTF-8 is read from outside.
    fn text(&mut self, longest: usize) -> String {
        let awkward = ["\"", "\\", " ", "\t", "\n", "\r", "\0", "ё", "😀", "\u{2028}", "${X}", ",", ";", "|"];
        let mut bytes = Vec::new();
        for _ in 0..self.roll(longest) {
            match self.roll(3) {
                0 => bytes.extend_from_slice(awkward[self.roll(awkward.len())].as_bytes()),
                1 => bytes.push(self.roll(256) as u8),
                _ => bytes.push(b'a' + self.roll(26) as u8),
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

fn carried(text: &str) -> String {
    text.replace(['\r', '\n', '\0'], " ")
}

#[test]
fn what_is_quoted_arrives() {
    let mut dice = Dice(1);
    for _ in 0..5_000 {
        let (word, text, last) = (dice.text(20), dice.text(200), dice.text(40));
        let line = AgiCommand::new("SET VARIABLE").word(&word).text(&text).text(&last).number(3).encode();
        let (body, newline) = line.split_at(line.len() - 1);
        assert!(newline == "\n" && !body.contains('\n') && line.len() <= MAX_LINE);
        let expected = ["SET", "VARIABLE", &carried(&word), &carried(&text), &carried(&last), "3"];
        assert_eq!(parse_args(body.as_bytes()), expected.map(|a| a.as_bytes().to_vec()), "{line}");
    }
    for byte in 0..=255u8 {
        let text = String::from_utf8_lossy(&[b'a', byte, b'b']).into_owned();
        let line = AgiCommand::new("X").text(&text).encode();
        assert_eq!(parse_args(line.trim_end_matches('\n').as_bytes())[1], carried(&text).into_bytes());
    }
}

#[test]
fn what_is_too_long_arrives_cut_and_alone() {
    let mut dice = Dice(2);
    for _ in 0..500 {
        let (long, short) = (dice.text(6_000), dice.text(100));
        let line = AgiCommand::new("DATABASE PUT").text("agi1c").text(&short).text(&long).encode();
        assert!(line.len() <= MAX_LINE && line.find('\n') == Some(line.len() - 1));
        let arrived = parse_args(line.trim_end_matches('\n').as_bytes());
        assert_eq!(arrived.len(), 5);
        assert_eq!(arrived[3], carried(&short).into_bytes());
        let cut = String::from_utf8(arrived[4].clone()).expect("cut at a character");
        assert!(carried(&long).starts_with(&cut));
        assert!(cut.len() == long.len() || line.len() > MAX_LINE - 6, "cut more than needed");
    }
    for _ in 0..500 {
        let (a, b, c) = (dice.text(4_000), dice.text(4_000), dice.text(4_000));
        let line = AgiCommand::new("X").text(&a).word(&b).text(&c).number(7).encode();
        assert!(line.len() <= MAX_LINE);
        assert_eq!(parse_args(line.trim_end_matches('\n').as_bytes()).len(), 5);
    }
}

/// Lets a session talk, and hands back what it made of the conversation.
fn session<T>(call: Incoming, script: impl FnOnce(Env, &mut Session) -> T) -> (T, Call) {
    let mut result = None;
    let call = call.talk(|input, output| {
        let env = Env::read(input).unwrap();
        result = Some(script(env, &mut Session::new(input, output)));
    });
    (result.unwrap(), call)
}

#[test]
fn a_call_is_the_same_on_every_asterisk() {
    for version in Version::ALL {
        let pbx = Asterisk::new(version);
        pbx.db_put("agi1c", "n/crm/74952293042", "1700000000 ООО \"Ромашка\" (опт)");
        let incoming = pbx.call("+74952293042").name("unknown").argument("do=name");
        let ((env, stored), call) = session(incoming, |env, s| {
            let stored = AstDb(s).get("agi1c", "n/crm/74952293042").unwrap();
            s.set_variable("CALLERID(name)", "Иван \"Ваня\" \\ Петров").unwrap();
            s.set_variable("AGI1C_MS", "12").unwrap();
            AstDb(s).put("agi1c", "last/1", "1700000001 3042 found").unwrap();
            AstDb(s).del("agi1c", "n/crm/74952293042").unwrap();
            s.verbose("agi1c: found …3042 in 12 ms", 3).unwrap();
            s.exec("Goto", "internal,201,1").unwrap();
            assert_eq!(s.get_variable("NOBODY_SET_THIS"), Ok(None));
            (env, stored)
        });
        assert_eq!(env.version, version.text());
        assert_eq!(env.older_than(&[1, 8, 5]), version == Version::V1_8);
        assert_eq!((env.callerid.as_str(), env.args.len()), ("+74952293042", 1));
        assert_eq!(stored.as_deref(), Some("1700000000 ООО \"Ромашка\" (опт)"));
        assert_eq!(call.variable("CALLERID(name)"), Some("Иван \"Ваня\" \\ Петров"));
        assert_eq!(pbx.db_show(), "/agi1c/last/1: 1700000001 3042 found\n");
        assert_eq!(call.log, [(3, "agi1c: found …3042 in 12 ms".to_owned())]);
        assert_eq!((call.agistatus, call.next.as_str()), ("SUCCESS", "internal,201,1"));
        golden::check("agi", &call.conversation());
    }
}

#[test]
fn an_application_that_returns_1_confuses_nobody() {
    for version in Version::ALL {
        let queue = Exec::returns(1).sets("QUEUESTATUS", "TIMEOUT");
        let (got, _) = session(Asterisk::new(version).call("1").exec("Queue", queue), |_, s| {
            (s.exec("Queue", "support").unwrap().result, s.get_variable("QUEUESTATUS"))
        });
        assert_eq!(got, (1, Ok(Some("TIMEOUT".into()))), "{version:?}");
    }
}

#[test]
fn a_dead_channel_refuses_some_commands_and_takes_others() {
    for version in Version::ALL {
        let (got, call) = session(Asterisk::new(version).call("1").field("extension", "h"), |_, s| {
            let set = s.set_variable("AGI1C_STATUS", "skipped");
            (
                set,
                AstDb(s).put("agi1c", "k", "v"),
                s.send(AgiCommand::new("SET CONTEXT").text("x")).map(drop),
                s.verbose("still here", 1),
            )
        });
        let refused = Err(AgiError::Refused { code: 511, what: "SET CONTEXT" });
        assert_eq!(got, (Ok(()), Ok(()), refused, Ok(())));
        assert_eq!((call.agistatus, call.next.as_str()), ("HANGUP", "hangup"));
    }
}

#[test]
fn a_failing_dial_ends_the_session_on_1_8_only() {
    for (version, failed) in [(Version::V1_8, true), (Version::V16, false)] {
        let incoming = Asterisk::new(version).call("1").exec("Dial", Exec::returns(-1));
        let ((result, after), call) = session(incoming, |_, s| {
            (
                s.exec("Dial", "SIP/101,15,g").unwrap().result,
                s.send(AgiCommand::new("SET PRIORITY").text("1")).map(drop),
            )
        });
        assert_eq!((result, after.is_err()), (-1, failed));
        // The route goes on all the same.
        let expected = if failed { ("FAILURE", "incoming,s,3") } else { ("SUCCESS", "incoming,s,1") };
        assert_eq!((call.agistatus, call.next.as_str()), expected);
    }
}

#[test]
fn troubles_become_errors() {
    let refused = |code| Err(AgiError::Refused { code, what: "VERBOSE" });
    for (trouble, first, second) in [
        (Trouble::Close, Err(AgiError::Gone), Err(AgiError::Gone)),
        (Trouble::Half, Err(AgiError::Gone), Err(AgiError::Gone)),
        (Trouble::Silence, Err(AgiError::Gone), Err(AgiError::Gone)),
        (Trouble::HangUp, Ok(()), Ok(())),
        (Trouble::Late(Duration::from_millis(30)), Ok(()), Ok(())),
        (Trouble::Before(b"HANGUP\n".to_vec()), Ok(()), Ok(())),
        (Trouble::Before(b"\xff\xfe rubbish\n\n".to_vec()), Ok(()), Ok(())),
        (Trouble::Instead(b"510 Invalid or unknown command\n".to_vec()), refused(510), Ok(())),
        (Trouble::Instead(b"503 result=-2 Memory allocation failure\n".to_vec()), refused(503), Ok(())),
        (
            Trouble::Instead(b"520 Invalid command syntax.  Proper usage not available.\n".to_vec()),
            refused(520),
            Ok(()),
        ),
        (
            Trouble::Instead(b"rubbish\n".repeat(50)),
            Err(AgiError::Garbage("line after line that is no reply".into())),
            Err(AgiError::Gone),
        ),
    ] {
        // A silent Asterisk hangs up in the end, here after half a second.
        let pbx = Asterisk::new(Version::V16);
        let incoming =
            pbx.call("1").trouble(When::Nth(2), trouble.clone()).patience(Duration::from_millis(500));
        let (got, _) = session(incoming, |_, s| {
            s.set_variable("A", "b").unwrap();
            (s.verbose("x", 3), s.set_variable("C", "d"))
        });
        assert_eq!(got, (first, second), "{trouble:?}");
    }
}

#[test]
fn a_block_that_ends_early_is_the_end_of_the_call() {
    for lines in [0, 1, 20] {
        let pbx = Asterisk::new(Version::V16);
        pbx.call("1").block(Block::Cut(lines)).talk(|input, _| {
            assert_eq!(Env::read(input), Err(AgiError::Gone));
        });
    }
    let raw = b"agi_callerid: 5\nagi_calleridname: \xc8\xe2\xe0\xed\n\n".to_vec();
    Asterisk::new(Version::V16).call("1").block(Block::Raw(raw)).talk(|input, _| {
        assert_eq!(Env::read(input).unwrap().callerid, "5");
    });
}

#[test]
fn the_fake_sees_broken_rules() {
    for (said, breach) in [
        (&b"VERBOSE \"a\" 1\nVERBOSE \"b\" 1\n"[..], "a further command"),
        (b"thread 'main' panicked\n", "no command"),
        (b"VERBOSE\n", "no command, or not so"),
        (b"failure\n", "aborts AGI()"),
        (b"VERBOSE \"\xc8\" 1\n", "not UTF-8"),
        (b"VERBOSE \"a\" 1\r\n", "CR"),
        (b"VERBOSE \"a\"", "ends within a line"),
        (&[&b"VERBOSE \""[..], &[b'x'; 3_000], b"\"\n"].concat(), "too long"),
        (&[&b"VERBOSE"[..], &b" \"\"".repeat(200), b"\n"].concat(), "more arguments"),
    ] {
        let call = Asterisk::new(Version::V16).call("1").try_talk(|_, output| {
            output.write_all(said).unwrap();
        });
        let found = call.breaches().iter().any(|b| b.contains(breach));
        assert!(found, "{:?}: {:?}", String::from_utf8_lossy(said), call.breaches());
    }
}

#[cfg(unix)]
#[test]
fn the_fake_says_how_a_program_ended() {
    let sh = |script: &str| {
        let pbx = Asterisk::new(Version::V1_8);
        let call = pbx.call("1").program("sh").argument("-c").argument(script);
        call.exec("Dial", Exec::returns(-1)).patience(Duration::from_secs(60)).run()
    };
    let call = sh("read line; echo \"VERBOSE \\\"$line\\\" 1\"; echo oops >&2; exit 3");
    assert_eq!((call.exit, call.agistatus, call.stderr.as_str()), (Some(3), "FAILURE", "oops\n"));
    // SIGHUP, which a program that does not ignore it dies of.
    let call = sh("echo EXEC Dial x; exec sleep 60");
    assert_eq!((call.exit, call.agistatus, call.next.as_str()), (None, "FAILURE", "incoming,s,3"));
    let call = sh("trap '' HUP; echo EXEC Dial x; exec >&-; exit 0");
    assert_eq!((call.exit, call.agistatus), (Some(0), "FAILURE"));
    let hangs = Asterisk::new(Version::V16).call("1").program("sh").argument("-c").argument("exec sleep 60");
    let call = hangs.patience(Duration::from_millis(500)).run();
    assert!(call.hung && call.held >= Duration::from_millis(500) && call.held < Duration::from_secs(30));
    assert!(!sh("exit 0").hung);
}

#[cfg(unix)]
#[test]
fn the_fake_hands_a_program_what_asterisk_does() {
    let script = "cat $AGI1C_CONF >&2; echo $X $0 $1 >&2; while read l && [ -n \"$l\" ]; do :; done; \
                  echo SET VARIABLE AGI1C_STATUS found; read l; echo SET VARIABLE AGI1C_REASON answer; read l";
    let call = Asterisk::new(Version::V16).call("1").program("sh").field("request", "name-in-the-dialplan");
    let call = call.argument("-c").argument(script).argument("do=name").argument("crm=spb");
    let call = call.settings("[crm]\nurl = x\n").environment("X", "here").answered().run();
    assert_eq!(call.stderr, "[crm]\nurl = x\nhere do=name crm=spb\n");
    assert_eq!((call.outcome(), call.answered), (("found", "answer"), true));
    assert_eq!(call.commands("set variable").len(), 2);
    assert_eq!(call.commands("SET VARIABLE")[1][2..], ["AGI1C_REASON", "answer"]);
    assert!(call.turns[1].at >= call.turns[0].at && call.held >= call.turns[1].at);
}

#[test]
fn the_fake_takes_orders() {
    let pbx = Asterisk::new(Version::V22);
    pbx.db_put("cidname", "1", "one");
    pbx.db_del("cidname", "1");
    let refuse = || Trouble::Instead(b"200 result=0\n".to_vec());
    let call = pbx
        .call("1")
        .trouble(When::First("EXEC dial"), Trouble::Before(b"100 result=0 Trying...\n".to_vec()))
        .trouble(When::Every("database"), refuse())
        .exec("Dial", Exec::returns(0).sets("DIALSTATUS", "BUSY").takes(Duration::from_millis(20)))
        .exec("Dial", Exec::returns(0).sets("DIALSTATUS", "ANSWER").hangs_up());
    let ((first, second, get, put), call) = session(call, |_, s| {
        let mut dial = || {
            s.exec("Dial", "SIP/1").unwrap();
            s.get_variable("DIALSTATUS").unwrap().unwrap()
        };
        let (first, second) = (dial(), dial());
        (first, second, AstDb(s).get("a", "b"), AstDb(s).put("a", "b", "c"))
    });
    assert_eq!((first.as_str(), second.as_str()), ("BUSY", "ANSWER"));
    assert!(get == Ok(None) && put.is_err() && pbx.db("a", "b").is_none());
    assert_eq!((call.agistatus, call.next.as_str()), ("HANGUP", "hangup"));
    assert!(call.held >= Duration::from_millis(20));

    let stalled = pbx.call("1").block(Block::Stall(3)).patience(Duration::from_millis(200));
    let call = stalled.talk(|input, _| assert_eq!(Env::read(input), Err(AgiError::Gone)));
    assert!(call.hung && call.turns.is_empty());
}
