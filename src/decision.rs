//! From what 1C answered to a list of actions, all of it decided before the first is sent. This is the
//! gate: what 1C may command is checked here against the settings' lists, and nowhere later. Nothing
//! here talks to anybody.

use crate::case::{Case, Pbx};
use crate::config::{Commands, Direction, NameSettings, Settings, pattern};
use crate::crm::{Command, Place, Reject, Wishes};
use crate::name::{self, Charset, Safe, Style};
use crate::number::Number;
use crate::outcome::{Kept, Outcome};
use crate::privacy;
use crate::store::{Learned, Write};

/// One thing to be done to the call, in the order of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Put the name on the channel.
    Name {
        /// The dialplan function that takes it.
        function: &'static str,
        /// The name as the channel gets it.
        shown: String,
    },
    /// Tell the dialplan how it ended: the four variables. What they say is settled once the name is taken.
    Verdict,
    /// Set a channel variable that 1C wants.
    Variable {
        /// Its name, one of `commands.variables`.
        name: String,
        /// Its value.
        value: String,
    },
    /// Change what is remembered of callers and of 1C.
    Remember(Write),
    /// Change the PBX's classic phone book.
    PhoneBook(Write),
}

/// One thing 1C commanded, once everything is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// Play a prompt without answering the line.
    Play(String),
    /// Ring one number.
    Dial(Ring),
    /// Go on there.
    Goto(Place),
    /// Turn the call away.
    Reject(Reject),
}

impl Move {
    /// Whether it lasts as long as people take. A rejection does not: whoever hears the busy tone is told nothing more.
    pub fn takes_its_time(&self) -> bool {
        matches!(self, Move::Play(_) | Move::Dial(_))
    }
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

/// Everything that is to be done to one call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is done to the channel and to AstDB, in this order.
    pub actions: Vec<Action>,
    /// What 1C commanded, to be followed after that.
    pub route: Vec<Move>,
    /// What of 1C's wishes is not done: a sentence each, for the log.
    pub refused: Vec<String>,
}

/// What is to be done, and what of 1C's wishes is not. `number` is the caller's, where there is one.
pub fn decide(case: &Case<'_>, number: Option<&Number>, outcome: &Outcome, learned: Learned) -> Plan {
    let settings = case.settings;
    let mut plan = Plan::default();
    let shown = match outcome {
        // Not 1C's to allow, and not from 1C.
        Outcome::Cached { name, why: Kept::Own } => {
            let style = Style { prefix: "", ..style(&settings.name, case.pbx) };
            name::shown(name, &style, case.shown_number)
        }
        _ => shown_name(settings, case.pbx, outcome.name(), case.shown_number),
    };
    let copy = number.filter(|_| learned.changed).and_then(|number| phonebook(settings, number, &shown));
    if shown.is_empty() && !outcome.name().is_empty() && settings.commands.allows(Command::Name) {
        plan.refused.push(NOTHING_LEFT.into());
    }
    if !shown.is_empty() {
        plan.actions.push(Action::Name { function: name_function(settings), shown });
    }
    plan.actions.push(Action::Verdict);
    if let Outcome::Found { wishes, .. } = outcome {
        plan.refused.extend(wishes.refused.iter().cloned());
        if wishes.name.is_some() && !settings.commands.allows(Command::Name) {
            plan.refused.push(not_allowed(Command::Name));
        }
        set_variables(&settings.commands, wishes, &mut plan);
        plan.route = route(case, wishes, &mut plan.refused);
    }
    plan.actions.extend(learned.writes.into_iter().map(Action::Remember));
    plan.actions.extend(copy.map(Action::PhoneBook));
    if !plan.refused.is_empty() {
        let secrets = case.profile.login.secrets();
        plan.refused = plan.refused.into_iter().map(|what| privacy::without(what, &secrets)).collect();
    }
    plan
}

/// Georgian, Armenian, Chinese on an old Asterisk; a name of signs that a shell must not see.
const NOTHING_LEFT: &str = "nothing of the name is left that this PBX can carry (name.charset, name.safe): the channel keeps its own";

