//! The server: hands a command line over to `agi1c::server`. Decides nothing itself.

use std::process::ExitCode;

#[cfg(not(target_os = "linux"))]
compile_error!("agi1c-server is made for Linux");
#[cfg(panic = "abort")]
compile_error!("a panic would end every call: build agi1c-server with --profile server");

fn main() -> ExitCode {
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    agi1c::server::main(&words)
}
