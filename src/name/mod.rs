//! A client's name on its way from 1C to a telephone, a CDR and, on some appliances, a root shell:
//! cleaned, freed of its legal form, put in letters the PBX can carry, made harmless, cut to fit.
//! Pure functions over text. Which style fits a call is `decision`'s business; nothing here asks or sends.

mod cut;
mod forms;
mod heard;
mod known;
mod safe;
mod translit;
mod value;

pub use heard::heard;
pub use known::is_name;
pub use value::value;

/// Bytes of `AGI1C_NAME` at most: an AGI line carries 2,000, and a name from a hostile 1C has no end.
pub const FULL_BYTES: usize = 1000;

/// Characters in Asterisk's `cdr.clid`: `char[80]` with its closing NUL.
const CLID_BYTES: usize = 79;

/// What `"name" <number>` needs besides the two.
const CLID_FRAME: usize = 5;

/// Which letters the PBX can carry (`name.charset`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// Any script, as UTF-8.
    Utf8,
    /// ASCII only: the name is transliterated.
    Latin,
}

/// Transliteration of Cyrillic (`name.translit`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Translit {
    /// ICAO Doc 9303.
    Icao,
    /// BGN/PCGN.
    Bgn,
}

/// What a name must not be able to do (`name.safe`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safe {
    /// Harmless in a shell's command line, also where the quotes around the name close the command's own.
    Shell,
    /// Harmless in dialplan expressions and SIP headers.
    Dialplan,
}

/// How a name is to be shown (`name.*`, with `auto` resolved).
#[derive(Debug, Clone, Copy)]
pub struct Style<'a> {
    /// Letters the PBX can carry.
    pub charset: Charset,
    /// Transliteration, where `charset` asks for it.
    pub translit: Translit,
    /// What the name must not be able to do.
    pub safe: Safe,
    /// Bytes at most; 0 = what the CDR's field leaves beside the number.
    pub max_bytes: usize,
    /// Characters at most; 0 = no limit.
    pub max_chars: usize,
    /// Bytes kept free for what a queue or a ring group puts before the name afterwards.
    pub reserve: usize,
    /// Legal forms to leave out.
    pub drop: &'a [String],
    /// Put before the name as it stands, a blank at its end included.
    pub prefix: &'a str,
}

/// The whole name, as `AGI1C_NAME` holds it: valid text of one line. Line ends and blanks of every kind
/// become one blank, what cannot be seen (control characters, direction marks, zero widths) goes, the
/// decomposed й ё ї ў of a Mac are composed; no blank at either end; at most [`FULL_BYTES`].
pub fn full(text: &str) -> String {
    let mut name = String::new();
    let mut blank = false;
    let mut last = ' ';
    for c in text.chars() {
        // Most of most names: nothing below would keep or change them.
        if matches!(c, '!'..='~' | 'А'..='я') && !blank && name.len() <= FULL_BYTES {
            name.push(c);
            last = c;
            continue;
        }
        if c.is_whitespace() || looks_blank(c) {
            blank = true;
            continue;
        }
        if invisible(c) {
            continue;
        }
        let c = match composed(last, c) {
            Some(whole) if !blank => {
                name.pop();
                whole
            }
            _ => c,
        };
        // One character more than fits is enough for the cut to see whether it splits a pair.
        if name.len() > FULL_BYTES {
            break;
        }
        if blank && !name.is_empty() {
            name.push(' ');
        }
        blank = false;
        name.push(c);
        last = c;
    }
    cut::cut(&name, FULL_BYTES, usize::MAX).to_string()
}

/// What `CALLERID(name)` gets for the caller with this number: empty where nothing is left to show, and
/// then the channel's name is better left alone.
pub fn shown(full: &str, style: &Style, number: &str) -> String {
    let name = self::full(full);
    let name = forms::without(&name, style.drop);
    let mut text = carried(name, style);
    if text.trim().is_empty() {
        return String::new();
    }
    if !style.prefix.is_empty() {
        text = carried(&self::full(&[style.prefix, name].concat()), style);
    }
    let text = self::full(&text);
    let text = match style.safe {
        // Not the first word of the appliance's command, but of somebody else's: `echo "${CALLERID(all)}"`
        // would take `-n` or `-e` for its own.
        Safe::Shell => text.trim_start_matches(['-', ' ']),
        Safe::Dialplan => &text,
    };
    let bytes = if style.max_bytes == 0 { cdr_room(number) } else { style.max_bytes };
    let bytes = bytes.saturating_sub(style.reserve);
    let chars = if style.max_chars == 0 { usize::MAX } else { style.max_chars };
    cut::cut(text, bytes, chars).to_string()
}

/// Bytes of a name that Asterisk's 80-byte `cdr.clid` leaves beside this number; it would cut a longer
/// one in the middle of a character. Without a number the name stands there alone.
pub fn cdr_room(number: &str) -> usize {
    if number.is_empty() {
        return CLID_BYTES;
    }
    CLID_BYTES.saturating_sub(CLID_FRAME).saturating_sub(number.len())
}

fn carried(name: &str, style: &Style) -> String {
    match style.charset {
        Charset::Utf8 => safe::kept(name, style.safe),
        Charset::Latin => safe::kept(&translit::latin(name, style.translit), style.safe),
    }
}

/// Letters and signs that are nothing but a gap on every display.
fn looks_blank(c: char) -> bool {
    matches!(c, '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}')
}

/// What shows nothing and changes what surrounds it: C0, C1, DEL, soft hyphen, zero widths, direction
/// marks, BOM, interlinear marks, tags, noncharacters.
fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
        || (c as u32) & 0xFFFE == 0xFFFE
}

/// The Cyrillic letter that a letter and the combining mark after it are.
fn composed(letter: char, mark: char) -> Option<char> {
    Some(match (letter, mark) {
        ('и', '\u{306}') => 'й',
        ('И', '\u{306}') => 'Й',
        ('у', '\u{306}') => 'ў',
        ('У', '\u{306}') => 'Ў',
        ('е', '\u{308}') => 'ё',
        ('Е', '\u{308}') => 'Ё',
        ('і', '\u{308}') => 'ї',
        ('І', '\u{308}') => 'Ї',
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
