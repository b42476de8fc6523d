//! A name in ASCII letters: Cyrillic by ICAO Doc 9303 or BGN/PCGN, Latin letters without their marks,
//! typographic signs by their nearest. What has no rule is left out: the result is pure ASCII.

use super::Translit;
use super::cut::joins;

/// U+0430 а … U+045F џ. ICAO Doc 9303 part 3, section 6 B (ь has no letter).
const ICAO: &str = "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y  e iu ia \
                    e e d g ie dz i i j lj nj c k i u dz";

/// The same letters by BGN/PCGN (1947 for Russian). Its ë is written e, and ’ ” · are left out, as BGN
/// allows: none of them is ASCII, and an apostrophe would not pass every shell. е and ё also have a form
/// with y, see [`ye`].
const BGN: &str = "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya \
                   e e d g ye dz i yi j lj nj c k i w dz";

/// U+00E0 à … U+00FF ÿ; æ and þ have two letters, ÷ is a sign.
const LATIN_1: &str = "aaaaaa ceeeeiiiidnooooo ouuuuy y";

/// U+0100 Ā … U+017F ſ; ĳ and œ have two letters.
const LATIN_A: &str = concat!(
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii  jjkkkllllllllllnnnnnnnnn",
    "oooooo  rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
);

/// The name in ASCII.
pub fn latin(name: &str, scheme: Translit) -> String {
    let mut ascii = String::new();
    let mut last = ' ';
    let mut rest = name.chars().filter(|c| !joins(*c)).peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        push(&mut ascii, last, c, next, scheme);
        last = c;
    }
    ascii
}

fn push(ascii: &mut String, last: char, c: char, next: char, scheme: Translit) {
    if c.is_ascii() {
        ascii.push(c);
        return;
    }
    let small = lower(c);
    let letters = match small {
        'е' | 'ё' if scheme == Translit::Bgn && ye(last) => "ye",
        _ => letter(small, scheme),
    };
    if small == c {
        ascii.push_str(letters);
        return;
    }
    // Щ is SHCH in ЩИТ and БОРЩ, Shch in Щит and in an initial.
    let capitals = is_capital(next) || (!next.is_alphabetic() && is_capital(last));
    for (i, l) in letters.chars().enumerate() {
        ascii.push(if i == 0 || capitals { l.to_ascii_uppercase() } else { l });
    }
}

/// Where BGN writes е with y: at a word's start, after a vowel, й, ъ, ь.
fn ye(last: char) -> bool {
    !last.is_alphabetic()
        || matches!(lower(last), 'а' | 'е' | 'ё' | 'и' | 'й' | 'о' | 'у' | 'ъ' | 'ы' | 'ь' | 'э' | 'ю' | 'я')
}

fn is_capital(c: char) -> bool {
    lower(c) != c
}

/// The ASCII letters of a small letter, or of a sign; empty where there are none.
fn letter(c: char, scheme: Translit) -> &'static str {
    let table = match scheme {
        Translit::Icao => ICAO,
        Translit::Bgn => BGN,
    };
    match c {
        'а'..='џ' => table.split(' ').nth(c as usize - 'а' as usize).unwrap_or(""),
        'æ' => "ae",
        'þ' => "th",
        'ß' => "ss",
        'ĳ' => "ij",
        'œ' => "oe",
        'à'..='ÿ' => single(LATIN_1, c as usize - 'à' as usize),
        'Ā'..='ſ' => single(LATIN_A, c as usize - 'Ā' as usize),
        _ => further(c),
    }
}

fn single(table: &'static str, at: usize) -> &'static str {
    table.get(at..=at).unwrap_or("").trim_end()
}

/// Letters of Russia's neighbours and minorities as their usual romanizations have them, Vietnamese, and
/// signs. Quotation marks go.
fn further(c: char) -> &'static str {
    match c {
        'ґ' | 'ғ' | 'ҕ' => "g",
        'җ' => "zh",
        'ҙ' => "z",
        'қ' | 'ҝ' | 'ҟ' | 'ҡ' => "k",
        'ң' | 'ҥ' => "n",
        'ҫ' | 'ș' => "s",
        'ҭ' | 'ț' => "t",
        'ү' | 'ұ' | 'ӯ' | 'ӱ' | 'ӳ' | 'ư' | 'ụ'..='ự' => "u",
        'ҳ' | 'һ' => "h",
        'ҷ' | 'ҹ' => "j",
        'ӣ' | 'ӥ' | 'ỉ'..='ị' => "i",
        'ә' | 'ӑ' | 'ӓ' | 'ə' | 'ạ'..='ặ' | 'ª' => "a",
        'ӗ' | 'ẹ'..='ệ' => "e",
        'ө' | 'ӧ' | 'ơ' | 'ọ'..='ợ' | 'º' => "o",
        'ỳ'..='ỹ' => "y",
        '№' => "No",
        '‐'..='―' | '−' => "-",
        '…' => "...",
        '‘' | '’' | 'ʼ' | '′' => "'",
        '×' => "x",
        '•' | '·' => " ",
        '€' => "EUR",
        '₽' => "RUB",
        '£' => "GBP",
        '¹' => "1",
        '²' => "2",
        '³' => "3",
        '⁄' => "/",
        _ => "",
    }
}

/// The small form of a letter the tables know; every other character as it is. Not `char::to_lowercase`,
/// whose tables are larger than this module.
pub fn lower(c: char) -> char {
    let code = c as u32;
    let small = match c {
        'A'..='Z' => code + 0x20,
        'À'..='Þ' if c != '×' => code + 0x20,
        'Ā'..='ķ' | 'Ŋ'..='ŷ' | 'Ơ' | 'Ș'..='ț' | 'Ҋ'..='ҿ' | 'Ӑ'..='ӿ' | 'Ạ'..='ỹ' => {
            code | 1
        }
        'Ĺ'..='ň' | 'Ź'..='ž' | 'Ư' | 'Ӂ'..='ӎ' => code + (code & 1),
        'Ÿ' => 'ÿ' as u32,
        'Ə' => 'ə' as u32,
        'А'..='Я' => code + 0x20,
        '\u{400}'..='\u{40F}' => code + 0x50,
        _ => code,
    };
    char::from_u32(small).unwrap_or(c)
}

#[cfg(test)]
#[path = "tests/translit.rs"]
mod tests;
