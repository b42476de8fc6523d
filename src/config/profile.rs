//! One 1C base: `[crm]` or `[crm NAME]`, complete. What is read of it line by line is a [`Draft`]; a [`Profile`] is made
//! of that once, and can be asked without another look at it. Nothing here asks.

use super::login::Login;
use super::path::Path;
#[cfg(feature = "tls")]
use super::trust::Trust;
use super::url::Template;
use super::values::{self, XmlName};
use crate::crm::Fact;
use crate::privacy::Secret;
use crate::words::words;

/// The name under which `[crm]` itself is remembered in AstDB.
pub const DEFAULT_PROFILE: &str = "default";

/// The NAME of `[crm NAME]`: it becomes a part of AstDB keys.
pub fn profile_name(value: &str) -> bool {
    values::astdb_word(value) && value != DEFAULT_PROFILE
}

words! {
    /// The protocol of `crm.protocol`.
    Protocol {
        /// A 1C web service.
        Soap = "soap",
        /// An HTTP service that answers in JSON.
        Json = "json",
        /// An HTTP service that answers with a name, and commands in lines.
        Text = "text",
    }
}

/// On what terms 1C is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// `crm.protocol`
    pub protocol: Protocol,
    /// `crm.namespace`
    pub namespace: String,
    /// `crm.operation`
    pub operation: XmlName,
    /// `crm.parameter`
    pub parameter: XmlName,
    /// `crm.extra`: fact of the call, name of the parameter that carries it.
    pub extra: Vec<(Fact, XmlName)>,
    /// `crm.constants`: name of a parameter, its value.
    pub constants: Vec<(XmlName, String)>,
    /// `crm.answer`: where the name stands in a foreign service's JSON.
    pub answer: Path,
    /// `crm.nobody`: statuses that mean "nobody".
    pub nobody: Vec<u16>,
    /// `crm.tls`
    #[cfg(feature = "tls")]
    pub trust: Trust,
    /// `crm.connect_timeout`, milliseconds.
    pub connect_timeout: u32,
    /// `crm.answer_timeout`, milliseconds.
    pub answer_timeout: u32,
}

impl Default for Terms {
    fn default() -> Self {
        Terms {
            protocol: Protocol::Soap,
            namespace: "http://wiki.miko.ru/doc:1cajam:identifynumber".into(),
            operation: XmlName::known("identify"),
            parameter: XmlName::known("Number"),
            extra: Vec::new(),
            constants: Vec::new(),
            answer: Path::default(),
            nobody: vec![204],
            #[cfg(feature = "tls")]
            trust: Trust::default(),
            connect_timeout: 700,
            answer_timeout: 1800,
        }
    }
}

/// One 1C base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// [`DEFAULT_PROFILE`] or the NAME of `[crm NAME]`.
    pub name: String,
    /// `crm.url`
    pub url: Template,
    /// `crm.user` and `crm.password`, or `crm.token`
    pub login: Login,
    /// Everything else.
    pub terms: Terms,
}

impl Profile {
    /// Whether 1C is told anything of the call but the number.
    pub fn tells_facts(&self) -> bool {
        !self.terms.extra.is_empty() || self.url.tells_facts()
    }
}

/// What the settings say of one base so far.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub url: Option<Template>,
    pub user: String,
    pub password: Secret,
    pub token: Secret,
    pub terms: Terms,
}

/// Why a draft is no profile: the key, where one is wrong, and the sentence.
pub type Unfinished = (&'static str, &'static str);

impl Draft {
    /// The profile of this name, or what is missing in it or does not fit together.
    pub fn finish(self, name: String) -> Result<Profile, Unfinished> {
        let Some(url) = self.url else { return Err(("", NO_URL)) };
        let login = match (self.token.is_empty(), self.user.is_empty(), self.password.is_empty()) {
            (true, true, true) => Login::Nobody,
            (true, false, _) => Login::Basic { user: self.user, password: self.password },
            (true, true, false) => {
                return Err(("crm.password", "is set, but crm.user is not: set both, or neither"));
            }
            (false, true, true) => Login::Token(self.token),
            (false, ..) => {
                return Err((
                    "crm.token",
                    "is set beside crm.user or crm.password: 1C takes one login, empty the other",
                ));
            }
        };
        if url.has_holes() && !self.terms.constants.is_empty() {
            return Err((
                "crm.constants",
                "an address with {number} is asked by GET: write constants into crm.url itself",
            ));
        }
        Ok(Profile { name, url, login, terms: self.terms })
    }
}

const NO_URL: &str =
    "url is not set; expected 1C's address, as in http://1c/base/ws/1C_MIKO_identify_number.1cws";
