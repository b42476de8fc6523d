//! `agi1c-kit package`: from the programs that a released kit carries, or that are under `dist/`, to files an
//! administrator can use, the same bytes every time. Builds no program itself and opens no connection.

pub mod archive;
mod authority;
pub mod editions;
pub mod fill;
pub mod mikopbx;
mod old;
pub mod paste;
pub mod php;
pub mod programs;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use sha2::{Digest, Sha256};

use super::news;
use archive::Entry;
use editions::{EDITIONS, Edition, WITH_TLS, Way};
use fill::{Fill, Filled};
use programs::{Program, Programs};

/// Make the packages for the appliances
#[derive(Args)]
#[command(after_help = "\
A released agi1c-kit carries the programs; one that you built takes them from dist/, where cross/build puts them.
The packages go to dist/packages.
A password that is filled in stands in the packages in plain letters, as in any settings file.")]
pub struct Package {
    /// One program's packages, or the module for MikoPBX, instead of all
    #[arg(long, default_value = "all", value_parser = targets())]
    target: String,
    #[command(flatten)]
    fill: Fill,
    /// Where `packages` is made, and where the programs are unless this kit carries them
    #[arg(long, value_name = "DIR", default_value = "dist")]
    dist: PathBuf,
    /// Run cross/build first where a program is missing; of no use where the kit carries them
    #[arg(long)]
    build: bool,
}

fn targets() -> clap::builder::PossibleValuesParser {
    ["all", MODULE].into_iter().chain(editions::names()).collect::<Vec<_>>().into()
}

/// The module for MikoPBX, as `--target` has it.
const MODULE: &str = "mikopbx";

/// A package: its file's name and its bytes.
pub type Made = (String, Vec<u8>);

impl Package {
    /// Makes them and says so.
    ///
    /// # Errors
    /// One sentence: what is missing and how to make it, or the file that could not be read or written.
    pub fn run(self) -> Result<(), String> {
        let filled = self.fill.read(Filled::default())?;
        let (all, https) = (self.target == "all", filled.https());
        let programs = Programs::find(&self.dist)?;
        let mut wanted: Vec<&Edition> =
            EDITIONS.iter().filter(|edition| all || edition.name == self.target).collect();
        // A program that would refuse the settings is of no use.
        wanted.retain(|edition| !all || !https || edition.files.contains(&WITH_TLS));
        let module = all || self.target == MODULE;
        let of_module = || mikopbx::editions().filter(|_| module);
        if self.build && matches!(programs, Programs::Built(_)) {
            self.build(wanted.iter().copied().chain(of_module()))?;
        }
        let mut without = Vec::new();
        if all && !https && matches!(programs, Programs::Built(_)) {
            let here =
                |edition: &&Edition| edition.files.iter().any(|file| self.file(edition, file).exists());
            let tls_only = |edition: &&Edition| edition.files == [WITH_TLS];
            (wanted, without) = wanted.into_iter().partition(|edition| !tls_only(edition) || here(edition));
        }
        let read: Vec<_> = wanted.iter().map(|edition| programs.program(edition, https)).collect();
        let missing: Vec<&str> = read.iter().filter_map(|found| found.as_ref().err()).map(|x| &**x).collect();
        if let Some(first) = missing.first() {
            let built = matches!(programs, Programs::Built(_));
            let more = if built && missing.len() > 1 { " (and others: cross/build all)" } else { "" };
            return Err(format!("{first}{more}"));
        }
        let of_module: Vec<(&Edition, Program)> = of_module()
            .map(|edition| Ok((edition, programs.program(edition, https)?)))
            .collect::<Result<_, String>>()?;
        let folder = self.dist.join("packages");
        let failed = |error| format!("{}: {error}", folder.display());
        fs::create_dir_all(&folder).map_err(failed)?;
        let mut jobs: Vec<Job> = Vec::new();
        for (edition, program) in wanted.iter().zip(read.iter().flatten()) {
            jobs.push(Box::new(|| make(edition, program, &filled)));
        }
        if module {
            jobs.push(Box::new(|| Ok(vec![(mikopbx::name(), mikopbx::module(&of_module)?)])));
        }
        let made = pack(&jobs)?;
        for (name, bytes) in made {
            fs::write(folder.join(&name), &bytes).map_err(failed)?;
            if !filled.password.is_empty() {
                for_owner_only(&folder.join(&name)).map_err(failed)?;
            }
            println!("{:>8}  {}", bytes.len(), folder.join(&name).display());
        }
        fs::write(folder.join("SHA256SUMS"), sums(&folder).map_err(failed)?).map_err(failed)?;
        if let Some(first) = without.first() {
            let all_of_it = !read.iter().flatten().any(|program| program.tls);
            let which = if all_of_it { "all" } else { first.triple };
            println!("None for https: cross/build --tls {which} makes the programs for it.");
        }
        if let Some(news) = self.fill.version().and_then(|version| news::since(&version)) {
            println!("\n{news}");
        }
        if !filled.password.is_empty() {
            println!("These packages hold 1C's password: keep them as you keep it.");
        }
        Ok(())
    }

    /// Where a file of an edition is built.
    fn file(&self, edition: &Edition, file: &str) -> PathBuf {
        self.dist.join(edition.triple).join(file)
    }

