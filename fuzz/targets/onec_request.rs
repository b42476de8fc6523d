//! What 1C is asked: whatever a caller's facts hold, SOAP and JSON carry them whole, and a URL stays one. Bytes:
//! number, 0xFF, DID, 0xFF, channel.

#![no_main]

use agi1c::config::parse;
use agi1c::crm::{Facts, Question};
use agi1c::onec::soap::{self, QName};
use agi1c::onec::target::{object, parameters};
use agi1c::onec::xml::{Reader, allowed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(3, |b| *b == 0xff).map(|text| String::from_utf8_lossy(text).into_owned());
    let mut part = || parts.next().unwrap_or_default();
    let facts = |did, channel| Facts { did, channel, ..Facts::default() };
    let question = Question { number: part(), facts: facts(part(), part()) };
    let text = "[crm]\nprotocol = json\nurl = http://1c/база/{number}/x?d={did}&c={channel}\nextra = did:DID channel:Канал\n";
    let profile = parse(text.as_bytes(), "fuzz", &[]).expect("sound settings").profiles.remove(0);
    let meant = parameters(&profile, &question);
    assert_eq!(meant.len(), 3);

    let operation = QName { namespace: "urn:x", name: "identify" };
    let request = soap::request(operation, &meant);
    assert_eq!(
        texts(&request),
        meant.iter().map(|(_, value)| read_back(value)).collect::<Vec<_>>(),
        "{request}"
    );

    let object = object(&meant);
    let read: miniserde::json::Object = miniserde::json::from_str(&object).expect("sound JSON");
    for (name, value) in &meant {
        let Some(miniserde::json::Value::String(read)) = read.get(*name) else { panic!("{name}: {object}") };
        assert_eq!(read, value);
    }

    let url = profile.url.fill(&question);
    let url = url.as_str();
    assert!(url.starts_with("http://1c/%D0%B1%D0%B0%D0%B7%D0%B0/"), "{url}");
    assert!(
        url.bytes().all(|b| b.is_ascii_graphic()) && !url.contains(['{', '}', '"', '<', '>', '#']),
        "{url}"
    );
    assert_eq!(url.matches(['/', '?', '&', '=']).count(), 9, "{url}");
});

/// The values of a request's parameters, by an XML reader.
fn texts(request: &str) -> Vec<String> {
    let mut xml = Reader::new(request);
    let mut open = || xml.child().expect("sound XML").expect("an element");
    open();
    open();
    open();
    let mut texts = Vec::new();
    while let Some(_parameter) = xml.child().expect("sound XML") {
        texts.push(xml.text().expect("sound XML").expect("a text"));
    }
    texts
}

/// What of a value XML can carry.
fn read_back(value: &str) -> String {
    value.chars().filter(|c| allowed(*c)).collect()
}
