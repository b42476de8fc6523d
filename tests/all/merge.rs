//! Configurations with the program put in, brought up to date and taken out again; what came of it is used as the
//! appliance uses it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::executable;
use agi1c::kit::merge::{ID, PATH, merge, removed};
use agi1c::kit::package::fill::Fill;
use base64::prelude::{BASE64_STANDARD, Engine};

const PROGRAM: &[u8] = b"\x7fELF and so on";

/// As an appliance writes it: tabs, one element a line.
fn config() -> String {
    "<?xml version=\"1.0\"?>\n<!-- AskoziaPBX -->\n<askoziapbx>\n\t<version>2.1</version>\n\t<lastchange/>\n\
     \t<sip>\n\t\t<phone>\n\t\t\t<extension>101</extension>\n\t\t\t<callerid>Иванов &amp; Ко</callerid>\n\t\t</phone>\n\t</sip>\n\
     \t<dialplan>\n\t\t<application>\n\t\t\t<name>Echo</name>\n\t\t\t<extension>*43</extension>\n\
     \t\t\t<uniqid>DIALPLAN-APPLICATION-1</uniqid>\n\t\t\t<app-command>MSxBbnN3ZXIoKQ==</app-command>\n\
     \t\t</application>\n\t</dialplan>\n\t<conferencing>\n\t\t<room>\n\t\t\t<number>2663</number>\n\t\t</room>\n\
     \t</conferencing>\n\t<manual-file>\n\t\t<full-path>/etc/hosts</full-path>\n\
     \t\t<encoded-contents>eA==</encoded-contents>\n\t\t<mode>append</mode>\n\t</manual-file>\n</askoziapbx>\n"
        .into()
}

/// A file with the head of a program for i386.
fn i586(text: &str) -> Vec<u8> {
    let mut bytes = b"\x7fELF\x01\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x03\0".to_vec();
    bytes.extend(text.as_bytes());
    bytes
}

fn fill(url: &str) -> Fill {
    Fill { url: Some(url.into()), ..Fill::default() }
}

/// The configuration with the application and its manual file.
pub fn merged(old: &str, program: &[u8], fill: &Fill, extension: Option<&str>) -> Result<String, String> {
    Ok(merge(old, program, &|before| fill.read(before), extension)?.config)
}

fn text_of<'a>(config: &'a str, element: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    config.split(&open).skip(1).filter_map(|rest| rest.split(&close).next()).collect()
}

/// The bytes that the appliance puts at the application's path.
pub fn installed(config: &str) -> Vec<u8> {
    let at = text_of(config, "full-path").iter().position(|path| *path == PATH).expect("our manual file");
    assert_eq!(text_of(config, "mode")[at], "override");
    let mut bytes = BASE64_STANDARD.decode(text_of(config, "encoded-contents")[at]).expect("base64");
    bytes.push(b'\n');
    bytes
}

/// What is left of `new` when two whole elements are cut out by hand must be `old`.
fn without_ours(new: &str) -> String {
    let mut rest = new.to_owned();
    for (element, mark) in [("application", ID), ("manual-file", PATH)] {
        let (open, close) = (format!("<{element}>"), format!("</{element}>"));
        let mark = rest.find(mark).expect("ours");
        let start = rest[..mark].rfind(&open).expect("its beginning");
        let end = start + rest[start..].find(&close).expect("its end") + close.len();
        rest.replace_range(start..end, "");
    }
    rest
}

#[test]
fn nothing_else_is_touched() {
    let dense: String = config().split(['\n', '\t']).collect();
    for old in [config(), config().replace('\n', "\r\n"), dense, config().replace('\t', "    ")] {
        let new = merged(&old, PROGRAM, &fill("http://1c/x"), None).unwrap();
        let squeeze = |text: &str| text.replace(['\r', '\n', '\t', ' '], "");
        assert_eq!(squeeze(&without_ours(&new)), squeeze(&old));
        let windows = old.contains("\r\n");
        assert_eq!(new.matches("\r\n").count(), if windows { new.matches('\n').count() } else { 0 });
        let tail = agi1c::config::tail::find(&installed(&new)).unwrap().expect("settings").1.to_vec();
        let settings = agi1c::config::parse(&tail, "tail", &[]).unwrap();
        assert_eq!(settings.profiles[0].url.as_str(), "http://1c/x");
    }
}

