use super::super::editions::EDITIONS;
use super::*;
use crate::privacy::Secret;

#[test]
fn the_text_passes_the_web_interface() {
    let program: Vec<u8> = (0..40_000_u32).map(|n| ((n * n) >> 7) as u8).collect();
    let filled = Filled {
        url: "http://1c/base/ws/x.1cws".into(),
        user: "O'Neil".into(),
        password: Secret::new(r#"'\;"$"#),
        more: "[commands]\r\nallow = name dial".into(),
    };
    let text = text(&EDITIONS[0], "askozia", &program, &filled);
    assert!(text.starts_with("<?php\n") && text.ends_with("}\n"));
    assert!(
        !text.contains("?>") && !text.contains("{{"),
        "nothing may follow the code, nothing is left open"
    );
    assert!(text.lines().all(|line| line.chars().count() <= 120));
    assert!(text.chars().all(|c| !c.is_control() || c == '\n'));
    assert!(text.contains(r"$user_1c = 'O\'Neil';") && text.contains(r#"$pass_1c = '\'\\;"$';"#), "{text}");
    assert_eq!(text.matches(MARKER).count(), 1);
}
