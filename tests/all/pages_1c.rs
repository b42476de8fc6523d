//! The commands of package/1c's pages, run as they stand there, with the stand-in in 1C's place.

use std::process::Command;

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::{Stand, StandOptions};
use agi1c::privacy::Secret;

use crate::fakes::asterisk::{Asterisk, Version};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/package/1c");
const PAGES: [&str; 2] = ["README.ru.md", "README.md"];

fn stand() -> Stand {
    let client = Client { manager: "101".into(), ..Client::new("74952293042", "ООО \"Ромашка\"") };
    let (user, password) = ("pbx".into(), Secret::new("secret"));
    Stand::start(StandOptions { clients: vec![client], user, password, ..StandOptions::default() })
        .expect("loopback")
}

/// The lines of a page that begin so, for this stand-in instead of `1c-server`.
fn lines(page: &str, beginning: &str, stand: &Stand) -> Vec<String> {
    let text = std::fs::read_to_string(format!("{FOLDER}/{page}")).expect("the page");
    let server = format!("http://{}", stand.address());
    let lines: Vec<String> = text
        .lines()
        .map(str::trim_start)
        .filter(|line| line.starts_with(beginning))
        .map(|line| line.replace("http://1c-server", &server))
        .collect();
    assert!(!lines.is_empty(), "{page}: {beginning}");
    lines
}

#[test]
#[ignore = "tests/run"]
fn curl_is_answered() {
    let stand = stand();
    for page in PAGES {
        for line in lines(page, "curl ", &stand) {
            let command = line.replace("curl -u pbx ", "curl -sS -u pbx:secret ");
            let output = Command::new("sh").args(["-c", &command]).current_dir(FOLDER).output().expect("sh");
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(said.contains("Ромашка") && said.contains("101"), "{command}\n{said}");
        }
    }
}

#[test]
fn check_finds_everything_in_order() {
    let stand = stand();
    for page in PAGES {
        for line in lines(page, "agi1c-kit check ", &stand) {
            let settings = std::env::temp_dir().join(format!("agi1c-pages-{}.conf", std::process::id()));
            std::fs::write(&settings, "[crm]\nuser = pbx\npassword = secret\n").expect("settings");
            let output = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"))
                .args(line.split(' ').skip(1))
                .env("AGI1C_CONF", &settings)
                .output()
                .expect("the kit");
            std::fs::remove_file(&settings).expect("settings");
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success() && said.contains("Ромашка"), "{line}\n{said}");
        }
    }
}

/// The settings the pages name for the HTTP service and for the noted call, in a call.
#[test]
fn the_settings_of_the_pages_name_the_caller() {
    let stand = stand();
    let login = "user = pbx\npassword = secret\n";
    for page in PAGES {
        let text = std::fs::read_to_string(format!("{FOLDER}/{page}")).expect("the page");
        let blocks: Vec<&str> = text.split("```\n").filter(|block| block.starts_with("[crm]\n")).collect();
        assert_eq!(blocks.len(), 2, "{page}");
        for block in blocks {
            let server = format!("http://{}", stand.address());
            let mut settings = format!("{}{login}", block.replace("http://1c-server", &server));
            if !block.contains("url =") {
                settings.push_str(&format!("url = {}\n", stand.url()));
            }
            let call = Asterisk::new(Version::V16).call("84952293042").settings(&settings).run();
            assert_eq!(call.variable("CALLERID(name)"), Some("ООО Ромашка"), "{}", call.conversation());
            let asked = stand.requests().pop().expect("a request");
            let told = format!("{}?{} {}", asked.path, asked.query, asked.text());
            assert!(told.contains("78121234567") && told.contains("1400000000.1"), "{told}");
        }
    }
}
