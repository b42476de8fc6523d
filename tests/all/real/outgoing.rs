//! An employee's telephone (sipp) dials a client by the recipe for outgoing names: the client's name is in what
//! Asterisk answers to it. Both SIP drivers, with the accounts as the recipe's own files have them.

use std::fs;

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::{Stand, StandOptions};

use super::Edition;
use super::office::{Office, recipe_text};
use super::sip::{Behaviour, Caller, Phone, Trunk};

/// An account for the employee's telephone with the recipe's template, which dials in this context, and the
/// provider's, which is on this port.
pub fn accounts(office: &Office, context: &str, port: u16) {
    let pbx = &office.pbx;
    let (file, text, reload) = match pbx.edition {
        Edition::Bullseye | Edition::Askozia => {
            let text = format!(
                "{}{}[101](connected-names)\ntype = friend\nhost = dynamic\ncontext = {context}\n\
                 [provider]\ntype = peer\ncallerid = Provider <1>\nhost = 127.0.0.1\nport = {port}\n",
                pbx.read("etc/sip.conf"),
                recipe_text("outgoing-names.sip.conf")
            );
            ("etc/sip.conf", text, "sip reload")
        }
        Edition::Sid => {
            let employee = format!("[trunk](connected-names)\ntype = endpoint\ncontext = {context}");
            let text = format!(
                "{}{}[provider]\ntype = endpoint\ncallerid = Provider <1>\naors = provider\ndisallow = all\nallow = ulaw\ndirect_media = no\n\
                 media_address = 127.0.0.1\n[provider]\ntype = aor\ncontact = sip:127.0.0.1:{port}\n",
                recipe_text("outgoing-names.pjsip.conf"),
                pbx.read("etc/pjsip.conf").replace("[trunk]\ntype = endpoint\ncontext = trunk", &employee)
            );
            ("etc/pjsip.conf", text, "module reload res_pjsip.so")
        }
    };
    fs::write(pbx.path(file), text).expect("the accounts");
    pbx.cli(reload);
}

/// The names in `P-Asserted-Identity` of what the employee's telephone received, and who was dialled.
fn names_seen(office: &Office, phone: &Phone) -> Vec<String> {
    let dialled = phone.invites().len();
    let mut employee = Trunk::call(&office.pbx, "84952293042", "101", "Employee", Caller::Stays);
    assert_eq!(employee.finish(), 200);
    let invites = phone.invites();
    assert!(
        invites.len() == dialled + 1 && invites[dialled].starts_with("INVITE sip:84952293042@"),
        "{invites:#?}"
    );
    let received = employee.received();
    assert!(!received.is_empty(), "the telephone heard nothing");
    identities(&received)
}

/// The names in `P-Asserted-Identity`.
pub fn identities(received: &[String]) -> Vec<String> {
    let identities = received.iter().flat_map(|message| message.lines()).filter_map(|line| {
        let (name, _) = line.strip_prefix("P-Asserted-Identity:")?.split_once('<')?;
        Some(name.trim().trim_matches('"').to_owned())
    });
    identities.collect()
}

on_both! {
    fn the_client_s_name_on_the_employee_s_telephone(pbx) {
        let clients = vec![Client::new("74952293042", "ООО \"Ромашка\"")];
        let stand = Stand::start(StandOptions { clients, ..StandOptions::default() }).expect("loopback");
        let office = Office::open(pbx.edition);
        let provider = Phone::start(&office.pbx, Behaviour::Answers(200));
        accounts(&office, "outgoing", provider.port());
        office.follow("outgoing-names.conf", &[&stand]);
        let names = names_seen(&office, &provider);
        assert!(!names.is_empty() && names.iter().all(|name| name == "ООО Ромашка"), "{names:?}");
        assert_eq!(provider.displays(), ["Employee"], "the client is not shown his own name");

        let whole = office.pbx.read("etc/calls/recipe.conf");
        let without = |part: &str| {
            assert!(whole.contains(part), "{whole}");
            office.pbx.dialplan("recipe", &whole.replace(part, ""));
            names_seen(&office, &provider)
        };
        assert!(without(" same => n,Set(CONNECTEDLINE(num,i)=${EXTEN})\n").is_empty(), "no number, no header");
        let names = without(",I");
        assert_eq!(names.last().map(String::as_str), Some("Provider"), "{names:?}");
        drop(stand);
        office.pbx.dialplan("recipe", &whole);
        let names = names_seen(&office, &provider);
        assert!(names.iter().all(|name| name == "ООО Ромашка"), "the remembered name: {names:?}");
    }
}
