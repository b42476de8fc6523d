//! `agi1c-server check [NUMBER]`: every step to 1C, as the appliance program checks it, and whether the server itself is
//! there.

use std::net::TcpStream;
use std::time::Duration;

use crate::cli;
use crate::config::{self, Settings};

/// A server that runs takes a connection at once.
const PATIENCE: Duration = Duration::from_secs(1);

/// Checks, and says what was found. The exit status is the check's own: a server that is not running may be started
/// after it.
pub fn check(words: &[String]) -> u8 {
    let status = cli::check(words);
    // For other programs there is one line of JSON, and nothing behind it.
    if let Ok(settings) = config::load(&[])
        && !words.iter().any(|word| word == "--json")
    {
        println!("{:<9} {}", "server", describe(&settings));
    }
    status
}

/// One line about the server's own settings, and whether somebody listens.
fn describe(settings: &Settings) -> String {
    let server = &settings.server;
    let mut address = server.listen;
    if address.ip().is_unspecified() {
        address.set_ip(match address.is_ipv4() {
            true => std::net::Ipv4Addr::LOCALHOST.into(),
            false => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    let runs = match TcpStream::connect_timeout(&address, PATIENCE) {
        Ok(_) => "ok     a server listens",
        Err(_) => "-      no server listens",
    };
    format!("{runs} on {}; server.calls = {}, server.queue = {}", server.listen, server.calls, server.queue)
}
