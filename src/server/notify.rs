//! What systemd is told (`Type=notify`): a datagram to the socket it names. Elsewhere nobody is told anything.

use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// `READY=1`, `STOPPING=1`.
pub fn tell(what: &str) {
    let Some(socket) = std::env::var_os("NOTIFY_SOCKET") else { return };
    let bytes = socket.as_encoded_bytes();
    let address = match bytes.strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name),
        None => SocketAddr::from_pathname(&socket),
    };
    // A service manager that cannot be told waits in vain, and says so itself.
    let _ = address.and_then(|address| UnixDatagram::unbound()?.send_to_addr(what.as_bytes(), &address));
}
