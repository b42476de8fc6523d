//! `agi1c-kit demo`: a newcomer's first command. A stand-in 1C on a free port, an Asterisk played for a
//! few calls, and the real program in between, started afresh for each call with pipes as AGI() does
//! it. Needs neither 1C nor Asterisk, and leaves nothing behind.

mod asterisk;
mod paint;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::sample;
use super::stand::{Stand, StandOptions};
use asterisk::{Asterisk, Incoming, Played};
use paint::{Paint, column, cut};

/// The subcommand by which the demonstration starts this program again, as Asterisk starts `agi1c`.
pub const CALL: &str = "call";

/// What 1C does during a call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behaviour {
    Well,
    Slow,
    Down,
}

struct Scene {
    title: &'static str,
    version: &'static str,
    number: &'static str,
    one_c: Behaviour,
}

const NEW: &str = "16.28.0";
/// What Askozia CFE 2.1 runs: its phones get no Cyrillic.
const OLD: &str = "1.8.4.4";

const SCENES: [Scene; 10] = [
    Scene { title: "A client calls", version: NEW, number: "74950000001", one_c: Behaviour::Well },
    Scene {
        title: "The same, on an old Asterisk",
        version: OLD,
        number: "84950000001",
        one_c: Behaviour::Well,
    },
    Scene { title: "Quotes, & and Cyrillic", version: NEW, number: "+78120000002", one_c: Behaviour::Well },
    Scene {
        title: "The same, on an old Asterisk",
        version: OLD,
        number: "8120000002",
        one_c: Behaviour::Well,
    },
    Scene { title: "Somebody 1C does not know", version: NEW, number: "74990000009", one_c: Behaviour::Well },
    Scene { title: "An own extension", version: NEW, number: "101", one_c: Behaviour::Well },
    Scene {
        title: "1C sends him to his manager",
        version: NEW,
        number: "73830000003",
        one_c: Behaviour::Well,
    },
    Scene { title: "1C wants what it may not", version: NEW, number: "73430000004", one_c: Behaviour::Well },
    Scene { title: "1C is slow", version: NEW, number: "74230000005", one_c: Behaviour::Slow },
    Scene {
        title: "1C is down: a remembered name",
        version: NEW,
        number: "74950000001",
        one_c: Behaviour::Down,
    },
];

/// Longer than any call waits.
const SLOW: Duration = Duration::from_secs(30);

/// Shows it all on stdout.
///
/// # Errors
/// One sentence, where the stand-in or a call cannot be started, or stdout is gone.
pub fn run() -> Result<(), String> {
    let mut out = io::stdout().lock();
    let mut say = |text: &str| writeln!(out, "{text}").map_err(|error| format!("stdout: {error}"));
    let paint = Paint::for_stdout();
    let program = std::env::current_exe().map_err(|error| format!("cannot find its own file: {error}"))?;
    let options = StandOptions { clients: sample::clients(), ..StandOptions::default() };
    let mut stand =
        Stand::start(options).map_err(|error| format!("cannot listen on a loopback port: {error}"))?;
    let settings = SettingsFile::write(&stand.url())?;
    say(&paint.bold("A stand-in 1C, an Asterisk that is played, and the real agi1c in between."))?;
    say(&format!("\nThe settings, agi1c.conf:\n\n{}", paint.faint(&indented(&settings.text))))?;

    let mut asterisk = Asterisk::default();
    let mut table = String::new();
    for (at, scene) in SCENES.iter().enumerate() {
        match scene.one_c {
            Behaviour::Well => stand.delay(Duration::ZERO),
            Behaviour::Slow => stand.delay(SLOW),
            Behaviour::Down => stand.stop(),
        }
        let mut command = Command::new(&program);
        command.arg(CALL).env("AGI1C_CONF", &settings.path);
        let incoming = Incoming { version: scene.version, number: scene.number };
        let played = asterisk
            .play(&mut command, &incoming)
            .map_err(|error| format!("call {}, {}: {error}", at + 1, scene.title))?;
        say(&paint.bold(&format!("{}. {}", at + 1, scene.title)))?;
        say(&conversation(&played, scene, paint))?;
        table.push_str(&row(at + 1, scene, &played, paint));
    }
    let heading = format!(
        "   {}{}{}{}{}",
        column("call", 31),
        column("Asterisk", 10),
        column("the phone shows", 30),
        column("what happened", 26),
        "held"
    );
    say(&format!("{}\n{table}", paint.bold(&heading)))?;
    say("Next: agi1c-kit (the page in your browser), agi1c-kit --help")
}

fn conversation(played: &Played, scene: &Scene, paint: Paint) -> String {
    let mut text = paint.faint(&format!(
        "   Asterisk → agi_version: {}, agi_callerid: {}, … (20 lines)",
        scene.version, scene.number
    ));
    text.push('\n');
    for (command, reply) in &played.conversation {
        let line = column(&format!("   agi1c → {command}"), 90);
        let line = match command {
            _ if command.starts_with("SET VARIABLE CALLERID(name)") => paint.good(&line),
            _ if command.starts_with("EXEC") || command.starts_with("VERBOSE") => line,
            _ => paint.faint(&line),
        };
        text.push_str(&format!("{line} {}\n", paint.faint(&cut(reply, 40))));
    }
    let (shown, held) = (shown(played, scene, paint, 0), played.held.as_millis());
    text.push_str(&format!("   ☎ {shown}  ({held} ms)\n"));
    text
}

/// What stands on the phone's display: the name, or the number where nobody gave one.
fn shown(played: &Played, scene: &Scene, paint: Paint, width: usize) -> String {
    match played.variables.get("CALLERID(name)") {
        Some(name) => paint.good(&format!("{name:<width$}")),
        None => format!("{:<width$}", scene.number),
    }
}

fn row(at: usize, scene: &Scene, played: &Played, paint: Paint) -> String {
    let variable = |name: &str| played.variables.get(name).map_or("", String::as_str);
    let shown = shown(played, scene, paint, 30);
    let happened = column(&format!("{}: {}", variable("AGI1C_STATUS"), variable("AGI1C_REASON")), 26);
    let happened = match scene.one_c {
        Behaviour::Well => happened,
        Behaviour::Slow | Behaviour::Down => paint.bad(&happened),
    };
    format!(
        "{at:>2} {}{}{shown}{happened}{:>4} ms\n",
        column(scene.title, 31),
        column(scene.version, 10),
        played.held.as_millis()
    )
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("   {line}\n")).collect()
}

/// The settings of the demonstration, in a file for as long as it runs.
struct SettingsFile {
    path: PathBuf,
    text: String,
}

impl SettingsFile {
    fn write(url: &str) -> Result<SettingsFile, String> {
        let text = format!("[crm]\nurl = {url}\n\n[commands]\nallow = name dial\n");
        let path = std::env::temp_dir().join(format!("agi1c-demo-{}.conf", std::process::id()));
        fs::write(&path, &text).map_err(|error| cannot_write(&path, &error))?;
        Ok(SettingsFile { path, text })
    }
}

impl Drop for SettingsFile {
    fn drop(&mut self) {
        // Somebody may have removed it already; it holds nothing secret.
        let _ = fs::remove_file(&self.path);
    }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> String {
    format!("{}: the settings cannot be written: {error}", path.display())
}
