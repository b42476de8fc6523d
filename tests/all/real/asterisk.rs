//! An Asterisk in its chroot: started, spoken to through its own control socket, looked into. What a call is,
//! and what it leaves behind, is `call.rs`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{IpAddr, UdpSocket};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use super::config::{self, INSIDE};
use super::tied::Tied;

/// Which Asterisk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// 16, the last one of Debian's for i386; SIP by chan_sip, as on the appliances.
    Bullseye,
    /// What sid carries, amd64; SIP by chan_pjsip.
    Sid,
    /// Bullseye's again, in a file system that looks like an Askozia's (tests/setup/appliance.sh): agi-bin under
    /// /etc/asterisk, hush as the shell, /usr not to be written.
    Askozia,
}

impl Edition {
    /// The chroot's folder under the cache, as tests/setup makes it.
    pub fn root(self) -> PathBuf {
        crate::installed::cache().join(match self {
            Edition::Bullseye => "bullseye-i386",
            Edition::Sid => "sid-amd64",
            Edition::Askozia => "askozia-i386",
        })
    }
}

/// A running Asterisk.
pub struct Asterisk {
    /// Which one.
    pub edition: Edition,
    /// The UDP port it speaks SIP on, on 127.0.0.1.
    pub sip_port: u16,
    work: PathBuf,
    numbers: AtomicUsize,
    dialplan: Mutex<()>,
    _process: Tied,
}

/// `$1`: the chroot; `$2`: the instance's folder. /dev and /proc for Asterisk, a private /tmp for what it runs.
const START: &str = r#"
[ ! -e "$2/etc/resolv.conf" ] || mount --bind "$2/etc/resolv.conf" "$1/etc/resolv.conf" || exit 1
mount --bind "$2" "$1/mnt" && mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" &&
    mount -t tmpfs tmpfs "$1/tmp" && hostname pbx || exit 1
[ ! -d "$1/ultmp" ] || {
    mount --bind "$2/agi-bin" "$1/etc/asterisk/agi-bin" && mount -t tmpfs tmpfs "$1/ultmp" &&
        mkdir -p "$1/var/asterisk/spool" && mount --bind "$2/spool" "$1/var/asterisk/spool" &&
        mount --bind "$1/usr" "$1/usr" && mount -o remount,bind,ro "$1/usr"
} || exit 1
chroot "$1" /usr/sbin/asterisk -f -C /mnt/etc/asterisk.conf >"$2/console" 2>&1 &"#;

const STARTS_WITHIN: Duration = Duration::from_secs(90);

