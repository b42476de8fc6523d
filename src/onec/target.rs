//! With what 1C is asked: the parameters, from settings that are already whole. It never sends anything.

use super::writer::ObjectWriter;
use crate::config::Profile;
use crate::crm::Question;

/// The number, the facts of `crm.extra`, then `crm.constants`, each in its order.
pub fn parameters<'a>(profile: &'a Profile, question: &'a Question) -> Vec<(&'a str, &'a str)> {
    let mut parameters: Vec<(&str, &str)> = vec![(&profile.terms.parameter, &question.number)];
    for (fact, name) in &profile.terms.extra {
        parameters.push((name, question.facts.get(*fact)));
    }
    for (name, value) in &profile.terms.constants {
        parameters.push((name, value));
    }
    parameters
}

/// The parameters as a JSON object, in order.
pub fn object(parameters: &[(&str, &str)]) -> String {
    parameters.iter().fold(ObjectWriter::default(), |object, (name, value)| object.text(name, value)).end()
}
