use super::*;

/// Without a path: our own members.
fn body(text: &str) -> Result<Wishes, Failure> {
    super::body(text, &Path::default())
}

fn returned(text: &str) -> Result<Wishes, Failure> {
    super::returned(text, &Path::default())
}
use crate::crm::Reject;

fn ok(text: &str) -> Wishes {
    body(text).unwrap_or_else(|failure| panic!("{text}: {}", failure.detail))
}

fn to(numbers: &[&str], ring: Option<u32>) -> Option<Dial> {
    Some(Dial { to: numbers.iter().map(|number| String::from(*number)).collect(), ring })
}

#[test]
fn the_whole_shape() {
    let wishes = ok("{\"name\":\"ООО \\\"Ромашка\\\"\",\"dial\":{\"to\":[\"101\",\"102\"],\"ring\":15},\
                    \"set\":{\"CRM_TYPE\":\"vip\",\"CRM_DEBT\":-5},\"play\":[\"custom/promo\"],\
                    \"goto\":{\"context\":\"internal\",\"extension\":\"201\",\"priority\":1},\"reject\":\"busy\",\"more\":1}");
    let set = [("CRM_TYPE", "vip"), ("CRM_DEBT", "-5")];
    let wanted = Wishes {
        name: Some("ООО \"Ромашка\"".into()),
        dial: to(&["101", "102"], Some(15)),
        goto: Some(Place { context: "internal".into(), extension: "201".into(), priority: 1 }),
        play: vec!["custom/promo".into()],
        set: set.map(|(name, value)| (name.into(), value.into())).to_vec(),
        reject: Some(Reject::Busy),
        refused: Vec::new(),
    };
    assert_eq!(wishes, wanted);
}

#[test]
fn numbers_may_be_strings_or_numbers() {
    for (text, wanted) in [
        ("{\"dial\":101}", to(&["101"], None)),
        ("{\"dial\":\" 101 \"}", to(&["101"], None)),
        ("{\"dial\":[101,\"102\"]}", to(&["101", "102"], None)),
        ("{\"dial\":{\"to\":101,\"ring\":\"20\"}}", to(&["101"], Some(20))),
        ("{\"dial\":{\"to\":\"101\",\"ring\":null}}", to(&["101"], None)),
        ("{\"dial\":\"500&SIP/spy\"}", to(&["500&SIP/spy"], None)),
        ("{\"dial\":null}", None),
    ] {
        let wishes = ok(text);
        assert_eq!((wishes.dial, wishes.refused), (wanted, Vec::new()), "{text}");
    }
    let goto = |text: &str| ok(text).goto.unwrap();
    assert_eq!(goto("{\"goto\":{\"extension\":201,\"priority\":\"2\"}}").priority, 2);
    assert_eq!(goto("{\"goto\":\"ivr/s\"}").context, "ivr");
    assert_eq!(goto("{\"goto\":{\"extension\":201}}").extension, "201");
}

#[test]
fn mikos_shapes() {
    for (text, name, dial) in [
        (
            "{\"result\":\"Success\",\"data\":{\"caller_id\":\"Иванов\",\"client\":\"ООО Ромашка\"}}",
            Some("Иванов"),
            None,
        ),
        (
            "{\"result\":\"Success\",\"data\":{\"caller_id\":\"74952293042\",\"client\":\"ООО Ромашка\"}}",
            Some("ООО Ромашка"),
            None,
        ),
        (
            "{\"result\":\"Success\",\"data\":{\"caller_id\":\"\",\"client\":\"ООО Ромашка\"}}",
            Some("ООО Ромашка"),
            None,
        ),
        ("{\"caller_id\":\"Иванов\"}", Some("Иванов"), None),
        ("{\"client\":\"А\",\"name\":\"Б\"}", Some("Б"), None),
        ("{\"client\":\"А\",\"name\":\" \"}", Some("А"), None),
        (
            "{\"responsible-number\":\"101\",\"greeting-text\":\"Здравствуйте\",\"timeout-waiting\":5}",
            None,
            to(&["101"], None),
        ),
        ("{\"responsible-number\":\"\",\"caller_id\":\"А\"}", Some("А"), None),
        ("{\"responsible-number\":101,\"dial\":102}", None, to(&["102"], None)),
    ] {
        let wishes = ok(text);
        assert_eq!((wishes.name.as_deref(), wishes.dial), (name, dial), "{text}");
        assert!(wishes.refused.is_empty(), "{text}");
    }
}

