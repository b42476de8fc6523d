use super::*;

fn ok(result: i32, data: Option<&str>, endpos: Option<u32>) -> Reply {
    Reply { code: 200, result, data: data.map(str::to_owned), endpos }
}

/// Reads one reply and says what is left for the next.
fn one(bytes: &[u8], usage_due: bool) -> (Result<Reply, AgiError>, String) {
    let mut input = bytes;
    let reply = read(&mut input, usage_due);
    (reply, String::from_utf8_lossy(input).into_owned())
}

const USAGE: &str = "520-Invalid command syntax.  Proper usage follows:\n Usage: EXEC <application> <options>\n\
                     \tExecutes <application> with given <options>.\n520 End of proper usage.\n";
const GLUED: &str = "520-Invalid command syntax.  Proper usage follows:\nReturns whatever the\n\
                     application returns.520 End of proper usage.\n";
const NO_USAGE: &str = "520 Invalid command syntax.  Proper usage not available.\n";

#[test]
fn every_form_of_success() {
    for (text, expected) in [
        ("200 result=1\n", ok(1, None, None)),
        ("200 result=1\r\n", ok(1, None, None)),
        ("200 result=-1\n", ok(-1, None, None)),
        ("200 result=-2\n", ok(-2, None, None)),
        ("200 result=1 (value)\n", ok(1, Some("value"), None)),
        ("200 result=1 ()\n", ok(1, Some(""), None)),
        ("200 result=1 (a (b) c)\n", ok(1, Some("a (b) c"), None)),
        ("200 result=1 (:-) result=7 endpos=8)\n", ok(1, Some(":-) result=7 endpos=8"), None)),
        ("200 result=1 (two\nlines)\n", ok(1, Some("two\nlines"), None)),
        ("200 result=0 endpos=16000\n", ok(0, None, Some(16_000))),
        ("200 result=-1 (hangup) endpos=0\n", ok(-1, Some("hangup"), Some(0))),
        ("200 result=0 endpos=-1\n", ok(0, None, None)),
        ("200 result= (timeout)\n", ok(0, Some("timeout"), None)),
        ("200 result=12# (timeout)\n", ok(0, Some("timeout"), None)),
        ("200 result=99999999999\n", ok(0, None, None)),
        ("200\n", ok(0, None, None)),
        ("100 result=0 Trying...\n200 result=0\n", ok(0, None, None)),
        ("HANGUP\n200 result=0\n", ok(0, None, None)),
        ("\n200result\nrubbish\n20\n200 result=1\n", ok(1, None, None)),
    ] {
        let bytes = format!("{text}NEXT");
        assert_eq!(one(bytes.as_bytes(), false), (Ok(expected), "NEXT".into()), "{text}");
    }
    let (reply, _) = one(b"200 result=1 (\xc8\xe2\xe0\xed)\n", false);
    assert_eq!(reply.unwrap().data.unwrap(), "\u{fffd}".repeat(4));
}

#[test]
fn every_form_of_refusal() {
    for (code, text) in [
        (503, "503 result=-2 Memory allocation failure\n"),
        (510, "510 Invalid or unknown command\n"),
        (511, "511 Command Not Permitted on a dead channel\n"),
        (511, "511 Command Not Permitted on a dead channel or intercept routine\n"),
        (520, NO_USAGE),
        (520, USAGE),
        (520, GLUED),
        (520, "520-Invalid command syntax.  Proper usage follows:\r\n520 End of proper usage.\r\n"),
    ] {
        let bytes = format!("{text}NEXT");
        assert_eq!(one(bytes.as_bytes(), false), (Ok(refused(code)), "NEXT".into()), "{text}");
    }
}

#[test]
fn the_usage_after_exec_belongs_to_nobody() {
    for block in [USAGE, GLUED, NO_USAGE] {
        for (own, expected) in [
            ("200 result=1 (x)\n", ok(1, Some("x"), None)),
            ("511 Command Not Permitted on a dead channel\n", refused(511)),
            (NO_USAGE, refused(520)),
            (USAGE, refused(520)),
        ] {
            let bytes = format!("{block}{own}NEXT");
            assert_eq!(one(bytes.as_bytes(), true), (Ok(expected), "NEXT".into()), "{bytes}");
        }
        // A version that sends none: nothing is waited for.
        assert_eq!(one(b"200 result=1\nNEXT", true), (Ok(ok(1, None, None)), "NEXT".into()));
        // Not after an EXEC that returned 1: then it is the reply.
        let bytes = format!("{block}200 result=1\n");
        assert_eq!(one(bytes.as_bytes(), false), (Ok(refused(520)), "200 result=1\n".into()));
    }
}

