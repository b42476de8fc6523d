use super::*;

fn profile(protocol: Protocol, lines: &str) -> Profile {
    profile_of("/base/ws/x.1cws", protocol, lines)
}

fn profile_of(path: &str, protocol: Protocol, lines: &str) -> Profile {
    let text = format!("[crm]\nurl = http://10.0.0.1{path}\nprotocol = {}\n{lines}\n", protocol.word());
    crate::config::parse(text.as_bytes(), "test", &[]).unwrap().profiles.remove(0)
}

fn soap_return(text: &str) -> Vec<u8> {
    let mut body = String::from(
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><m:identifyResponse \
         xmlns:m=\"http://wiki.miko.ru/doc:1cajam:identifynumber\"><m:return>",
    );
    xml::escape(text, &mut body);
    body.push_str("</m:return></m:identifyResponse></soap:Body></soap:Envelope>");
    body.into_bytes()
}

fn judged(protocol: Protocol, exchange: &Exchange) -> Result<Answer, Failure> {
    let profile = profile(protocol, "");
    OneC::new(&profile).judge(exchange)
}

fn ok(body: impl Into<Vec<u8>>) -> Exchange {
    Exchange { status: 200, body: body.into(), ..Exchange::default() }
}

fn named(name: &str) -> Result<Answer, Failure> {
    Ok(Answer::Found(Wishes { name: Some(name.into()), ..Wishes::default() }))
}

#[test]
fn nobody_and_failed_are_told_apart() {
    let soap = |text: &str| judged(Protocol::Soap, &ok(soap_return(text)));
    let json = |text: &str| judged(Protocol::Json, &ok(text));
    for nobody in
        [soap(""), soap(" \n\t"), soap("\u{feff}"), soap("{\"name\":\"\"}"), soap("{\"name\":null}")]
    {
        assert_eq!(nobody, Ok(Answer::Nobody));
    }
    for nobody in [
        json("\"\""),
        json("{\"name\":\" \"}"),
        json("{\"name\":\"\",\"dial\":[]}"),
        json("{\"result\":\"Success\",\"data\":{\"caller_id\":\"\",\"client\":\"\"}}"),
    ] {
        assert_eq!(nobody, Ok(Answer::Nobody));
    }
    for (failed, reason) in [
        (json(""), Reason::BadAnswer),
        (json("null"), Reason::BadAnswer),
        (json("[]"), Reason::BadAnswer),
        (json("1"), Reason::BadAnswer),
        (json("{}"), Reason::BadAnswer),
        (json("{\"result\":\"Success\"}"), Reason::BadAnswer),
        (json("{\"dial\":[]}"), Reason::BadAnswer),
        (json("{\"result\":\"Error\",\"name\":\"\"}"), Reason::Fault),
        (json("{\"name\":\"А\""), Reason::BadAnswer),
        (json("<html></html>"), Reason::NotOneC),
        (json("<a/>"), Reason::NotOneC),
        (soap("{}"), Reason::BadAnswer),
        (soap("{\"name\":"), Reason::BadAnswer),
        (soap("{'name':'А'}"), Reason::BadAnswer),
        (judged(Protocol::Soap, &ok("")), Reason::BadAnswer),
        (judged(Protocol::Soap, &ok("\u{feff}\r\n")), Reason::BadAnswer),
        (judged(Protocol::Soap, &ok("ООО Ромашка")), Reason::BadAnswer),
        (judged(Protocol::Soap, &ok("<!DOCTYPE html><html><title>Login</title></html>")), Reason::NotOneC),
        (judged(Protocol::Soap, &ok(soap_return("А").repeat(2))), Reason::BadAnswer),
    ] {
        assert_eq!(failed.clone().map_err(|failure| failure.reason), Err(reason), "{failed:?}");
    }
}

