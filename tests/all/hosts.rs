//! A call served by a program that serves many: settings handed in, names in a store of its own, a 1C that stays.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use agi1c::agi::Env;
use agi1c::call::{self, Arguments, Host};
use agi1c::case::Deadline;
use agi1c::config::{self, ConfigError, Profile, Settings};
use agi1c::crm::{Answer, Crm, Failure, Question, Wishes};
use agi1c::store::{InMemory, Store};

/// Serves calls one after another, and keeps what a server would keep.
struct Keeping {
    settings: Settings,
    names: InMemory,
    asked: Rc<RefCell<Vec<String>>>,
    watched: Vec<Option<Duration>>,
}

/// The 1C of [`Keeping`]: it knows everybody, and notes who was asked for.
struct Kept(Rc<RefCell<Vec<String>>>);

impl Crm for Kept {
    fn ask(&mut self, question: &Question, _: Instant) -> Result<Answer, Failure> {
        self.0.borrow_mut().push(question.number.clone());
        Ok(Answer::Found(Wishes { name: Some("Ромашка".into()), ..Wishes::default() }))
    }
}

impl Host for Keeping {
    fn arguments(&mut self, env: &Env) -> Result<Arguments, ConfigError> {
        Arguments::of_call(&env.args)
    }
    fn settings(&mut self, _: &Arguments) -> Result<Settings, ConfigError> {
        Ok(self.settings.clone())
    }
    fn watch(&mut self, after: Option<Duration>) {
        self.watched.push(after);
    }
    fn crm<'p>(&mut self, _: &'p Profile) -> Box<dyn Crm + 'p> {
        Box::new(Kept(Rc::clone(&self.asked)))
    }
    fn names(&mut self) -> Option<&mut dyn Store> {
        Some(&mut self.names)
    }
}

#[test]
fn names_are_kept_where_the_program_keeps_them_and_the_black_box_in_astdb() {
    let text = b"[crm]\nurl = http://1c/\n[cache]\nfresh = 600\nphonebook = cidname\n";
    let settings = config::parse(text, "test", &[]).expect("sound settings");
    let mut host = Keeping { settings, names: InMemory::default(), asked: Rc::default(), watched: vec![] };
    let env =
        "agi_request: agi://pbx/\nagi_callerid: unknown\nagi_extension: s\nagi_arg_1: number=84952293042\n\n";
    let said = [env, &"200 result=1\n".repeat(30)].concat();
    let mut talks = Vec::new();
    for _ in 0..2 {
        let mut sent = Vec::new();
        call::run(&mut host, &mut said.as_bytes(), &mut sent, Deadline::start(call::FIRST_DEADLINE));
        talks.push(String::from_utf8(sent).expect("UTF-8"));
    }
    assert_eq!(host.asked.borrow().len(), 1, "the second call finds the name in the program's own store");
    assert!(
        talks[0].contains("AGI1C_STATUS \"found\"") && talks[1].contains("AGI1C_REASON \"fresh\""),
        "{talks:?}"
    );
    for talk in &talks {
        assert!(!talk.contains("n/default") && !talk.contains("b/default"), "{talk}");
        assert!(talk.contains("DATABASE PUT \"agi1c\" \"last/1\""), "{talk}");
    }
    assert!(talks[0].contains("DATABASE PUT \"cidname\""), "the phone book is the PBX's own: {}", talks[0]);
    assert!(matches!(host.watched[..], [Some(_), Some(_)]), "{:?}", host.watched);
}
