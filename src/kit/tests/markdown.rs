use super::*;

fn told(text: &str) -> String {
    json(&nodes(text, &|text| text.replace("VALUE", "<b>\"1\"</b>`*")))
}

#[test]
fn what_our_pages_are_written_in() {
    for (text, expected) in [
        (
            "One *two* **three** [four](five.md).\nSix",
            r#"[["p","One ",["em","two"]," ",["strong","three"]," ","four","."," ","Six"]]"#,
        ),
        ("Say `agi1c.conf` or `AGI(x)`", r#"[["p","Say ",["code","agi1c.conf"]," or ",["copy","AGI(x)"]]]"#),
        (
            "6. a\n7. b\n\n       one\n       two\n",
            r#"[["ol",["li",["p","a"]],["li",["p","b"],["copy-lines","one\ntwo"]]]]"#,
        ),
        ("- a\n- b\n", r#"[["ul",["li","a"],["li","b"]]]"#),
        ("    cd x\n    ./y\n", r#"[["copy-lines","cd x\n./y"]]"#),
        (
            "| a | b |\n|---|---|\n| c | `d` |\n",
            r#"[["table",["thead",["tr",["th","a"],["th","b"]]],["tr",["td","c"],["td",["code","d"]]]]]"#,
        ),
        ("## Head\n\n![picture](page.png)\n\n<!-- a comment -->\n", r#"[["h4","Head"],["p"]]"#),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn a_value_is_text_wherever_it_stands() {
    assert_eq!(told("VALUE"), r#"[["p","<b>\"1\"</b>`*"]]"#);
    assert_eq!(told("`VALUE`"), r#"[["p",["code","<b>\"1\"</b>`*"]]]"#);
    assert_eq!(told("    tar VALUE"), r#"[["copy-lines","tar <b>\"1\"</b>`*"]]"#);
}

#[test]
fn every_beginning_of_a_command_is_on_a_page() {
    let pages = [
        include_str!("../../../package/askozia/README.md"),
        include_str!("../../../package/askozia-storage/README.md"),
        include_str!("../../../package/asterisk/README.md"),
        include_str!("../../../package/mikopbx/README.md"),
        include_str!("../../../package/server/README.md"),
        include_str!("../../../package/statuses.md"),
    ];
    for command in COMMANDS {
        assert!(pages.iter().any(|page| page.contains(&format!("`{command}"))), "{command}");
    }
}
