//! Assignments as people write them.

use super::*;

fn text(value: &str) -> PhpValue {
    PhpValue::Text(value.into())
}

#[test]
fn what_is_written_is_read_again() {
    for value in ["", "O'Neil", r"\", r"\'", r"a\\b", "я;\"$x", "1\n2\r\n"] {
        let php = format!("<?php $x='{}' ;", escaped(value));
        assert_eq!(assignments(&php), [("x".into(), text(value))], "{php}");
    }
}

#[test]
fn assignments_of_every_kind() {
    let written = |value: &str| PhpValue::Expression(value.into());
    for (php, values) in [
        ("// $a = 'x';\n# $b = 'y';\n/* $c = 'z'; */ $d=\t'w';", vec![("d", text("w"))]),
        (r"$p = 'c:\dir\'s';", vec![("p", text(r"c:\dir's"))]),
        (r#"$p = "a\"b\\c\$d\n\d";"#, vec![("p", text("a\"b\\c$d\n\\d"))]),
        ("$port   = 80;\r\n$crlf = \"\\r\\n\";", vec![("port", text("80")), ("crlf", text("\r\n"))]),
        ("$v['x'] = 'y'; $z; $h = array('a' => 'b');", vec![("h", written("array('a' => 'b')"))]),
        ("if ($a == 'y') { $q = 'z'; } $q = 'x';", vec![("q", text("z")), ("q", text("x"))]),
        ("$a = 'x' . $b;", vec![("a", written("'x' . $b"))]),
        ("$a = \"/$b\";", vec![("a", written("\"/$b\""))]),
        ("$a = 'x'; $a .= 'y';", vec![("a", text("x")), ("a", written("'y'"))]),
        ("echo '$a = 1;'; $open = 'never closed", vec![("open", written("'never closed"))]),
        (
            "$a = 1; function f($x = 'y') { $a = 2; if (1) { $a = 3; } } $functions = 4;",
            vec![("a", text("1")), ("functions", text("4"))],
        ),
    ] {
        let values = values.into_iter().map(|(n, v)| (n.to_owned(), v)).collect::<Vec<_>>();
        assert_eq!(assignments(php), values, "{php}");
    }
}
