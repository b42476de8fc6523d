//! Appliances on which the text cannot do its work: each says so in one line and leaves the call alone.

use std::fs;

use super::place::{FILE, Php, Place, edition, pbx, released, stand, typed};
use crate::fakes::asterisk::Call;
use agi1c::kit::package::{fill::Filled, paste};

/// One line in Asterisk's log, status 0, no name, the route goes on.
fn assert_says(call: &Call, said: &str) {
    let [(1, line)] = &call.log[..] else { panic!("{}\n{}", call.conversation(), call.stderr) };
    assert!(line.starts_with("agi1c: ") && line.contains(said), "{line}");
    assert_eq!(call.variable("CALLERID(name)"), None);
    assert_eq!((call.exit, call.next.as_str()), (Some(0), "incoming,s,3"));
    assert_eq!(call.outcome(), ("failed", "pbx"));
}

fn damaged(damage: &str) -> (Place, Call) {
    let stand = stand();
    let mut place = Place::new(Php::Appliance);
    place.damage = damage.into();
    place.apply(&typed(released(), &stand.url(), ""));
    let call = place.call(&pbx()).run();
    (place, call)
}

const FULL: &str = r#"mount -t tmpfs -o size=1900k tmpfs "$1/mnt" && cp "$1/etc/asterisk/agi-bin/"* "$1/mnt" &&
    head -c 3000000 /dev/zero >"$1/mnt/filler"; mount --move "$1/mnt" "$1/etc/asterisk/agi-bin" || exit 1"#;
const READ_ONLY: &str = r#"mount -o remount,bind,ro "$1/etc/asterisk/agi-bin" || exit 1"#;
const SMALL_TMP: &str =
    r#"for tmp in tmp ultmp; do mount -t tmpfs -o size=100k tmpfs "$1/$tmp" || exit 1; done"#;
const READ_ONLY_TMP: &str =
    r#"for tmp in tmp ultmp; do mount -t tmpfs -o ro tmpfs "$1/$tmp" || exit 1; done"#;
const NO_EXEC: &str = r#"for tmp in etc/asterisk/agi-bin tmp ultmp; do
    mount -o remount,bind,noexec "$1/$tmp" || mount -o remount,noexec "$1/$tmp" || exit 1; done"#;

#[test]
#[ignore = "tests/run"]
fn a_full_agi_bin_leaves_tmp() {
    for damage in [FULL, READ_ONLY] {
        let (place, call) = damaged(damage);
        assert_eq!(
            call.variable("CALLERID(name)"),
            Some("OOO Romashka"),
            "{damage}\n{}",
            call.conversation()
        );
        assert_eq!(place.names(), [FILE], "nothing half done is left");
    }
}

#[test]
#[ignore = "tests/run"]
fn no_room_anywhere() {
    for (tmp, said) in [(SMALL_TMP, "bytes must be free there"), (READ_ONLY_TMP, "cannot write into")] {
        for agi_bin in [FULL, READ_ONLY] {
            let (place, call) = damaged(&format!("{agi_bin}\n{tmp}"));
            let said = if tmp == READ_ONLY_TMP && agi_bin == FULL { "bytes must be free" } else { said };
            assert_says(&call, said);
            assert_eq!(place.names(), [FILE]);
        }
    }
}

