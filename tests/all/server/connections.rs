//! Connections to 1C that are kept: used again, and not missed when 1C has closed them.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::*;

#[test]
fn calls_one_after_another_use_one_connection() {
    let stand = stand();
    let server = serve(&stand, "calls = 8\n");
    for _ in 0..20 {
        assert_named(&call(&server));
    }
    assert_eq!((stand.count(), stand.connections()), (20, 1));
    let counts = &server.state().counts;
    assert_eq!((counts.connected.get(), counts.kept.get(), server.state().connections.idle()), (1, 19, 1));
}

#[test]
fn calls_at_once_keep_no_more_connections_than_there_were_calls() {
    let stand = stand();
    let server = serve(&stand, "calls = 4\n");
    for _ in 0..5 {
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| assert_named(&call(&server)));
            }
        });
    }
    assert_eq!(stand.count(), 20);
    assert!(
        stand.connections() <= 4 && server.state().connections.idle() <= 4,
        "{} connections",
        stand.connections()
    );
}

#[test]
fn a_1c_that_says_close_is_asked_anew_each_time() {
    let clients = vec![Client::new(NUMBER, NAME)];
    let options = StandOptions { clients, keep_alive: false, ..StandOptions::default() };
    let stand = Stand::start(options).expect("loopback");
    let server = serve(&stand, "calls = 2\n");
    for _ in 0..3 {
        assert_named(&call(&server));
    }
    assert_eq!((stand.connections(), server.state().connections.idle()), (3, 0));
}

#[test]
fn bases_have_connections_of_their_own() {
    let (first, second) = (stand(), stand());
    second.put(Client::new(NUMBER, "Другая база"));
    let server = serve(&first, &format!("calls = 2\n[crm spb]\nurl = {}\n", second.url()));
    for _ in 0..3 {
        assert_named(&call(&server));
        let other = Asterisk::new(Version::V16).call(NUMBER).over(server.address(), "agi1c?crm=spb");
        assert_eq!(other.variable("AGI1C_NAME"), Some("Другая база"));
    }
    assert_eq!((first.connections(), second.connections(), server.state().connections.idle()), (1, 1, 2));
}

/// How a 1C treats the second question on a connection.
#[derive(Clone, Copy)]
enum Second {
    /// It is read, and the connection closed.
    Closed,
    /// The connection was closed before it came.
    ClosedBefore,
    /// Half an answer comes.
    Half,
}

/// A 1C that answers one question on each connection as it should, and the next one so. Gives its port and how many
/// questions it has read.
fn moody(second: Second) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a socket");
    let port = listener.local_addr().expect("its address").port();
    let questions = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&questions);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let count = Arc::clone(&count);
            thread::spawn(move || answer(stream, second, &count));
        }
    });
    (port, questions)
}

fn answer(mut stream: TcpStream, second: Second, count: &AtomicUsize) {
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\r\n{NAME}",
        NAME.len()
    );
    if !question(&mut stream, count) {
        return;
    }
    stream.write_all(answer.as_bytes()).expect("an answer");
    if matches!(second, Second::ClosedBefore) || !question(&mut stream, count) {
        return;
    }
    if matches!(second, Second::Half) {
        stream.write_all(&answer.as_bytes()[..answer.len() / 2]).expect("half an answer");
    }
}

/// Reads a whole GET; whether there was one.
fn question(stream: &mut TcpStream, count: &AtomicUsize) -> bool {
    let mut text = Vec::new();
    let mut byte = [0];
    while !text.ends_with(b"\r\n\r\n") {
        if !matches!(stream.read(&mut byte), Ok(1)) {
            return false;
        }
        text.push(byte[0]);
    }
    count.fetch_add(1, Ordering::SeqCst);
    true
}

fn serving(port: u16) -> Server {
    let text = format!(
        "[call]\ndeadline = {PLENTY_MS}\n[crm]\nurl = http://127.0.0.1:{port}/?n={{number}}\nprotocol = text\n\
         connect_timeout = 50000\nanswer_timeout = 50000\n[cache]\nbreaker = 0\n[server]\nlisten = 127.0.0.1:0\ncalls = 2\n"
    );
    Server::start(parse(&text), None).expect("it starts")
}

#[test]
fn a_connection_that_1c_has_closed_meanwhile_costs_no_name() {
    for second in [Second::Closed, Second::ClosedBefore] {
        let (port, questions) = moody(second);
        let server = serving(port);
        for _ in 0..6 {
            assert_named(&call(&server));
        }
        // Where it is closed under the question, that is asked once more and no oftener.
        let asked = questions.load(Ordering::SeqCst);
        let most = if matches!(second, Second::Closed) { 11 } else { 6 };
        assert_eq!(asked, most);
    }
}

#[test]
fn half_an_answer_is_not_asked_for_again() {
    let (port, questions) = moody(Second::Half);
    let server = serving(port);
    assert_named(&call(&server));
    let half = call(&server);
    assert_eq!(half.outcome(), ("failed", "closed"), "{}", half.conversation());
    assert_eq!(questions.load(Ordering::SeqCst), 2);
    assert_named(&call(&server));
}
