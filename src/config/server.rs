//! `[server]`: where agi1c-server listens, whom it lets in, how many calls it serves. One settings file serves every
//! program, so all of them know these keys. The appliance program takes their values unread: its kilobytes are counted.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

#[cfg(feature = "server")]
use super::values;
use super::values::{NOT_ALLOWED, Parsed};
#[cfg(feature = "server")]
use super::{ConfigError, Settings};
use crate::privacy::Secret;

/// `[server]`
#[derive(Debug, Clone)]
pub struct ServerSettings {
    /// Where FastAGI is served.
    pub listen: SocketAddr,
    /// Where names and metrics are served; `None` = nowhere.
    pub http: Option<SocketAddr>,
    /// The login for names over HTTP; empty = none is asked for.
    pub user: String,
    /// See `user`.
    pub password: Secret,
    /// Who may connect.
    pub allow: Vec<Network>,
    /// Calls at once.
    pub calls: usize,
    /// Calls that wait beyond them.
    pub queue: usize,
    /// Where names and the breaker are kept.
    pub store: NameStore,
}

impl Default for ServerSettings {
    fn default() -> Self {
        ServerSettings {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 4573)),
            http: None,
            user: String::new(),
            password: Secret::default(),
            allow: vec![
                Network::of(Ipv4Addr::new(127, 0, 0, 0).into(), 8),
                Network::of(Ipv6Addr::LOCALHOST.into(), 128),
            ],
            calls: 256,
            queue: 256,
            store: NameStore::AstDb,
        }
    }
}

#[cfg(feature = "server")]
impl Settings {
    /// Takes over a `call.deadline` that one call wants for itself, where it is shorter.
    ///
    /// # Errors
    /// It is no number of milliseconds.
    pub fn shorten(&mut self, milliseconds: &str) -> Result<(), ConfigError> {
        let wanted = values::deadline(milliseconds)
            .map_err(|_| ConfigError::argument("call.deadline", values::DEADLINE))?;
        self.call.deadline = self.call.deadline.min(wanted);
        Ok(())
    }
}

/// Where names and the breaker are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameStore {
    /// In the AstDB of the Asterisk that calls.
    AstDb,
    /// In a Redis, for all servers together: its address, which may hold a password.
    Redis(Secret),
}

impl NameStore {
    /// `astdb`, or `redis://[[user]:password@]host[:port][/number]`.
    pub fn read(value: &str) -> Parsed<NameStore> {
        if value == "astdb" {
            return Ok(NameStore::AstDb);
        }
        let Some(rest) = value.strip_prefix("redis://") else { return Err(NOT_ALLOWED) };
        let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
        let (host, number) = place.split_once('/').unwrap_or((place, ""));
        let fits = !host.is_empty()
            && value.chars().all(|c| c.is_ascii_graphic())
            && number.bytes().all(|byte| byte.is_ascii_digit());
        if fits { Ok(NameStore::Redis(Secret::new(value))) } else { Err(NOT_ALLOWED) }
    }
}

/// Addresses that begin alike: `10.0.0.0/8`, or a single one. An IPv4 address is one of IPv6 (`::ffff:10.0.0.0`), as it
/// comes to a socket that listens to both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: u128,
    /// How many leading bits count.
    bits: u32,
}

impl Network {
    /// Of an address and the number of its leading bits.
    fn of(address: IpAddr, bits: u32) -> Network {
        let before = if address.is_ipv4() { 96 } else { 0 };
        Network { address: wide(address), bits: before + bits }
    }

    /// `10.0.0.0/8`, `192.168.1.5`, `fd00::/8`.
    pub fn read(value: &str) -> Option<Network> {
        let (address, bits) =
            value.split_once('/').map_or((value, None), |(before, bits)| (before, Some(bits)));
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(most), |bits| bits.parse().ok())?;
        (bits <= most).then(|| Network::of(address, bits))
    }

    /// Whether an address is one of these.
    pub fn holds(&self, address: IpAddr) -> bool {
        (wide(address) ^ self.address).checked_shr(128 - self.bits).unwrap_or(0) == 0
    }
}

fn wide(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

#[cfg(all(test, any(feature = "kit", feature = "server")))]
#[path = "tests/server.rs"]
mod tests;
