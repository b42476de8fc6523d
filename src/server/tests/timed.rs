use std::net::{TcpListener, TcpStream};
use std::thread;

use super::*;

fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let theirs = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    (listener.accept().unwrap().0, theirs)
}

#[test]
fn a_byte_now_and_then_does_not_lengthen_the_time() {
    let (ours, mut theirs) = pair();
    let dribbling = thread::spawn(move || {
        while theirs.write_all(b"x").is_ok() {
            thread::sleep(Duration::from_millis(20));
        }
    });
    let began = Instant::now();
    let limit = Limit::until(began + Duration::from_millis(300));
    let mut stream = TimedStream::new(&ours, &limit);
    let error = loop {
        if let Err(error) = stream.read(&mut [0; 8]) {
            break error;
        }
    };
    assert!(matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock), "{error}");
    let took = began.elapsed();
    assert!(took >= Duration::from_millis(300) && took < Duration::from_secs(10), "{took:?}");
    drop(ours);
    dribbling.join().unwrap();
}

#[test]
fn a_limit_can_be_lifted_and_set_again() {
    let (ours, mut theirs) = pair();
    let limit = Limit::until(Instant::now() + Duration::from_millis(50));
    let mut stream = TimedStream::new(&ours, &limit);
    assert!(stream.read(&mut [0; 8]).is_err(), "nothing came");
    limit.set(None);
    let answering = thread::spawn(move || {
        thread::sleep(Duration::from_millis(200));
        theirs.write_all(b"200").unwrap();
        theirs
    });
    assert_eq!(stream.read(&mut [0; 8]).unwrap(), 3, "it is waited for");
    limit.set(Some(Instant::now() + Duration::from_millis(50)));
    assert!(stream.read(&mut [0; 8]).is_err(), "and no longer");
    drop(answering.join());
}

#[test]
fn a_side_that_reads_nothing_ends_a_write() {
    let (ours, theirs) = pair();
    let limit = Limit::until(Instant::now() + Duration::from_millis(300));
    let mut stream = TimedStream::new(&ours, &limit);
    let began = Instant::now();
    while stream.write(&[b'x'; 64 * 1024]).is_ok() {}
    assert!(began.elapsed() < Duration::from_secs(10));
    drop(theirs);
}
