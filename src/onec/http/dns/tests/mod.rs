//! Name servers that answer as small routers, Windows and dead machines do.

use std::collections::BTreeMap;
use std::thread;

use super::*;

/// Ends when it is dropped.
struct Server(SocketAddr, Option<UdpSocket>);

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(socket) = &self.1 {
            let _ = socket.send_to(&[], self.0);
        }
    }
}

/// What is answered to a question `A name` or `AAAA name`; what is not listed gets `rest`.
type Zone = BTreeMap<&'static str, Say>;

#[derive(Debug, Clone, Copy)]
enum Say {
    V4(u8),
    V6(u8),
    Nothing,
    Code(u8),
    Silence,
    /// Silence to the first question, an address to the next.
    SecondTime(u8),
}

fn serve(zone: Zone, rest: Say) -> Server {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("loopback");
    let address = socket.local_addr().expect("its address");
    let waker = socket.try_clone().expect("a socket");
    thread::spawn(move || {
        let mut buffer = [0; 512];
        let mut seen = Vec::new();
        while let Ok((length, from)) = socket.recv_from(&mut buffer) {
            if length == 0 {
                return;
            }
            let question = buffer[..length].to_vec();
            let asked = spelled(&question);
            let say = zone.get(asked.as_str()).copied().unwrap_or(rest);
            let again = seen.contains(&asked);
            seen.push(asked);
            if let Some(answer) = answered(question, say, again) {
                socket.send_to(&answer, from).expect("an answer");
            }
        }
    });
    Server(address, Some(waker))
}

fn spelled(question: &[u8]) -> String {
    let (mut at, mut labels) = (12, Vec::new());
    while question[at] != 0 {
        let end = at + 1 + usize::from(question[at]);
        labels.push(String::from_utf8_lossy(&question[at + 1..end]).into_owned());
        at = end;
    }
    let kind = if question[at + 2] == 28 { "AAAA" } else { "A" };
    format!("{kind} {}", labels.join("."))
}

fn answered(question: Vec<u8>, say: Say, again: bool) -> Option<Vec<u8>> {
    let mut answer = question;
    answer[2] = 0x81;
    let record = |answer: &mut Vec<u8>, kind: u8, data: &[u8]| {
        answer[7] = 1;
        answer.extend([0xc0, 12, 0, kind, 0, 1, 0, 0, 0, 9, 0, data.len() as u8]);
        answer.extend(data);
    };
    match say {
        Say::V4(last) => record(&mut answer, 1, &[10, 0, 0, last]),
        Say::V6(last) => record(&mut answer, 28, &[0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last]),
        Say::Nothing => {}
        Say::Code(code) => answer[3] = 0x80 | code,
        Say::SecondTime(last) if again => record(&mut answer, 1, &[10, 0, 0, last]),
        Say::Silence | Say::SecondTime(_) => return None,
    }
    Some(answer)
}

fn nobody() -> Server {
    let address = UdpSocket::bind("127.0.0.1:0").expect("loopback").local_addr().expect("its address");
    Server(address, None)
}

fn resolv(servers: &[&Server], search: &[&str]) -> Resolv {
    let servers = servers.iter().map(|server| (server.0.ip().to_string(), server.0)).collect();
    Resolv { servers, search: search.iter().map(|domain| (*domain).into()).collect(), ndots: 1 }
}

/// With more time than a busy machine needs for an answer.
fn asked(host: &str, resolv: &Resolv) -> Result<Vec<String>, String> {
    asked_within(2000, host, resolv)
}

fn asked_within(milliseconds: u64, host: &str, resolv: &Resolv) -> Result<Vec<String>, String> {
    ask(host, resolv, Instant::now() + Duration::from_millis(milliseconds))
        .map(|found| found.iter().map(ToString::to_string).collect())
}

#[test]
fn an_ipv4_address_is_enough_whatever_is_said_to_the_question_for_ipv6() {
    for say in
        [Say::Code(3), Say::Code(2), Say::Code(5), Say::Code(4), Say::Code(1), Say::Silence, Say::Nothing]
    {
        let server =
            serve(Zone::from([("A server.office", Say::V4(7)), ("AAAA server.office", say)]), Say::Code(3));
        assert_eq!(asked("server.office", &resolv(&[&server], &[])), Ok(vec!["10.0.0.7".into()]), "{say:?}");
    }
}

#[test]
fn ipv6_where_there_is_no_ipv4() {
    let zone = Zone::from([("A six.office", Say::Nothing), ("AAAA six.office", Say::V6(6))]);
    let server = serve(zone, Say::Code(3));
    assert_eq!(asked("six.office", &resolv(&[&server], &[])), Ok(vec!["fd00::6".into()]));
}

