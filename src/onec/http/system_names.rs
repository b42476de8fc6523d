//! Names through the system's own resolver, for programs on a PC or a server: it knows more than DNS (mDNS, a company's
//! directory). It has no time limit, so it runs in a thread that is waited for no longer than the caller says.

use std::net::{IpAddr, ToSocketAddrs};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Instant;

/// glibc's resolver takes 20–70 KiB; std's own 2 MiB might be refused where memory is short.
const STACK: usize = 256 * 1024;

type Found = Result<Vec<IpAddr>, String>;

/// The addresses, or why there are none. The thread is left behind when it takes too long, and ends with
/// the process.
pub fn look_up(host: &str, until: Instant) -> Found {
    let slot: Arc<(Mutex<Option<Found>>, Condvar)> = Arc::default();
    let theirs = Arc::clone(&slot);
    let name = String::from(host);
    let work = move || {
        let found = match (name.as_str(), 0).to_socket_addrs() {
            Ok(addresses) => Ok(addresses.map(|address| address.ip()).collect()),
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
            return Err("the name server did not answer in time".into());
        }
        found = slot.1.wait_timeout(found, left).unwrap_or_else(PoisonError::into_inner).0;
    }
}
