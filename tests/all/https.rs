//! https with the edition that speaks it, against OpenSSL's own server: versions, kinds of keys and ciphers as IIS and
//! nginx have them, and every certificate that must not be taken. Each case is a whole call and a `check`.

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::command_line;
use crate::fakes::asterisk::{Asterisk, Version};
use crate::fakes::hostile::{Hostile, Step};
use crate::real::asterisk::wait_for;
use crate::real::servers::free_tcp_port;

const NUMBER: &str = "74952293042";

/// A folder with a CA and the certificates it has signed.
struct Office(PathBuf);

impl Drop for Office {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn openssl(folder: &Path, words: &str) {
    let output =
        Command::new("openssl").args(words.split(' ')).current_dir(folder).output().expect("openssl");
    assert!(output.status.success(), "openssl {words}: {}", String::from_utf8_lossy(&output.stderr));
}

impl Office {
    fn new(name: &str) -> Office {
        let folder = std::env::temp_dir().join(format!("agi1c-https-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        openssl(
            &folder,
            "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=Office",
        );
        openssl(
            &folder,
            "req -x509 -newkey rsa:2048 -nodes -keyout own.key -out own.pem -days 30 -subj /CN=own",
        );
        let body = "{\"name\":\"ООО Лютик\"}";
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        fs::write(folder.join(format!("x?n={NUMBER}")), answer).expect("an answer");
        Office(folder)
    }

    /// A certificate for these names, signed by the CA; with `days` 0 it has expired when it is shown.
    fn certificate(&self, name: &str, key: &str, names: &str, days: u32) {
        let folder = &self.0;
        openssl(folder, &format!("req {key} -nodes -keyout {name}.key -out {name}.csr -subj /CN=localhost"));
        let mut sign = format!(
            "x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out {name}.pem -days {days}"
        );
        if !names.is_empty() {
            fs::write(folder.join("names"), format!("subjectAltName={names}")).expect("a file");
            sign.push_str(" -extfile names");
        }
        openssl(folder, &sign);
    }

    fn fingerprint(&self, name: &str) -> String {
        let output = Command::new("openssl")
            .args(["x509", "-in", &format!("{name}.pem"), "-noout", "-fingerprint", "-sha256"])
            .current_dir(&self.0)
            .output()
            .expect("openssl");
        let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        said.rsplit('=').next().unwrap_or_default().replace(':', "")
    }

    fn server(&self, name: &str, options: &str) -> Server {
        let port = free_tcp_port();
        let (certificate, key) = (format!("{name}.pem"), format!("{name}.key"));
        let accept = port.to_string();
        let mut words = vec!["s_server", "-HTTP", "-quiet", "-accept", &accept];
        words.extend(["-cert", &certificate, "-key", &key]);
        words.extend(options.split(' ').filter(|word| !word.is_empty()));
        let child = Command::new("openssl")
            .args(words)
            .current_dir(&self.0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl");
        let answers = wait_for(Duration::from_secs(10), || TcpStream::connect(("127.0.0.1", port)).ok());
        assert!(answers.is_some(), "openssl s_server {options} does not listen");
        Server { child, port }
    }

    fn settings(&self, server: &Server, host: &str, trust: &str) -> String {
        let port = server.port;
        format!("[crm]\nprotocol = json\nurl = https://{host}:{port}/x?n={{number}}\ntls = {trust}\n")
    }
}

struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What `check` says of these settings.
fn check(settings: &str) -> (i32, String) {
    let (status, said, _) = command_line::run(settings, &["check", NUMBER]);
    (status, said)
}

const RSA: &str = "-newkey rsa:2048";
const EC: &str = "-newkey ec -pkeyopt ec_paramgen_curve:P-256";
const NAMES: &str = "DNS:localhost,IP:127.0.0.1";

#[test]
#[ignore = "tests/run"]
fn a_call_is_named_over_every_version_key_and_cipher() {
    let office = Office::new("good");
    office.certificate("rsa", RSA, NAMES, 30);
    office.certificate("ec", EC, NAMES, 30);
    let ca = format!("ca:{}", office.0.join("ca.pem").display());
    for (name, options, says) in [
        ("rsa", "-tls1_2", "TLSv1.2"),
        ("rsa", "-tls1_3", "TLSv1.3"),
        ("ec", "-tls1_2", "ECDSA"),
        ("ec", "-tls1_3", "TLSv1.3"),
        ("rsa", "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256", "GCM"),
        ("rsa", "-tls1_2 -cipher ECDHE-RSA-AES256-SHA384", "CBC"),
        ("rsa", "-tls1_2 -cipher ECDHE-RSA-AES128-SHA", "CBC"),
        ("ec", "-tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305", "CHACHA20"),
    ] {
        let server = office.server(name, options);
        for (host, trust) in [
            ("localhost", ca.clone()),
            ("127.0.0.1", ca.clone()),
            ("localhost", format!("pin:{}", office.fingerprint(name))),
        ] {
            let settings = office.settings(&server, host, &trust);
            let (status, said) = check(&settings);
            assert!(status == 0 && said.contains(says), "{name} {options} {host}: {said}");
            for _ in 0..2 {
                let call = Asterisk::new(Version::V16).call(NUMBER).settings(&settings).run();
                assert_eq!(
                    call.variable("CALLERID(name)"),
                    Some("ООО Лютик"),
                    "{options}: {}",
                    call.conversation()
                );
            }
        }
    }
}

#[test]
#[ignore = "tests/run"]
fn a_certificate_that_must_not_be_taken_is_told_with_its_reason() {
    let office = Office::new("bad");
    office.certificate("good", RSA, NAMES, 30);
    office.certificate("old", RSA, NAMES, 0);
    office.certificate("other", RSA, "DNS:mail.example", 30);
    office.certificate("bare", RSA, "", 30);
    let ca = format!("ca:{}", office.0.join("ca.pem").display());
    let own = format!("ca:{}", office.0.join("own.pem").display());
    std::thread::sleep(Duration::from_secs(2));
    for (name, trust, says) in [
        ("good", own.as_str(), "trusts its issuer"),
        ("old", &ca, "expired"),
        ("other", &ca, "mail.example"),
        ("bare", &ca, "subjectAltName"),
        ("good", "pin:0000000000000000000000000000000000000000000000000000000000000000", "pinned"),
    ] {
        let server = office.server(name, "");
        // A name alone, in the subject, is still taken for a host's; it is none for an address.
        let host = if name == "bare" { "127.0.0.1" } else { "localhost" };
        let settings = office.settings(&server, host, trust);
        let (status, said) = check(&settings);
        let wrong = said.lines().find(|line| line.contains("WRONG")).unwrap_or_default();
        assert!(status == 1 && wrong.starts_with("tls") && wrong.contains(says), "{name}: {said}");
        let pbx = Asterisk::new(Version::V16);
        let call = pbx.call(NUMBER).name("Trunk").settings(&settings).run();
        assert_eq!(call.outcome(), ("failed", "tls"), "{name}: {}", call.conversation());
        assert_eq!((call.variable("CALLERID(name)"), call.exit), (Some("Trunk"), Some(0)), "{name}");
    }
    // Enough by itself: another name, and expired.
    for name in ["other", "old", "bare"] {
        let server = office.server(name, "");
        let settings = office.settings(&server, "localhost", &format!("pin:{}", office.fingerprint(name)));
        let call = Asterisk::new(Version::V16).call(NUMBER).settings(&settings).run();
        assert_eq!(call.outcome(), ("found", "answer"), "{name}: {}", call.conversation());
    }
}

#[test]
#[ignore = "tests/run"]
fn http_and_https_on_each_others_port() {
    let office = Office::new("ports");
    office.certificate("rsa", RSA, NAMES, 30);
    let server = office.server("rsa", "");
    let settings = office
        .settings(&server, "localhost", "system")
        .replace("https://", "http://")
        .replace("tls = system\n", "");
    let call = Asterisk::new(Version::V16).call(NUMBER).settings(&settings).run();
    // OpenSSL knows a request of HTTP and closes without an alert; `faults` has the alert.
    assert_eq!(call.outcome(), ("failed", "closed"), "{}", call.conversation());
    let answered = |came: &str| {
        let plain = Hostile::start(&[Step::Send(came.into()), Step::Silence]);
        let settings = format!("[crm]\nprotocol = json\nurl = https://{}/x?n={{number}}\n", plain.address);
        (plain, settings)
    };
    for (came, says) in [
        ("HTTP/1.1 400 Bad Request\r\n\r\n", "speaks plain HTTP there"),
        ("<html>", "speaks plain HTTP there"),
        ("SSH-2.0-OpenSSH_9.6\r\n", "does not speak TLS there"),
    ] {
        let (_server, settings) = answered(came);
        let call = Asterisk::new(Version::V16).call(NUMBER).settings(&settings).run();
        assert_eq!(call.outcome(), ("failed", "tls"), "{came}: {}", call.conversation());
        let (_server, settings) = answered(came);
        let (_, said) = check(&settings);
        assert!(said.contains(says), "{came}: {said}");
    }
    let (_server, settings) = answered("");
    let call = Asterisk::new(Version::V16).call(NUMBER).settings(&settings).run();
    assert_eq!(call.outcome(), ("failed", "answer-timeout"), "{}", call.conversation());
}
