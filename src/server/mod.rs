//! agi1c-server: the same call as the appliance program's, for any number of Asterisks over FastAGI. Blocking, on a fixed
//! number of threads: a call is read from top to bottom here as there.
//!
//! ```text
//! gate ─ accept ▶ pool: queue ▶ worker ─ fastagi ▶ call::run over a connection with a time limit
//! http ▶ lookup: a name for a web interface, from the same questions; metrics
//! life: settings, signals, the end        state, counts: what all of them share; journal: what is said on stderr
//! redis, memory: where names are kept, if not in the calling Asterisk's AstDB
//! ```
//! A connection is served, waits in the queue, or is closed at once: a call that is turned away goes on without a name,
//! and none hangs. From the network come no addresses, no logins and no lists (`query`).

mod check;
pub mod counts;
mod fastagi;
mod gate;
mod http;
pub mod journal;
mod life;
mod lookup;
mod memory;
mod metrics;
mod notify;
pub mod pool;
mod query;
pub mod redis;
pub mod state;
mod timed;

use std::io::Write;
use std::process::ExitCode;

use crate::cli::{USAGE, say};
pub use life::Server;

const HELP: &str = include_str!("help.txt");
const VERSION: &str = concat!("agi1c-server ", env!("CARGO_PKG_VERSION"), "\n");

/// The server's program: `words` are its arguments without the program's own name.
pub fn main(words: &[String]) -> ExitCode {
    let (first, rest) = match words.split_first() {
        Some((first, rest)) => (first.trim_start_matches('-'), rest),
        None => ("", words),
    };
    ExitCode::from(match first {
        "" => life::run(),
        "check" => check::check(rest),
        "version" | "V" => say(VERSION),
        "help" | "h" => say(HELP),
        _ => {
            let _ = writeln!(
                std::io::stderr(),
                "agi1c-server: the commands are: check version help; without one it serves"
            );
            USAGE
        }
    })
}
