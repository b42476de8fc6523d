//! The reply reader behind a session: whatever Asterisk sends, a session ends, and once it is over it neither
//! reads nor writes again.

#![no_main]

use agi1c::agi::{AgiError, Session};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut input = data;
    let mut output = Vec::new();
    let mut session = Session::new(&mut input, &mut output);
    let mut over = false;
    let mut sent = 0;
    for turn in 0..64 {
        let answer = match turn % 3 {
            0 => session.exec("Dial", "Local/101@internal/n,15,g").map(drop),
            1 => session.get_variable("CALLERID(name)").map(drop),
            _ => session.set_variable("AGI1C_NAME", "Иван").map(drop),
        };
        assert!(!over || answer == Err(AgiError::Gone));
        if !over {
            sent += 1;
        }
        over |= matches!(answer, Err(AgiError::Gone | AgiError::Garbage(_)));
        if let Err(AgiError::Refused { code, .. }) = answer {
            assert!((500..600).contains(&code));
        }
    }
    assert_eq!(output.iter().filter(|b| **b == b'\n').count(), sent);
});
