use super::*;

const NAMESPACE: &str = "http://wiki.miko.ru/doc:1cajam:identifynumber";
const IDENTIFY: QName<'_> = QName { namespace: NAMESPACE, name: "identify" };

/// 1C's envelope around a Body.
fn onec(body: &str) -> String {
    format!(
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\">\n\t<soap:Header/>\n\t<soap:Body>\
         {body}</soap:Body>\n</soap:Envelope>"
    )
}

/// 1C's answer around what stands in place of `<m:return>…</m:return>`.
fn returning(part: &str) -> String {
    onec(&format!("\n<m:identifyResponse xmlns:m=\"{NAMESPACE}\">\n{part}\n</m:identifyResponse>\n"))
}

#[test]
fn the_request_is_byte_for_byte_what_1c_accepts() {
    assert_eq!(
        request(IDENTIFY, &[("Number", "74952293042")]),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\">\
         <soap:Body><m:identify xmlns:m=\"http://wiki.miko.ru/doc:1cajam:identifynumber\"><m:Number>74952293042</m:Number>\
         </m:identify></soap:Body></soap:Envelope>"
    );
}

#[test]
fn hostile_parameters_stay_inside_their_element() {
    let sent =
        request(IDENTIFY, &[("Number", "7</m:Number><m:Admin>1&\"'\u{0}\u{b}\u{fffe}\r"), ("DID", "ё<")]);
    assert!(sent.contains(
        "<m:Number>7&lt;/m:Number&gt;&lt;m:Admin&gt;1&amp;&quot;&apos;&#13;</m:Number><m:DID>ё&lt;</m:DID></m:identify>"
    ));
    let mut xml = Reader::new(&sent);
    let mut texts = Vec::new();
    while let Some(event) = xml.event().unwrap() {
        if let xml::Event::Text(text) = event {
            texts.push(text.into_owned());
        }
    }
    assert_eq!(texts, ["7</m:Number><m:Admin>1&\"'\r", "ё<"]);
}

#[test]
fn answers_of_every_stack() {
    let soap12 = returning("<m:return>ИП Ё</m:return>").replace(ENVELOPES[0], ENVELOPES[1]);
    let cases: [(&str, String, Option<&str>); 18] = [
        (
            "1C",
            returning(
                "<m:return xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"\n\t\txmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">ООО \"МИКО\"</m:return>",
            ),
            Some("ООО \"МИКО\""),
        ),
        ("1C, SOAP 1.2", soap12, Some("ИП Ё")),
        ("1C, nobody", returning("<m:return/>"), Some("")),
        (
            "1C, two lines",
            returning("<m:return>А\r\nset: CRM_A=1&#13;\n</m:return>"),
            Some("А\nset: CRM_A=1\r\n"),
        ),
        (
            "CDATA",
            returning("<m:return><![CDATA[ООО <\"Р&Д\">]]> и Ко</m:return>"),
            Some("ООО <\"Р&Д\"> и Ко"),
        ),
        (
            "entities",
            returning("<m:return>&lt;&gt;&amp;&quot;&apos;&#1071;&#x42F;&amp;lt;</m:return>"),
            Some("<>&\"'ЯЯ&lt;"),
        ),
        (
            "comments",
            returning("<!-- <m:return>x</m:return> --><m:return>А<!-- & -->Б</m:return><?p x?>"),
            Some("АБ"),
        ),
        (
            "declared nil",
            returning("<m:return xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:nil=\"true\"/>"),
            None,
        ),
        (
            "declared nil, 1",
            returning(
                "<m:return xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"1\"></m:return>",
            ),
            None,
        ),
        (
            "nil of another namespace",
            returning("<m:return xmlns:x=\"urn:x\" x:nil=\"true\">А</m:return>"),
            Some("А"),
        ),
        ("nil false", returning("<m:return xsi:nil=\"false\">А</m:return>"), Some("А")),
        ("a BOM and blanks in front", format!("  \n{}", returning("<m:return>А</m:return>")), Some("А")),
        (
            "spyne",
            format!(
                "<?xml version='1.0' encoding='UTF-8'?>\n<soap11env:Envelope xmlns:soap11env=\"http://schemas.xmlsoap.org/soap/envelope/\" \
                 xmlns:tns=\"{NAMESPACE}\"><soap11env:Body><tns:identifyResponse><tns:return>ООО Ромашка</tns:return>\
                 </tns:identifyResponse></soap11env:Body></soap11env:Envelope>"
            ),
            Some("ООО Ромашка"),
        ),
        (
            "PHP",
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\" \
                 xmlns:ns1=\"{NAMESPACE}\"><SOAP-ENV:Body><ns1:identifyResponse><ns1:return>ООО «Ромашка»</ns1:return>\
                 </ns1:identifyResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>\n"
            ),
            Some("ООО «Ромашка»"),
        ),
        (
            "PHP without WSDL: rpc, return without a namespace",
            format!(
                "<SOAP-ENV:Envelope xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:ns1=\"{NAMESPACE}\" \
                 xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
                 <SOAP-ENV:Body><ns1:identifyResponse><return xsi:type=\"xsd:string\">А</return></ns1:identifyResponse>\
                 </SOAP-ENV:Body></SOAP-ENV:Envelope>"
            ),
            Some("А"),
        ),
        (
            "node-soap",
            format!(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"  \
                 xmlns:tns=\"{NAMESPACE}\"><soap:Body><identifyResponse xmlns=\"{NAMESPACE}\"><return>ООО &quot;МИКО&quot;</return>\
                 </identifyResponse></soap:Body></soap:Envelope>"
            ),
            Some("ООО \"МИКО\""),
        ),
        (
            "node-soap, nobody: nil with a prefix never declared",
            format!(
                "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>\
                 <identifyResponse xmlns=\"{NAMESPACE}\"><return xsi:nil=\"true\"></return></identifyResponse></soap:Body></soap:Envelope>"
            ),
            None,
        ),
        (
            "no prefix declared anywhere",
            "<Envelope><Body><identifyResponse><return>А</return></identifyResponse></Body></Envelope>"
                .into(),
            Some("А"),
        ),
    ];
    for (stack, text, wanted) in cases {
        assert_eq!(answer(&text, IDENTIFY).as_ref().map(Option::as_deref), Ok(wanted), "{stack}: {text}");
    }
}

