//! The configuration files of an Asterisk under test, as text. No file is written here.

use super::Edition;

/// Where an instance's folder is inside the chroot.
pub const INSIDE: &str = "/mnt";

/// What the two Debians load: what our programs need, what newer PBXs have (`func_devstate`, `func_dialplan`), and what
/// the tests look in with (`func_env` writes what the dialplan sees into files).
const MODULES: &str = "pbx_config res_speech res_agi func_callerid func_cdr func_channel func_db func_strings \
    func_logic res_timing_timerfd app_stack app_exec app_dial app_playback app_verbose app_echo codec_ulaw codec_gsm \
    format_gsm format_pcm bridge_simple cdr_csv res_clioriginate \
    func_env func_devstate func_dialplan app_read app_userevent app_system bridge_builtin_features bridge_holding \
    res_sorcery_config res_sorcery_memory res_sorcery_astdb res_pjproject res_rtp_asterisk";

/// An Askozia's own list, as its generator of modules.conf writes it, as far as Asterisk 16 has these files and programs
/// of ours could ask for them. There is no `channel originate`, no Originate, no Read, no DEVICE_STATE, no CDR().
const ASKOZIA: &str = "app_dial app_echo app_exec app_macro app_playback app_stack app_system app_verbose app_while \
    codec_alaw codec_gsm codec_ulaw format_gsm format_pcm format_sln format_wav func_callerid func_channel func_config \
    func_cut func_db func_logic func_md5 func_shell func_strings pbx_config pbx_spool res_agi";
/// What Asterisk 16 needs for that where 1.8 has it built in, and what the tests look in with: func_env writes what
/// the dialplan sees into files, the other two write the CDR.
const BESIDE_ASKOZIA: &str = "res_speech res_timing_timerfd bridge_simple bridge_builtin_features bridge_holding \
    res_rtp_asterisk res_pjproject res_sorcery_config res_sorcery_memory res_sorcery_astdb func_env func_cdr cdr_csv";

const CHAN_SIP: &str = "chan_sip";
const CHAN_PJSIP: &str = "res_pjsip res_pjsip_session res_pjsip_pubsub res_pjsip_sdp_rtp res_pjsip_caller_id \
    res_pjsip_endpoint_identifier_ip res_pjsip_rfc3326 chan_pjsip";

/// Each file's name and text. `sip` is the UDP port of SIP, `rtp` the first of 200 for sound; `modules` is where
/// this Debian keeps Asterisk's.
pub fn files(edition: Edition, modules: &str, sip: u16, rtp: u16) -> Vec<(String, String)> {
    let driver = if edition == Edition::Sid { CHAN_PJSIP } else { CHAN_SIP };
    let agi_bin = if edition == Edition::Askozia {
        "/etc/asterisk/agi-bin".into()
    } else {
        format!("{INSIDE}/agi-bin")
    };
    let modules_of = |list: &'static str| list.split(' ').filter(|module| !module.is_empty());
    let own: Vec<&str> = match edition {
        Edition::Askozia => modules_of(ASKOZIA).chain(modules_of(BESIDE_ASKOZIA)).collect(),
        _ => modules_of(MODULES).collect(),
    };
    let loads: String =
        own.into_iter().chain(driver.split(' ')).map(|module| format!("load = {module}.so\n")).collect();
    let mut all = vec![
        (
            "asterisk",
            format!(
                "[directories]\nastetcdir => {INSIDE}/etc\nastmoddir => {modules}\nastvarlibdir => {INSIDE}/lib\n\
                 astdbdir => {INSIDE}/lib\nastkeydir => {INSIDE}/lib\nastdatadir => /usr/share/asterisk\n\
                 astagidir => {agi_bin}\nastspooldir => {INSIDE}/spool\nastrundir => {INSIDE}/run\n\
                 astlogdir => {INSIDE}/log\n[options]\nverbose = 5\n"
            ),
        ),
        ("modules", format!("[modules]\nautoload = no\n{loads}")),
        (
            "logger",
            "[general]\ndateformat = %T.%3q\n[logfiles]\nfull => notice,warning,error,verbose\n".into(),
        ),
        ("cdr", "[general]\nunanswered = yes\n[csv]\nloguniqueid = yes\nloguserfield = yes\n".into()),
        ("extensions", extensions()),
        ("rtp", format!("[general]\nrtpstart = {rtp}\nrtpend = {}\n", rtp + 199)),
        ("sip", sip_conf(sip)),
        ("pjsip", pjsip_conf(sip)),
    ];
    // Missing, each of these is a line of complaint in the log.
    for name in ["cel", "features", "acl", "udptl", "ccss", "stasis", "pjproject"] {
        all.push((name, String::new()));
    }
    all.into_iter().map(|(name, text)| (format!("{name}.conf"), text)).collect()
}

/// Calls from a trunk dial a call's own id (`call-7`), so that tests may share a number.
fn extensions() -> String {
    "[general]\nstatic = yes\n[trunk]\nexten => _call-!,1,Goto(${EXTEN},s,1)\n#tryinclude calls/*.conf\n"
        .into()
}

fn sip_conf(port: u16) -> String {
    format!(
        "[general]\ncontext = trunk\nallowguest = yes\nudpbindaddr = 127.0.0.1:{port}\nsrvlookup = no\n\
         disallow = all\nallow = ulaw\n"
    )
}

fn pjsip_conf(port: u16) -> String {
    format!(
        "[udp]\ntype = transport\nprotocol = udp\nbind = 127.0.0.1:{port}\n\
         [trunk]\ntype = endpoint\ncontext = trunk\ndisallow = all\nallow = ulaw\ndirect_media = no\n\
         media_address = 127.0.0.1\n[trunk]\ntype = identify\nendpoint = trunk\nmatch = 127.0.0.1\n"
    )
}
