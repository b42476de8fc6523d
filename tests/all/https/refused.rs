//! Certificates that must not be taken, and servers with nothing in common with agi1c: each is told by its own sentence.

use std::fs;

use super::office::{self, EC, NAMES, Office, RSA, settings};
use super::{named, refused};

const PAST: &str = "-startdate 20200101000000Z -enddate 20200201000000Z";
const FUTURE: &str = "-startdate 20900101000000Z -enddate 20910101000000Z";
const NOBODY: &str = "pin:0000000000000000000000000000000000000000000000000000000000000000";

#[test]
#[ignore = "tests/run"]
fn a_certificate_that_must_not_be_taken_is_told_with_its_reason() {
    let office = Office::new("bad");
    office.certificate("good", RSA, NAMES);
    office.dated("old", RSA, NAMES, PAST);
    office.dated("new", RSA, NAMES, FUTURE);
    office.certificate("other", RSA, "DNS:mail.example,IP:192.0.2.1");
    office.certificate("bare", RSA, "");
    office.certificate("weak", "-newkey rsa:1024", NAMES);
    office.itself("own", RSA, "localhost", NAMES);
    office.itself("foreign", EC, "Office", "");
    let (ca, foreign) = (office.path("ca"), office.path("foreign"));
    let nothing = office.0.join("nothing.pem");
    fs::write(&nothing, "no certificate\n").unwrap();
    for (name, host, trust, says) in [
        // Another company's CA, one of the same name too, and none at all.
        ("good", "localhost", foreign.as_str(), "nobody here trusts its issuer (CN=Office)"),
        ("good", "localhost", &format!("ca:{}", nothing.display()), "holds no certificate"),
        ("good", "localhost", "ca:/no/such/file.pem", "cannot be read"),
        ("good", "localhost", NOBODY, "pinned"),
        ("old", "localhost", &ca, "it expired (CN=localhost, last day 2020-02-01)"),
        ("new", "localhost", &ca, "first day 2090-01-01; the clock here says 20"),
        ("other", "localhost", &ca, "it is for another host (mail.example, 192.0.2.1)"),
        ("other", "127.0.0.1", &ca, "it is for another host"),
        // A name alone, in the subject, is still taken for a host's; it is none for an address.
        ("bare", "127.0.0.1", &ca, "subjectAltName"),
        ("weak", "localhost", &ca, "too weak"),
        ("own", "localhost", &ca, "self-signed"),
        ("own", "localhost", &office.pin("good"), "SHA-256 of what came"),
        ("own", "127.0.0.2", &office.path("own"), "it is for another host"),
    ] {
        // OpenSSL itself would not show so short a key.
        let (options, lines) = match name {
            "weak" => ("-cipher ALL:@SECLEVEL=0", "ssl_ciphers ALL:@SECLEVEL=0;"),
            _ => ("", ""),
        };
        let servers = [("OpenSSL", office.openssl(name, options)), ("nginx", office.nginx(name, lines))];
        for (who, server) in servers {
            // Either listens on every address of this machine or on the first alone.
            if who == "nginx" && host == "127.0.0.2" {
                continue;
            }
            refused(&format!("{who}, {name}, {host}, {trust}"), &settings(host, server.port, trust), says);
        }
    }
    // Enough by itself: another name, expired, to come, too weak.
    for name in ["other", "old", "new", "bare", "weak"] {
        let server = office.nginx(name, "ssl_ciphers ALL:@SECLEVEL=0;");
        named(name, &settings("localhost", server.port, &office.pin(name)));
    }
}

#[test]
#[ignore = "tests/run"]
fn a_server_with_nothing_in_common_is_told_what_to_switch_on() {
    let office = Office::new("common");
    office.certificate("rsa", RSA, NAMES);
    let old = "ssl_protocols TLSv1 TLSv1.1;\nssl_ciphers ALL:@SECLEVEL=0;";
    let static_rsa = "ssl_protocols TLSv1.2;\nssl_ciphers AES256-SHA256:AES128-SHA;";
    for (who, server, says) in [
        ("TLS 1.1", office.nginx("rsa", old), "nothing newer than TLS 1.1"),
        ("TLS 1.0", office.openssl("rsa", "-tls1 -cipher ALL:@SECLEVEL=0"), "nothing newer than TLS 1.1"),
        ("no ECDHE", office.nginx("rsa", static_rsa), "no cipher in common"),
        ("no ECDHE", office.openssl("rsa", "-tls1_2 -cipher AES256-SHA256"), "no cipher in common"),
    ] {
        refused(who, &settings("localhost", server.port, &office.path("ca")), says);
    }
}

/// mbedTLS reads lengths in a form that this program does not. Such a certificate is nobody's, also where a session is
/// there to go on with.
#[test]
#[ignore = "tests/run"]
fn a_certificate_in_a_form_that_cannot_be_read_is_not_taken_for_a_session() {
    let office = Office::new("form");
    office.certificate("good", RSA, NAMES);
    office.itself("forged", RSA, "localhost", NAMES);
    let der = office::openssl(&office.0, "x509 -in forged.pem -outform der");
    forge(&office, &der);
    let ca = office.path("ca");
    let server = office.nginx("good", "");
    let settings = settings("localhost", server.port, &ca);
    named("the right one", &settings);
    let port = server.port;
    drop(server);
    let server = office.nginx_at(port, "forged", "");
    refused("another in its place", &settings, "cannot be read");
    drop(server);
    let server = office.nginx_at(port, "good", "");
    named("the right one again", &settings);
    assert!(server.served(1)[0].ends_with('.'), "its session is gone: {:?}", server.log());
    drop(server);
    let server = office.nginx_at(port, "forged", "");
    let ended = super::call(&settings);
    assert_eq!(ended.outcome(), ("failed", "tls"), "{}", ended.conversation());
    assert_eq!(server.log(), [""; 0], "no question left");
}

/// Writes the length of what is signed with four bytes, and signs that again.
fn forge(office: &Office, der: &[u8]) {
    let folder = &office.0;
    let length = |at: usize| usize::from(u16::from_be_bytes([der[at], der[at + 1]]));
    assert_eq!((der[..2].to_vec(), der[4..6].to_vec()), (vec![0x30, 0x82], vec![0x30, 0x82]));
    let (signed, rest) = der[8..].split_at(length(6));
    let long = |content: &[u8]| {
        [&[0x30, 0x84][..], &u32::try_from(content.len()).unwrap().to_be_bytes(), content].concat()
    };
    let signed = long(signed);
    fs::write(folder.join("signed"), &signed).unwrap();
    let signature = office::openssl(folder, "dgst -sha256 -sign forged.key signed");
    // The kind of signature stays, and so does the length of what an RSA key makes.
    let rest = [&rest[..rest.len() - signature.len()], &signature].concat();
    let body = [signed, rest].concat();
    let whole = [&[0x30, 0x82][..], &u16::try_from(body.len()).unwrap().to_be_bytes(), &body].concat();
    fs::write(folder.join("forged.der"), whole).unwrap();
    let pem = office::openssl(folder, "base64 -in forged.der");
    let pem = String::from_utf8(pem).unwrap();
    fs::write(
        folder.join("forged.pem"),
        format!("-----BEGIN CERTIFICATE-----\n{pem}-----END CERTIFICATE-----\n"),
    )
    .unwrap();
}
