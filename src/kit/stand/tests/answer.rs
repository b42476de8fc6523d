use super::*;
use crate::crm::Contact;

fn client(manager: &str, commands: &str) -> Client {
    Client {
        manager: manager.into(),
        commands: commands.into(),
        ..Client::new("74952293042", "ООО \"Ромашка\"")
    }
}

#[test]
fn answers_of_every_kind() {
    for (manager, commands, as_text, as_json) in [
        ("", "", "ООО \"Ромашка\"", r#"{"name":"ООО \"Ромашка\""}"#),
        ("101", "", "ООО \"Ромашка\"\ndial: 101", r#"{"name":"ООО \"Ромашка\"","dial":"101"}"#),
        (
            "101",
            "reject: busy",
            "ООО \"Ромашка\"\ndial: 101\nreject: busy",
            r#""ООО \"Ромашка\"\ndial: 101\nreject: busy""#,
        ),
        (
            "",
            r#"{ "set":{"CRM_TYPE":"vip"}}"#,
            r#"{"name":"ООО \"Ромашка\"","set":{"CRM_TYPE":"vip"}}"#,
            r#"{"name":"ООО \"Ромашка\"","set":{"CRM_TYPE":"vip"}}"#,
        ),
        (
            "101",
            "{ }",
            r#"{"name":"ООО \"Ромашка\"","dial":"101"}"#,
            r#"{"name":"ООО \"Ромашка\"","dial":"101"}"#,
        ),
    ] {
        let client = client(manager, commands);
        assert_eq!(text(Some(&client)), as_text);
        assert_eq!(json(Some(&client)), as_json);
    }
    assert_eq!((text(None), json(None)), (String::new(), r#"{"name":""}"#.into()));
}

#[test]
fn a_page_of_the_phone_book() {
    let contact =
        |number: &str, name: &str, deleted| Contact { number: number.into(), name: name.into(), deleted };
    let two = Page {
        contacts: vec![contact("+7 495", "А \"Б\"", false), contact("8", "", true)],
        next: Some("2".into()),
        more: true,
    };
    assert_eq!(
        page(&two),
        r#"{"contacts":[{"number":"+7 495","name":"А \"Б\""},{"number":"8","deleted":true}],"next":"2","more":true}"#
    );
    assert_eq!(page(&Page::default()), r#"{"contacts":[],"next":null,"more":false}"#);
}