#[test]
#[ignore = "tests/run"]
fn no_gunzip() {
    let (place, call) = damaged(r#"mount --bind /dev/null "$1/usr/bin/busybox" || exit 1"#);
    assert_says(&call, "gunzip must be there");
    assert_eq!(place.names(), [FILE]);
}

#[test]
#[ignore = "tests/run"]
fn nothing_may_be_run_where_it_can_be_written() {
    let (_, call) =
        damaged(&format!("cp -a \"$1/etc/asterisk/agi-bin/{FILE}\" \"$1/mnt/\" 2>/dev/null; {NO_EXEC}"));
    // The application's own file cannot be run there either: Asterisk, too, says so and goes on.
    assert_eq!((call.turns.len(), call.variable("CALLERID(name)")), (0, None));
}

#[test]
#[ignore = "tests/run"]
fn a_machine_of_another_kind() {
    let wrong = agi1c::kit::package::editions::find("armv5te").expect("an edition");
    let text = paste::text(wrong, "askozia", b"\x7fELF of another machine", &Filled::default());
    for php in [Php::Here, Php::Appliance] {
        let place = Place::new(php);
        place.apply(&text);
        for _ in 0..2 {
            assert_says(&place.call(&pbx()).run(), "is for Askozia, armv5te, but the machine is x86_64");
        }
        assert_eq!(place.names(), [FILE]);
    }
}

#[test]
#[ignore = "tests/run"]
fn a_program_that_does_not_run() {
    let text = paste::text(edition(), "askozia", b"\x7fELF, but cut", &Filled::default());
    for php in [Php::Here, Php::Appliance] {
        let place = Place::new(php);
        place.apply(&text);
        assert_says(&place.call(&pbx()).run(), "does not run in ");
        assert_eq!(place.names(), [FILE]);
    }
}

/// Somebody pasted half of it, or the browser did; as long as it is PHP at all it must notice.
#[test]
#[ignore = "tests/run"]
fn a_text_that_lost_a_piece() {
    let text = typed(released(), "http://1c/x", "");
    let at = text.rfind("fwrite($pipe").expect("the last piece");
    let place = Place::new(Php::Here);
    place.apply(&format!("{}}}\n", &text[..at]));
    assert_says(&place.call(&pbx()).run(), "nothing of the pasted text may be missing");
    assert_eq!(place.names(), [FILE]);
}

/// What an earlier call left that was killed in the middle is cleared away; what another call is just writing is not.
#[test]
#[ignore = "tests/run"]
fn leftovers() {
    let (stand, place) = (stand(), Place::new(Php::Here));
    place.apply(&typed(released(), &stand.url(), ""));
    // The middle part is this application's, the beginning of its file name's MD5.
    let base = "agi1c-2c2655d4-";
    let alive = format!("{base}0123456789ab.{}.tmp", std::process::id());
    let others = ["DIALPLAN-APPLICATION-1.php", "agi1c-01234567-0123456789ab", "phpagi.php"];
    for name in others.into_iter().chain([alive.as_str()]) {
        fs::write(place.agi_bin().join(name), "").unwrap();
    }
    for name in ["0123456789ab", "0123456789ab.sh", "0123456789ab.4194305.tmp", "place.4194305.tmp"] {
        fs::write(place.agi_bin().join(format!("{base}{name}")), "").unwrap();
    }
    let call = place.call(&pbx()).run();
    assert_eq!(call.variable("CALLERID(name)"), Some("OOO Romashka"), "{}", call.conversation());
    let mut names = place.names();
    names.retain(|name| !name.starts_with(base) || name.contains("0123456789ab"));
    let mut expected = others.map(String::from).to_vec();
    expected.extend([FILE.to_owned(), alive]);
    expected.sort();
    assert_eq!(names, expected);
}

/// The folder was cleared while the line of shell stayed.
#[test]
#[ignore = "tests/run"]
fn a_program_that_is_gone() {
    let (stand, place) = (stand(), Place::new(Php::Appliance));
    place.apply(&typed(released(), &stand.url(), ""));
    place.call(&pbx()).run();
    let [_, program, link] = &place.names()[..] else { panic!("{:?}", place.names()) };
    fs::remove_file(place.agi_bin().join(program)).unwrap();
    let call = place.call(&pbx()).run();
    let [(1, line)] = &call.log[..] else { panic!("{}", call.conversation()) };
    assert_eq!(line, "agi1c: its program is gone: apply the dialplan anew");
    assert_eq!((call.exit, call.next.as_str()), (Some(0), "incoming,s,3"));

    fs::remove_file(place.agi_bin().join(link)).unwrap();
    let call = place.call(&pbx()).run();
    assert_eq!((call.turns.len(), call.agistatus, call.next.as_str()), (0, "FAILURE", "incoming,s,3"));
}
