//! What 1C commanded, done to the call: prompts, a phone rung first, another place in the dialplan, a
//! call turned away. It begins where every variable is set, because on Asterisk up to 1.8.4.4 the first
//! command that fails leaves the session dead.

use crate::agi::{AgiError, Reply, Session};
use crate::crm::{Place, Reject};
use crate::decision::{Move, Ring};

/// `CHANNEL STATUS`: the line is up, somebody has answered.
const LINE_IS_UP: i32 = 6;

/// Follows the commands until one of them ends the call or the list; those that last as long as people take only where
/// they may. Gives back sentences for the log.
pub fn follow(session: &mut Session<'_>, route: &[Move], may_talk: bool) -> Result<Vec<String>, AgiError> {
    let mut warnings = Vec::new();
    for step in route {
        if step.takes_its_time() && !may_talk {
            continue;
        }
        let goes_on = match step {
            Move::Play(prompt) => play(session, prompt)?,
            Move::Dial(ring) => dial(session, ring, &mut warnings)?,
            Move::Goto(place) => goto(session, place)?,
            Move::Reject(how) => reject(session, *how)?,
        };
        if !goes_on {
            break;
        }
    }
    Ok(warnings)
}

/// Runs an application. `None`: the PBX refused; the route goes on as if it had not been asked.
fn exec(session: &mut Session<'_>, application: &str, options: &str) -> Result<Option<Reply>, AgiError> {
    match session.exec(application, options) {
        Ok(reply) => Ok(Some(reply)),
        Err(AgiError::Gone) => Err(AgiError::Gone),
        Err(_) => Ok(None),
    }
}

/// A missing prompt is Playback's own business (`PLAYBACKSTATUS`); -1 means the caller has hung up.
fn play(session: &mut Session<'_>, prompt: &str) -> Result<bool, AgiError> {
    let reply = exec(session, "Playback", &format!("{prompt},noanswer"))?;
    Ok(reply.is_none_or(|reply| reply.result != -1))
}

/// With `g` among the options Dial returns 0 after an answered call, and `DIALSTATUS` tells. A -1 all
/// the same means the caller is gone or was transferred: nothing more to do here.
fn dial(session: &mut Session<'_>, ring: &Ring, warnings: &mut Vec<String>) -> Result<bool, AgiError> {
    if let Some(function) = &ring.state
        && would_not_hear(session.get_variable(function).or_else(none_if_refused)?.as_deref())
    {
        return Ok(true);
    }
    let options = format!("{},{},{}", ring.target, ring.seconds, ring.options);
    let Some(reply) = exec(session, "Dial", &options)? else { return Ok(true) };
    if reply.result < 0 {
        return Ok(reply.result != -1);
    }
    match session.get_variable("DIALSTATUS")?.as_deref() {
        Some("ANSWER") => {
            session.hangup()?;
            Ok(false)
        }
        // A Local channel to a place that is not there; Asterisk says so in a notice, and nowhere else.
        Some("CHANUNAVAIL") => {
            warnings.push(format!(
                "{} cannot be rung: does commands.dial name the context of your phones? On FreePBX it is \
                 Local/%s@from-internal/n",
                ring.target
            ));
            Ok(true)
        }
        _ => Ok(true),
    }
}

/// A phone that is busy or away only costs the caller its ringing time. Where the PBX cannot tell (no hint,
/// function not loaded, `UNKNOWN`, `INVALID`), the phone is rung.
fn would_not_hear(state: Option<&str>) -> bool {
    matches!(state, Some("INUSE" | "BUSY" | "RINGINUSE" | "ONHOLD" | "UNAVAILABLE"))
}

/// A function that this PBX has not loaded tells nothing.
fn none_if_refused(error: AgiError) -> Result<Option<String>, AgiError> {
    match error {
        AgiError::Refused { .. } => Ok(None),
        other => Err(other),
    }
}

fn goto(session: &mut Session<'_>, place: &Place) -> Result<bool, AgiError> {
    exec(session, "Goto", &format!("{},{},{}", place.context, place.extension, place.priority))?;
    Ok(false)
}

/// Busy and Congestion give the caller a tone where the line is not answered; on an answered one they
/// would only hold it.
fn reject(session: &mut Session<'_>, how: Reject) -> Result<bool, AgiError> {
    let up = session.channel_status()? == LINE_IS_UP;
    match how {
        Reject::Busy if !up => exec(session, "Busy", "").map(drop)?,
        Reject::Congestion if !up => exec(session, "Congestion", "").map(drop)?,
        _ => {}
    }
    session.hangup()?;
    Ok(false)
}
