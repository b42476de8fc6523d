//! What trunks, phones and PBXs send that is not what the protocol means, through the real Asterisk: its channel, its
//! AstDB, its CDR, its expressions. The same habits behind the played Asterisk, with more forms of each, are
//! tests/all/habits.rs.

use std::net::TcpListener;
use std::time::Duration;

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::{Stand, StandOptions};

use super::Asterisk;
use super::asterisk::wait_for;
use super::call::Ended;
use super::office::Office;
use super::program::Program;
use super::sip::{Behaviour, Caller, Phone};

/// A client of [`knowing`].
pub const NUMBER: &str = "74952293042";

/// A 1C that knows this number by this name.
pub fn knowing(name: &str) -> Stand {
    Stand::start(StandOptions { clients: vec![Client::new(NUMBER, name)], ..StandOptions::default() })
        .expect("loopback")
}

/// The program asking this 1C, with time enough for a machine that does much else; `more` goes below its address.
fn asking(pbx: &Asterisk, stand: &Stand, more: &str) -> Program {
    pbx.install(&format!(
        "[call]\ndeadline = 30000\n[crm]\nconnect_timeout = 10000\nanswer_timeout = 15000\nurl = {}\n{more}",
        stand.url()
    ))
}

#[track_caller]
fn assert_outcome(call: &Ended, what: &str, outcome: (&str, &str)) {
    let said = (call.after("AGI1C_STATUS"), call.after("AGI1C_REASON"));
    assert_eq!((call.after("AGISTATUS"), said), ("SUCCESS", outcome), "{what}: {call:#?}");
}