#[test]
fn what_was_put_in_is_taken_out_to_the_byte() {
    let one_line = |text: &str| -> String { text.split(['\n', '\t']).collect() };
    let head = "<?xml version=\"1.0\"?>\n<askoziapbx>\n\t<version>2.1</version>\n";
    let mut all = vec![config()];
    for dialplan in [
        "\t<dialplan/>\n",
        "\t<dialplan />\n",
        "\t<dialplan></dialplan>\n",
        "\t<dialplan>\n\t</dialplan>\n",
        "\t<dialplan>\n\n</dialplan>",
        "<dialplan/>",
        "\t<lastchange/><dialplan/>\n",
        "\t<lastchange/><dialplan></dialplan><sip/>\n",
        "\t<dialplan><application><uniqid>1</uniqid></application></dialplan>\n",
        "",
        "\n\n",
        "\t<lastchange/>",
    ] {
        all.push(format!("{head}{dialplan}</askoziapbx>"));
        all.push(format!("{head}{dialplan}</askoziapbx>\n"));
        all.push(format!("{head}{dialplan}\t<sip>\n\t</sip>\n</askoziapbx>\n"));
    }
    for old in all.clone() {
        all.push(old.replace('\n', "\r\n"));
        all.push(one_line(&old));
        all.push(old.replace('\t', "    "));
    }
    for old in all {
        let new = merged(&old, PROGRAM, &fill("http://1c/x"), Some("*12!")).unwrap();
        assert_eq!(removed(&new).unwrap(), old, "{new}");
        assert_eq!(removed(&old).unwrap(), old);
        // A second merge does not make the way back longer.
        let twice = merged(&new, b"\x7fELF of a later version", &fill("http://1c/y"), Some("*13")).unwrap();
        assert_eq!(removed(&twice).unwrap(), old, "{twice}");
    }
}

/// What the administrator has added to a `<dialplan>` that was ours stays.
#[test]
fn a_dialplan_that_is_no_longer_ours_alone() {
    let old = "<askoziapbx>\n\t<version>2.1</version>\n\t<dialplan/>\n</askoziapbx>\n";
    let new = merged(old, PROGRAM, &fill("http://1c/x"), None).unwrap();
    let other = "\t\t<application>\n\t\t\t<uniqid>other</uniqid>\n\t\t</application>\n";
    let added = new.replace("\t</dialplan>", &format!("{other}\t</dialplan>"));
    let left = removed(&added).unwrap();
    assert_eq!(left, old.replace("<dialplan/>", &format!("<dialplan>\n{other}\t</dialplan>")));
}

/// Somebody has written an application of our id himself.
#[test]
fn a_foreign_application_of_our_id_is_not_touched() {
    let ours = merged(&config(), PROGRAM, &fill("http://1c/x"), None).unwrap();
    let logic = text_of(&ours, "applicationlogic")[0].to_owned();
    for (foreign, logic) in [
        ("a plaintext one", "MSxBbnN3ZXIoKQ=="),
        ("a pasted text", "PD9waHAKLy8gYWdpMWM="),
        ("an empty one", ""),
    ] {
        let mut config = config();
        let application = format!(
            "\t\t<application>\n\t\t\t<extension>777</extension>\n\t\t\t<uniqid>{ID}</uniqid>\n\
             \t\t\t<applicationlogic>{logic}</applicationlogic>\n\t\t</application>\n\t</dialplan>"
        );
        config = config.replace("\t</dialplan>", &application);
        for done in [merged(&config, PROGRAM, &fill("http://1c/x"), None), removed(&config)] {
            let error = done.unwrap_err();
            let said =
                "the application DIALPLAN-APPLICATION-agi1c (number 777) is there, and merge has not made it";
            assert!(error.starts_with(said), "{foreign}: {error}");
        }
    }
    // Ours without its manual file, which was deleted in the web interface: put in again.
    let start = ours.find(PATH).map(|at| ours[..at].rfind("\t<manual-file>").unwrap()).unwrap();
    let end = start + ours[start..].find("</manual-file>\n").unwrap() + "</manual-file>\n".len();
    let without = ours[..start].to_owned() + &ours[end..];
    assert!(without.contains(&logic));
    assert_eq!(merged(&without, PROGRAM, &fill("http://1c/x"), None), Ok(ours));
}

#[test]
fn a_program_without_an_address_is_not_made() {
    let said = Err("no address of 1C is in there yet: give --url http://…, or --from OLD.txt".into());
    assert_eq!(merged(&config(), PROGRAM, &Fill::default(), None), said);
    let user = Fill { user: Some("web".into()), ..Fill::default() };
    assert_eq!(merged(&config(), PROGRAM, &user, None), said);
    assert_eq!(merged(&config(), PROGRAM, &fill(" "), None), said);
}

