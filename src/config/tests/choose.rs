use crate::config::parse;

#[test]
fn a_call_finds_its_base() {
    let text = b"[crm]\nurl = http://a/\n[crm spb]\nurl = http://b/\n[call]\ndid = 78121234567:spb 101:spb";
    let settings = parse(text, "x", &[]).unwrap();
    for (wanted, did, found) in [
        (None, "", "default"),
        (None, "s", "default"),
        (None, "74951234567", "default"),
        (None, "78121234567", "spb"),
        (None, "+7 (812) 123-45-67", "spb"),
        (None, "88121234567", "spb"),
        (None, "8121234567", "spb"),
        (None, "101", "spb"),
        (None, "1010", "default"),
        (Some("default"), "78121234567", "default"),
        (Some("spb"), "", "spb"),
    ] {
        assert_eq!(settings.profile(wanted, did).unwrap().name, found, "{wanted:?} {did}");
    }
}

#[test]
fn a_base_that_cannot_be_asked_is_an_error() {
    let settings = parse(b"[crm spb]\n[crm msk]\nurl = http://b/", "agi1c.conf", &[]).unwrap();
    for (wanted, error) in [
        (Some("nsk"), "AGI argument: crm: no such profile; there are: msk default spb"),
        (
            None,
            "agi1c.conf: [crm]: url is not set; expected 1C's address, as in http://1c/base/ws/1C_MIKO_identify_number.1cws",
        ),
        (
            Some("spb"),
            "agi1c.conf: [crm spb]: url is not set; expected 1C's address, as in http://1c/base/ws/1C_MIKO_identify_number.1cws",
        ),
    ] {
        assert_eq!(settings.profile(wanted, "").unwrap_err().to_string(), error);
    }
}
