//! The integrator's program: hands a command line over to `agi1c::kit` and `agi1c::cli`, and turns the
//! result into an exit status. Decides nothing itself.

use std::process::ExitCode;

use agi1c::cli;
use agi1c::kit::demo;
use agi1c::kit::merge::Merge;
use agi1c::kit::package::Package;
use agi1c::kit::pages::Pages;
use agi1c::kit::ping::Ping;
use agi1c::kit::serve::Serve;
use agi1c::kit::web::Web;
use clap::{Args, Parser, Subcommand};

/// Caller lookup for Asterisk in 1C: what an integrator needs on his desk. Without a command: the page in the browser
#[derive(Parser)]
#[command(name = "agi1c-kit", version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    Web(Web),
    /// Show what it does: a few calls through a stand-in 1C, no Asterisk needed
    Demo,
    Stand(Serve),
    /// Find out what is wrong between here and 1C
    Check {
        /// A number to ask 1C for, crm=NAME, section.key=value
        #[arg(value_name = "NUMBER")]
        words: Vec<String>,
        #[command(flatten)]
        how: How,
    },
    /// What 1C answers for a number, what a call would be given, and where the time goes
    Lookup {
        /// The number; also crm=NAME, section.key=value
        #[arg(required = true, value_name = "NUMBER")]
        words: Vec<String>,
        #[command(flatten)]
        how: How,
    },
    Ping(Ping),
    Package(Package),
    Merge(Merge),
    Pages(Pages),
    /// Serve an AGI session on stdin and stdout, as `agi1c` does
    #[command(name = demo::CALL, hide = true)]
    Call,
}

/// How it is told.
#[derive(Args)]
struct How {
    /// Show on stderr what went over the wire
    #[arg(short, long)]
    verbose: bool,
    /// One line of JSON, for other programs
    #[arg(long)]
    json: bool,
}

impl How {
    /// The words as the appliance program gets them.
    fn with(self, mut words: Vec<String>) -> Vec<String> {
        words.extend(self.verbose.then(|| "-v".into()));
        words.extend(self.json.then(|| "--json".into()));
        words
    }
}

fn main() -> ExitCode {
    // A double click.
    match Cli::parse().command.unwrap_or_else(|| Command::Web(Web::default())) {
        Command::Web(web) => sentence(web.run()),
        Command::Demo => sentence(demo::run()),
        Command::Stand(serve) => sentence(serve.run()),
        Command::Check { words, how } => cli::check(&how.with(words)).into(),
        Command::Lookup { words, how } => cli::lookup(&how.with(words)).into(),
        Command::Merge(merge) => sentence(merge.run()),
        Command::Package(package) => sentence(package.run()),
        Command::Pages(pages) => sentence(pages.run()),
        Command::Ping(ping) => ping.run().into(),
        Command::Call => cli::main(Vec::new()),
    }
}

fn sentence(done: Result<(), String>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("agi1c-kit: {what}");
            ExitCode::FAILURE
        }
    }
}
