//! From what 1C answered to a list of actions, all of it decided before the first is sent. This is the
//! gate: what 1C may command is checked here against the settings' lists, and nowhere later. Nothing
//! here talks to anybody.

use crate::config::{Commands, Direction, NameSettings, Settings, pattern};
use crate::crm::{Command, Place, Reject, Wishes};
use crate::name::{self, Charset, Safe, Style};
use crate::policy::{Outcome, Status, Write};

/// One thing to be done to the call, in the order of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Set a channel variable or function.
    Set(String, String),
    /// Change AstDB.
    Store(Write),
    /// Play a prompt without answering the line.
    Play(String),
    /// Ring one number.
    Dial(Ring),
    /// Go on there.
    Goto(Place),
    /// Turn the call away.
    Reject(Reject),
}

/// One attempt to reach somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ring {
    /// The number, checked against `commands.numbers`.
    pub number: String,
    /// What Dial is given: `Local/101@internal/n`.
    pub target: String,
    /// The dialplan function that knows whether somebody would hear it; `None` where the target tells nothing.
    pub state: Option<String>,
    /// How long, in seconds.
    pub seconds: u32,
    /// Dial's options; `g` is among them.
    pub options: String,
}

/// What is known of the call when its actions are decided.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The number as the CDR will show it beside the name.
    pub shown_number: &'a str,
    /// Asterisk before 1.8.5: it cannot carry Cyrillic in a SIP header.
    pub old_asterisk: bool,
    /// `agi_request` is an Askozia application: the name reaches a root shell.
    pub askozia: bool,
    /// The number as the classic phone book has it (`sync.number_as`); empty = it is not to be kept filled.
    pub phonebook_key: &'a str,
    /// `agi_context`: where a `goto` without a context stays.
    pub context: &'a str,
    /// Milliseconds the question took, for `AGI1C_MS`.
    pub spent_ms: u64,
}

/// The variable that holds [`Status`]'s word.
pub const VAR_STATUS: &str = "AGI1C_STATUS";
/// The variable that holds the reason's word.
pub const VAR_REASON: &str = "AGI1C_REASON";
/// The variable that holds the full name in UTF-8.
pub const VAR_NAME: &str = "AGI1C_NAME";
/// The variable that holds the milliseconds.
pub const VAR_MS: &str = "AGI1C_MS";

/// What is to be done, and what of 1C's wishes is not: (actions, sentences for the log).
pub fn decide(settings: &Settings, outcome: &Outcome, scene: Scene<'_>) -> (Vec<Action>, Vec<String>) {
    let mut refused = Vec::new();
    let mut actions = Vec::new();
    let shown = shown_name(settings, outcome, scene);
    let phonebook = phonebook(settings, outcome, &shown, scene.phonebook_key);
    if !shown.is_empty() {
        let variable = match settings.call.direction {
            Direction::In => "CALLERID(name)",
            Direction::Out => "CONNECTEDLINE(name,i)",
        };
        actions.push(Action::Set(variable.into(), shown));
    }
    actions.extend(status_variables(outcome.status, outcome.reason, &outcome.name, scene.spent_ms));
    let mut commands = Vec::new();
    if let Some(wishes) = &outcome.wishes {
        refused.extend(wishes.refused.iter().cloned());
        if wishes.name.is_some() && !settings.commands.allows(Command::Name) {
            refused.push(not_allowed(Command::Name));
        }
        set_variables(&settings.commands, wishes, &mut actions, &mut refused);
        commands = route(settings, wishes, scene, &mut refused);
    }
    actions.extend(outcome.writes.iter().cloned().chain(phonebook).map(Action::Store));
    actions.append(&mut commands);
    (actions, refused)
}

/// The classic phone book (`cache.phonebook`) follows what is remembered of a caller. A number that was never
/// remembered is left alone there: it may be an administrator's own entry.
fn phonebook(settings: &Settings, outcome: &Outcome, shown: &str, key: &str) -> Option<Write> {
    let book = &settings.cache.phonebook;
    if book.is_empty() || key.is_empty() || !outcome.news || !settings.commands.allows(Command::Name) {
        return None;
    }
    Some(match shown {
        "" => Write::Del(book.clone(), key.into()),
        _ => Write::Put(book.clone(), key.into(), shown.into()),
    })
}

/// The four variables that every call gets.
pub fn status_variables(status: Status, reason: &str, name: &str, spent_ms: u64) -> [Action; 4] {
    [
        Action::Set(VAR_STATUS.into(), status.word().into()),
        Action::Set(VAR_REASON.into(), reason.into()),
        Action::Set(VAR_NAME.into(), name.into()),
        Action::Set(VAR_MS.into(), spent_ms.to_string()),
    ]
}

/// The name as the channel gets it; empty where there is none or 1C may not name.
pub fn shown_name(settings: &Settings, outcome: &Outcome, scene: Scene<'_>) -> String {
    if outcome.name.is_empty() || !settings.commands.allows(Command::Name) {
        return String::new();
    }
    name::shown(&outcome.name, &style(&settings.name, scene), scene.shown_number)
}

fn style<'a>(settings: &'a NameSettings, scene: Scene<'_>) -> Style<'a> {
    let charset = settings.charset.unwrap_or(if scene.old_asterisk { Charset::Latin } else { Charset::Utf8 });
    let safe = settings.safe.unwrap_or(if scene.old_asterisk || scene.askozia {
        Safe::Shell
    } else {
        Safe::Dialplan
    });
    Style {
        charset,
        translit: settings.translit,
        safe,
        max_bytes: settings.max_bytes,
        max_chars: settings.max_chars,
        drop: &settings.drop,
        prefix: &settings.prefix,
    }
}

