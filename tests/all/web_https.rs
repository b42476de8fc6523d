//! An unknown certificate on the page: the check shows it with what its button puts into the settings, and with that 1C
//! is trusted. Against OpenSSL's own server.

use serde_json::{Value, json};

use crate::https::office::{CLIENT, NUMBER, Office, RSA};
use crate::web::{PATIENT, Page};

fn checked(page: &Page, port: u16, tls: &str) -> Vec<Value> {
    let url = format!("https://localhost:{port}/x?n={{number}}");
    let one_c = json!({"url": url, "protocol": "json", "user": "", "password": "", "token": "", "tls": tls, "more": PATIENT});
    page.ask("/api/check", &json!({"one_c": one_c, "number": NUMBER})).lines()
}

#[test]
#[ignore = "tests/run"]
fn the_button_trusts_a_certificate_in_the_right_way() {
    let page = Page::open();
    let office = Office::new("page");
    office.certificate("own", RSA, "DNS:localhost");
    // One that signed itself, and one that was signed by an office's CA, which the server shows.
    for (name, way) in [("ca", "pin:"), ("own", "ca:MII")] {
        let server = office.openssl(name, "-cert_chain ca.pem");
        let lines = checked(&page, server.port, "");
        assert_eq!(lines.last().expect("an end")["done"], "wrong", "{lines:?}");
        let wrong = lines.iter().find(|line| line["step"]["status"] == "wrong").expect("what is wrong");
        assert_eq!((&wrong["step"]["name"], &wrong["step"]["reason"]), (&json!("tls"), &json!("tls")));
        let trust = lines.iter().find_map(|line| line["trust"].as_str()).expect("a line to trust it");
        assert!(trust.starts_with(way), "{trust}");
        let lines = checked(&page, server.port, trust);
        assert_eq!(lines.last().expect("an end")["done"], "ok", "{lines:?}");
        assert!(lines.iter().any(|line| line["step"]["sentence"] == CLIENT), "{lines:?}");
    }
}
