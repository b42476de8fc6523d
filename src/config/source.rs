//! Where the settings come from. The first source found counts, whole: nothing is merged, and nothing
//! here looks into the text.

use super::assemble::parse;
use super::error::ConfigError;
use super::settings::Settings;
use super::tail;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// The longest settings file, bytes.
const MAX_FILE: u64 = 65_536;

const FILE: &str = "agi1c.conf";
/// Where agi1c-server's package has them.
#[cfg(feature = "server")]
const OF_THE_SERVER: &str = "/etc/agi1c-server";
const TAIL: &str = "the program's own tail";

/// Reads the settings from the first source there is: `AGI1C_CONF`, the program's own tail,
/// `<program>.conf`, `agi1c.conf` beside the program, `$AST_CONFIG_DIR/agi1c.conf`, for agi1c-server
/// `/etc/agi1c-server/agi1c.conf`, `/etc/asterisk/agi1c.conf`; then the arguments `("section.key", value)` over them.
///
/// A source that is there but cannot be read is an error, not a reason to look further.
pub fn load(overrides: &[(String, String)]) -> Result<Settings, ConfigError> {
    if let Some(path) = variable("AGI1C_CONF") {
        return load_from(&path, overrides);
    }
    let mut sought = String::from("AGI1C_CONF (not set)");
    if let Some(text) = own_tail()? {
        return parse(&text, TAIL, overrides);
    }
    sought.push_str(", ");
    sought.push_str(TAIL);
    for path in places() {
        let shown = path.to_string_lossy();
        if let Some(text) = read(&path).map_err(|what| ConfigError::new(&shown, 0, "", what))? {
            return parse(&text, &shown, overrides);
        }
        // AST_CONFIG_DIR is /etc/asterisk on most machines.
        if !sought.split(", ").any(|place| place == shown) {
            sought.push_str(", ");
            sought.push_str(&shown);
        }
    }
    if cfg!(target_os = "linux") && File::open("/proc/self/exe").is_err() {
        sought.push_str(
            "; /proc is not there, which tells a program where its own file is: mount it, or set AGI1C_CONF",
        );
    }
    Err(ConfigError::new("settings", 0, "", format!("there are none; looked for {sought}")))
}

/// Reads the settings from this file and no other.
pub fn load_from(path: &Path, overrides: &[(String, String)]) -> Result<Settings, ConfigError> {
    let shown = path.to_string_lossy();
    match read(path) {
        Ok(Some(text)) => parse(&text, &shown, overrides),
        Ok(None) => Err(ConfigError::new(&shown, 0, "", "there is no such file")),
        Err(what) => Err(ConfigError::new(&shown, 0, "", what)),
    }
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The files that may hold settings, in their order.
fn places() -> impl Iterator<Item = PathBuf> {
    let program = std::env::current_exe().ok().or_else(as_started).map(|program| match program.to_str() {
        // Linux names a program so whose file was replaced while it runs; its settings are still beside it.
        Some(path) => PathBuf::from(path.strip_suffix(" (deleted)").unwrap_or(path)),
        None => program,
    });
    let own = program.clone().map(|program| {
        let mut path = program.into_os_string();
        path.push(".conf");
        path.into()
    });
    let beside = program.and_then(|program| Some(program.parent()?.join(FILE)));
    let asterisk = variable("AST_CONFIG_DIR").map(|folder| folder.join(FILE));
    let places = own.into_iter().chain(beside).chain(asterisk);
    #[cfg(feature = "server")]
    let places = places.chain([Path::new(OF_THE_SERVER).join(FILE)]);
    places.chain([Path::new("/etc/asterisk").join(FILE)])
}

/// The program as Asterisk started it, for a jail without /proc: the dialplan's name for it, which is looked for in
/// Asterisk's folder of scripts unless it is a whole path.
fn as_started() -> Option<PathBuf> {
    let name = std::env::args_os().next()?;
    if name.as_encoded_bytes().contains(&b'/') {
        return Some(name.into());
    }
    Some(variable("AST_AGI_DIR")?.join(name))
}

fn own_tail() -> Result<Option<Vec<u8>>, ConfigError> {
    // The link leads to the running file even where another has taken its name.
    let running = match cfg!(target_os = "linux") {
        true => File::open("/proc/self/exe"),
        false => std::env::current_exe().and_then(File::open),
    };
    let opened = running.or_else(|error| as_started().ok_or(error).and_then(File::open));
    // A program that may be run but not read has no tail that could be meant.
    let Ok(mut file) = opened else { return Ok(None) };
    tail::read_from(&mut file).map_err(|error| ConfigError::new(TAIL, 0, "", error.to_string()))
}

/// The file's bytes, `None` where there is no file.
fn read(path: &Path) -> Result<Option<Vec<u8>>, String> {
    let failed = |error: std::io::Error| format!("could not be read: {error}");
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(failed(error)),
    };
    let mut text = Vec::with_capacity(8192);
    file.by_ref().take(MAX_FILE + 1).read_to_end(&mut text).map_err(failed)?;
    if text.len() as u64 > MAX_FILE {
        return Err(format!("expected a settings file of at most {MAX_FILE} bytes"));
    }
    Ok(Some(text))
}

#[cfg(test)]
#[path = "tests/source.rs"]
mod tests;
