//! Several 1C bases behind one PBX, and what a base is told of a call: whole calls between a played Asterisk and
//! stand-ins that keep what they received.

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::{Stand, StandOptions};

use crate::fakes::asterisk::{Asterisk, Version};

const NUMBER: &str = "74952293042";

fn base(name: &str) -> Stand {
    let clients = vec![Client::new(NUMBER, name)];
    Stand::start(StandOptions { clients, ..StandOptions::default() }).expect("loopback")
}

#[test]
fn soap_parameters_in_the_order_of_crm_extra() {
    let stand = base("ООО Ромашка");
    let settings = format!(
        "[crm]\nurl = {}\nextra = did:DID uniqueid:CallID channel:Channel extension:Extension context:Контекст\n",
        stand.url()
    );
    for version in Version::ALL {
        let call = Asterisk::new(version)
            .call(NUMBER)
            .field("channel", "SIP/trunk<&>\"-1")
            .field("extension", "7495")
            .settings(&settings)
            .run();
        assert_eq!(call.outcome(), ("found", "answer"), "{}", call.conversation());
    }
    let body = stand.requests()[0].text();
    let parameters = "<m:Number>74952293042</m:Number><m:DID>78121234567</m:DID><m:CallID>1400000000.1</m:CallID>\
                      <m:Channel>SIP/trunk&lt;&amp;&gt;&quot;-1</m:Channel><m:Extension>7495</m:Extension>\
                      <m:Контекст>incoming</m:Контекст></m:identify>";
    assert!(body.contains(parameters), "{body}");
}

#[test]
fn the_extension_stands_in_for_a_did_that_did_not_come() {
    let stand = base("ООО Ромашка");
    let settings = format!("[crm]\nurl = {}\nextra = did:DID\n", stand.url());
    let pbx = Asterisk::new(Version::V16);
    pbx.call(NUMBER).field("dnid", "unknown").field("extension", "78127654321").settings(&settings).run();
    assert!(stand.requests()[0].text().contains("<m:DID>78127654321</m:DID>"));
}

#[test]
fn a_base_that_is_told_of_calls_hears_of_every_one() {
    let stand = base("ООО Ромашка");
    let settings = format!("[cache]\nfresh = 600\n[crm]\nurl = {}\nextra = did:DID\n", stand.url());
    let pbx = Asterisk::new(Version::V16);
    for count in 1..=2 {
        assert_eq!(pbx.call(NUMBER).settings(&settings).run().outcome(), ("found", "answer"));
        assert_eq!(stand.count(), count);
    }
}

#[test]
fn the_number_called_chooses_the_base() {
    let (main, spb) = (base("Ромашка Москва"), base("Ромашка Питер"));
    let settings = format!(
        "[crm]\nurl = {}\nextra = did:DID\n[crm spb]\nurl = {}\n[call]\ndid = 78121234567:spb 101:spb\n",
        main.url(),
        spb.url()
    );
    let pbx = Asterisk::new(Version::V16);
    for (did, crm, name) in [
        ("74951234567", "", "Ромашка Москва"),
        ("78121234567", "", "Ромашка Питер"),
        ("88121234567", "", "Ромашка Питер"),
        ("8121234567", "", "Ромашка Питер"),
        ("78121234567", "crm=default", "Ромашка Москва"),
        ("74951234567", "crm=spb", "Ромашка Питер"),
        ("unknown", "", "Ромашка Москва"),
    ] {
        let call = pbx.call(NUMBER).field("dnid", did).argument(crm).settings(&settings).run();
        assert_eq!(call.variable("CALLERID(name)"), Some(name), "{did} {crm} {}", call.conversation());
    }
    assert!(spb.requests().iter().all(|request| request.text().contains("<m:DID>")), "taken over from [crm]");
}

