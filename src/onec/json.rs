//! 1C's answer as JSON: our own members and MIKO's, picked one by one, so that one that is refused does not take
//! the others with it. Nothing is allowed or forbidden here, only read.

use miniserde::json::{self, Number};

use super::text::{self, MAX_LIST, MAX_SET, refuse};
use super::value::{Object, Value};
use crate::config::Path;
use crate::crm::{Dial, Failure, Place, Reason, Reject, Wishes};

/// Deeper answers are refused before they are parsed; 1C's are 3 deep.
const MAX_DEPTH: usize = 32;

/// The body of an HTTP service, without a BOM: an object, or a string that is read as a SOAP return is. `answer` is the
/// setting of that name.
pub fn body(text: &str, answer: &Path) -> Result<Wishes, Failure> {
    match parse(text)? {
        Value::String(text) => returned(&text, answer),
        value => whole(value, answer),
    }
}

/// A returned string: JSON where it begins as an object or a list does and is one, text otherwise.
pub fn returned(returned: &str, answer: &Path) -> Result<Wishes, Failure> {
    let text = returned.trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}');
    // `[VIP] Иванов` is a name.
    let list = text.starts_with('[').then(|| parse(text).ok()).flatten();
    let mut wishes = if let Some(list) = list {
        whole(list, answer)?
    } else if text.starts_with('{') {
        whole(parse(text)?, answer)?
    } else if text::is_nameless(returned, text) {
        text::wishes(&["\n", text].concat())
    } else {
        text::wishes(text)
    };
    text::settle(&mut wishes);
    Ok(wishes)
}

fn whole(value: Value, answer: &Path) -> Result<Wishes, Failure> {
    // Some services put an array around the one object.
    let mut value = match value {
        Value::Array(mut list) if list.len() == 1 && answer.is_empty() => list.pop().unwrap_or(Value::Null),
        value => value,
    };
    if let Value::Object(object) = &mut value {
        if let Some(words) = complaint(object, !answer.is_empty()) {
            let words = super::said::quote(&words);
            let what = if words.is_empty() { "without a word why".into() } else { words };
            return Err(Failure::new(Reason::Fault, format!("the service reports a failure: {what}")));
        }
        if answer.is_empty() {
            return wishes(object);
        }
    }
    if answer.is_empty() {
        let what = "the answer is JSON, but neither an object nor a string: where does the name stand in it (crm.answer)?";
        return Err(Failure::new(Reason::BadAnswer, what));
    }
    Ok(Wishes { name: Some(super::path::name(&value, answer)?), ..Wishes::default() })
}

/// What a service says of its own failure: `success` is false, `result` is not Success (our own word: another service may
/// have another, which `foreign` says), or there is nothing but an error's text.
fn complaint(object: &Object, foreign: bool) -> Option<String> {
    const WORDS: [&str; 8] =
        ["error", "message", "description", "detail", "Error", "Message", "Ошибка", "ОписаниеОшибки"];
    let words = || WORDS.iter().find_map(|member| object.get(member).and_then(told)).unwrap_or_default();
    match object.get("result") {
        Some(Value::String(word)) if word == "Success" => {}
        None | Some(Value::Null) => {}
        Some(Value::Bool(false)) if foreign => return Some(words()),
        Some(_) if foreign => {}
        Some(result) => {
            let words = words();
            let shown = match result {
                Value::Bool(yes) => yes.to_string(),
                other => string(other).unwrap_or_default(),
            };
            let what = || format!("its result is \"{shown}\" instead of \"Success\"");
            return Some(if words.is_empty() { what() } else { words });
        }
    }
    let failed = |value: &Value| match value {
        Value::Bool(yes) => !yes,
        Value::Number(Number::U64(number)) => *number == 0,
        Value::String(word) => ["false", "error", "fail"].iter().any(|each| word.eq_ignore_ascii_case(each)),
        _ => false,
    };
    if ["success", "Success", "ok", "status"].iter().any(|member| object.get(member).is_some_and(failed)) {
        return Some(words());
    }
    // Nothing but an error's text, from a service whose own words we do not know.
    let words = ERRORS.iter().find_map(|member| object.get(member).and_then(told));
    words.filter(|words| foreign && object.len() == 1 && !words.trim().is_empty())
}

