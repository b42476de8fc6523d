use miniserde::json;

use super::*;

fn walked(body: &str, path: &str) -> Result<String, String> {
    let value: Value = json::from_str(body).expect("JSON");
    name(&value, &Path::read(path).expect("a path")).map_err(|failure| failure.detail)
}

#[test]
fn names_of_foreign_services() {
    for (body, path, found) in [
        (r#"{"data":{"Наименование":"ООО Ромашка"}}"#, "data.Наименование", "ООО Ромашка"),
        (r#"{"value":[{"Description":"Ромашка"}]}"#, "value.0.Description", "Ромашка"),
        (r#"{"value":[{"Description":"Ромашка"}]}"#, "value.Description", "Ромашка"),
        (r#"{"value":[]}"#, "value.0.Description", ""),
        (r#"{"value":[]}"#, "value.Description", ""),
        (r#"[{"Имя":"Иван"}]"#, "Имя", "Иван"),
        (r#"[{"Имя":"Иван"},{"Имя":"Пётр"}]"#, "1.Имя", "Пётр"),
        (r#"[]"#, "Имя", ""),
        (r#"{"Name":[" Иван "]}"#, "Name", "Иван"),
        (r#"{"Name":null}"#, "Name", ""),
        (r#"{"client":null}"#, "client.name", ""),
        (r#"{"Name":""}"#, "Name", ""),
        (r#"{"Name":[]}"#, "Name", ""),
        (r#"{"code":42}"#, "code", "42"),
        (r#"{"0":"Иван"}"#, "0", "Иван"),
        (r#"[[["Иван"]]]"#, "0.0.0", "Иван"),
    ] {
        assert_eq!(walked(body, path).as_deref(), Ok(found), "{body} {path}");
    }
}

#[test]
fn a_path_that_does_not_fit_is_told_with_what_is_there() {
    for (body, path, says) in [
        (r#"{"data":{"name":"А"}}"#, "data.Name", "at data there is no member \"Name\"; there are: name"),
        (r#"{"name":"А"}"#, "data.name", "at the beginning there is no member \"data\"; there are: name"),
        (r#"{"name":"А"}"#, "name.first", "at name no object and no list stands there"),
        (
            r#"[{"n":1},{"n":2}]"#,
            "n",
            "at the beginning a list of 2 stands there; name one by its index, as in 0",
        ),
        (r#"[{"n":1}]"#, "3.n", "at the beginning the list has 1 entries"),
        (r#"{"name":true}"#, "name", "at name no text stands there"),
        (r#"{"name":{}}"#, "name", "at name no text stands there"),
        (r#"{"name":["А","Б"]}"#, "name", "at name a list of 2 stands there, not a name"),
    ] {
        assert_eq!(
            walked(body, path),
            Err(format!("crm.answer does not fit the answer: {says}")),
            "{body} {path}"
        );
    }
    for no_path in ["a..b", ".a", "a.", " ", &"a.".repeat(200)] {
        assert_eq!(Path::read(no_path), None, "{no_path}");
    }
}
