//! The settings text with one argument over it, and the program's tail. Bytes: text, NUL, argument's name,
//! NUL, its value; the tail takes the same bytes as a program and as a file's end.

#![no_main]

use agi1c::config::{parse, pattern, tail};
use libfuzzer_sys::fuzz_target;
use std::io::Cursor;

fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(3, |b| *b == 0);
    let text = parts.next().unwrap_or_default();
    let argument = |part: Option<&[u8]>| part.map(|part| String::from_utf8_lossy(part).into_owned());
    let arguments: Vec<_> = argument(parts.next()).zip(argument(parts.next())).into_iter().collect();

    match parse(text, "agi1c.conf", &arguments) {
        Err(error) => {
            let said = error.to_string();
            assert!(said.starts_with("agi1c.conf") || said.starts_with("AGI argument"), "{said}");
            assert!(said.len() < 1000, "{said}");
            assert!(!said.contains('\n'), "{said}");
        }
        Ok(settings) => {
            assert!((200..=60_000).contains(&settings.call.deadline));
            assert!(settings.profiles.iter().all(|profile| profile.name.len() <= 32));
            assert!(settings.commands.dial.contains("%s"));
            let _ = settings.profile(None, "78121234567");
            for numbers in &settings.commands.numbers {
                assert!(pattern::valid(numbers));
                let _ = pattern::matches(numbers, "101");
            }
            tail_holds(b"ELF", &String::from_utf8_lossy(text));
        }
    }
    let found = tail::find(data);
    let line_ends = data.iter().rev().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    if line_ends <= tail::MAX_LINE_ENDS {
        assert_eq!(found.is_err(), tail::read_from(&mut Cursor::new(data)).is_err());
    }
    if let Ok(Some((at, text))) = found {
        assert!(text.len() <= tail::MAX_TEXT && at + text.len() < data.len());
    }
    tail_holds(data, "[crm]\r\n");
});

/// What is appended is found again, also behind an appliance's newline, and takes the place of what was there.
fn tail_holds(program: &[u8], settings: &str) {
    let Ok(mut file) = tail::append(program, settings) else { return };
    file.push(b'\n');
    let text = tail::read_from(&mut Cursor::new(&file)).expect("a sound tail").expect("a tail");
    assert_eq!(text, settings.as_bytes());
    assert_eq!(tail::append(&file, "").ok(), tail::append(program, "").ok());
}