/// The members that may hold an error.
const ERRORS: [&str; 4] = ["error", "Error", "Ошибка", "odata.error"];

/// The words of a failure: a string, or the first with letters that stands in an object. OData has two levels of them:
/// `{"code":"13","message":{"lang":"ru","value":"…"}}`.
fn told(value: &Value) -> Option<String> {
    let Value::Object(object) = value else { return string(value) };
    let words = |value: &Value| string(value).filter(|text| text.chars().any(char::is_alphabetic));
    from("message", object).find_map(|value| match value {
        Value::Object(inner) => from("value", inner).find_map(words),
        value => words(value),
    })
}

/// An object's values, the one of this name first.
fn from<'a>(name: &str, object: &'a Object) -> impl Iterator<Item = &'a Value> {
    object.get(name).into_iter().chain(object.iter().map(|(_, value)| value))
}

/// The words of a failure in a body of an error status, where it is JSON that has some.
pub fn failure(text: &str) -> Option<String> {
    match parse(text) {
        Ok(Value::Object(object)) => complaint(&object, true).filter(|words| !words.is_empty()),
        _ => None,
    }
}

pub(super) fn parse(text: &str) -> Result<Value, Failure> {
    let text = text.trim();
    if too_deep(text) {
        return Err(Failure::new(
            Reason::BadAnswer,
            format!("the answer's JSON is nested more than {MAX_DEPTH} deep"),
        ));
    }
    if let Ok(value) = json::from_str(text) {
        return Ok(value);
    }
    let inside = text.trim_start_matches(['{', '[', ' ', '\t', '\r', '\n']);
    let (reason, detail) = if inside.len() < text.len() && inside.starts_with('\'') {
        (
            Reason::BadAnswer,
            "the answer is not valid JSON: single quotes are not JSON, names and strings need \"…\"",
        )
    } else if text.is_empty() {
        (Reason::BadAnswer, "the answer is empty; JSON is expected")
    } else if text.starts_with('<') {
        (
            Reason::NotOneC,
            "the answer is HTML or XML; crm.protocol = json expects JSON: is crm.url 1C's HTTP service?",
        )
    } else {
        return Err(Failure::new(Reason::BadAnswer, broken(text)));
    };
    Err(Failure::new(reason, detail))
}

/// The sentence that says where JSON stops being JSON: the parser itself does not tell.
fn broken(text: &str) -> String {
    let at = super::position::of_error(text);
    let before = text.get(..at).unwrap_or(text);
    let rest = text.get(at..).unwrap_or_default();
    if rest.is_empty() {
        return "the answer is not valid JSON: it is cut off at its end".into();
    }
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let seen = super::said::quote_at_most(20, rest);
    format!("the answer is not valid JSON from line {line}, character {column} on: {seen}")
}

/// miniserde needs no stack for depth, but memory; brackets inside strings don't count.
fn too_deep(text: &str) -> bool {
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            // Valid JSON has it in a string alone.
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return true;
        }
    }
    false
}

fn wishes(object: &Object) -> Result<Wishes, Failure> {
    let data = match object.get("data") {
        Some(Value::Object(data)) => Some(data),
        _ => None,
    };
    let mut wishes = Wishes::default();
    let mut known = false;
    let client = data.and_then(|data| data.get("client")).or(object.get("client"));
    let caller = data.and_then(|data| data.get("caller_id")).or(object.get("caller_id"));
    for (member, value) in [("client", client), ("caller_id", caller), ("name", object.get("name"))] {
        let Some(value) = value else { continue };
        known = true;
        match string(value) {
            // "Nobody" in so many words, unless another member names somebody.
            Some(name) if name.trim().is_empty() => {
                wishes.name.get_or_insert_default();
            }
            // MIKO's panel echoes the number as caller_id where it has no person's name.
            Some(name) if member == "caller_id" && !name.chars().any(char::is_alphabetic) => {}
            Some(name) => wishes.name = Some(name.trim().into()),
            None => refuse(&mut wishes, &format!("{member}: expected a string")),
        }
    }
    for (member, read) in MEMBERS {
        match object.get(member) {
            None => {}
            Some(Value::Null) => known = true,
            Some(value) => {
                known = true;
                if read(value, &mut wishes).is_none() {
                    refuse(&mut wishes, &format!("{member}: expected {}", expected(member)));
                }
            }
        }
    }
    if !known {
        // Their names alone: what stands in them may be a client's.
        let members: Vec<_> = object.iter().take(8).map(|(name, _)| super::said::short(name)).collect();
        let members = members.join(", ");
        return Err(Failure::new(
            Reason::BadAnswer,
            format!(
                "the answer's JSON has none of name, dial, goto, play, set, reject, caller_id, client, \
                 responsible-number; it has: {}. A foreign service's name is found by crm.answer",
                members
            ),
        ));
    }
    Ok(wishes)
}

