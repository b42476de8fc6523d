use super::*;

fn read(script: &str, args: &[&str]) -> Result<Arguments, String> {
    let args = args.iter().map(|word| word.to_string()).collect();
    let env = Env { network_script: script.into(), args, ..Env::default() };
    arguments(&env).map_err(|error| error.to_string())
}

#[test]
fn address_and_arguments_say_the_same_things_and_arguments_win() {
    let expected = Arguments {
        task: Some(Task::Name),
        crm: Some("spb".into()),
        number: Some("+74952293042".into()),
        did: Some("78121234567".into()),
        overrides: vec![("call.deadline".into(), "900".into())],
    };
    let whole = "agi1c?crm=spb&number=+74952293042&did=78121234567&do=name&call.deadline=900";
    assert_eq!(read(whole, &[]), Ok(expected.clone()));
    let escaped = "agi1c?crm=s%70b&number=%2B74952293042&&did=78121234567&call.deadline=900";
    assert_eq!(read(escaped, &["", "do=name"]), Ok(expected.clone()));
    let words = ["crm=spb", "number=+74952293042", "did=78121234567", "call.deadline=900"];
    assert_eq!(read("agi1c?crm=msk&number=1", &words), Ok(expected));
}

#[test]
fn a_lone_number_is_looked_up_as_by_the_appliance_program() {
    assert_eq!(read("agi1c", &["74952293042"]).unwrap().number.as_deref(), Some("74952293042"));
    assert_eq!(read("", &[]).unwrap(), Arguments { task: Some(Task::Name), ..Arguments::default() });
}

#[test]
fn nothing_else_is_taken_from_the_network() {
    for word in [
        "crm.url=http://evil/",
        "crm.user=x",
        "crm.password=x",
        "crm.token=x",
        "crm.tls=pin:00",
        "commands.allow=name dial",
        "commands.targets=internal/201",
        "cache.family=cidname",
        "name.keep=yes",
        "server.allow=0.0.0.0/0",
        "log.level=debug",
        "do=sync",
        "do=test",
        "do=other",
        "rm=rf",
    ] {
        for refused in [read(&format!("agi1c?{word}"), &[]), read("agi1c", &["crm=spb", word])] {
            let said = refused.expect_err(word);
            assert!(said.starts_with("AGI argument: ") && !said.contains("evil"), "{word}: {said}");
        }
    }
}
