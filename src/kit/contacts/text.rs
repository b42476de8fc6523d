//! From a file's bytes to its text: which encoding it has, and what is no text at all. Says which encoding it
//! took; what stands in the text is read elsewhere.

use encoding_rs::{Encoding, IBM866, KOI8_U, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, X_MAC_CYRILLIC};

/// The encodings of one byte a letter that Russian files have, the likeliest first: a draw is its.
const ONE_BYTE: [(&Encoding, &str); 4] = [
    (WINDOWS_1251, "windows-1251"),
    (KOI8_U, "KOI8"),
    (IBM866, "cp866 (DOS)"),
    (X_MAC_CYRILLIC, "Mac Cyrillic"),
];

/// How often a letter stands in Russian texts, of 1,000 letters.
const FREQUENT: [(char, i32); 33] = [
    ('о', 110),
    ('е', 85),
    ('а', 80),
    ('и', 74),
    ('н', 67),
    ('т', 63),
    ('с', 55),
    ('р', 47),
    ('в', 45),
    ('л', 44),
    ('к', 35),
    ('м', 32),
    ('д', 30),
    ('п', 28),
    ('у', 26),
    ('я', 20),
    ('ы', 19),
    ('ь', 17),
    ('г', 17),
    ('з', 16),
    ('б', 16),
    ('ч', 14),
    ('й', 12),
    ('х', 10),
    ('ж', 9),
    ('ш', 7),
    ('ю', 6),
    ('ц', 5),
    ('щ', 4),
    ('э', 3),
    ('ф', 3),
    ('ъ', 1),
    ('ё', 1),
];

/// Beginnings of files that are no CSV, and what they are.
const NOT_TEXT: [(&[u8], &str); 12] = [
    (b"\xd0\xcf\x11\xe0", "an Excel workbook (xls)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"MOXCEL", "a table document of 1C (mxl)"),
    (b"<?xml", "XML"),
    (b"<html", "a page of HTML"),
    (b"<!DOCTYPE", "a page of HTML"),
    (b"<table", "a page of HTML"),
    (b"BEGIN:VCARD", "a vCard"),
];

/// The text and what its encoding is called.
///
/// # Errors
/// What the file is instead, or its first line that is no UTF-8 where the others are; the line, 0 = the whole file.
pub fn decode(bytes: &[u8]) -> Result<(String, &'static str), (u64, String)> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return utf(encoding, bytes.get(length..).unwrap_or_default());
    }
    if let Some(what) = not_text(bytes) {
        return Err((0, format!("is {what}")));
    }
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return utf(UTF_8, bytes);
    }
    // A letter of UTF-16 has a zero byte where it is a Latin one or a digit, and every file has those.
    match zeros(bytes) {
        (0, 0) => {}
        (even, odd) if odd > even => return utf(UTF_16LE, bytes),
        _ => return utf(UTF_16BE, bytes),
    }
    if let Some(line) = broken_utf8(bytes) {
        return Err((line, "broken UTF-8, while the rest is UTF-8: export or save the file anew".into()));
    }
    let mut best = (i32::MIN, String::new(), "");
    for (encoding, name) in ONE_BYTE {
        let text = encoding.decode_without_bom_handling(bytes).0;
        let score = russian(&text);
        if score > best.0 {
            best = (score, text.into_owned(), name);
        }
    }
    Ok((best.1, best.2))
}

fn utf(encoding: &'static Encoding, bytes: &[u8]) -> Result<(String, &'static str), (u64, String)> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken {
        let line = text.split('\u{fffd}').next().unwrap_or_default().matches('\n').count() as u64 + 1;
        return Err((line, format!("broken {}: export or save the file anew", encoding.name())));
    }
    Ok((text.into_owned(), encoding.name()))
}

/// What a file is whose bytes are no list, script or settings.
pub fn not_text(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        let has = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
        return Some(match () {
            () if has(b"xl/") => "an Excel workbook (xlsx)",
            () if has(b"opendocument") => "an OpenDocument table (ods)",
            () => "a ZIP archive",
        });
    }
    let start = bytes.trim_ascii_start();
    let fits =
        |beginning: &[u8]| start.get(..beginning.len()).is_some_and(|it| it.eq_ignore_ascii_case(beginning));
    NOT_TEXT.iter().find(|(beginning, _)| fits(beginning)).map(|(_, what)| *what)
}

/// Zero bytes at even and at odd places.
fn zeros(bytes: &[u8]) -> (usize, usize) {
    let count = |first: usize| bytes.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    (count(0), count(1))
}

/// The first line with a byte that is no UTF-8, where most letters beyond ASCII are UTF-8.
fn broken_utf8(bytes: &[u8]) -> Option<u64> {
    let (mut good, mut bad, mut lines, mut first) = (0, 0, 0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        lines += chunk.valid().matches('\n').count() as u64;
        if !chunk.invalid().is_empty() {
            bad += 1;
            first = if first == 0 { lines + 1 } else { first };
        }
    }
    (good > 3 * bad).then_some(first)
}

/// How much a text looks like Russian: frequent letters count for it; signs that no list of clients has, and a
/// capital behind a small letter, count against it.
fn russian(text: &str) -> i32 {
    let mut score: i32 = 0;
    let mut before = ' ';
    for c in text.chars().filter(|c| !c.is_ascii() || c.is_ascii_whitespace()).take(20_000) {
        let small = c.to_lowercase().next().unwrap_or(c);
        let frequent = FREQUENT.iter().find(|(letter, _)| *letter == small).map(|(_, often)| *often);
        score = score.saturating_add(match frequent {
            Some(_) if c != small && before.is_lowercase() => -100,
            Some(often) => often,
            None if c.is_ascii() || "«»№–—„“”\u{a0}іїєґўІЇЄҐЎ".contains(c) => 0,
            None => -100,
        });
        before = c;
    }
    score
}

#[cfg(test)]
#[path = "tests/text.rs"]
mod tests;
