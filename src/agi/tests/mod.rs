use super::*;
use crate::store::{Store, StoreError};

/// What a session sends, and what it makes of the replies.
fn talk<T>(replies: &str, act: impl FnOnce(&mut Session) -> T) -> (T, String) {
    let mut input = replies.as_bytes();
    let mut output = Vec::new();
    let result = act(&mut Session::new(&mut input, &mut output));
    (result, String::from_utf8(output).unwrap())
}

#[test]
fn commands_as_asterisk_spells_them() {
    let (got, sent) = talk(&"200 result=6\n".repeat(10), |s| {
        s.set_variable("CALLERID(name)", "Иван \"И\"")?;
        s.get_variable("AGI1C_NAME")?;
        s.verbose("found", 3)?;
        s.stream_file("custom/promo")?;
        s.answer()?;
        s.hangup()?;
        s.exec("Dial", "Local/101@internal/n,15,g")?;
        s.channel_status()
    });
    assert_eq!(got, Ok(6));
    assert_eq!(
        sent,
        "SET VARIABLE CALLERID(name) \"Иван \\\"И\\\"\"\nGET VARIABLE AGI1C_NAME\nVERBOSE \"found\" 3\n\
         STREAM FILE \"custom/promo\" \"\"\nANSWER\nHANGUP\nEXEC Dial \"Local/101@internal/n,15,g\"\n\
         CHANNEL STATUS\n"
    );
}

/// The sentence stands in the log of a call that went on without its name.
#[test]
fn a_failure_says_what_asterisk_did_and_why() {
    for (reply, sentence) in [
        ("", "Asterisk has ended the conversation: the call is over"),
        ("503 result=-2 Memory allocation failure\n", "Asterisk refused VERBOSE: 503, out of memory"),
        (
            "510 Invalid or unknown command\n",
            "Asterisk refused VERBOSE: 510, unknown to this Asterisk: is the module that brings it loaded?",
        ),
        (
            "511 Command Not Permitted on a dead channel\n",
            "Asterisk refused VERBOSE: 511, not permitted on a hung-up channel",
        ),
        (
            "520 Invalid command syntax.  Proper usage not available.\n",
            "Asterisk refused VERBOSE: 520, its arguments are not what this Asterisk expects",
        ),
        (
            &"rubbish\n".repeat(20),
            "expected AGI from Asterisk, got line after line that is no reply: was the program started by AGI()?",
        ),
    ] {
        let (got, _) = talk(reply, |s| s.verbose("found", 3));
        assert_eq!(got.unwrap_err().to_string(), sentence);
    }
}

#[test]
fn a_variable_that_is_not_set_is_none() {
    for (reply, value) in
        [("200 result=0\n", None), ("200 result=1 ()\n", Some("")), ("200 result=1 (Иван)\n", Some("Иван"))]
    {
        let (got, _) = talk(reply, |s| s.get_variable("X"));
        assert_eq!(got.unwrap().as_deref(), value);
    }
}

#[test]
fn a_refused_command_is_not_the_end() {
    let replies = "510 Invalid or unknown command\n200 result=1\n";
    let (got, sent) = talk(replies, |s| (s.verbose("74952293042", 3), s.verbose("b", 3)));
    assert_eq!(got.0.clone(), Err(AgiError::Refused { code: 510, what: "VERBOSE" }));
    assert!(!got.0.unwrap_err().to_string().contains("2293042"));
    assert_eq!(got.1, Ok(()));
    assert_eq!(sent.lines().count(), 2);
}

#[test]
fn nothing_is_sent_after_the_end() {
    for (replies, error) in [
        (String::new(), AgiError::Gone),
        ("rubbish\n".repeat(20), AgiError::Garbage("line after line that is no reply".into())),
    ] {
        let (got, sent) = talk(&replies, |s| (s.verbose("a", 3), s.verbose("b", 3)));
        assert_eq!(got, (Err(error), Err(AgiError::Gone)));
        assert_eq!(sent.lines().count(), 1);
    }
}

