use super::*;

#[test]
fn words_as_asterisk_takes_them() {
    for (command, expected) in [
        ("SET VARIABLE A \"\"", vec!["SET", "VARIABLE", "A", ""]),
        (r#"VERBOSE "a \"b\" \\ c"  3"#, vec!["VERBOSE", r#"a "b" \ c"#, "3"]),
        ("", vec![]),
    ] {
        assert_eq!(words(command), expected, "{command}");
    }
}

#[test]
fn what_is_stored_is_found() {
    let mut asterisk = Asterisk::default();
    let mut variables = BTreeMap::new();
    for (command, reply) in [
        ("DATABASE GET agi1c a", "200 result=0"),
        ("DATABASE PUT agi1c a \"1 Ромашка\"", "200 result=1"),
        ("DATABASE GET agi1c a", "200 result=1 (1 Ромашка)"),
        ("DATABASE DEL agi1c a", "200 result=1"),
        ("DATABASE DEL agi1c a", "200 result=0"),
        ("GET VARIABLE DIALSTATUS", "200 result=0"),
        ("EXEC Dial \"Local/101@internal/n,15,g\"", "200 result=0"),
        ("GET VARIABLE DIALSTATUS", "200 result=1 (ANSWER)"),
        ("SAY CHEESE", "510 Invalid or unknown command"),
    ] {
        assert_eq!(asterisk.reply(command, &mut variables), reply, "{command}");
    }
}
