//! The two files a machine keeps for names: `/etc/resolv.conf` (resolv.conf(5)) and `/etc/hosts`, read as glibc reads
//! them. A line that is none is passed over, as everywhere.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Name servers that are asked at most; the rest of the file is not looked at, by any resolver.
const MAX_SERVERS: usize = 3;
const MAX_SEARCH: usize = 6;
const MAX_NDOTS: usize = 15;
const DNS_PORT: u16 = 53;

/// Whom to ask, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolv {
    /// Name servers, first first: as they are written, and their sockets.
    pub servers: Vec<(String, SocketAddr)>,
    /// Domains that are tried behind a short name.
    pub search: Vec<String>,
    /// A name with so many dots is tried as it is first.
    pub ndots: usize,
}

impl Resolv {
    /// Reads `resolv.conf`. Without a server in it the machine itself is asked.
    pub fn parse(text: &str) -> Resolv {
        let mut resolv = Resolv { servers: Vec::new(), search: Vec::new(), ndots: 1 };
        for line in text.lines() {
            let line = line.split(['#', ';']).next().unwrap_or_default();
            let mut words = line.split_ascii_whitespace();
            match words.next() {
                Some("nameserver") if resolv.servers.len() < MAX_SERVERS => {
                    // A zone (`fe80::1%eth0`) cannot be kept: such a server is reached by its other addresses.
                    let word = words.next().unwrap_or_default();
                    if let Ok(address) = word.parse::<IpAddr>() {
                        resolv.servers.push((word.into(), SocketAddr::new(address, DNS_PORT)));
                    }
                }
                // The last of these lines counts.
                Some("search" | "domain") => {
                    resolv.search =
                        words.take(MAX_SEARCH).map(|word| word.trim_matches('.').into()).collect();
                    resolv.search.retain(|domain| !domain.is_empty());
                }
                Some("options") => {
                    for count in words.filter_map(|word| word.strip_prefix("ndots:")?.parse().ok()) {
                        resolv.ndots = MAX_NDOTS.min(count);
                    }
                }
                _ => {}
            }
        }
        if resolv.servers.is_empty() {
            let address = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), DNS_PORT);
            resolv.servers.push(("127.0.0.1".into(), address));
        }
        resolv
    }

    /// The whole names that a host's name may stand for, in the order they are asked for.
    pub fn candidates(&self, host: &str) -> Vec<String> {
        if let Some(whole) = host.strip_suffix('.') {
            return vec![whole.into()];
        }
        let mut names: Vec<String> = self.search.iter().map(|domain| [host, ".", domain].concat()).collect();
        let dots = host.bytes().filter(|byte| *byte == b'.').count();
        names.insert(if dots >= self.ndots { 0 } else { names.len() }, host.into());
        names
    }
}

/// A host's addresses in the text of a hosts file: all of IPv4, else all of IPv6. Letter case does not matter.
pub fn in_hosts(text: &[u8], host: &str) -> Vec<IpAddr> {
    let host = host.trim_end_matches('.');
    let mut found: Vec<IpAddr> = Vec::new();
    for line in text.split(|byte| *byte == b'\n') {
        let line = line.split(|byte| *byte == b'#').next().unwrap_or_default();
        // Comments in an old encoding stand beside good lines.
        let Ok(line) = std::str::from_utf8(line) else { continue };
        let mut words = line.split_ascii_whitespace();
        let address = words.next().and_then(|word| word.parse::<IpAddr>().ok());
        if let Some(address) = address
            && words.any(|name| name.trim_end_matches('.').eq_ignore_ascii_case(host))
        {
            found.push(address);
        }
    }
    if found.iter().any(IpAddr::is_ipv4) {
        found.retain(IpAddr::is_ipv4);
    }
    found
}

#[cfg(test)]
#[path = "tests/files.rs"]
mod tests;
