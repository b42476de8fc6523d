//! `agi1c-kit merge`: puts the program and its settings into an Askozia's configuration, so that a restore in
//! the web interface installs it. Every byte outside of its own two elements stays as it is.

mod edit;
mod layout;

use std::fs;
use std::path::{Path, PathBuf};

use base64::prelude::{BASE64_STANDARD, Engine};
use clap::Args;

use super::contacts::text;
use super::news;
use super::package::editions;
use super::package::fill::{self, Fill, Filled};
use super::package::for_owner_only;
use super::package::programs::Programs;
use crate::config::tail;
use edit::Edits;
use layout::Layout;

/// The application's id, the same on every appliance: one recipe fits all.
pub const ID: &str = "DIALPLAN-APPLICATION-agi1c";
/// Where the appliance puts the application's file; a manual file of this path takes its place.
pub const PATH: &str = "/etc/asterisk/agi-bin/DIALPLAN-APPLICATION-agi1c.php";

/// What an appliance's /cf has room for, in bytes.
pub const ROOM: usize = 900_000;

/// The application's number where none is given and none is there.
pub const NUMBER: &str = "*12";

/// What the appliance would write there without the manual file. By it an application is known as ours.
const LOGIC: &str =
    "<?php\n// agi1c: the program stands in this configuration as a manual file and replaces this text.\n";

/// Behind [`LOGIC`], where `<dialplan>` is ours too: what stood in its place, in base64; nothing where nothing did.
const STOOD_THERE: &str = "// dialplan: ";

/// Put the program into a downloaded Askozia configuration, to be restored in its web interface
#[derive(Args)]
#[command(after_help = "\
Run again on a newer download it replaces the program in place; settings that are not given stay as they are.
Incoming routes then call AGI(DIALPLAN-APPLICATION-agi1c.php).")]
pub struct Merge {
    /// The downloaded configuration; it is only read
    #[arg(value_name = "CONFIG.XML")]
    config: PathBuf,
    /// The new configuration
    #[arg(long, value_name = "NEW.XML")]
    out: PathBuf,
    /// The appliance's kind; where an earlier merge has put a program in, that one's is known
    #[arg(long, value_parser = ["i586", "armv5te"])]
    target: Option<String>,
    /// Take it out again
    #[arg(long, conflicts_with_all = ["target", "from", "url", "user", "password_file", "ca", "extension"])]
    remove: bool,
    /// The application's number, or a pattern; *12 where there is none yet
    #[arg(long, value_name = "NUMBER")]
    extension: Option<String>,
    /// The largest configuration to make, in bytes: what the appliance's /cf has room for
    #[arg(long, value_name = "BYTES", default_value_t = ROOM)]
    size: usize,
    #[command(flatten)]
    fill: Fill,
    /// Where the programs are
    #[arg(long, value_name = "DIR", default_value = "dist")]
    dist: PathBuf,
}

impl Merge {
    /// Reads, changes, writes, says what was done.
    ///
    /// # Errors
    /// One sentence: what in the configuration is not understood, or the file that could not be used.
    pub fn run(self) -> Result<(), String> {
        let shown = self.config.display();
        let old = fs::read(&self.config).map_err(|error| format!("{shown}: {error}"))?;
        let old = config_of(old).map_err(|what| format!("{shown}: {what}"))?;
        if same_file(&self.config, &self.out) {
            return Err(format!(
                "--out: expected another file than {shown}: keep the download, it is your way back"
            ));
        }
        let in_file = |what| format!("{shown}: {what}");
        let new = match self.remove {
            true => removed(&old).map_err(in_file)?,
            false => {
                let named = self.target.as_deref().or_else(|| kind(&old));
                // Read once: what is named may be a pipe. What is wrong with the settings is said by the merge.
                let filled =
                    settings_before(&old).and_then(|before| self.fill.read(before.unwrap_or_default()));
                let https = filled.as_ref().is_ok_and(Filled::https);
                let edition = named.and_then(|name| editions::speaking(name, https)).ok_or_else(|| {
                    in_file(
                        "no program is in there yet: name the appliance's kind, --target i586 or armv5te"
                            .into(),
                    )
                })?;
                let program = Programs::find(&self.dist)?.program(edition, https)?.bytes;
                let merged = merge(&old, &program, &|_| filled.clone(), self.extension.as_deref());
                let new = merged.map_err(in_file)?.config;
                if new.len() > self.size {
                    return Err(format!(
                        "{} bytes would be made of {shown}'s {}, and the appliance's /cf has room for {}: take the \
                         pasted text or a storage disk instead; where /cf is known to be larger, --size BYTES",
                        new.len(),
                        old.len(),
                        self.size
                    ));
                }
                new
            }
        };
        fs::write(&self.out, &new).map_err(|error| format!("{}: {error}", self.out.display()))?;
        for_owner_only(&self.out).map_err(|error| format!("{}: {error}", self.out.display()))?;
        self.report(&old, &new);
        Ok(())
    }

