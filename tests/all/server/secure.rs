//! Connections to 1C that are kept under https, against Debian's nginx.

use super::*;
use crate::https::office::{CLIENT, EC, NAMES, NUMBER, Office, RSA, settings};

#[test]
#[ignore = "tests/run"]
fn a_connection_of_https_is_kept_and_a_restart_of_1c_costs_no_name() {
    let office = Office::new("kept");
    office.certificate("rsa", RSA, NAMES);
    office.certificate("ec", EC, NAMES);
    for (name, lines) in [("rsa", "ssl_protocols TLSv1.2;"), ("ec", "ssl_protocols TLSv1.3;")] {
        let mut nginx = office.nginx(name, lines);
        let text = settings("localhost", nginx.port, &office.path("ca"));
        let server =
            Server::start(parse(&format!("{text}[server]\nlisten = 127.0.0.1:0\ncalls = 2\n")), None);
        let server = server.expect("it starts");
        let named = || {
            let call = Asterisk::new(Version::V16).call(NUMBER).over(server.address(), "agi1c");
            assert_eq!(call.variable("CALLERID(name)"), Some(CLIENT), "{name}: {}", call.conversation());
        };
        let counts = || (server.state().counts.connected.get(), server.state().counts.kept.get());
        (0..5).for_each(|_| named());
        assert_eq!(counts(), (1, 4), "{name}");
        let port = nginx.port;
        drop(nginx);
        nginx = office.nginx_at(port, name, lines);
        (0..3).for_each(|_| named());
        assert_eq!(counts(), (2, 6), "{name}");
        drop(nginx);
    }
}

/// mbedTLS keeps keys in one place for all threads.
#[test]
#[ignore = "tests/run"]
fn handshakes_of_many_workers_at_once_do_not_disturb_each_other() {
    let office = Office::new("many");
    office.certificate("rsa", RSA, NAMES);
    office.certificate("ec", EC, NAMES);
    for (name, lines) in [
        ("rsa", "ssl_protocols TLSv1.2;\nkeepalive_timeout 0;"),
        ("ec", "ssl_protocols TLSv1.3;\nkeepalive_timeout 0;"),
        // Sixteen connections that are kept have their keys all the time.
        ("ec", "ssl_protocols TLSv1.3;"),
    ] {
        let nginx = office.nginx(name, lines);
        let text = settings("localhost", nginx.port, &office.path("ca"));
        let server =
            Server::start(parse(&format!("{text}[server]\nlisten = 127.0.0.1:0\ncalls = 16\n")), None);
        let server = server.expect("it starts");
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    for _ in 0..8 {
                        let call = Asterisk::new(Version::V16).call(NUMBER).over(server.address(), "agi1c");
                        let named = call.variable("CALLERID(name)");
                        assert_eq!(named, Some(CLIENT), "{name}: {}", call.conversation());
                    }
                });
            }
        });
        let counts = &server.state().counts;
        let kept = counts.kept.get();
        assert_eq!(
            (counts.connected.get() + kept, kept == 0),
            (16 * 8, lines.contains("timeout 0")),
            "{lines}"
        );
    }
}
