//! The built program: signals, settings, the end.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::net::UnixDatagram;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use super::caller::Caller;
use super::*;

/// A server that runs as a program; killed when dropped.
struct Program {
    child: Child,
    address: SocketAddr,
    settings: PathBuf,
    said: Receiver<String>,
}

impl Program {
    fn start(text: &str) -> Program {
        Program::start_with(text, &[])
    }

    fn start_with(text: &str, environment: &[(&str, &str)]) -> Program {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("server-{}-{}.conf", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let settings = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::write(&settings, text).expect("settings");
        let mut child = Command::new(env!("CARGO_BIN_EXE_agi1c-server"))
            .env("AGI1C_CONF", &settings)
            .env_remove("JOURNAL_STREAM")
            .env_remove("NOTIFY_SOCKET")
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let (sender, said) = channel();
        let stderr = BufReader::new(child.stderr.take().expect("a pipe"));
        thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let first = said.recv_timeout(PATIENCE).expect("its first line");
        let address = first.split("FastAGI on ").nth(1).and_then(|rest| rest.split(',').next());
        let address = address.and_then(|address| address.parse().ok()).unwrap_or_else(|| panic!("{first}"));
        Program { child, address, settings, said }
    }

    fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().expect("sh").success());
    }

    /// Waits for a line with these words.
    #[track_caller]
    fn hears(&self, words: &str) -> String {
        loop {
            let line = self.said.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("it never said {words:?}"));
            if line.contains(words) {
                return line;
            }
        }
    }

    fn call(&self) -> Call {
        Asterisk::new(Version::V16).call(NUMBER).over(self.address, "agi1c")
    }

    fn ends(&mut self) -> Option<i32> {
        wait_until("it ends", || self.child.try_wait().expect("its status").is_some());
        self.child.wait().expect("its status").code()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_file(&self.settings);
    }
}

#[test]
fn sighup_takes_settings_over_only_if_they_are_sound() {
    let stand = stand();
    let text = settings(&stand, PLENTY_MS, "calls = 4\n");
    let program = Program::start(&text);
    assert_named(&program.call());
    fs::write(&program.settings, format!("{text}colour = red\n")).expect("settings");
    program.signal("HUP");
    let said = program.hears("the old settings stay in force");
    assert!(said.contains("server.colour") && said.contains("line"), "{said}");
    assert_named(&program.call());
    fs::write(&program.settings, format!("{text}[name]\nprefix = \"1C \"\n")).expect("settings");
    program.signal("HUP");
    program.hears("new settings are in force");
    assert_eq!(program.call().variable("CALLERID(name)"), Some("1C ООО Ромашка"));
    fs::write(&program.settings, text.replace("calls = 4", "calls = 5\nqueue = 7")).expect("settings");
    program.signal("HUP");
    assert!(program.hears("counts after a restart").contains("server.calls"));
    assert_named(&program.call());
}

#[test]
fn a_reload_under_load_disturbs_no_call() {
    let stand = stand();
    let server = Arc::new(serve(&stand, "calls = 4\nqueue = 64\n"));
    let text = settings(&stand, PLENTY_MS, "calls = 4\nqueue = 64\n");
    thread::scope(|scope| {
        let calling: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    for _ in 0..25 {
                        assert_named(&call(&server));
                    }
                })
            })
            .collect();
        let mut turn = 0;
        while !calling.iter().all(|calls| calls.is_finished()) {
            turn += 1;
            let text = if turn % 2 == 0 { text.clone() } else { text.replace("queue = 64", "queue = 65") };
            server.reload(match turn % 3 {
                0 => Err("unsound".into()),
                _ => Ok(parse(&text)),
            });
            thread::sleep(Duration::from_millis(20));
        }
        assert!(turn > 2);
    });
    assert_eq!(server.state().counts.verdicts(), [(("found", "answer"), 100)]);
}

#[test]
fn sigterm_serves_those_who_are_there_and_nobody_else() {
    let held = Held::default();
    let stand = held.stand();
    let mut program = Program::start(&settings(&stand, PLENTY_MS, "calls = 1\nqueue = 1\n"));
    let mut served = Caller::asking(program.address);
    wait_until("1C is asked", || stand.count() == 1);
    let mut waiting = Caller::call(program.address);
    // They are accepted in their order: a third one finds the queue full, so the second is in it.
    assert!(Caller::call(program.address).is_closed());
    program.signal("TERM");
    program.hears("ending");
    wait_until("connections are refused", || TcpStream::connect(program.address).is_err());
    held.let_answer();
    for caller in [&mut served, &mut waiting] {
        let commands = caller.answer_all();
        assert!(commands.iter().any(|line| line.contains("AGI1C_STATUS \"found\"")), "{commands:?}");
    }
    program.hears("all calls were served");
    assert_eq!(program.ends(), Some(0));
}

