use std::net::TcpListener;

use super::*;

/// A connection that ends so soon, and its other side.
fn connected(milliseconds: u64) -> (Socket, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let stream = TcpStream::connect(listener.local_addr().expect("its address")).expect("a connection");
    let until = Instant::now() + Duration::from_millis(milliseconds);
    (Socket::new(stream, until), listener.accept().expect("the other side").0)
}

/// A question may be larger than what the system takes at once.
#[test]
fn a_peer_that_reads_nothing_holds_no_write_beyond_the_end() {
    let (mut socket, _peer) = connected(500);
    let endless = vec![b'x'; 64 * 1024];
    let error = (0..10_000).find_map(|_| socket.write_all(&endless).err()).expect("its end");
    assert!(is_too_late(&error), "{error}");
}

#[test]
fn a_peer_that_says_nothing_holds_no_read_beyond_the_end() {
    let (mut socket, mut peer) = connected(500);
    peer.write_all(b"a").expect("a byte");
    let mut byte = [0];
    assert_eq!((socket.read(&mut byte).expect("it"), byte), (1, *b"a"));
    let error = socket.read(&mut byte).expect_err("its end");
    assert!(is_too_late(&error), "{error}");
    drop(peer);
    assert!(is_too_late(&socket.read(&mut byte).expect_err("it has ended")));
    // A broken connection is no late one.
    assert!(!is_too_late(&ErrorKind::ConnectionReset.into()));
}
