//! Nothing in the pasted texts that PHP 4.4 lacks: neither words and signs of its language nor functions. No
//! PHP 4 can be installed any more, so this system's PHP takes the text apart and a list says what there was.

use std::process::{Command, Stdio};

use agi1c::kit::package::{editions::EDITIONS, fill::Filled, paste};

/// Prints a line `KIND TEXT` for each token; `(` after a name makes it a call.
const TOKENS: &str = r#"
foreach (token_get_all(file_get_contents('php://stdin')) as $token) {
    if (is_array($token)) {
        if (!in_array($token[0], array(T_WHITESPACE, T_COMMENT, T_INLINE_HTML))) {
            $text = strlen($token[1]) > 60 ? '...' : strtr($token[1], "\r\n", '  ');
            echo token_name($token[0]), ' ', $text, "\n";
        }
    } else {
        echo "SIGN $token\n";
    }
}"#;

/// The language's words that PHP 4 has and the texts need; what is not here is not in a text.
const WORDS: &[&str] = &[
    "T_OPEN_TAG",
    "T_VARIABLE",
    "T_STRING",
    "T_CONSTANT_ENCAPSED_STRING",
    "T_ENCAPSED_AND_WHITESPACE",
    "T_LNUMBER",
    "T_ARRAY",
    "T_AS",
    "T_FOREACH",
    "T_FOR",
    "T_WHILE",
    "T_IF",
    "T_ELSE",
    "T_ELSEIF",
    "T_FUNCTION",
    "T_RETURN",
    "T_EXIT",
    "T_ECHO",
    "T_BREAK",
    "T_CONTINUE",
    "T_FILE",
    "T_INC",
    "T_CONCAT_EQUAL",
    "T_IS_EQUAL",
    "T_IS_NOT_EQUAL",
    "T_IS_IDENTICAL",
    "T_IS_NOT_IDENTICAL",
    "T_IS_SMALLER_OR_EQUAL",
    "T_BOOLEAN_AND",
    "T_BOOLEAN_OR",
    "T_AMPERSAND_NOT_FOLLOWED_BY_VAR_OR_VARARG",
    "T_AMPERSAND_FOLLOWED_BY_VAR_OR_VARARG",
    "SIGN",
    "T_DOUBLE_ARROW",
];

/// Functions of PHP 4.3 and earlier, by its manual's "PHP 4 >= …"; the newest are php_uname with an argument,
/// proc_open (4.3.0), md5_file and var_export (4.2.0).
const FUNCTIONS: &[&str] = &[
    "array",
    "array_merge",
    "array_pop",
    "base64_decode",
    "basename",
    "chmod",
    "clearstatcache",
    "closedir",
    "count",
    "dirname",
    "error_reporting",
    "explode",
    "fclose",
    "fgets",
    "fileowner",
    "fileperms",
    "filesize",
    "flush",
    "fopen",
    "fwrite",
    "getmypid",
    "in_array",
    "ini_set",
    "is_dir",
    "is_file",
    "is_link",
    "is_resource",
    "is_writable",
    "md5",
    "md5_file",
    "mkdir",
    "opendir",
    "pclose",
    "php_uname",
    "popen",
    "proc_close",
    "proc_open",
    "readdir",
    "realpath",
    "rename",
    "sprintf",
    "str_replace",
    "strlen",
    "strpos",
    "substr",
    "trim",
    "umask",
    "unlink",
    "var_export",
];

fn tokens(text: &str) -> Vec<(String, String)> {
    let path = std::env::temp_dir().join(format!("agi1c-tokens-{}-{}", std::process::id(), text.len()));
    std::fs::write(&path, text).expect("a file");
    let input = std::fs::File::open(&path).expect("the file");
    let output = Command::new("php").args(["-r", TOKENS]).stdin(input).stderr(Stdio::inherit()).output();
    std::fs::remove_file(&path).expect("the file goes");
    let output = output.expect("php");
    assert!(output.status.success());
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    let parts = lines.lines().filter_map(|line| line.split_once(' '));
    parts.map(|(kind, text)| (kind.to_owned(), text.to_owned())).collect()
}

/// What PHP 4 would not understand.
fn complaints(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let own: Vec<&str> =
        tokens.windows(2).filter(|two| two[0].0 == "T_FUNCTION").map(|two| two[1].1.as_str()).collect();
    let mut complaints = Vec::new();
    for (at, (kind, text)) in tokens.iter().enumerate() {
        let after = tokens.get(at + 1).map_or("", |(_, text)| text.as_str());
        let before = at.checked_sub(1).and_then(|at| tokens.get(at)).map_or("", |(_, text)| text.as_str());
        if !WORDS.contains(&kind.as_str()) {
            complaints.push(format!("{kind} {text}"));
        }
        let is_call = after == "(" && before != "function";
        if kind == "T_STRING"
            && is_call
            && !FUNCTIONS.contains(&text.as_str())
            && !own.contains(&text.as_str())
        {
            complaints.push(format!("{text}()"));
        }
        // `[` opens an array, or takes the result of a call apart: PHP 5.4.
        let of_a_variable = at > 0 && tokens[at - 1].0 == "T_VARIABLE" || before == "]" || before == "}";
        // `?:` is PHP 5.3, `function (` without a name too, `&` in a foreach or an argument's default is PHP 5.
        if text == "[" && !of_a_variable
            || text == "?" && after == ":"
            || kind == "T_FUNCTION" && after == "("
            || kind == "T_AS" && after == "&"
            || kind == "SIGN" && text == "@"
        {
            complaints.push(format!("{before} {text} {after}"));
        }
    }
    complaints
}

#[test]
#[ignore = "tests/run"]
fn the_texts_are_php_4() {
    for edition in EDITIONS.iter().filter(|edition| edition.pasted_on.is_some()) {
        let text = paste::text(edition, edition.pasted_on.unwrap(), &[7; 5000], &Filled::default());
        assert_eq!(complaints(&text), Vec::<String>::new(), "{}", edition.name);
    }
}

#[test]
#[ignore = "tests/run"]
fn the_scan_finds_what_php_4_lacks() {
    for (text, complaint) in [
        ("<?php $a = [1];", "= [ 1"),
        ("<?php $a = f()[0]; function f() {}", ") [ 0"),
        ("<?php try { } catch (Exception $e) { }", "T_TRY try"),
        ("<?php file_put_contents('a', 'b');", "file_put_contents()"),
        ("<?php $a = $b ?: 1;", "$b ? :"),
        ("<?php $f = function () {};", "= function ("),
        ("<?php $a = $b ?? 1;", "T_COALESCE ??"),
        ("<?php echo __DIR__;", "T_DIR __DIR__"),
        ("<?php $a->b();", "T_OBJECT_OPERATOR ->"),
        ("<?php echo 1; ?>\n", "T_CLOSE_TAG ?> "),
    ] {
        assert!(complaints(text).contains(&complaint.to_owned()), "{text}: {:?}", complaints(text));
    }
}

/// What the web interface asks before it saves.
#[test]
#[ignore = "tests/run"]
fn php_finds_no_fault_with_a_text() {
    let text = super::place::typed(super::place::released(), "http://1c/x", "[call]\ndeadline = 2000");
    let path = std::env::temp_dir().join(format!("agi1c-lint-{}.php", std::process::id()));
    for text in [text.replace('\n', "\r\n"), text] {
        std::fs::write(&path, text).expect("a file");
        let output = Command::new("php").arg("-l").arg(&path).output().expect("php");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    std::fs::remove_file(&path).expect("the file goes");
}
