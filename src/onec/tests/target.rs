use super::*;

fn profile(url: &str, protocol: Protocol) -> Profile {
    Profile { url: url.into(), protocol, ..Profile::default() }
}

#[test]
fn urls_that_cannot_be_used_say_why() {
    for (url, says) in [
        ("", "not a URL"),
        ("10.0.0.1/base", "not a URL"),
        ("http//x", "not a URL"),
        ("/base/ws", "must begin with http://"),
        ("ftp://x/y", "must begin with http://"),
        ("https://1c.local/base", "no TLS"),
        ("http:///base", "not a URL"),
        ("http://user:пароль1@10.0.0.1/x", "crm.user and crm.password"),
        ("http://сервер/x", "plain ASCII"),
        ("http://a b/x", "plain ASCII"),
        ("http://10.0.0.1:99999/x", "port"),
        ("http://10.0.0.1:0/x", "port"),
        ("http://10.0.0.1:/x", "port"),
        ("http://[::1/x", "not a URL"),
    ] {
        let error = Target::new(&profile(url, Protocol::Soap)).expect_err(url);
        assert!(error.starts_with("crm.url") && error.contains(says), "{url}: {error}");
        assert!(!error.contains("пароль"), "{error}");
    }
    for (url, says) in [
        ("http://h/{numbr}", "{numbr} is no placeholder; allowed are {number} and {did}, {channel}"),
        ("http://h/{number", "is no placeholder"),
        ("http://h/{}", "is no placeholder"),
        ("http://{number}/", "after the host only"),
    ] {
        let error = Target::new(&profile(url, Protocol::Json)).expect_err(url);
        assert!(error.contains(says), "{url}: {error}");
    }
}

#[test]
fn urls_are_sent_in_ascii() {
    for (url, sent) in [
        ("http://10.0.0.1/base/ws/x.1cws", "http://10.0.0.1/base/ws/x.1cws"),
        (" http://10.0.0.1:8080 ", "http://10.0.0.1:8080"),
        ("http://[fe80::1]:80/я", "http://[fe80::1]:80/%D1%8F"),
        ("http://1c/a b%20c", "http://1c/a%20b%20c"),
        ("HTTP://1c/{number}", "HTTP://1c/{number}"),
    ] {
        let target = Target::new(&profile(url, Protocol::Soap)).unwrap();
        assert_eq!((target.url.as_str(), target.template), (sent, false));
    }
}

#[test]
fn placeholders_are_filled_and_encoded() {
    let target = Target::new(&profile("http://h/я/{number}?d={did}&u={uniqueid}", Protocol::Json)).unwrap();
    assert!(target.template);
    let facts = Facts { did: "a&b=c#{number}/..%".into(), uniqueid: "1.2-3_4~".into(), ..Facts::default() };
    let question = Question { number: "+7 ё".into(), facts };
    assert_eq!(
        target.filled(&question),
        "http://h/%D1%8F/%2B7%20%D1%91?d=a%26b%3Dc%23%7Bnumber%7D%2F..%25&u=1.2-3_4~"
    );
}

#[test]
fn names_become_tags() {
    for (name, good) in [
        ("identify", true),
        ("ОпределитьНомер", true),
        ("a-b_c.1", true),
        ("", false),
        ("a b", false),
        ("1a", false),
        ("a>b", false),
        ("a:b", false),
    ] {
        let operation = Profile { operation: name.into(), ..profile("http://h/", Protocol::Soap) };
        assert_eq!(Target::new(&operation).is_ok(), good, "{name}");
        let extra =
            Profile { extra: vec![("did".into(), name.into())], ..profile("http://h/", Protocol::Json) };
        assert_eq!(
            Target::new(&extra).map_err(|error| error.contains("crm.extra")).err(),
            (!good).then_some(true),
            "{name}"
        );
    }
}

#[test]
fn basic_in_utf8() {
    for (user, password, value) in [
        ("Администратор", "п", "Basic 0JDQtNC80LjQvdC40YHRgtGA0LDRgtC+0YA60L8="),
        ("a", "", "Basic YTo="),
        ("ab", "", "Basic YWI6"),
        ("Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
    ] {
        assert_eq!(authorization(user, password), Ok(Some(value.into())));
    }
    assert_eq!(authorization("", ""), Ok(None));
    assert!(authorization("", "x").unwrap_err().contains("crm.user"));
    assert!(authorization("a:b", "x").unwrap_err().contains("colon"));
}
