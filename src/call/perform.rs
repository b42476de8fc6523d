//! Carries a list of actions out over AGI, in its order: variables, AstDB, the log line, then what 1C
//! commanded. Nothing is decided here but what to do when the PBX refuses.

use crate::agi::{AgiError, AstDb, Session};
use crate::config::Settings;
use crate::decision::{Action, VAR_REASON, VAR_STATUS};
use crate::policy::{Outcome, Status, Write};
use crate::store::{Store, tolerate};

use super::{Watch, blackbox, route};

/// The VERBOSE level of the summary.
pub const SUMMARY: u8 = 3;
/// The VERBOSE level of a warning: seen on any console.
pub const WARNING: u8 = 1;
/// More warnings than this of one call tell nobody anything.
const MAX_WARNINGS: usize = 5;

/// The reason's word where 1C gave a name and Asterisk did not take it.
const REFUSED_BY_PBX: &str = "pbx";

/// What the log and the black box say of a call.
pub struct Report<'a> {
    /// The number's last four digits.
    pub digits: &'a str,
    /// How the question ended.
    pub outcome: &'a Outcome,
    /// What 1C wanted and may not.
    pub refused: &'a [String],
    /// Milliseconds until the decision.
    pub spent_ms: u64,
    /// Unix time.
    pub unix: u64,
}

/// Does all of it. `watch` is called off when 1C's own command begins: that takes its own time.
pub fn perform(
    session: &mut Session<'_>,
    settings: &Settings,
    actions: &[Action],
    report: &Report<'_>,
    watch: Watch<'_>,
) -> Result<(), AgiError> {
    let preparing = |action: &&Action| matches!(action, Action::Set(..) | Action::Store(_));
    let commands_from = actions.iter().take_while(preparing).count();
    let (preparation, commands) = actions.split_at(commands_from);

    let mut warnings: Vec<String> = Vec::new();
    let mut named = true;
    for action in preparation {
        match action {
            Action::Set(name, value) => {
                let value = match name.as_str() {
                    VAR_STATUS if !named => Status::Failed.word(),
                    VAR_REASON if !named => REFUSED_BY_PBX,
                    _ => value,
                };
                if let Err(error) = session.set_variable(name, value) {
                    warnings.push(refusal(error)?);
                    named &= !name.ends_with(')');
                }
            }
            Action::Store(write) => store(session, write, &mut warnings)?,
            _ => {}
        }
    }
    note_in_black_box(session, settings, report, &mut warnings)?;
    log(session, settings, report, &warnings)?;

    if !commands.is_empty() {
        watch(None);
    }
    route::follow(session, commands)
}

/// Sets variables only, where there is nothing else to do.
pub fn set_all(session: &mut Session<'_>, actions: &[Action]) -> Result<(), AgiError> {
    for action in actions {
        if let Action::Set(name, value) = action
            && let Err(error) = session.set_variable(name, value)
        {
            refusal(error)?;
        }
    }
    Ok(())
}

/// A line in Asterisk's log. That it is refused is not worth a line of its own.
pub fn verbose(session: &mut Session<'_>, text: &str, level: u8) -> Result<(), AgiError> {
    session.verbose(text, level).or_else(|error| refusal(error).map(drop))
}

/// A refusal is a sentence for the log; that the call is gone ends everything.
pub fn refusal(error: AgiError) -> Result<String, AgiError> {
    match error {
        AgiError::Gone => Err(AgiError::Gone),
        other => Ok(other.to_string()),
    }
}

fn store(session: &mut Session<'_>, write: &Write, warnings: &mut Vec<String>) -> Result<(), AgiError> {
    let mut store = AstDb(session);
    let result = match write {
        Write::Put(family, key, value) => store.put(family, key, value),
        Write::Del(family, key) => store.del(family, key),
    };
    tolerate(result, warnings)?;
    Ok(())
}

/// Every call but the hangup extension's: that one is the end of a call already noted.
fn note_in_black_box(
    session: &mut Session<'_>,
    settings: &Settings,
    report: &Report<'_>,
    warnings: &mut Vec<String>,
) -> Result<(), AgiError> {
    if report.outcome.reason == "hangup-extension" {
        return Ok(());
    }
    let family = &settings.cache.family;
    let mut astdb = AstDb(session);
    let noted =
        blackbox::note(&mut astdb, family, report.digits, report.outcome, report.spent_ms, report.unix);
    let writes = tolerate(noted, warnings)?;
    writes.iter().flatten().try_for_each(|write| store(session, write, warnings))
}

fn log(
    session: &mut Session<'_>,
    settings: &Settings,
    report: &Report<'_>,
    warnings: &[String],
) -> Result<(), AgiError> {
    if settings.log_level == log::LevelFilter::Off {
        return Ok(());
    }
    let outcome = report.outcome;
    let mut summary = format!(
        "agi1c: {} ({}), number ending {}, {} ms",
        outcome.status.word(),
        outcome.reason,
        report.digits,
        report.spent_ms
    );
    if settings.log_level >= log::LevelFilter::Debug {
        summary.push_str(": ");
        summary.push_str(&outcome.name);
    }
    verbose(session, &summary, SUMMARY)?;
    if settings.log_level >= log::LevelFilter::Warn {
        let all = outcome.warnings.iter().chain(report.refused).chain(warnings);
        for warning in all.take(MAX_WARNINGS) {
            verbose(session, &format!("agi1c: {warning}"), WARNING)?;
        }
    }
    Ok(())
}
