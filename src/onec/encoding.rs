//! The bytes of an answer as text: UTF-8, or windows-1251 where XML declaration or Content-Type say so. It never
//! guesses: bytes that are neither are refused, because a name in mojibake is worse than none.

use std::borrow::Cow;

use crate::crm::{Failure, Reason};

/// windows-1251 from 0x80 to 0xBF (0xC0–0xFF are А–я in order); 0x98 is not assigned.
const CP1251: [u16; 64] = [
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x0409, 0x2039, 0x040A,
    0x040C, 0x040B, 0x040F, 0x0452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0xFFFD, 0x2122,
    0x0459, 0x203A, 0x045A, 0x045C, 0x045B, 0x045F, 0x00A0, 0x040E, 0x045E, 0x0408, 0x00A4, 0x0490, 0x00A6,
    0x00A7, 0x0401, 0x00A9, 0x0404, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x0407, 0x00B0, 0x00B1, 0x0406, 0x0456,
    0x0491, 0x00B5, 0x00B6, 0x00B7, 0x0451, 0x2116, 0x0454, 0x00BB, 0x0458, 0x0405, 0x0455, 0x0457,
];

/// The end of a sentence about a compressed answer.
pub const NOBODY_ASKED: &str =
    "although nobody asked for it: switch off forced compression in the web server or the proxy in between";

/// An answer's body as [`text`], whatever compression it claims.
pub fn unpacked<'a>(
    body: &'a [u8],
    content_type: &str,
    content_encoding: &str,
) -> Result<Cow<'a, str>, Failure> {
    let read = text(body, content_type);
    let compression = ["gzip", "x-gzip", "deflate", "br", "zstd", "compress"];
    // Some services write `UTF-8` there, or a compression that nobody has done: the word alone means nothing.
    let labelled = compression.iter().any(|known| known.eq_ignore_ascii_case(content_encoding));
    let no_text = || body.first().is_some_and(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace());
    if labelled && (read.is_err() || no_text()) {
        let what = format!("the answer is compressed ({content_encoding}) {NOBODY_ASKED}");
        return Err(Failure::new(Reason::BadAnswer, what));
    }
    read
}

/// The text of a body, without a BOM.
///
/// Valid UTF-8 is UTF-8 whatever the labels say (Russian windows-1251 never is); only then the labels count.
pub fn text<'a>(body: &'a [u8], content_type: &str) -> Result<Cow<'a, str>, Failure> {
    if body.starts_with(&[0x1f, 0x8b]) {
        return Err(Failure::new(
            Reason::BadAnswer,
            format!("the answer is compressed (gzip) {NOBODY_ASKED}"),
        ));
    }
    if body.starts_with(&[0xff, 0xfe]) || body.starts_with(&[0xfe, 0xff]) {
        return Err(Failure::new(Reason::BadAnswer, "the answer is in UTF-16; UTF-8 is expected"));
    }
    if let Ok(text) = std::str::from_utf8(body) {
        return Ok(Cow::Borrowed(text.trim_start_matches('\u{feff}')));
    }
    let declaration = body.get(..100).unwrap_or(body);
    let declaration = declaration.split(|&byte| byte == b'>').next().unwrap_or_default();
    if names_1251(content_type.as_bytes()) || (declaration.starts_with(b"<?xml") && names_1251(declaration)) {
        return Ok(Cow::Owned(body.iter().map(|&byte| from_1251(byte)).collect()));
    }
    Err(Failure::new(
        Reason::BadAnswer,
        "the answer is neither UTF-8 nor does it say that it is windows-1251: let 1C answer in UTF-8",
    ))
}

fn names_1251(label: &[u8]) -> bool {
    label.windows(4).any(|part| part == b"1251")
}

fn from_1251(byte: u8) -> char {
    let code = match byte {
        0..0x80 => u32::from(byte),
        0xC0.. => 0x0410 + u32::from(byte - 0xC0),
        _ => u32::from(CP1251[usize::from(byte & 0x3f)]),
    };
    char::from_u32(code).unwrap_or('\u{fffd}')
}

#[cfg(test)]
#[path = "tests/encoding.rs"]
mod tests;