#[test]
fn added_lines_look_like_the_appliances_own() {
    let new = merged(&config(), PROGRAM, &fill("http://1c/x"), None).unwrap();
    let logic = text_of(&new, "applicationlogic")[0];
    assert!(new.contains(&format!(
        "\t\t</application>\n\t\t<application>\n\t\t\t<name>agi1c</name>\n\t\t\t<extension>*12</extension>\n\
         \t\t\t<descr>names the caller from 1C</descr>\n\t\t\t<type>php</type>\n\t\t\t<uniqid>{ID}</uniqid>\n\
         \t\t\t<applicationlogic>{logic}</applicationlogic>\n\t\t</application>\n\t</dialplan>\n"
    )));
    assert!(new.contains(&format!("\t</manual-file>\n\t<manual-file>\n\t\t<full-path>{PATH}</full-path>\n")));
    assert!(new.ends_with("\t\t<mode>override</mode>\n\t</manual-file>\n</askoziapbx>\n"));
}

#[test]
fn a_dialplan_that_is_empty_or_missing() {
    let head = "<askoziapbx>\n\t<version>2.02</version>\n";
    for dialplan in ["\t<dialplan/>\n", "\t<dialplan>\n\t</dialplan>\n", "\t<dialplan></dialplan>\n", ""] {
        let new =
            merged(&format!("{head}{dialplan}</askoziapbx>"), PROGRAM, &fill("http://1c/x"), None).unwrap();
        let inside = text_of(&new, "dialplan");
        assert!(inside.len() == 1 && inside[0].contains(ID), "{new}");
        assert!(
            !new.contains("<dialplan/>") && new.starts_with(head) && new.ends_with("</askoziapbx>"),
            "{new}"
        );
        let again = merged(&new, PROGRAM, &fill("http://1c/x"), None).unwrap();
        assert_eq!(again, new);
        assert!(!removed(&new).unwrap().contains("agi1c"));
    }
}

#[test]
fn a_second_merge_changes_in_place() {
    let once = merged(&config(), PROGRAM, &fill("http://1c/x"), None).unwrap();
    assert_eq!(
        merged(&once, PROGRAM, &Fill::default(), None),
        Ok(once.clone()),
        "settings not given are kept"
    );
    let by_hand = once.replace("<extension>*12<", "<extension>777<").replace("<name>agi1c<", "<name>1С<");

    let user = Fill { user: Some("web".into()), ..Fill::default() };
    let twice = merged(&by_hand, b"\x7fELF of a later version", &user, None).unwrap();
    let bytes = installed(&twice);
    assert!(bytes.starts_with(b"\x7fELF of a later version[crm]\nurl = \"http://1c/x\"\nuser = \"web\"\n"));
    assert!(
        twice.contains("<extension>777<") && twice.contains("<name>1С<"),
        "what was changed by hand stays"
    );
    assert_eq!((twice.matches(ID).count(), twice.matches(PATH).count()), (by_hand.matches(ID).count(), 1));

    let number = merged(&twice, PROGRAM, &Fill::default(), Some("*1X")).unwrap();
    assert!(number.contains("<extension>*1X<") && !number.contains("<extension>777<"));
}

