use std::net::TcpListener;

use super::*;

/// What becomes of a name's addresses, tried for so long.
fn dialled(addresses: &[SocketAddr], milliseconds: u64) -> Result<TcpStream, Reason> {
    let now = Instant::now();
    let connector = HttpConnector {
        shared: SharedProgress::default(),
        peer: "1c:80".into(),
        connect_until: now + Duration::from_millis(milliseconds),
        answer: Duration::ZERO,
        until: now,
        request_size: 0,
        max_read: 0,
        #[cfg(feature = "tls")]
        secure: None,
        #[cfg(feature = "server")]
        keep: None,
    };
    connector.dial(addresses).map_err(|_| {
        note(&connector.shared, |progress| progress.failure.take()).expect("what went wrong").reason
    })
}

/// An address that takes no further connection and refuses none: its queue is full, as long as this is kept.
fn full() -> (SocketAddr, TcpListener, Vec<TcpStream>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address");
    let waiting =
        std::iter::from_fn(|| TcpStream::connect_timeout(&address, Duration::from_millis(200)).ok());
    let waiting = waiting.take(10_000).collect();
    (address, listener, waiting)
}

#[test]
fn an_address_that_is_silent_leaves_the_next_its_time() {
    let (silent, _listener, _waiting) = full();
    let good = TcpListener::bind("127.0.0.1:0").expect("a port");
    let good = good.local_addr().map(|address| (address, good)).expect("its address");
    assert!(dialled(&[silent, good.0], 4_000).is_ok());
    // None of them is given up before its share is over.
    let began = Instant::now();
    assert_eq!(dialled(&[silent, silent], 600).err(), Some(Reason::ConnectTimeout));
    assert!(began.elapsed() >= Duration::from_millis(590), "{:?}", began.elapsed());
}

/// "Refused" says that the host is there: it is what the administrator is told, wherever in the list it stands.
#[test]
fn refused_says_more_than_no_route() {
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let nowhere = SocketAddr::from(([255, 255, 255, 255], 80));
    for (addresses, reason) in [
        (&[nowhere][..], Reason::Unreachable),
        (&[closed, nowhere], Reason::Refused),
        (&[nowhere, closed], Reason::Refused),
    ] {
        assert_eq!(dialled(addresses, 10_000).err(), Some(reason), "{addresses:?}");
    }
}