#[test]
fn a_name_in_every_wrapping() {
    let with_bom = |text: &str| [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    for (answer, name) in [
        (judged(Protocol::Soap, &ok(soap_return("ООО \"Ромашка\""))), "ООО \"Ромашка\""),
        (
            judged(
                Protocol::Soap,
                &ok([b"\xef\xbb\xbf".to_vec(), soap_return("\u{feff}{\"name\":\"А\"}")].concat()),
            ),
            "А",
        ),
        (judged(Protocol::Json, &ok(with_bom("{\"name\":\"Б\"}"))), "Б"),
        (judged(Protocol::Json, &ok("\"В\"")), "В"),
        (judged(Protocol::Json, &ok("\"{\\\"client\\\":\\\"Г\\\"}\"")), "Г"),
    ] {
        assert_eq!(answer, named(name));
    }
}

#[test]
fn compressed_answers_are_explained() {
    let mut exchange = ok("\x1f\u{0}");
    exchange.content_encoding = "gzip".into();
    let failure = judged(Protocol::Soap, &exchange).unwrap_err();
    assert_eq!(failure.reason, Reason::BadAnswer);
    assert!(failure.detail.contains("gzip"), "{}", failure.detail);
    exchange.body = b"\xce\xce\xce".into();
    assert!(judged(Protocol::Soap, &exchange).unwrap_err().detail.contains("compressed (gzip)"));
    exchange.content_encoding = "UTF-8".into();
    assert!(judged(Protocol::Soap, &exchange).unwrap_err().detail.contains("neither UTF-8"));
    // A label alone means nothing.
    for label in ["identity", "gzip", "UTF-8", ""] {
        exchange.content_encoding = label.into();
        exchange.body = [b"\r\n".to_vec(), soap_return("А")].concat();
        assert_eq!(judged(Protocol::Soap, &exchange), named("А"), "{label}");
    }
}

#[test]
fn an_address_that_takes_no_question_is_named_with_what_to_do() {
    for (path, protocol, says) in [
        ("/base/ws/x.1cws", Protocol::Soap, "nothing is published as /base/ws/x.1cws "),
        ("/base/hs/x", Protocol::Json, "the service under /base/hs/x takes no POST "),
        ("/base/hs/x/{number}", Protocol::Json, "nothing is published as /base/hs/x/{number} "),
    ] {
        let profile = profile_of(path, protocol, "");
        let exchange = Exchange { status: 405, ..Exchange::default() };
        let detail = OneC::new(&profile).judge(&exchange).unwrap_err().detail;
        assert!(detail.starts_with(says), "{detail}");
    }
}

#[test]
fn a_status_of_crm_nobody_is_nobody_unless_1c_or_a_web_server_says_it() {
    let exchange = |status, body: &str| Exchange { status, ..ok(body) };
    let html = "<html><title>404 Not Found</title></html>";
    for (protocol, status, body, absent) in [
        (Protocol::Json, 204, "", true),
        (Protocol::Json, 404, "{\"error\":\"no such client\"}", true),
        (Protocol::Text, 404, "", true),
        (Protocol::Json, 404, html, false),
        (Protocol::Json, 404, "<exception reason=\"404\"/>", false),
        (Protocol::Json, 404, "HTTP сервис не найден", false),
        (Protocol::Json, 410, "", false),
        (Protocol::Soap, 404, "", false),
    ] {
        let profile = profile(protocol, "nobody = 204 404");
        let onec = OneC::new(&profile);
        let exchange = exchange(status, body);
        assert_eq!(onec.judge(&exchange) == Ok(Answer::Absent), absent, "{status} {body}");
        assert_eq!(onec.refusal(&exchange).is_none(), absent, "{status} {body}");
    }
}

#[test]
fn a_page_that_repeats_the_login_does_not_bring_it_into_the_log() {
    let profile = profile(Protocol::Soap, "user = Администратор\npassword = сЕкрет-1");
    let onec = OneC::new(&profile);
    let token = onec.authorization.clone().unwrap();
    for status in [500, 418] {
        let mut echo = ok(format!("you sent {token} for сЕкрет-1 and 74952293042"));
        echo.status = status;
        let detail = onec.judge(&echo).unwrap_err().detail;
        assert!(detail.contains("you sent Basic *** for *** and …3042"), "{detail}");
    }
}

/// One of three letters stands in ordinary words, and a mask there would tell it.
#[test]
fn a_password_that_is_a_part_of_words_is_left_in_them() {
    for (password, says) in [("was", "it was here"), ("here", "it was ***")] {
        let profile = profile(Protocol::Soap, &format!("user = u\npassword = {password}"));
        let echo = Exchange { status: 418, ..ok("it was here") };
        let detail = OneC::new(&profile).judge(&echo).unwrap_err().detail;
        assert!(detail.contains(says), "{detail}");
    }
}

#[test]
fn a_token_does_not_come_into_the_log_either() {
    let profile = profile(Protocol::Json, "token = eyJhbGci.T0k~1");
    let onec = OneC::new(&profile);
    let mut echo = ok("Authorization: Bearer eyJhbGci.T0k~1 is no good (eyJhbGci.T0k~1)");
    echo.status = 418;
    let detail = onec.judge(&echo).unwrap_err().detail;
    assert!(detail.contains("Bearer *** is no good (***)"), "{detail}");
}

#[test]
fn a_service_of_plain_text() {
    let text = |body: &str| judged(Protocol::Text, &ok(body));
    for (body, name) in [
        ("ООО \"Ромашка\"", "ООО \"Ромашка\""),
        ("\u{feff}  Иванов\r\n", "Иванов"),
        ("{\"name\":\"А\"}", "А"),
        ("42", "42"),
    ] {
        assert_eq!(text(body), named(name), "{body}");
    }
    let Ok(Answer::Found(wishes)) = text("Иванов\ndial: 101\nset: CRM_A=1") else { panic!() };
    assert_eq!(
        (wishes.dial.unwrap().to, wishes.set),
        (vec!["101".into()], vec![("CRM_A".into(), "1".into())])
    );
    for (body, reason) in [
        ("<html><title>Login</title></html>", Reason::NotOneC),
        ("<?xml version=\"1.0\"?><a/>", Reason::NotOneC),
        ("<a/>", Reason::NotOneC),
        ("", Reason::BadAnswer),
    ] {
        assert_eq!(text(body).map_err(|failure| failure.reason), Err(reason), "{body}");
    }
}
