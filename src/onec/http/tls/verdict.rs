//! Whether the server is the one that is meant, and, where not, or where no handshake came about, a sentence that
//! says what came and what to do. It moves no bytes.

use super::engine::Engine;
use super::ffi::{code, objection};
use super::peer::{Link, Peer, SocketError};
use super::{Failed, session};
use crate::clock;
use crate::config::Trust;

/// Alerts a server ends a handshake with (RFC 8446, 6.2).
mod alert {
    pub const HANDSHAKE_FAILURE: i32 = 40;
    pub const PROTOCOL_VERSION: i32 = 70;
    pub const INSUFFICIENT_SECURITY: i32 = 71;
    pub const UNRECOGNIZED_NAME: i32 = 112;
    pub const CERTIFICATE_REQUIRED: i32 = 116;
}

const SWITCH_ON: &str = "switch on TLS 1.2 there (Windows Server 2008 R2 has it off by default)";
const NO_CIPHER: &str = "it has no cipher in common with agi1c: switch on ECDHE with AES there (GCM, or CBC as in Windows \
                         Server 2008 R2 to 2012 R2) or ChaCha20";

/// Whether the certificate holds. `further` are mbedTLS's objections to its use.
pub fn judge(trust: &Trust, chain: &[Link], further: u32, peer: &Peer, host: &str) -> Result<(), String> {
    // Before the pins: what is missing from the chain may be the server's own.
    if peer.unreadable {
        return Err(format!("{host} shows a certificate that cannot be read: make it anew"));
    }
    let Some(own) = chain.first().map(|link| &link.certificate) else {
        return Err(format!("{host} showed no certificate"));
    };
    if trust.pins.contains(&own.sha256) {
        return Ok(());
    }
    if !trust.system && trust.authorities.is_empty() {
        let came: Vec<_> = chain.iter().map(|link| link.certificate.fingerprint()).collect();
        return Err(format!(
            "{host} has not the pinned certificate; SHA-256 of what came: {}; if the server's certificate was renewed, put \
             the first into crm.tls as pin:",
            came.join(" ")
        ));
    }
    let objections = chain.iter().fold(further, |all, link| all | link.objections);
    let has = |bit| objections & bit != 0;
    let of = |bit| chain.iter().find(|link| link.objections & bit != 0).map_or(own, |link| &link.certificate);
    let mut wrong = Vec::new();
    if has(objection::EXPIRED) {
        let old = of(objection::EXPIRED);
        wrong.push(format!("it expired ({}, last day {}): renew it", old.subject, old.until));
    }
    if has(objection::FUTURE) {
        let new = of(objection::FUTURE);
        wrong.push(format!(
            "it is not valid yet ({}, first day {}; the clock here says {}): is the clock right?",
            new.subject,
            new.from,
            today()
        ));
    }
    if has(objection::ISSUER) {
        let last = chain.last().map_or(own, |link| &link.certificate);
        wrong.push(match (&peer.roots.file, own.self_signed) {
            (Some(problem), _) => problem.clone(),
            (None, true) => format!("it is self-signed: trust it with crm.tls = pin:{}", own.fingerprint()),
            (None, false) if peer.roots.no_store && trust.authorities.is_empty() => {
                "this machine has no store of trusted certificates: give the CA with crm.tls = ca:…, agi1c check shows the \
                 line"
                .into()
            }
            (None, false) => format!(
                "nobody here trusts its issuer ({}): give that CA with crm.tls = ca:…, agi1c check shows the line",
                last.issuer
            ),
        });
    }
    if has(objection::HOST) {
        wrong.push(match own.names.is_empty() {
            true => format!(
                "it has no subjectAltName, and its common name ({}) is another: make it anew with subjectAltName, or use \
                 pin:",
                own.common_name.as_deref().unwrap_or("none")
            ),
            false => format!("it is for another host ({}): use that name in crm.url", shown(&own.names)),
        });
    }
    if has(objection::WEAK) {
        wrong.push("it is too weak (RSA below 2048 bits, or signed with SHA-1): make it anew".into());
    }
    if has(objection::USE) {
        wrong.push("it is not meant for a server (key usage): make it anew".into());
    }
    match (wrong.is_empty(), objections) {
        (true, 0) => Ok(()),
        (true, other) => Err(format!("the certificate of {host} is not acceptable (0x{other:x})")),
        (false, _) => Err(format!("the certificate of {host} is not accepted: {}", wrong.join("; "))),
    }
}

fn shown(names: &[String]) -> String {
    const MOST: usize = 5;
    let mut line = names.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        line.push_str(", …");
    }
    line
}

fn today() -> String {
    let mut date = clock::utc(session::now());
    date.truncate("2026-01-31".len());
    date
}

/// Why a handshake failed.
pub fn explain(engine: &mut Engine, error: i32, host: &str) -> Failed {
    let alert = engine.alert();
    let peer = engine.peer();
    match peer.stopped.take() {
        Some(SocketError::TooLate) => return Failed::TooLate,
        Some(SocketError::Endless) => {
            return Failed::Refused(format!("{host} does not come to an end of its handshake"));
        }
        Some(SocketError::Broken(error)) => {
            return Failed::Refused(format!(
                "{host} broke the connection in the TLS handshake ({error}): {SWITCH_ON}, or {NO_CIPHER}"
            ));
        }
        None => {}
    }
    let first = peer.first();
    if first.starts_with(b"HTTP/") || first.starts_with(b"<") {
        return Failed::Refused(format!(
            "{host} speaks plain HTTP there: use http:// in crm.url, or the port of https"
        ));
    }
    // A TLS record begins with its kind and a version of 3.x.
    if !first.is_empty() && !matches!(first, [0x14..=0x17, 3, ..]) {
        return Failed::Refused(format!("{host} does not speak TLS there: is the port that of https?"));
    }
    Failed::Refused(match (error, alert) {
        (code::EOF | code::RESET, _) => {
            format!("{host} closed the connection in the TLS handshake: {SWITCH_ON}, or {NO_CIPHER}")
        }
        (code::VERSION, _) | (code::ALERT, alert::PROTOCOL_VERSION) => {
            format!("{host} offers nothing newer than TLS 1.1: {SWITCH_ON}")
        }
        (code::HANDSHAKE, _) | (code::ALERT, alert::HANDSHAKE_FAILURE | alert::INSUFFICIENT_SECURITY) => {
            format!("{host} refused the TLS handshake: {NO_CIPHER}")
        }
        (code::ALERT, alert::UNRECOGNIZED_NAME) => {
            format!("{host} has no site of that name: is the host of crm.url the one 1C is published under?")
        }
        (code::ALERT, alert::CERTIFICATE_REQUIRED) => {
            format!("{host} wants a certificate of the client: agi1c has none, switch that off for 1C's site")
        }
        (code::ALERT, alert) => format!("{host} refused the TLS handshake (alert {alert})"),
        (code::CHAIN, _) => format!("{host} shows a chain of certificates that is too long"),
        (code::MEMORY, _) => "no memory for a TLS handshake".into(),
        (error, _) => {
            format!("the TLS handshake with {host} failed (mbedTLS -0x{:04x})", error.unsigned_abs())
        }
    })
}
