//! A man in the middle of TLS: hands on what a client and a real server say, and stops, breaks off or changes the server's
//! bytes at any place. It knows where records begin and nothing of what is in them.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What becomes of the bytes a server sends, counted from its first.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// Nothing.
    None,
    /// So many arrive and no more; the connection stays.
    Stop(usize),
    /// So many arrive, then the end.
    Close(usize),
    /// One bit of this byte is another.
    Flip(usize),
    /// From this one on, noise.
    Noise(usize),
    /// One by one, each in a segment of its own.
    Drip(Duration),
    /// What is not encrypted yet comes in records of one byte.
    Records,
}

/// What was seen; of one conversation where there was one.
#[derive(Clone, Default)]
pub struct Seen {
    /// Everything the server sent.
    pub server: Vec<u8>,
    /// How much of that had come each time the client said something.
    pub turns: Vec<usize>,
}

impl Seen {
    /// Where each record of the server's begins, and where the last one ends.
    pub fn boundaries(&self) -> Vec<usize> {
        let mut at = vec![0];
        while let Some(length) = self.server.get(at[at.len() - 1]..).and_then(length) {
            at.push(at[at.len() - 1] + length);
        }
        at
    }
}

/// Stands between the program and a server of this machine.
pub struct Between {
    pub port: u16,
    seen: Arc<Mutex<Seen>>,
}

impl Between {
    /// Changes every connection in this way.
    pub fn start(server: u16, change: Change) -> Between {
        Between::by_turns(server, move || change)
    }

    /// Asks how for each connection, the earliest first.
    pub fn by_turns(server: u16, mut change: impl FnMut() -> Change + Send + 'static) -> Between {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::<Mutex<Seen>>::default();
        let kept = Arc::clone(&seen);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (kept, change) = (Arc::clone(&kept), change());
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else { return };
                thread::spawn(move || between(client, server, change, &kept));
            }
        });
        Between { port, seen }
    }

    /// What was seen so far.
    pub fn seen(&self) -> Seen {
        self.seen.lock().unwrap().clone()
    }
}

fn between(client: TcpStream, server: TcpStream, change: Change, seen: &Arc<Mutex<Seen>>) {
    let _ = client.set_nodelay(true);
    let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    let kept = Arc::clone(seen);
    thread::spawn(move || {
        let mut piece = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut piece) {
            let mut seen = kept.lock().unwrap();
            let so_far = seen.server.len();
            seen.turns.push(so_far);
            drop(seen);
            if to.write_all(&piece[..count]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
    let _ = pass(client, server, change, seen);
}

/// Hands on what the server says, changed.
fn pass(
    mut client: TcpStream,
    mut server: TcpStream,
    change: Change,
    seen: &Mutex<Seen>,
) -> std::io::Result<()> {
    let mut at = 0;
    let mut records = Records::default();
    let mut piece = [0; 4096];
    loop {
        let count = server.read(&mut piece)?;
        if count == 0 {
            return client.shutdown(Shutdown::Both);
        }
        let mut came = piece[..count].to_vec();
        seen.lock().unwrap().server.extend(&came);
        match change {
            Change::None => client.write_all(&came)?,
            Change::Stop(after) | Change::Close(after) => {
                client.write_all(&came[..came.len().min(after.saturating_sub(at))])?;
                if at + came.len() >= after {
                    if let Change::Close(_) = change {
                        return client.shutdown(Shutdown::Both);
                    }
                    // The client's bytes go on being read; the connection ends when it has had enough.
                    thread::sleep(Duration::from_secs(30));
                    return Ok(());
                }
            }
            Change::Flip(place) => {
                if let Some(byte) = place.checked_sub(at).and_then(|place| came.get_mut(place)) {
                    *byte ^= 0x10;
                }
                client.write_all(&came)?;
            }
            Change::Noise(from) => {
                for (place, byte) in came.iter_mut().enumerate().filter(|(place, _)| at + place >= from) {
                    *byte = (((at + place) * 2_654_435_761) >> 7) as u8;
                }
                client.write_all(&came)?;
            }
            Change::Drip(pause) => {
                for byte in &came {
                    client.write_all(&[*byte])?;
                    thread::sleep(pause);
                }
            }
            Change::Records => client.write_all(&records.split(&came))?,
        }
        at += count;
    }
}

/// Takes a server's records apart.
#[derive(Default)]
struct Records {
    held: Vec<u8>,
    encrypted: bool,
}

impl Records {
    fn split(&mut self, came: &[u8]) -> Vec<u8> {
        self.held.extend(came);
        let mut out = Vec::new();
        while let Some(length) = length(&self.held).filter(|length| self.held.len() >= *length) {
            let record: Vec<u8> = self.held.drain(..length).collect();
            self.encrypted |= record[0] != 0x16;
            if self.encrypted {
                out.extend(record);
            } else {
                out.extend(record[5..].iter().flat_map(|byte| [0x16, 3, 3, 0, 1, *byte]));
            }
        }
        out
    }
}

/// The length of the record these bytes begin with.
fn length(bytes: &[u8]) -> Option<usize> {
    let length = bytes.get(3..5)?;
    Some(5 + usize::from(u16::from_be_bytes([length[0], length[1]])))
}