/// The dialplan function that takes the name.
fn name_function(settings: &Settings) -> &'static str {
    match settings.call.direction {
        Direction::In => "CALLERID(name)",
        Direction::Out => "CONNECTEDLINE(name,i)",
    }
}

/// The classic phone book (`cache.phonebook`) follows what is remembered of a caller. A number that was never
/// remembered is left alone there: it may be an administrator's own entry.
fn phonebook(settings: &Settings, number: &Number, shown: &str) -> Option<Write> {
    let book = &settings.cache.phonebook;
    let key = number.phonebook_key(settings.sync.number_as);
    if book.is_empty() || key.is_empty() || !settings.commands.allows(Command::Name) {
        return None;
    }
    Some(match shown {
        "" => Write::Del(book.clone(), key),
        _ => Write::Put(book.clone(), key, shown.into()),
    })
}

/// A full name as the channel of the caller with this number gets it; empty where there is none or 1C may not name.
pub fn shown_name(settings: &Settings, pbx: Pbx, name: &str, number: &str) -> String {
    if name.is_empty() || !settings.commands.allows(Command::Name) {
        return String::new();
    }
    name::shown(name, &style(&settings.name, pbx), number)
}

fn style(settings: &NameSettings, pbx: Pbx) -> Style<'_> {
    let charset = settings.charset.unwrap_or(if pbx.old_asterisk { Charset::Latin } else { Charset::Utf8 });
    let reaches_a_shell = pbx.old_asterisk || pbx.askozia;
    let safe = settings.safe.unwrap_or(if reaches_a_shell { Safe::Shell } else { Safe::Dialplan });
    Style {
        charset,
        translit: settings.translit,
        safe,
        max_bytes: settings.max_bytes,
        max_chars: settings.max_chars,
        reserve: settings.reserve,
        drop: &settings.drop,
        prefix: &settings.prefix,
    }
}

fn set_variables(commands: &Commands, wishes: &Wishes, plan: &mut Plan) {
    if wishes.set.is_empty() {
        return;
    }
    if !commands.allows(Command::Set) {
        plan.refused.push(not_allowed(Command::Set));
        return;
    }
    for (name, value) in &wishes.set {
        if !is_identifier(name) || !commands.variables.iter().any(|pattern| covers(pattern, name)) {
            plan.refused.push(format!("set: {} is not in commands.variables", clip(name)));
            continue;
        }
        match name::value(value) {
            Ok(value) => plan.actions.push(Action::Variable { name: name.clone(), value }),
            Err(why) => plan.refused.push(format!("set: {name}: {why}")),
        }
    }
}

/// Prompts first; a rejected call goes nowhere else; a call nobody picks up may still be sent on.
fn route(case: &Case<'_>, wishes: &Wishes, refused: &mut Vec<String>) -> Vec<Move> {
    let settings = case.settings;
    let commands = &settings.commands;
    let mut moves = Vec::new();
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
                moves.push(Move::Play(prompt.clone()));
            } else {
                refused.push(format!("play: {} is not a relative prompt name", clip(prompt)));
            }
        }
    }
    if reject && let Some(how) = wishes.reject {
        moves.push(Move::Reject(how));
        return moves;
    }
    if dial && let Some(dial) = &wishes.dial {
        let seconds = dial.ring.map_or(commands.ring, |ring| ring.clamp(1, MAX_RING));
        for number in &dial.to {
            if may_ring(settings, number) {
                let target = commands.dial.replace("%s", number);
                moves.push(Move::Dial(Ring {
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
            context: if place.context.is_empty() {
                case.facts.context.clone()
            } else {
                place.context.clone()
            },
            ..place.clone()
        };
        let listed = |(context, extension): &(String, String)| {
            *context == place.context && *extension == place.extension
        };
        if commands.targets.iter().any(listed) && place.priority == 1 {
            moves.push(Move::Goto(place));
        } else if place.priority != 1 {
            // In the middle of an extension its checks (a PIN, a time condition) would be behind.
            refused.push("goto: only the first priority of a listed place".into());
        } else {
            let wanted = format!("{}/{}", place.context, place.extension);
            refused.push(format!("goto: {} is not in commands.targets", clip(&wanted)));
        }
    }
    moves
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
