//! `--ca FILE`: a CA's certificate on its way into the settings, for appliances that have no files of their own. It takes the
//! one certificate that is there; whether it is the right one shows in `agi1c check`.

use std::path::Path;

use base64::prelude::{BASE64_STANDARD, Engine};

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";
const EXPECTED: &str = "expected a certificate, PEM or DER";

/// The line of `[crm]` that trusts the certificate in this file.
///
/// # Errors
/// One sentence: the file that cannot be read, or what is in it.
pub fn line(path: &Path) -> Result<String, String> {
    let named = |what: &str| format!("{}: {what}", path.display());
    let bytes = std::fs::read(path).map_err(|error| named(&error.to_string()))?;
    let der = der(&bytes).map_err(|what| named(&what))?;
    Ok(format!("tls = ca:{}", BASE64_STANDARD.encode(der)))
}

fn der(bytes: &[u8]) -> Result<Vec<u8>, String> {
    if is_certificate(bytes) {
        return Ok(bytes.into());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| EXPECTED)?;
    // A key that may stand in the same file stays where it is.
    let mut found = text.split(BEGIN).skip(1).map(|after| {
        let written: String = after.split(END).next().unwrap_or_default().split_whitespace().collect();
        BASE64_STANDARD.decode(written).ok().filter(|der| is_certificate(der)).ok_or(EXPECTED)
    });
    let der = found.next().ok_or(EXPECTED)??;
    match found.count() {
        0 => Ok(der),
        more => Err(format!(
            "expected the certificate of the CA alone, found {}: keep that of who signs, as agi1c check names it",
            more + 1
        )),
    }
}

/// One element of DER, from the first byte to the last: a sequence whose length takes two bytes, as any certificate's.
fn is_certificate(bytes: &[u8]) -> bool {
    matches!(bytes, [0x30, 0x82, high, low, rest @ ..] if usize::from(u16::from_be_bytes([*high, *low])) == rest.len())
}

#[cfg(test)]
#[path = "tests/authority.rs"]
mod tests;
