use super::*;

fn servers(text: &str) -> Vec<String> {
    Resolv::parse(text).servers.iter().map(|(_, address)| address.to_string()).collect()
}

#[test]
fn name_servers() {
    for (text, wanted) in [
        ("nameserver 192.168.1.1\n", vec!["192.168.1.1:53"]),
        ("nameserver 10.0.0.1 # router\r\nnameserver\t10.0.0.2;x\n", vec!["10.0.0.1:53", "10.0.0.2:53"]),
        ("nameserver fd00::1", vec!["[fd00::1]:53"]),
        ("nameserver fe80::1%eth0\nnameserver 10.0.0.9", vec!["10.0.0.9:53"]),
        (
            "nameserver 1.1.1.1\nnameserver 2.2.2.2\nnameserver 3.3.3.3\nnameserver 4.4.4.4",
            vec!["1.1.1.1:53", "2.2.2.2:53", "3.3.3.3:53"],
        ),
        ("; nameserver 10.0.0.1\n#nameserver 10.0.0.2\n", vec!["127.0.0.1:53"]),
        ("nameserver router\nnameserver\n", vec!["127.0.0.1:53"]),
        ("", vec!["127.0.0.1:53"]),
    ] {
        assert_eq!(servers(text), wanted, "{text}");
    }
}

#[test]
fn what_a_host_may_stand_for() {
    let search = "search a.example b.example\n";
    for (text, host, wanted) in [
        ("", "server", vec!["server"]),
        (search, "server", vec!["server.a.example", "server.b.example", "server"]),
        (
            search,
            "server.office",
            vec!["server.office", "server.office.a.example", "server.office.b.example"],
        ),
        (search, "server.", vec!["server"]),
        ("search a.example\noptions rotate ndots:2\n", "x.y", vec!["x.y.a.example", "x.y"]),
        ("search a.example\noptions ndots:0\n", "x", vec!["x", "x.a.example"]),
        ("domain a.example\nsearch b.example.\n", "x", vec!["x.b.example", "x"]),
        ("search b.example\ndomain a.example\n", "x", vec!["x.a.example", "x"]),
        ("search .\n", "x", vec!["x"]),
        ("options ndots:many\nsearch a\n", "x", vec!["x.a", "x"]),
    ] {
        assert_eq!(Resolv::parse(text).candidates(host), wanted, "{text} {host}");
    }
}

#[test]
fn a_hosts_file_in_any_letter_case() {
    let text = b"127.0.0.1\tlocalhost\n::1 localhost ip6-localhost\n192.168.1.10 1C-Server.Office 1c # \xd1\n\
        fd00::10 1c-server.office\nfd00::6 six\n\xcf\xf0 \n10.0.0.1 \xef\xf0\n10.0.0.2 b 1C\nnone 1c-server.office\n";
    for (host, wanted) in [
        ("1c-server.office", vec!["192.168.1.10"]),
        ("1C-SERVER.OFFICE.", vec!["192.168.1.10"]),
        ("1C", vec!["192.168.1.10", "10.0.0.2"]),
        ("localhost", vec!["127.0.0.1"]),
        ("Six", vec!["fd00::6"]),
        ("server.office", vec![]),
        ("192.168.1.10", vec![]),
        ("#", vec![]),
    ] {
        let found: Vec<_> = in_hosts(text, host).iter().map(ToString::to_string).collect();
        assert_eq!(found, wanted, "{host}");
    }
}