#[test]
fn a_refused_member_is_named_and_the_rest_is_kept() {
    let set_of = |count: usize| {
        let set: Vec<_> = (0..count).map(|at| format!("\"A{at}\":1")).collect();
        format!("\"set\":{{{}}}", set.join(","))
    };
    assert_eq!(ok(&format!("{{{}}}", set_of(32))).set.len(), 32);
    let sixteen = ok("{\"dial\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]}").dial;
    assert_eq!(sixteen.map(|dial| dial.to.len()), Some(16));
    for (member, says) in [
        ("\"dial\":{}", "dial: expected a number"),
        ("\"dial\":[]", "dial: expected a number"),
        ("\"dial\":[[1]]", "dial: expected a number"),
        ("\"dial\":{\"to\":101,\"ring\":\"soon\"}", "dial: expected a number"),
        ("\"dial\":true", "dial: expected a number, a list of at most 16, or {\"to\":[…],\"ring\":seconds}"),
        ("\"dial\":1.5", "dial: expected a number"),
        ("\"dial\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]", "at most 16"),
        ("\"goto\":{\"context\":\"a\"}", "goto: expected"),
        ("\"goto\":{\"extension\":1,\"priority\":0}", "goto: expected"),
        ("\"goto\":7", "goto: expected {\"context\":…,\"extension\":…,\"priority\":1}"),
        ("\"play\":{}", "play: expected"),
        ("\"play\":[null]", "play: expected a prompt, or a list of at most 16"),
        ("\"set\":[1]", "set: expected {\"NAME\":\"value\"}, at most 32"),
        (&set_of(33), "set: expected {\"NAME\":\"value\"}, at most 32"),
        ("\"set\":{\"A\":{}}", "set: a value"),
        ("\"reject\":true", "reject: expected"),
        ("\"reject\":\"now\"", "reject: expected \"busy\", \"congestion\" or \"hangup\""),
        ("\"client\":[]", "client: expected a string"),
        ("\"responsible-number\":{}", "responsible-number: expected a number"),
    ] {
        let wishes = ok(&format!("{{\"name\":\"А\",{member}}}"));
        assert_eq!(wishes.name.as_deref(), Some("А"), "{member}");
        assert!(!wishes.commands(), "{member}");
        assert!(
            wishes.refused.len() == 1 && wishes.refused[0].contains(says),
            "{member}: {:?}",
            wishes.refused
        );
    }
}

#[test]
fn what_is_not_json_is_explained() {
    for (text, reason, says) in [
        ("{'name':'А'}", Reason::BadAnswer, "single quotes are not JSON"),
        ("  { 'name':'А'}", Reason::BadAnswer, "single quotes are not JSON"),
        ("['name']", Reason::BadAnswer, "single quotes are not JSON"),
        ("{\"name\":\"А\"", Reason::BadAnswer, "cut off"),
        ("{\"name\":\"А\"} x", Reason::BadAnswer, "not valid JSON from line 1, character 14 on: x"),
        ("{\"name\":\n\"А\" \"Б\"}", Reason::BadAnswer, "not valid JSON from line 2, character 5 on: \"Б\"}"),
        ("'А'", Reason::BadAnswer, "not valid JSON from line 1, character 1 on: 'А'"),
        ("{\"name\":NaN}", Reason::BadAnswer, "not valid JSON"),
        ("{\"name\":\"\\ud800\"}", Reason::BadAnswer, "not valid JSON"),
        ("", Reason::BadAnswer, "empty"),
        ("<html>", Reason::NotOneC, "HTML"),
        ("true", Reason::BadAnswer, "neither an object nor a string"),
        ("[{\"name\":\"А\"},{\"name\":\"Б\"}]", Reason::BadAnswer, "neither an object nor a string"),
        ("{\"greeting-text\":\"А\"}", Reason::BadAnswer, "none of name"),
        ("{\"result\":\"Error\",\"data\":{\"client\":\"А\"}}", Reason::Fault, "result is \"Error\""),
        ("{\"result\":true,\"name\":\"А\"}", Reason::Fault, "instead of \"Success\""),
    ] {
        let failure = body(text).expect_err(text);
        assert_eq!(failure.reason, reason, "{text}");
        assert!(failure.detail.contains(says), "{text}: {}", failure.detail);
    }
}

#[test]
fn an_array_around_the_one_object_means_nothing() {
    let wrapped = "[{\"name\":\"А\"}]";
    assert_eq!(ok(wrapped).name.as_deref(), Some("А"));
    assert_eq!(returned(wrapped).unwrap().name.as_deref(), Some("А"));
    for path in ["0.name", "name"] {
        let wishes = super::body(wrapped, &Path::read(path).expect("a path")).unwrap();
        assert_eq!(wishes.name.as_deref(), Some("А"), "{path}");
    }
}

