//! Two agi1c-servers for one real Asterisk: behind DNS SRV (dnsmasq), and behind HAProxy with a real Redis, while servers,
//! Redis and 1C are killed, ended and restarted in turn. The settings of dnsmasq and HAProxy are the files of
//! package/server, with this machine's addresses. `AGI1C_FLEET_CALLS` says how many calls.

use std::ffi::OsStr;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use super::asterisk::wait_for;
use super::load::onec::OneC;
use super::load::records::{self, Record};
use super::servers::{Kind, Server};
use super::tied::Tied;
use super::{Asterisk, Edition};
use crate::server::redis::RealRedis;

/// Calls in flight: the end of one lets the next begin.
const IN_FLIGHT: usize = 4;
/// Calls between two changes of the world. Eight changes make a round, in which one server is killed: with four calls in
/// flight at most one call of a hundred can be on it.
const BETWEEN: usize = 50;
/// `call.deadline`, what HAProxy may take to find a server that answers (two tries of 500 ms and its queue), and what a
/// machine that does other work may add.
const DEADLINE: Duration = Duration::from_millis(2500 + 1500 + 1500);
/// No call takes longer to arrive, on however slow a machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Addresses of the loopback network that no other test process has: the pages' 10.0.0.x in a world of our own.
struct Net([u8; 2]);

impl Net {
    fn new() -> Net {
        static COUNT: AtomicU8 = AtomicU8::new(0);
        let process = std::process::id();
        let nth = COUNT.fetch_add(1, Ordering::Relaxed);
        Net([(process >> 5) as u8 | 0x80, (process << 3) as u8 | nth & 7])
    }

    fn address(&self, last: u8) -> Ipv4Addr {
        Ipv4Addr::new(127, self.0[0], self.0[1], last)
    }

    /// A file of package/server, its addresses moved here.
    fn moved(&self, file: &str) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("package/server").join(file);
        let text = fs::read_to_string(path).expect("a file of the package");
        assert!(text.contains("10.0.0."), "{file} names no address");
        text.replace("10.0.0.", &format!("127.{}.{}.", self.0[0], self.0[1]))
    }
}

/// The built server; killed when dropped.
struct Serving {
    child: Option<Child>,
    address: SocketAddr,
    settings: PathBuf,
}

impl Serving {
    fn start(pbx: &Asterisk, address: Ipv4Addr, url: &str, more: &str) -> Serving {
        let settings = pbx.path(&format!("out/server-{address}.conf"));
        let text = format!(
            "[crm]\nurl = {url}\n[server]\nlisten = {address}:4573\nhttp = {address}:8080\n{more}[cache]\nbreaker = 1\n"
        );
        fs::write(&settings, text).expect("settings");
        let mut serving = Serving { child: None, address: SocketAddr::from((address, 4573)), settings };
        serving.restart();
        serving
    }

    /// As a power cut would.
    fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// As systemd would: the calls that have begun may end.
    fn end(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        let killed = Command::new("kill").arg(child.id().to_string()).status().expect("kill");
        assert!(killed.success());
        let ended = wait_for(PATIENCE, || child.try_wait().expect("its status"));
        assert!(ended.is_some_and(|status| status.success()), "{ended:?}");
    }

