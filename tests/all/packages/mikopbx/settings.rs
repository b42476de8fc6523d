//! What the page's fields become in agi1c.conf, read back by the program's own rules: every field, with good values and
//! with hostile ones; and back again, from a file that was there first.

use agi1c::config::{self, Settings};
use serde_json::{Value, json};

use super::place::{Generation, Miko};

const URL: &str = "http://1c/base/ws/x.1cws";

/// The settings' text for these fields, or the field that was refused before the program saw anything.
fn texts(miko: &Miko, all: &[Value]) -> Vec<Result<String, String>> {
    let steps: Vec<Value> = all.iter().map(|fields| json!(["text", fields])).collect();
    miko.steps(&json!(steps))
        .into_iter()
        .map(|answer| match answer["text"].as_str() {
            Some(text) => Ok(text.to_owned()),
            None => Err(answer["field"].as_str().expect("a field").to_owned()),
        })
        .collect()
}

fn parse(text: &str) -> Settings {
    config::parse(text.as_bytes(), "agi1c.conf", &[]).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
#[ignore = "tests/run"]
fn every_field_is_read_by_the_program() {
    type Holds = fn(&Settings) -> bool;
    let cases: &[(Value, Holds)] = &[
        (json!({}), |s| {
            s.profiles[0].url.as_str() == URL && s.commands.allow.len() == 1 && s.log_last == 200
        }),
        (json!({"protocol": "text"}), |s| s.profiles[0].terms.protocol == config::Protocol::Text),
        (json!({"user": "Веб", "password": " a;b \\\" "}), |s| {
            s.profiles[0].login.user() == "Веб" && s.profiles[0].login.secret() == " a;b \\\" "
        }),
        (
            json!({"auth": "token", "password": "t0ken", "user": "left over"}),
            |s| matches!(&s.profiles[0].login, config::Login::Token(token) if token.expose() == "t0ken"),
        ),
        (json!({"auth": "none", "password": "left over", "user": "left over"}), |s| {
            s.profiles[0].login == config::Login::Nobody
        }),
        (json!({"deadline": "1500"}), |s| s.call.deadline == 1500),
        (json!({"charset": "latin"}), |s| s.name.charset == Some(agi1c::name::Charset::Latin)),
        (json!({"keep": "1"}), |s| s.name.keep),
        (json!({"stale": "7"}), |s| s.cache.stale == 7 * 86_400),
        (json!({"stale": "0"}), |s| s.cache.stale == 0),
        (json!({"allow_name": "0", "allow_reject": "1", "allow_goto": "1"}), |s| {
            s.commands.allow.iter().map(|command| command.word()).collect::<Vec<_>>() == ["goto", "reject"]
        }),
        (json!({"allow_name": "0"}), |s| s.commands.allow.is_empty()),
        (json!({"numbers": "1XX 20[1-5]"}), |s| s.commands.numbers == ["1XX", "20[1-5]"]),
        (json!({"targets": "internal/201 ivr/s"}), |s| s.commands.targets.len() == 2),
        (json!({"own": "1"}), |s| s.cache.own == "agi1c-own"),
        (json!({"phonebook": "1"}), |s| s.cache.phonebook == "cidname"),
        (json!({"more": "answer_timeout = 900\r\n[number]\r\narea = 495\r\n[log]\nlast = 20"}), |s| {
            s.profiles[0].terms.answer_timeout == 900 && s.number.plan.area == "495" && s.log_last == 20
        }),
        // What only the dialplan and cron know leaves no trace here.
        (json!({"outgoing": "1", "warm": "1", "warm_days": "*"}), |s| s.profiles[0].url.as_str() == URL),
    ];
    let miko = Miko::new(Generation::Old);
    let with_url: Vec<Value> = cases
        .iter()
        .map(|(fields, _)| {
            let mut fields = fields.clone();
            fields["url"] = json!(URL);
            fields
        })
        .collect();
    for (text, (fields, holds)) in texts(&miko, &with_url).into_iter().zip(cases) {
        let text = text.unwrap_or_else(|field| panic!("{fields}: {field}"));
        assert!(holds(&parse(&text)), "{fields}:\n{text}");
    }
}

const HOSTILE: &[&str] = &[
    "\"",
    "\\",
    "\\\"",
    "a;b",
    " a ;b ",
    "<script>alert(1)</script>",
    "'$(reboot)'",
    "a\nb",
    "a\r\n[commands]\r\nallow = dial",
    "\"\nallow = dial",
    "[commands]",
    "allow = dial reject",
    "#include /etc/passwd",
    "; comment",
    "ёжик",
    "\u{0}",
    "\u{7f}",
    "a\u{85}b",
    "\u{2028}",
    "%00",
    "a\"; password = \"x",
    "${SHELL(reboot)}",
    "\t",
    "💥",
    "a=>b",
];

/// In each field of text: the value arrives as it is, or is refused at that very field. It never becomes another
/// setting.
#[test]
#[ignore = "tests/run"]
fn hostile_values_stay_in_their_field() {
    let fields =
        ["url", "protocol", "user", "password", "tls", "deadline", "charset", "stale", "numbers", "targets"];
    let cases: Vec<(&str, &str)> =
        fields.iter().flat_map(|field| HOSTILE.iter().map(move |value| (*field, *value))).collect();
    let miko = Miko::new(Generation::New);
    let forms: Vec<Value> = cases
        .iter()
        .map(|(field, value)| {
            let mut form = json!({"url": URL, "user": "web", "password": "secret"});
            form[*field] = json!(value);
            form
        })
        .collect();
    let mut arrived = 0;
    for (text, (field, value)) in texts(&miko, &forms).into_iter().zip(&cases) {
        let text = match text {
            Err(refused) => {
                assert_eq!(refused, *field, "{value:?}");
                assert!(value.chars().any(char::is_control), "{field} = {value:?} is one line");
                continue;
            }
            Ok(text) => text,
        };
        match config::parse(text.as_bytes(), "agi1c.conf", &[]) {
            Err(error) => {
                let key = error.key.split('.').next_back().unwrap_or_default();
                assert_eq!(key, *field, "{field} = {value:?}: {error}");
            }
            Ok(settings) => {
                let words: Vec<&str> = settings.commands.allow.iter().map(|command| command.word()).collect();
                assert_eq!(words, ["name"], "{field} = {value:?}");
                let Some(profile) = settings.profiles.first() else { continue };
                if *field == "user" || *field == "password" {
                    let (user, password) = (profile.login.user(), profile.login.secret());
                    assert_eq!(if *field == "user" { user } else { password }, *value);
                    arrived += 1;
                }
            }
        }
    }
    assert!(arrived > 25, "{arrived} hostile users and passwords arrived as they are");
}

/// The program's own sample, a file written by hand, one with everything: filled into the page and written anew, they
/// mean the same.
#[test]
#[ignore = "tests/run"]
fn a_file_taken_over_means_the_same() {
    let files = [
        "[crm]\nurl = http://1c/x\nuser = web\npassword = \"a;\\\"b\\\\\"\n",
        "[crm]\nurl => http://1c/{number} ; here\nprotocol=json\ntoken = abc\n[commands]\nallow = name, dial\nnumbers=1XX\n",
        "\u{feff}[call]\r\ndeadline = 900\r\n[name]\r\nkeep = yes\r\ndrop = ООО ЗАО\r\n[crm]\r\nurl = http://1c/x\r\n",
        "[crm]\nurl = http://1c/x\nextra = did:DID\n[crm spb]\nurl = http://spb/x\nuser = s\npassword = \"p w\"\n[call]\ndid = 78121234567:spb\n",
        "[cache]\nstale = 86400\nphonebook = book\nfresh = 60\n[crm]\nurl = http://1c/x\nuser =\npassword =\n",
        "[crm]\nurl = http://1c/x\n[log]\nlast = 50\nlevel = info\n[number]\narea = 495\n",
    ];
    let miko = Miko::new(Generation::New);
    let read: Vec<Value> = files.iter().map(|file| json!(["read", file])).collect();
    let fields = miko.steps(&json!(read));
    for (file, text) in files.iter().zip(texts(&miko, &fields)) {
        let text = text.unwrap_or_else(|field| panic!("{file}: {field}"));
        let plain = |settings: &Settings| {
            // The page's calls in the table are more than the default.
            let mut settings = settings.clone();
            settings.log_last = if file.contains("last") { settings.log_last } else { 10 };
            format!(
                "{settings:?}{:?}",
                settings.profiles.iter().map(|profile| profile.login.secret()).collect::<Vec<_>>()
            )
        };
        assert_eq!(plain(&parse(&text)), plain(&parse(file)), "{file}\n{text}");
    }
}

/// Secrets among the further lines: masked for the page, back in their places afterwards, changed where they were typed.
#[test]
#[ignore = "tests/run"]
fn secrets_among_the_lines_never_reach_the_page() {
    let kept = "password = top\n[crm spb]\n  password => \"a;b\" ; old\ntoken=t\nurl = http://spb/x\n[crm msk]\npassword = m";
    let masked = "password = ********\n[crm spb]\n  password => ********\ntoken= ********\nurl = http://spb/x\n[crm msk]\npassword = ********";
    let edited = "[crm msk]\npassword = new\n[crm spb]\npassword = ********\nurl = http://other/x";
    let miko = Miko::new(Generation::Old);
    let steps = miko.steps(&json!([
        ["masked", kept],
        ["unmasked", [masked, kept]],
        ["unmasked", [edited, kept]],
        ["unmasked", ["[crm nsk]\npassword = ********", kept]],
    ]));
    assert_eq!(steps[0], masked);
    assert_eq!(steps[1], kept);
    assert_eq!(
        steps[2],
        "[crm msk]\npassword = new\n[crm spb]\n  password => \"a;b\" ; old\nurl = http://other/x"
    );
    assert_eq!(steps[3], "[crm nsk]\npassword = ********", "there is none to put back");
}
