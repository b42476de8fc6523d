use super::*;
use crate::crm::Dial;

fn settings(text: &str) -> Settings {
    let text = format!("[crm]\nurl = http://1c/ws\n{text}");
    crate::config::parse(text.as_bytes(), "test", &[]).expect("valid settings")
}

fn found(wishes: Wishes) -> Outcome {
    Outcome {
        name: wishes.name.clone().unwrap_or_default(),
        wishes: Some(wishes),
        ..Outcome::nameless(Status::Found, "answer")
    }
}

const NEW: Scene<'_> = Scene {
    shown_number: "74952293042",
    phonebook_key: "",
    old_asterisk: false,
    askozia: false,
    context: "incoming",
    spent_ms: 12,
};

fn set(name: &str, value: &str) -> Action {
    Action::Set(name.into(), value.into())
}

fn commands(settings: &Settings, wishes: Wishes) -> (Vec<Action>, Vec<String>) {
    let (actions, refused) = decide(settings, &found(wishes), NEW);
    let commands = actions.into_iter().filter(|action| !matches!(action, Action::Set(..))).collect();
    (commands, refused)
}

#[test]
fn a_name_first_then_the_variables() {
    let wishes = Wishes { name: Some("Ромашка".into()), ..Wishes::default() };
    let (actions, refused) = decide(&settings(""), &found(wishes), NEW);
    assert_eq!(
        actions,
        [
            set("CALLERID(name)", "Ромашка"),
            set("AGI1C_STATUS", "found"),
            set("AGI1C_REASON", "answer"),
            set("AGI1C_NAME", "Ромашка"),
            set("AGI1C_MS", "12"),
        ]
    );
    assert_eq!(refused, [""; 0]);
}

#[test]
fn nobody_leaves_the_channel_s_name_alone() {
    let (actions, _) = decide(&settings(""), &Outcome::nameless(Status::Unknown, "nobody"), NEW);
    assert!(
        !actions.iter().any(|action| matches!(action, Action::Set(name, _) if name.contains("CALLERID")))
    );
    assert!(actions.contains(&set("AGI1C_NAME", "")));
}

#[test]
fn an_old_asterisk_gets_latin_letters_and_the_full_name_stays_in_the_variable() {
    let wishes = Wishes { name: Some("Рога & копыта".into()), ..Wishes::default() };
    let (actions, _) = decide(&settings(""), &found(wishes), Scene { old_asterisk: true, ..NEW });
    assert_eq!(actions[0], set("CALLERID(name)", "Roga + kopyta"));
    assert!(actions.contains(&set("AGI1C_NAME", "Рога & копыта")));
}

#[test]
fn outgoing_names_go_to_the_connected_line() {
    let wishes = Wishes { name: Some("Ромашка".into()), ..Wishes::default() };
    let (actions, _) = decide(&settings("[call]\ndirection = out\n"), &found(wishes), NEW);
    assert_eq!(actions[0], set("CONNECTEDLINE(name,i)", "Ромашка"));
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
    let (actions, refused) = decide(&settings(""), &found(wishes), NEW);
    assert_eq!(actions.len(), 5);
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
            Action::Dial(ring) => Some((ring.target.as_str(), ring.seconds)),
            _ => None,
        })
        .collect();
    assert_eq!(rung, [("Local/101@internal/n", 12), ("Local/204@internal/n", 12)]);
    assert_eq!(refused.len(), 3);
}

#[test]
fn goto_goes_only_where_listed() {
    let listed = settings("[commands]\nallow = goto\ntargets = internal/201 ivr/s incoming/9\n");
    for (context, extension, priority, goes) in [
        ("internal", "201", 1, true),
        ("ivr", "s", 1, true),
        ("", "9", 1, true),
        ("", "201", 1, false),
        ("internal", "202", 1, false),
        ("internal/201", "", 1, false),
        ("internal", "201", 2, false),
        ("ivr", "s", u32::MAX, false),
    ] {
        let place = Place { context: context.into(), extension: extension.into(), priority };
        let (actions, _) = commands(&listed, Wishes { goto: Some(place), ..Wishes::default() });
        assert_eq!(!actions.is_empty(), goes, "{context}/{extension}/{priority}");
    }
}

#[test]
fn only_listed_variables_and_nothing_in_them_can_act() {
    let listed = settings("[commands]\nallow = set\n");
    let set_pairs = [
        ("CRM_TYPE", "vip"),
        ("CRM_NOTE", "${SHELL(id)}`id`\";|$[1]\r\nHANGUP"),
        ("CALLERID(num)", "1"),
        ("PATH", "x"),
        ("CRM_A,B", "x"),
        ("__CRM_X", "x"),
    ];
    let wishes = Wishes {
        set: set_pairs.map(|(name, value)| (name.into(), value.into())).to_vec(),
        ..Wishes::default()
    };
    let (actions, refused) = decide(&listed, &found(wishes), NEW);
    assert_eq!(actions[4], set("CRM_TYPE", "vip"));
    let Action::Set(_, note) = &actions[5] else { panic!("{actions:?}") };
    assert!(!note.contains(['$', '{', '}', '`', '"', ';', '|', '\r', '\n', '(', '[']), "{note}");
    assert_eq!(actions.len(), 6);
    assert_eq!(refused.len(), 4);
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
    assert_eq!(commands(&listed, wishes).0, [Action::Reject(Reject::Busy)]);
}
