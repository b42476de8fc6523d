//! `do=sync`: fills the classic phone book in AstDB from 1C, page by page, so that a name can be had without asking.
//! It holds one page at a time, and takes up where the last run ended. Nothing is decided here about calls.
//!
//! | in AstDB | what |
//! |---|---|
//! | `<cache.phonebook, else cidname>/<number as sync.number_as>` | the name, cleaned and cut as in a call |
//! | `<cache.family>/s/<profile>` | `<hash of the settings that shape the book> <cursor>` |
//! | `<cache.family>/sync/<profile>` | how the last run ended |
//!
//! `<cache.family>/s/<profile>/witness` names a key of the book: where that is gone, somebody has emptied the book, and
//! the next run begins anew. The cursor is written after each page, into the same AstDB as the names: interrupted at any place, the next run
//! repeats at most one page; an appliance that forgets its AstDB forgets both, and begins anew. So do changed settings
//! and a cursor that 1C refuses. `database del agi1c s/default` makes it begin anew by hand.
//! Two runs at once end as one: whoever finds another's cursor in place of its own stops.

mod book;

use std::time::{Duration, Instant};

use super::{Host, perform};
use crate::agi::{AgiError, AstDb, Session};
use crate::case::Case;
use crate::clock;
use crate::config::{Profile, Settings};
use crate::crm::{Command, Failure, Page, Reason};
use crate::onec::OneC;
use crate::onec::contacts::PageRequest;
use crate::outcome::{Status, Trouble, variables};
use crate::store::{Store, StoreError, cursor_key, synced_key, witness_key};
use book::{Book, Done};

/// The status of a run that reached the end. The others are a call's.
const SYNCED: &str = "synced";
const COMPLETE: &str = "complete";

/// 1C's time for one page: its first answer after an idle time takes 10–15 s.
const ANSWER_MS: u32 = 30_000;
/// The least time for a connection; nobody waits for it.
const CONNECT_MS: u32 = 5_000;
/// The watchdog's time for one request and the storing of its page, a thousand writes to a slow flash included.
/// It is set anew for each page: the book's size is not known beforehand.
const STEP: Duration = Duration::from_secs(120);
/// The whole run's time. What is left goes on with the next run.
const WHOLE: Duration = Duration::from_secs(3600);
/// Before a page is asked for a second time.
const PAUSE: Duration = Duration::from_secs(3);
/// Contacts between two lines of progress.
const PROGRESS: u32 = 1000;

/// Why a run ended before the end: status, reason, a sentence.
struct Stopped(&'static str, &'static str, String);

impl Stopped {
    fn failed(reason: &'static str, sentence: impl Into<String>) -> Self {
        Stopped(Status::Failed.word(), reason, sentence.into())
    }
}

/// Either the call is gone, or there is something to say.
enum Ended {
    Gone,
    Stopped(Stopped),
}

impl From<AgiError> for Ended {
    fn from(error: AgiError) -> Self {
        match error {
            AgiError::Gone => Ended::Gone,
            other => Ended::Stopped(Stopped::failed(Trouble::Pbx.word(), other.to_string())),
        }
    }
}

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Gone => Ended::Gone,
            StoreError::Refused(what) => Ended::Stopped(Stopped::failed(Trouble::Pbx.word(), what)),
        }
    }
}

impl From<Stopped> for Ended {
    fn from(stopped: Stopped) -> Self {
        Ended::Stopped(stopped)
    }
}

impl From<Failure> for Ended {
    fn from(failure: Failure) -> Self {
        Ended::Stopped(Stopped::failed(failure.reason.word(), failure.detail))
    }
}

/// One run: what does not change in it.
struct Run<'a> {
    settings: &'a Settings,
    family: &'a str,
    book: Book<'a>,
    /// The cursor's key in `family`.
    place: String,
    /// Before the cursor, in its value.
    mark: String,
    started: Instant,
}

/// Fills the phone book, and says how that went: variables, AstDB, a line in the log.
#[cold]
#[inline(never)]
pub fn run(session: &mut Session<'_>, host: &mut dyn Host, case: &Case<'_>) -> Result<(), AgiError> {
    let Case { settings, profile, .. } = *case;
    let book = Book::new(case);
    let run = Run {
        settings,
        family: &settings.cache.family,
        place: cursor_key(&profile.name),
        mark: book.fingerprint(profile),
        book,
        started: Instant::now(),
    };
    let mut done = Done::default();
    let Stopped(status, reason, sentence) = match run.fill(session, host, profile, &mut done) {
        Ok(()) => Stopped(SYNCED, COMPLETE, String::new()),
        Err(Ended::Stopped(stopped)) => stopped,
        Err(Ended::Gone) => return Err(AgiError::Gone),
    };
    host.watch(Some(STEP));
    let spent = run.started.elapsed();
    let mut said = format!(
        "sync {status} ({reason}): {} stored, {} removed, {} skipped in {} s",
        done.stored,
        done.removed,
        done.skipped,
        spent.as_secs()
    );
    if done.refused > 0 {
        said.push_str(&format!(", {} refused by AstDB", done.refused));
    }
    if !sentence.is_empty() {
        said.push_str(": ");
        said.push_str(&sentence);
    }
    let dated = [clock::utc(clock::unix_seconds()).as_str(), " ", &said].concat();
    if AstDb(session).put(run.family, &synced_key(&profile.name), &dated) == Err(StoreError::Gone) {
        return Err(AgiError::Gone);
    }
    perform::set_all(session, variables(status, reason, "", spent.as_millis() as u64))?;
    let level = if status == SYNCED { perform::SUMMARY } else { perform::WARNING };
    perform::verbose(session, &["agi1c: ", &said].concat(), level)
}