#[test]
fn the_end_of_input_is_the_end() {
    for text in
        ["", "200", "200 result=1", "100 result=0 Trying...\n", "520-Invalid\nusage\n", "200 result=1 (a\nb"]
    {
        assert_eq!(one(text.as_bytes(), false).0, Err(AgiError::Gone), "{text}");
    }
}

/// What a pipe gives, read by read.
struct Pipe(Vec<std::io::Result<Vec<u8>>>);

impl std::io::Read for Pipe {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        if self.0.is_empty() {
            return Ok(0);
        }
        let bytes = self.0.remove(0)?;
        to[..bytes.len()].copy_from_slice(&bytes);
        Ok(bytes.len())
    }
}

fn piped(reads: Vec<std::io::Result<Vec<u8>>>) -> Result<Reply, AgiError> {
    read(&mut std::io::BufReader::new(Pipe(reads)), false)
}

/// A signal in the middle of a read is not the end of the call; a socket that broke is.
#[test]
fn an_interrupted_read_is_read_again() {
    use std::io::ErrorKind::{ConnectionReset, Interrupted};
    for (kind, expected) in [(Interrupted, Ok(ok(1, None, None))), (ConnectionReset, Err(AgiError::Gone))] {
        let reads = vec![Ok(b"200 res".to_vec()), Err(kind.into()), Ok(b"ult=1\n".to_vec())];
        assert_eq!(piped(reads), expected, "{kind}");
    }
}

/// Asterisk writes its longest values in pieces; a stream without any line end is no AGI.
#[test]
fn a_long_line_may_come_in_pieces() {
    let kib = |count: usize, end: &str| {
        let mut text = b"200 result=1 (".to_vec();
        text.resize(count * 1024, b'x');
        let pieces = text.chunks(1024).map(<[u8]>::to_vec);
        piped(pieces.chain([[end.as_bytes(), b")\n"].concat()]).map(Ok).collect())
    };
    let data = |count, end| kib(count, end).unwrap().data.unwrap();
    assert_eq!(data(7, "y"), "x".repeat(7 * 1024 - 14) + "y");
    assert_eq!(data(8, "\ny"), "x".repeat(8 * 1024 - 14) + "\ny");
    assert_eq!(data(64, "y").len(), 8 * 1024 - 14);
    assert!(matches!(kib(65, "y"), Err(AgiError::Garbage(_))));
}

#[test]
fn rubbish_has_bounds() {
    for bytes in [
        b"rubbish\n".repeat(100),
        b"100 result=0 Trying...\n".repeat(100),
        b"HANGUP\n".repeat(100),
        [b"520-Invalid\n".to_vec(), b"usage\n".repeat(1_000)].concat(),
        [b"200 result=1 (\n".to_vec(), b"value\n".repeat(1_000)].concat(),
        vec![0xff; 1_000_000],
    ] {
        assert!(matches!(one(&bytes, false).0, Err(AgiError::Garbage(_))));
    }
    let behind = |stray: usize| one(&[b"rubbish\n".repeat(stray), b"200\n".to_vec()].concat(), false).0;
    assert_eq!(behind(MAX_STRAY), Ok(ok(0, None, None)));
    assert!(matches!(behind(MAX_STRAY + 1), Err(AgiError::Garbage(_))));
    let value = |lines: usize| one(format!("200 result=1 ({})\n", "\n".repeat(lines)).as_bytes(), false).0;
    assert_eq!(value(MAX_BLOCK), Ok(ok(1, Some(&"\n".repeat(MAX_BLOCK)), None)));
    assert!(matches!(value(MAX_BLOCK + 1), Err(AgiError::Garbage(_))));
    let long = format!("200 result=1 ({})\nNEXT", "x".repeat(20_000));
    let (reply, rest) = one(long.as_bytes(), false);
    assert_eq!((reply.unwrap().data.unwrap().len() > 8_000, rest.as_str()), (true, "NEXT"));
}
