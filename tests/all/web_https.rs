//! An unknown certificate on the page: the check shows it with what its button puts into the settings, and with that 1C
//! is trusted. Against OpenSSL's own server.

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::real::asterisk::wait_for;
use crate::real::servers::free_tcp_port;
use crate::web::{PATIENT, Page};

const NUMBER: &str = "74952293042";

/// A folder with certificates, and what serves with one of them.
struct Served {
    folder: PathBuf,
    child: Child,
    port: u16,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn openssl(folder: &Path, words: &str) {
    let output =
        Command::new("openssl").args(words.split(' ')).current_dir(folder).output().expect("openssl");
    assert!(output.status.success(), "openssl {words}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A server whose certificate signed itself, or was signed by an office's CA that it shows.
fn served(name: &str, by_itself: bool) -> Served {
    let folder = std::env::temp_dir().join(format!("agi1c-web-https-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    openssl(
        &folder,
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=Office",
    );
    let (certificate, key) = if by_itself { ("ca.pem", "ca.key") } else { ("own.pem", "own.key") };
    if !by_itself {
        fs::write(folder.join("names"), "subjectAltName=DNS:localhost").expect("a file");
        openssl(&folder, "req -newkey rsa:2048 -nodes -keyout own.key -out own.csr -subj /CN=localhost");
        openssl(
            &folder,
            "x509 -req -in own.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out own.pem -days 30 -extfile names",
        );
    }
    let body = "{\"name\":\"ООО Лютик\"}";
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    fs::write(folder.join(format!("x?n={NUMBER}")), answer).expect("an answer");
    let port = free_tcp_port();
    let child = Command::new("openssl")
        .args([
            "s_server",
            "-HTTP",
            "-quiet",
            "-accept",
            &port.to_string(),
            "-cert",
            certificate,
            "-key",
            key,
        ])
        .args(["-cert_chain", "ca.pem"])
        .current_dir(&folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("openssl");
    let served = Served { folder, child, port };
    let answers = wait_for(Duration::from_secs(60), || TcpStream::connect(("127.0.0.1", port)).ok());
    assert!(answers.is_some(), "openssl s_server does not listen");
    served
}

fn checked(page: &Page, served: &Served, tls: &str) -> Vec<Value> {
    let url = format!("https://localhost:{}/x?n={{number}}", served.port);
    let one_c = json!({"url": url, "protocol": "json", "user": "", "password": "", "token": "", "tls": tls, "more": PATIENT});
    page.ask("/api/check", &json!({"one_c": one_c, "number": NUMBER})).lines()
}

#[test]
#[ignore = "tests/run"]
fn the_button_trusts_a_certificate_in_the_right_way() {
    let page = Page::open();
    for (name, by_itself, way) in [("own", true, "pin:"), ("ca", false, "ca:MII")] {
        let served = served(name, by_itself);
        let lines = checked(&page, &served, "");
        assert_eq!(lines.last().expect("an end")["done"], "wrong", "{lines:?}");
        let wrong = lines.iter().find(|line| line["step"]["status"] == "wrong").expect("what is wrong");
        assert_eq!((&wrong["step"]["name"], &wrong["step"]["reason"]), (&json!("tls"), &json!("tls")));
        let trust = lines.iter().find_map(|line| line["trust"].as_str()).expect("a line to trust it");
        assert!(trust.starts_with(way), "{trust}");
        let lines = checked(&page, &served, trust);
        assert_eq!(lines.last().expect("an end")["done"], "ok", "{lines:?}");
        assert!(lines.iter().any(|line| line["step"]["sentence"] == "ООО Лютик"), "{lines:?}");
    }
}
