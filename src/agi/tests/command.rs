use super::*;

#[test]
fn arguments_are_quoted() {
    for (text, encoded) in [
        ("", r#""""#),
        ("Иван Петров", r#""Иван Петров""#),
        (r#"ООО "Ромашка""#, r#""ООО \"Ромашка\"""#),
        (r"a\b", r#""a\\b""#),
        (r"\n", r#""\\n""#),
        ("a\r\nb\0c", r#""a  b c""#),
        ("a,b;c|d$e\tf", "\"a,b;c|d$e\tf\""),
    ] {
        let line = AgiCommand::new("X").text(text).encode();
        assert_eq!(line, format!("X {encoded}\n"));
    }
}

#[test]
fn words_are_bare_where_they_can_be() {
    let long = "x".repeat(MAX_WORD + 1);
    for (word, encoded) in [
        ("CALLERID(name)", "CALLERID(name)".to_owned()),
        ("", "\"\"".to_owned()),
        ("a b", "\"a b\"".to_owned()),
        (r"a\", r#""a\\""#.to_owned()),
        ("ё", "\"ё\"".to_owned()),
        (&long, format!("\"{long}\"")),
    ] {
        assert_eq!(AgiCommand::new("X").word(word).number(3).encode(), format!("X {encoded} 3\n"));
    }
}

#[test]
fn the_longest_argument_is_cut_at_a_character() {
    let line = AgiCommand::new("VERBOSE").text(&"ё".repeat(5_000)).number(3).encode();
    assert!(line.len() == MAX_LINE || line.len() == MAX_LINE - 1);
    assert!(line.ends_with("ё\" 3\n"));

    // Two that are both too long: one goes, both stay arguments.
    let line = AgiCommand::new("X").text(&"a".repeat(5_000)).text(&"b".repeat(5_001));
    let line = line.word("c").encode();
    assert!(line.len() <= MAX_LINE && line.ends_with("b\" c\n") | line.ends_with("\"\" c\n"));

    // The longest stands first: what is left of the line is cut where it has moved to.
    let line = AgiCommand::new("X").text(&"a".repeat(5_000)).text(&"b".repeat(1_998)).word("c").encode();
    assert_eq!(line, format!("X \"\" \"{}\" c\n", "b".repeat(MAX_LINE - 10)));
}

#[test]
fn an_escape_is_not_torn() {
    for shift in 0..4 {
        let text = format!("{}{}", "x".repeat(shift), r#"\""#.repeat(1_000));
        let line = AgiCommand::new("X").text(&text).encode();
        let inside = &line[3..line.len() - 2];
        assert!(line.len() <= MAX_LINE && line.len() > MAX_LINE - 4);
        assert_eq!(inside.replace(r"\\", "").replace(r#"\""#, "").replace('x', ""), "");
    }
}
