//! A TCP server that plays a script of misbehaviour to every connection and keeps what it was sent.
//! It speaks no HTTP of its own: a script's bytes go out as they are.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// One thing to do with a connection; after the last one it is closed.
#[derive(Clone)]
pub enum Step {
    /// Read until a whole request (header and announced body) has come.
    Request,
    /// Send these bytes.
    Send(Vec<u8>),
    /// Send these bytes one at a time, with a pause after each.
    Drip(Vec<u8>, Duration),
    /// Send these bytes again and again, until the peer is gone.
    Endless(Vec<u8>),
    /// Say nothing until the peer is gone.
    Silence,
    /// Close with unread bytes waiting: the peer sees a reset.
    Reset,
}

/// A running server; its threads end with their connections.
pub struct Hostile {
    pub address: SocketAddr,
    seen: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Hostile {
    /// Starts on a free port of 127.0.0.1.
    pub fn start(script: &[Step]) -> Hostile {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::<Mutex<Vec<Vec<u8>>>>::default();
        let (script, kept) = (script.to_vec(), Arc::clone(&seen));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (script, kept) = (script.clone(), Arc::clone(&kept));
                thread::spawn(move || {
                    let _ = play(stream, &script, &kept);
                });
            }
        });
        Hostile { address, seen }
    }

    /// The requests so far, each whole.
    pub fn seen(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
    }
}

fn play(mut stream: TcpStream, script: &[Step], seen: &Mutex<Vec<Vec<u8>>>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    for step in script {
        match step {
            Step::Request => {
                let request = request(&mut stream)?;
                seen.lock().unwrap().push(request);
            }
            Step::Send(bytes) => stream.write_all(bytes)?,
            Step::Drip(bytes, pause) => {
                for byte in bytes {
                    stream.write_all(&[*byte])?;
                    thread::sleep(*pause);
                }
            }
            Step::Endless(bytes) => {
                let block = bytes.repeat(1 + 16_384 / bytes.len());
                loop {
                    stream.write_all(&block)?;
                }
            }
            Step::Silence => while stream.read(&mut [0; 1024])? > 0 {},
            // Time for the request to arrive: bytes nobody reads make the close a reset.
            Step::Reset => thread::sleep(Duration::from_millis(50)),
        }
    }
    Ok(())
}

fn request(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
            let body: usize = length.map_or(0, |length| length.parse().unwrap());
            let head_end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
            if bytes.len() >= head_end + body {
                return Ok(bytes);
            }
        }
        match stream.read(&mut buffer)? {
            0 => return Ok(bytes),
            count => bytes.extend_from_slice(&buffer[..count]),
        }
    }
}

/// An address whose SYNs are dropped: a listener with a full queue. The streams must be kept.
pub fn black_hole() -> (SocketAddr, TcpListener, Vec<TcpStream>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while waiting.len() < 10_000 {
        match TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
            Ok(stream) => waiting.push(stream),
            Err(_) => break,
        }
    }
    (address, listener, waiting)
}
