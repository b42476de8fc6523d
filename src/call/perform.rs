//! Carries a list of actions out over AGI, in its order: name, variables, AstDB, the log, then what 1C commanded.
//! Nothing is decided here but what to do when the PBX refuses: the verdict is settled once Asterisk has answered
//! to the name, and everything that is told of the call comes from it.

use crate::agi::{AgiError, AstDb, Session};
use crate::case::Case;
use crate::clock;
use crate::config::Settings;
use crate::decision::{Action, Move, Plan};
use crate::outcome::Verdict;
use crate::store::tolerate;

use super::{Host, blackbox, route, with_names};

/// The VERBOSE level of the summary.
pub const SUMMARY: u8 = 3;
/// The VERBOSE level of a warning: seen on any console.
pub const WARNING: u8 = 1;
/// More warnings than this of one call tell nobody anything.
const MAX_WARNINGS: usize = 5;

/// Does all of it. The watch is called off when 1C's own command begins: that takes its own time.
pub fn perform(
    session: &mut Session<'_>,
    host: &mut dyn Host,
    case: &Case<'_>,
    plan: Plan,
    mut verdict: Verdict,
) -> Result<(), AgiError> {
    let mut warnings = std::mem::take(&mut verdict.warnings);
    for action in plan.actions {
        match action {
            Action::Name { function, shown } => {
                if let Err(error) = session.set_variable(function, &shown) {
                    warnings.push(refusal(error)?);
                    verdict.outcome = verdict.outcome.not_taken();
                }
            }
            Action::Verdict => {
                for (name, value) in verdict.variables() {
                    set(session, name, &value, &mut warnings)?;
                }
            }
            Action::Variable { name, value } => set(session, &name, &value, &mut warnings)?,
            Action::Remember(write) => {
                let written = with_names(session, host, |names| write.apply(names));
                tolerate(written, &mut warnings)?;
            }
            Action::PhoneBook(write) => {
                tolerate(write.apply(&mut AstDb(session)), &mut warnings)?;
            }
        }
    }
    note_in_black_box(session, case, &verdict, &mut warnings)?;
    let talks = plan.route.iter().any(Move::takes_its_time);
    let granted = if talks { host.may_talk() } else { Ok(()) };
    warnings.extend(granted.err().map(|why| ["dial and play are refused: ", why].concat()));
    verdict.warnings = warnings;
    host.settled(&verdict);
    summarise(session, case, &verdict)?;
    if plan.route.is_empty() {
        return tell(session, case.settings, &verdict.warnings);
    }
    // Before 1C's command, which may be the call's end, and by what cannot fail.
    for warning in told(case.settings, &verdict.warnings) {
        verbose(session, &warning, WARNING)?;
    }
    host.watch(None);
    let warnings = route::follow(session, &plan.route, granted.is_ok())?;
    tell(session, case.settings, &warnings)
}

/// Sets variables where there is nothing else to do.
pub fn set_all(session: &mut Session<'_>, variables: [(&str, String); 4]) -> Result<(), AgiError> {
    variables.iter().try_for_each(|(name, value)| set(session, name, value, &mut Vec::new()))
}

fn set(
    session: &mut Session<'_>,
    name: &str,
    value: &str,
    warnings: &mut Vec<String>,
) -> Result<(), AgiError> {
    if let Err(error) = session.set_variable(name, value) {
        warnings.push(refusal(error)?);
    }
    Ok(())
}

/// A line in Asterisk's log. That it is refused is not worth a line of its own.
pub fn verbose(session: &mut Session<'_>, text: &str, level: u8) -> Result<(), AgiError> {
    session.verbose(text, level).or_else(|error| refusal(error).map(drop))
}

/// What an administrator must know: a warning in Asterisk's own log files, by the dialplan's application Log; where that
/// is not there, a line on the console. On Asterisk up to 1.8.4.4 a missing application ends the session's right to
/// do more, so this comes when there is nothing left to do.
pub fn warn(session: &mut Session<'_>, text: &str) -> Result<(), AgiError> {
    // A channel with AGIEXECFULL set expands what it is given, and 1C's own words may be in it.
    match session.exec("Log", &format!("WARNING,{}", text.replace('$', ""))) {
        Ok(reply) if reply.result == 0 => Ok(()),
        Ok(_) => verbose(session, text, WARNING),
        Err(error) => refusal(error).and_then(|_| verbose(session, text, WARNING)),
    }
}

/// A refusal is a sentence for the log; that the call is gone ends everything.
pub fn refusal(error: AgiError) -> Result<String, AgiError> {
    match error {
        AgiError::Gone => Err(AgiError::Gone),
        other => Ok(other.to_string()),
    }
}

fn note_in_black_box(
    session: &mut Session<'_>,
    case: &Case<'_>,
    verdict: &Verdict,
    warnings: &mut Vec<String>,
) -> Result<(), AgiError> {
    let Some(entry) = verdict.entry(&clock::utc(case.now)) else { return Ok(()) };
    blackbox::note(&mut AstDb(session), case.settings, &entry, warnings).map_err(AgiError::from)
}

fn summarise(session: &mut Session<'_>, case: &Case<'_>, verdict: &Verdict) -> Result<(), AgiError> {
    match case.settings.log_level {
        log::LevelFilter::Off => Ok(()),
        level => verbose(session, &verdict.summary(level >= log::LevelFilter::Debug), SUMMARY),
    }
}

/// The warnings that are told, as they stand in Asterisk's log.
fn told<'w>(settings: &Settings, warnings: &'w [String]) -> impl Iterator<Item = String> + use<'w> {
    let most = if settings.log_level >= log::LevelFilter::Warn { MAX_WARNINGS } else { 0 };
    warnings.iter().take(most).map(|warning| format!("agi1c: {warning}"))
}

fn tell(session: &mut Session<'_>, settings: &Settings, warnings: &[String]) -> Result<(), AgiError> {
    told(settings, warnings).try_for_each(|warning| warn(session, &warning))
}
