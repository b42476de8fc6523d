use super::*;
use crate::case::Deadline;
use crate::crm::{Answer, Dial, Facts};
use crate::number;
use crate::outcome::{Nobody, Outcome};

fn settings(text: &str) -> Settings {
    let text = format!("[crm]\nurl = http://1c/ws\n{text}");
    crate::config::parse(text.as_bytes(), "test", &[]).expect("valid settings")
}

fn found(wishes: Wishes) -> Outcome {
    crate::policy::said(Answer::Found(wishes)).0
}

fn case(settings: &Settings, pbx: Pbx) -> Case<'_> {
    Case {
        settings,
        profile: &settings.profiles[0],
        facts: Facts { context: "incoming".into(), ..Facts::default() },
        shown_number: "74952293042",
        pbx,
        deadline: Deadline::start(2500),
        now: 0,
    }
}

/// On a new Asterisk, with nothing to remember.
fn plan(settings: &Settings, wishes: Wishes) -> Plan {
    decide(&case(settings, Pbx::default()), None, &found(wishes), Learned::default())
}

fn commands(settings: &Settings, wishes: Wishes) -> (Vec<Move>, Vec<String>) {
    let plan = plan(settings, wishes);
    (plan.route, plan.refused)
}

fn name(function: &'static str, shown: &str) -> Action {
    Action::Name { function, shown: shown.into() }
}

fn romashka() -> Wishes {
    Wishes { name: Some("Ромашка".into()), ..Wishes::default() }
}

#[test]
fn a_name_first_then_the_verdict_then_what_1c_sets_then_memory() {
    let listed = settings("[commands]\nallow = name set\n[cache]\nphonebook = cidname\n");
    let wishes = Wishes { set: vec![("CRM_TYPE".into(), "vip".into())], ..romashka() };
    let remembered = Write::Put("agi1c".into(), "n/default/74952293042".into(), "0 Ромашка".into());
    let learned = Learned { writes: vec![remembered.clone()], changed: true };
    let number::Caller::Number(number) = number::read("84952293042", &listed.number.plan) else { panic!() };
    let case = case(&listed, Pbx::default());
    let plan = decide(&case, Some(&number), &found(wishes), learned);
    assert_eq!(
        plan.actions,
        [
            name("CALLERID(name)", "Ромашка"),
            Action::Verdict,
            Action::Variable { name: "CRM_TYPE".into(), value: "vip".into() },
            Action::Remember(remembered),
            Action::PhoneBook(Write::Put("cidname".into(), "74952293042".into(), "Ромашка".into())),
        ]
    );
    assert_eq!((plan.route, plan.refused), (vec![], vec![]));
}

#[test]
fn the_phone_book_follows_what_is_remembered_where_1c_may_name() {
    let ours = |text| settings(&format!("[cache]\nphonebook = cidname\n{text}"));
    let key = || String::from("74952293042");
    let named = || found(romashka());
    for (settings, outcome, changed, copy) in [
        (ours(""), named(), true, Some(Write::Put("cidname".into(), key(), "Ромашка".into()))),
        (ours(""), Outcome::Unknown(Nobody::Told), true, Some(Write::Del("cidname".into(), key()))),
        (ours(""), named(), false, None),
        (ours("[commands]\nallow = set\n"), named(), true, None),
        (settings(""), named(), true, None),
    ] {
        let number::Caller::Number(number) = number::read("84952293042", &settings.number.plan) else {
            panic!()
        };
        let learned = Learned { writes: vec![], changed };
        let plan = decide(&case(&settings, Pbx::default()), Some(&number), &outcome, learned);
        let written = plan.actions.into_iter().find_map(|action| match action {
            Action::PhoneBook(write) => Some(write),
            _ => None,
        });
        assert_eq!(written, copy, "{outcome:?}, {changed}");
    }
}

#[test]
fn nobody_leaves_the_channel_s_name_alone() {
    let settings = settings("");
    let nobody = Outcome::Unknown(Nobody::Told);
    let plan = decide(&case(&settings, Pbx::default()), None, &nobody, Learned::default());
    assert_eq!(plan.actions, [Action::Verdict]);
}

#[test]
fn an_own_name_needs_no_leave_of_1c_s_and_gets_no_prefix() {
    let settings = settings("[commands]\nallow = set\n[name]\nprefix = \"1C: \"\n");
    for (why, actions) in [
        (Kept::Own, vec![name("CALLERID(name)", "Иванов"), Action::Verdict]),
        (Kept::Fresh, vec![Action::Verdict]),
    ] {
        let outcome = Outcome::Cached { name: "Иванов".into(), why };
        let plan = decide(&case(&settings, Pbx::default()), None, &outcome, Learned::default());
        assert_eq!(plan.actions, actions);
    }
}

#[test]
fn an_old_asterisk_gets_latin_letters() {
    let settings = settings("");
    let wishes = Wishes { name: Some("Рога & копыта".into()), ..Wishes::default() };
    let old = Pbx { old_asterisk: true, ..Pbx::default() };
    let plan = decide(&case(&settings, old), None, &found(wishes), Learned::default());
    assert_eq!(plan.actions, [name("CALLERID(name)", "Roga + kopyta"), Action::Verdict]);
}

