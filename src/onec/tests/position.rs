use super::*;

#[test]
fn the_place_where_json_breaks() {
    for (text, at) in [
        (r#"{"name":"А",}"#, r#"{"name":"А","#),
        (r#"{"name" "А"}"#, r#"{"name" "#),
        (r#"{name:"А"}"#, "{"),
        (r#"{"name":'А'}"#, r#"{"name":"#),
        (r#"{"name":"А" "dial":1}"#, r#"{"name":"А" "#),
        (r#"["a",,]"#, r#"["a","#),
        (r#"{"a":tru}"#, r#"{"a":"#),
        (r#"{"a":01x}"#, r#"{"a":"#),
        (r#"{"a":"x\q"}"#, r#"{"a":"x"#),
        ("{\"a\":\"x\ny\"}", "{\"a\":\"x"),
        (r#"{"a":1}}"#, r#"{"a":1}"#),
        (r#"{"a":1} x"#, r#"{"a":1} "#),
        (r#"{"a":[1,2}"#, r#"{"a":[1,2"#),
    ] {
        assert_eq!(of_error(text), at.len(), "{text}");
    }
}

#[test]
fn what_only_breaks_off_breaks_at_its_end() {
    let whole = r#"{"name":"ООО \"Ромашка\"","dial":[101, 2.5e3],"set":{"A":null},"x":true}"#;
    assert_eq!(of_error(whole), whole.len());
    for (at, _) in whole.char_indices().skip(1) {
        let cut = &whole[..at];
        let place = of_error(cut);
        // Half a word is where it begins, or at the end.
        assert!(place == at || at - place < 6, "{cut}: {place}");
    }
}

#[test]
fn any_text_has_a_place() {
    for text in
        ["", " ", "{", "\"", "\\", "[[[[", "}}}}", "\u{feff}{}", "{\"a\":\"\\", "нет", "-", "1e", "nul"]
    {
        assert!(of_error(text) <= text.len(), "{text}");
    }
}
