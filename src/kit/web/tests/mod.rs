//! Which addresses the page may be served on.

use super::{ANYWHERE, own_address};

#[test]
fn only_this_machine_is_listened_on() {
    for (given, address) in [
        (&*ANYWHERE.to_string(), "127.0.0.1:0"),
        ("localhost:8800", "127.0.0.1:8800"),
        ("127.0.0.2:80", "127.0.0.2:80"),
        ("[::1]:8800", "[::1]:8800"),
    ] {
        assert_eq!(own_address(given).map(|it| it.to_string()), Ok(address.to_owned()));
    }
    for given in ["0.0.0.0:80", "[::]:80", "192.168.1.5:8800", "8.8.8.8:53"] {
        let refused = own_address(given).unwrap_err();
        assert!(refused.contains("only this machine may reach it"), "{given}: {refused}");
    }
    for given in ["", "8080", "127.0.0.1", "localhost", "host:80", "127.0.0.1:99999"] {
        assert_eq!(own_address(given).unwrap_err(), "expected ADDRESS:PORT, as in 127.0.0.1:0", "{given}");
    }
}
