//! One call in the making, and the two ways to let it happen.

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
#[cfg(feature = "server")]
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::channel::Channel;
use super::serve::{End, Wire, serve};
use super::{Asterisk, Block, Call, Exec, Trouble, When};

/// A call that has not been put through yet.
pub struct Incoming {
    pub(super) channel: Channel,
    pub(super) block: Block,
    pub(super) troubles: Vec<(When, Trouble)>,
    pub(super) patience: Duration,
    fields: Vec<(&'static str, Vec<u8>)>,
    arguments: Vec<String>,
    program: PathBuf,
    settings: Option<String>,
    environment: Vec<(OsString, OsString)>,
}

impl Incoming {
    pub(super) fn new(pbx: &Asterisk, number: &str) -> Self {
        let fields = [
            ("request", "agi1c"),
            ("channel", "SIP/trunk-00000001"),
            ("language", "ru"),
            ("type", "SIP"),
            ("uniqueid", "1400000000.1"),
            ("version", pbx.version.text()),
            ("callerid", number),
            ("calleridname", "unknown"),
            ("callingpres", "0"),
            ("callingani2", "0"),
            ("callington", "0"),
            ("callingtns", "0"),
            ("dnid", "78121234567"),
            ("rdnis", "unknown"),
            ("context", "incoming"),
            ("extension", "s"),
            ("priority", "2"),
            ("enhanced", "0.0"),
            ("accountcode", ""),
            ("threadid", "-1219015824"),
        ];
        Incoming {
            channel: Channel::new(pbx),
            block: Block::Whole,
            troubles: Vec::new(),
            patience: Duration::from_secs(20),
            fields: fields.into_iter().map(|(key, value)| (key, value.into())).collect(),
            arguments: Vec::new(),
            program: env!("CARGO_BIN_EXE_agi1c").into(),
            settings: None,
            environment: Vec::new(),
        }
    }

    /// A field of the environment block, by its name without `agi_`; any bytes. `extension` = `h` is a call that
    /// has ended already.
    pub fn field(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let field = self.fields.iter_mut().find(|(key, _)| *key == name);
        field.unwrap_or_else(|| panic!("agi_{name}: no such field")).1 = value.as_ref().into();
        self
    }

    /// The name the channel has before AGI().
    pub fn name(self, name: &str) -> Self {
        self.field("calleridname", name).variable("CALLERID(name)", name)
    }

    /// A variable of the channel, or what a function reads as: `("DEVICE_STATE(SIP/101)", "NOT_INUSE")`.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.channel.variables.insert(name.into(), value.into());
        self
    }

    /// A further argument of AGI(): `do=test`.
    pub fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// The text of the settings file (`AGI1C_CONF`). Without this there are none.
    pub fn settings(mut self, text: &str) -> Self {
        self.settings = Some(text.into());
        self
    }

