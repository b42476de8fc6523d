use super::*;

fn dial(to: &[&str], ring: Option<u32>) -> Option<Dial> {
    Some(Dial { to: to.iter().map(|number| String::from(*number)).collect(), ring })
}

#[test]
fn a_name_alone() {
    for (text, name) in [
        ("ООО \"МИКО\"", Some("ООО \"МИКО\"")),
        ("  Иванов: Пётр \r\n", Some("Иванов: Пётр")),
        ("\nвторая", None),
        (" \n", None),
    ] {
        let wishes = wishes(text);
        assert_eq!(wishes.name.as_deref(), name, "{text:?}");
        assert!(!wishes.commands());
    }
}

#[test]
fn every_command() {
    let mut read = wishes(
        "ООО Ромашка\r\ndial: 101, 102\nring: 20\ngoto: internal,201,1\nplay: a b\n\nset: CRM_TYPE=vip\n\
         set: CRM_URL = e1cib/data?ref=5\nreject: busy",
    );
    settle(&mut read);
    let set = [("CRM_TYPE", "vip"), ("CRM_URL", "e1cib/data?ref=5")];
    let wanted = Wishes {
        name: Some("ООО Ромашка".into()),
        dial: dial(&["101", "102"], Some(20)),
        goto: Some(Place { context: "internal".into(), extension: "201".into(), priority: 1 }),
        play: vec!["a".into(), "b".into()],
        set: set.map(|(name, value)| (name.into(), value.into())).to_vec(),
        reject: Some(Reject::Busy),
        refused: Vec::new(),
    };
    assert_eq!(read, wanted);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_kept() {
    for (line, says) in [
        ("dial:", "dial: expected"),
        ("ring: soon", "ring: expected"),
        ("goto: internal", "goto: expected"),
        ("goto: a/b/0", "goto: expected"),
        ("goto: a/", "goto: expected"),
        ("goto: /s", "goto: expected"),
        ("play:", "play: expected"),
        ("set: X", "set: expected"),
        ("set: =1", "set: expected"),
        ("reject: no", "reject: expected"),
        ("Dial: 1", "none of dial, ring"),
        ("x", "no \"key: value\""),
    ] {
        let mut read = wishes(&format!("Имя\n{line}\nset: CRM_A=1"));
        settle(&mut read);
        assert_eq!((read.refused.len(), read.set.len()), (1, 1), "{line}: {:?}", read.refused);
        assert!(read.refused[0].contains(says), "{line}: {:?}", read.refused);
        assert!(read.dial.is_none() && read.goto.is_none() && read.reject.is_none());
    }
    let mut lonely = wishes("Имя\nring: 15");
    settle(&mut lonely);
    assert_eq!((lonely.dial, lonely.refused.len()), (None, 1));
}

#[test]
fn the_order_of_dial_and_ring_does_not_matter() {
    assert_eq!(wishes("x\nring: 9\ndial: 101").dial, dial(&["101"], Some(9)));
}

#[test]
fn sixteen_numbers_and_sixteen_prompts_are_taken() {
    let list = |word: &str, count: usize| vec![word; count].join(" ");
    let dialled = |count| wishes(&format!("x\ndial: {}", list("101", count))).dial.map(|dial| dial.to.len());
    assert_eq!([dialled(16), dialled(17)], [Some(16), None]);
    for (first, second, taken) in [(16, 0, 16), (17, 0, 0), (8, 8, 16), (8, 9, 8), (1, 16, 1)] {
        let text = format!("x\nplay: {}\nplay: {}", list("a", first), list("b", second));
        assert_eq!(wishes(&text).play.len(), taken, "{first} and {second}");
    }
}

#[test]
fn floods_are_cut() {
    let flood = "x\n".to_string() + &"set: A=1\n".repeat(1000) + &"rubbish\n".repeat(1000);
    let read = wishes(&flood);
    assert_eq!((read.set.len(), read.refused.len()), (MAX_SET, MAX_LIST));
}
