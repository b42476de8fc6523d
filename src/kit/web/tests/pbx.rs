use std::path::PathBuf;

use base64::prelude::{BASE64_STANDARD, Engine};

use super::*;
use crate::kit::package::fill::Fill;
use crate::kit::package::programs::Program;

const SECRET: &str = "hush-\"hush\"";

/// A folder with programs of a few bytes, gone with it.
struct Dist(PathBuf);

impl Dist {
    fn new(name: &str) -> Dist {
        let path = std::env::temp_dir().join(format!("agi1c-web-{name}-{}", std::process::id()));
        for edition in editions::EDITIONS.iter().filter(|edition| edition.files != [editions::WITH_TLS]) {
            std::fs::create_dir_all(path.join(edition.triple)).expect("a folder");
            let folder = path.join(edition.triple);
            std::fs::write(folder.join(editions::PLAIN), program(edition)).expect("a program");
            std::fs::write(folder.join(editions::WITH_TLS), program_with_tls(edition)).expect("a program");
        }
        std::fs::write(path.join("THIRD-PARTY.txt"), "mbedTLS: Apache-2.0").expect("licences");
        Dist(path)
    }

    fn program(&self, edition: &Edition, https: bool) -> Program {
        Programs::find(&self.0).and_then(|programs| programs.program(edition, https)).expect("a program")
    }
}

