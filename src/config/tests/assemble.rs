use super::*;
use crate::config::Login;
use crate::crm::Command;

fn read(text: &str, arguments: &[(&str, &str)]) -> Result<Settings, String> {
    let arguments: Vec<_> =
        arguments.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
    parse(text.as_bytes(), "agi1c.conf", &arguments).map_err(|error| error.to_string())
}

#[test]
fn what_is_not_set_is_inherited() {
    let settings = read(
        "\u{feff}[crm spb]\r\nuser = b\r\n[crm]\r\nurl = http://a/\r\nuser = a\r\n[crm msk]\n[crm  spb]\npassword = p",
        &[("crm.answer_timeout", "900"), ("call.deadline", "1"), ("call.deadline", "3000")],
    )
    .unwrap_err();
    assert_eq!(settings, "AGI argument: call.deadline: expected milliseconds from 200 to 60000, got \"1\"");

    let settings = read(
        "\u{feff}[crm spb]\r\nuser = b\r\n[crm]\r\nurl = http://a/\r\nuser = a\r\n[crm msk]\n[crm  spb]\npassword = p",
        &[("crm.answer_timeout", "900"), ("call.deadline", "2000"), ("call.deadline", "3000")],
    )
    .unwrap();
    let seen: Vec<_> = settings
        .profiles
        .iter()
        .map(|p| (p.name.as_str(), p.url.as_str(), p.login.user(), p.login.secret(), p.terms.answer_timeout))
        .collect();
    assert_eq!(
        seen,
        [
            ("default", "http://a/", "a", "", 900),
            ("spb", "http://a/", "b", "p", 900),
            ("msk", "http://a/", "a", "", 900)
        ]
    );
    assert_eq!(settings.call.deadline, 3000);
    assert_eq!(settings.source, "agi1c.conf");
}

#[test]
fn errors_name_the_place() {
    let sections = "no such section; there are: [crm] [crm NAME] [call] [number] [name] [cache] [commands] [sync] [server] [log]";
    let profile = "expected a profile's name of at most 32 letters, digits, _ -, other than default";
    for (text, error) in [
        ("\n\nnonsense", "line 3: expected [section] or key = value".to_string()),
        ("url = x", "line 1: url: stands before any [section]; the first is mostly [crm]".to_string()),
        ("[general]", format!("line 1: [general]: {sections}")),
        ("[call spb]", format!("line 1: [call spb]: {sections}")),
        ("[CRM]", format!("line 1: [CRM]: {sections}")),
        ("[crm default]", format!("line 1: [crm default]: {profile}")),
        ("[crm а]", format!("line 1: [crm а]: {profile}")),
        ("[crm a/b]", format!("line 1: [crm a/b]: {profile}")),
        (
            "[call]\nlimit = 5",
            "line 2: call.limit: no such key; [call] has: deadline min_digits restricted direction did"
                .to_string(),
        ),
        ("[log]\nurl = x", "line 2: log.url: no such key; [log] has: last level".to_string()),
        (
            "[log]\nlevel = warn\n[call]\n[log]\nlevel = warn",
            "line 5: log.level: given twice, first in line 2: delete one".to_string(),
        ),
        (
            "[crm a]\nuser = a\nuser = b",
            "line 3: crm.user: given twice, first in line 2: delete one".to_string(),
        ),
        (
            "[crm a]\n\nprotocol = rest",
            "line 3: crm.protocol: expected one of: soap json text, got \"rest\"".to_string(),
        ),
        ("[call]\ndid = 7812:spb", "line 2: call.did: there is no section [crm spb]".to_string()),
        (
            "[crm]\nurl = http://1c/?n={number}",
            "line 2: crm.url: what stands in braces is filled in only with crm.protocol = json or text"
                .to_string(),
        ),
    ] {
        assert_eq!(read(text, &[]).unwrap_err(), format!("agi1c.conf, {error}"), "{text}");
    }
    let ansi = parse(b"[crm]\r\nuser = \xc8\xe2\xe0\xed\r\n", "agi1c.conf", &[]).unwrap_err();
    assert_eq!(ansi.to_string(), "agi1c.conf, line 2: not UTF-8: save the file in UTF-8");
}

#[test]
fn arguments_are_settings_too() {
    for (key, value, error) in [
        (
            "crm.password",
            "secret",
            "not as an argument, \"dialplan show\" would print it: put it into the settings file",
        ),
        (
            "crm.token",
            "secret",
            "not as an argument, \"dialplan show\" would print it: put it into the settings file",
        ),
        ("deadline", "5", "expected section.key=value"),
        ("call.limit", "5", "no such key; [call] has: deadline min_digits restricted direction did"),
        (
            "calls.deadline",
            "5",
            "no such section; there are: [crm] [crm NAME] [call] [number] [name] [cache] [commands] [sync] [server] [log]",
        ),
        ("call.did", "7812:spb", "there is no section [crm spb]"),
        ("name.prefix", "a\nb", "a control character: delete it"),
    ] {
        assert_eq!(read("", &[(key, value)]).unwrap_err(), format!("AGI argument: {key}: {error}"));
    }
    assert_eq!(read("", &[("a\nb", "")]).unwrap_err(), "AGI argument: a?b: expected section.key=value");
    let settings = read("[commands]\nallow = name", &[("commands.allow", "name dial  goto")]).unwrap();
    assert_eq!(settings.commands.allow, [Command::Name, Command::Dial, Command::Goto]);
}