impl Run<'_> {
    fn fill(
        &self,
        session: &mut Session<'_>,
        host: &mut dyn Host,
        profile: &Profile,
        done: &mut Done,
    ) -> Result<(), Ended> {
        if !self.settings.commands.allows(Command::Name) {
            let what = "commands.allow does not let 1C name anybody";
            return Err(Stopped::failed(Trouble::Settings.word(), what).into());
        }
        let mut patient = profile.clone();
        patient.terms.answer_timeout = ANSWER_MS;
        patient.terms.connect_timeout = profile.terms.connect_timeout.max(CONNECT_MS);
        let mut onec = OneC::new(&patient);
        let mut found = AstDb(session).get(self.family, &self.place)?.unwrap_or_default();
        let marked = found.strip_prefix(&self.mark).and_then(|rest| rest.strip_prefix(' '));
        let mut cursor = marked.unwrap_or_default().to_owned();
        let witness_key = witness_key(&profile.name);
        let mut witness = AstDb(session).get(self.family, &witness_key)?.unwrap_or_default();
        let witnessed = witness.is_empty() || self.book.holds(&mut AstDb(session), &witness)?;
        if !cursor.is_empty() && !witnessed {
            let what = "agi1c: sync begins anew: a name that it stored is gone from the phone book";
            perform::verbose(session, what, perform::WARNING)?;
            cursor.clear();
        }
        let mut count = self.settings.sync.page;
        let mut reported = 0;
        loop {
            let page = match self.ask(&mut onec, host, &cursor, &mut count) {
                // Perhaps it is the cursor that 1C does not understand: its base may have been restored.
                Err(failure) if done.pages == 0 && !cursor.is_empty() && speaks(failure.reason) => {
                    let what =
                        format!("agi1c: sync begins anew, 1C refuses the last cursor: {}", failure.detail);
                    perform::verbose(session, &what, perform::WARNING)?;
                    cursor.clear();
                    continue;
                }
                other => other?,
            };
            if AstDb(session).get(self.family, &self.place)?.unwrap_or_default() != found {
                let what = "another sync is at work, and goes on";
                return Err(Stopped(Status::Skipped.word(), "another", what.into()).into());
            }
            let (stored, refused) = (done.stored, done.refused);
            for contact in &page.contacts {
                self.book.take(&mut AstDb(session), contact, done)?;
            }
            if done.refused > refused && done.stored == stored {
                return Err(Stopped::failed(Trouble::Pbx.word(), "AstDB takes no name of this page").into());
            }
            done.pages = done.pages.saturating_add(1);
            let next = page.next.unwrap_or_default();
            if page.more && next == cursor {
                let what = "1C's page leads to itself: \"next\" is the cursor it was asked with";
                return Err(Stopped::failed(Reason::BadAnswer.word(), what).into());
            }
            if witness.is_empty() || !self.book.holds(&mut AstDb(session), &witness)? {
                let gone = !witness.is_empty();
                witness.clone_from(&done.last);
                if !witness.is_empty() {
                    AstDb(session).put(self.family, &witness_key, &witness)?;
                } else if gone {
                    AstDb(session).del(self.family, &witness_key)?;
                }
            }
            found = [self.mark.as_str(), " ", &next].concat();
            AstDb(session).put(self.family, &self.place, &found)?;
            if !page.more {
                return Ok(());
            }
            cursor = next;
            if done.contacts() / PROGRESS > reported {
                reported = done.contacts() / PROGRESS;
                let what = format!("agi1c: sync: {} contacts so far", done.contacts());
                perform::verbose(session, &what, perform::SUMMARY)?;
            }
            if self.started.elapsed() > WHOLE {
                let what = format!("not all within {} s: the next sync goes on from here", WHOLE.as_secs());
                return Err(Stopped::failed("limit", what).into());
            }
        }
    }

    /// A page, with fewer contacts where an answer is too large, and once more where that may help.
    fn ask(
        &self,
        onec: &mut OneC<'_>,
        host: &mut dyn Host,
        cursor: &str,
        count: &mut u32,
    ) -> Result<Page, Failure> {
        let mut repeated = false;
        loop {
            host.watch(Some(STEP));
            let request = PageRequest { operation: &self.settings.sync.operation, cursor, count: *count };
            let until = Instant::now() + STEP / 2;
            match onec.contacts(request, until) {
                Err(failure) if failure.reason == Reason::TooLarge && *count > 1 => *count /= 2,
                Err(failure) if passes(failure.reason) && !repeated => {
                    repeated = true;
                    std::thread::sleep(PAUSE);
                }
                other => return other,
            }
        }
    }
}

/// Troubles that may be over in a moment.
fn passes(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::ConnectTimeout
            | Reason::AnswerTimeout
            | Reason::Closed
            | Reason::NoSession
            | Reason::NoLicence
            | Reason::Unavailable
    )
}

/// 1C itself has answered, if not what was hoped for: a service may refuse a cursor with 403, 404 or 410 as well.
fn speaks(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Fault | Reason::Http | Reason::BadAnswer | Reason::Forbidden | Reason::NotPublished
    )
}