on_both! {
    /// The whole number is stored; then part of it comes from another trunk, is asked as it came, and 1C knows nobody.
    fn seven_digits_from_another_trunk_do_not_delete_the_client(pbx) {
        let stand = knowing("ООО Ромашка");
        let book = format!("book-{}", pbx.number());
        let keeping = format!("[cache]\nphonebook = {book}\n[number]\narea = 495\n");
        let as_it_came = asking(pbx, &stand, &format!("{keeping}send_as = digits\n"));
        let kept = |what: &str| {
            let known = pbx.database(&as_it_came.family).remove(&format!("n/default/{NUMBER}"));
            assert!(known.is_some_and(|known| known.ends_with(" ООО Ромашка")), "{what}");
            assert_eq!(pbx.database(&book).remove(NUMBER).as_deref(), Some("ООО Ромашка"), "{what}");
        };
        assert_outcome(&pbx.call(NUMBER).agi(&as_it_came, &[]).run(), NUMBER, ("found", "answer"));
        kept(NUMBER);
        for part in ["2293042", "229-30-42", "229 30 42"] {
            let call = pbx.call(part).named("As it came").agi(&as_it_came, &[]).run();
            assert_outcome(&call, part, ("unknown", "nobody"));
            assert_eq!(call.after("CALLERID(name)"), "As it came");
            kept(part);
        }
        let whole = asking(pbx, &stand, &keeping);
        for part in ["2293042", "229-30-42", "84952293042"] {
            assert_outcome(&pbx.call(part).agi(&whole, &[]).run(), part, ("found", "answer"));
        }
        // Nobody to the whole number is what forgets.
        stand.remove(NUMBER);
        assert_outcome(&pbx.call(NUMBER).agi(&as_it_came, &[]).run(), "gone", ("unknown", "nobody"));
        assert!(!pbx.database(&as_it_came.family).contains_key(&format!("n/default/{NUMBER}")));
        assert!(!pbx.database(&book).contains_key(NUMBER));
    }

    /// How older lookup scripts are called, and what a caller's number can hold: the login goes nowhere else.
    fn a_lone_word_in_agi_is_a_number_and_never_a_command_line(pbx) {
        let stand = knowing("ООО Ромашка");
        let thief = TcpListener::bind("127.0.0.1:0").expect("loopback");
        thief.set_nonblocking(true).expect("a listener that does not wait");
        let address = format!("crm.url=http://{}/ws/x", thief.local_addr().expect("its address"));
        let program = asking(pbx, &stand, "user = pbx\npassword = secret\n");
        for (words, outcome) in [
            (&[NUMBER][..], ("found", "answer")),
            (&["84952293042", "do=name"], ("found", "answer")),
            (&["", NUMBER], ("found", "answer")),
            (&["check"], ("skipped", "no-number")),
            (&["--help"], ("skipped", "no-number")),
            (&["version"], ("skipped", "no-number")),
            (&["lookup", NUMBER], ("failed", "settings")),
            (&[&address], ("failed", "settings")),
            (&[&address, NUMBER], ("failed", "settings")),
        ] {
            let call = pbx.call("unknown").named("As it came").agi(&program, words).run();
            assert_outcome(&call, &words.join(","), outcome);
            let name = if outcome.0 == "found" { "ООО Ромашка" } else { "As it came" };
            assert_eq!(call.after("CALLERID(name)"), name, "{words:?}");
        }
        // AGI(agi1c,${CALLERID(num)}): what the caller's phone says.
        for (number, outcome) in [
            (NUMBER, ("found", "answer")),
            ("+7 (495) 229-30-42", ("found", "answer")),
            ("check", ("skipped", "no-number")),
            ("--help", ("skipped", "no-number")),
            (&address, ("failed", "settings")),
        ] {
            let call = pbx.call(number).agi(&program, &["${CALLERID(num)}"]).run();
            assert_outcome(&call, number, outcome);
        }
        assert!(thief.accept().is_err(), "the login went where the caller wanted it");
    }

    /// `name.keep`: what trunks write where they know no name.
    fn a_trunk_s_word_for_no_name_is_not_kept(pbx) {
        let stand = knowing("ООО Ромашка");
        let program = asking(pbx, &stand, "[name]\nkeep = yes\n");
        for name in ["Anonymous", "????", "WITHHELD", "84952293042", "+74952293042", "8 (495) 229-30-42", " ", "\"\""] {
            let call = pbx.call(NUMBER).named(name).agi(&program, &[]).run();
            assert_outcome(&call, name, ("found", "answer"));
            assert_eq!(call.after("CALLERID(name)"), "ООО Ромашка", "{name}");
        }
        for name in ["Иван", "Private Bank", "+79161234567 Пётр"] {
            let call = pbx.call(NUMBER).named(name).agi(&program, &[]).run();
            assert_outcome(&call, name, ("skipped", "kept"));
            assert_eq!(call.after("CALLERID(name)"), name);
        }
        for (name, outcome) in [("Anonymous", ("found", "answer")), ("Private Bank", ("skipped", "kept"))] {
            let call = pbx.call(NUMBER).named(name).agi(&program, &[]).sip(Caller::Stays).end();
            assert_outcome(&call, name, outcome);
        }
    }

    /// The login in one place and the number in the other; `s` inside a Gosub; a word; what the dialplan says.
    fn the_called_number_is_found_where_it_is(pbx) {
        let stand = knowing("ООО Ромашка");
        let program = asking(pbx, &stand, "extra = did:DID\n[crm spb]\n[call]\ndid = 88121234567:spb line-1:spb\n");
        for (dnid, extension, argument, did, profile) in [
            ("78121234567", "78121234567", "", "78121234567", "spb"),
            ("mylogin", "78121234567", "", "78121234567", "spb"),
            ("0012345678", "74957654321", "", "74957654321", "default"),
            ("line-1", "74957654321", "", "line-1", "spb"),
            ("trunk7", "4957654321", "", "4957654321", "default"),
            ("mylogin", "200", "did=+7 812 123-45-67", "+7 812 123-45-67", "spb"),
            ("mylogin", "200", "did=line-1", "line-1", "spb"),
        ] {
            let what = format!("{dnid} {extension} {argument}");
            let words: Vec<&str> = Some(argument).filter(|word| !word.is_empty()).into_iter().collect();
            let call = pbx.call(NUMBER).to(extension).before(&format!("Set(CALLERID(dnid)={dnid})"));
            assert_outcome(&call.agi(&program, &words).run(), &what, ("found", "answer"));
            assert_asked_of(pbx, &program, &stand, &what, did, profile);
        }
        // Inside a Gosub the extension is s.
        for (dnid, argument, did, profile) in [
            ("78121234567", "", "78121234567", "spb"),
            ("line-1", "", "line-1", "spb"),
            ("mylogin", "did=78121234567", "78121234567", "spb"),
            ("s", "", "", "default"),
        ] {
            let what = format!("{dnid} in a Gosub {argument}");
            let call = pbx.call(NUMBER).to("200").before(&format!("Set(CALLERID(dnid)={dnid})"));
            let [gosub, agi] = [format!("Gosub({}-name,s,1)", call.id), format!("AGI({},{argument})", program.agi)];
            let call = call.step(&gosub).context("name", "s", &[&agi, "Return()"]).run();
            assert_outcome(&call, &what, ("found", "answer"));
            assert_asked_of(pbx, &program, &stand, &what, did, profile);
        }
    }

    /// A client who withholds his number: the name reaches the CDR, and phones show nobody.
    fn a_restricted_caller_is_asked_for_or_skipped(pbx) {
        let stand = knowing("ООО Ромашка");
        // It receives the INVITE, and that is the end of it.
        let phone = Phone::start(pbx, Behaviour::Busy);
        let dial = format!("Dial({},10)", phone.dial());
        for (setting, presentation, outcome) in [
            ("", "prohib", ("found", "answer")),
            ("restricted = ask", "prohib_passed_screen", ("found", "answer")),
            ("restricted = skip", "prohib", ("skipped", "restricted")),
            ("restricted = skip", "prohib_passed_screen", ("skipped", "restricted")),
            ("restricted = skip", "unavailable", ("skipped", "restricted")),
            ("restricted = skip", "allowed", ("found", "answer")),
            ("restricted = skip", "allowed_not_screened", ("found", "answer")),
        ] {
            let what = format!("{setting} {presentation}");
            let program = asking(pbx, &stand, &format!("[call]\n{setting}\n"));
            let restrict = format!("Set(CALLERID(pres)={presentation})");
            let call = pbx.call(NUMBER).named("As it came").before(&restrict).agi(&program, &[]).route(&[&dial]).run();
            assert_outcome(&call, &what, outcome);
            let name = if outcome.0 == "found" { "ООО Ромашка" } else { "As it came" };
            assert_eq!(call.cdr[0].clid, format!("\"{name}\" <{NUMBER}>"), "{what}");
            let shown = phone.displays().pop().expect("an INVITE");
            let allowed = presentation.starts_with("allowed");
            assert_eq!(shown, if allowed { name } else { "Anonymous" }, "{what}");
        }
    }

    /// FreePBX and Askozia put a queue's name before the client's: together they fill the CDR's field of 80 bytes.
    fn a_queue_s_prefix_leaves_the_number_in_the_cdr(pbx) {
        let stand = knowing(&"Ж".repeat(40));
        let whole = format!("\" <{NUMBER}>");
        for (prefix, reserve, fits) in [
            ("", 0, true),
            ("Sales: ", 0, false),
            ("Sales: ", 7, true),
            ("Отдел: ", 12, true),
            ("Отдел продаж, Невский: ", 41, true),
        ] {
            let program = asking(pbx, &stand, &format!("[name]\nreserve = {reserve}\n"));
            let queue = format!("Set(CALLERID(name)={prefix}${{CALLERID(name)}})");
            let call = pbx.call(NUMBER).agi(&program, &[]).route(&[&queue, "Answer()"]).run();
            assert_outcome(&call, prefix, ("found", "answer"));
            let clid = &call.cdr[0].clid;
            assert!(clid.starts_with(&format!("\"{prefix}ЖЖ")), "{prefix}: {clid}");
            assert_eq!(clid.ends_with(&whole), fits, "{prefix} {reserve}: {clid}");
        }
    }

    /// `GotoIf($["${AGI1C_NAME}" = ""]…)` is a syntax error for such a name; the status is a word.
    fn a_client_with_quotes_in_his_name_is_no_stranger(pbx) {
        for name in ["ООО \"Ромашка\"", "\"Ромашка\"", "ИП \"Иванов\" ] & | (опт)", "Рога \\\" и \"копыта\" = \"\""] {
            let stand = knowing(name);
            let program = asking(pbx, &stand, "");
            for (number, note) in [(NUMBER, "client"), ("78120000000", "stranger")] {
                let call = pbx.call(number).agi(&program, &[]);
                let context = format!("{}-who", call.id);
                let known = format!("GotoIf($[\"${{AGI1C_STATUS}}\" = \"found\"]?{context},known,1:{context},new,1)");
                let call = call.route(&[&known]).context("who", "known", &["note client", "Answer()"]);
                let call = call.context("who", "new", &["note stranger", "Answer()"]).run();
                assert_eq!(call.notes, [note], "{name}: {call:#?}");
                assert_eq!(call.at_end("AGI1C_NAME"), if note == "client" { name } else { "" });
            }
        }
        // The recipe that sends strangers elsewhere.
        let stand = knowing("ООО \"Ромашка\"");
        let office = Office::open(pbx.edition);
        office.around(&[("ivr", "s", &["note ivr", "Answer()"]), ("sales", "s", &["note sales", "Answer()"])]);
        office.follow("by-status.conf", &[&stand]);
        assert_eq!(office.call(NUMBER, "74951234567").run().notes, ["ivr"]);
        assert_eq!(office.call("78120000000", "74951234567").run().notes, ["sales"]);
        assert!(!office.pbx.log().contains("syntax error"), "{}", office.pbx.log());
    }

    /// The digit an office dials for an outside line, left before a caller's number; a + too many.
    fn what_a_pbx_puts_before_a_number_is_taken_off(pbx) {
        let stand = knowing("ООО Ромашка");
        let program = asking(pbx, &stand, "[number]\nstrip = 9\nsend_as = international\n");
        for number in ["984952293042", "974952293042", "++74952293042", "+74952293042"] {
            let call = pbx.call(number).agi(&program, &[]).run();
            assert_outcome(&call, number, ("found", "answer"));
            assert_eq!(call.after("CALLERID(name)"), "ООО Ромашка");
            assert!(stand.requests().pop().is_some_and(|asked| asked.text().contains(&format!(">{NUMBER}<"))), "{number}");
        }
        // 9 is also how a mobile number begins.
        let call = pbx.call("9161234567").agi(&program, &[]).run();
        assert_outcome(&call, "9161234567", ("unknown", "nobody"));
        assert!(stand.requests().pop().is_some_and(|asked| asked.text().contains(">79161234567<")));
    }

    /// `cache.own`: the PBX's own people, as its AstDB has them.
    fn the_office_s_own_people_come_first(pbx) {
        let stand = knowing("ООО Ромашка");
        let staff = format!("staff-{}", pbx.number());
        let program = asking(pbx, &stand, &format!("[cache]\nown = {staff}\n"));
        for (key, number) in
            [(NUMBER, NUMBER), ("84952293042", "84952293042"), ("4952293042", "+7 495 229-30-42")]
        {
            pbx.database_put(&staff, key, "Секретарь");
            let asked = stand.count();
            let call = pbx.call(number).agi(&program, &[]).run();
            assert_outcome(&call, number, ("cached", "own"));
            assert_eq!((call.after("CALLERID(name)"), stand.count()), ("Секретарь", asked), "{number}");
            pbx.cli(&format!("database del {staff} {key}"));
        }
        assert_outcome(&pbx.call(NUMBER).agi(&program, &[]).run(), "nobody of the office", ("found", "answer"));
    }

    /// `commands.dial` of another PBX: nobody can be rung, the call goes on, and the log says what to change.
    fn a_manager_whose_phone_is_nowhere_is_a_warning(pbx) {
        let client = Client { manager: "101".into(), ..Client::new(NUMBER, "ООО Ромашка") };
        let stand = Stand::start(StandOptions { clients: vec![client], ..StandOptions::default() }).expect("loopback");
        for (context, warned) in [("nowhere", true), ("internal", false)] {
            let call = pbx.call(NUMBER);
            let place = format!("{}-{context}", call.id);
            let commands = format!("[commands]\nallow = name dial\nring = 5\ndial = Local/%s@{place}/n\n");
            let program = asking(pbx, &stand, &commands);
            let before = pbx.log().len();
            let call = call.agi(&program, &[]).context("internal", "101", &["note manager", "Busy(1)"]);
            let call = call.route(&["note ivr", "Answer()"]).sip(Caller::Stays).end();
            assert_outcome(&call, &place, ("found", "answer"));
            assert_eq!(call.notes, if warned { &["ivr"][..] } else { &["manager", "ivr"] }, "{call:#?}");
            let says = |line: &str| line.contains("WARNING") && line.contains("commands.dial") && line.contains(&place);
            let said = || pbx.log()[before..].lines().any(says).then_some(());
            let said = wait_for(Duration::from_secs(if warned { 20 } else { 1 }), said).is_some();
            assert_eq!(said, warned, "{place}: {}", &pbx.log()[before..]);
        }
    }
}

/// What 1C was told of the called number, and whose memory the name went into; that memory is emptied again.
#[track_caller]
fn assert_asked_of(pbx: &Asterisk, program: &Program, stand: &Stand, what: &str, did: &str, profile: &str) {
    let asked = stand.requests().pop().expect("a request").text();
    let told = asked.split("DID>").nth(1).map(|rest| rest.trim_end_matches("</m:")).unwrap_or_default();
    assert_eq!(told, did, "{what}: {asked}");
    let memory = pbx.database(&program.family);
    assert!(memory.contains_key(&format!("n/{profile}/{NUMBER}")), "{what}: {memory:?}");
    pbx.cli(&format!("database deltree {} n", program.family));
}