fn set_variables(commands: &Commands, wishes: &Wishes, actions: &mut Vec<Action>, refused: &mut Vec<String>) {
    if wishes.set.is_empty() {
        return;
    }
    if !commands.allows(Command::Set) {
        refused.push(not_allowed(Command::Set));
        return;
    }
    for (variable, value) in &wishes.set {
        if !is_identifier(variable) || !commands.variables.iter().any(|pattern| covers(pattern, variable)) {
            refused.push(format!("set: {} is not in commands.variables", clip(variable)));
        } else {
            // A dialplan compares it in $[…] and may hand it to an application: it gets no more
            // freedom than a name on its way to a shell.
            actions.push(Action::Set(variable.clone(), name::kept(&name::full(value), Safe::Shell)));
        }
    }
}

/// Prompts first; a rejected call goes nowhere else; a call nobody picks up may still be sent on.
fn route(settings: &Settings, wishes: &Wishes, scene: Scene<'_>, refused: &mut Vec<String>) -> Vec<Action> {
    let commands = &settings.commands;
    let mut actions = Vec::new();
    let mut allowed = |command: Command, wanted: bool| {
        if wanted && !commands.allows(command) {
            refused.push(not_allowed(command));
        }
        wanted && commands.allows(command)
    };
    let play = allowed(Command::Play, !wishes.play.is_empty());
    let reject = allowed(Command::Reject, wishes.reject.is_some());
    let dial = allowed(Command::Dial, wishes.dial.is_some());
    let goto = allowed(Command::Goto, wishes.goto.is_some());
    if play {
        for prompt in &wishes.play {
            if is_prompt(prompt) {
                actions.push(Action::Play(prompt.clone()));
            } else {
                refused.push(format!("play: {} is not a relative prompt name", clip(prompt)));
            }
        }
    }
    if reject && let Some(how) = wishes.reject {
        actions.push(Action::Reject(how));
        return actions;
    }
    if dial && let Some(dial) = &wishes.dial {
        let seconds = dial.ring.map_or(commands.ring, |ring| ring.clamp(1, MAX_RING));
        for number in &dial.to {
            if may_ring(settings, number) {
                let target = commands.dial.replace("%s", number);
                actions.push(Action::Dial(Ring {
                    number: number.clone(),
                    state: state_function(&target),
                    target,
                    seconds,
                    options: commands.dial_options.clone(),
                }));
            } else {
                refused.push(format!("dial: {} is not in commands.numbers", clip(number)));
            }
        }
    }
    if goto && let Some(place) = &wishes.goto {
        let place = Place {
            context: if place.context.is_empty() { scene.context.into() } else { place.context.clone() },
            ..place.clone()
        };
        let listed = |(context, extension): &(String, String)| {
            *context == place.context && *extension == place.extension
        };
        if commands.targets.iter().any(listed) && place.priority == 1 {
            actions.push(Action::Goto(place));
        } else if place.priority != 1 {
            // In the middle of an extension its checks (a PIN, a time condition) would be behind.
            refused.push("goto: only the first priority of a listed place".into());
        } else {
            let wanted = format!("{}/{}", place.context, place.extension);
            refused.push(format!("goto: {} is not in commands.targets", clip(&wanted)));
        }
    }
    actions
}

/// `Local/101@internal/n` → the extension's hint; `SIP/101` → the device. Several targets at once have no
/// one state.
fn state_function(target: &str) -> Option<String> {
    let plain =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"@_-/#*.".contains(&byte));
    if !plain(target) {
        return None;
    }
    Some(match target.strip_prefix("Local/") {
        Some(local) => format!("EXTENSION_STATE({})", local.split('/').next().unwrap_or_default()),
        None => format!("DEVICE_STATE({target})"),
    })
}

/// The longest 1C may let a phone ring, in seconds: what `commands.ring` itself may be.
pub const MAX_RING: u32 = 300;

/// Whether `dial` may ring this number. Only digits, `*` and `#` ever pass, so that no list can let a
/// second destination (`500&SIP/…`) or an option (`500,60`) through.
fn may_ring(settings: &Settings, number: &str) -> bool {
    let plain = !number.is_empty()
        && number.len() <= 32
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'*' || byte == b'#');
    if settings.commands.numbers.is_empty() {
        return plain
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && number.len() < settings.call.min_digits;
    }
    plain && settings.commands.numbers.iter().any(|listed| pattern::matches(listed, number))
}

fn is_identifier(name: &str) -> bool {
    name.len() <= 64
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && name.bytes().next().is_some_and(|byte| !byte.is_ascii_digit())
}

/// `CRM_*` covers `CRM_TYPE`; without a `*` at the end only itself.
fn covers(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => name == pattern,
    }
}

fn is_prompt(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 128
        && !name.starts_with('/')
        && !name.contains("..")
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./".contains(&byte))
}

fn not_allowed(command: Command) -> String {
    format!("{}: 1C may not command this (commands.allow)", command.word())
}

/// 1C's text in a sentence: short, and without anything that could act on a terminal.
fn clip(text: &str) -> String {
    let clean = name::full(text);
    let mut short: String = clean.chars().take(40).collect();
    if short.len() < clean.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
#[path = "tests/decision.rs"]
mod tests;
