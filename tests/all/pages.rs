//! The commands of the pages, run as they stand there, by bash and by BusyBox's shell. A command that no test can run
//! has a comment before its block, `<!-- not run by the tests: WHY -->`; those are printed. Every command is one or
//! the other. The pages of package/1c have their own tests, the appliance's call files theirs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PROJECT: &str = env!("CARGO_MANIFEST_DIR");

/// What a line of a block begins with where it is a command for a shell.
const PROGRAMS: [&str; 17] = [
    "agi1c",
    "agi1c-kit",
    "agi1c-server",
    "asterisk",
    "benches/run",
    "cargo",
    "cd",
    "cp",
    "cross/build",
    "curl",
    "mv",
    "printf",
    "sh",
    "sudo",
    "systemctl",
    "tar",
    "tests/run",
];

/// Which test runs a page's commands: page, beginning of the command, test. Languages alike.
const RUN: [(&str, &str, &str); 12] = [
    ("README", "cargo run -- demo", "demo::"),
    ("README", "agi1c ", "pages::the_two_commands_of_the_readme"),
    ("package/asterisk/README", "tar ", "pages::an_archive_is_installed_as_the_page_says"),
    ("package/asterisk/README", "cd ", "pages::an_archive_is_installed_as_the_page_says"),
    ("package/asterisk/README", "./install", "pages::an_archive_is_installed_as_the_page_says"),
    ("package/askozia/README", "agi1c-kit merge", "pages::a_configuration_is_merged_as_the_page_says"),
    ("package/askozia/README", "printf ", "packages::real_askozia::without_a_phone_by_a_call_file"),
    ("package/askozia/README", "mv ", "packages::real_askozia::without_a_phone_by_a_call_file"),
    ("package/askozia-storage/README", "printf ", "packages::real_askozia::without_a_phone_by_a_call_file"),
    ("package/askozia-storage/README", "mv ", "packages::real_askozia::without_a_phone_by_a_call_file"),
    ("package/1c/README", "curl ", "pages_1c::curl_is_answered"),
    ("package/1c/README", "agi1c-kit check", "pages_1c::check_finds_everything_in_order"),
];

/// A block's command: page, line, text, and the reason where the block is marked.
struct Said {
    page: String,
    line: usize,
    text: String,
    not_run: Option<String>,
}

fn pages() -> Vec<PathBuf> {
    let output = Command::new("git")
        .args(["ls-files", "-co", "--exclude-standard", "*.md"])
        .current_dir(PROJECT)
        .output();
    let list = String::from_utf8(output.expect("git").stdout).expect("UTF-8");
    list.lines().map(PathBuf::from).filter(|path| Path::new(PROJECT).join(path).exists()).collect()
}

/// The commands in a page's blocks: between fences, or indented with a blank line before them.
fn commands(page: &Path) -> Vec<Said> {
    let text = fs::read_to_string(Path::new(PROJECT).join(page)).expect("the page");
    let name = page.display().to_string().replace(".ru.md", "").replace(".md", "");
    let mut found = Vec::new();
    let (mut fenced, mut block, mut before, mut marked) = (false, false, "", None);
    for (at, line) in text.lines().enumerate() {
        let bare = line.trim();
        if let Some(reason) = bare.strip_prefix("<!-- not run by the tests: ") {
            marked = Some(reason.trim_end_matches("-->").trim().to_owned());
        } else if bare.starts_with("```") {
            fenced = !fenced;
            marked = marked.filter(|_| fenced);
        } else {
            let indented = line.starts_with("    ") && (block || before.trim().is_empty());
            if block && !indented && !fenced && !bare.is_empty() {
                marked = None;
            }
            block = indented && !bare.is_empty();
            let first = bare.split(' ').next().unwrap_or_default();
            if (fenced || block) && (PROGRAMS.contains(&first) || first.starts_with("./")) {
                let not_run = marked.clone();
                found.push(Said { page: name.clone(), line: at + 1, text: bare.to_owned(), not_run });
            }
        }
        before = line;
    }
    found
}

/// The commands of one page that begin so.
fn of_page(page: &str, beginnings: &[&str]) -> Vec<String> {
    let all = commands(Path::new(page)).into_iter().map(|said| said.text);
    all.filter(|text| beginnings.iter().any(|beginning| text.starts_with(beginning))).collect()
}

