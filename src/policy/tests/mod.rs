use std::time::Instant;

use super::*;
use crate::case::{Deadline, Pbx};
use crate::crm::{Facts, Failure, Reason, Wishes};
use crate::number::{self, Caller};
use crate::outcome::Status;
use crate::store::InMemory;

const NOW: u64 = 1_700_000_000;
const NUMBER: &str = "74952293042";

/// A CRM with one answer, which counts how often it is asked.
struct Fixed {
    answer: Result<Answer, Failure>,
    asked: u32,
}

impl Fixed {
    fn named(name: &str) -> Self {
        Fixed { answer: Ok(Answer::Found(Wishes { name: Some(name.into()), ..Wishes::default() })), asked: 0 }
    }

    fn nobody() -> Self {
        Fixed { answer: Ok(Answer::Nobody), asked: 0 }
    }

    fn failing(reason: Reason) -> Self {
        Fixed { answer: Err(Failure::new(reason, "it failed")), asked: 0 }
    }
}

impl Crm for Fixed {
    fn ask(&mut self, _: &Question, _: Instant) -> Result<Answer, Failure> {
        self.asked += 1;
        self.answer.clone()
    }
}

/// A store whose PBX says no.
struct Refusing;

impl Store for Refusing {
    fn get(&mut self, _: &str, _: &str) -> Result<Option<String>, StoreError> {
        Err(StoreError::Refused("AstDB says no".into()))
    }
    fn put(&mut self, _: &str, _: &str, _: &str) -> Result<(), StoreError> {
        Err(StoreError::Refused("AstDB says no".into()))
    }
    fn del(&mut self, _: &str, _: &str) -> Result<(), StoreError> {
        Err(StoreError::Refused("AstDB says no".into()))
    }
}

fn settings() -> Settings {
    with_crm("url = http://1c/ws")
}

fn with_crm(lines: &str) -> Settings {
    crate::config::parse(format!("[crm]\n{lines}\n").as_bytes(), "test", &[]).expect("valid settings")
}

fn call(settings: &Settings, store: &mut dyn Store, crm: &mut Fixed, now: u64) -> Asked {
    call_with(settings, &mut Stores { astdb: store, shared: None }, crm, now)
}

fn call_with(settings: &Settings, stores: &mut Stores<'_>, crm: &mut Fixed, now: u64) -> Asked {
    let Caller::Number(number) = number::read(NUMBER, &settings.number.plan) else { panic!("{NUMBER}") };
    let case = Case {
        settings,
        profile: &settings.profiles[0],
        facts: Facts::default(),
        shown_number: NUMBER,
        pbx: Pbx::default(),
        deadline: Deadline::start(2500),
        now,
    };
    ask(&case, &number, stores, crm).expect("the store is there")
}

/// A call whose writes are carried out, as `call` does.
fn whole_call(settings: &Settings, store: &mut InMemory, crm: &mut Fixed, now: u64) -> Outcome {
    let asked = call(settings, store, crm, now);
    asked.learned.writes.iter().for_each(|write| write.apply(store).expect("memory"));
    asked.outcome
}

/// The three things a dialplan sees of it.
fn seen(outcome: &Outcome) -> (Status, &'static str, &str) {
    (outcome.status(), outcome.reason(), outcome.name())
}

fn known(store: &mut InMemory) -> Option<String> {
    store.get("agi1c", &store::known_key("default", NUMBER)).expect("memory")
}

#[test]
fn a_name_is_remembered_and_shown_when_1c_fails() {
    let (settings, mut store) = (settings(), InMemory::default());
    let found = whole_call(&settings, &mut store, &mut Fixed::named("Ромашка"), NOW);
    assert_eq!(seen(&found), (Status::Found, "answer", "Ромашка"));
    let stale = whole_call(&settings, &mut store, &mut Fixed::failing(Reason::Fault), NOW + 60);
    assert_eq!(stale, Outcome::Stale { name: "Ромашка".into(), trouble: Trouble::Crm(Reason::Fault) });
    assert!(known(&mut store).is_some(), "a failure does not forget");
    let old = whole_call(&settings, &mut store, &mut Fixed::failing(Reason::Fault), NOW + 2_592_000);
    assert_eq!(old, Outcome::Failed(Trouble::Crm(Reason::Fault)));
}

