//! 1C's answer on its whole way: status and body, SOAP or JSON or text, decision, command lines. Bytes: one of
//! kind (bit 0: JSON service, bit 1: windows-1251 in the label, bit 2: an old Asterisk, bits 3–7: the status),
//! then the body. Everything is allowed to 1C here, so that everything is reached. The same bytes are read as a page
//! of the phone book, too.

#![no_main]

use agi1c::agi::{AgiCommand, command::MAX_LINE};
use agi1c::case::{Case, Deadline, Pbx};
use agi1c::config::{Settings, parse};
use agi1c::crm::{Answer, Facts};
use agi1c::decision::{Action, MAX_RING, Move, decide};
use agi1c::onec::{Exchange, OneC, contacts};
use agi1c::policy;
use agi1c::store::Learned;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

const PASSWORD: &str = "Pa55wörd-x";
const STATUSES: [u16; 16] = [200, 200, 201, 204, 302, 400, 401, 402, 403, 404, 406, 429, 500, 502, 503, 504];

fn settings(protocol: &str) -> Settings {
    let text = format!(
        "[crm]\nurl = http://127.0.0.1/ws\nuser = Иван\npassword = {PASSWORD}\nprotocol = {protocol}\n\
         [commands]\nallow = name dial goto play set reject\nnumbers = XXX\ntargets = internal/201\n"
    );
    parse(text.as_bytes(), "fuzz", &[]).expect("sound settings")
}

static SOAP: LazyLock<Settings> = LazyLock::new(|| settings("soap"));
static JSON: LazyLock<Settings> = LazyLock::new(|| settings("json"));

fuzz_target!(|data: &[u8]| {
    let Some((&kind, body)) = data.split_first() else { return };
    let settings: &Settings = if kind & 1 == 0 { &SOAP } else { &JSON };
    let onec = OneC::new(&settings.profiles[0]);
    let content_type = if kind & 2 == 0 { "text/xml" } else { "text/xml; charset=windows-1251" };
    let exchange = Exchange {
        status: STATUSES[usize::from(kind >> 3) % STATUSES.len()],
        content_type: content_type.into(),
        body: body.to_vec(),
        ..Exchange::default()
    };
    if let Ok(text) = std::str::from_utf8(body)
        && let Ok(page) = contacts::page(text)
    {
        assert!(page.next.is_none_or(|next| next.len() <= contacts::MAX_CURSOR));
    }
    let answer = match onec.judge(&exchange) {
        Err(failure) => return sentence(&failure.detail),
        Ok(Answer::Nobody) => return,
        Ok(found) => found,
    };
    assert!((200..300).contains(&exchange.status));
    let old = kind & 4 != 0;
    let case = Case {
        settings,
        profile: &settings.profiles[0],
        facts: Facts { context: "internal".into(), ..Facts::default() },
        shown_number: "74952293042",
        pbx: Pbx { old_asterisk: old, askozia: false },
        deadline: Deadline::start(2500),
        now: 0,
    };
    let plan = decide(&case, None, &policy::said(answer).0, Learned::default());
    plan.refused.iter().for_each(|what| sentence(what));
    assert!(plan.actions.len() + plan.route.len() < 100);
    plan.actions.iter().for_each(|action| harmless(action, old));
    plan.route.iter().for_each(allowed);
});

/// What goes to a log: one bounded line without the password.
fn sentence(text: &str) {
    assert!(!text.is_empty() && text.len() < 1900, "{text}");
    assert!(!text.contains(char::is_control), "{text:?}");
    assert!(!text.contains(PASSWORD), "{text}");
}

fn harmless(action: &Action, old: bool) {
    match action {
        Action::Name { function, shown } => {
            assert!(
                *function == "CALLERID(name)" && shown.len() <= 63 && (!old || shown.is_ascii()),
                "{shown:?}"
            );
            assert!(!shown.contains(['"', '\\', '<', '>', '`', ';', '|', '$', '{', '}']), "{shown:?}");
            one_line(function, shown);
        }
        Action::Variable { name, value } => {
            assert!(name.starts_with("CRM_"), "{name}");
            assert!(
                !value.contains(['"', '\\', '$', '{', '}', '[', ']', '&', '|', ';', '`', '(', ')']),
                "{value:?}"
            );
            one_line(name, value);
        }
        Action::Verdict | Action::Remember(_) | Action::PhoneBook(_) => {}
    }
}

fn one_line(variable: &str, value: &str) {
    assert!(!value.contains(char::is_control), "{value:?}");
    let line = AgiCommand::new("SET VARIABLE").word(variable).text(value).encode();
    assert!(line.len() <= MAX_LINE && line.matches('\n').count() == 1);
}

fn allowed(step: &Move) {
    match step {
        Move::Dial(ring) => {
            assert!(ring.number.len() == 3 && ring.number.bytes().all(|b| b.is_ascii_digit()), "{ring:?}");
            assert_eq!(ring.target, format!("Local/{}@internal/n", ring.number));
            assert!((1..=MAX_RING).contains(&ring.seconds) && ring.options == "g");
        }
        Move::Goto(place) => {
            assert_eq!((place.context.as_str(), place.extension.as_str()), ("internal", "201"))
        }
        Move::Play(prompt) => {
            assert!(!prompt.starts_with('/') && !prompt.contains("..") && prompt.len() <= 128);
            assert!(prompt.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-./".contains(&b)));
        }
        Move::Reject(_) => {}
    }
}
