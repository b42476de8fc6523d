use super::*;

#[test]
fn each_failure_has_its_own_look() {
    for (word, status, part) in [
        ("login", 401, "Unauthorized"),
        ("403", 403, "Forbidden"),
        ("404", 404, "Not Found"),
        ("406", 406, "reason=\"406\""),
        ("locked", 500, "Начало сеанса с информационной базой запрещено"),
        ("no-licence", 500, "Не обнаружено свободной лицензии!"),
        ("fault", 500, "<faultstring>Неизвестная ошибка. {WebСервис"),
        ("fault200", 200, "<faultstring>Неизвестная ошибка. {WebСервис"),
        ("503", 503, "Service Unavailable"),
        ("html", 200, "<html>"),
        ("empty", 200, ""),
    ] {
        let fail = Fail::from_word(word).unwrap();
        let response = fail.response(Resource::Soap(Version::V11)).unwrap();
        assert_eq!(response.status, status, "{word}");
        assert!(response.body.contains(part), "{word}: {}", response.body);
    }
    assert_eq!(Fail::from_word("nothing"), None);
}

#[test]
fn spoilt_answers() {
    let whole = b"HTTP/1.1 200 OK\r\n\r\n123456";
    for (fail, sent, goes_on) in [
        (Fail::Truncated, &whole[..whole.len() - 3], false),
        (Fail::Close, &b""[..], false),
        (Fail::Drip, &whole[..0], false),
        (Fail::Fault, &whole[..], true),
    ] {
        let mut out = Vec::new();
        let result = fail.spoil(whole, &mut out, &|| true);
        assert_eq!((out.as_slice(), result.is_ok()), (sent, goes_on), "{fail:?}");
    }
}