#[test]
fn a_search_list_goes_on_behind_a_domain_that_fails() {
    for bad in [Say::Code(3), Say::Code(2), Say::Code(5), Say::Code(4), Say::Nothing] {
        let zone = Zone::from([("A server.good.example", Say::V4(8)), ("A server.bad.example", bad)]);
        let server = serve(zone, if matches!(bad, Say::Nothing) { Say::Nothing } else { Say::Code(3) });
        let found = asked("server", &resolv(&[&server], &["bad.example", "good.example"]));
        assert_eq!(found, Ok(vec!["10.0.0.8".into()]), "{bad:?}");
    }
}

#[test]
fn a_dotted_short_name_is_tried_behind_the_search_list_too() {
    let server = serve(Zone::from([("A server.msk.example.local", Say::V4(9))]), Say::Code(3));
    assert_eq!(asked("server.msk", &resolv(&[&server], &["example.local"])), Ok(vec!["10.0.0.9".into()]));
}

#[test]
fn a_server_that_does_not_know_the_offices_names_hides_none() {
    let office = serve(Zone::from([("A 1c", Say::V4(1))]), Say::Code(3));
    for stranger in [serve(Zone::new(), Say::Code(3)), serve(Zone::new(), Say::Code(5)), nobody()] {
        assert_eq!(asked("1c", &resolv(&[&stranger, &office], &[])), Ok(vec!["10.0.0.1".into()]));
    }
    let silent = serve(Zone::new(), Say::Silence);
    assert_eq!(asked("1c", &resolv(&[&silent, &office], &[])), Ok(vec!["10.0.0.1".into()]), "silent");
}

#[test]
fn a_lost_datagram_is_sent_again() {
    let server = serve(Zone::from([("A 1c", Say::SecondTime(2))]), Say::Code(3));
    assert_eq!(asked("1c", &resolv(&[&server], &[])), Ok(vec!["10.0.0.2".into()]));
}

#[test]
fn the_question_that_failed_is_named() {
    let failing = serve(Zone::new(), Say::Code(2));
    let said = asked("1c", &resolv(&[&failing], &["office.example"])).unwrap_err();
    assert_eq!(said, "the name server 127.0.0.1 answered SERVFAIL to the question A 1c.office.example");
    let strangers = (serve(Zone::new(), Say::Code(3)), nobody());
    let said = asked("1c", &resolv(&[&strangers.0, &strangers.1], &["office.example"])).unwrap_err();
    assert!(
        said.starts_with("the name server 127.0.0.1 knows no address of 1c.office.example, 1c; "),
        "{said}"
    );
    assert!(said.contains("is not there"), "{said}");
}

#[test]
fn silence_costs_no_more_than_its_time() {
    let (one, two) = (serve(Zone::new(), Say::Silence), serve(Zone::new(), Say::Silence));
    let began = Instant::now();
    let said = asked_within(400, "1c", &resolv(&[&one, &two], &["a.example", "b.example"])).unwrap_err();
    assert!(said.contains("did not answer in time") && said.contains("A 1c.a.example"), "{said}");
    // The time of all, and what a busy machine adds; of each question it would be 2.4 s.
    let held = began.elapsed();
    assert!((Duration::from_millis(390)..Duration::from_millis(1500)).contains(&held), "{held:?}");
    let said = asked_within(0, "1c", &resolv(&[&one], &[])).unwrap_err();
    assert!(said.starts_with("the name server 127.0.0.1 did not answer in time"), "{said}");
}

/// Whoever cannot see the question could answer it.
#[test]
fn questions_do_not_all_have_one_number() {
    let first = random();
    assert!((0..20).any(|_| random() != first));
}

#[test]
fn the_machine_itself_is_never_asked_for() {
    for name in ["localhost", "LocalHost."] {
        let found = look_up(name, Instant::now()).expect("its own address");
        assert!(!found.is_empty() && found.iter().all(IpAddr::is_loopback), "{name}: {found:?}");
    }
}

/// A list of blocked names may stand before the office's own.
#[test]
fn a_long_hosts_file_is_read_and_an_endless_one_to_its_bound() {
    let path = std::env::temp_dir().join(format!("agi1c-hosts-{}", std::process::id()));
    let file = path.to_str().expect("a path");
    assert_eq!(read(file), b"");
    let blocked = "0.0.0.0 blocked.example\n".repeat(10_000);
    std::fs::write(&path, blocked.clone() + "10.0.0.1 1c-server\n").expect("a file");
    assert_eq!(files::in_hosts(&read(file), "1c-server"), [IpAddr::from([10, 0, 0, 1])]);
    std::fs::write(&path, blocked.repeat(2)).expect("a file");
    assert_eq!(read(file).len(), 256 * 1024);
    std::fs::remove_file(path).expect("its end");
}
