//! The integrator's program: hands a command line over to `agi1c::kit` and turns an error into one
//! sentence and exit status 1. Decides nothing itself.

use std::process::ExitCode;

use agi1c::kit::serve::Serve;
use clap::{Parser, Subcommand};

/// Caller lookup for Asterisk in 1C: what an integrator needs on his desk
#[derive(Parser)]
#[command(name = "agi1c-kit", version, arg_required_else_help = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Stand(Serve),
}

fn main() -> ExitCode {
    let done = match Line::parse().command {
        Command::Stand(serve) => serve.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("agi1c-kit: {what}");
            ExitCode::FAILURE
        }
    }
}
