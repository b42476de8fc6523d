use super::*;

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| word.to_string()).collect()
}

#[test]
fn a_caller_s_number_cannot_send_the_login_elsewhere() {
    for word in [
        "crm.url=http://evil/",
        "crm.user=x",
        "crm.password=x",
        "crm.token=x",
        "crm.tls=pin:00",
        " crm.url = http://evil/ ",
        "crm.url",
    ] {
        let given = words(&["do=name", word]);
        if word.contains('=') {
            assert!(Arguments::read(&given).is_ok(), "on a command line: {word}");
        }
        let error = Arguments::of_call(&given).unwrap_err().to_string();
        assert!(error.starts_with("AGI argument: crm.") && !error.contains("evil"), "{error}");
    }
    let given = words(&["crm=spb", "crm.answer_timeout=900", "crm.protocol=json"]);
    assert_eq!(Arguments::of_call(&given), Arguments::read(&given));
}
