//! The line that trusts a certificate, out of the sentence that shows it.

use super::*;
use crate::check::State;

fn step(name: &'static str, says: &str) -> Step {
    Step { name, state: State::Ok, says: says.into(), reason: None, took: None }
}

#[test]
fn a_certificate_is_trusted_by_the_check_s_own_line() {
    for (says, value) in [
        (
            "tls = pin:00ff trusts this one certificate and no other, whatever its dates and names say",
            Some("pin:00ff"),
        ),
        (
            "tls = ca:MIIB/+= trusts every certificate that Office CA signs, until 2030-01-01",
            Some("ca:MIIB/+="),
        ),
        ("save the certificate of X as a file: tls = ca:/its/path.pem", None),
        ("the server does not show who signed it: ask its owner, then tls = ca:/its/path.pem", None),
    ] {
        assert_eq!(trust(&step("trust", says)), value, "{says}");
    }
    assert_eq!(trust(&step("http", "tls = pin:00 trusts")), None);
}
