//! Telephone numbers: what the PBX shows, read by the rules of one numbering plan, and written in the
//! form that 1C or AstDB wants. Nothing here knows which numbers are the PBX's own.
//!
//! How a number is recognised, the first rule that fits (`n` = `number.length`; E.164 = 7 to 15 digits
//! that begin with no 0):
//!
//! | it comes | it is |
//! |---|---|
//! | `+`, then E.164 | that; a trunk prefix left behind the own country code is dropped (`+380 (0)50…`) |
//! | `number.international`, then E.164 | the same; this goes first, since `8 10…` is no trunk call in Russia |
//! | country code + `n` digits, a trunk prefix between them or not | that |
//! | trunk prefix + `n` digits; of a prefix that ends with 0 (`80`) the 0 alone will do | the country's |
//! | `n` digits | the country's |
//! | as many digits as `n` lacks with `number.area` in front | the area's |
//! | `n` = 0: trunk prefix, then 4 digits or more | the country's |
//! | `n` = 0: country code, then 7 digits or more | E.164 |
//! | `n` = 0, with trunk and area: 5 to 8 digits | the area's |
//! | one of `number.strip`, then what a rule above decides, while none decides the whole | that, without those digits |
//! | anything else | undecided: passed as it came |
//!
//! - Where the trunk prefix is 0, no national or local number begins with 0: such digits are undecided.
//! - With `n` = 0 a local number may begin like the country code: from 7 further digits on the code is
//!   believed, since operators send E.164 without the `+` far more often.
//! - A foreign number that comes without `+` and prefix is undecided, but its digits are E.164 already, so
//!   it still has the one key; unless it is as long as a number of the own plan: nothing tells them apart.
//! - Belarus (`8 0…`) is `trunk = 80`; the United States `country = 1`, `trunk = 1`, `international = 011`;
//!   where nothing is dialled before a national number (Spain), `trunk` is empty.

mod plan;
mod read;
mod several;

pub use read::{digits_of, read};
pub use several::several;

/// The numbering plan the PBX lives in (`number.*`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberingPlan {
    /// Country code, digits.
    pub country: String,
    /// What is dialled before a national number; may be empty.
    pub trunk: String,
    /// The PBX's own area code, for numbers that come without one; may be empty.
    pub area: String,
    /// Digits of a national number; 0 = variable.
    pub length: usize,
    /// What is dialled before a country code, in the order they are tried; none is empty.
    pub international: Vec<String>,
    /// What a PBX puts before a caller's number, so that it can be dialled back through an outside line; none is empty.
    pub strip: Vec<String>,
}

impl Default for NumberingPlan {
    /// Russia.
    fn default() -> Self {
        NumberingPlan {
            country: "7".into(),
            trunk: "8".into(),
            area: String::new(),
            length: 10,
            international: vec!["810".into(), "00".into()],
            strip: Vec::new(),
        }
    }
}

/// How a number is written (`number.send_as`, `sync.number_as`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As the PBX shows it; a number that `number.area` completed as [`Form::International`].
    Caller,
    /// As the PBX shows it, digits only.
    Digits,
    /// `+74952293042`
    E164,
    /// `74952293042`
    International,
    /// `4952293042`
    National,
    /// `84952293042`; a foreign number with the international prefix: what a telephone dials.
    Trunk,
}

impl Form {
    /// The words for the forms, as settings have them.
    pub const WORDS: &[(&str, Form)] = &[
        ("caller", Form::Caller),
        ("digits", Form::Digits),
        ("e164", Form::E164),
        ("international", Form::International),
        ("national", Form::National),
        ("trunk", Form::Trunk),
    ];
    /// The same words, for a message about one that is not among them.
    pub const ALLOWED: &str = "one of: caller digits e164 international national trunk";

    /// The form a word stands for.
    pub fn from_word(word: &str) -> Option<Form> {
        Form::WORDS.iter().find(|(known, _)| *known == word).map(|(_, form)| *form)
    }
}

/// What the PBX shows of a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// Nothing, AGI's own word `unknown`, or something that is no telephone number.
    Missing,
    /// The caller withholds the number.
    Anonymous,
    /// A number.
    Number(Number),
}

/// One number in its plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    as_came: String,
    digits: String,
    /// E.164 digits, where the plan decides.
    e164: Option<String>,
    /// The part behind the country code, where it is the plan's own country.
    national: Option<String>,
    trunk: String,
    abroad: String,
}

impl Number {
    fn new(as_came: String, digits: String, e164: Option<String>, plan: &NumberingPlan) -> Self {
        let national = e164
            .as_deref()
            .and_then(|all| all.strip_prefix(plan.country.as_str()))
            .filter(|rest| !plan.country.is_empty() && (plan.length == 0 || rest.len() == plan.length))
            .map(str::to_owned);
        let abroad = plan.international.first().cloned().unwrap_or_default();
        Number { as_came, digits, e164, national, trunk: plan.trunk.clone(), abroad }
    }

    /// The number as the PBX shows it, without display name, scheme, host, parameters and extension.
    pub fn as_came(&self) -> &str {
        &self.as_came
    }

    /// Its digits; at most 24.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Whether a rule of the plan decided what it is.
    pub fn is_decided(&self) -> bool {
        self.e164.is_some()
    }

    /// Whether it can be a whole number, of the plan or from abroad, and not the end of one or an extension.
    pub fn is_whole(&self) -> bool {
        self.is_decided() || self.digits.len() >= plan::MIN_E164
    }

    /// Whether it came without its area, which `number.area` completed.
    pub fn is_completed(&self) -> bool {
        self.national.as_ref().is_some_and(|national| self.digits.len() < national.len())
    }

    /// Whether it is a number of the plan's own country, and came whole.
    pub fn is_whole_national(&self) -> bool {
        self.national.is_some() && !self.is_completed()
    }

    /// Whether a text with these digits holds the whole number: what it is asked for by decides what an answer is worth.
    pub fn is_whole_in(&self, text: &str) -> bool {
        self.national.as_ref().is_none_or(|national| digits_of(text).ends_with(national.as_str()))
    }

    /// Whether it is surely a number of the plan's own country.
    pub fn is_national(&self) -> bool {
        self.national.is_some()
    }

    /// The one key of all forms of a number: E.164 digits; undecided ones as they came.
    pub fn key(&self) -> String {
        self.e164.as_ref().unwrap_or(&self.digits).clone()
    }

    /// The key in the classic phone book: digits and `+` only, whatever the PBX's own writing.
    pub fn phonebook_key(&self, form: Form) -> String {
        let mut key = self.form(form);
        key.retain(|character| character.is_ascii_digit() || character == '+');
        key
    }

    /// The number in a form. What the plan cannot decide is passed as it came; a foreign number has no
    /// national form and keeps its country code.
    pub fn form(&self, form: Form) -> String {
        let Some(e164) = &self.e164 else {
            return if form == Form::Caller { self.as_came.clone() } else { self.digits.clone() };
        };
        match (form, &self.national) {
            // 1C knows it by its whole number.
            (Form::Caller, _) if self.is_completed() => e164.clone(),
            (Form::Caller, _) => self.as_came.clone(),
            (Form::Digits, _) => self.digits.clone(),
            (Form::E164, _) => ["+", e164].concat(),
            (Form::National, Some(national)) => national.clone(),
            (Form::Trunk, Some(national)) => [&self.trunk, national.as_str()].concat(),
            (Form::Trunk, None) => [&self.abroad, e164.as_str()].concat(),
            (Form::International | Form::National, _) => e164.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
