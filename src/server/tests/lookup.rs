use super::*;
use crate::config::parse;
use crate::crm::{Answer, Failure, Question, Reason, Wishes};
use crate::server::memory::Memory;
use crate::store::Store;

/// Says the same to every question, and keeps it.
struct Said<'a>(Result<Answer, Failure>, &'a std::cell::RefCell<Vec<Question>>);

impl Crm for Said<'_> {
    fn ask(&mut self, question: &Question, _: std::time::Instant) -> Result<Answer, Failure> {
        self.1.borrow_mut().push(question.clone());
        self.0.clone()
    }
}

fn named(name: &str) -> Result<Answer, Failure> {
    Ok(Answer::Found(Wishes { name: Some(name.into()), ..Wishes::default() }))
}

fn refused() -> Result<Answer, Failure> {
    Err(Failure::new(Reason::Refused, "nobody listens there"))
}

/// One office: its settings, its memory, and what 1C was asked.
struct Office {
    settings: Settings,
    memory: Memory,
    asked: std::cell::RefCell<Vec<Question>>,
}

impl Office {
    fn new(more: &str) -> Office {
        let text = format!("[crm]\nurl = http://127.0.0.1:1/x\n{more}");
        let settings = parse(text.as_bytes(), "test", &[]).expect("settings");
        Office { settings, memory: Memory::default(), asked: Default::default() }
    }

    fn ask(
        &self,
        number: &str,
        did: &str,
        answer: Result<Answer, Failure>,
    ) -> (String, &'static str, &'static str) {
        let request = LookupRequest { number: number.into(), did: did.into() };
        let crm = |_| -> Box<dyn Crm + '_> { Box::new(Said(answer, &self.asked)) };
        let mut memory = &self.memory;
        let mut stores = Stores { astdb: &mut memory, shared: None };
        let result = look_up(&self.settings, &request, &mut stores, crm, Deadline::start(2500));
        let outcome = &result.verdict.outcome;
        (result.name, outcome.status().word(), outcome.reason())
    }
}

#[test]
fn a_name_is_shaped_as_for_a_telephone_and_remembered() {
    let office = Office::new("[name]\nprefix = \"1C: \"\ndrop = ООО\n");
    let seen = office.ask("8 (495) 229-30-42", "", named("ООО \"Ромашка\""));
    assert_eq!(seen, ("1C: Ромашка".into(), "found", "answer"));
    let seen = office.ask("+74952293042", "", refused());
    assert_eq!(seen, ("1C: Ромашка".into(), "stale", "refused"));
    // The next one meets the breaker, and no 1C.
    let seen = office.ask("84952293042", "", named("another"));
    assert_eq!(seen, ("1C: Ромашка".into(), "stale", "breaker"));
    assert_eq!(office.asked.borrow().len(), 2);
}

#[test]
fn what_a_call_would_skip_is_not_asked() {
    let office = Office::new("");
    for (number, reason) in
        [("", "no-number"), ("201", "short"), ("anonymous", "anonymous"), ("[NUMBER]", "no-number")]
    {
        assert_eq!(office.ask(number, "", named("x")), (String::new(), "skipped", reason), "{number}");
    }
    assert!(office.asked.borrow().is_empty());
}

#[test]
fn nobody_is_an_empty_name() {
    let office = Office::new("");
    assert_eq!(office.ask("84952293042", "", Ok(Answer::Nobody)), (String::new(), "unknown", "nobody"));
    assert_eq!(office.ask("84952293042", "", refused()), (String::new(), "failed", "refused"));
}

#[test]
fn the_called_number_chooses_the_base_and_is_told() {
    let office = Office::new(
        "extra = did:DID\n[crm spb]\nuser = spb\n[crm broken]\nurl = \n[call]\ndid = 78121234567:spb 74957654321:broken\n",
    );
    assert_eq!(office.ask("84952293042", "88121234567", named("x")), ("x".into(), "found", "answer"));
    assert_eq!(office.asked.borrow()[0].facts.did, "88121234567");
    assert_eq!((&office.memory).get("agi1c", "n/spb/74952293042").map(|known| known.is_some()), Ok(true));
    assert_eq!(office.ask("84952293042", "74957654321", named("x")), (String::new(), "failed", "settings"));
}
