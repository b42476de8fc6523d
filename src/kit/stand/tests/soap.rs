use super::*;

const V11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const V12: &str = "http://www.w3.org/2003/05/soap-envelope";

fn request(envelope: &str, body: &str) -> String {
    format!(
        "<e:Envelope xmlns:e=\"{envelope}\"><e:Header><x>1</x></e:Header><e:Body>{body}</e:Body></e:Envelope>"
    )
}

#[test]
fn requests_in_every_dress() {
    for (document, version, number) in [
        (
            request(V11, "<m:identify xmlns:m=\"ns\"><m:Number>123</m:Number></m:identify>"),
            Version::V11,
            "123",
        ),
        (
            request(
                V12,
                "<identify xmlns=\"ns\"><Number>1&amp;<![CDATA[<2>]]>&#51;&#x34;&no;</Number></identify>",
            ),
            Version::V12,
            "1&<2>34&no;",
        ),
        (
            format!(
                "\u{feff}<?xml version=\"1.0\"?>\n{}",
                request(V11, "<m:identify xmlns:m=\"ns\"><m:Number/></m:identify>")
            ),
            Version::V11,
            "",
        ),
    ] {
        let called = read(&document).unwrap();
        assert_eq!(
            called,
            Called {
                version,
                namespace: "ns".into(),
                operation: "identify".into(),
                parameters: vec![("Number".into(), number.into())],
            }
        );
    }
}

#[test]
fn what_is_no_request_is_named() {
    for (document, complaint) in [
        ("{}", "the request is no XML: "),
        ("<a/>", "expected a SOAP envelope, found <a>"),
        ("<Envelope/>", "unknown envelope namespace «»"),
        (&request(V11, ""), "the request calls nothing"),
        (&request(V11, "<a><b>")[..100], "the request ends in the middle"),
    ] {
        let error = read(document).unwrap_err();
        assert!(error.starts_with(complaint), "{document}: {error}");
    }
}

#[test]
fn the_answer_looks_like_1c() {
    let called = read(&request(V11, "<m:identify xmlns:m=\"ns\"/>")).unwrap();
    assert_eq!(
        response(&called, "ООО \"А & Б\"").body,
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\">\r\n\t<soap:Header/>\r\n\t<soap:Body>\r\n\t\t<m:identifyResponse xmlns:m=\"ns\">\r\n\t\t\t<m:return xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"\r\n\t\t\t\t\txmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">ООО \"А &amp; Б\"</m:return>\r\n\t\t</m:identifyResponse>\r\n\t</soap:Body>\r\n</soap:Envelope>"
    );
    assert!(response(&called, "").body.contains("XMLSchema-instance\"/>"));
}
