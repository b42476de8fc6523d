//! What the standard route writes down of each call, how it is judged, and the line of figures about many.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::time::Duration;

/// Numbers of the callers: a thousand, again and again, so that names are remembered.
const PATTERN: &str = "_7495000XXXX";

/// One line for each call, written when it has arrived in its standard route.
const STEP: &str = "Set(FILE(/mnt/out/load,,,al,u)=${EXTEN}|${BEGAN}|${STRFTIME(,,%s.%3q)}|${AGISTATUS}|\
    ${AGI1C_STATUS}|${AGI1C_REASON}|${AGI1C_MS}|${CALLERID(name)})";

const CLIENTS: usize = 1000;

/// The lines of a context whose calls run this, and go on to their standard route.
pub fn asks(agi: &str) -> String {
    format!(
        "exten => {PATTERN},1,Set(CALLERID(num)=${{EXTEN}})\n same => n,Set(CALLERID(name)=As it came)\n \
         same => n,Set(BEGAN=${{STRFTIME(,,%s.%3q)}})\n same => n,AGI({agi})\n \
         same => n,Goto(standard-route,${{EXTEN}},1)\n"
    )
}

/// The context in which each call is written down.
pub fn standard_route() -> String {
    format!("[standard-route]\nexten => {PATTERN},1,{STEP}\n same => n,Hangup()\n")
}

/// The number of the nth call.
pub fn number(nth: usize) -> String {
    format!("7495000{:04}", nth % CLIENTS)
}

/// Whom 1C knows under a number: everybody but each tenth.
fn name(number: &str) -> Option<String> {
    (!number.ends_with('0')).then(|| format!("Клиент {number}"))
}

/// The file of 1C's clients.
pub fn clients() -> String {
    let lines = (0..CLIENTS).map(number).filter_map(|number| Some(format!("{number};{}\n", name(&number)?)));
    std::iter::once("number;name\n".to_owned()).chain(lines).collect()
}

/// One call.
#[derive(Debug)]
pub struct Record {
    /// The caller's number.
    pub number: String,
    /// Before AGI(), in Unix time.
    began: Duration,
    /// From then to after it, by Asterisk's clock.
    pub held: Duration,
    /// `AGI1C_MS`
    pub own_ms: u64,
    agistatus: String,
    /// `AGI1C_STATUS`
    pub status: String,
    reason: String,
    shown: String,
}

impl Record {
    /// From a line of [`STEP`].
    pub fn read(line: &str) -> Record {
        let fields: Vec<&str> = line.split('|').collect();
        let [number, began, ended, agistatus, status, reason, own_ms, shown] = fields[..] else {
            panic!("not a record: {line}");
        };
        let [began, ended] =
            [began, ended].map(|time| Duration::from_secs_f64(time.parse().expect("a time")));
        Record {
            number: number.into(),
            began,
            held: ended.saturating_sub(began),
            // Empty where the watchdog ended the program.
            own_ms: own_ms.parse().unwrap_or(0),
            agistatus: agistatus.into(),
            status: status.into(),
            reason: reason.into(),
            shown: shown.into(),
        }
    }

    /// The right name or the one that was there, AGI() a success, and a status of the table.
    pub fn assert_went_well(&self) {
        assert_eq!(self.agistatus, "SUCCESS", "{self:?}");
        self.assert_right();
    }

    /// The right name or the one that was there, and a status of the table.
    pub fn assert_right(&self) {
        let right = name(&self.number);
        match self.status.as_str() {
            "found" | "stale" | "cached" => assert_eq!(Some(&self.shown), right.as_ref(), "{self:?}"),
            "unknown" => assert!(right.is_none() && self.shown == "As it came", "{self:?}"),
            "failed" | "skipped" => assert_eq!(self.shown, "As it came", "{self:?}"),
            // Ended by the watchdog or with its server, perhaps after the name was set.
            "" => assert!(self.shown == "As it came" || Some(&self.shown) == right.as_ref(), "{self:?}"),
            _ => panic!("no such status: {self:?}"),
        }
    }
}

/// The calls that have arrived in their standard route since the last look; `read` are the bytes of the record read so far.
pub fn arrived(record: &Path, read: &mut u64) -> Vec<Record> {
    let mut bytes = Vec::new();
    if let Ok(mut file) = File::open(record) {
        file.seek(SeekFrom::Start(*read)).and_then(|_| file.read_to_end(&mut bytes)).expect("the record");
    }
    // What comes after the last line's end is being written just now.
    bytes.truncate(bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1));
    *read += bytes.len() as u64;
    String::from_utf8(bytes).expect("text").lines().map(Record::read).collect()
}

/// How long calls were held.
pub struct Times {
    median: Duration,
    p99: Duration,
    /// The one held longest.
    pub longest: Duration,
}

impl Times {
    /// Of at least one call.
    pub fn of(records: &[Record]) -> Times {
        let mut held: Vec<Duration> = records.iter().map(|record| record.held).collect();
        held.sort_unstable();
        let at = |share: usize| held[(held.len() - 1) * share / 100];
        Times { median: at(50), p99: at(99), longest: at(100) }
    }
}

/// How many calls were in AGI() at the same moment, at the most.
fn together(records: &[Record]) -> i32 {
    let mut changes: Vec<(Duration, i32)> =
        records.iter().flat_map(|record| [(record.began, 1), (record.began + record.held, -1)]).collect();
    changes.sort_unstable();
    let mut now = 0;
    changes.iter().fold(0, |most, (_, change)| {
        now += change;
        most.max(now)
    })
}

/// A line of figures; `longest` is the longest life of a process.
pub fn print(what: &str, records: &[Record], longest: Duration) {
    if records.is_empty() {
        return println!("{what}: no call ended");
    }
    let times = Times::of(records);
    let mut statuses: BTreeMap<String, usize> = BTreeMap::new();
    for record in records {
        let status = if record.status.is_empty() { "watchdog" } else { &record.status };
        *statuses.entry(format!("{status} {}", record.reason)).or_default() += 1;
    }
    let statuses: Vec<String> =
        statuses.iter().map(|(status, count)| format!("{} {count}", status.trim_end())).collect();
    println!(
        "{what:<40} {:>5} {:>8} {:>14} / {:>4} / {:>4} {:>15}   {}",
        records.len(),
        together(records),
        times.median.as_millis(),
        times.p99.as_millis(),
        times.longest.as_millis(),
        longest.as_millis(),
        statuses.join(", ")
    );
}
