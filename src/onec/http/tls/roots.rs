//! Where trusted certificates are: the machine's own store, files, the settings themselves. Read anew for each full
//! handshake, one certificate at a time; nothing here decides whether one fits.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use super::certificate;
use crate::config::{Authority, Trust, base64};

/// The stores of Debian and Alpine, of Red Hat, of SUSE, of the BSDs and macOS.
#[cfg(unix)]
const STORES: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];
/// One certificate's bytes; the largest of the public ones have 2 KiB.
const MAX_CERTIFICATE: usize = 16 * 1024;
/// One file's bytes; Debian's store has 220 KiB.
const MAX_FILE: u64 = 4 * 1024 * 1024;

/// What kept roots from being found.
#[derive(Debug, Default)]
pub struct Problems {
    /// `system` is asked for, and this machine has none of the stores.
    pub no_store: bool,
    /// A file that could not be read, or holds no certificate.
    pub file: Option<String>,
}

/// Gives each trusted certificate whose subject is `issuer`, byte by byte.
pub fn named(trust: &Trust, issuer: &[u8], add: &mut dyn FnMut(&[u8]), problems: &mut Problems) {
    let mut fitting = |der: &[u8]| {
        if certificate::subject(der) == Some(issuer) {
            add(der);
        }
    };
    for authority in &trust.authorities {
        given(authority, &mut fitting, &mut problems.file);
    }
    if trust.system && !system(&mut fitting) {
        problems.no_store = true;
    }
}

/// Whether this very certificate is one of `ca:`.
pub fn holds(trust: &Trust, der: &[u8]) -> bool {
    let mut found = false;
    for authority in &trust.authorities {
        given(authority, &mut |each| found |= each == der, &mut None);
    }
    found
}

fn given(authority: &Authority, each: &mut dyn FnMut(&[u8]), problem: &mut Option<String>) {
    match authority {
        Authority::Inline(der) => each(der),
        Authority::File(path) => match file(path, each) {
            Ok(0) => *problem = Some(format!("{path} of crm.tls holds no certificate (PEM or DER)")),
            Ok(_) => {}
            Err(error) => *problem = Some(format!("{path} of crm.tls cannot be read ({error})")),
        },
    }
}

#[cfg(unix)]
fn system(each: &mut dyn FnMut(&[u8])) -> bool {
    STORES.iter().any(|path| file(path, each).is_ok_and(|count| count > 0))
}

#[cfg(windows)]
fn system(each: &mut dyn FnMut(&[u8])) -> bool {
    super::ffi::roots(each)
}

/// Every certificate of a file, PEM or DER; their number.
fn file(path: &str, each: &mut dyn FnMut(&[u8])) -> std::io::Result<usize> {
    let mut reader = BufReader::new(File::open(path)?.take(MAX_FILE));
    if reader.fill_buf()?.first() == Some(&0x30) {
        let mut der = Vec::new();
        reader.read_to_end(&mut der)?;
        each(&der);
        return Ok(usize::from(certificate::subject(&der).is_some()));
    }
    let mut count = 0;
    let mut text: Option<String> = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if (&mut reader).take(4096).read_until(b'\n', &mut line)? == 0 {
            return Ok(count);
        }
        let line = String::from_utf8_lossy(&line);
        match line.trim() {
            // OpenSSL's own kind, with further facts behind the certificate, is left out: nobody exports it.
            "-----BEGIN CERTIFICATE-----" => text = Some(String::new()),
            "-----END CERTIFICATE-----" => {
                if let Some(der) = text.take().and_then(|text| base64::decode(&text)) {
                    each(&der);
                    count += usize::from(certificate::subject(&der).is_some());
                }
            }
            part => {
                if let Some(text) = text.as_mut().filter(|text| text.len() < MAX_CERTIFICATE) {
                    text.push_str(part);
                }
            }
        }
    }
}