#[test]
fn a_base_has_one_login() {
    let login = |text: &str, name: &str| {
        let settings = read(text, &[]).unwrap();
        let profile = settings.profile(Some(name), "").map(|profile| profile.login.clone());
        profile.map_err(|error| error.to_string())
    };
    let basic =
        |user: &str, password| Ok(Login::Basic { user: user.into(), password: Secret::new(password) });
    let token = |token| Ok(Login::Token(Secret::new(token)));
    let common = "[crm]\nurl = http://a/\nuser = a\npassword = p\n";
    let by_token = "[crm]\nurl = http://a/\ntoken = t\n";
    for (text, name, wanted) in [
        ("[crm]\nurl = http://a/", "default", Ok(Login::Nobody)),
        (common, "default", basic("a", "p")),
        ("[crm]\nurl = http://a/\nuser = a", "default", basic("a", "")),
        (by_token, "default", token("t")),
        // A profile's own login of the other kind takes the inherited one's place.
        (&format!("{common}[crm b]\ntoken = t"), "b", token("t")),
        (&format!("{common}[crm b]\nuser = b"), "b", basic("b", "p")),
        (&format!("{by_token}[crm b]\nuser = b\npassword = q"), "b", basic("b", "q")),
        (&format!("{by_token}[crm b]\n"), "b", token("t")),
        (&format!("{by_token}[crm b]\ntoken =\n"), "b", Ok(Login::Nobody)),
    ] {
        assert_eq!(login(text, name), wanted, "{text} {name}");
    }
    for (text, name, error) in [
        (
            &*format!("{common}token = t"),
            "default",
            "line 5: crm.token: is set beside crm.user or crm.password",
        ),
        (&format!("{by_token}password = p"), "default", "line 3: crm.token: is set beside"),
        (&format!("{common}[crm b]\ntoken = t\nuser = b"), "b", "line 6: crm.token: is set beside"),
        (
            "[crm]\nurl = http://a/\npassword = p",
            "default",
            "line 3: crm.password: is set, but crm.user is not",
        ),
        ("[crm]\npassword = p\n[crm b]\nurl = http://b/", "b", "line 2: crm.password: is set, but"),
    ] {
        let said = login(text, name).unwrap_err();
        assert!(said.starts_with(&format!("agi1c.conf, {error}")), "{text}: {said}");
    }
}

#[test]
fn constants_do_not_vanish_in_an_address_that_is_filled_in() {
    let text = "[crm]\nprotocol = json\nurl = http://a/{number}\nconstants = a:1\n[crm b]\nconstants =\n";
    let settings = read(text, &[]).unwrap();
    let error = settings.profile(None, "").unwrap_err().to_string();
    assert!(error.starts_with("agi1c.conf, line 4: crm.constants: "), "{error}");
    assert!(settings.profile(Some("b"), "").is_ok());
}

#[test]
fn other_programs_learn_what_is_allowed() {
    for (text, allowed) in [
        ("[crm]\nprotocol = rest", "one of: soap json text"),
        ("[log]\nlevels = warn", "last level"),
        ("[call]\ndeadline = 1", "milliseconds from 200 to 60000"),
        ("[commands]\nallow = all", "some of: name dial goto play set reject"),
        ("[logs]", "[crm] [crm NAME] [call] [number] [name] [cache] [commands] [sync] [server] [log]"),
        ("nonsense", ""),
    ] {
        assert_eq!(parse(text.as_bytes(), "x", &[]).unwrap_err().allowed, allowed, "{text}");
    }
}

#[test]
fn no_bytes_can_upset_it() {
    // xorshift: the same bytes in every run, made of what the grammar has an eye for.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let pieces: [&[u8]; 24] = [
        b"[crm]\n",
        b"[crm a]\n",
        b"[call]",
        b"[",
        b"]",
        b"\n",
        b"\r",
        b" ",
        b"=",
        b"=>",
        b"\"",
        b"\\",
        b";",
        b"url",
        b"did",
        b"http://",
        b"{",
        b"}",
        b"7:a",
        b"\xff",
        b"\xd0",
        b"\xd0\x81",
        b"\0",
        b"\xef\xbb\xbf",
    ];
    for _ in 0..20_000 {
        let mut text = Vec::new();
        for _ in 0..16 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            text.extend_from_slice(pieces[(state % 24) as usize]);
        }
        if let Err(error) = parse(&text, "x", &[]) {
            assert!(error.to_string().starts_with("x, line "), "{error}");
        }
    }
}