#[test]
fn every_command_is_run_or_says_why_not() {
    let mut seen = std::collections::BTreeSet::new();
    for page in pages() {
        for said in commands(&page) {
            let run = RUN.iter().find(|(page, start, _)| said.page == *page && said.text.starts_with(start));
            match (run, &said.not_run) {
                (Some((page, start, _)), None) => drop(seen.insert((*page, *start))),
                (None, Some(why)) => {
                    println!("{}:{}: {} (not run: {why})", page.display(), said.line, said.text)
                }
                (Some((.., test)), Some(_)) => panic!("{}:{}: {test} runs it", page.display(), said.line),
                (None, None) => panic!(
                    "{}:{}: «{}» is run by no test: add it to RUN, or say why not in a comment before its block",
                    page.display(),
                    said.line,
                    said.text
                ),
            }
        }
    }
    for (page, start, test) in RUN {
        assert!(seen.contains(&(page, start)), "{page} has no «{start}…» any more, which {test} runs");
    }
}

/// Whoever opens the page of his PBX or of 1C first reads there where its files come from.
#[test]
fn each_page_says_where_its_files_come_from() {
    let folders = fs::read_dir(Path::new(PROJECT).join("package")).expect("package");
    for folder in folders.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()) {
        for (language, words) in
            [("README.md", ["release", "agi1c-kit"]), ("README.ru.md", ["выпуск", "agi1c-kit"])]
        {
            let page = folder.join(language);
            let text = fs::read_to_string(&page).expect("the page");
            let said = text.split("\n\n").any(|part| words.iter().all(|word| part.contains(word)));
            assert!(said, "{}: where do the files come from?", page.display());
        }
    }
}

