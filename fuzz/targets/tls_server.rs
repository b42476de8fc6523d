//! What a server sends in place of a TLS handshake, as one piece, and then the end. Bytes: one of kind (bit 0: the piece
//! ends without closing), then all that is sent. The same bytes are read as a certificate, too. What comes behind a server's
//! signature cannot be reached so: its bytes depend on the client's random numbers.

#![no_main]

use agi1c::config::{Settings, parse};
use agi1c::crm::{Facts, Question, Reason};
use agi1c::onec::OneC;
use agi1c::onec::http::tls::Certificate;
use libfuzzer_sys::fuzz_target;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::sync::LazyLock;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

/// An answer of every connection: its bytes, and whether the connection is closed behind them.
static SERVER: LazyLock<(Settings, Sender<(Vec<u8>, bool)>)> = LazyLock::new(|| {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("its number").port();
    let (send, receive) = channel::<(Vec<u8>, bool)>();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, (bytes, closed)) =
                (stream.expect("a client"), receive.recv().expect("an answer"));
            let _ = stream.write_all(&bytes);
            if closed {
                let _ = stream.shutdown(Shutdown::Write);
            }
            while stream.read(&mut [0; 4096]).is_ok_and(|count| count > 0) {}
        }
    });
    // A CA of its own, so that the chain is followed; no session is ever kept, because no handshake ends well.
    let text = format!(
        "[crm]\nprotocol = json\nurl = https://localhost:{port}/\nanswer_timeout = 100\ntls = ca:{}\n",
        include_str!("../ca.base64").trim()
    );
    (parse(text.as_bytes(), "fuzz", &[]).expect("sound settings"), send)
});

fuzz_target!(|data: &[u8]| {
    let Some((&kind, said)) = data.split_first() else { return };
    if let Some(certificate) = Certificate::read(said) {
        sentence(&certificate.subject);
        sentence(&certificate.issuer);
        assert!(certificate.names.len() <= 100);
    }
    let (settings, server) = &*SERVER;
    // Waiting for the limit each time would take all the time there is.
    let closed = kind & 1 == 0 || kind > 8;
    server.send((said.to_vec(), closed)).expect("the server");
    let question = Question { number: "74952293042".into(), facts: Facts::default() };
    let until = Instant::now() + Duration::from_secs(3);
    let failure = OneC::new(&settings.profiles[0]).exchange(&question, until).expect_err("nobody we trust");
    assert!(matches!(failure.reason, Reason::Tls | Reason::AnswerTimeout), "{failure:?}");
    sentence(&failure.detail);
});

/// What goes to a log: one bounded line.
fn sentence(text: &str) {
    assert!(!text.is_empty() && text.len() < 1900, "{text}");
    assert!(!text.contains(char::is_control), "{text:?}");
}