/// A service that says it has failed is not "nobody", and a word of its own is no failure.
#[test]
fn a_service_that_complains_in_its_answer() {
    for (text, ours, foreign) in [
        (r#"{"name":"А","result":"Success"}"#, Ok("А"), Ok("А")),
        (r#"{"name":"А","result":null}"#, Ok("А"), Ok("А")),
        (r#"{"name":"А","result":"OK"}"#, Err("its result is \"OK\" instead of \"Success\""), Ok("А")),
        (r#"{"name":"А","result":7}"#, Err("its result is \"7\" instead of \"Success\""), Ok("А")),
        (
            r#"{"name":"А","result":false}"#,
            Err("its result is \"false\" instead of \"Success\""),
            Err("without a word why"),
        ),
        (r#"{"name":"А","result":false,"message":"нет прав"}"#, Err("нет прав"), Err("нет прав")),
        (r#"{"name":"А","success":false,"error":"нет прав"}"#, Err("нет прав"), Err("нет прав")),
        (r#"{"name":"А","ok":0,"Ошибка":"нет прав"}"#, Err("нет прав"), Err("нет прав")),
        (r#"{"name":"А","status":"Error"}"#, Err("without a word why"), Err("without a word why")),
        (r#"{"name":"А","status":"active","ok":1,"success":[]}"#, Ok("А"), Ok("А")),
        (r#"{"name":"А","status":200,"error":"нет"}"#, Ok("А"), Ok("А")),
        (r#"{"error":"нет прав"}"#, Err("none of name"), Err("failure: нет прав")),
        (r#"{"error":{"code":7,"text":"нет прав"}}"#, Err("none of name"), Err("failure: нет прав")),
        (
            r#"{"odata.error":{"code":"13","message":{"lang":"ru","value":"нет прав"}}}"#,
            Err("none of name"),
            Err("failure: нет прав"),
        ),
        (
            r#"{"error":{"code":"NotFound","message":"нет прав","innererror":{"type":"E"}}}"#,
            Err("none of name"),
            Err("failure: нет прав"),
        ),
        (r#"{"error":" "}"#, Err("none of name"), Err("no member \"name\"")),
    ] {
        let answers = [body(text), super::body(text, &Path::read("name").expect("a path"))];
        for (answer, wanted) in answers.into_iter().zip([ours, foreign]) {
            match (answer, wanted) {
                (Ok(wishes), Ok(name)) => assert_eq!(wishes.name.as_deref(), Some(name), "{text}"),
                (Err(failure), Err(says)) => {
                    assert!(failure.detail.contains(says), "{text}: {}", failure.detail);
                }
                (answer, _) => panic!("{text}: {answer:?}"),
            }
        }
    }
}

#[test]
fn depth_needs_no_stack() {
    for open in ["[", "{\"a\":", "[{\"a\":", "[\"]\\\"}\","] {
        let deep = open.repeat(64 * 1024 / open.len());
        assert!(body(&deep).unwrap_err().detail.contains("32 deep"));
        assert!(returned(&format!("{{\"name\":{deep}")).unwrap_err().detail.contains("32 deep"));
    }
    let braces = format!("{{\"name\":\"\\\\\\\"{}\"}}", "[{".repeat(1000));
    assert_eq!(ok(&braces).name.unwrap().len(), 2002);
    assert_eq!(
        ok(&format!("{{\"name\":\"А\",\"x\":{}1{}}}", "[".repeat(31), "]".repeat(31))).name.unwrap(),
        "А"
    );
    assert_eq!(ok(&format!("{{\"x\":[{}1],\"name\":\"А\"}}", "[],{},".repeat(40))).name.unwrap(), "А");
}

#[test]
fn a_string_is_read_as_a_soap_return_is() {
    assert_eq!(ok("\"А\\ndial: 101\"").dial, to(&["101"], None));
    assert_eq!(ok("\"\\ufeff{\\\"name\\\":\\\"А\\\"}\"").name.as_deref(), Some("А"));
    for (text, name, commands) in [
        ("\ndial: 101", None, true),
        ("\u{feff}\r\ndial: 101\n", None, true),
        ("dial: 101", Some("dial: 101"), false),
        ("\n\t ООО Ромашка\n\t", Some("ООО Ромашка"), false),
        ("\n\tООО Ромашка\ndial: 101", Some("ООО Ромашка"), true),
        ("\n Заметка: 101", Some("Заметка: 101"), false),
    ] {
        let wishes = returned(text).unwrap();
        assert_eq!((wishes.name.as_deref(), wishes.commands()), (name, commands), "{text:?}");
    }
    assert_eq!(returned("[скобка] ООО").unwrap().name.as_deref(), Some("[скобка] ООО"));
}

#[test]
fn variables_are_set_in_the_order_in_which_1c_names_them() {
    for (set, wanted) in [
        (r#""Z":"1","A":2,"M":"3""#, &[("Z", "1"), ("A", "2"), ("M", "3")][..]),
        (r#""CRM_Б":"1","CRM_А":"2""#, &[("CRM_Б", "1"), ("CRM_А", "2")]),
        (r#""B":1,"A":2,"B":3"#, &[("B", "1"), ("A", "2"), ("B", "3")]),
        (r#""b":"{\"a\":1}","a":null"#, &[("b", "{\"a\":1}"), ("a", "")]),
    ] {
        let read = ok(&format!("{{\"set\":{{{set}}}}}")).set;
        let read: Vec<_> = read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(read, wanted, "{set}");
    }
    let twice = ok(r#"{"name":"А","name":"Б"}"#);
    assert_eq!(twice.name.as_deref(), Some("Б"), "of two members with one name the last counts, as ever");
}

#[test]
fn a_deep_error_page_is_no_danger() {
    let deep = format!("{}1{}", "[".repeat(30_000), "]".repeat(30_000));
    assert_eq!(failure(&deep), None);
    assert_eq!(failure(&format!("{{\"error\":{deep}}}")), None);
}