/// A folder of a test's own, gone with it.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Desk {
        let path = std::env::temp_dir().join(format!("agi1c-pages-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Desk(path)
    }

    /// Runs the lines one after the other in this folder, the built programs on the path; ends at the first failure.
    fn run(&self, shell: &[&str], lines: &[String]) -> Output {
        let programs =
            Path::new(env!("CARGO_BIN_EXE_agi1c")).parent().expect("their folder").display().to_string();
        let path = format!("{programs}:{}", std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new(shell[0]);
        command.args(&shell[1..]).arg("-ec").arg(lines.join("\n")).current_dir(&self.0).env("PATH", path);
        command.output().expect("the shell")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const SHELLS: [&[&str]; 2] = [&["bash"], &["busybox", "sh"]];

/// `merge` of the page: put in, and taken out again.
#[test]
#[ignore = "tests/run"]
fn a_configuration_is_merged_as_the_page_says() {
    for shell in SHELLS {
        for page in ["package/askozia/README.md", "package/askozia/README.ru.md"] {
            let desk = Desk::new("merge");
            let config = "<?xml version=\"1.0\"?>\n<askoziapbx>\n\t<version>2.1</version>\n\t<dialplan/>\n</askoziapbx>\n";
            fs::write(desk.0.join("config.xml"), config).unwrap();
            fs::write(desk.0.join("pw.txt"), "secret\n").unwrap();
            fs::create_dir_all(desk.0.join("dist/i586-unknown-linux-musl")).unwrap();
            let program = b"\x7fELF\x01\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x03\0 a program";
            fs::write(desk.0.join("dist/i586-unknown-linux-musl/agi1c"), program).unwrap();
            let lines = of_page(page, &["agi1c-kit merge"]);
            let [put_in, taken_out] = &lines[..] else { panic!("{page}: {lines:?}") };
            let output = desk.run(shell, std::slice::from_ref(put_in));
            assert!(output.status.success(), "{output:?}");
            let merged = fs::read_to_string(desk.0.join("config-new.xml")).unwrap();
            assert!(merged.contains("DIALPLAN-APPLICATION-agi1c"));
            // The way back begins with another download.
            fs::rename(desk.0.join("config-new.xml"), desk.0.join("config.xml")).unwrap();
            let output = desk.run(shell, std::slice::from_ref(taken_out));
            assert!(output.status.success(), "{output:?}");
            assert_eq!(fs::read_to_string(desk.0.join("config-new.xml")).unwrap(), config);
        }
    }
}

/// The README's two commands, against a stand-in.
#[test]
#[ignore = "tests/run"]
fn the_two_commands_of_the_readme() {
    use agi1c::kit::contacts::Client;
    use agi1c::kit::stand::{Stand, StandOptions};

    let clients = vec![Client::new("84952293042", "ООО Ромашка")];
    let stand = Stand::start(StandOptions { clients, ..StandOptions::default() }).expect("loopback");
    for shell in SHELLS {
        for page in ["README.md", "README.ru.md"] {
            let desk = Desk::new("readme");
            fs::write(desk.0.join("agi1c.conf"), format!("[crm]\nurl = {}\n", stand.url())).unwrap();
            let lines = of_page(page, &["agi1c "]);
            assert_eq!(lines.len(), 3, "{page}");
            for line in lines {
                // The page says beside the command what it does.
                let command = line.split("  ").next().expect("the command").to_owned();
                let settings = format!("export AGI1C_CONF='{}'", desk.0.join("agi1c.conf").display());
                let output = desk.run(shell, &[settings, command]);
                assert!(output.status.success(), "{line}: {output:?}");
                // A ping that went well is silent; the others name the caller.
                let silent = line.starts_with("agi1c ping");
                let said = String::from_utf8_lossy(&output.stdout);
                assert!(
                    if silent { said.is_empty() } else { said.contains("Ромашка") },
                    "{line}: {output:?}"
                );
            }
        }
    }
}

/// `$1`: the chroot of Debian's Asterisk, `$2`: what is copied to the PBX, `$3…`: the shell. Asterisk's folders are
/// this test's own; the user `asterisk` is Debian's.
const PBX: &str = r#"
root=$1 from=$2; shift 2
mount -t tmpfs tmpfs "$root/mnt" && mount -t tmpfs tmpfs "$root/etc/asterisk" && mount -t proc proc "$root/proc" &&
    mount --rbind /dev "$root/dev" && mount -t tmpfs tmpfs "$root/usr/share/asterisk/agi-bin" || exit 1
mkdir "$root/mnt/pbx" && cp "$from"/* "$root/mnt/pbx" && cp "$(command -v busybox)" "$root/mnt/busybox" || exit 1
printf '[directories]\nastagidir => /usr/share/asterisk/agi-bin\n' >"$root/etc/asterisk/asterisk.conf"
echo '[general]' >"$root/etc/asterisk/extensions.conf"
chmod 755 "$root/mnt" "$root/etc/asterisk" "$root/usr/share/asterisk/agi-bin"
exec chroot "$root" "$@""#;

/// The archive, copied to a PBX and installed by the page's lines; then the line that `install` printed.
#[test]
#[ignore = "tests/run"]
fn an_archive_is_installed_as_the_page_says() {
    use agi1c::kit::contacts::Client;
    use agi1c::kit::package::{self, editions::find, fill::Filled, programs::Program};
    use agi1c::kit::stand::{Stand, StandOptions};

    let clients = vec![Client::new("84952293042", "ООО Ромашка")];
    let stand = Stand::start(StandOptions { clients, ..StandOptions::default() }).expect("loopback");
    let bytes = fs::read(crate::real::program::built(crate::real::Edition::Sid)).expect("the program");
    let program = Program { bytes, tls: false, licences: String::new() };
    let filled = Filled { url: stand.url(), ..Filled::default() };
    let made = package::make(find("x86_64").expect("an edition"), &program, &filled).expect("packages");
    let (name, archive) = made.iter().find(|(name, _)| name.contains("-asterisk-")).expect("the archive");
    let desk = Desk::new("install");
    fs::write(desk.0.join(name), archive).unwrap();
    let root = crate::real::Edition::Sid.root();
    for page in ["package/asterisk/README.md", "package/asterisk/README.ru.md"] {
        let lines = of_page(page, &["tar ", "cd ", "./install"]);
        assert_eq!(lines.len(), 3, "{page}: {lines:?}");
        let then = "./install | tee /mnt/said; line=$(sed -n 's/^    //p' /mnt/said | tail -n 1); echo \"> $line\"; eval \"$line\"\n\
                    ./remove && test ! -e /usr/share/asterisk/agi-bin/agi1c";
        for shell in [&["bash"][..], &["/mnt/busybox", "sh"]] {
            let script = format!("cd /mnt/pbx\n{}\n{then}", lines.join("\n"));
            let mut pbx = Command::new("unshare");
            pbx.args(["--mount", "sh", "-c", PBX, "sh"])
                .arg(&root)
                .arg(&desk.0)
                .args(shell)
                .args(["-ec", &script]);
            let output = pbx.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").output().expect("unshare");
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(
                output.status.success(),
                "{page} {shell:?}: {said}\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
            assert!(
                said.contains("asterisk") && said.contains("/usr/share/asterisk/agi-bin/agi1c check"),
                "{said}"
            );
            assert!(said.contains("Ромашка"), "the check is run as Asterisk's user: {said}");
        }
    }
}
