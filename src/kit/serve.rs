//! `agi1c-kit stand`: the stand-in on a command line, for people whose 1C is not ready. Says where it
//! listens and what came; callers' numbers are not printed.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::contacts::{self, Contacts};
use super::sample;
use super::stand::failures::Fail;
use super::stand::wire::StandRequest;
use super::stand::{Stand, StandOptions};
use crate::cli::print::millis;
use crate::privacy::Secret;

/// Run a stand-in 1C that serves the clients of a CSV file
#[derive(Args)]
#[command(after_help = "\
The file's columns: number; name; the manager's extension; commands. A heading is optional
(Телефон;Наименование;Менеджер;Команды). Several numbers of a client stand in one cell, divided by commas, or in
columns of their own. Every encoding Excel and 1C write is fine: which one was taken is said.")]
pub struct Serve {
    /// Address and port to listen on; 0.0.0.0:8080 lets the PBX in from the network
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// Ask for this user (Basic authentication)
    #[arg(long)]
    user: Option<String>,
    /// Read the user's password from this file's first line
    #[arg(long, requires = "user", value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Wait so many milliseconds before each answer
    #[arg(long, default_value_t = 0, value_name = "MS")]
    delay: u64,
    /// Fail like this instead of answering
    #[arg(long, value_name = "MODE", value_parser = PossibleValuesParser::new(Fail::WORDS.map(|(word, _)| word)))]
    fail: Option<String>,
    /// Close the connection after each answer
    #[arg(long)]
    close: bool,
    /// Say nothing of the requests
    #[arg(long)]
    quiet: bool,
    /// The clients; without a file those of the demonstration
    #[arg(value_name = "CONTACTS.CSV")]
    contacts: Option<PathBuf>,
}

impl Serve {
    /// Serves until the program is ended.
    ///
    /// # Errors
    /// One sentence: the file or the address that could not be used.
    pub fn run(self) -> Result<(), String> {
        let contacts = match &self.contacts {
            Some(path) => contacts::read(path).map_err(|error| error.to_string())?,
            None => Contacts { clients: sample::clients(), ..Contacts::default() },
        };
        let (stand, said) = self.start(contacts)?;
        say(&said);
        stand.wait();
        Ok(())
    }

    fn start(self, contacts: Contacts) -> Result<(Stand, String), String> {
        let Contacts { clients, told } = contacts;
        let known = clients.len();
        let password = self.password_file.map(password).transpose()?;
        let stand = Stand::start(StandOptions {
            listen: self.listen.clone(),
            clients,
            user: self.user.unwrap_or_default(),
            password: password.unwrap_or_default(),
            delay: Duration::from_millis(self.delay),
            fail: self.fail.as_deref().and_then(Fail::from_word),
            keep_alive: !self.close,
            remember: 0,
            observer: (!self.quiet).then(|| Arc::new(report) as _),
            ..StandOptions::default()
        })
        .map_err(|error| {
            format!("cannot listen on {}: {error}. Expected ADDRESS:PORT that is free", self.listen)
        })?;
        let said = format!(
            "A stand-in 1C. Clients: {known}. Ctrl-C ends it.\n{told}\n  web service   {}\n  description   {}?wsdl\n  HTTP service  {}?number={{number}}\n  phone book    {}?cursor=&count=100\n",
            stand.url(),
            stand.url(),
            stand.http_url("identify"),
            stand.http_url("contacts"),
        );
        Ok((stand, said))
    }
}

/// A line for each request. The query is left out: the caller's number is in it.
fn report(request: &StandRequest, status: u16, took: Duration) {
    let (method, path) = (&request.method, &request.path);
    say(&format!("{method} {path} → {status}, {} ms", millis(took)));
}

/// A reader that has gone away (`| head`) is no reason to stop serving.
fn say(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

fn password(path: PathBuf) -> Result<Secret, String> {
    let text = fs::read_to_string(&path)
        .map_err(|error| format!("{}: the password cannot be read: {error}", path.display()))?;
    Ok(Secret::new(text.lines().next().unwrap_or("")))
}