#[test]
fn what_is_not_understood_is_refused() {
    let old = config();
    let ours = merged(&old, PROGRAM, &fill("http://1c/x"), None).unwrap();
    for (config, sentence) in [
        (
            old.replace("askoziapbx", "m0n0wall"),
            "line 3: expected <askoziapbx> and nothing else, got <m0n0wall>",
        ),
        (
            old.replace("2.1<", "3.0<"),
            "expected a configuration of version 2.x, got «3.0»: paste the text instead",
        ),
        (old.replace("<version>2.1</version>", ""), "expected a configuration of version 2.x, got «»"),
        (old.replace("</sip>", "</iax>"), "line 11: </iax> closes <sip>"),
        (old.replace("</askoziapbx>", ""), "ends before </askoziapbx>: is the download complete?"),
        (
            old.replace("<phone>", "<phone id=\"1\">"),
            "line 7: an attribute, which the appliance does not read",
        ),
        (old.replace("101", "<![CDATA[101]]>"), "line 8: CDATA, which the appliance does not write"),
        (old.replace("<!--", "<!DOCTYPE a [<!ENTITY b \"c\">]><!--"), "line 2: <! or <?"),
        (old.replace("?>", " encoding=\"windows-1251\"?>"), "line 1: expected no encoding or UTF-8"),
        (old.replace("<lastchange/>", "<a:b/>"), "line 5: a name with a colon"),
        (old.replace("<lastchange/>", "<dialplan/>"), "line 12: a second <dialplan>"),
        (old.replace("Иванов &amp;", "Иванов <"), "not well-formed: "),
        (old.clone() + "<askoziapbx/>", "not well-formed: unknown token at 31:1"),
        (format!("\u{feff}{old}"), "begins with a byte order mark"),
        (String::new(), "expected <askoziapbx>, got no element at all"),
        (old.replace("<extension>101<", "<extension>*12<"), "the number *12 is taken"),
        (ours.replace("override", "append"), "the manual file /etc/asterisk/agi-bin/"),
        (
            ours.replace(
                "</dialplan>",
                &format!(
                    "<application><uniqid>{ID}</uniqid><extension>5</extension></application></dialplan>"
                ),
            ),
            "DIALPLAN-APPLICATION-agi1c is in there more than once",
        ),
        (
            ours.replace("<encoded-contents>f0VM", "<encoded-contents>!"),
            "the manual file /etc/asterisk/agi-bin/",
        ),
    ] {
        let error = merged(&config, PROGRAM, &fill("http://1c/x"), None).unwrap_err();
        assert!(error.starts_with(sentence), "{sentence}\n{error}");
    }
    for (number, sentence) in [
        ("2663", "the number 2663 is taken; name another: --extension NUMBER"),
        ("*43", "the number *43 is taken; name another: --extension NUMBER"),
        ("1;2", "--extension 1;2: expected digits, * # and patterns of X N Z [1-9] . !"),
        ("", "--extension : expected digits, * # and patterns of X N Z [1-9] . !"),
    ] {
        assert_eq!(merged(&old, PROGRAM, &fill("http://1c/x"), Some(number)), Err(sentence.into()));
    }
    let error = merged(&old, PROGRAM, &fill("1c/x"), None).unwrap_err();
    assert!(error.starts_with("the settings given, line 2: crm.url: "), "{error}");
}