#[test]
fn outgoing_names_go_to_the_connected_line() {
    let plan = plan(&settings("[call]\ndirection = out\n"), romashka());
    assert_eq!(plan.actions[0], name("CONNECTEDLINE(name,i)", "Ромашка"));
}

#[test]
fn nothing_but_the_name_is_allowed_unless_said_so() {
    let wishes = Wishes {
        name: Some("Ромашка".into()),
        dial: Some(Dial { to: vec!["101".into()], ring: None }),
        goto: Some(Place { context: "internal".into(), extension: "201".into(), priority: 1 }),
        play: vec!["promo".into()],
        set: vec![("CRM_TYPE".into(), "vip".into())],
        reject: Some(Reject::Busy),
        refused: vec!["play: not text".into()],
    };
    let Plan { actions, route, refused } = plan(&settings(""), wishes);
    assert_eq!((actions.len(), route), (2, vec![]));
    let words: Vec<&str> =
        refused.iter().map(|sentence| sentence.split(':').next().unwrap_or_default()).collect();
    assert_eq!(words, ["play", "set", "play", "reject", "dial", "goto"]);
}

#[test]
fn a_hacked_1c_cannot_call_abroad() {
    let allowed = settings("[commands]\nallow = name dial\n");
    for number in [
        "500&SIP/trunk/810441234567",
        "101,60,g",
        "101|60",
        "${SHELL(reboot)}",
        "84951234567",
        "12345",
        "",
        "101 ",
        "*72",
        "1011@ext-out",
        "１０１",
    ] {
        let wishes = Wishes { dial: Some(Dial { to: vec![number.into()], ring: None }), ..Wishes::default() };
        let (actions, refused) = commands(&allowed, wishes);
        assert_eq!(actions, [], "{number}");
        assert_eq!(refused.len(), 1, "{number}");
    }
}

#[test]
fn the_manager_rings_first_and_the_list_decides() {
    let listed = settings("[commands]\nallow = name dial\nnumbers = 1XX 2[0-3]Z\nring = 12\n");
    let to = ["101", "204", "241", "230", "999"].map(String::from).to_vec();
    let (actions, refused) =
        commands(&listed, Wishes { dial: Some(Dial { to, ring: None }), ..Wishes::default() });
    let rung: Vec<(&str, u32)> = actions
        .iter()
        .filter_map(|action| match action {
            Move::Dial(ring) => Some((ring.target.as_str(), ring.seconds)),
            _ => None,
        })
        .collect();
    assert_eq!(rung, [("Local/101@internal/n", 12), ("Local/204@internal/n", 12)]);
    assert_eq!(refused.len(), 3);
}

#[test]
fn a_listed_number_may_have_star_and_hash_and_nothing_else() {
    let listed = settings("[commands]\nallow = dial\nnumbers = *78 #1! 2.\n");
    for (number, rings) in [
        ("*78", true),
        ("#1*2", true),
        ("2#", true),
        ("201", true),
        ("*79", false),
        ("2&101", false),
        ("2,60,g", false),
        ("2 ", false),
        (&"2".repeat(32), true),
        (&"2".repeat(33), false),
    ] {
        let wishes = Wishes { dial: Some(Dial { to: vec![number.into()], ring: None }), ..Wishes::default() };
        assert_eq!(commands(&listed, wishes).0.len(), usize::from(rings), "{number}");
    }
}

#[test]
fn a_ring_knows_whose_state_is_asked() {
    for (dial, state) in [
        ("Local/%s@internal/n", Some("EXTENSION_STATE(101@internal)")),
        ("Local/%s@internal", Some("EXTENSION_STATE(101@internal)")),
        ("SIP/%s", Some("DEVICE_STATE(SIP/101)")),
        ("IAX2/trunk-1.b_c/%s", Some("DEVICE_STATE(IAX2/trunk-1.b_c/101)")),
        ("SIP/%s&SIP/200", None),
        ("SIP/%s@офис", None),
        ("Local/%s@internal(x)", None),
    ] {
        let settings = settings(&format!("[commands]\nallow = dial\ndial = {dial}\n"));
        let wishes = Wishes { dial: Some(Dial { to: vec!["101".into()], ring: None }), ..Wishes::default() };
        let (moves, _) = commands(&settings, wishes);
        let [Move::Dial(ring)] = &moves[..] else { panic!("{dial}: {moves:?}") };
        assert_eq!((ring.target.as_str(), ring.state.as_deref()), (&*dial.replace("%s", "101"), state));
    }
}

