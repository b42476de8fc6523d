use super::*;

#[test]
fn what_is_written_is_read_again() {
    for text in ["", "O'Neil", r"\", r"\'", r"a\\b", "я;\"$x", "1\n2\r\n"] {
        let php = format!("<?php $x='{}' ;", escaped(text));
        assert_eq!(assignments(&php), Ok(vec![("x".into(), text.into())]), "{php}");
    }
}

#[test]
fn assignments_of_every_kind() {
    for (php, values) in [
        ("// $a = 'x';\n# $b = 'y';\n/* $c = 'z'; */ $d=\t'w';", vec![("d", "w")]),
        (r"$p = 'c:\dir\'s';", vec![("p", r"c:\dir's")]),
        (r#"$p = "a\"b\\c\$d\n\d";"#, vec![("p", "a\"b\\c$d\n\\d")]),
        ("$port   = 80;\r\n$crlf = \"\\r\\n\";", vec![("port", "80"), ("crlf", "\r\n")]),
        ("$auth = base64_encode($user.':'.$pass); $v['x'] = 'y'; $z", vec![]),
        ("$a = 'x' . $b; if ($a == 'y') { $q = 'z'; }", vec![("q", "z")]),
        ("echo '$a = 1;'; $open = 'never closed", vec![]),
    ] {
        let values = values.into_iter().map(|(n, v)| (n.into(), v.into())).collect::<Vec<_>>();
        assert_eq!(assignments(php), Ok(values), "{php}");
    }
    let error = assignments("$pass = \"a$b\";").unwrap_err();
    assert_eq!(error, "$pass: a value in double quotes with a $ in it; write it in single quotes");
}
