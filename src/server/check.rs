//! `agi1c-server check [NUMBER]`: every step to 1C, as the appliance program checks it, whether the server itself is
//! there, and, where all is in order, the breaker in Redis closed.

use std::net::TcpStream;
use std::time::Duration;

use super::redis::Redis;
use crate::cli::{self, OK, TROUBLE};
use crate::config::{self, DEFAULT_PROFILE, Settings};
use crate::store::breaker_key;

/// A server that runs takes a connection at once.
const PATIENCE: Duration = Duration::from_secs(1);

/// Checks, and says what was found. The exit status is the check's own, and Redis must be there where it is set; a server
/// that is not running may be started after the check.
pub fn check(words: &[String]) -> u8 {
    let mut status = cli::check(words);
    // For other programs there is one line of JSON, and nothing behind it.
    let json = words.iter().any(|word| word == "--json");
    let say = |what: &str, found: &str| {
        if !json {
            println!("{what:<9} {found}");
        }
    };
    let Ok(settings) = config::load(&[]) else { return status };
    say("server", &describe(&settings));
    let profile = words.iter().find_map(|word| word.strip_prefix("crm=")).unwrap_or(DEFAULT_PROFILE);
    match end_breaker(&settings, profile, status == OK) {
        Ok(None) => {}
        Ok(Some(done)) => say("redis", &format!("ok     {done}")),
        Err(what) => {
            say("redis", &format!("-      {what}"));
            status = status.max(TROUBLE);
        }
    }
    status
}

/// Whoever checks has just changed something: with 1C in order, the calls need not wait for the breaker to close of itself.
/// `None` without a Redis.
fn end_breaker(settings: &Settings, profile: &str, in_order: bool) -> Result<Option<&'static str>, String> {
    let Some(redis) = Redis::of(settings)? else { return Ok(None) };
    if !in_order {
        return redis.answers().map(|()| Some("Redis answers; the breaker there stays as it is"));
    }
    redis.remove(&settings.cache.family, &breaker_key(profile))?;
    Ok(Some(cli::check::BREAKER_CLOSED))
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
