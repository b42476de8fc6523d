//! A CA's file as people have it.

use super::*;

/// 300 bytes that look like one from outside.
fn certificate() -> Vec<u8> {
    [&[0x30, 0x82, 0x01, 0x28][..], &[7; 0x128]].concat()
}

fn pem(der: &[u8]) -> String {
    let text = BASE64_STANDARD.encode(der);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("{BEGIN}\n{}\n{END}\n", lines.join("\n"))
}

#[test]
fn one_certificate_is_taken_in_every_form() {
    let is = certificate();
    let key = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n";
    for file in [
        is.clone(),
        pem(&is).into_bytes(),
        pem(&is).replace('\n', "\r\n").into_bytes(),
        format!("\u{feff}subject=CN = Office\n{key}{}{key}", pem(&is)).into_bytes(),
    ] {
        assert_eq!(der(&file), Ok(is.clone()), "{}", String::from_utf8_lossy(&file));
    }
}

#[test]
fn anything_else_is_refused() {
    let is = certificate();
    for file in [
        Vec::new(),
        b"no certificate".to_vec(),
        is[..100].to_vec(),
        [&is[..], b"x"].concat(),
        format!("{BEGIN}\n!\n{END}\n").into_bytes(),
        format!("{BEGIN}\nMAMCAQU=\n{END}\n").into_bytes(),
        b"-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n".to_vec(),
        vec![0xFF; 500],
    ] {
        assert_eq!(der(&file), Err(EXPECTED.into()), "{}", String::from_utf8_lossy(&file));
    }
    let two = der(pem(&is).repeat(2).as_bytes()).unwrap_err();
    assert!(two.starts_with("expected the certificate of the CA alone, found 2"), "{two}");
}

#[test]
fn the_line_is_the_settings_own() {
    let folder = std::env::temp_dir().join(format!("agi1c-authority-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("ca.pem");
    std::fs::write(&file, pem(&certificate())).unwrap();
    let line = line(&file).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(line.starts_with("tls = ca:MIIBKAcHBwcH"), "{line}");
    assert!(super::line(&file).unwrap_err().starts_with(&format!("{}: ", file.display())));
}
