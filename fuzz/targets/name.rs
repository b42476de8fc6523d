//! Names on their way to a phone, a CDR and a root shell. Bytes: three of style, then name, NUL, number, NUL,
//! prefix, NUL, legal forms.

#![no_main]

use agi1c::name::{Charset, Safe, Style, Translit, cdr_room, full, shown};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&[how, bytes, chars], texts)) = data.split_first_chunk::<3>() else { return };
    let mut texts = texts.split(|b| *b == 0).map(|text| String::from_utf8_lossy(text).into_owned());
    let mut text = || texts.next().unwrap_or_default();
    let (name, number, prefix, forms) = (text(), text(), text(), text());
    let drop: Vec<String> = forms.split(' ').filter(|form| !form.is_empty()).map(String::from).collect();
    let style = Style {
        charset: if how & 1 == 0 { Charset::Utf8 } else { Charset::Latin },
        translit: if how & 2 == 0 { Translit::Icao } else { Translit::Bgn },
        safe: if how & 4 == 0 { Safe::Dialplan } else { Safe::Shell },
        max_bytes: bytes.into(),
        max_chars: chars.into(),
        drop: &drop,
        prefix: &prefix,
        reserve: usize::from(how >> 3),
    };

    let whole = full(&name);
    assert!(whole.len() <= 1000);
    assert!(
        !whole.contains(char::is_control)
            && !whole.contains(['\u{2028}', '\u{2029}', '\u{202E}', '\u{2066}'])
    );
    assert_eq!(whole.trim(), whole);
    assert_eq!(full(&whole), whole);

    let shown = shown(&whole, &style, &number);
    let room = if bytes == 0 { cdr_room(&number) } else { bytes.into() };
    let room = room.saturating_sub(style.reserve);
    assert!(shown.len() <= room, "{shown:?} in {room}");
    assert!(chars == 0 || shown.chars().count() <= chars.into());
    assert!(style.charset == Charset::Utf8 || shown.is_ascii(), "{shown:?}");
    assert!(!shown.contains(char::is_control));
    match style.safe {
        Safe::Dialplan => {
            assert!(!shown.contains(['"', '\\', '<', '>', '`', ';', '|', '$', '{', '}']), "{shown:?}")
        }
        Safe::Shell => {
            assert!(shown.chars().all(|c| c.is_alphanumeric() || " .,:+@/_-".contains(c)), "{shown:?}");
            assert!(!shown.starts_with('-'), "{shown:?}");
        }
    }
});
