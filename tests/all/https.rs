//! https with the edition that speaks it, against servers nobody here wrote: OpenSSL's own and Debian's nginx. Every
//! case is a whole call and a `check`. What a hostile server does in the handshake stands in `faults`.

pub mod office;
mod refused;
mod sessions;
mod stores;

use crate::command_line;
use crate::fakes::asterisk::{Asterisk, Call, Version};
use crate::fakes::hostile::{Hostile, Step};
use office::{CLIENT, EC, NAMES, NUMBER, Office, RSA, settings};

/// What `check` says of these settings.
fn check(settings: &str) -> (i32, String) {
    let (status, said, _) = command_line::run(settings, &["check", NUMBER]);
    (status, said)
}

/// A call on a PBX of its own.
fn call(settings: &str) -> Call {
    Asterisk::new(Version::V16).call(NUMBER).name("Trunk").settings(settings).run()
}

/// A call that got the client's name.
#[track_caller]
pub fn named(what: &str, settings: &str) {
    let call = call(settings);
    assert_eq!(call.variable("CALLERID(name)"), Some(CLIENT), "{what}: {}", call.conversation());
    assert_eq!((call.outcome(), call.exit), (("found", "answer"), Some(0)), "{what}");
}

/// A call that keeps the trunk's name for the reason `tls`, and a `check` whose one step `tls` says so.
#[track_caller]
fn refused(what: &str, settings: &str, says: &str) {
    let (status, said) = check(settings);
    let wrong = said.lines().find(|line| line.contains("WRONG")).unwrap_or_default();
    assert!(status == 1 && wrong.starts_with("tls") && wrong.contains(says), "{what}: {says}?\n{said}");
    let call = call(settings);
    assert_eq!(call.outcome(), ("failed", "tls"), "{what}: {}", call.conversation());
    assert_eq!((call.variable("CALLERID(name)"), call.exit), (Some("Trunk"), Some(0)), "{what}");
}

/// A kind of server: certificate, OpenSSL's options, nginx's lines, and what `check` names.
type Kind = (&'static str, &'static str, &'static str, &'static str);

const KINDS: &[Kind] = &[
    ("rsa", "-tls1_2", "ssl_protocols TLSv1.2;", "TLSv1.2"),
    ("rsa", "-tls1_3", "ssl_protocols TLSv1.3;", "TLSv1.3"),
    ("rsa", "", "ssl_protocols TLSv1.2 TLSv1.3;", "TLSv1.3"),
    ("ec", "-tls1_2", "ssl_protocols TLSv1.2;", "ECDSA"),
    ("ec", "-tls1_3", "ssl_protocols TLSv1.3;", "TLSv1.3"),
    ("p384", "-tls1_2", "ssl_protocols TLSv1.2;", "ECDSA"),
    // A group other than the one the hello brings a key for: the server asks again.
    ("ec", "-tls1_3 -groups P-384", "ssl_protocols TLSv1.3;\nssl_ecdh_curve secp384r1;", "TLSv1.3"),
    (
        "rsa",
        "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256",
        "ssl_protocols TLSv1.2;\nssl_ciphers ECDHE-RSA-AES128-GCM-SHA256;",
        "GCM",
    ),
    // What Windows Server 2008 R2 to 2012 R2 has for a certificate with an RSA key.
    (
        "rsa",
        "-tls1_2 -cipher ECDHE-RSA-AES256-SHA384",
        "ssl_protocols TLSv1.2;\nssl_ciphers ECDHE-RSA-AES256-SHA384;",
        "CBC-SHA384",
    ),
    (
        "rsa",
        "-tls1_2 -cipher ECDHE-RSA-AES128-SHA256",
        "ssl_protocols TLSv1.2;\nssl_ciphers ECDHE-RSA-AES128-SHA256;",
        "CBC-SHA256",
    ),
    (
        "rsa",
        "-tls1_2 -cipher ECDHE-RSA-AES128-SHA",
        "ssl_protocols TLSv1.2;\nssl_ciphers ECDHE-RSA-AES128-SHA;",
        "CBC-SHA",
    ),
    (
        "ec",
        "-tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384",
        "ssl_protocols TLSv1.2;\nssl_ciphers ECDHE-ECDSA-AES256-GCM-SHA384;",
        "GCM",
    ),
    (
        "ec",
        "-tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305",
        "ssl_protocols TLSv1.2;\nssl_ciphers ECDHE-ECDSA-CHACHA20-POLY1305;",
        "CHACHA20",
    ),
];

