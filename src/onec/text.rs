//! The plain text that 1C may return: the name, and commands as `key: value` lines for 1C 8.2, which has no JSON.
//! Nothing is allowed or forbidden here, only read.

use crate::crm::{Dial, Place, Reject, Wishes};

/// Numbers of one `dial`, prompts of one `play`.
pub const MAX_LIST: usize = 16;
/// Variables of one answer.
pub const MAX_SET: usize = 32;

/// Reads a returned text without a BOM. A line that cannot be read is named in `refused`.
pub fn wishes(text: &str) -> Wishes {
    let mut wishes = Wishes::default();
    let mut lines = text.lines();
    wishes.name = lines.next().map(str::trim).filter(|name| !name.is_empty()).map(String::from);
    for line in lines.map(str::trim).filter(|line| !line.is_empty()) {
        let Some((key, value)) = line.split_once(':') else {
            refuse(&mut wishes, "a line after the name is no \"key: value\"");
            continue;
        };
        command(&mut wishes, key.trim_end(), value.trim());
    }
    wishes
}

/// Whether a text that 1C began with an empty line has commands only. Such a line is layout where a name follows
/// it: web services wrap what they return.
pub fn is_nameless(returned: &str, trimmed: &str) -> bool {
    let first = trimmed.lines().next().and_then(|line| line.split_once(':')).map(|(key, _)| key.trim_end());
    let before =
        returned.split(|character: char| !character.is_whitespace() && character != '\u{feff}').next();
    before.is_some_and(|blank| blank.contains('\n')) && first.is_some_and(|key| KEYS.contains(&key))
}

/// What a line after the name may begin with.
const KEYS: [&str; 6] = ["dial", "ring", "goto", "play", "set", "reject"];

/// Notes a part that is left out; only so many, the log has room for five.
pub fn refuse(wishes: &mut Wishes, sentence: &str) {
    if wishes.refused.len() < MAX_LIST {
        wishes.refused.push(sentence.into());
    }
}

fn command(wishes: &mut Wishes, key: &str, value: &str) {
    match key {
        "dial" => {
            let to = words(value, &[',', ' ']);
            if to.is_empty() || to.len() > MAX_LIST {
                return refuse(wishes, "dial: expected one to 16 numbers, like \"dial: 101, 102\"");
            }
            let ring = wishes.dial.take().and_then(|dial| dial.ring);
            wishes.dial = Some(Dial { to, ring });
        }
        "ring" => match value.parse() {
            Ok(seconds) => {
                wishes.dial.get_or_insert_with(|| Dial { to: Vec::new(), ring: None }).ring = Some(seconds)
            }
            Err(_) => refuse(wishes, "ring: expected seconds, like \"ring: 15\""),
        },
        "goto" => match place(value) {
            Some(place) => wishes.goto = Some(place),
            None => refuse(wishes, "goto: expected context/extension or context,extension,priority"),
        },
        "play" => {
            let mut prompts = words(value, &[' ', '&', ',']);
            if prompts.is_empty() || wishes.play.len() + prompts.len() > MAX_LIST {
                return refuse(wishes, "play: expected one to 16 prompts, like \"play: custom/promo\"");
            }
            wishes.play.append(&mut prompts);
        }
        "set" => match value.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() && wishes.set.len() < MAX_SET => {
                wishes.set.push((name.trim().into(), value.trim().into()));
            }
            _ => refuse(wishes, "set: expected NAME=value, at most 32 times"),
        },
        "reject" => match Reject::from_word(value) {
            Some(way) => wishes.reject = Some(way),
            None => refuse(wishes, "reject: expected busy, congestion or hangup"),
        },
        _ => refuse(wishes, "a line after the name is none of dial, ring, goto, play, set, reject"),
    }
}

/// `context/extension` or `context,extension[,priority]`.
pub fn place(text: &str) -> Option<Place> {
    let mut parts = text.splitn(3, [',', '/']).map(str::trim);
    let (context, extension) = (parts.next()?, parts.next()?);
    let priority = match parts.next() {
        Some(priority) => priority.parse().ok().filter(|&priority| priority > 0)?,
        None => 1,
    };
    if context.is_empty() || extension.is_empty() {
        return None;
    }
    Some(Place { context: context.into(), extension: extension.into(), priority })
}

fn words(text: &str, separators: &[char]) -> Vec<String> {
    text.split(separators).map(str::trim).filter(|word| !word.is_empty()).map(String::from).collect()
}

/// After everything is read: a `ring` without a `dial` rings nobody.
pub fn settle(wishes: &mut Wishes) {
    if wishes.dial.as_ref().is_some_and(|dial| dial.to.is_empty()) {
        wishes.dial = None;
        refuse(wishes, "ring without dial: nobody to ring");
    }
}

#[cfg(test)]
#[path = "tests/text.rs"]
mod tests;
