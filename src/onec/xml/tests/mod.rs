use super::*;
use crate::crm::Reason;

/// The events of a document, one sign each: `<` with the name, `>`, or the text.
fn events(text: &str) -> Result<String, Failure> {
    let mut reader = Reader::new(text);
    let mut seen = String::new();
    while let Some(event) = reader.event()? {
        match event {
            Event::Open(open) => {
                seen.push('<');
                seen.push_str(open.local);
            }
            Event::Text(text) => seen.push_str(&text),
            Event::Close => seen.push('>'),
        }
    }
    Ok(seen)
}

#[test]
fn documents() {
    for (text, seen) in [
        ("<a/>", "<a>"),
        ("<a b='c'>d<e:f/>g</a>\n<!-- x -->", "<ad<f>g>"),
        ("<?xml version='1.0'?>\n<!-- x --><a><![CDATA[<&>]]>\r\n\r</a>", "<a<&>\n\n>"),
    ] {
        assert_eq!(events(text).as_deref(), Ok(seen), "{text}");
    }
}

#[test]
fn broken_documents() {
    for text in [
        "",
        " ",
        "<",
        "<a",
        "<a ",
        "<a b",
        "<a b=",
        "<a b='",
        "<a>",
        "<a></",
        "<a></b>",
        "</a>",
        "<a/><b/>",
        "<a/>x",
        "<a/><![CDATA[x]]>",
        "x<a/>",
        "<a b='&x;'/>",
        "<a b='<'/>",
        "<a>]]></a>",
        "<a>\u{1}</a>",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>",
        "<!ENTITY b 'c'><a/>",
        "<a><!DOCTYPE b></a>",
        "<?xml version='1.0'?>",
        "<a>&#xD800;</a>",
        "<a>&#;</a>",
        "<a>&#x;</a>",
        "<a>&#99999999999;</a>",
        "<a>&amp</a>",
        "<a>&;</a>",
    ] {
        assert_eq!(events(text).map_err(|failure| failure.reason), Err(Reason::BadAnswer), "{text}");
    }
}

#[test]
fn a_name_that_stands_twice_in_a_tag_is_refused() {
    for (text, tag) in [
        ("<a xmlns='urn:x' xmlns='urn:y'/>", "xmlns stands twice in the tag <a>"),
        ("<a xmlns='urn:x' xmlns='urn:x'/>", "xmlns stands twice in the tag <a>"),
        ("<m:a xmlns:m='urn:x' b='1' xmlns:m='urn:y'/>", "m stands twice in the tag <a>"),
        ("<a><b c='1' c='2'/></a>", "c stands twice in the tag <b>"),
        ("<a xmlns:i='urn:i' i:nil='true' i:nil='false'/>", "nil stands twice in the tag <a>"),
    ] {
        assert_eq!(events(text).map_err(|failure| failure.detail), Err(tag.into()), "{text}");
    }
    for text in [
        "<a xmlns='urn:x'><b xmlns='urn:y'/><c xmlns='urn:y'/></a>",
        "<a xmlns='urn:x' xmlns:m='urn:x' xmlns:n='urn:x'/>",
        "<a xmlns:i='urn:i' nil='1' i:nil='1'/>",
    ] {
        assert!(events(text).is_ok(), "{text}");
    }
}

#[test]
fn namespaces_are_scoped() {
    let mut reader =
        Reader::new("<a xmlns='1' xmlns:p='2'><p:b xmlns:p='3'/><p:c xmlns=''/><d p:e='4' f='5'/></a>");
    let mut seen = Vec::new();
    while let Some(event) = reader.event().unwrap() {
        if let Event::Open(open) = event {
            let uri = |prefix| reader.namespace(prefix).unwrap_or("-").to_string();
            seen.push(format!("{}: {} {}", open.local, uri(open.prefix), uri("")));
            if open.local == "d" {
                assert_eq!(
                    (reader.attribute("e"), reader.attribute("f")),
                    (Some(("p", "4")), Some(("", "5")))
                );
            }
        }
    }
    assert_eq!(seen, ["a: 1 1", "b: 3 1", "c: 2 -", "d: 1 1"]);
}

#[test]
fn what_is_escaped_reads_back() {
    let all = ('\u{0}'..'\u{3000}').chain("<![CDATA[]]>&amp;😀".chars()).collect();
    for text in [all, String::from("Horns & Hoofs"), String::from("<&>"), String::from("Horns")] {
        let mut document = String::from("<a>");
        escape(&text, &mut document);
        document.push_str("</a>");
        let kept: String = text.chars().filter(|&each| allowed(each)).collect();
        assert_eq!(events(&document).unwrap(), format!("<a{kept}>"));
    }
}

#[test]
fn a_sentence_about_a_tag_is_short_and_masks_numbers() {
    let long = "ё74952293042".repeat(1_000);
    for text in [format!("<{long}"), format!("<{long}>"), format!("<{long}></b>"), format!("</{long}>")] {
        let detail = events(&text).unwrap_err().detail;
        assert!(detail.len() < 400 && !detail.contains("74952293042"), "{detail}");
    }
}
