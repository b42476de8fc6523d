//! From a URL's host to addresses: IP literals at once, names through the system's resolver in a thread that
//! is waited for no longer than the connect budget. It never looks at ureq's time limits: none are set.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Instant;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::{Shared, fail, note};
use crate::crm::Reason;

/// Addresses of one name that are tried; ureq has room for 16, a call has no time for them.
const MAX_ADDRESSES: usize = 4;
/// glibc's and musl's resolvers take 20–70 KiB; std's own 2 MiB might be refused where memory is short.
const STACK: usize = 256 * 1024;

/// The resolver of one exchange.
#[derive(Debug)]
pub(super) struct Names {
    pub shared: Shared,
    pub until: Instant,
}

impl Resolver for Names {
    fn resolve(&self, uri: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let started = Instant::now();
        let host = uri.host().unwrap_or("");
        let port = uri.port_u16().unwrap_or(80);
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let mut found = self.empty();
        match bare.parse::<IpAddr>() {
            Ok(ip) => found.push(SocketAddr::new(ip, port)),
            Err(_) => {
                let addresses = look_up(host, port, self.until).map_err(|why| {
                    fail(
                        &self.shared,
                        Reason::Resolve,
                        format!("the name {host} of crm.url was not resolved: {why}; try its IP address"),
                    )
                })?;
                for address in addresses.into_iter().take(MAX_ADDRESSES) {
                    found.push(address);
                }
            }
        }
        note(&self.shared, |progress| progress.timings.resolve = Some(started.elapsed()));
        Ok(found)
    }
}

type Found = Result<Vec<SocketAddr>, String>;

/// getaddrinfo cannot be given a time limit; the thread is left behind when it takes too long, and ends with
/// the process.
fn look_up(host: &str, port: u16, until: Instant) -> Found {
    let slot: Arc<(Mutex<Option<Found>>, Condvar)> = Arc::default();
    let theirs = Arc::clone(&slot);
    let name = String::from(host);
    let work = move || {
        let found = match (name.as_str(), port).to_socket_addrs() {
            Ok(addresses) => Ok(addresses.collect()),
            Err(error) => Err(error.to_string()),
        };
        *theirs.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
        theirs.1.notify_one();
    };
    if let Err(error) = std::thread::Builder::new().stack_size(STACK).spawn(work) {
        return Err(format!("no thread to do it in ({error})"));
    }
    let mut found = slot.0.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        if let Some(found) = found.take() {
            return match found {
                Ok(addresses) if addresses.is_empty() => Err("it has no address".into()),
                found => found,
            };
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err("the DNS server did not answer in time".into());
        }
        found = slot.1.wait_timeout(found, left).unwrap_or_else(PoisonError::into_inner).0;
    }
}