    /// An environment variable of the program.
    pub fn environment(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// Another program than the one just built.
    pub fn program(mut self, path: impl Into<PathBuf>) -> Self {
        self.program = path.into();
        self
    }

    /// The line was answered before AGI().
    pub fn answered(mut self) -> Self {
        self.channel.answered = true;
        self
    }

    /// What the next run of an application does; called again, the run after that. The last one stays.
    pub fn exec(mut self, application: &str, does: Exec) -> Self {
        self.channel.scripted.push((application.into(), does));
        self
    }

    /// How the environment block arrives.
    pub fn block(mut self, block: Block) -> Self {
        self.block = block;
        self
    }

    /// Something goes wrong; the first trouble that fits a command befalls it.
    pub fn trouble(mut self, when: When, what: Trouble) -> Self {
        self.troubles.push((when, what));
        self
    }

    /// How long the program may live before it is killed and the call is `hung`; 20 s unless told.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        for (key, value) in &self.fields {
            lines.push([b"agi_", key.as_bytes(), b": ", value, b"\n"].concat());
        }
        for (at, argument) in self.arguments.iter().enumerate() {
            lines.push(format!("agi_arg_{}: {argument}\n", at + 1).into_bytes());
        }
        lines.push(b"\n".to_vec());
        match &self.block {
            Block::Whole => lines.concat(),
            Block::Cut(count) | Block::Stall(count) => lines[..*count].concat(),
            Block::Raw(bytes) => bytes.clone(),
        }
    }

    fn text_field(&self, name: &str) -> String {
        let field = self.fields.iter().find(|(key, _)| *key == name);
        String::from_utf8_lossy(&field.unwrap().1).into_owned()
    }

    fn start(&mut self) {
        for (variable, field) in [
            ("CHANNEL", "channel"),
            ("UNIQUEID", "uniqueid"),
            ("CONTEXT", "context"),
            ("EXTEN", "extension"),
            ("PRIORITY", "priority"),
            ("CALLERID(num)", "callerid"),
        ] {
            let value = self.text_field(field);
            self.channel.variables.entry(variable.into()).or_insert(value);
        }
        self.channel.arrive();
    }

    /// Puts the call through the built program.
    pub fn run(self) -> Call {
        self.try_run().checked()
    }

    /// As [`Incoming::run`], but a breach of the rules is only noted.
    pub fn try_run(mut self) -> Call {
        self.start();
        let settings = self.settings.take().map(Settings::write);
        let mut command = Command::new(&self.program);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::arg0(&mut command, self.text_field("request"));
        command.args(&self.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // No settings but the test's own, wherever the test is run.
        command
            .env_remove("AGI1C_CONF")
            .env("AST_CONFIG_DIR", env!("CARGO_TARGET_TMPDIR"))
            .env("AST_AGI_DIR", env!("CARGO_TARGET_TMPDIR"));
        if let Some(settings) = &settings {
            command.env("AGI1C_CONF", &settings.0);
        }
        command.envs(self.environment.clone());
        let started = Instant::now();
        let mut child = command.spawn().unwrap_or_else(|e| panic!("{}: {e}", self.program.display()));
        let mut stderr = child.stderr.take().unwrap();
        let stderr = thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = stderr.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        });
        let wire = Wire {
            from: Box::new(child.stdout.take().unwrap()),
            to: Some(Box::new(child.stdin.take().unwrap())),
            process: Some(child.id()),
            started,
        };
        let mut record = serve(&mut self, wire);
        let status = loop {
            match child.try_wait().unwrap() {
                Some(status) => break status,
                None if record.hung || started.elapsed() > self.patience => {
                    record.hung = true;
                    let _ = child.kill();
                    break child.wait().unwrap();
                }
                None => thread::sleep(Duration::from_millis(1)),
            }
        };
        let held = started.elapsed();
        // What still holds the pipe would be a process left behind.
        let stderr = stderr.join().unwrap();
        record.close(self.channel, End { exit: status.code(), success: status.success(), held, stderr })
    }

    /// Lets a closure talk instead of a program: it gets what would be its stdin and stdout.
    pub fn talk(self, script: impl FnOnce(&mut dyn BufRead, &mut dyn Write)) -> Call {
        self.try_talk(script).checked()
    }

    /// As [`Incoming::talk`], but a breach of the rules is only noted.
    pub fn try_talk(mut self, script: impl FnOnce(&mut dyn BufRead, &mut dyn Write)) -> Call {
        self.start();
        let (input, to) = io::pipe().unwrap();
        let (from, output) = io::pipe().unwrap();
        let started = Instant::now();
        let record = thread::scope(|scope| {
            let wire = Wire { from: Box::new(from), to: Some(Box::new(to)), process: None, started };
            let asterisk = scope.spawn(|| serve(&mut self, wire));
            {
                let mut output = output;
                script(&mut BufReader::new(input), &mut output);
            }
            asterisk.join().unwrap()
        });
        let held = started.elapsed();
        record.close(self.channel, End { exit: None, success: true, held, stderr: String::new() })
    }
}

#[cfg(feature = "server")]
impl Incoming {
    /// Puts the call through a FastAGI server, as `AGI(agi://address/script)` does.
    pub fn over(mut self, address: SocketAddr, script: &str) -> Call {
        self.fields.splice(0..0, [("network", b"yes".into()), ("network_script", script.into())]);
        self = self.field("request", format!("agi://{address}/{script}"));
        self.start();
        let started = Instant::now();
        let stream = TcpStream::connect(address).unwrap();
        let from = Box::new(stream.try_clone().unwrap());
        let wire = Wire { from, to: Some(Box::new(Half(stream))), process: None, started };
        let record = serve(&mut self, wire);
        let held = started.elapsed();
        record.close(self.channel, End { exit: None, success: true, held, stderr: String::new() }).checked()
    }
}

/// A connection's way to the server; dropped, it is closed.
#[cfg(feature = "server")]
struct Half(TcpStream);

#[cfg(feature = "server")]
impl Write for Half {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(feature = "server")]
impl Drop for Half {
    fn drop(&mut self) {
        let _ = self.0.shutdown(std::net::Shutdown::Write);
    }
}

/// A settings file that lasts as long as the call.
struct Settings(PathBuf);

impl Settings {
    fn write(text: String) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("call-{}-{count}.conf", std::process::id());
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::write(&path, text).unwrap();
        Settings(path)
    }
}

impl Drop for Settings {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
