use super::*;
use std::io::Cursor;

fn text_of(file: &[u8]) -> Result<Option<String>, String> {
    read_from(&mut Cursor::new(file))
        .map(|text| text.map(|text| String::from_utf8(text).unwrap()))
        .map_err(|error| error.to_string())
}

#[test]
fn what_was_appended_is_found() {
    let program = [0x7f, b'E', b'L', b'F'].repeat(3000);
    let around_first = ["x".repeat(FIRST - 26), "y".repeat(FIRST - 25), "z".repeat(FIRST)];
    for settings in ["", "[crm]\r\nurl = http://1c/ws\r\n\n", "\n", &"я".repeat(MAX_TEXT / 2)]
        .into_iter()
        .chain(around_first.iter().map(String::as_str))
    {
        let mut file = append(&program, settings).unwrap();
        assert_eq!(text_of(&file), Ok(Some(settings.into())));
        file.extend_from_slice(b"\n\r\n");
        assert_eq!(text_of(&file), Ok(Some(settings.into())));
        assert!(file.starts_with(&program));
    }
    assert_eq!(append(b"ELF", "[crm]").unwrap(), b"ELF[crm]\n;agi1c-settings 00000005");
}

#[test]
fn line_ends_behind_a_tail_do_not_hide_it() {
    for added in [998, 999, 1_000, 1_001, 1_024, 1_025, 4_000] {
        let mut file = append(&[0x7f; 10_000], "[crm]\n").unwrap();
        file.resize(file.len() + added, b'\n');
        assert_eq!(text_of(&file), Ok(Some("[crm]\n".into())), "{added}");
    }
}

#[test]
fn a_tail_is_replaced() {
    let once = append(b"ELF", "[crm]\n").unwrap();
    let with_newline = [&once[..], b"\n"].concat();
    for file in [once, with_newline] {
        assert_eq!(append(&file, "[call]\n").unwrap(), append(b"ELF", "[call]\n").unwrap());
    }
}

#[test]
fn a_text_too_long_is_refused() {
    let error = append(b"ELF", &"x".repeat(MAX_TEXT + 1)).unwrap_err().to_string();
    assert_eq!(error, "expected settings of at most 4096 bytes, got 4097: leave out comments and defaults");
}

#[test]
fn the_sample_fits_without_its_comments() {
    let sample = include_str!("../../../package/agi1c.conf");
    let bare = without_comments(sample);
    assert!(append(b"ELF", sample).is_err());
    assert!(append(b"ELF", &bare).is_ok());
    assert_eq!(bare.lines().count(), sample.lines().count());
    let line = |text: &str| text.lines().position(|line| line == "password =");
    assert_eq!(line(&bare), line(sample));
    assert_eq!(without_comments("a = b ; c\r\n ;x\r\n;"), "a = b ; c\r\n\n");
}

#[test]
fn ends_of_every_kind() {
    let damaged = || Err("damaged: install the package anew".to_string());
    let cut = [&b"x".repeat(4000)[..], b"\n;agi1c-settings 00001000"].concat();
    for (file, read) in [
        (&b""[..], Ok(None)),
        (b"\n\n\n", Ok(None)),
        (b"ELF", Ok(None)),
        (b"00000000", Ok(None)),
        (b";agi1c-settings 00000000", Ok(None)),
        (b"\n;agi1c-settings 0000000", Ok(None)),
        (b"\n;agi1c-settings 000000000", Ok(None)),
        (b"\n;agi1c-settings 00000000 ", Ok(None)),
        (b"\n;agi1c-settings 00000000", Ok(Some(String::new()))),
        (b"ELF\n;agi1c-settings 00000003", Ok(Some("ELF".into()))),
        (b"ELF\n;agi1c-settings 00000004", damaged()),
        (b"ELF\n;agi1c-settings ffffffff", damaged()),
        (b"ELF\n;agi1c-settings 00001001", damaged()),
        (b"ELF\n;agi1c-settings +0000003", damaged()),
        (b"ELF\n;agi1c-settings \xff\xff\xff\xff\xff\xff\xff\xff", damaged()),
        (&cut, damaged()),
    ] {
        assert_eq!(text_of(file), read, "{}", String::from_utf8_lossy(file));
    }
}