    fn restart(&mut self) {
        self.kill();
        let child = Command::new(env!("CARGO_BIN_EXE_agi1c-server"))
            .env("AGI1C_CONF", &self.settings)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.child = Some(child.expect("agi1c-server starts"));
        let listens = || TcpStream::connect(self.address).ok();
        assert!(wait_for(PATIENCE, listens).is_some(), "no server on {}", self.address);
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Starts a program that ends with the tests, and waits until it listens.
fn start(words: &[&OsStr], listens: SocketAddr) -> Tied {
    let tied = Tied::spawn("\"$@\" >/dev/null 2>&1 &", "", words, Stdio::null());
    let answers = wait_for(PATIENCE, || TcpStream::connect(listens).ok());
    assert!(answers.is_some(), "{words:?} does not listen on {listens}: tests/run installs it");
    tied
}

#[test]
#[ignore = "tests/run"]
fn srv_bullseye() {
    two_servers_behind_srv(Edition::Bullseye);
}

#[test]
#[ignore = "tests/run"]
fn srv_sid() {
    two_servers_behind_srv(Edition::Sid);
}

#[test]
#[ignore = "tests/run"]
fn dialplan_bullseye() {
    the_page_s_dialplan(Edition::Bullseye);
}

#[test]
#[ignore = "tests/run"]
fn dialplan_sid() {
    the_page_s_dialplan(Edition::Sid);
}

#[test]
#[ignore = "tests/run"]
fn haproxy_sid() {
    two_servers_behind_haproxy_while_everything_dies_in_turn(Edition::Sid);
}

/// The second server is asked where the first is not there, and a call goes on where none is.
fn two_servers_behind_srv(edition: Edition) {
    let net = Net::new();
    let names = net.address(53);
    let pbx = Asterisk::start_asking(edition, Some(IpAddr::V4(names)));
    let file = pbx.path("out/dnsmasq.conf");
    fs::write(&file, net.moved("dnsmasq.conf")).expect("dnsmasq's settings");
    let listen = format!("--listen-address={names}");
    let file = format!("--conf-file={}", file.display());
    let words = ["dnsmasq", "--no-daemon", "--no-resolv", "--no-hosts", "--bind-interfaces", &listen, &file];
    let _dns = start(&words.map(OsStr::new), SocketAddr::from((names, 53)));

    let url = Server::shared(Kind::Node).url();
    let mut servers = [11, 12].map(|last| Serving::start(&pbx, net.address(last), &url, ""));
    let call = || {
        let call = pbx.call("74952293042").named("As it came").step("AGI(hagi://agi.office.lan/agi1c)").run();
        assert!(call.went_on(), "{call:?}");
        call
    };
    let named = || {
        // Which of the two comes first is drawn anew for each call.
        for _ in 0..6 {
            let call = call();
            assert_eq!(call.after("AGI1C_STATUS"), "found", "{call:?}");
            assert_eq!(call.after("CALLERID(name)"), "Щербаков Юрий");
        }
    };
    named();
    servers[0].kill();
    named();
    servers[0].restart();
    servers[1].end();
    named();
    servers[0].kill();
    let call = call();
    assert_eq!((call.after("AGI1C_STATUS"), call.after("AGISTATUS")), ("", "FAILURE"), "{call:?}");
    assert_eq!(call.after("CALLERID(name)"), "As it came");
}

/// The dialplan of the page, as it stands there.
fn the_page_s_dialplan(edition: Edition) {
    let net = Net::new();
    let pbx = Asterisk::start(edition);
    let mut server = Serving::start(&pbx, net.address(10), &Server::shared(Kind::Node).url(), "");
    pbx.dialplan("server", &net.moved("extensions.conf"));
    let call = || pbx.call("74952293042").named("As it came").step("Gosub(agi1c-server,s,1)").run();
    let seen = call();
    assert_eq!(
        (seen.after("AGI1C_STATUS"), seen.after("CALLERID(name)")),
        ("found", "Щербаков Юрий"),
        "{seen:?}"
    );
    server.kill();
    let seen = call();
    assert_eq!((seen.after("AGI1C_STATUS"), seen.after("CALLERID(name)")), ("", "As it came"), "{seen:?}");
    assert!(
        seen.went_on() && pbx.log().contains("agi1c: no server has told anything of this call"),
        "{seen:?}"
    );
}

/// No call is lost, none is held past its deadline, none has another's name.
fn two_servers_behind_haproxy_while_everything_dies_in_turn(edition: Edition) {
    let net = Net::new();
    let pbx = Asterisk::start(edition);
    let file = pbx.path("out/haproxy.cfg");
    fs::write(&file, net.moved("haproxy.cfg")).expect("HAProxy's settings");
    let mut redis = RealRedis::start();
    let mut onec = OneC::start(&pbx.path("out"));
    let store = format!("store = {}\n", redis.url());
    let mut servers = [11, 12].map(|last| Serving::start(&pbx, net.address(last), &onec.url(), &store));
    let front = SocketAddr::from((net.address(10), 4573));
    let words = [OsStr::new("haproxy"), OsStr::new("-db"), OsStr::new("-f"), file.as_os_str()];
    let _haproxy = start(&words, front);
    let asks = records::asks(&format!("agi://{front}/agi1c"));
    pbx.dialplan("fleet", &format!("[asks]\n{asks}{}", records::standard_route()));

    let count = std::env::var("AGI1C_FLEET_CALLS").map_or(400, |count| count.parse().expect("a number"));
    let mut all: Vec<Record> = Vec::new();
    let (mut placed, mut read, mut changes) = (0, 0, 0);
    let mut moved = Instant::now();
    while all.len() < count {
        while placed < count && placed - all.len() < IN_FLIGHT {
            let number = caller(placed);
            pbx.cli(&format!("channel originate Local/{number}@asks/n application Wait 60"));
            placed += 1;
        }
        std::thread::sleep(Duration::from_millis(2));
        let new = records::arrived(&pbx.path("out/load"), &mut read);
        if !new.is_empty() {
            moved = Instant::now();
        }
        assert!(moved.elapsed() < PATIENCE, "{} of {placed} calls arrived", all.len());
        all.extend(new);
        if all.len() / BETWEEN > changes {
            let round = changes / 8;
            let (one, other) = (round % 2, (round + 1) % 2);
            match changes % 8 {
                0 => servers[one].kill(),
                1 => servers[one].restart(),
                2 => redis.kill(),
                3 => redis.restart(),
                4 => onec.kill(),
                5 => onec.restart(
                    [&["--delay", "100"][..], &["--fail", "silence"], &["--fail", "drip"]][round % 3],
                ),
                6 => {
                    onec.restart(&[]);
                    servers[other].end();
                }
                _ => servers[other].restart(),
            }
            changes += 1;
        }
    }
    judge(&pbx, &all, count, changes);
}

/// The number of the nth call. All have called before 1C is killed, so that there are names to remember.
fn caller(nth: usize) -> String {
    records::number(nth % 40)
}

fn judge(pbx: &Asterisk, all: &[Record], count: usize, changes: usize) {
    for record in all {
        record.assert_right();
        assert!(record.held <= DEADLINE, "{record:?}");
        assert!(record.own_ms <= 2500, "{record:?}");
    }
    records::print(&format!("{count} by two servers, {changes} changes"), all, Duration::ZERO);
    // Each number as often as it was dialled: nobody was lost, nobody arrived twice.
    let mut numbers: Vec<&str> = all.iter().map(|record| record.number.as_str()).collect();
    let mut dialled: Vec<String> = (0..count).map(caller).collect();
    numbers.sort_unstable();
    dialled.sort_unstable();
    assert_eq!(numbers, dialled);
    let untold = all.iter().filter(|record| record.status.is_empty()).count();
    assert!(untold * 100 <= count, "{untold} of {count} calls were told nothing");
    let named =
        all.iter().filter(|record| matches!(record.status.as_str(), "found" | "stale" | "cached")).count();
    // Most of the rest is the breaker's: a second in which calls fail at once, and quickly.
    assert!(named * 4 > count, "only {named} of {count} calls were named");
    let gone = wait_for(PATIENCE, || {
        pbx.cli("core show channels count").starts_with("0 active channels").then_some(())
    });
    assert!(gone.is_some(), "{}", pbx.cli("core show channels concise"));
}
