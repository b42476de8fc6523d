//! A host's addresses for the static program, within a time limit and without a thread. IPv4 first and enough, IPv6
//! where there is no IPv4. It takes the place of musl's `getaddrinfo`, which asks for both at once and believes the first
//! "no" of any server to either: a small router that does not know the question AAAA makes every name unknown there.
//!
//! Each server is asked for every name the host may stand for before the next server is asked. So a server that knows
//! nothing of the office's names does not hide the one that does.

mod files;
mod message;

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use files::Resolv;
use message::{Kind, Response};

const RESOLV_CONF: &str = "/etc/resolv.conf";
const HOSTS: &str = "/etc/hosts";
/// A list of thousands of blocked names may stand in a hosts file; an office's own stand before it.
const MAX_FILE: u64 = 256 * 1024;
/// A question is sent again after this part of a server's time: a datagram gets lost now and then.
const TRIES: u32 = 2;
/// RFC 1035: without EDNS no answer is longer.
const MAX_ANSWER: usize = 512;

/// The host's addresses, or why there are none: which server said what to which question.
pub fn look_up(host: &str, until: Instant) -> Result<Vec<IpAddr>, String> {
    let known = files::in_hosts(&read(HOSTS), host);
    if !known.is_empty() {
        return Ok(known);
    }
    // RFC 6761: never a question for a name server.
    let bare = host.trim_end_matches('.');
    if bare.eq_ignore_ascii_case("localhost") {
        return Ok(vec![Ipv4Addr::LOCALHOST.into()]);
    }
    ask(host, &Resolv::parse(&String::from_utf8_lossy(&read(RESOLV_CONF))), until)
}

/// A file's beginning; one that cannot be read is empty.
fn read(path: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Ok(mut file) = File::open(path) {
        // What was read before an error counts.
        let _ = file.by_ref().take(MAX_FILE).read_to_end(&mut bytes);
    }
    bytes
}

/// Asks the servers one after another.
fn ask(host: &str, resolv: &Resolv, until: Instant) -> Result<Vec<IpAddr>, String> {
    let mut said = String::new();
    for (at, (name, server)) in resolv.servers.iter().enumerate() {
        let left = until.saturating_duration_since(Instant::now());
        let share = left / (resolv.servers.len() - at) as u32;
        match ask_server(*server, host, resolv, Instant::now() + share) {
            Ok(addresses) => return Ok(addresses),
            Err(what) => {
                if !said.is_empty() {
                    said.push_str("; ");
                }
                for part in ["the name server ", name, " ", &what] {
                    said.push_str(part);
                }
            }
        }
    }
    Err(said)
}

/// All questions to one server. The error is what it said, as the end of a sentence.
fn ask_server(
    server: SocketAddr,
    host: &str,
    resolv: &Resolv,
    until: Instant,
) -> Result<Vec<IpAddr>, String> {
    let socket = connected(server).map_err(|error| format!("cannot be asked ({error})"))?;
    let (mut unknown, mut refused) = (Vec::new(), None);
    for name in resolv.candidates(host) {
        let mut kind = Kind::A;
        let mut response = exchange(&socket, &name, kind, until)?;
        if response == Response::NoAddress {
            kind = Kind::Aaaa;
            response = exchange(&socket, &name, kind, until)?;
        }
        match response {
            Response::Addresses(addresses) => return Ok(addresses),
            Response::NoAddress | Response::NoName => unknown.push(name),
            Response::Refusal(word) => {
                refused
                    .get_or_insert_with(|| format!("answered {word} to the question {} {name}", kind.word()));
            }
        }
    }
    Err(refused.unwrap_or_else(|| format!("knows no address of {}", unknown.join(", "))))
}

/// Connected, so that nobody else is heard, and an ICMP "nobody listens there" is.
fn connected(server: SocketAddr) -> std::io::Result<UdpSocket> {
    let any: IpAddr =
        if server.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0))?;
    socket.connect(server)?;
    Ok(socket)
}

/// One question, sent again when no answer comes.
fn exchange(socket: &UdpSocket, name: &str, kind: Kind, until: Instant) -> Result<Response, String> {
    let question =
        message::question(random(), name, kind).ok_or_else(|| format!("is not asked: {name} is no name"))?;
    let began = Instant::now();
    let each = until.saturating_duration_since(began) / TRIES;
    for trial in 1..=TRIES {
        let limit = if trial == TRIES { until } else { began + each };
        socket.send(&question).map_err(|error| format!("cannot be asked ({error})"))?;
        if let Some(response) = answer(socket, &question, kind, limit)? {
            return Ok(response);
        }
    }
    // Not in u128, whose printing nothing else needs.
    let waited = began.elapsed().as_millis() as u64;
    Err(format!("did not answer in time, {waited} ms, to the question {} {name}", kind.word()))
}

/// The answer to this question, `None` when none comes in time. Anything else that comes is passed over.
fn answer(
    socket: &UdpSocket,
    question: &[u8],
    kind: Kind,
    limit: Instant,
) -> Result<Option<Response>, String> {
    let mut buffer = [0; MAX_ANSWER];
    loop {
        let left = limit.saturating_duration_since(Instant::now());
        // A time of zero would mean no limit at all.
        if left < Duration::from_millis(1) {
            return Ok(None);
        }
        socket.set_read_timeout(Some(left)).map_err(|error| format!("cannot be waited for ({error})"))?;
        match socket.recv(&mut buffer) {
            Ok(length) => {
                let response = buffer.get(..length).and_then(|answer| message::read(answer, question, kind));
                if response.is_some() {
                    return Ok(response);
                }
            }
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut => return Ok(None),
                ErrorKind::Interrupted => {}
                _ => return Err(format!("is not there ({error})")),
            },
        }
    }
}

/// The number that an answer must repeat. Whoever cannot see the question has to guess it and the port.
fn random() -> u16 {
    let mut bytes = [0; 2];
    let read = File::open("/dev/urandom").and_then(|mut source| source.read_exact(&mut bytes));
    // Without /dev the socket's port, which the system draws, is all there is to guess.
    read.map_or(0x1c1c, |()| u16::from_ne_bytes(bytes))
}

#[cfg(test)]
#[path = "tests/mod.rs"]
mod tests;