#[test]
fn nobody_forgets() {
    let (settings, mut store) = (settings(), InMemory::default());
    whole_call(&settings, &mut store, &mut Fixed::named("Ромашка"), NOW);
    let unknown = whole_call(&settings, &mut store, &mut Fixed::nobody(), NOW + 60);
    assert_eq!(unknown, Outcome::Unknown(Nobody::Told));
    assert_eq!(known(&mut store), None);
}

/// The phone book follows what a call has learned, and nothing else.
#[test]
fn a_name_that_came_changed_or_went_is_told() {
    let with_negative = with_crm("url = http://1c/ws\n[cache]\nnegative = 600");
    for settings in [settings(), with_negative] {
        let mut store = InMemory::default();
        let mut told = |mut crm: Fixed, now| {
            let asked = call(&settings, &mut store, &mut crm, now);
            asked.learned.writes.iter().for_each(|write| write.apply(&mut store).expect("memory"));
            asked.learned.changed
        };
        assert!(!told(Fixed::nobody(), NOW), "a stranger");
        assert!(told(Fixed::named("Ромашка"), NOW + 700), "a name came");
        assert!(!told(Fixed::named("Ромашка"), NOW + 701), "it is known");
        assert!(told(Fixed::named("Лютик"), NOW + 702), "it changed");
        assert!(!told(Fixed::failing(Reason::Fault), NOW + 703), "a failure");
        assert!(told(Fixed::nobody(), NOW + 800), "it went");
        assert!(!told(Fixed::nobody(), NOW + 1600), "still nobody");
    }
}

#[test]
fn the_same_name_is_not_written_at_every_call() {
    let (settings, mut store) = (settings(), InMemory::default());
    whole_call(&settings, &mut store, &mut Fixed::named("Ромашка"), NOW);
    for (later, writes) in [(60, 0), (86_399, 0), (86_400, 1)] {
        let outcome = call(&settings, &mut store, &mut Fixed::named("Ромашка"), NOW + later);
        assert_eq!(outcome.learned.writes.len(), writes, "after {later} s");
    }
    let renamed = call(&settings, &mut store, &mut Fixed::named("Лютик"), NOW + 60);
    assert_eq!(renamed.learned.writes.len(), 1);
    let long = "ё".repeat(400);
    whole_call(&settings, &mut store, &mut Fixed::named(&long), NOW);
    assert_eq!(call(&settings, &mut store, &mut Fixed::named(&long), NOW + 60).learned.writes, []);
}

#[test]
fn fresh_and_negative_save_the_question_only_where_it_is_harmless() {
    let mut settings = settings();
    settings.cache.fresh = 3600;
    settings.cache.negative = 60;
    let mut store = InMemory::default();
    let mut crm = Fixed::named("Ромашка");
    whole_call(&settings, &mut store, &mut crm, NOW);
    assert_eq!(whole_call(&settings, &mut store, &mut crm, NOW + 3599).status(), Status::Cached);
    assert_eq!(crm.asked, 1);
    assert_eq!(whole_call(&settings, &mut store, &mut crm, NOW + 3600).status(), Status::Found);
    let renewed = whole_call(&settings, &mut store, &mut crm, NOW + 3601);
    assert_eq!(renewed.status(), Status::Cached, "the same name is fresh again");

    let (mut store, mut crm) = (InMemory::default(), Fixed::nobody());
    whole_call(&settings, &mut store, &mut crm, NOW);
    assert_eq!(whole_call(&settings, &mut store, &mut crm, NOW + 59).reason(), "negative");
    assert_eq!(crm.asked, 1);

    let mut commanded = settings.clone();
    commanded.commands.allow.push(Command::Dial);
    let mut told = settings.clone();
    told.profiles = with_crm("url = http://1c/ws\nextra = did:DID").profiles;
    let mut told_by_url = settings.clone();
    told_by_url.profiles = with_crm("protocol = json\nurl = http://1c/hs?n={number}&did={did}").profiles;
    for asked_anyway in [commanded, told, told_by_url] {
        let mut crm = Fixed::nobody();
        whole_call(&asked_anyway, &mut store, &mut crm, NOW + 59);
        assert_eq!(crm.asked, 1);
    }
}