#[test]
fn cut_anywhere_an_answer_is_refused() {
    let whole = returning("<m:return>ООО &quot;МИКО&quot; <![CDATA[и]]></m:return>");
    for (at, _) in whole.char_indices() {
        let failure = answer(&whole[..at], IDENTIFY).expect_err(&whole[..at]);
        assert_eq!(failure.reason, Reason::BadAnswer, "{}", &whole[..at]);
    }
}

#[test]
fn bad_answers_say_what_is_wrong() {
    let deep = format!("{}{}", "<a>".repeat(20_000), "</a>".repeat(20_000));
    let scopes: String = (0..80).map(|n| format!(" xmlns:n{n}=\"u\"")).collect();
    let cases: [(String, &str); 19] = [
        (returning(""), "no return"),
        (returning("<m:return>А</m:return><m:return>Б</m:return>"), "two returns"),
        (returning("<m:return><m:name>А</m:name></m:return>"), "holds XML elements"),
        (returning("<x:return xmlns:x=\"urn:other\">А</x:return>"), "no return"),
        (onec(""), "Body is empty"),
        (
            onec("<m:findResponse xmlns:m=\"x\"/>"),
            "expected <identifyResponse> (crm.operation), the answer's Body holds \"findResponse\"",
        ),
        (
            onec("<m:identifyResponse xmlns:m=\"wiki.miko.ru\"><m:return/></m:identifyResponse>"),
            "in the answer \"wiki.miko.ru\"",
        ),
        (
            "<e:Envelope xmlns:e=\"urn:soap3\"><e:Body/></e:Envelope>".into(),
            "no known SOAP version: \"urn:soap3\"",
        ),
        ("<Envelope><Header/></Envelope>".into(), "no Body"),
        (format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{}", returning("<m:return>&b;</m:return>")), "DOCTYPE"),
        (returning("<m:return>&b;</m:return>"), "entity that XML does not know"),
        (returning("<m:return>&#0;</m:return>"), "entity that XML does not know"),
        (returning("<m:return>&#x110000;</m:return>"), "entity that XML does not know"),
        (returning("<m:return>&#+65;</m:return>"), "entity that XML does not know"),
        (returning("<m:return>R&D</m:return>"), "begins no entity"),
        (returning("<m:return>А</return>"), "<return> is closed by </return>"),
        (returning(&deep), "more than 32 deep"),
        (returning(&format!("<m:return{scopes}>А</m:return>")), "more than 64 namespaces"),
        (returning("<m:return>А</m:return>") + "<x/>", "outside its root element"),
    ];
    for (text, says) in cases {
        let failure = answer(&text, IDENTIFY).expect_err(says);
        assert_eq!(failure.reason, Reason::BadAnswer, "{}", failure.detail);
        assert!(failure.detail.contains(says), "{} lacks {says}", failure.detail);
    }
}

#[test]
fn another_document_is_not_1c() {
    for (text, says) in [
        ("<rss><channel/></rss>", "<rss>"),
        ("<html><body/></html>", "<html>"),
        ("<exception xmlns=\"urn:other\" reason=\"406\"/>", "<exception>"),
    ] {
        let failure = answer(text, IDENTIFY).unwrap_err();
        assert_eq!(failure.reason, Reason::NotOneC);
        assert!(failure.detail.contains(says));
    }
}

#[test]
fn faults_and_exceptions() {
    let fault11 = |text: &str| {
        onec(&format!(
            "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>{text}</faultstring><detail><e>x</e></detail></soap:Fault>"
        ))
    };
    let fault12 = |text: &str| {
        onec(&format!(
            "<soap:Fault><soap:Code><soap:Value>soap:Receiver</soap:Value></soap:Code><soap:Reason>\
             <soap:Text xml:lang=\"ru\">{text}</soap:Text></soap:Reason></soap:Fault>"
        ))
        .replace(ENVELOPES[0], ENVELOPES[1])
    };
    let own = |reason: &str, text: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><exception xmlns=\"http://v8.1c.ru/8.2/virtual-resource-system\" \
             xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" reason=\"{reason}\">\n<descr xmlns=\"http://v8.1c.ru/8.1/data/core\">{text}</descr></exception>"
        )
    };
    let threw = "Неизвестная ошибка. {WebСервис.Имя.Модуль(25)}: текст\nпо причине:\nДеление на 0";
    for (text, reason, says) in [
        (
            fault11(threw),
            Reason::Fault,
            "Неизвестная ошибка. {WebСервис.Имя.Модуль(25)}: текст по причине: Деление на 0",
        ),
        (fault12(threw), Reason::Fault, "по причине: Деление на 0"),
        (
            fault12("Деление на 0</soap:Text><soap:Text xml:lang=\"en\">Division by 0"),
            Reason::Fault,
            "): Деление на 0",
        ),
        (fault11("Не обнаружено свободной лицензии!"), Reason::NoLicence, "add one"),
        (fault12("Не найдена лицензия. Не обнаружен ключ защиты"), Reason::NoLicence, "add one"),
        (fault11("Истекло время ожидания сеанса"), Reason::NoSession, "poolSize"),
        (fault11("Начало сеанса с информационной базой запрещено. Обновление"), Reason::Locked, "Обновление"),
        (fault11("Недостаточно прав для входа в программу"), Reason::Forbidden, "basic rights"),
        (own("406", "Истекло время ожидания сеанса"), Reason::NoSession, "poolSize"),
        (own("406", "?"), Reason::NoSession, "poolSize"),
        (own("402", "Не обнаружено свободной лицензии!"), Reason::NoLicence, "licence"),
        (own("400", "Ошибка разбора"), Reason::Fault, "400: Ошибка разбора"),
        (own("400", "Ошибка разбора</descr><descr>?"), Reason::Fault, "400: Ошибка разбора"),
        ("<Envelope><Body><Fault/></Body></Envelope>".into(), Reason::Fault, "event log"),
    ] {
        let failure = answer(&text, IDENTIFY).expect_err(&text);
        assert_eq!(failure.reason, reason, "{}", failure.detail);
        assert!(failure.detail.contains(says), "{} lacks {says}", failure.detail);
        // The same with an error status.
        assert_eq!(super::failure(&text), Some(failure));
        // A fault that is cut off is still no answer.
        let cut = &text[..text.len() - 12];
        assert_eq!(answer(cut, IDENTIFY).unwrap_err().reason, Reason::BadAnswer, "{cut}");
    }
}