    fn build<'a>(&self, wanted: impl Iterator<Item = &'a Edition>) -> Result<(), String> {
        let missing = wanted.filter(|edition| !self.file(edition, edition.files[0]).exists());
        let mut triples: Vec<&str> = missing.map(|edition| edition.triple).collect();
        triples.sort_unstable();
        triples.dedup();
        if triples.is_empty() {
            return Ok(());
        }
        let status = Command::new("cross/build")
            .arg("--tls")
            .args(&triples)
            .env("AGI1C_DIST", std::path::absolute(&self.dist).unwrap_or_else(|_| self.dist.clone()))
            .status()
            .map_err(|error| format!("cross/build: {error}; run this in the project's own folder"))?;
        if status.success() { Ok(()) } else { Err(format!("cross/build {} failed", triples.join(" "))) }
    }
}

/// Packages to be made.
type Job<'a> = Box<dyn Fn() -> Result<Vec<Made>, String> + Sync + 'a>;

/// Does the jobs, as many at once as there are processors, and gives what they made in their order. It takes seconds for
/// each: somebody who watches sees how far it is.
fn pack(jobs: &[Job]) -> Result<Vec<Made>, String> {
    let bar = ProgressBar::new(jobs.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("packing [{bar:30}] {pos} of {len}") {
        bar.set_style(style.progress_chars("#>-"));
    }
    bar.tick();
    let next = AtomicUsize::new(0);
    let done: Vec<OnceLock<_>> = jobs.iter().map(|_| OnceLock::new()).collect();
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let (Some(job), Some(done)) = (jobs.get(at), done.get(at)) else { break };
            // Each is done once.
            let _ = done.set(job());
            bar.inc(1);
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from).min(jobs.len()) {
            scope.spawn(work);
        }
    });
    bar.finish_and_clear();
    let made: Vec<Vec<Made>> = done.into_iter().filter_map(OnceLock::into_inner).collect::<Result<_, _>>()?;
    Ok(made.into_iter().flatten().collect())
}

/// Every package of one edition.
///
/// # Errors
/// An archive that cannot be made.
pub fn make(edition: &Edition, program: &Program, filled: &Filled) -> Result<Vec<Made>, String> {
    let mut made = Vec::new();
    if let Some(appliance) = edition.pasted_on {
        made.push(pasted(edition, appliance, program, filled));
    }
    for way in edition.ways {
        made.push(archived(edition, *way, program, filled)?);
    }
    Ok(made)
}

/// The text to be pasted.
pub fn pasted(edition: &Edition, appliance: &str, program: &Program, filled: &Filled) -> Made {
    (pasted_name(edition, appliance), paste::text(edition, appliance, &program.bytes, filled).into_bytes())
}

/// Its file.
pub fn pasted_name(edition: &Edition, appliance: &str) -> String {
    format!("agi1c-{}-{appliance}-{}.php.txt", env!("CARGO_PKG_VERSION"), edition.name)
}

/// The archive for one of the other ways.
///
/// # Errors
/// An archive that cannot be made.
pub fn archived(edition: &Edition, way: Way, program: &Program, filled: &Filled) -> Result<Made, String> {
    let (folder, mut entries) = match way {
        Way::Storage => ("agi1c".into(), storage(&program.bytes, filled)),
        Way::Asterisk => (format!("agi1c-{}", env!("CARGO_PKG_VERSION")), asterisk(&program.bytes, filled)),
    };
    entries.extend(program.licences());
    let bytes = archive::tar_gz(&folder, entries).map_err(|error| format!("{}: {error}", way.word()))?;
    Ok((archived_name(edition, way), bytes))
}

/// Its file.
pub fn archived_name(edition: &Edition, way: Way) -> String {
    format!("agi1c-{}-{}-{}.tar.gz", env!("CARGO_PKG_VERSION"), way.word(), edition.name)
}

/// What is pasted into the applications of an Askozia with a storage disk: file and text.
pub const APPLICATIONS: [(&str, &str); 2] = [
    ("application.txt", include_str!("../../../package/askozia-storage/files/application.txt")),
    ("application-test.txt", include_str!("../../../package/askozia-storage/files/application-test.txt")),
];

/// For `/storage/usbdisk1/askoziapbx/`.
fn storage(program: &[u8], filled: &Filled) -> Vec<Entry> {
    let mut entries = vec![
        Entry::program("agi1c", program),
        Entry::file("agi1c.conf", filled.sample()),
        Entry::file("README.md", include_str!("../../../package/askozia-storage/README.md")),
        Entry::file("README.ru.md", include_str!("../../../package/askozia-storage/README.ru.md")),
    ];
    entries.extend(APPLICATIONS.map(|(name, text)| Entry::file(name, text)));
    entries
}

fn asterisk(program: &[u8], filled: &Filled) -> Vec<Entry> {
    vec![
        Entry::program("agi1c", program),
        Entry::file("agi1c.conf", filled.sample()),
        Entry::file(
            "extensions_agi1c.conf",
            include_str!("../../../package/asterisk/files/extensions_agi1c.conf"),
        ),
        Entry::program("install", include_str!("../../../package/asterisk/files/install")),
        Entry::program("remove", include_str!("../../../package/asterisk/files/remove")),
        Entry::file("README.md", include_str!("../../../package/asterisk/README.md")),
        Entry::file("README.ru.md", include_str!("../../../package/asterisk/README.ru.md")),
    ]
}

/// `sha256sum`'s list of what is in the folder, sorted.
fn sums(folder: &Path) -> std::io::Result<String> {
    let mut names: Vec<String> = fs::read_dir(folder)?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with("agi1c-"))
        .collect();
    names.sort();
    let mut list = String::new();
    for name in names {
        list += &format!("{}  {name}\n", hex(&Sha256::digest(fs::read(folder.join(&name))?)));
    }
    Ok(list)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file with a password in it is its owner's; where there are no modes (Windows) the folder's rights count.
pub fn for_owner_only(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    let _ = path;
    Ok(())
}