#[test]
fn a_dead_1c_is_not_asked_by_every_call() {
    let (settings, mut store) = (settings(), InMemory::default());
    let mut crm = Fixed::failing(Reason::Refused);
    assert_eq!(whole_call(&settings, &mut store, &mut crm, NOW).reason(), "refused");
    assert_eq!(whole_call(&settings, &mut store, &mut crm, NOW + 1), Outcome::Failed(Trouble::Breaker));
    assert_eq!(crm.asked, 1);
    let mut back = Fixed::named("Ромашка");
    assert_eq!(whole_call(&settings, &mut store, &mut back, NOW + 30).status(), Status::Found);
    assert_eq!(store.get("agi1c", "b/default"), Ok(None));
}

#[test]
fn while_one_call_probes_the_others_do_not_wait() {
    let (settings, mut store) = (settings(), InMemory::default());
    whole_call(&settings, &mut store, &mut Fixed::failing(Reason::Refused), NOW);
    // The probe is under way: it has asked, and what it learned is not written yet.
    call(&settings, &mut store, &mut Fixed::failing(Reason::Refused), NOW + 30);
    assert_eq!(
        call(&settings, &mut store, &mut Fixed::named("x"), NOW + 30).outcome,
        Outcome::Failed(Trouble::Breaker)
    );
}

#[test]
fn the_second_timeout_running_opens() {
    let (settings, mut store) = (settings(), InMemory::default());
    let mut slow = Fixed::failing(Reason::AnswerTimeout);
    for (at, reason) in [(0, "answer-timeout"), (1, "answer-timeout"), (2, "breaker")] {
        assert_eq!(whole_call(&settings, &mut store, &mut slow, NOW + at).reason(), reason);
    }
}

#[test]
fn a_store_that_refuses_does_not_keep_the_name_back() {
    let asked = call(&settings(), &mut Refusing, &mut Fixed::named("Ромашка"), NOW);
    assert_eq!((asked.outcome.status(), asked.outcome.name()), (Status::Found, "Ромашка"));
    assert!(!asked.warnings.is_empty());
}

#[test]
fn profiles_do_not_share_their_memory() {
    let mut settings = settings();
    let mut store = InMemory::default();
    whole_call(&settings, &mut store, &mut Fixed::named("Ромашка"), NOW);
    settings.profiles[0].name = "spb".into();
    let other = whole_call(&settings, &mut store, &mut Fixed::failing(Reason::Fault), NOW + 1);
    assert_eq!(other.status(), Status::Failed);
}

fn with_own() -> Settings {
    crate::config::parse(b"[crm]\nurl = http://1c/ws\n[cache]\nown = own\n", "test", &[])
        .expect("valid settings")
}

#[test]
fn the_office_s_own_people_are_named_and_1c_is_not_asked() {
    for key in [NUMBER, "4952293042"] {
        let mut store = InMemory::default();
        store.put("own", key, "Иванов  Пётр").expect("memory");
        store.put("agi1c", "b/default", "1800000000 refused 1 00000000").expect("memory");
        let mut crm = Fixed::named("Ромашка");
        let asked = call(&with_own(), &mut store, &mut crm, NOW);
        assert_eq!(asked.outcome, Outcome::Cached { name: "Иванов Пётр".into(), why: Kept::Own }, "{key}");
        assert_eq!((asked.outcome.reason(), crm.asked), ("own", 0));
        assert_eq!(asked.learned, Learned::default(), "nothing of them is remembered a second time");
    }
}

#[test]
fn a_number_that_is_not_the_office_s_own_goes_to_1c() {
    let mut store = InMemory::default();
    // Another number, an empty name, a name of which nothing is left, a number of the same end.
    for (key, name) in [("74952293043", "Иванов"), (NUMBER, ""), ("4952293042", " \n"), ("2293042", "Иванов")]
    {
        store.put("own", key, name).expect("memory");
        let mut crm = Fixed::named("Ромашка");
        let outcome = call(&with_own(), &mut store, &mut crm, NOW).outcome;
        assert_eq!(
            (outcome.name(), outcome.reason(), crm.asked),
            ("Ромашка", "answer", 1),
            "{key} = {name:?}"
        );
    }
}

#[test]
fn a_pbx_that_refuses_its_own_people_does_not_keep_1c_from_being_asked() {
    let mut crm = Fixed::named("Ромашка");
    let asked = call(&with_own(), &mut Refusing, &mut crm, NOW);
    assert_eq!((asked.outcome.name(), crm.asked), ("Ромашка", 1));
    assert!(asked.warnings.iter().any(|warning| warning.contains("AstDB says no")));
}

