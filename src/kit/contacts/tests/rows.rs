//! Rows and their lines.

use super::*;

fn cells(text: &str) -> Vec<(u64, Vec<String>)> {
    read(text).unwrap().into_iter().map(|row| (row.line, row.cells)).collect()
}

#[test]
fn rows_know_their_lines() {
    for (text, want) in [
        ("a;b\n\n\nc;d", &[(1, &["a", "b"][..]), (4, &["c", "d"])][..]),
        ("sep=,\r\na,b;c\r\n", &[(2, &["a", "b;c"])]),
        ("a;\"x\ny\"\nb;c\n", &[(1, &["a", "x\ny"]), (3, &["b", "c"])]),
        ("a\tb\rc\td", &[(1, &["a", "b"]), (2, &["c", "d"])]),
        (" a ;b;", &[(1, &["a", "b", ""])]),
        ("a;b;\nc", &[(1, &["a", "b", ""]), (2, &["c"])]),
        ("x, y;z\nx, y;z", &[(1, &["x, y", "z"]), (2, &["x, y", "z"])]),
        ("title\nx,y\nx,y", &[(1, &["title"]), (2, &["x", "y"]), (3, &["x", "y"])]),
        ("", &[]),
    ] {
        let want: Vec<_> = want
            .iter()
            .map(|(line, cells)| (*line, cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>()))
            .collect();
        assert_eq!(cells(text), want, "{text:?}");
    }
}

#[test]
fn quotes_that_are_not_doubled_are_forgiven_on_one_line() {
    for (text, cell) in [
        ("\"ООО \"\"Ромашка\"\"\";1", "ООО \"Ромашка\""),
        ("\"ООО \"Ромашка\"\";1", "ООО \"Ромашка\""),
        ("ООО \"Ромашка\";1", "ООО \"Ромашка\""),
        ("\"\"\"Ромашка\"\" ООО\";1", "\"Ромашка\" ООО"),
        ("\"\";1", ""),
    ] {
        assert_eq!(cells(text)[0].1, [cell, "1"], "{text}");
    }
    for (text, line) in [("a\n\"b;c", 2), ("\"a\nb;\"c\";d", 1), ("a;\"b\n\n\"c", 1)] {
        assert_eq!(read(text).unwrap_err().0, line, "{text}");
    }
}
