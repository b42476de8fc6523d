//! The page of `agi1c-kit web` in headless Chromium, from an empty profile through all four steps against its own stand-in,
//! by tests/browser/web.js, which knows only what is to be seen. What it took away is compared with what the command
//! line makes. `AGI1C_PICTURES` names a folder to keep the pictures in; they are for a person to look at.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::installed::cache;
use crate::web::{self, PATIENT};

/// What a released kit has for each target; of a few bytes, and of the right machine for the two Askozias.
const PROGRAMS: [(&str, u8); 6] = [
    ("i586-unknown-linux-musl", 3),
    ("armv5te-unknown-linux-musleabi", 40),
    ("arm-unknown-linux-musleabihf", 40),
    ("armv7-unknown-linux-musleabihf", 40),
    ("aarch64-unknown-linux-musl", 183),
    ("x86_64-unknown-linux-musl", 62),
];

const CONFIG: &str =
    "<?xml version=\"1.0\"?>\n<askoziapbx>\n\t<version>2.1</version>\n\t<dialplan/>\n</askoziapbx>\n";

/// A client whose name is HTML.
const STRANGE: &str = "<script>alert(1)</script>";

const LISTING: &str = "\
pbx*CLI> database show agi1c\r
/agi1c/last/1                                     : 2026-07-25T09:15:00Z 3042 found answer 31 ms\r
/agi1c/last/2                                     : 2026-07-25T09:16:00Z 0001 unknown nobody 28 ms\r
/agi1c/last/3                                     : 2026-07-25T09:17:00Z 0002 failed no-licence 40 ms\r
/agi1c/last/4                                     : 2026-07-25T09:18:00Z 0003 failed breaker 2 ms\r
/agi1c/last/5                                     : 2026-07-25T09:19:00Z - skipped anonymous 1 ms\r
/agi1c/last/6                                     : 2026-07-25T09:20:00Z 3042 stale answer-timeout 1951 ms\r
/agi1c/last/next                                  : 7\r
/agi1c/n/default/74952293042                      : 1785000000 ООО Ромашка\r
/agi1c/test                                       : ok: <script>alert(1)</script>\r
8 results found.\r
";

/// A running page in a folder of its own, both gone with it.
struct Page {
    served: web::Page,
    folder: PathBuf,
}