#[test]
fn the_office_s_own_people_need_a_family_that_agi1c_does_not_fill() {
    for (lines, filled) in [
        ("own = cidname", true),
        ("own = agi1c", true),
        ("own = book\nphonebook = book", true),
        ("own = mine\nfamily = mine", true),
        ("own = cidname\nphonebook = book", false),
        ("own = own", false),
        ("own =\nphonebook =", false),
    ] {
        let text = format!("[crm]\nurl = http://1c/ws\n[cache]\n{lines}\n");
        match crate::config::parse(text.as_bytes(), "test", &[]) {
            Ok(_) => assert!(!filled, "{lines}"),
            Err(error) => {
                assert_eq!(
                    (error.key.as_str(), error.line, filled),
                    ("cache.own", 4, true),
                    "{lines}: {error}"
                );
            }
        }
    }
}

#[test]
fn an_empty_value_of_1cs_is_nobody_with_a_warning_and_forgets_nothing() {
    for sent in ["NULL", "Неопределено", "<Объект не найден> (123:b9f1)", "\u{200b}\u{feff}", "\"\""]
    {
        let (settings, mut store) = (settings(), InMemory::default());
        whole_call(&settings, &mut store, &mut Fixed::named("Ромашка"), NOW);
        let asked = call(&settings, &mut store, &mut Fixed::named(sent), NOW + 60);
        assert_eq!(asked.outcome, Outcome::Unknown(Nobody::Told), "{sent}");
        assert_eq!((asked.learned.writes.len(), asked.warnings.len()), (0, 1), "{sent}");
    }
}

#[test]
fn a_command_without_a_name_leaves_the_memory_alone() {
    let dial = Some(crate::crm::Dial { to: vec!["101".into()], ring: None });
    for name in [None, Some(""), Some("NULL"), Some("Неопределено")] {
        let (settings, mut store) = (settings(), InMemory::default());
        whole_call(&settings, &mut store, &mut Fixed::named("Ромашка"), NOW);
        let wishes = Wishes { name: name.map(String::from), dial: dial.clone(), ..Wishes::default() };
        let mut crm = Fixed { answer: Ok(Answer::Found(wishes)), asked: 0 };
        let outcome = whole_call(&settings, &mut store, &mut crm, NOW + 60);
        assert_eq!((outcome.status(), outcome.name()), (Status::Found, ""), "{name:?}");
        assert!(known(&mut store).is_some_and(|value| value.ends_with("Ромашка")), "{name:?}");
    }
}

#[test]
fn names_and_breaker_are_in_the_shared_store_and_the_office_s_own_people_in_astdb() {
    let settings = with_crm("url = http://1c/ws\n[cache]\nfresh = 600\nown = own");
    let (mut astdb, mut shared) = (InMemory::default(), InMemory::default());
    let family = &settings.cache.family;
    let key = store::known_key("default", NUMBER);
    let known = |name: &str| Known { at: NOW, name: name.into() }.encode();
    astdb.put(family, &key, &known("В AstDB")).expect("memory");
    shared.put(family, &key, &known("Общее имя")).expect("memory");
    shared.put("own", NUMBER, "Не отсюда").expect("memory");
    let mut crm = Fixed::named("1С");
    let mut ask = |astdb: &mut InMemory, shared: &mut InMemory| {
        let mut stores = Stores { astdb, shared: Some(shared) };
        call_with(&settings, &mut stores, &mut crm, NOW).outcome
    };
    let fresh = Outcome::Cached { name: "Общее имя".into(), why: Kept::Fresh };
    assert_eq!(ask(&mut astdb, &mut shared), fresh);
    astdb.put("own", NUMBER, "Анна").expect("memory");
    assert_eq!(ask(&mut astdb, &mut shared), Outcome::Cached { name: "Анна".into(), why: Kept::Own });
    astdb.del("own", NUMBER).expect("memory");
    shared.del(family, &key).expect("memory");
    let open = Breaker { until: NOW + 20, reason: "refused".into(), timeouts: 0, hash: 0, failed_at: NOW };
    let hash = match breaker::after(None, Some(Reason::Refused), &settings.profiles[0], &settings.cache, NOW)
    {
        After::Put(value) => Breaker::parse(&value).expect("a breaker").hash,
        other => panic!("{other:?}"),
    };
    shared.put(family, &store::breaker_key("default"), &Breaker { hash, ..open }.encode()).expect("memory");
    assert_eq!(ask(&mut astdb, &mut shared), Outcome::Failed(Trouble::Breaker));
    assert_eq!(crm.asked, 0);
}
