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
    for line in [
        "dial:",
        "ring: soon",
        "goto: internal",
        "goto: a/b/0",
        "play:",
        "set: X",
        "set: =1",
        "reject: no",
        "Dial: 1",
        "x",
    ] {
        let mut read = wishes(&format!("Имя\n{line}\nset: CRM_A=1"));
        settle(&mut read);
        assert_eq!((read.refused.len(), read.set.len()), (1, 1), "{line}: {:?}", read.refused);
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
fn floods_are_cut() {
    let flood = "x\n".to_string() + &"set: A=1\n".repeat(1000) + &"rubbish\n".repeat(1000);
    let read = wishes(&flood);
    assert_eq!((read.set.len(), read.refused.len()), (MAX_SET, MAX_LIST));
}