type Read = fn(&Value, &mut Wishes) -> Option<()>;

/// `dial` comes after MIKO's member and wins.
const MEMBERS: [(&str, Read); 6] = [
    ("responsible-number", responsible),
    ("dial", dial),
    ("goto", goto),
    ("play", play),
    ("set", set),
    ("reject", reject),
];

fn expected(member: &str) -> &'static str {
    match member {
        "dial" => "a number, a list of at most 16, or {\"to\":[…],\"ring\":seconds}",
        "goto" => "{\"context\":…,\"extension\":…,\"priority\":1}",
        "play" => "a prompt, or a list of at most 16",
        "set" => "{\"NAME\":\"value\"}, at most 32",
        "reject" => "\"busy\", \"congestion\" or \"hangup\"",
        _ => "a number",
    }
}

/// A string, or a whole number as its digits.
fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(Number::U64(number)) => Some(number.to_string()),
        Value::Number(Number::I64(number)) => Some(number.to_string()),
        Value::Null => Some(String::new()),
        _ => None,
    }
}

fn filled(value: &Value) -> Option<String> {
    string(value).map(|text| String::from(text.trim())).filter(|text| !text.is_empty())
}

fn list(value: &Value) -> Option<Vec<String>> {
    let Value::Array(values) = value else { return Some(vec![filled(value)?]) };
    if values.is_empty() || values.len() > MAX_LIST {
        return None;
    }
    values.iter().map(filled).collect()
}

fn seconds(value: &Value) -> Option<u32> {
    filled(value)?.parse().ok()
}

fn responsible(value: &Value, wishes: &mut Wishes) -> Option<()> {
    // MIKO's service sends an empty one for a client without a manager.
    let number = string(value)?;
    if !number.trim().is_empty() {
        wishes.dial = Some(Dial { to: vec![number.trim().into()], ring: None });
    }
    Some(())
}

fn dial(value: &Value, wishes: &mut Wishes) -> Option<()> {
    let (to, ring) = match value {
        Value::Object(object) => {
            let ring = match object.get("ring") {
                None | Some(Value::Null) => None,
                Some(ring) => Some(seconds(ring)?),
            };
            (list(object.get("to")?)?, ring)
        }
        other => (list(other)?, None),
    };
    wishes.dial = Some(Dial { to, ring });
    Some(())
}

fn goto(value: &Value, wishes: &mut Wishes) -> Option<()> {
    let place = match value {
        Value::Object(object) => Place {
            context: object.get("context").map_or(Some(String::new()), string)?,
            extension: filled(object.get("extension")?)?,
            priority: object.get("priority").map_or(Some(1), seconds).filter(|&priority| priority > 0)?,
        },
        other => text::place(&string(other)?)?,
    };
    wishes.goto = Some(place);
    Some(())
}

fn play(value: &Value, wishes: &mut Wishes) -> Option<()> {
    wishes.play = list(value)?;
    Some(())
}

fn set(value: &Value, wishes: &mut Wishes) -> Option<()> {
    let Value::Object(object) = value else { return None };
    if object.len() > MAX_SET {
        return None;
    }
    for (name, value) in object.iter() {
        match string(value) {
            Some(value) => wishes.set.push((name.into(), value)),
            None => refuse(wishes, "set: a value is neither string nor number"),
        }
    }
    Some(())
}

fn reject(value: &Value, wishes: &mut Wishes) -> Option<()> {
    let Value::String(word) = value else { return None };
    wishes.reject = Some(Reject::from_word(word)?);
    Some(())
}

#[cfg(test)]
#[path = "tests/json.rs"]
mod tests;
