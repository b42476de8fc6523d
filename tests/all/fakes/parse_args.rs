//! What Asterisk makes of a command line: a model of `parse_args` in its `res_agi.c` (the same in all versions).

/// The most arguments Asterisk's array holds; more of them in quotes run over its end.
pub const MAX_ARGUMENTS: usize = 127;

/// The arguments of a line without its newline.
pub fn parse_args(line: &[u8]) -> Vec<Vec<u8>> {
    let mut arguments: Vec<Vec<u8>> = Vec::new();
    let (mut quoted, mut escaped, mut between) = (false, false, true);
    // The line is a C string there.
    for &byte in line.iter().take_while(|b| **b != 0) {
        match byte {
            b'"' if !escaped => {
                quoted = !quoted;
                if quoted && between {
                    arguments.push(Vec::new());
                    between = false;
                }
            }
            b' ' | b'\t' if !quoted && !escaped => between = true,
            b'\\' if !escaped => escaped = true,
            _ => {
                if between {
                    arguments.push(Vec::new());
                    between = false;
                }
                if let Some(last) = arguments.last_mut() {
                    last.push(byte);
                }
                escaped = false;
            }
        }
    }
    arguments
}

#[test]
fn asterisk_takes_lines_apart() {
    for (line, arguments) in [
        ("", vec![]),
        ("NOOP", vec!["NOOP"]),
        ("  a\t b ", vec!["a", "b"]),
        (r#"a "" b"#, vec!["a", "", "b"]),
        (r#"a "b c" d"#, vec!["a", "b c", "d"]),
        (r#""a\"b" "c\\d" "e\nf""#, vec!["a\"b", "c\\d", "enf"]),
        (r#"a\ b c"#, vec!["a b", "c"]),
        (r#"a"b c"d"#, vec!["ab cd"]),
        ("a\0b", vec!["a"]),
    ] {
        let got: Vec<String> =
            parse_args(line.as_bytes()).into_iter().map(|a| String::from_utf8(a).unwrap()).collect();
        assert_eq!(got, arguments, "{line}");
    }
}