/// A folder with `dist/<triple>/agi1c` in it, gone with the test.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Desk {
        let path = std::env::temp_dir().join(format!("agi1c-desk-{name}-{}", std::process::id()));
        let dist = path.join("dist/i586-unknown-linux-musl");
        fs::create_dir_all(&dist).expect("a folder");
        fs::write(dist.join("agi1c"), i586("a program")).expect("the program");
        fs::write(path.join("config.xml"), config()).expect("a configuration");
        Desk(path)
    }

    fn kit(&self, arguments: &[&str]) -> Output {
        let mut kit = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"));
        kit.args(arguments).current_dir(&self.0).output().expect("the kit")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn sentence(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

#[test]
fn on_the_command_line() {
    let desk = Desk::new("line");
    fs::write(desk.0.join("pw"), "p'w;\"\\\nsecond line").unwrap();
    let merge = ["merge", "config.xml", "--out", "new.xml", "--target", "i586"];
    let settings = ["--url", "http://1c/x", "--user", "web", "--password-file", "pw"];
    let output = desk.kit(&[&merge[..], &settings].concat());
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("the universal command AGI(DIALPLAN-APPLICATION-agi1c.php)"), "{said}");
    let new = fs::read_to_string(desk.0.join("new.xml")).unwrap();
    let settings = agi1c::config::parse(
        agi1c::config::tail::find(&installed(&new)).unwrap().expect("settings").1,
        "tail",
        &[],
    );
    assert_eq!(settings.unwrap().profiles[0].login.secret(), "p'w;\"\\");
    #[cfg(unix)]
    assert_eq!(mode(&desk.0.join("new.xml")) & 0o077, 0, "a password is in it");

    let output = desk.kit(&["merge", "new.xml", "--out", "gone.xml", "--remove"]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(fs::read_to_string(desk.0.join("gone.xml")).unwrap(), config());

    let again = ["merge", "new.xml", "--out", "again.xml"];
    assert!(desk.kit(&again).status.success(), "the program that is in there says its kind");
    assert_eq!(fs::read_to_string(desk.0.join("again.xml")).unwrap(), new);
    let first = ["merge", "config.xml", "--out", "x.xml", "--url", "http://1c/x"];
    let said = sentence(&desk.kit(&first));
    assert!(
        said.contains("config.xml: no program is in there yet: name the appliance's kind, --target"),
        "{said}"
    );

    let same = ["merge", "new.xml", "--out", "./new.xml", "--remove"];
    assert!(sentence(&desk.kit(&same)).contains("--out: expected another file than new.xml"));
    let missing = ["merge", "config.xml", "--out", "x.xml", "--target", "armv5te"];
    let said = sentence(&desk.kit(&missing));
    assert!(said.contains("run cross/build armv5te-unknown-linux-musleabi, or add --build"), "{said}");

    // What /cf has no room for, as it comes and as told, and what is no configuration at all.
    let room = "x".repeat(900_000);
    fs::write(desk.0.join("large.xml"), config().replace("<version>", &format!("<!-- {room} --><version>")))
        .unwrap();
    let large = ["merge", "large.xml", "--out", "larger.xml", "--target", "i586", "--url", "http://1c/x"];
    assert!(sentence(&desk.kit(&large)).contains("has room for 900000"));
    assert!(desk.kit(&[&large[..], &["--size", "1000000"]].concat()).status.success());
    let small = [&merge[..4], &["--target", "i586", "--url", "http://1c/x", "--size", "1000"]].concat();
    let small: Vec<&str> =
        small.into_iter().map(|word| if word == "new.xml" { "x.xml" } else { word }).collect();
    let said = sentence(&desk.kit(&small));
    assert!(
        said.contains("bytes would be made of config.xml's") && said.contains("has room for 1000"),
        "{said}"
    );
    for (bytes, what) in [
        (&b"\x1f\x8b\x08\0"[..], "is a gzip archive: expected config.xml itself; unpack it first"),
        (b"PK\x03\x04\0config.xml", "is a ZIP archive: expected config.xml itself; unpack it first"),
        (b"Rar!\x1a", "is a RAR archive: expected config.xml itself; unpack it first"),
        (b"\xff\xfe<", "expected UTF-8, as the appliance writes it"),
    ] {
        fs::write(desk.0.join("packed"), bytes).unwrap();
        let said = sentence(&desk.kit(&[
            "merge",
            "packed",
            "--out",
            "x.xml",
            "--target",
            "i586",
            "--url",
            "http://1c/x",
        ]));
        assert!(said.contains(what), "{said}");
    }
    assert!(!desk.0.join("x.xml").exists());
}

#[test]
#[cfg(unix)]
fn a_password_out_of_a_pipe_is_not_lost() {
    use std::io::Write;
    use std::process::Stdio;

    let desk = Desk::new("pipe");
    let mut kit = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"));
    kit.args(["merge", "config.xml", "--out", "new.xml", "--target", "i586", "--url", "http://1c/x"]);
    kit.args(["--user", "web", "--password-file", "/dev/stdin"]).current_dir(&desk.0).stdin(Stdio::piped());
    let mut kit = kit.stdout(Stdio::null()).spawn().expect("the kit");
    kit.stdin.take().expect("stdin").write_all(b"hush\n").expect("it reads");
    assert!(kit.wait().expect("its end").success());
    let whole = installed(&fs::read_to_string(desk.0.join("new.xml")).expect("it is made"));
    let tail = agi1c::config::tail::find(&whole).unwrap().expect("settings").1;
    let settings = agi1c::config::parse(tail, "tail", &[]).unwrap();
    assert_eq!(settings.profiles[0].login.secret(), "hush");
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).expect("the file").permissions())
}

/// Written by the appliance with one more newline, mode 0755, and called as an AGI.
#[cfg(unix)]
#[test]
fn what_was_merged_answers_a_call() {
    use crate::fakes::asterisk::{Asterisk, Version};
    use agi1c::kit::contacts::Client;
    use agi1c::kit::stand::{Stand, StandOptions};

    let client =
        Client { number: "84952293042".into(), name: "ООО Ромашка".into(), ..Client::default() };
    let stand =
        Stand::start(StandOptions { clients: vec![client], ..StandOptions::default() }).expect("loopback");
    let desk = Desk::new("call");
    let program = fs::read(env!("CARGO_BIN_EXE_agi1c")).expect("the program");
    let new = merged(&config(), &program, &fill(&stand.url()), None).expect("merged");
    let file = desk.0.join("DIALPLAN-APPLICATION-agi1c.php");
    executable::write(&file, installed(&new));
    let pbx = Asterisk::new(Version::V1_8);
    let call = pbx.call("84952293042").field("request", "DIALPLAN-APPLICATION-agi1c.php").program(file).run();
    assert_eq!(call.variable("CALLERID(name)"), Some("OOO Romashka"), "{}", call.conversation());
}
