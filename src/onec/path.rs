//! Where the name stands in a foreign service's JSON (`crm.answer`): down the path to a string. Nothing else is read there.

use miniserde::json::Number;

use super::said::short;
use super::value::Value;
use crate::config::Path;
use crate::crm::{Failure, Reason};

/// The name at the path's end; empty = nobody. An empty list on the way is nobody, and a list of one stands for its one.
///
/// # Errors
/// A member is missing, or what stands there is no name: the service has changed, or the path is wrong.
pub fn name(value: &Value, path: &Path) -> Result<String, Failure> {
    let mut here = value;
    for (depth, step) in path.steps().enumerate() {
        here = loop {
            match here {
                Value::Object(object) => match object.get(step) {
                    Some(next) => break next,
                    None => {
                        let members: Vec<_> = object.iter().take(8).map(|(name, _)| short(name)).collect();
                        return bad(
                            path,
                            depth,
                            &format!("there is no member \"{step}\"; there are: {}", members.join(", ")),
                        );
                    }
                },
                Value::Array(list) if list.is_empty() => return Ok(String::new()),
                Value::Array(list) => match (step.parse::<usize>(), list.as_slice()) {
                    (Ok(index), list) => match list.get(index) {
                        Some(next) => break next,
                        None => return bad(path, depth, &format!("the list has {} entries", list.len())),
                    },
                    (Err(_), [one]) => here = one,
                    (Err(_), list) => {
                        return bad(
                            path,
                            depth,
                            &format!("a list of {} stands there; name one by its index, as in 0", list.len()),
                        );
                    }
                },
                Value::Null => return Ok(String::new()),
                _ => return bad(path, depth, "no object and no list stands there"),
            }
        };
    }
    loop {
        match here {
            Value::String(name) => return Ok(name.trim().into()),
            Value::Number(Number::U64(number)) => return Ok(number.to_string()),
            Value::Null => return Ok(String::new()),
            Value::Array(list) => match list.as_slice() {
                [] => return Ok(String::new()),
                [one] => here = one,
                list => {
                    return bad(
                        path,
                        path.steps().count(),
                        &format!("a list of {} stands there, not a name", list.len()),
                    );
                }
            },
            _ => return bad(path, path.steps().count(), "no text stands there"),
        }
    }
}

fn bad(path: &Path, depth: usize, what: &str) -> Result<String, Failure> {
    let walked: Vec<_> = path.steps().take(depth).collect();
    let walked = if walked.is_empty() { String::from("the beginning") } else { walked.join(".") };
    Err(Failure::new(Reason::BadAnswer, format!("crm.answer does not fit the answer: at {walked} {what}")))
}

#[cfg(test)]
#[path = "tests/path.rs"]
mod tests;