#[test]
fn goto_goes_only_where_listed() {
    let listed = settings("[commands]\nallow = goto\ntargets = internal/201 ivr/s incoming/9\n");
    let first = Some("goto: only the first priority of a listed place");
    let long = "x".repeat(300);
    let cut = format!("goto: {}… is not in commands.targets", "x".repeat(40));
    for (context, extension, priority, refusal) in [
        ("internal", "201", 1, None),
        ("ivr", "s", 1, None),
        ("", "9", 1, None),
        ("", "201", 1, Some("goto: incoming/201 is not in commands.targets")),
        ("internal", "202", 1, Some("goto: internal/202 is not in commands.targets")),
        ("internal/201", "", 1, Some("goto: internal/201/ is not in commands.targets")),
        ("internal", "201", 2, first),
        ("ivr", "s", u32::MAX, first),
        (&long, "s", 1, Some(&*cut)),
        ("a\u{1b}[2J\r\nb", "s", 1, Some("goto: a[2J b/s is not in commands.targets")),
    ] {
        let place = Place { context: context.into(), extension: extension.into(), priority };
        let (moves, refused) = commands(&listed, Wishes { goto: Some(place), ..Wishes::default() });
        assert_eq!(moves.is_empty(), refusal.is_some(), "{context}/{extension}/{priority}");
        assert_eq!(refused, refusal.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn only_listed_variables_and_nothing_in_them_can_act() {
    let listed = settings("[commands]\nallow = set\n");
    let set_pairs = [
        ("CRM_TYPE", "vip"),
        ("CRM_NOTE", "${SHELL(id)}`id`\";|$[1]\r\nHANGUP"),
        ("CRM_LINK", "e1cib/data/Справочник.Контрагенты?ref=8f3b000c"),
        ("CALLERID(num)", "1"),
        ("PATH", "x"),
        ("CRM_A,B", "x"),
        ("__CRM_X", "x"),
    ];
    let wishes = Wishes {
        set: set_pairs.map(|(name, value)| (name.into(), value.into())).to_vec(),
        ..Wishes::default()
    };
    let Plan { actions, refused, .. } = plan(&listed, wishes);
    let variable = |(name, value): (&str, &str)| Action::Variable { name: name.into(), value: value.into() };
    assert_eq!(actions, [Action::Verdict, variable(set_pairs[0]), variable(set_pairs[2])]);
    assert_eq!(refused.len(), 5);
    assert_eq!(refused[0], "set: CRM_NOTE: '$' may not stand in a variable");
}

#[test]
fn a_variable_listed_without_a_star_is_only_itself() {
    let listed = settings("[commands]\nallow = set\nvariables = CLIENT VIP_*\n");
    for (name, is_set) in [
        ("CLIENT", true),
        ("VIP_", true),
        ("VIP_1", true),
        ("CLIENT_1", false),
        ("CLIEN", false),
        ("client", false),
        ("VIP", false),
    ] {
        let wishes = Wishes { set: vec![(name.into(), "x".into())], ..Wishes::default() };
        let Plan { actions, refused, .. } = plan(&listed, wishes);
        let set = Action::Variable { name: name.into(), value: "x".into() };
        assert_eq!((actions.contains(&set), refused.len()), (is_set, usize::from(!is_set)), "{name}");
    }
}

#[test]
fn prompts_are_relative_names() {
    let listed = settings("[commands]\nallow = play\n");
    for (prompt, plays) in [
        ("custom/promo", true),
        ("hello-world.1", true),
        ("/etc/passwd", false),
        ("../x", false),
        ("a,noanswer", false),
        ("a&b", false),
        ("", false),
        ("промо", false),
    ] {
        let (actions, _) = commands(&listed, Wishes { play: vec![prompt.into()], ..Wishes::default() });
        assert_eq!(!actions.is_empty(), plays, "{prompt}");
    }
}

#[test]
fn a_rejected_call_goes_nowhere_else() {
    let listed = settings("[commands]\nallow = dial goto reject\ntargets = ivr/s\n");
    let wishes = Wishes {
        reject: Some(Reject::Busy),
        dial: Some(Dial { to: vec!["101".into()], ring: None }),
        goto: Some(Place { context: "ivr".into(), extension: "s".into(), priority: 1 }),
        ..Wishes::default()
    };
    assert_eq!(commands(&listed, wishes).0, [Move::Reject(Reject::Busy)]);
}

#[test]
fn a_refused_command_that_repeats_the_password_does_not_carry_it_into_a_log() {
    let settings =
        settings("user = Ivan\npassword = Pa55w0rd\n[commands]\nallow = name dial goto play set\n");
    let long = ["x".repeat(33), "Pa55w0rd".into()].concat();
    for secret in ["Pa55w0rd", "SXZhbjpQYTU1dzByZA==", &long] {
        let (_, refused) = commands(
            &settings,
            Wishes {
                dial: Some(Dial { to: vec![secret.into()], ring: None }),
                goto: Some(Place { context: "a".into(), extension: secret.into(), priority: 1 }),
                play: vec![["../", secret].concat()],
                set: vec![(secret.into(), "vip".into())],
                refused: vec![["name: expected a string, not ", secret].concat()],
                ..Wishes::default()
            },
        );
        assert_eq!(refused.len(), 5, "{refused:?}");
        for sentence in refused {
            assert!(sentence.contains("***"), "{sentence}");
            assert!(!["Pa55", "SXZh"].iter().any(|part| sentence.contains(part)), "{sentence}");
        }
    }
}