impl Asterisk {
    /// The one of this edition that all tests share; started at its first use, ended with the process.
    pub fn shared(edition: Edition) -> &'static Asterisk {
        static ALL: [OnceLock<Asterisk>; 3] = [const { OnceLock::new() }; 3];
        ALL[edition as usize].get_or_init(|| Asterisk::start(edition))
    }

    /// One of one's own: fresh AstDB, CDR and log; ends when dropped.
    pub fn start(edition: Edition) -> Asterisk {
        Asterisk::start_asking(edition, None)
    }

    /// The same, with a name server of its own.
    pub fn start_asking(edition: Edition, name_server: Option<IpAddr>) -> Asterisk {
        static STARTED: AtomicUsize = AtomicUsize::new(0);
        let root = edition.root();
        assert!(root.join(".complete").exists(), "no Asterisk in {}: tests/run installs it", root.display());
        let nth = STARTED.fetch_add(1, Ordering::Relaxed);
        let work = std::env::temp_dir().join(format!("agi1c-real-{}-{nth}", std::process::id()));
        for folder in
            ["etc/calls", "lib", "run", "log/cdr-csv", "spool/outgoing", "agi-bin", "out", "programs"]
        {
            fs::create_dir_all(work.join(folder)).expect("the instance's folders");
        }
        let multiarch = "/usr/lib/x86_64-linux-gnu/asterisk/modules";
        let modules =
            if root.join(&multiarch[1..]).exists() { multiarch } else { "/usr/lib/asterisk/modules" };
        let sip_port = free_udp_port();
        // 200 ports of sound for each instance, apart from those of other test processes as far as one can tell.
        let rtp = 20_000 + (std::process::id() as usize * 7 + nth * 200) % 40_000;
        for (name, text) in config::files(edition, modules, sip_port, rtp as u16 & !1) {
            fs::write(work.join("etc").join(name), text).expect("a configuration file");
        }
        let after = if std::env::var_os("AGI1C_KEEP").is_some() { "" } else { "rm -rf -- \"$2\"" };
        if let Some(server) = name_server {
            fs::write(work.join("etc/resolv.conf"), format!("nameserver {server}\n")).expect("resolv.conf");
        }
        let process = Tied::spawn(START, after, &[root.as_os_str(), work.as_os_str()], Stdio::null());
        let numbers = AtomicUsize::new(0);
        let mut pbx =
            Asterisk { edition, sip_port, work, numbers, dialplan: Mutex::new(()), _process: process };
        pbx.wait_until_booted();
        pbx
    }

    fn wait_until_booted(&mut self) {
        let began = Instant::now();
        loop {
            if self.try_cli("core waitfullybooted").is_ok_and(|said| said.contains("fully booted")) {
                return;
            }
            let failed = self._process.is_over() || began.elapsed() > STARTS_WITHIN;
            assert!(
                !failed,
                "Asterisk did not start; console:\n{}\nlog:\n{}",
                self.read("console"),
                self.log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// What `asterisk -rx COMMAND` prints.
    pub fn cli(&self, command: &str) -> String {
        self.try_cli(command)
            .unwrap_or_else(|error| panic!("{command}: Asterisk does not answer ({error})\n{}", self.log()))
    }

    /// The control socket's own protocol, as `asterisk -rx` speaks it: one greeting line, the command, its output.
    fn try_cli(&self, command: &str) -> std::io::Result<String> {
        let mut socket = UnixStream::connect(self.path("run/asterisk.ctl"))?;
        socket.set_read_timeout(Some(Duration::from_secs(30)))?;
        socket.write_all(format!("cli quit after {command}\0").as_bytes())?;
        let mut said = Vec::new();
        socket.read_to_end(&mut said)?;
        let said = String::from_utf8_lossy(&said).into_owned();
        Ok(said.split_once('\n').map_or(String::new(), |(_, rest)| rest.to_owned()))
    }

    /// What it calls itself, e.g. `16.28.0~dfsg-0+deb11u4`.
    pub fn version(&self) -> String {
        self.cli("core show version").split(' ').nth(1).unwrap_or_default().to_owned()
    }

    /// A number no other call, program or context of this instance has.
    pub fn number(&self) -> usize {
        self.numbers.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// A file of the instance, seen from the tests: `etc/…`, `out/…`, `log/…`, `agi-bin/…`.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.work.join(relative)
    }

    /// The same file as Asterisk and the programs it runs see it.
    pub fn inside(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.work).expect("a file of this instance");
        format!("{INSIDE}/{}", relative.display())
    }

    /// A file of the instance as text; empty where there is none.
    pub fn read(&self, relative: &str) -> String {
        String::from_utf8_lossy(&fs::read(self.path(relative)).unwrap_or_default()).into_owned()
    }

    /// Asterisk's log: notices, warnings, errors and VERBOSE lines up to level 5.
    pub fn log(&self) -> String {
        self.read("log/full")
    }

    /// Adds contexts to the dialplan, or replaces those added under the same name.
    pub fn dialplan(&self, name: &str, text: &str) {
        let _one_at_a_time = self.dialplan.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        fs::write(self.path(&format!("etc/calls/{name}.conf")), text).expect("a dialplan file");
        self.cli("dialplan reload");
    }

    /// Places a call by a file in the folder that pbx_spool watches: written elsewhere, then moved there whole.
    pub fn call_file(&self, text: &str) {
        let name = format!("tests-{}.call", self.number());
        fs::write(self.path(&format!("spool/{name}")), text).expect("a call file");
        fs::rename(self.path(&format!("spool/{name}")), self.path(&format!("spool/outgoing/{name}")))
            .expect("its place");
    }

    /// What AstDB holds under a family, keys without the family: `last/1` → value.
    pub fn database(&self, family: &str) -> BTreeMap<String, String> {
        let prefix = format!("/{family}/");
        self.cli(&format!("database show {family}"))
            .lines()
            .filter_map(|line| line.strip_prefix(&prefix)?.split_once(": "))
            .map(|(key, value)| (key.trim_end().to_owned(), value.trim_end().to_owned()))
            .collect()
    }

    /// Puts a value of no quotes into AstDB.
    pub fn database_put(&self, family: &str, key: &str, value: &str) {
        self.cli(&format!("database put {family} {key} \"{value}\""));
    }
}

/// A UDP port of 127.0.0.1 that was free a moment ago.
pub fn free_udp_port() -> u16 {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a UDP socket");
    socket.local_addr().expect("its address").port()
}

/// Looks again every 10 ms until `look` finds something; `None` when `limit` is over.
pub fn wait_for<T>(limit: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let began = Instant::now();
    loop {
        let found = look();
        if found.is_some() || began.elapsed() > limit {
            return found;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}
