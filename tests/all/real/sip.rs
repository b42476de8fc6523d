//! sipp as the trunk a call comes from, and as the telephone it goes to. What they sent and received is kept.

use std::fs;
use std::net::UdpSocket;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::asterisk::{Asterisk, Edition, free_udp_port, wait_for};

/// What the caller on the trunk does.
#[derive(Debug, Clone, Copy)]
pub enum Caller {
    /// Stays until the other side ends the call.
    Stays,
    /// Hangs up after so many milliseconds of talk.
    Talks(u32),
    /// Gives up so many milliseconds after calling, unanswered.
    GivesUp(u32),
}

/// What the telephone does.
#[derive(Debug, Clone, Copy)]
pub enum Behaviour {
    /// Answers at once; hangs up after so many milliseconds unless the other side was first.
    Answers(u32),
    /// Is busy.
    Busy,
    /// Rings until the caller gives up.
    Rings,
}

/// Longer than any test: a sipp that was left alone ends by itself.
const LIFE: &str = "120s";

/// A running sipp; ended when dropped.
struct Sipp {
    child: Child,
    port: u16,
    messages: PathBuf,
    errors: PathBuf,
}

impl Sipp {
    fn start(folder: &Path, name: &str, scenario: &str, more: &[&str]) -> Sipp {
        let port = free_udp_port();
        let [file, messages, errors] =
            ["xml", "messages", "errors"].map(|kind| folder.join(format!("{name}-{port}.{kind}")));
        fs::write(&file, scenario).expect("the scenario");
        let child = Command::new("sipp")
            .args(["-i", "127.0.0.1", "-p", &port.to_string(), "-nostdin", "-timeout", LIFE, "-trace_msg"])
            .args(["-trace_err", "-recv_timeout", "60000", "-sf"])
            .arg(&file)
            .arg("-message_file")
            .arg(&messages)
            .arg("-error_file")
            .arg(&errors)
            .args(more)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sipp starts (Debian's sip-tester)");
        Sipp { child, port, messages, errors }
    }

    /// The messages of one direction, whole, in order.
    fn messages(&self, direction: &str) -> Vec<String> {
        let text = String::from_utf8_lossy(&fs::read(&self.messages).unwrap_or_default()).into_owned();
        let is_wanted = |part: &&str| part.lines().next().is_some_and(|line| line.contains(direction));
        // A part: "<dashes> <time>\nUDP message received [N] bytes :\n\n<message>".
        text.split("----------------------------------------------- ")
            .filter_map(|part| part.split_once('\n').map(|(_time, rest)| rest))
            .filter(is_wanted)
            .filter_map(|part| part.split_once("\n\n").map(|(_, message)| message.to_owned()))
            .collect()
    }

    fn errors(&self) -> String {
        fs::read_to_string(&self.errors).unwrap_or_default()
    }
}

impl Drop for Sipp {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A call on the trunk.
pub struct Trunk(Sipp);

impl Trunk {
    /// Calls `exten` in the context `trunk`.
    pub fn call(pbx: &Asterisk, exten: &str, number: &str, name: &str, caller: Caller) -> Trunk {
        let (scenario, time) = match caller {
            Caller::Stays => (include_str!("sipp/trunk.xml"), 60_000),
            Caller::Talks(time) => (include_str!("sipp/trunk.xml"), time),
            Caller::GivesUp(time) => (include_str!("sipp/trunk-gives-up.xml"), time),
        };
        let from = if name.is_empty() { String::new() } else { format!("\"{name}\" ") };
        let scenario = scenario
            .replace("@FROM@", &format!("{from}<sip:{number}@127.0.0.1>"))
            .replace("@EXTEN@", exten)
            .replace("@TALK@", &time.to_string());
        let target = format!("127.0.0.1:{}", pbx.sip_port);
        Trunk(Sipp::start(&pbx.path("out"), exten, &scenario, &["-m", "1", &target]))
    }

    /// What it received so far, whole messages in order.
    pub fn received(&self) -> Vec<String> {
        self.0.messages("received")
    }

    /// Waits for the end, and gives the final status the INVITE was answered with.
    pub fn finish(&mut self) -> u16 {
        let status = wait_for(Duration::from_secs(10), || self.0.child.try_wait().ok().flatten());
        let received = self.0.messages("received");
        let of_invite = |message: &&String| message.contains("CSeq: 1 INVITE");
        let mut statuses = received.iter().filter(of_invite).filter_map(|message| {
            let status: u16 = message.strip_prefix("SIP/2.0 ")?.get(..3)?.parse().ok()?;
            (status >= 200).then_some(status)
        });
        let last = statuses.next_back().unwrap_or_default();
        assert!(status.is_some() && last > 0, "the trunk: {status:?} {received:#?}\n{}", self.0.errors());
        last
    }
}

/// A telephone.
pub struct Phone {
    sipp: Sipp,
    edition: Edition,
}

impl Phone {
    /// A telephone that behaves so, at any number of calls.
    pub fn start(pbx: &Asterisk, behaviour: Behaviour) -> Phone {
        let (scenario, time) = match behaviour {
            Behaviour::Answers(time) => (include_str!("sipp/phone-answers.xml"), time),
            Behaviour::Busy => (include_str!("sipp/phone-busy.xml"), 0),
            Behaviour::Rings => (include_str!("sipp/phone-rings.xml"), 0),
        };
        let scenario = scenario.replace("@TALK@", &time.to_string());
        let mut sipp = Sipp::start(&pbx.path("out"), "phone", &scenario, &[]);
        let taken = || UdpSocket::bind(("127.0.0.1", sipp.port)).is_err().then_some(());
        let listens = wait_for(Duration::from_secs(10), taken);
        let lives = matches!(sipp.child.try_wait(), Ok(None));
        assert!(listens.is_some() && lives, "the telephone does not start: {}", sipp.errors());
        Phone { sipp, edition: pbx.edition }
    }

    /// The UDP port it listens on.
    pub fn port(&self) -> u16 {
        self.sipp.port
    }

    /// What Dial() calls it.
    pub fn dial(&self) -> String {
        match self.edition {
            Edition::Bullseye | Edition::Askozia => format!("SIP/101@127.0.0.1:{}", self.sipp.port),
            Edition::Sid => format!("PJSIP/trunk/sip:101@127.0.0.1:{}", self.sipp.port),
        }
    }

    /// The INVITEs received so far, whole; one that came twice (a retransmission) counts once.
    pub fn invites(&self) -> Vec<String> {
        let mut invites = self.sipp.messages("received");
        invites.retain(|message| message.starts_with("INVITE "));
        invites.dedup();
        invites
    }

    /// What its display showed at each INVITE: the display name of `From:`, quotes taken off; empty without one.
    pub fn displays(&self) -> Vec<String> {
        self.invites().iter().map(|invite| display_name(invite)).collect()
    }
}

/// RFC 3261: `From: "quoted \" name" <uri>`, or words without quotes, or nothing.
fn display_name(invite: &str) -> String {
    let from = invite.lines().find_map(|line| line.strip_prefix("From:")).unwrap_or_default();
    let name = from.rsplit_once('<').map_or("", |(name, _)| name).trim();
    let Some(quoted) = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return name.into();
    };
    let mut plain = String::new();
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        plain.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    plain
}
