use super::*;

fn read(bytes: &[u8]) -> Result<Env, AgiError> {
    Env::read(&mut &bytes[..])
}

#[test]
fn a_block_of_asterisk_1_8() {
    let env = read(
        "agi_request: agi1c\nagi_channel: SIP/trunk-00000001\nagi_language: ru\nagi_type: SIP\n\
         agi_uniqueid: 1400000000.1\nagi_version: 1.8.4.4\nagi_callerid: +74952293042\n\
         agi_calleridname: unknown\nagi_callingpres: 0\nagi_callingani2: 0\nagi_callington: 0\n\
         agi_callingtns: 0\nagi_dnid: 78121234567\nagi_rdnis: unknown\nagi_context: incoming\n\
         agi_extension: s\nagi_priority: 2\nagi_enhanced: 0.0\nagi_accountcode: \n\
         agi_threadid: -1219015824\nagi_arg_1: do=name\nagi_arg_2: crm.url=http://1c/a\n\nGARBAGE"
            .as_bytes(),
    )
    .unwrap();
    let expected = Env {
        request: "agi1c".into(),
        channel: "SIP/trunk-00000001".into(),
        uniqueid: "1400000000.1".into(),
        version: "1.8.4.4".into(),
        callerid: "+74952293042".into(),
        calleridname: "unknown".into(),
        callingpres: "0".into(),
        dnid: "78121234567".into(),
        context: "incoming".into(),
        extension: "s".into(),
        network_script: String::new(),
        args: vec!["do=name".into(), "crm.url=http://1c/a".into()],
    };
    assert_eq!(env, expected);
}

#[test]
fn the_first_of_each_key_counts_and_nothing_else_does() {
    let env = read(
        b"noise\nagi_callerid: 1\r\nagi_callerid: 2\nagi_context: \nagi_context: 7\n\
          callerid: 3\nagi_nonsense: 4\nagi_network_script: agi1c?crm=spb\nagi_dnid:5\nagi_arg_2: early\nagi_arg_1: a: b\n\
          agi_arg_1: again\nagi_arg_2: c\nagi_arg_x: d\r\n\r\n",
    )
    .unwrap();
    assert_eq!(env.callerid, "1");
    assert_eq!(env.context, "");
    assert_eq!(env.network_script, "agi1c?crm=spb");
    assert_eq!(env.dnid, "5");
    assert_eq!(env.args, ["a: b", "c"]);
}

#[test]
fn bytes_that_are_no_text_are_replaced_not_fatal() {
    let env = read(b"agi_calleridname: \xc8\xe2\xe0\xed Ivan\x00\nagi_callerid: 5\n\n").unwrap();
    assert_eq!(env.calleridname, "\u{fffd}\u{fffd}\u{fffd}\u{fffd} Ivan\0");
    assert_eq!(env.callerid, "5");
}

#[test]
fn a_block_that_ends_early_is_the_end() {
    for block in ["", "agi_callerid: 1", "agi_callerid: 1\n", "agi_callerid: 1\nagi_"] {
        assert_eq!(read(block.as_bytes()), Err(AgiError::Gone), "{block:?}");
    }
}

#[test]
fn a_block_has_bounds() {
    let mut long = b"agi_calleridname: ".to_vec();
    long.resize(40_000, b'x');
    long.extend_from_slice(b"\nagi_callerid: 1\n\n");
    let env = read(&long).unwrap();
    assert_eq!(env.callerid, "1");
    assert!(env.calleridname.len() <= 8 * 1024);

    assert!(matches!(read(&[b'x'; 100_000]), Err(AgiError::Garbage(_))));
    assert!(matches!(read(&b"a: b\n".repeat(1000)), Err(AgiError::Garbage(_))));
    let many: String = (1..200).map(|n| format!("agi_arg_{n}: {n}\n")).collect();
    let env = read(format!("{many}\n").as_bytes()).unwrap();
    assert_eq!(env.args.len(), MAX_ARGS);
}

#[test]
fn which_asterisk_is_old() {
    for (version, old) in [
        ("1.8.4.4", true),
        ("1.8.4", true),
        ("1.8", true),
        ("1.8.", true),
        ("1.4.44", true),
        ("1.6.2.24", true),
        ("1.8.4-rc3", true),
        ("1.8.5", false),
        ("1.8.5.0", false),
        ("1.8.15-cert1", false),
        ("1.10", false),
        ("10.0.0", false),
        ("16.28.0~dfsg-0+deb11u4", false),
        ("22.10.0", false),
        ("99999999999999999999.1", false),
        ("SVN-branch-1.8-r312345", false),
        ("GIT-master-abc", false),
        ("asterisk-1.8.4.4", false),
        (".1.2", false),
        ("", false),
    ] {
        let env = Env { version: version.into(), ..Env::default() };
        assert_eq!(env.older_than(&[1, 8, 5]), old, "{version}");
    }
}