impl Drop for Dist {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// With the field by which the two kinds of Askozia are told apart.
fn program(edition: &Edition) -> Vec<u8> {
    let machine = if edition.name == "i586" { 3 } else { 40 };
    let head = [b"\x7fELF\x01\x01\x01\0\0\0\0\0\0\0\0\0\x02\0", &[machine, 0][..]].concat();
    [&head, edition.name.as_bytes()].concat()
}

fn program_with_tls(edition: &Edition) -> Vec<u8> {
    [&program(edition), &b" with TLS"[..]].concat()
}

fn one_c(more: &str) -> OneCForm {
    OneCForm {
        url: "http://1c/base/ws/x.1cws".into(),
        protocol: "soap".into(),
        user: "АТС".into(),
        password: SECRET.into(),
        more: more.into(),
        ..<OneCForm as Default>::default()
    }
}

fn input(pbx: Platform, edition: &str, more: &str) -> Input {
    Input {
        one_c: one_c(more),
        pbx: pbx.word().into(),
        edition: edition.into(),
        number: String::new(),
        id: String::new(),
        goes_on: String::new(),
        server: String::new(),
        asterisks: String::new(),
    }
}

fn refusal_of<T>(result: Result<T, String>) -> String {
    result.err().expect("it was taken")
}

#[test]
fn every_package_is_the_command_lines_to_the_byte() {
    let dist = Dist::new("bytes");
    let more = "[number]\narea = 495";
    // A kit without TLS refuses such an address.
    let ways = [("http://1c/base/ws/x.1cws", false), ("https://1c/base/ws/x.1cws", true)];
    for (url, https) in ways.into_iter().filter(|(_, https)| !https || cfg!(feature = "tls")) {
        // Of https the two kinds of Askozia alone are enough: they have programs of their own for it.
        for &pbx in Platform::ALL.iter().filter(|pbx| {
            ![Platform::Restore, Platform::Server].contains(pbx) && (!https || **pbx == Platform::Paste)
        }) {
            let mut names: Vec<&str> = pbx.editions().iter().map(|edition| edition.name).collect();
            names.extend(names.is_empty().then_some(""));
            for name in names {
                let mut input = input(pbx, name, more);
                input.one_c.url = url.into();
                let (file, bytes) = made(&input, &dist.0).expect("it is taken");
                assert!(told(&input).expect("it is taken").contains(&file));
                let theirs = match editions::speaking(name, https) {
                    Some(edition) => {
                        let filled = Filled { more: more.into(), url: url.into(), ..one_c("").filled() };
                        package::make(edition, &dist.program(edition, https), &filled).expect("packages")
                    }
                    None => {
                        let all: Vec<_> = mikopbx::editions()
                            .map(|edition| (edition, dist.program(edition, https)))
                            .collect();
                        vec![(mikopbx::name(), mikopbx::module(&all).expect("a module"))]
                    }
                };
                let theirs =
                    theirs.into_iter().find(|(name, _)| *name == file).unwrap_or_else(|| panic!("{file}"));
                assert!(theirs.1 == bytes, "{file} differs");
                assert_eq!(file.contains("-tls"), https, "{file}");
            }
        }
    }
}

#[test]
fn what_is_missing_is_said_in_a_sentence() {
    let dist = Dist::new("missing");
    std::fs::remove_file(dist.0.join("i586-unknown-linux-musl/agi1c")).expect("it is there");
    let refused = refusal_of(made(&input(Platform::Paste, "i586", ""), &dist.0));
    assert!(refused.contains("is missing: run cross/build i586-unknown-linux-musl"), "{refused}");
    let mut nowhere = input(Platform::Asterisk, "x86_64", "");
    nowhere.one_c.url = " ".into();
    assert!(refusal_of(made(&nowhere, &dist.0)).contains("url is not set"));
    let wrong = refusal_of(made(&input(Platform::Asterisk, "x86_64", "[nummer]\nx = 1"), &dist.0));
    assert!(wrong.contains("nummer") && !wrong.contains("hush"), "{wrong}");
    assert!(refusal_of(made(&input(Platform::Asterisk, "z80", ""), &dist.0)).contains("no package"));
    assert!(refusal_of(made(&input(Platform::Restore, "armv5te", ""), &dist.0)).contains("no package"));
    let other = Input { pbx: "<script>".into(), ..input(Platform::Paste, "", "") };
    assert!(refusal_of(told(&other)).contains("no package"));
}

#[test]
fn a_recipe_has_what_is_typed_and_no_password() {
    let typed = Input {
        number: "*77".into(),
        id: "?uniqid=DIALPLAN-APPLICATION-9".into(),
        ..input(Platform::Paste, "", "")
    };
    let recipe = told(&typed).expect("it is taken");
    assert!(recipe.starts_with(r#"{"file":"agi1c-"#) && recipe.contains("-askozia-i586.php.txt"), "{recipe}");
    assert!(recipe.contains(r#""editions":[["i586","i586 i686 x86_64"],["armv5te","#));
    assert!(
        recipe.contains(r#"{"command":"AGI(DIALPLAN-APPLICATION-9.php)""#)
            && recipe.contains("Local/*77@internal")
    );
    let mut module = input(Platform::MikoPbx, "", "password = \"other\"");
    module.one_c.user = "<script>".into();
    let recipe = told(&module).expect("it is taken");
    assert!(recipe.contains(r#"["1C's user","Пользователь 1С","<script>"]"#), "{recipe}");
    assert!(!recipe.contains("hush"), "{recipe}");
}

const CONFIG: &str =
    "<?xml version=\"1.0\"?>\n<askoziapbx>\n\t<version>2.1</version>\n\t<dialplan/>\n</askoziapbx>\n";

/// A question as the page puts it, with a configuration behind it.
fn question(edition: &str, number: &str, form: &OneCForm, config: &str) -> Vec<u8> {
    let OneCForm { url, protocol, user, password, token, tls, more } = form;
    let one_c = ObjectWriter::default()
        .text("url", url)
        .text("protocol", protocol)
        .text("user", user)
        .text("password", password)
        .text("token", token)
        .text("tls", tls)
        .text("more", more);
    let fields = ObjectWriter::default()
        .raw("one_c", &one_c.end())
        .text("pbx", "askozia-restore")
        .text("edition", edition)
        .text("number", number)
        .text("id", "")
        .text("goes_on", "")
        .text("server", "")
        .text("asterisks", "");
    format!("{}\n{config}", fields.end()).into_bytes()
}

fn merge_it(dist: &Dist, edition: &str, number: &str, form: &OneCForm, config: &str) -> (String, String) {
    let (before, edition, merged) =
        merge_of(&question(edition, number, form, config), &dist.0).expect("it is taken");
    (described(before, edition, &merged), merged.config)
}

#[test]
fn a_configuration_is_merged_as_on_the_command_line_and_the_changes_are_told() {
    let dist = Dist::new("merge");
    let (told, new) = merge_it(&dist, "i586", "", &one_c(""), CONFIG);
    let edition = editions::find("i586").expect("an edition");
    let password = dist.0.join("password");
    std::fs::write(&password, SECRET).expect("a file");
    let fill = Fill {
        url: Some("http://1c/base/ws/x.1cws".into()),
        user: Some("АТС".into()),
        password_file: Some(password),
        ..Fill::default()
    };
    let theirs = merge::merge(CONFIG, &program(edition), &|before| fill.read(before), None);
    assert_eq!(Ok(new.clone()), theirs.map(|merged| merged.config));
    let expected = format!(
        r#"{{"edition":"i586","before":{},"after":{},"replaced":false,"number":"*12","old_number":null,"settings":[["crm.url","","http://1c/base/ws/x.1cws"],["crm.user","","АТС"],["crm.password","","********"]]}}"#,
        CONFIG.len(),
        new.len()
    );
    assert_eq!(told, expected);

    // Again, with another address and number: the processor is known, lines without a field stay.
    let (_, with_lines) = merge_it(&dist, "i586", "", &one_c("tls = system\n[number]\narea = 495"), CONFIG);
    let mut later = one_c("");
    later.url = "http://new/x".into();
    later.password = "other".into();
    let (told, new) = merge_it(&dist, "", "*13", &later, &with_lines);
    let expected = r#""replaced":true,"number":"*13","old_number":"*12","settings":[["crm.url","http://1c/base/ws/x.1cws","http://new/x"],["crm.password","********","********"],["crm.tls","system",""]]"#;
    assert!(told.contains(expected), "{told}");
    let program =
        new.split("<encoded-contents>").nth(1).and_then(|rest| rest.split('<').next()).expect("a program");
    let program = BASE64_STANDARD.decode(program).expect("base64");
    let tail = String::from_utf8_lossy(&program);
    assert!(tail.contains("[number]\narea = 495") && !tail.contains("tls"), "{tail}");
    let again = merge_it(&dist, "", "", &later, &new);
    assert!(again.0.contains(r#""settings":[]"#) && again.1 == new, "{}", again.0);
}

#[test]
fn a_configuration_that_is_none_is_refused() {
    let dist = Dist::new("refused");
    let large = CONFIG.replace("<dialplan/>", &format!("<dialplan/><x>{}</x>", "y".repeat(merge::ROOM)));
    for (edition, number, config, what) in [
        ("i586", "", "<html></html>", "askoziapbx"),
        ("i586", "", "PK\u{3}\u{4}", "config.xml"),
        ("i586", "", "<script>alert(1)</script>", "askoziapbx"),
        ("i586", "", "", "askoziapbx"),
        ("", "", CONFIG, "choose the processor"),
        ("x86_64", "", CONFIG, "choose the processor"),
        ("i586", "<script>", CONFIG, "expected"),
        ("i586", "", &large, "/cf has room for"),
    ] {
        let refused = refusal_of(merge_of(&question(edition, number, &one_c(""), config), &dist.0));
        assert!(refused.contains(what) && !refused.contains("hush"), "{config:.40}: {refused}");
    }
}

#[test]
fn a_server_gets_its_settings_and_refuses_what_is_no_address() {
    let dist = Dist::new("server");
    let mut input = input(Platform::Server, "", "[number]\narea = 495");
    input.server = "10.1.1.1".into();
    input.asterisks = " 10.1.1.2\n10.1.2.0/24 ".into();
    let (name, bytes) = made(&input, &dist.0).expect("it is taken");
    assert_eq!(name, "agi1c.conf");
    let conf = crate::config::parse(&bytes, "the test", &[]).expect("settings");
    assert_eq!(conf.profiles[0].url.as_str(), "http://1c/base/ws/x.1cws");
    let text = String::from_utf8(bytes).expect("UTF-8");
    assert!(
        text.ends_with(
            "[number]\narea = 495\n[server]\nlisten = 10.1.1.1:4573\nallow = \"10.1.1.2 10.1.2.0/24\"\n"
        ),
        "{text}"
    );
    assert!(text.starts_with(&input.one_c.filled().sample()[..200]));
    for (server, asterisks) in
        [("here", ""), ("10.1.1.1:80", ""), ("10.1.1.1", "<script>"), ("", "10.1.1.1]\n[crm")]
    {
        input.server = server.into();
        input.asterisks = asterisks.into();
        assert!(refusal_of(made(&input, &dist.0)).contains("expected"), "{server} {asterisks}");
    }
    input.server = String::new();
    input.asterisks = String::new();
    assert!(made(&input, &dist.0).is_ok(), "it listens to this machine alone");
}
