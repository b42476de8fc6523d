//! What a person is told of a connection: who the server is, by whose word, and which line of settings would trust
//! it. Said by `check`; nothing here trusts anybody.

use super::{Certificate, Secured};

/// The bytes of settings a program's tail takes; a line that is longer belongs into a file.
const ROOM: usize = 3000;

impl Secured {
    /// Version, cipher and how it began, in one line.
    pub fn agreed(&self) -> String {
        let how = if self.resumed { "an earlier session goes on" } else { "a full handshake" };
        format!("{}, {}, {how}", self.version, self.cipher)
    }

    /// One line for each certificate, the server's own first.
    pub fn certificates(&self) -> impl Iterator<Item = String> + '_ {
        self.chain.iter().map(|each| {
            format!(
                "{}; signed by {}; {} to {}; SHA-256 {}",
                each.subject,
                if each.self_signed { "itself" } else { &each.issuer },
                each.from,
                each.until,
                each.fingerprint()
            )
        })
    }

    /// The line to paste, and what it would trust. A pin only for a certificate that signed itself: any other is
    /// followed by a new one in a few months.
    pub fn to_paste(&self) -> Option<String> {
        let own = self.chain.first()?;
        if own.self_signed {
            return Some(format!(
                "tls = pin:{} trusts this one certificate and no other, whatever its dates and names say",
                own.fingerprint()
            ));
        }
        let signer = self.chain.iter().rev().find(|each| each.authority);
        Some(match signer.map(|signer| (signer, line(signer))) {
            Some((signer, line)) if line.len() <= ROOM => {
                format!(
                    "{line} trusts every certificate that {} signs, until {}",
                    signer.subject, signer.until
                )
            }
            Some((signer, _)) => {
                format!("save the certificate of {} as a file: tls = ca:/its/path.pem", signer.subject)
            }
            None => format!(
                "the server does not show who signed it: ask its owner for the certificate of {}, then tls = \
                 ca:/its/path.pem",
                own.issuer
            ),
        })
    }
}

fn line(signer: &Certificate) -> String {
    let mut line = String::from("tls = ca:");
    crate::config::base64::encode(&signer.der, &mut line);
    line
}