    fn report(&self, old: &str, new: &str) {
        let out = self.out.display();
        match (old == new, self.remove) {
            (true, true) => println!("{out}: it was not in there; a copy."),
            (true, false) => println!("{out}: everything was in there already; a copy."),
            (false, true) => println!("{out}: taken out. Restore it in System → Restore."),
            (false, false) => println!(
                "{out}: {} bytes, {} before. Restore it in System → Restore; the appliance reboots.\n\
                 Every incoming route then begins with the universal command AGI({ID}.php)",
                new.len(),
                old.len()
            ),
        }
        if let Some(news) = self.version(old).and_then(|version| news::since(&version)) {
            println!("\n{news}");
        }
        if self.remove && new.contains(ID) {
            println!("It is still mentioned there: take AGI({ID}.php) out of the routes.");
        }
    }

    /// The version that the settings come from: of the text that was named, else of the program that was in there.
    fn version(&self, old: &str) -> Option<String> {
        match (&self.fill.from, self.remove) {
            (_, true) => None,
            (Some(_), _) => self.fill.version(),
            (None, _) => news::version(&program_in(&old[Layout::read(old).ok()?.file?.contents]).ok()?),
        }
    }
}

/// The text of a downloaded configuration.
///
/// # Errors
/// What it is instead.
pub fn config_of(bytes: Vec<u8>) -> Result<String, String> {
    if !bytes.trim_ascii_start().starts_with(b"<")
        && let Some(what) = text::not_text(&bytes)
    {
        return Err(format!("is {what}: expected config.xml itself; unpack it first"));
    }
    String::from_utf8(bytes).map_err(|_| "expected UTF-8, as the appliance writes it".into())
}

/// The kind of appliance, by the program an earlier merge has put in.
pub fn kind(config: &str) -> Option<&'static str> {
    let file = Layout::read(config).ok()?.file?;
    machine(&program_in(&config[file.contents]).ok()?)
}

/// What a merge has made.
#[derive(Debug)]
pub struct Merged {
    /// The new configuration.
    pub config: String,
    /// The application's number, and the one it had where it was there already.
    pub extension: (String, Option<String>),
    /// Whether a program was there already.
    pub replaced: bool,
    /// The settings, and those that were there already.
    pub settings: (Filled, Option<Filled>),
}

