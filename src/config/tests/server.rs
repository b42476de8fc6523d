use super::*;
use crate::config::parse;

fn server(lines: &str) -> Result<ServerSettings, String> {
    let text = format!("[crm]\nurl = http://1c/\n[server]\n{lines}");
    parse(text.as_bytes(), "test", &[]).map(|settings| settings.server).map_err(|error| error.to_string())
}

#[test]
fn values_are_taken_over() {
    let read = server(
        "listen = [::]:4574\nhttp = 10.0.0.1:8080\nuser = pbx\npassword = secret\nallow = 10.0.0.0/8 ::1\ncalls = 2\n\
         queue = 0\nstore = redis://:key@redis:6379/3\n",
    )
    .unwrap();
    assert_eq!(read.listen, "[::]:4574".parse().unwrap());
    assert_eq!(read.http, "10.0.0.1:8080".parse().ok());
    assert_eq!((read.user.as_str(), read.password.expose()), ("pbx", "secret"));
    assert_eq!(read.allow, [Network::read("10.0.0.0/8").unwrap(), Network::read("::1").unwrap()]);
    assert_eq!((read.calls, read.queue), (2, 0));
    assert_eq!(read.store, NameStore::Redis(Secret::new("redis://:key@redis:6379/3")));
    assert_eq!(server("http =\n").unwrap().http, None);
}

#[test]
fn wrong_values_are_refused_and_no_secret_is_repeated() {
    for (line, expected) in [
        ("listen = 4573", "an IP address and a port, as in 0.0.0.0:4573, got \"4573\""),
        ("listen = pbx:4573", "an IP address and a port, as in 0.0.0.0:4573, got \"pbx:4573\""),
        ("calls = 0", "a number from 1 to 4096, got \"0\""),
        ("allow =", "addresses and networks, as in 127.0.0.1 10.0.0.0/8, got nothing"),
        ("allow = 10.0.0.0/33", "addresses and networks, as in 127.0.0.1 10.0.0.0/8, got \"10.0.0.0/33\""),
        ("user = a:b", "a user's name without a colon, got \"a:b\""),
        ("store = redis", "astdb, or redis://host:6379/0, got \"redis\""),
        ("store = redis://:key@host/x", "astdb, or redis://host:6379/0"),
    ] {
        let key = line.split(' ').next().unwrap();
        assert_eq!(server(line).unwrap_err(), format!("test, line 4: server.{key}: expected {expected}"));
    }
}

#[test]
fn a_network_holds_the_addresses_that_begin_like_it() {
    let holds = |network: &str, address: &str| {
        Network::read(network).expect("a network").holds(address.parse().expect("an address"))
    };
    for (network, inside, outside) in [
        ("10.0.0.0/8", "10.255.0.1", "11.0.0.1"),
        ("192.168.1.5", "192.168.1.5", "192.168.1.4"),
        ("10.1.2.3/24", "10.1.2.77", "10.1.3.3"),
        ("127.0.0.0/8", "::ffff:127.0.0.1", "::1"),
        ("fd00::/8", "fd12::1", "fe80::1"),
        ("0.0.0.0/0", "8.8.8.8", "2001:db8::1"),
    ] {
        assert!(holds(network, inside), "{network} {inside}");
        assert!(!holds(network, outside), "{network} {outside}");
    }
    assert!(holds("::/0", "8.8.8.8") && holds("::/0", "::1"));
    for wrong in ["", "10.0.0.0/", "10.0.0.0/33", "::/129", "localhost", "10.0.0/8"] {
        assert_eq!(Network::read(wrong), None, "{wrong}");
    }
}
