//! Telephone numbers: what the PBX shows, read by the rules of one numbering plan, and written in the
//! form that 1C or AstDB wants.

/// The numbering plan the PBX lives in (`number.*`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Country code, digits.
    pub country: String,
    /// What is dialled before a national number; may be empty.
    pub trunk: String,
    /// The PBX's own area code, for numbers that come without one; may be empty.
    pub area: String,
    /// Digits of a national number; 0 = variable.
    pub length: usize,
    /// What is dialled before a country code, in the order they are tried.
    pub international: Vec<String>,
}

impl Default for Plan {
    /// Russia.
    fn default() -> Self {
        Plan {
            country: "7".into(),
            trunk: "8".into(),
            area: String::new(),
            length: 10,
            international: vec!["810".into(), "00".into()],
        }
    }
}

/// How a number is written (`number.send_as`, `sync.number_as`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As the PBX shows it.
    Caller,
    /// As the PBX shows it, digits only.
    Digits,
    /// `+74952293042`
    E164,
    /// `74952293042`
    International,
    /// `4952293042`
    National,
    /// `84952293042`
    Trunk,
}
