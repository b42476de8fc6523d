use super::*;

const NAME: &str = "server.office.example";

fn asked(kind: Kind) -> Vec<u8> {
    question(0x1234, NAME, kind).expect("a question")
}

/// An answer to the question: header, question, and these records behind it.
fn answer(kind: Kind, code: u8, records: &[&[u8]]) -> Vec<u8> {
    let mut message = asked(kind);
    message[2] = 0x81;
    message[3] = 0x80 | code;
    message[7] = records.len() as u8;
    message.extend(records.concat());
    message
}

/// A record whose name is a pointer to the question's.
fn record(kind: u16, class: u16, data: &[u8]) -> Vec<u8> {
    let mut record = vec![0xc0, 12];
    record.extend(kind.to_be_bytes());
    record.extend(class.to_be_bytes());
    record.extend([0, 0, 0, 60]);
    record.extend((data.len() as u16).to_be_bytes());
    record.extend(data);
    record
}

#[test]
fn a_question_on_the_wire() {
    let wire = question(0x0102, "a.bc", Kind::Aaaa).expect("a question");
    assert_eq!(wire, [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, b'a', 2, b'b', b'c', 0, 0, 28, 0, 1]);
    assert_eq!(question(1, "a.bc.", Kind::A), question(1, "a.bc", Kind::A));
    let labels = |lengths: [usize; 4]| lengths.map(|length| "x".repeat(length)).join(".");
    assert_eq!(question(1, &labels([63, 63, 63, 61]), Kind::A).map(|wire| wire.len()), Some(12 + 255 + 4));
    for no_name in ["", ".", "a..b", ".a", &"x".repeat(64), &labels([63, 63, 63, 62])] {
        assert_eq!(question(1, no_name, Kind::A), None, "{no_name}");
    }
}

#[test]
fn answers_of_every_kind() {
    let v4 = |last| IpAddr::from([192, 168, 1, last]);
    let alias = record(5, 1, &[0xc0, 12]);
    let (one, two) = (record(1, 1, &[192, 168, 1, 10]), record(1, 1, &[192, 168, 1, 11]));
    // A name written out, or in part, in place of the pointer.
    let named = |name: &[u8]| [name, &one[2..]].concat();
    // Longer than a label may be: its first two bits mean something else.
    let no_label = [&[64], &[b'x'; 64][..], &[0]].concat();
    let chaos = record(1, 3, &[1, 2, 3, 4]);
    let short = record(1, 1, &[1, 2, 3]);
    let six = record(28, 1, &[0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]);
    for (kind, records, response) in [
        (Kind::A, vec![&one[..]], Response::Addresses(vec![v4(10)])),
        (Kind::A, vec![&alias, &one, &two], Response::Addresses(vec![v4(10), v4(11)])),
        (Kind::A, vec![&chaos, &short, &two], Response::Addresses(vec![v4(11)])),
        (Kind::A, vec![&named(&asked(Kind::A)[12..14 + NAME.len()])], Response::Addresses(vec![v4(10)])),
        (Kind::A, vec![&named(b"\x02ns\xc0\x0c"), &two], Response::Addresses(vec![v4(10), v4(11)])),
        (Kind::A, vec![&named(b"\xc1\x0c"), &two], Response::Addresses(vec![v4(10), v4(11)])),
        (Kind::A, vec![&named(b"\0"), &two], Response::Addresses(vec![v4(10), v4(11)])),
        (Kind::A, vec![&named(&no_label), &two], Response::NoAddress),
        (Kind::A, vec![], Response::NoAddress),
        (Kind::A, vec![&alias], Response::NoAddress),
        (Kind::A, vec![&six], Response::NoAddress),
        (Kind::Aaaa, vec![&six], Response::Addresses(vec!["fd00::7".parse().unwrap()])),
    ] {
        assert_eq!(read(&answer(kind, 0, &records), &asked(kind), kind), Some(response), "{records:?}");
    }
    for (code, response) in [
        (3, Response::NoName),
        (1, Response::Refusal("FORMERR")),
        (2, Response::Refusal("SERVFAIL")),
        (4, Response::Refusal("NOTIMP")),
        (5, Response::Refusal("REFUSED")),
        (9, Response::Refusal("an error code of its own")),
    ] {
        assert_eq!(read(&answer(Kind::A, code, &[]), &asked(Kind::A), Kind::A), Some(response), "{code}");
    }
}

#[test]
fn what_is_no_answer_to_the_question_is_passed_over() {
    let good = answer(Kind::A, 0, &[&record(1, 1, &[10, 0, 0, 1])]);
    let changed = |at: usize, byte: u8| {
        let mut message = good.clone();
        message[at] = byte;
        message
    };
    for (what, message) in [
        ("another number", changed(1, 0)),
        ("a question", changed(2, 1)),
        ("another name", changed(13, b'x')),
        ("another kind", changed(12 + NAME.len() + 3, 28)),
        ("no question in it", changed(5, 0)),
        ("two questions in it", changed(5, 2)),
        ("nothing", Vec::new()),
        ("a header and no more", good[..12].to_vec()),
    ] {
        assert_eq!(read(&message, &asked(Kind::A), Kind::A), None, "{what}");
    }
    let loud: Vec<u8> = good.iter().map(u8::to_ascii_uppercase).collect();
    assert!(
        matches!(read(&loud, &asked(Kind::A), Kind::A), Some(Response::Addresses(_))),
        "another letter case"
    );
}

/// Cut anywhere, or with any byte changed, an answer is read without a panic.
#[test]
fn half_an_answer_and_a_spoilt_one() {
    let good = answer(Kind::A, 0, &[&record(5, 1, &[0xc0, 12]), &record(1, 1, &[10, 0, 0, 1])]);
    for end in 0..good.len() {
        let response = read(&good[..end], &asked(Kind::A), Kind::A);
        assert!(matches!(response, None | Some(Response::NoAddress)), "{end}: {response:?}");
    }
    for at in 0..good.len() {
        for byte in [0, 0x3f, 0x7f, 0x80, 0xc0, 0xff] {
            let mut message = good.clone();
            message[at] = byte;
            read(&message, &asked(Kind::A), Kind::A);
        }
    }
}
