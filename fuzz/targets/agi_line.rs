//! Quoting: what Asterisk makes of a line is what was meant, in one line under the cap. Bytes: up to four
//! arguments, divided by 0xFF.

#![no_main]

use agi1c::agi::AgiCommand;
use agi1c::agi::command::MAX_LINE;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let meant: Vec<String> =
        data.split(|b| *b == 0xff).take(4).map(|text| String::from_utf8_lossy(text).into_owned()).collect();
    let mut command = AgiCommand::new("SET VARIABLE");
    for (at, text) in meant.iter().enumerate() {
        command = if at == 0 { command.word(text) } else { command.text(text) };
    }
    let line = command.encode();
    assert!(line.len() <= MAX_LINE && line.ends_with('\n'));
    let line = &line[..line.len() - 1];
    assert!(!line.contains(['\n', '\r', '\0']));

    let heard = parse_args(line);
    assert_eq!(&heard[..2], ["SET", "VARIABLE"]);
    assert_eq!(heard.len(), 2 + meant.len());
    let cut = meant.iter().map(|text| 2 * text.len() + 3).sum::<usize>() + 13 > MAX_LINE;
    for (heard, meant) in heard[2..].iter().zip(meant) {
        let meant = meant.replace(['\r', '\n', '\0'], " ");
        assert!(*heard == meant || (cut && meant.starts_with(heard.as_str())), "{heard:?} {meant:?}");
    }
});

/// A model of Asterisk's own reading of a command line (the same in all versions): blanks and tabs divide,
/// `"` opens and closes, `\` takes away the meaning of whatever follows.
fn parse_args(line: &str) -> Vec<String> {
    let mut arguments: Vec<String> = Vec::new();
    let (mut between, mut quoted, mut escaped) = (true, false, false);
    for c in line.chars() {
        match c {
            '"' if !escaped => {
                quoted = !quoted;
                if quoted && between {
                    arguments.push(String::new());
                    between = false;
                }
            }
            ' ' | '\t' if !quoted && !escaped => between = true,
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            c => {
                if between {
                    arguments.push(String::new());
                    between = false;
                }
                arguments.last_mut().expect("just pushed").push(c);
            }
        }
        escaped = false;
    }
    arguments
}