/// The configuration with the application and its manual file, added or brought up to date; `settings` makes the new
/// settings of those that are there, or of none.
///
/// # Errors
/// What is not understood, or what `settings` refuses.
pub fn merge(
    old: &str,
    program: &[u8],
    settings: &dyn Fn(Filled) -> Result<Filled, String>,
    extension: Option<&str>,
) -> Result<Merged, String> {
    let layout = Layout::read(old)?;
    let before = settings_before(old)?;
    let filled = settings(before.clone().unwrap_or_default())?;
    if filled.url.is_empty() {
        return Err("no address of 1C is in there yet: give --url http://…, or --from OLD.txt".into());
    }
    let whole = tail::append(program, &filled.text()).map_err(|error| error.to_string())?;
    let contents = BASE64_STANDARD.encode(whole);

    let mut edits = Edits::new(old);
    let number = layout.application.as_ref().map(|application| old[application.extension.clone()].to_owned());
    match (&layout.application, extension) {
        (None, extension) => {
            let extension = extension.unwrap_or(NUMBER);
            layout.check_extension(extension)?;
            let stood_there = layout
                .stood_for_dialplan(old)
                .map_or(String::new(), |text| format!("{STOOD_THERE}{}\n", BASE64_STANDARD.encode(text)));
            let logic = BASE64_STANDARD.encode(format!("{LOGIC}{stood_there}"));
            edits.application(
                &layout,
                &[
                    ("name", "agi1c"),
                    ("extension", extension),
                    ("descr", "names the caller from 1C"),
                    ("type", "php"),
                    ("uniqid", ID),
                    ("applicationlogic", &logic),
                ],
            )
        }
        // What an administrator has changed of it in the web interface stays.
        (Some(_), None) => {}
        (Some(application), Some(extension)) => {
            layout.check_extension(extension)?;
            edits.replace(application.extension.clone(), extension);
        }
    }
    match &layout.file {
        None => edits.element(
            layout.root_end,
            "manual-file",
            &[("full-path", PATH), ("encoded-contents", &contents), ("mode", "override")],
        ),
        Some(file) => edits.replace(file.contents.clone(), &contents),
    }
    let config = edits.done();
    let check = Layout::read(&config)?;
    if check.application.is_none() || check.file.is_none() {
        return Err("the result could not be read again: nothing is written".into());
    }
    let extension = extension.or(number.as_deref()).unwrap_or(NUMBER).to_owned();
    Ok(Merged {
        config,
        extension: (extension, number),
        replaced: layout.file.is_some(),
        settings: (filled, before),
    })
}

/// The settings that an earlier merge has put in.
fn settings_before(old: &str) -> Result<Option<Filled>, String> {
    let layout = Layout::read(old)?;
    layout.check_ours(old)?;
    match &layout.file {
        Some(file) if file.mode != "override" => Err(format!(
            "the manual file {PATH} is there with the mode {}: delete it in the web interface",
            file.mode
        )),
        Some(file) => settings_in(&old[file.contents.clone()]).map(Some),
        None => Ok(None),
    }
}

/// The configuration without them.
///
/// # Errors
/// What is not understood.
pub fn removed(old: &str) -> Result<String, String> {
    let layout = Layout::read(old)?;
    layout.check_ours(old)?;
    let mut edits = Edits::new(old);
    match (&layout.application, layout.made_dialplan()) {
        (Some(_), Some((range, stood_there))) if stood_there.is_empty() => edits.remove_lines(range),
        (Some(_), Some((range, stood_there))) => edits.replace(range, &stood_there),
        (Some(application), None) => edits.remove_lines(application.range.clone()),
        (None, _) => {}
    }
    if let Some(file) = &layout.file {
        edits.remove_lines(file.range.clone());
    }
    Ok(edits.done())
}

/// The bytes of the program an earlier merge has put in, its settings included.
fn program_in(contents: &str) -> Result<Vec<u8>, String> {
    let encoded: String = contents.split_ascii_whitespace().collect();
    let bytes = BASE64_STANDARD.decode(encoded).ok().filter(|bytes| bytes.starts_with(b"\x7fELF"));
    bytes.ok_or_else(|| format!("the manual file {PATH} is not the program: delete it in the web interface"))
}

/// The kind of machine an ELF file is for: its field `e_machine`.
fn machine(program: &[u8]) -> Option<&'static str> {
    match program.get(18..20)? {
        [3, 0] => Some("i586"),
        [40, 0] => Some("armv5te"),
        _ => None,
    }
}

/// The settings an earlier merge has put at the program's end.
fn settings_in(contents: &str) -> Result<Filled, String> {
    let bytes = program_in(contents)?;
    let wrong =
        || format!("the manual file {PATH} has no settings at its end: delete it in the web interface");
    let text = tail::find(&bytes).ok().flatten().ok_or_else(wrong)?.1;
    fill::conf(str::from_utf8(text).map_err(|_| wrong())?)
}

fn same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