#[test]
#[ignore = "tests/run"]
fn a_call_is_named_over_every_version_key_and_cipher() {
    let office = Office::new("good");
    office.certificate("rsa", RSA, NAMES);
    office.certificate("ec", EC, NAMES);
    office.certificate("p384", &EC.replace("P-256", "P-384"), NAMES);
    for &(name, options, lines, says) in KINDS {
        for (who, server) in
            [("OpenSSL", office.openssl(name, options)), ("nginx", office.nginx(name, lines))]
        {
            for (host, trust) in [
                ("localhost", office.path("ca")),
                ("127.0.0.1", office.inline("ca")),
                ("localhost", office.pin(name)),
            ] {
                let what = format!("{who}, {name} {options}, {host}");
                let settings = settings(host, server.port, &trust);
                let (status, said) = check(&settings);
                assert!(status == 0 && said.contains(says), "{what}: {said}");
                // The second goes on with the first's session.
                named(&what, &settings);
                named(&what, &settings);
            }
        }
    }
}

/// CA and pin in every form in which they may be given.
#[test]
#[ignore = "tests/run"]
fn whom_the_settings_trust() {
    let office = Office::new("trust");
    office.certificate("site", RSA, NAMES);
    // As OpenSSL makes it, a CA by its own word; as IIS does, none; and without subjectAltName.
    office.itself("own", RSA, "localhost", NAMES);
    office.itself("iis", &format!("{EC} -addext basicConstraints=critical,CA:FALSE"), "localhost", NAMES);
    office.itself("bare", RSA, "localhost", "");
    office.itself("foreign", RSA, "foreign", "");
    office::openssl(&office.0, "x509 -in ca.pem -outform der -out ca.der");
    let der = office.path("ca").replace("ca.pem", "ca.der");
    let colons: String =
        office.pin("site").split_at(4).1.as_bytes().chunks(2).fold(String::new(), |all, two| {
            let colon = if all.is_empty() { "" } else { ":" };
            format!("{all}{colon}{}", String::from_utf8_lossy(two))
        });
    let site = [
        office.path("ca"),
        der,
        office.inline("ca"),
        format!("{} {}", office.path("foreign"), office.inline("ca")),
        office.pin("site"),
        format!("pin:{colons}"),
        format!("system {} {}", office.pin("own"), office.pin("site")),
        // The certificate itself in place of whoever signed it.
        office.path("site"),
    ];
    let rows = site.map(|trust| ("site", trust)).into_iter().chain([
        ("own", office.path("own")),
        ("own", office.inline("own")),
        ("own", office.pin("own")),
        ("iis", office.inline("iis")),
        ("iis", office.pin("iis")),
        ("bare", office.path("bare")),
        ("bare", office.pin("bare")),
    ]);
    for (name, trust) in rows {
        for (who, server) in [("OpenSSL", office.openssl(name, "")), ("nginx", office.nginx(name, ""))] {
            let settings = settings("localhost", server.port, &trust);
            let (status, said) = check(&settings);
            assert_eq!(status, 0, "{who}, {name}, {trust}: {said}");
            named(&format!("{who}, {name}, {trust}"), &settings);
        }
    }
}

#[test]
#[ignore = "tests/run"]
fn http_and_https_on_each_others_port() {
    let office = Office::new("ports");
    office.certificate("rsa", RSA, NAMES);
    let plain = |port| {
        settings("localhost", port, "system").replace("https://", "http://").replace("tls = system\n", "")
    };
    // OpenSSL knows a request of HTTP and closes without an alert; `faults` has the alert. nginx answers in HTTP.
    let server = office.openssl("rsa", "");
    let ended = call(&plain(server.port));
    assert_eq!(ended.outcome(), ("failed", "closed"), "{}", ended.conversation());
    let server = office.nginx("rsa", "");
    let ended = call(&plain(server.port));
    assert_eq!(ended.outcome(), ("failed", "tls"), "{}", ended.conversation());
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
        refused(came, &settings, says);
    }
}

/// What package/json.md names: the steps of https in their place, and the handshake's time.
#[test]
#[ignore = "tests/run"]
fn other_programs_are_told_of_the_handshake() {
    let office = Office::new("json");
    office.certificate("site", RSA, NAMES);
    let server = office.nginx("site", "");
    let settings = settings("localhost", server.port, &office.path("ca"));
    let said = |words: &[&str]| -> serde_json::Value {
        let (status, said, errors) = command_line::run(&settings, words);
        assert_eq!(status, 0, "{words:?}: {said}{errors}");
        serde_json::from_str(&said).expect("JSON")
    };
    let found = said(&["check", NUMBER, "--json"]);
    let steps = found["steps"].as_array().expect("steps").iter();
    let mut names: Vec<&str> = steps.map(|step| step["name"].as_str().expect("a name")).collect();
    names.dedup();
    let wanted = ["settings", "address", "tcp", "certificate", "trust", "tls", "http", "question"];
    assert_eq!(names, wanted, "{found}");
    let found = said(&["lookup", NUMBER, "--json"]);
    assert!(found["timings"]["tls"].is_number(), "{found}");
}
