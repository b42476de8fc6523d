//! What 0.1.0 made goes on working: its settings, pasted texts, merged configurations, archives (tests/fixtures/0.1.0;
//! the program in them is stand-in.s, which names every caller "0.1.0"). Nothing there is ever made anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use agi1c::config;
use agi1c::kit::merge::removed;
use agi1c::kit::package::fill::{Fill, Filled};
use agi1c::kit::stand::{HookQuestion, Stand, StandOptions};
use agi1c::privacy::Secret;

use super::archives::{Folder, commands, said, script, shells, unpack};
use super::place::{Php, Place, pbx, released, stand, typed};
use crate::executable;
use crate::fakes::asterisk::{Asterisk, Version};
use crate::merge::merged;

const TEXTS: [&str; 4] = ["askozia-i586", "askozia-armv5te", "mikopbx-arm64", "mikopbx-x86_64"];

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/0.1.0").join(name)
}

fn read(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn pasted(kind: &str) -> String {
    read(&format!("packages/agi1c-0.1.0-{kind}.php.txt"))
}

fn taken_over(from: &str) -> Filled {
    let fill = Fill { from: Some(path(from)), ..Fill::default() };
    fill.read(Filled::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// Whatever the settings are taken over from, the program is handed what 0.1.0 handed it.
#[test]
fn settings_are_taken_over_whole() {
    let texts = TEXTS.map(|kind| format!("packages/agi1c-0.1.0-{kind}.php.txt"));
    for from in
        ["settings/full.conf", "settings/handed-on.conf"].into_iter().chain(texts.iter().map(|it| &**it))
    {
        assert_eq!(taken_over(from).text(), read("settings/handed-on.conf"), "{from}");
    }
}

/// The sample says the defaults: an untouched file of 0.1.0 means what no file at all means.
#[test]
fn the_sample_of_0_1_0_holds_the_defaults_of_today() {
    let settings = |text: &str| {
        let mut settings = config::parse(text.as_bytes(), "", &[]).unwrap_or_else(|error| panic!("{error}"));
        settings.source.clear();
        format!("{settings:?}")
    };
    let sample = read("settings/sample.conf");
    assert_eq!(settings(&sample), settings("[crm]\nurl =\nuser =\npassword =\n"));
    let spelt_out: String = sample
        .lines()
        .map(|line| match line.strip_prefix(';') {
            Some(key) if key.contains(" =") && !key.starts_with(' ') => key.to_owned() + "\n",
            _ => line.to_owned() + "\n",
        })
        .collect();
    // An empty list of DIDs or parameters is none; `numbers =` means the PBX's own short ones.
    assert_eq!(settings(&spelt_out), settings(&sample));
}

#[test]
fn every_setting_of_0_1_0_still_counts() {
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let keep = Arc::clone(&told);
    let hook = Arc::new(move |question: &HookQuestion<'_>| {
        let parameters = question.parameters.iter().map(|(name, value)| format!("{name}={value}"));
        keep.lock().expect("alone").push(parameters.collect::<Vec<_>>().join(" "));
        Some(r#"{"name":"ООО Ромашка","set":{"VIP":"yes"}}"#.to_owned())
    });
    let stand = Stand::start(StandOptions {
        user: "Web 'user'".into(),
        password: Secret::new(r#"q'w\e;r"t$y\\ "#),
        namespace: "http://example.org/ns".into(),
        hook: Some(hook),
        ..StandOptions::default()
    })
    .expect("loopback");
    // The stand-in has its own two operations only.
    let settings = read("settings/full.conf")
        .replace("192.168.1.10:8080", &stand.address().to_string())
        .replace("operation = find", "operation = identify")
        .replace("parameter = Phone", "parameter = Number");
    let pbx = Asterisk::new(Version::V16);
    let call = pbx.call("80171234567").field("dnid", "74951234567").settings(&settings).run();
    assert_eq!(call.variable("CALLERID(name)"), Some("1C: Ромашка"), "{}", call.conversation());
    assert_eq!(call.variable("VIP"), Some("yes"));
    let told = told.lock().expect("alone").join("\n");
    assert!(told.contains("+375171234567") && told.contains("DID=") && told.contains("CallID="), "{told}");
    let memory = pbx.db("crm", "n/default/375171234567").expect("remembered in its own family");
    assert!(memory.ends_with("Ромашка"), "{memory}");
    assert_eq!(pbx.db("cidname", "171234567").as_deref(), Some("1C: Ромашка"), "{}", pbx.db_show());
    // The called number chooses the other base, which is an HTTP service.
    let settings = settings
        .replace("192.168.1.20/base/hs/x/identify", &format!("{}/base/hs/agi1c/identify", stand.address()));
    let spb = pbx.call("80171234568").field("dnid", "78121234567").settings(&settings).run();
    assert_eq!(spb.variable("CALLERID(name)"), Some("1C: Ромашка"), "{}", spb.conversation());
    let kept = pbx.call("80171234567").name("Known already").settings(&settings).run();
    assert_eq!(kept.outcome(), ("skipped", "kept"), "{}", kept.conversation());
}

#[test]
fn a_configuration_merged_by_0_1_0_is_brought_up_to_date_in_place() {
    let old = read("config-merged.xml");
    let again = merged(&old, b"\x7fELF of a later version", &Fill::default(), None).expect("merged again");
    let bytes = super::super::merge::installed(&again);
    let tail = config::tail::find(&bytes).expect("a tail").expect("settings").1;
    assert_eq!(std::str::from_utf8(tail), Ok(read("settings/handed-on.conf").as_str()));
    assert!(again.contains("<extension>*12!</extension>"));
    for configuration in [&old, &again] {
        assert_eq!(removed(configuration).expect("taken out"), read("config.xml"));
    }
}

/// `package --from` and `merge` on what 0.1.0 made keep every setting and say what is new; on their own work, nothing.
#[test]
fn who_upgrades_is_told_what_is_new() {
    let folder = Folder::new("told");
    let target = folder.0.join("dist/i586-unknown-linux-musl");
    fs::create_dir_all(&target).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    // As far as its kind and its name the program is one of i586.
    let mut program = b"\x7fELF\x01\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x03\0".to_vec();
    program.extend(format!("agi1c {version}\n").into_bytes());
    fs::write(target.join("agi1c"), program).unwrap();
    let kit = |arguments: &[&str]| {
        let mut kit = std::process::Command::new(env!("CARGO_BIN_EXE_agi1c-kit"));
        let output = kit.args(arguments).current_dir(&folder.0).output().expect("the kit");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let from = path("packages/agi1c-0.1.0-askozia-i586.php.txt");
    let old = path("config-merged.xml");
    let (from, old) = (from.to_str().unwrap(), old.to_str().unwrap());
    for said in
        [kit(&["package", "--target", "i586", "--from", from]), kit(&["merge", old, "--out", "new.xml"])]
    {
        assert!(said.contains("The settings come from 0.1.0. To do at the upgrade:\n- "), "{said}");
        assert!(said.contains("worth a look") && said.contains("crm.tls"), "{said}");
    }
    let ours = format!("dist/packages/agi1c-{version}-askozia-i586.php.txt");
    for said in [
        kit(&["package", "--target", "i586", "--from", &ours]),
        kit(&["package", "--target", "i586", "--from", path("settings/full.conf").to_str().unwrap()]),
        kit(&["merge", "new.xml", "--out", "again.xml"]),
        kit(&["merge", old, "--out", "gone.xml", "--remove"]),
    ] {
        assert!(!said.contains("worth a look"), "{said}");
    }
}

/// The text as 0.1.0 made it unpacks itself and hands the call over, whatever we change in ours.
#[test]
#[ignore = "tests/run"]
fn a_text_of_0_1_0_still_runs() {
    for php in [Php::Here, Php::Appliance] {
        let place = Place::new(php);
        place.apply(&pasted("askozia-i586"));
        for _ in 0..2 {
            let call = place.call(&pbx()).run();
            assert_eq!(call.variable("CALLERID(name)"), Some("0.1.0"), "{}", call.conversation());
        }
        assert!(place.is_linked());
    }
}

/// As the page says: everything below the marker is replaced, the settings on top stay as 0.1.0 wrote them.
#[test]
#[ignore = "tests/run"]
fn a_new_program_below_the_settings_of_0_1_0() {
    use agi1c::kit::package::fill::MARKER;

    let stand = stand();
    for php in [Php::Here, Php::Appliance] {
        let place = Place::new(php);
        let old = pasted("askozia-i586");
        let top = old.split_once(MARKER).expect("the marker").0;
        assert!(top.starts_with("<?php\n"));
        let start = released().split_once(MARKER).expect("the marker").0;
        let empty = top
            .replace("http://192.168.1.10:8080/base/ws/1C_MIKO_identify_number.1cws", "")
            .replace(r"Web \'user\'", "")
            .replace(&pass_of(top), "")
            .replace(&more_of(top), "");
        let below = released().split_once(MARKER).expect("the marker").1;
        place.apply(&typed(&format!("{empty}{MARKER}{below}"), &stand.url(), ""));
        let call = place.call(&pbx()).run();
        assert_eq!(call.variable("CALLERID(name)"), Some("OOO Romashka"), "{}\n{start}", call.conversation());
    }
}

/// What stands between the quotes of `$pass_1c`, escaped as it is.
fn pass_of(top: &str) -> String {
    let rest = top.split_once("$pass_1c = '").expect("a password").1;
    rest.split_once("';\n").expect("its end").0.to_owned()
}

/// The further settings, with their last line end.
fn more_of(top: &str) -> String {
    let rest = top.split_once("$settings = '\n").expect("settings").1;
    rest.split_once("';\n").expect("their end").0.to_owned()
}

/// Installed by 0.1.0's own script, brought up to date by today's, taken away by today's.
#[test]
#[ignore = "tests/run"]
fn an_installation_of_0_1_0_is_upgraded_and_removed() {
    for (at, shell) in shells().iter().enumerate() {
        let folder = Folder::new(&format!("since-{at}"));
        let commands = commands(&folder.0);
        unpack(&fs::read(path("packages/agi1c-0.1.0-asterisk-x86_64.tar.gz")).unwrap(), &folder.0);
        let old = folder.0.join("old");
        fs::rename(folder.0.join("agi1c-0.1.0"), &old).unwrap();
        unpack(super::archives::archive("-asterisk-"), &folder.0);
        let new = folder.0.join(format!("agi1c-{}", env!("CARGO_PKG_VERSION")));
        let root = folder.0.join("root");
        fs::create_dir_all(root.join("etc/asterisk")).unwrap();
        fs::write(root.join("etc/asterisk/extensions.conf"), "[general]\n").unwrap();
        let options = ["--root", root.to_str().unwrap()];
        said(&script(shell, &commands, &old.join("install"), &options));
        let program = root.join("var/lib/asterisk/agi-bin/agi1c");
        let settings = fs::read_to_string(root.join("etc/asterisk/agi1c.conf")).unwrap();
        assert!(settings.contains("192.168.1.10:8080") && fs::metadata(&program).unwrap().len() < 1000);

        said(&script(shell, &commands, &new.join("install"), &options));
        assert!(fs::metadata(&program).unwrap().len() > 100_000);
        assert_eq!(fs::read_to_string(root.join("etc/asterisk/agi1c.conf")).unwrap(), settings);
        let custom = folder.read("root/etc/asterisk/extensions.conf");
        assert_eq!(custom, "[general]\n#include extensions_agi1c.conf\n", "included once");

        said(&script(shell, &commands, &new.join("remove"), &options));
        assert!(!program.exists());
        assert_eq!(folder.read("root/etc/asterisk/extensions.conf"), "[general]\n");
    }
}

/// On a storage disk `agi1c` is replaced and `agi1c.conf` stays.
#[test]
#[ignore = "tests/run"]
fn a_storage_disk_of_0_1_0_gets_the_new_program() {
    let folder = Folder::new("since-disk");
    unpack(&fs::read(path("packages/agi1c-0.1.0-askozia-storage-i586.tar.gz")).unwrap(), &folder.0);
    let disk = folder.0.join("agi1c");
    executable::copy(crate::real::program::built(crate::real::Edition::Sid), disk.join("agi1c"));
    let lookup =
        std::process::Command::new(disk.join("agi1c")).args(["lookup", "80171234567"]).env_clear().output();
    let lookup = lookup.expect("the program");
    let said =
        String::from_utf8_lossy(&lookup.stdout).into_owned() + &String::from_utf8_lossy(&lookup.stderr);
    assert!(said.contains("192.168.1.10"), "its settings are found: {said}");
}
