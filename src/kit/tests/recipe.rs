use super::*;

fn values() -> Values {
    Values {
        file: "THE-FILE".into(),
        number: "*77".into(),
        id: String::new(),
        goes_on: "205".into(),
        server: "192.168.7.7".into(),
    }
}

fn commands(nodes: &[Node]) -> Vec<&str> {
    let mut found = Vec::new();
    for node in nodes {
        match node {
            Node::Command { text, .. } => found.push(text.as_str()),
            Node::Element(_, inside) => found.extend(commands(inside)),
            Node::Text(_) => {}
        }
    }
    found
}

/// What stands at the top level.
fn blocks(nodes: &[Node]) -> Vec<&'static str> {
    let name = |node: &Node| match node {
        Node::Element(name, _) => *name,
        Node::Command { .. } => "commands",
        Node::Text(_) => "text",
    };
    nodes.iter().map(name).collect()
}

#[test]
fn each_pbx_has_steps_and_a_first_call_in_both_languages() {
    for &pbx in Platform::ALL {
        let [russian, english] =
            [Language::Russian, Language::English].map(|language| recipe(pbx, language, &values()));
        for recipe in [&russian, &english] {
            assert!(blocks(&recipe.steps).contains(&"ol"), "{pbx:?}: {recipe:?}");
            assert_eq!(blocks(&recipe.call), ["p"], "{pbx:?}: {:?}", recipe.call);
            assert!(!recipe.later.is_empty(), "{pbx:?}");
            assert_eq!(
                blocks(&recipe.trouble).first(),
                if pbx == Platform::MikoPbx { None } else { Some(&"table") }
            );
            assert_eq!(recipe.command.is_none(), pbx == Platform::MikoPbx);
        }
        assert_eq!(blocks(&russian.steps), blocks(&english.steps), "{pbx:?}: the languages differ");
        assert_eq!(russian.command, english.command);
        assert_eq!(commands(&russian.steps), commands(&english.steps), "{pbx:?}");
    }
}

/// The page does itself what this speaks of.
#[test]
fn nothing_is_left_that_the_page_has_done() {
    for &pbx in Platform::ALL {
        for &language in Language::ALL {
            let recipe = recipe(pbx, language, &values());
            let told = markdown::plain(&recipe.steps) + &markdown::plain(&recipe.call);
            for done in [
                "$url",
                "agi1c-kit",
                "cross/build",
                "`password`",
                "<!--",
                "-->",
                "page:",
                "ВЕРСИЯ",
                "VERSION",
            ] {
                assert!(!told.contains(done), "{pbx:?}: {done}: {told}");
            }
            for item in recipe.steps.iter().chain(&recipe.call) {
                assert!(
                    !markdown::plain(std::slice::from_ref(item)).trim().is_empty(),
                    "{pbx:?}: an empty {item:?}"
                );
            }
        }
    }
}

#[test]
fn the_users_values_stand_where_the_pages_have_their_own() {
    for &pbx in Platform::ALL {
        for (there, _) in pbx.own(&values()) {
            let parts = pbx.parts();
            let pages = [Language::Russian, Language::English].map(|language| text(parts.steps, language));
            assert!(pages.iter().any(|page| page.contains(there)), "{pbx:?}: {there}");
            for &language in Language::ALL {
                let mut known = values();
                known.id = "DIALPLAN-APPLICATION-1".into();
                let told = markdown::plain(&recipe(pbx, language, &known).steps);
                assert!(!told.contains(there), "{pbx:?}: {there} is still there: {told}");
            }
        }
    }
}

#[test]
fn the_command_of_each() {
    let command = |pbx, values: &Values| recipe(pbx, Language::English, values).command.unwrap_or_default();
    let known = Values {
        id: "http://pbx/dialplan_applications_edit.php?uniqid=DIALPLAN-APPLICATION-4f1a&x=1".into(),
        ..values()
    };
    for (pbx, expected) in [
        (Platform::Paste, "AGI(DIALPLAN-APPLICATION-4f1a.php)"),
        (Platform::Restore, "AGI(DIALPLAN-APPLICATION-agi1c.php)"),
        (Platform::Storage, "AGI(/storage/usbdisk1/askoziapbx/agi1c/agi1c,do=name)"),
        (Platform::FreePbx, "agi1c,s,1"),
        (Platform::Asterisk, "exten => s,n,Gosub(agi1c,s,1)"),
        (Platform::Server, "same => n,AGI(agi://192.168.7.7/agi1c)"),
    ] {
        assert_eq!(command(pbx, &known), expected);
    }
    assert_eq!(command(Platform::Paste, &values()), "AGI(DIALPLAN-APPLICATION-….php)");
}

#[test]
fn texts_of_the_archive_come_with_the_users_place_to_go_on_to() {
    let recipe = recipe(Platform::Storage, Language::Russian, &values());
    let [(name, text), (test, _)] = &recipe.texts[..] else { panic!("{recipe:?}") };
    assert_eq!((*name, *test), ("application.txt", "application-test.txt"));
    assert!(text.ends_with("n,Goto(internal,205,1)"), "{text}");
    assert!(recipe.json().contains(r#"["application.txt","1,ExecIf($[\"${EXTEN}\" = \"h\"]?Hangup())\n"#));
}

/// These values go into lines for a shell.
#[test]
fn a_value_that_is_none_leaves_the_pages_own() {
    for hostile in ["", " ", "1;reboot", "*12`id`", "<script>", "$(x)", "123456789012345678901", "12 34"] {
        let values = Values {
            number: hostile.into(),
            id: hostile.into(),
            goes_on: hostile.into(),
            server: hostile.into(),
            ..Values::default()
        };
        for &pbx in Platform::ALL {
            let told = recipe(pbx, Language::English, &values).json();
            let plain = recipe(pbx, Language::English, &Values::default()).json();
            assert_eq!(told, plain, "{hostile}");
        }
    }
    assert_eq!(id("DIALPLAN-APP-1f;reboot"), Some("DIALPLAN-APP-1f"));
    assert_eq!(id(&format!("DIALPLAN-{}", "a".repeat(99))), None);
}

#[test]
fn a_package_is_offered_for_each_processor_it_is_made_for() {
    let names =
        |pbx: Platform| pbx.editions().iter().map(|edition| edition.name).collect::<Vec<_>>().join(" ");
    for pbx in [Platform::Paste, Platform::Restore, Platform::Storage] {
        assert_eq!(names(pbx), "i586 armv5te");
    }
    assert_eq!(names(Platform::MikoPbx), "");
    assert_eq!(names(Platform::Asterisk), "x86_64 arm64 armv7 armv6 armv5te i586");
    assert_eq!(names(Platform::FreePbx), names(Platform::Asterisk));
}
