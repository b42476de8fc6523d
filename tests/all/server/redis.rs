//! Names and the breaker in a real Redis (Debian's), for two servers together, through `check`, and while it is away.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use super::*;
use crate::real::servers::free_tcp_port;

/// A Redis that can be killed and started again on its port; what it knew is gone then.
pub struct RealRedis {
    child: Option<Child>,
    port: u16,
}

impl RealRedis {
    pub fn start() -> RealRedis {
        let mut redis = RealRedis { child: None, port: free_tcp_port() };
        redis.restart();
        redis
    }

    /// For `server.store`.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }

    /// As a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    pub fn restart(&mut self) {
        self.kill();
        // Debian's redis-server is a link to this program, which looks at what it is called.
        let child = Command::new("redis-check-rdb")
            .arg0("redis-server")
            .args([
                "--bind",
                "127.0.0.1",
                "--port",
                &self.port.to_string(),
                "--save",
                "",
                "--appendonly",
                "no",
            ])
            .args(["--dir", env!("CARGO_TARGET_TMPDIR"), "--loglevel", "warning"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn();
        self.child = Some(child.expect("redis-tools: tests/run installs it"));
        let port = self.port;
        wait_until("Redis answers", || {
            TcpStream::connect(("127.0.0.1", port)).is_ok_and(|socket| ask(socket, "PING").is_some())
        });
    }

    /// What it says to one command, its first line.
    pub fn says(&self, command: &str) -> String {
        let address = SocketAddr::from(([127, 0, 0, 1], self.port));
        ask(TcpStream::connect(address).expect("Redis"), command).expect("a reply")
    }
}

impl Drop for RealRedis {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The text of a reply: of a value, the value.
fn ask(mut socket: TcpStream, command: &str) -> Option<String> {
    socket.set_read_timeout(Some(PATIENCE)).ok()?;
    socket.write_all(format!("{command}\r\n").as_bytes()).ok()?;
    let mut lines = BufReader::new(socket).lines().map_while(Result::ok);
    let first = lines.next()?;
    if first.starts_with('$') && first != "$-1" { lines.next() } else { Some(first) }
}

const KNOWN: &str = "agi1c/n/default/74952293042";
const BREAKER: &str = "agi1c/b/default";

#[test]
#[ignore = "tests/run"]
fn what_one_server_learns_all_know() {
    let redis = RealRedis::start();
    let stand = stand();
    let store = format!("http = 127.0.0.1:0\nstore = {}\n[cache]\nbreaker = 3600\n", redis.url());
    let (one, two) = (serve(&stand, &store), serve(&stand, &store));
    assert_named(&call(&one));
    wait_until("the name is kept", || redis.says(&format!("GET {KNOWN}")).ends_with(NAME));
    let lives: u64 = redis.says(&format!("TTL {KNOWN}")).trim_start_matches(':').parse().expect("seconds");
    assert!((2_592_000 - 600..=2_592_000).contains(&lives), "{lives}");
    // Not in AstDB.
    let pbx = Asterisk::new(Version::V16);
    drop(stand);
    let refused = pbx.call(NUMBER).over(two.address(), "agi1c");
    assert_eq!(refused.outcome(), ("stale", "refused"), "{}", refused.conversation());
    assert_eq!(refused.variable("CALLERID(name)"), Some(NAME));
    assert_eq!((pbx.db("agi1c", "n/default/74952293042"), pbx.db("agi1c", "b/default")), (None, None));
    wait_until("the breaker is open", || redis.says(&format!("GET {BREAKER}")).contains(" refused "));
    // The other server does not ask either, nor does a lookup.
    assert_eq!(call(&one).outcome(), ("stale", "breaker"));
    let http = one.http().expect("it serves HTTP");
    assert_eq!(super::http::name(http, "number=74952293042"), NAME);
}

#[test]
#[ignore = "tests/run"]
fn a_check_ends_the_breaker() {
    let redis = RealRedis::start();
    let stand = stand();
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("check-redis-{}.conf", std::process::id()));
    let check = |url: &str, store: &str| {
        std::fs::write(&path, format!("[crm]\nurl = {url}\n[server]\nstore = {store}\n")).expect("settings");
        let output = Command::new(env!("CARGO_BIN_EXE_agi1c-server"))
            .args(["check", NUMBER])
            .env("AGI1C_CONF", &path)
            .output()
            .expect("it starts");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let nowhere = "http://127.0.0.1:1/ws/x.1cws";
    redis.says(&format!("SET {BREAKER} x"));
    let (status, said) = check(nowhere, &redis.url());
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("\nredis     ok     Redis answers; the breaker there stays"), "{said}");
    assert_eq!(redis.says(&format!("GET {BREAKER}")), "x");
    let (status, said) = check(stand.url().as_str(), &redis.url());
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("\nredis     ok     calls ask 1C again at once"), "{said}");
    assert_eq!(redis.says(&format!("GET {BREAKER}")), "$-1");
    let (status, said) = check(stand.url().as_str(), "redis://:hidden@127.0.0.1:1");
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("\nredis     -      Redis at 127.0.0.1:1: "), "{said}");
    assert!(!said.contains("hidden"), "{said}");
    let _ = std::fs::remove_file(path);
}

#[test]
#[ignore = "tests/run"]
fn calls_go_on_while_redis_is_away_and_it_is_used_again_when_it_is_back() {
    let mut redis = RealRedis::start();
    let stand = stand();
    let server = serve(&stand, &format!("http = 127.0.0.1:0\nstore = {}\n", redis.url()));
    assert_named(&call(&server));
    wait_until("the name is kept", || redis.says(&format!("GET {KNOWN}")).ends_with(NAME));
    redis.kill();
    for _ in 0..20 {
        assert_named(&call(&server));
    }
    redis.restart();
    wait_until("it is used again", || {
        assert_named(&call(&server));
        redis.says(&format!("GET {KNOWN}")).ends_with(NAME)
    });
    let metrics = super::http::get(server.http().expect("it serves HTTP"), "/metrics").body;
    let failures = metrics.lines().find_map(|line| line.strip_prefix("agi1c_redis_failures_total "));
    assert!(failures.is_some_and(|count| count != "0"), "{metrics}");
}