#[test]
fn sigterm_waits_no_longer_than_a_call_may_take() {
    let hook = Arc::new(|_: &HookQuestion<'_>| Some(r#"{"name":"Ромашка","dial":"101"}"#.to_owned()));
    let stand = Stand::start(StandOptions { hook: Some(hook), ..StandOptions::default() }).expect("loopback");
    let text = settings(&stand, 4000, "calls = 1\n[commands]\nallow = name dial\n");
    let mut program = Program::start(&text);
    let mut talking = Caller::call(program.address);
    talking.until("EXEC Dial");
    let began = Instant::now();
    program.signal("TERM");
    program.hears("calls or talks were going on");
    assert_eq!(program.ends(), Some(0));
    assert!(began.elapsed() >= Duration::from_millis(4900), "{:?}", began.elapsed());
    assert!(talking.is_closed());
}

#[test]
fn systemd_is_told_and_its_journal_gets_priorities() {
    let stand = stand();
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("notify-{}", std::process::id()));
    let _ = fs::remove_file(&path);
    let socket = UnixDatagram::bind(&path).expect("a socket");
    socket.set_read_timeout(Some(PATIENCE)).expect("a limit");
    let told = || {
        let mut bytes = [0; 256];
        let length = socket.recv(&mut bytes).expect("a word to systemd");
        String::from_utf8_lossy(&bytes[..length]).into_owned()
    };
    let name = path.to_str().expect("UTF-8");
    let environment = [("NOTIFY_SOCKET", name), ("JOURNAL_STREAM", "8:1")];
    let mut program =
        Program::start_with(&settings(&stand, PLENTY_MS, "calls = 1\nallow = 10.0.0.1\n"), &environment);
    assert_eq!(told(), "READY=1");
    assert!(Caller::call(program.address).is_closed());
    assert!(program.hears("not in server.allow").starts_with("<4>"));
    program.signal("TERM");
    assert_eq!(told(), "STOPPING=1");
    assert!(program.hears("all calls were served").starts_with("<5>"));
    assert_eq!(program.ends(), Some(0));
    fs::remove_file(&path).expect("the socket");
}

#[test]
fn unsound_settings_and_a_taken_port_are_said_and_end_it() {
    let stand = stand();
    let taken = serve(&stand, "calls = 1\n");
    let port = format!("[crm]\nurl = http://1c/\n[server]\nlisten = {}\n", taken.address());
    for (text, status, words) in [
        ("[server]\nlisten = 127.0.0.1:0\n", 2, "[crm]: url is not set"),
        ("[crm]\nurl = http://1c/\n[server]\ncalls = none\n", 2, "server.calls: expected a number"),
        (port.as_str(), 1, "server.listen: cannot listen on"),
    ] {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("server-{}-{status}.conf", std::process::id()));
        fs::write(&path, text).expect("settings");
        let output = Command::new(env!("CARGO_BIN_EXE_agi1c-server"))
            .env("AGI1C_CONF", &path)
            .output()
            .expect("it starts");
        fs::remove_file(&path).expect("settings");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(words), "{said}");
        assert_eq!(output.status.code(), Some(status));
    }
}

#[test]
fn check_asks_1c_and_says_whether_a_server_listens() {
    let stand = stand();
    let server = serve(&stand, "calls = 1\n");
    let path =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("server-check-{}.conf", std::process::id()));
    let check = |listen: String| {
        fs::write(&path, format!("[crm]\nurl = {}\n[server]\nlisten = {listen}\n", stand.url()))
            .expect("settings");
        let program = env!("CARGO_BIN_EXE_agi1c-server");
        let output = Command::new(program)
            .args(["check", NUMBER])
            .env("AGI1C_CONF", &path)
            .output()
            .expect("it starts");
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let said = check(server.address().to_string());
    assert!(said.contains(NAME) && said.contains("a server listens on 127.0.0.1:"), "{said}");
    let address = server.address().to_string();
    server.end();
    let said = check(address);
    assert!(said.contains("no server listens on 127.0.0.1:"), "{said}");
    fs::remove_file(&path).expect("settings");
}
