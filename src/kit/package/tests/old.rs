//! Old scripts in, settings and sentences out.

use super::*;

/// The top of the script of 2013, without its first two lines.
const SCRIPT: &str = "$path   = '/base/ws/1C_MIKO_identify_number.1cws';\n$server = '192.168.0.10';\n$port   = 80;\n\
    $number = GetVarChannnel($agi, \"CALLERID(num)\");;\n$user_1c= \"web\";\n$pass_1c= 'p;w';\n?>\n";

fn read(text: &str) -> Result<Filled, String> {
    settings(text, &Fill::default())
}

fn taken(text: &str) -> (String, String, String) {
    let filled = read(text).unwrap_or_else(|what| panic!("{text}\n{what}"));
    assert_eq!(filled.more, "");
    (filled.url, filled.user, filled.password.expose().to_owned())
}

#[test]
fn the_script_of_2013_hands_its_settings_on() {
    let want =
        ("http://192.168.0.10/base/ws/1C_MIKO_identify_number.1cws".into(), "web".into(), "p;w".into());
    let whole = format!("#!/usr/bin/php -f\n<?php\nrequire('phpagi.php');\n{SCRIPT}");
    for text in [
        whole.clone(),
        SCRIPT.into(),
        format!("\n\n  {SCRIPT}"),
        format!("// settings\n/* of ours */\n{SCRIPT}"),
        format!("require('phpagi.php');\n{SCRIPT}"),
        format!("\u{feff}<?php\n{SCRIPT}"),
        whole.replace('\n', "\r\n"),
        whole.replace("$server = '", "$server = 'http://"),
        whole.replace("$server = '192.168.0.10'", "$server = \"http://192.168.0.10/\""),
        whole.replace("= '/base", "= 'base"),
        whole.replace(".1cws'", ".1cws?wsdl'"),
        whole.replace("$user_1c", "$login").replace("$pass_1c", "$password"),
        whole.replace("$user_1c", "$user").replace("$pass_1c", "$pwd"),
        whole.replace("$user_1c", "$Login_1C").replace("$pass_1c", "$passwd"),
        // The last one counts, wherever it stands.
        format!("$server = '10.0.0.1'; $pass_1c = \"$nothing\";\n{SCRIPT}"),
        whole.replace("$port   = 80;", "$port = 8080; if (1) { $port = '80'; }"),
        whole.replace("$port   = 80;", "function port($server = 'x') { $server = 'y'; $port = 1; }"),
    ] {
        assert_eq!(taken(&text), want, "{text}");
    }
    let url = |text: &str| taken(text).0;
    assert!(url(&SCRIPT.replace("= 80", "= 8080")).starts_with("http://192.168.0.10:8080/base/"));
    assert!(
        url(&SCRIPT.replace("0.10'", "0.10:81'").replace("$port   = 80;", ""))
            .starts_with("http://192.168.0.10:81/")
    );
    assert_eq!(url("<?php $server = 'http://1c/base'; $path = 'ws/x.1cws';"), "http://1c/base/ws/x.1cws");
    assert_eq!(url("<?php $wsdl = 'http://1c/base/ws/x.1cws?WSDL';"), "http://1c/base/ws/x.1cws");
}

#[test]
fn what_only_php_knows_is_named() {
    for (from, to, said) in [
        (
            "'/base/ws/1C_MIKO_identify_number.1cws'",
            "\"/\".$base.\"/ws/x.1cws\"",
            "$path is put together by PHP (\"/\".$base.\"/ws/x.1cws\"): ",
        ),
        ("'192.168.0.10'", "\"$ip\"", "$server is put together by PHP (\"$ip\"): "),
        ("'p;w'", "getenv('PW')", "$pass_1c is put together by PHP (getenv('PW')): "),
        ("\"web\";", "\"web\"; $user_1c .= '1';", "$user_1c is put together by PHP ('1'): "),
        (
            "= 80",
            "= 443",
            "the script asks 1C over TLS (port 443, https or ssl): give --url https://192.168.0.10/base/ws/",
        ),
        ("'192.", "'https://192.", "the script asks 1C over TLS"),
        ("'192.", "'ssl://192.", "the script asks 1C over TLS"),
        ("$user_1c", "$ws_login", "expected 1C's user in $user_1c, found $ws_login: give --user"),
        ("$pass_1c", "$mypass", "expected 1C's password in $pass_1c, found $mypass: give --password-file"),
        (
            "$pass_1c= 'p;w';",
            "$pass = 'a'; $password = 'b';",
            "$password and $pass are there: which is 1C's password? ",
        ),
        (
            "$server",
            "$srv",
            "expected $url, or $server and $path: nothing of this is a text of agi1c; give --url",
        ),
    ] {
        let error = read(&SCRIPT.replace(from, to)).unwrap_err();
        assert!(error.starts_with(said), "{said}\n{error}");
    }
    for (text, said) in [
        ("", "is empty: expected an earlier text"),
        ("\u{feff}\r\n", "is empty: expected an earlier text"),
        ("<?php echo 1;", "expected $url, or $server and $path"),
        (
            "Dear colleague,\nhere is the script",
            "is no PHP (it begins neither with <?php nor with $name =), and as an agi1c.conf: ",
        ),
    ] {
        let error = read(text).unwrap_err();
        assert!(error.starts_with(said), "{said}\n{error}");
    }
}

/// What is given on the command line need not be found.
#[test]
fn what_is_given_is_not_looked_for() {
    let given = Fill {
        url: Some("http://1c/x".into()),
        user: Some("web".into()),
        password_file: Some("pw".into()),
        ..Fill::default()
    };
    let script = "<?php $path = '/'.$base; $ws_login = 'a'; $pass = $x;";
    assert_eq!(settings(script, &given), Ok(Filled::default()));
}