impl Page {
    fn open(name: &str) -> Page {
        let folder = std::env::temp_dir().join(format!("agi1c-web-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        for (target, machine) in PROGRAMS {
            let path = folder.join("dist").join(target);
            fs::create_dir_all(&path).expect("a folder");
            let head = [b"\x7fELF\x01\x01\x01\0\0\0\0\0\0\0\0\0\x02\0", &[machine, 0][..]].concat();
            fs::write(path.join("agi1c"), [&head, target.as_bytes()].concat()).expect("a program");
        }
        fs::write(folder.join("config.xml"), CONFIG).expect("a configuration");
        let clients = format!("phone;name\r\n84952293042;ООО Ромашка\r\n84952293043;{STRANGE}\r\n");
        fs::write(folder.join("clients.csv"), clients).expect("a file");
        let mut kit = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"));
        let served = web::Page::of(kit.args(["web", "--no-browser"]).current_dir(&folder));
        Page { served, folder }
    }

    /// What tests/browser/web.js saw. Nothing may have gone wrong on the page itself.
    fn browse(&self, part: &str) -> Value {
        let pictures =
            std::env::var_os("AGI1C_PICTURES").map_or_else(|| self.folder.join("pictures"), PathBuf::from);
        fs::create_dir_all(&pictures).expect("the pictures' folder");
        let data = json!({
            "clients": self.folder.join("clients.csv"),
            "config": self.folder.join("config.xml"),
            "listing": LISTING,
            "numbers": [
                {"dialled": "+7 (495) 229-30-43", "name": STRANGE},
                {"dialled": "84952293042", "name": "ООО Ромашка"},
            ],
            "patient": PATIENT,
            "sample": agi1c::kit::sample::clients()[0].name,
        });
        let output = Command::new("node")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/web.js"))
            .arg(&pictures)
            .arg(self.served.url())
            .arg(part)
            .env("AGI1C_BROWSER", cache().join("browser"))
            .env("AGI1C_DATA", data.to_string())
            .output()
            .expect("node");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut seen: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(seen["wrong"], json!([]));
        seen["downloads"] = json!(pictures.join("downloads"));
        seen
    }

    /// Runs the same program on a command line.
    fn kit(&self, arguments: &[&str]) {
        let output = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"))
            .args(arguments)
            .current_dir(&self.folder)
            .output()
            .expect("it starts");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Every package that was taken away is the command line's, to the byte; `all` = and none was left.
    fn compare(&self, seen: &Value, all: bool) {
        let form = |field: &str| seen["form"][field].as_str().expect("a field").to_owned();
        let (url, user, password) = (form("url"), form("user"), form("password"));
        let conf = format!("[crm]\nurl = {url}\nuser = {user}\npassword = {password}\n{PATIENT}");
        fs::write(self.folder.join("settings.conf"), conf).expect("a file");
        let settings = ["--from", "settings.conf"];
        self.kit(&[&["package"][..], &settings].concat());
        let packages = self.folder.join("dist/packages");
        for target in ["i586", "armv5te"] {
            let new = packages.join(format!("{target}-config-new.xml"));
            let new = new.to_str().expect("UTF-8");
            self.kit(&[&["merge", "config.xml", "--out", new, "--target", target][..], &settings].concat());
        }
        let downloads = PathBuf::from(seen["downloads"].as_str().expect("a path"));
        let mut compared = Vec::new();
        for package in seen["packages"].as_array().expect("packages") {
            let name = package[2].as_str().expect("a name");
            let read =
                |folder: &Path| fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(read(&downloads) == read(&packages), "{name} is not what the command line makes");
            compared.push(name.to_owned());
        }
        compared.sort();
        compared.dedup();
        let conf = fs::read_to_string(downloads.join("agi1c.conf")).expect("the server's settings");
        assert!(conf.contains(&url) && conf.ends_with("[server]\nlisten = 10.1.1.1:4573\n"), "{conf}");
        let mut made: Vec<String> = fs::read_dir(&packages)
            .expect("packages")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
            // The page offers a module where the command line also has the text to be pasted.
            .filter(|name| {
                name != "SHA256SUMS" && !(name.contains("-mikopbx-") && name.ends_with(".php.txt"))
            })
            .collect();
        made.sort();
        assert!(!all || compared == made, "not every package was taken: {compared:?} of {made:?}");
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What both languages and widths have in common.
fn all_four_steps(part: &str) -> Value {
    let page = Page::open(part);
    let seen = page.browse(part);
    assert_eq!(seen["faults"], json!([]), "axe-core");
    for wide in seen["wide"].as_array().expect("widths") {
        assert_eq!(wide[1], 0, "{} is wider than the window", wide[0]);
    }
    page.compare(&seen, part == "russian");
    let recipes = seen["recipes"].as_object().expect("recipes");
    for (option, recipe) in recipes.iter().filter(|(option, _)| !option.contains(", copied")) {
        let (recipe, password) =
            (recipe.as_str().expect("text"), seen["form"]["password"].as_str().expect("text"));
        assert!(!recipe.contains(password), "{option} shows the password");
        assert!(recipe.contains("database show agi1c") || option.contains("MikoPBX"), "{option}: {recipe}");
    }
    let copied = |way: &str| {
        recipes.iter().find(|(key, _)| key.contains(way) && key.ends_with(", copied")).expect("it").1
    };
    assert_eq!(copied("FreePBX"), "agi1c,s,1");
    assert_eq!(seen["calls"].as_array().map(Vec::len), Some(6));
    assert!(
        seen["calls"][0].as_str().expect("a row").contains("1951"),
        "the newest first: {}",
        seen["calls"]
    );
    assert_eq!(seen["totals"].as_array().map(Vec::len), Some(6));
    seen
}

#[test]
#[ignore = "tests/run"]
fn all_four_steps_in_russian_on_a_wide_and_light_screen() {
    let seen = all_four_steps("russian");
    let totals = seen["totals"].to_string();
    assert!(totals.contains("освободите лицензию или добавьте"), "{totals}");
    assert!(seen["picture"].as_str().expect("text").contains("имя найдено 1"), "{}", seen["picture"]);
}

#[test]
#[ignore = "tests/run"]
fn all_four_steps_in_english_on_a_telephone_in_the_dark() {
    let seen = all_four_steps("english");
    let totals = seen["totals"].to_string();
    assert!(totals.contains("free a licence, or add one"), "{totals}");
}

#[test]
#[ignore = "tests/run"]
fn with_the_keyboard_alone() {
    let page = Page::open("keyboard");
    let seen = page.browse("keyboard");
    assert!(seen["package"].as_str().expect("a name").ends_with("-mikopbx.zip"), "{seen}");
    assert_ne!(seen["focus"], "BODY", "the focus is lost");
}
