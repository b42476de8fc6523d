//! The words of `crm.tls`.

use super::*;

const PIN: &str = "00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff";

#[test]
fn words_are_read_in_any_number() {
    let trust = Trust::read(&format!("system  ca:/etc/company.pem ca:MAMCAQU= pin:{PIN}")).unwrap();
    assert!(trust.system);
    assert_eq!(
        trust.authorities,
        [Authority::File("/etc/company.pem".into()), Authority::Inline(vec![0x30, 3, 2, 1, 5])]
    );
    assert_eq!((trust.pins.len(), trust.pins[0][1]), (1, 255));
    let with_colons = PIN.as_bytes().chunks(2).map(|two| std::str::from_utf8(two).unwrap().to_uppercase());
    let with_colons = with_colons.collect::<Vec<_>>().join(":");
    assert_eq!(Trust::read(&format!("pin:{with_colons}")).unwrap().pins, trust.pins);
    assert!(!Trust::read(&format!("pin:{PIN}")).unwrap().system, "a pin alone trusts nobody else");
}

#[test]
fn checking_cannot_be_switched_off() {
    for value in ["", "  ", "none", "no", "off", "insecure", "pin:", "ca:", "pin", "ca", "System"] {
        assert!(Trust::read(value).is_err(), "{value}");
    }
}

#[test]
fn what_is_no_certificate_and_no_fingerprint_is_refused() {
    for value in [
        "ca:company.pem".to_string(),
        "ca:-----BEGIN".into(),
        "ca:MAMC AQU=".into(),
        "ca:AAAA".into(),
        format!("pin:{}", &PIN[1..]),
        format!("pin:{PIN}0"),
        format!("pin:{}", PIN.replace('f', "g")),
    ] {
        let why = Trust::read(&value).unwrap_err();
        assert!(why.0.contains("takes") || value.contains(' '), "{value}: {why:?}");
    }
}
