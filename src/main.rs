//! The appliance program: an AGI script when Asterisk starts it, a small tool on a command line.

use std::process::ExitCode;

/// One region from the kernel for the whole call, where the libc's allocator would fetch one for each size of block.
#[cfg(target_env = "musl")]
#[global_allocator]
static MEMORY: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

fn main() -> ExitCode {
    agi1c::cli::main(std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect())
}
