//! The environment block: whatever comes, what is kept is bounded and holds no line break.

#![no_main]

use agi1c::agi::Env;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut input = data;
    let Ok(env) = Env::read(&mut input) else { return };
    assert!(env.args.len() <= 64);
    let kept = [&env.request, &env.callerid, &env.calleridname, &env.dnid, &env.extension, &env.version];
    for text in kept.into_iter().chain(&env.args) {
        // 8 KiB of a line are kept; each byte that is not UTF-8 becomes three.
        assert!(text.len() <= 3 * 8 * 1024 && !text.contains('\n'));
    }
    let _ = env.older_than(&[1, 8, 5]);
    // What Asterisk says after the block is not swallowed by it.
    let read = &data[..data.len() - input.len()];
    assert!(read.ends_with(b"\n\n") || read.ends_with(b"\n\r\n") || read == b"\n" || read == b"\r\n");
});
