//! The appliance program: an AGI script when Asterisk starts it, a small tool on a command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    agi1c::cli::main(std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect())
}