#[test]
fn memories_and_breakers_are_apart() {
    let (mut main, mut spb) = (base("Ромашка Москва"), base("Ромашка Питер"));
    let settings = format!("[crm]\nurl = {}\n[crm spb]\nurl = {}\n", main.url(), spb.url());
    let pbx = Asterisk::new(Version::V1_8);
    let call = |crm: &str| {
        let call = pbx.call(NUMBER).argument(crm).settings(&settings).run();
        let (status, reason) = call.outcome();
        (format!("{status} {reason}"), call.variable("AGI1C_NAME").unwrap_or_default().to_owned())
    };
    let says = |status: &str, name: &str| (status.to_owned(), name.to_owned());
    assert_eq!(call("crm=default"), says("found answer", "Ромашка Москва"));
    assert_eq!(call("crm=spb"), says("found answer", "Ромашка Питер"));
    let stored = |key: &str| pbx.db("agi1c", key).unwrap_or_default();
    assert!(stored("n/default/74952293042").ends_with(" Ромашка Москва"), "{}", pbx.db_show());
    assert!(stored("n/spb/74952293042").ends_with(" Ромашка Питер"));
    main.stop();
    assert_eq!(call("crm=default"), says("stale refused", "Ромашка Москва"));
    assert_eq!(call("crm=default"), says("stale breaker", "Ромашка Москва"));
    assert_eq!(
        call("crm=spb"),
        says("found answer", "Ромашка Питер"),
        "the other base is asked all the same"
    );
    assert!(
        pbx.db("agi1c", "b/default").is_some() && pbx.db("agi1c", "b/spb").is_none(),
        "{}",
        pbx.db_show()
    );
    spb.remove(NUMBER);
    assert_eq!(call("crm=spb"), says("unknown nobody", ""));
    assert_eq!(pbx.db("agi1c", "n/spb/74952293042"), None);
    assert!(pbx.db("agi1c", "n/default/74952293042").is_some(), "one base's nobody is not the other's");
    spb.stop();
}

#[test]
fn one_memory_for_all_forms_of_a_number() {
    let mut stand = base("ООО Ромашка");
    let settings = format!("[crm]\nurl = {}\n", stand.url());
    let pbx = Asterisk::new(Version::V16);
    assert_eq!(pbx.call("+7 (495) 229-30-42").settings(&settings).run().outcome().0, "found");
    stand.stop();
    for number in [
        "84952293042",
        "74952293042",
        "4952293042",
        "+74952293042",
        "810 7 495 2293042",
        "sip:+74952293042@x",
    ] {
        let call = pbx.call(number).settings(&settings).run();
        assert_eq!(call.outcome().0, "stale", "{number} {}", call.conversation());
        assert_eq!(call.variable("CALLERID(name)"), Some("ООО Ромашка"), "{number}");
    }
}

#[test]
fn the_form_1c_is_asked_with() {
    let stand = base("ООО Ромашка");
    for (came, form, sent) in [
        ("+7 (495) 229-30-42", "caller", "+7 (495) 229-30-42"),
        ("+7 (495) 229-30-42", "digits", "74952293042"),
        ("84952293042", "e164", "+74952293042"),
        ("84952293042", "international", "74952293042"),
        ("+74952293042", "national", "4952293042"),
        ("4952293042", "trunk", "84952293042"),
        ("2293042", "international", "74952293042"),
        ("00441234567890", "e164", "+441234567890"),
        ("8-10-44-1234567890", "e164", "+441234567890"),
        ("+441234567890", "trunk", "810441234567890"),
        ("sip:+74952293042;cpc=ordinary@10.0.0.1", "national", "4952293042"),
    ] {
        let settings = format!("[crm]\nurl = {}\n[number]\nsend_as = {form}\narea = 495\n", stand.url());
        let before = stand.count();
        let call = Asterisk::new(Version::V16).call(came).settings(&settings).run();
        let sent = format!("<m:Number>{sent}</m:Number>");
        let body = stand.requests()[before].text();
        assert!(body.contains(&sent), "{came} {form} {body} {}", call.conversation());
    }
}