#[test]
fn a_pipe_nobody_reads_is_the_end() {
    struct Broken;
    impl std::io::Write for Broken {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut input = &b"200 result=1\n"[..];
    assert_eq!(Session::new(&mut input, &mut Broken).hangup(), Err(AgiError::Gone));
}

#[test]
fn a_command_is_one_write_and_one_flush() {
    struct Counting(Vec<&'static str>);
    impl std::io::Write for Counting {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            assert!(bytes.ends_with(b"\n"));
            self.0.push("write");
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            self.0.push("flush");
            Ok(())
        }
    }
    let mut output = Counting(Vec::new());
    Session::new(&mut &b"200 result=1\n"[..], &mut output).set_variable("A", "b c").unwrap();
    assert_eq!(output.0, ["write", "flush"]);
}

#[test]
fn the_usage_an_exec_leaves_behind_is_not_the_next_reply() {
    let replies = "200 result=1\n520-Invalid command syntax.  Proper usage follows:\nUsage520 End of proper usage.\n\
                   200 result=1 (BUSY)\n520 Invalid command syntax.  Proper usage not available.\n";
    let (got, _) = talk(replies, |s| {
        let exec = s.exec("Queue", "support").unwrap().result;
        (exec, s.get_variable("DIALSTATUS"), s.verbose("own", 3))
    });
    assert_eq!(got.0, 1);
    assert_eq!(got.1, Ok(Some("BUSY".into())));
    assert_eq!(got.2, Err(AgiError::Refused { code: 520, what: "VERBOSE" }));
    // `SET VARIABLE` answers 1 as well: a 520 after that is the next command's own.
    let replies = "200 result=1\n520 Invalid command syntax.  Proper usage not available.\n";
    let (got, _) = talk(replies, |s| (s.set_variable("A", "b"), s.hangup()));
    assert_eq!(got.1, Err(AgiError::Refused { code: 520, what: "HANGUP" }));
}

/// Was the refusal behind an EXEC's usage text taken for that text, the call waited for a reply that never came.
#[test]
fn an_execs_usage_text_is_due_once_however_the_next_command_ends() {
    const USAGE: &str = "520 Invalid command syntax.  Proper usage not available.\n";
    for (next, refused) in [
        ("200 result=1\n", None),
        ("511 Command Not Permitted on a dead channel\n", Some(511)),
        ("510 Invalid or unknown command\n", Some(510)),
        (USAGE, Some(520)),
    ] {
        let replies = ["200 result=1\n", USAGE, next, USAGE].concat();
        let (got, sent) = talk(&replies, |s| (s.exec("Queue", "support"), s.hangup(), s.answer()));
        assert_eq!(got.0.map(|reply| reply.result), Ok(1));
        assert_eq!(
            got.1,
            refused.map_or(Ok(()), |code| Err(AgiError::Refused { code, what: "HANGUP" })),
            "{next}"
        );
        assert_eq!(got.2, Err(AgiError::Refused { code: 520, what: "ANSWER" }), "{next}");
        assert_eq!(sent.lines().count(), 3);
    }
    // An application that returned 0 leaves no text behind.
    let (got, _) = talk(&["200 result=0\n", USAGE].concat(), |s| (s.exec("Wait", "1").is_ok(), s.hangup()));
    assert_eq!(got, (true, Err(AgiError::Refused { code: 520, what: "HANGUP" })));
}

#[test]
fn astdb_is_a_store() {
    let replies = "200 result=0\n200 result=1 (1700000000 Иван (директор))\n200 result=1\n200 result=0\n\
                   200 result=0\n200 result=1\n511 no\n";
    let ((), sent) = talk(replies, |s| {
        let db = &mut AstDb(s);
        assert_eq!(db.get("agi1c", "n/crm/1"), Ok(None));
        assert_eq!(db.get("agi1c", "n/crm/1"), Ok(Some("1700000000 Иван (директор)".into())));
        assert_eq!(db.put("agi1c", "k", "v w"), Ok(()));
        assert!(matches!(db.put("agi1c", "k", &"ё".repeat(200)), Err(StoreError::Refused(_))));
        assert_eq!(db.del("agi1c", "k"), Ok(()));
        assert_eq!(db.del("agi1c", "k"), Ok(()));
        assert!(matches!(db.del("agi1c", "k"), Err(StoreError::Refused(_))));
        assert_eq!(db.get("agi1c", "k"), Err(StoreError::Gone));
    });
    let expected = format!(
        "DATABASE GET \"agi1c\" \"n/crm/1\"\nDATABASE GET \"agi1c\" \"n/crm/1\"\n\
         DATABASE PUT \"agi1c\" \"k\" \"v w\"\nDATABASE PUT \"agi1c\" \"k\" \"{}\"\n",
        "ё".repeat(127)
    ) + &"DATABASE DEL \"agi1c\" \"k\"\n".repeat(3)
        + "DATABASE GET \"agi1c\" \"k\"\n";
    assert_eq!(sent, expected);
}
