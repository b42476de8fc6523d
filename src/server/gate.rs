//! The listener: who may come in, and whether there is room. Who is turned away is so at once, because a connection that
//! is taken and not served holds its caller.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, SockRef, Socket, Type};

use super::counts::Counts;
use super::journal;
use super::pool::{Accepted, Pool};
use super::state::ServerState;
use crate::config::Settings;

/// Connections that the system keeps for a moment in which none is accepted; what is over waits a second for its SYN to
/// be repeated. The system has a most of its own (net.core.somaxconn, 4096).
const BACKLOG: i32 = 4096;

/// Before the next try, where no connection can be accepted (no descriptor left).
const PAUSE: Duration = Duration::from_millis(50);

/// Listens there.
///
/// # Errors
/// Where that is not possible: the port is taken, or the address is another machine's.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // After a restart, connections of the one before still have the port for a minute.
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Refuses connections from now on, and wakes whoever waits for one.
pub fn shut(listener: &TcpListener) {
    let _ = SockRef::from(listener).shutdown(std::net::Shutdown::Both);
}

/// Whether this peer may come in; who may not is counted, and said.
pub fn lets_in(settings: &Settings, peer: IpAddr, counts: &Counts) -> bool {
    let allowed = settings.server.allow.iter().any(|network| network.holds(peer));
    if !allowed {
        counts.not_allowed.add();
        journal::warn_now_and_then(&format!("{peer} is not in server.allow: turned away"));
    }
    allowed
}

/// Takes connections until the listener is shut.
pub fn watch(listener: &TcpListener, state: &ServerState, pool: &Arc<Pool>) {
    loop {
        match listener.accept() {
            Ok((stream, peer)) => {
                let (at, settings) = (Instant::now(), state.settings());
                if lets_in(&settings, peer.ip(), &state.counts)
                    && !pool.admit(Accepted { stream, at }, settings.server.queue)
                {
                    state.counts.full.add();
                    journal::warn_now_and_then(
                        "server.calls and server.queue are full: calls go on without a name",
                    );
                }
            }
            Err(_) if state.is_draining() => return,
            Err(error) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::ConnectionAborted) => {}
            Err(error) => {
                journal::warn_now_and_then(&format!("no connection can be accepted: {error}"));
                thread::sleep(PAUSE);
            }
        }
    }
}
