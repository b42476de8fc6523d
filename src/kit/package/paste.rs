//! The text that is pasted into a PHP application: settings on top, below the marker the unpacking
//! (package/askozia/unpack.php) and the program itself. Knows no file and no appliance.

use base64::prelude::{BASE64_STANDARD, Engine};
use md5::{Digest, Md5};

use super::editions::Edition;
use super::fill::{Filled, MARKER};
use super::{archive, hex, php};

const HEAD: &str = include_str!("../../../package/askozia/head.php");
const UNPACK: &str = include_str!("../../../package/askozia/unpack.php");

/// Bytes in a line of base64 (76 letters), and lines in one of PHP's strings: PHP 4 may have to do with 8 MB.
const LINE: usize = 57;
const LINES: usize = 48;

/// The whole text, its lines ended by `\n`.
pub fn text(edition: &Edition, appliance: &str, program: &[u8], filled: &Filled) -> String {
    let packed = archive::gzip(program);
    let system = if appliance == "mikopbx" { "MikoPBX" } else { "Askozia" };
    let more = filled.more.replace('\r', "");
    let more = if more.trim().is_empty() { String::new() } else { php::escaped(more.trim()) + "\n" };
    let head = HEAD
        .replace("{{VERSION}}", env!("CARGO_PKG_VERSION"))
        .replace("{{EDITION}}", &format!("{system}, {}", edition.name))
        .replace("{{URL}}", &php::escaped(&filled.url))
        .replace("{{USER}}", &php::escaped(&filled.user))
        .replace("{{PASSWORD}}", &php::escaped(filled.password.expose()))
        .replace("{{MORE}}", &more);
    let unpack = UNPACK
        .replace("{{EDITION}}", &format!("{system}, {}", edition.name))
        .replace("{{MACHINES}}", edition.machines)
        .replace("{{MD5}}", &hex(&Md5::digest(program)))
        .replace("{{SIZE}}", &program.len().to_string())
        .replace("{{PACKED}}", &packed.len().to_string());
    let mut text = format!("{head}{MARKER}\n{unpack}");
    for piece in packed.chunks(LINE * LINES) {
        text += "fwrite($pipe, base64_decode('\n";
        for line in piece.chunks(LINE) {
            text += &BASE64_STANDARD.encode(line);
            text.push('\n');
        }
        text += "'));\n";
    }
    text + "}\n"
}

#[cfg(test)]
#[path = "tests/paste.rs"]
mod tests;
