use super::*;
use crate::crm::Facts;

fn read(value: &str) -> Template {
    Template::read(value).unwrap_or_else(|why| panic!("{value}: {why:?}"))
}

#[test]
fn an_address_is_sent_in_ascii() {
    for (value, sent) in [
        ("http://10.0.0.1/base/ws/x.1cws", "http://10.0.0.1/base/ws/x.1cws"),
        ("http://10.0.0.1:8080", "http://10.0.0.1:8080"),
        ("http://[fe80::1]:80/я", "http://[fe80::1]:80/%D1%8F"),
        ("HTTP://1c/a", "http://1c/a"),
        ("hTtP://1C.Local/A", "http://1C.Local/A"),
        ("http://1c/моя база/ws/x.1cws", "http://1c/%D0%BC%D0%BE%D1%8F%20%D0%B1%D0%B0%D0%B7%D0%B0/ws/x.1cws"),
        ("http://1c/a b%20c", "http://1c/a%20b%20c"),
        ("http://1c/a\tb", "http://1c/a%09b"),
        ("http://1c/?q=\"<>^`|", "http://1c/?q=%22%3C%3E%5E%60%7C"),
    ] {
        assert_eq!(read(value).as_str(), sent);
    }
    let long = format!("http://1c/{}", "a".repeat(MAX_URL - 10));
    assert_eq!(read(&long).as_str(), long);
    assert!(Template::read(&format!("{long}a")).unwrap_err().0.starts_with("longer than 2000 bytes"));
    assert!(Template::read(&format!("http://1c/{}", "я".repeat(400))).is_err());
}

#[test]
fn its_parts_are_told_apart() {
    for (value, peer, host, port, path) in [
        ("http://1c", "1c", "1c", 80, "/"),
        ("http://1c?wsdl", "1c", "1c", 80, "?wsdl"),
        ("http://1c.local:8080/a?b=/c", "1c.local:8080", "1c.local", 8080, "/a?b=/c"),
        ("http://[fe80::1]/", "[fe80::1]", "fe80::1", 80, "/"),
        ("http://[::80]:90", "[::80]:90", "::80", 90, "/"),
        ("http://h:080/", "h:080", "h", 80, "/"),
    ] {
        let template = read(value);
        let url = template.url();
        assert_eq!((url.peer(), url.host(), url.port(), url.path()), (peer, host, port, path), "{value}");
        assert_eq!(url.with_path("/x?y").as_str(), format!("http://{peer}/x?y"));
        assert_eq!(url.scheme(), Scheme::Http);
    }
}

#[test]
fn https_is_for_the_edition_with_tls() {
    for value in ["https://1c/", "HTTPS://1c.local:443/x", "Https://1c"] {
        match Template::read(value) {
            Ok(template) if cfg!(feature = "tls") => assert_eq!(template.url().scheme(), Scheme::Https),
            Err(why) if cfg!(not(feature = "tls")) => assert!(why.0.contains("agi1c-tls"), "{value}"),
            unexpected => panic!("{value}: {unexpected:?}"),
        }
    }
}

#[test]
fn what_is_no_address() {
    for value in [
        "10.0.0.1/base",
        "http//x",
        "/base/ws",
        "ftp://x/y",
        "http:///base",
        "http://",
        "http://a b/x",
        "http://1c:0/",
        "http://1c:99999/x",
        "http://1c:/x",
        "http://[::1/x",
        "http://[]/",
        "http:/1c/",
    ] {
        assert_eq!(Template::read(value), Err(NOT_ALLOWED), "{value}");
    }
    for (value, why) in [
        ("http://user:пароль1@10.0.0.1/x", "crm.user and crm.password"),
        ("http://сервер/x", "Latin letters"),
        ("http://1c/a#b", "%23"),
        ("http://1c/base\\ws", "written with /"),
    ] {
        assert!(Template::read(value).unwrap_err().0.contains(why), "{value}");
    }
}

#[test]
fn placeholders_are_filled_and_encoded() {
    let template = read("http://h/я/{number}?d={did}&u={uniqueid}");
    assert!(template.has_holes() && template.tells_facts());
    let facts = Facts { did: "a&b=c#{number}/..%".into(), uniqueid: "1.2-3_4~".into(), ..Facts::default() };
    let question = Question { number: "+7 ё".into(), facts };
    assert_eq!(
        template.fill(&question).as_str(),
        "http://h/%D1%8F/%2B7%20%D1%91?d=a%26b%3Dc%23%7Bnumber%7D%2F..%25&u=1.2-3_4~"
    );
    assert_eq!(template.fill(&question).peer(), "h");
    assert!(!read("http://h/{number}").tells_facts());
    for value in
        ["http://h/{numbr}", "http://h/{number", "http://h/{}", "http://h/number}", "http://h/}{number}"]
    {
        assert_eq!(Template::read(value).unwrap_err().1, Fact::WORDS, "{value}");
    }
    assert_eq!(Template::read("http://{number}/"), Err(NOT_ALLOWED), "a host is never filled in");
}
