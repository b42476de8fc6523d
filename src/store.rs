//! The little memory a call has: families, keys, values. On the appliance it is Asterisk's AstDB (`agi::astdb`).
//! Every key and every value's format is here, because administrators, dialplans and older versions read them; what
//! they are used for is decided by others.
//!
//! | key in `cache.family` | value |
//! |---|---|
//! | [`known_key`] `n/<profile>/<number>` | [`Known`]: a remembered name |
//! | [`breaker_key`] `b/<profile>` | [`Breaker`]: what the last failures left behind |
//! | [`cursor_key`] `s/<profile>` | where the phone book's next page begins |
//! | [`witness_key`] `s/<profile>/witness` | a key of the phone book that must be there |
//! | [`synced_key`] `sync/<profile>` | how the last `do=sync` ended |
//! | [`call_key`] `last/<place>`, [`NEXT_CALL`] | [`LastCall`]: the black box, and where its next entry goes |
//! | [`TEST`], [`VERSION`] | the last check's sentence, and the version that ran it |

use std::collections::BTreeMap;

/// The longest value stored, in bytes: AstDB itself cuts at 255 on old Asterisk.
pub const MAX_VALUE: usize = 255;

/// Where the black box's next entry goes: without it the oldest could be found only by reading all.
pub const NEXT_CALL: &str = "last/next";
/// The last check's sentence.
pub const TEST: &str = "test";
/// The version that ran the last check.
pub const VERSION: &str = "version";

/// Why the store could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// The other side is gone: the call has ended.
    Gone,
    /// It answered, and refused.
    Refused(String),
}

/// Somewhere to keep short texts between calls.
pub trait Store {
    /// The value under `family/key`, if there is one.
    fn get(&mut self, family: &str, key: &str) -> Result<Option<String>, StoreError>;
    /// Stores a value of at most [`MAX_VALUE`] bytes.
    fn put(&mut self, family: &str, key: &str, value: &str) -> Result<(), StoreError>;
    /// Removes a value; removing what is not there is no error.
    fn del(&mut self, family: &str, key: &str) -> Result<(), StoreError>;
}

/// The places a call may look into.
pub struct Stores<'s> {
    /// The AstDB of the Asterisk that calls: the office's own people and the phone book are there.
    pub astdb: &'s mut dyn Store,
    /// Where names and the breaker are kept, if not there too.
    pub shared: Option<&'s mut dyn Store>,
}

impl Stores<'_> {
    /// Where names and the breaker are kept.
    pub fn names(&mut self) -> &mut dyn Store {
        match &mut self.shared {
            Some(shared) => *shared,
            None => self.astdb,
        }
    }
}

/// A change to the store that may wait until the name is on the channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Family, key, value.
    Put(String, String, String),
    /// Family, key.
    Del(String, String),
}

impl Write {
    /// Makes the change.
    pub fn apply(&self, store: &mut dyn Store) -> Result<(), StoreError> {
        match self {
            Write::Put(family, key, value) => store.put(family, key, value),
            Write::Del(family, key) => store.del(family, key),
        }
    }
}

/// What a call learned of its caller, to be remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Learned {
    /// The changes.
    pub writes: Vec<Write>,
    /// A name came, changed or went: whoever keeps a copy of it has to follow.
    pub changed: bool,
}

/// A store that refuses fails no call: its sentence goes to `warnings`, and there is no value. One that is gone is
/// the end of the call, and the only error left.
pub fn tolerate<T>(
    result: Result<T, StoreError>,
    warnings: &mut Vec<String>,
) -> Result<Option<T>, StoreError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(StoreError::Refused(what)) => {
            warnings.push(what);
            Ok(None)
        }
        Err(StoreError::Gone) => Err(StoreError::Gone),
    }
}

/// A store that lives as long as the program.
#[derive(Debug, Default)]
pub struct InMemory(BTreeMap<(String, String), String>);

impl Store for InMemory {
    fn get(&mut self, family: &str, key: &str) -> Result<Option<String>, StoreError> {
        Ok(self.0.get(&(family.into(), key.into())).cloned())
    }

    fn put(&mut self, family: &str, key: &str, value: &str) -> Result<(), StoreError> {
        self.0.insert((family.into(), key.into()), value.into());
        Ok(())
    }

    fn del(&mut self, family: &str, key: &str) -> Result<(), StoreError> {
        self.0.remove(&(family.into(), key.into()));
        Ok(())
    }
}

/// A key as it is called where there are no families.
pub fn whole_key(family: &str, key: &str) -> String {
    [family, "/", key].concat()
}

/// The key of what is remembered of a number (its E.164 digits).
pub fn known_key(profile: &str, number: &str) -> String {
    ["n/", profile, "/", number].concat()
}

/// The key of a profile's breaker.
pub fn breaker_key(profile: &str) -> String {
    ["b/", profile].concat()
}

/// The key of the phone book's cursor.
pub fn cursor_key(profile: &str) -> String {
    ["s/", profile].concat()
}

/// The key of a key that `do=sync` has stored: where that one is gone, the phone book was emptied by hand.
pub fn witness_key(profile: &str) -> String {
    ["s/", profile, "/witness"].concat()
}

/// The key of how the last `do=sync` ended.
pub fn synced_key(profile: &str) -> String {
    ["sync/", profile].concat()
}

/// The key of a place in the black box, from 1.
pub fn call_key(place: u32) -> String {
    ["last/", &place.to_string()].concat()
}

/// What was known of a number, and since when: `<unix time> <name>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Unix time of the answer.
    pub at: u64,
    /// The full name; empty = 1C knew nobody.
    pub name: String,
}

impl Known {
    /// Reads a stored value; `None` for anything else than [`Known::encode`] writes.
    pub fn parse(value: &str) -> Option<Known> {
        let (at, name) = value.split_once(' ').unwrap_or((value, ""));
        Some(Known { at: at.parse().ok()?, name: name.into() })
    }

    /// The value to store, cut at a character to [`MAX_VALUE`] bytes.
    pub fn encode(&self) -> String {
        let mut value = format!("{} {}", self.at, self.name);
        value.truncate(value.floor_char_boundary(MAX_VALUE));
        value
    }

    /// The name as it will be read back.
    pub fn stored_name(&self) -> String {
        Known::parse(&self.encode()).map(|known| known.name).unwrap_or_default()
    }

    /// Seconds since the answer.
    pub fn age(&self, now: u64) -> u64 {
        age(self.at, now)
    }
}

/// What the last failures left behind: `<until> <reason> <timeouts in a row> <settings' hash> <last failure>`. The
/// last word is missing where version 0.1.0 wrote the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breaker {
    /// Unix time until which 1C is not asked.
    pub until: u64,
    /// The failure's word.
    pub reason: String,
    /// Timeouts one after another.
    pub timeouts: u32,
    /// Of the settings it was about.
    pub hash: u32,
    /// Unix time of the last failure.
    pub failed_at: u64,
}

impl Breaker {
    /// Reads a stored value; `None` for what is none.
    pub fn parse(value: &str) -> Option<Breaker> {
        let mut words = value.split(' ');
        let until = words.next()?.parse().ok()?;
        Some(Breaker {
            until,
            reason: words.next()?.into(),
            timeouts: words.next()?.parse().ok()?,
            hash: u32::from_str_radix(words.next()?, 16).ok()?,
            // After a first timeout 0.1.0 wrote its time as `until`; otherwise that is a window later.
            failed_at: words.next().map_or(Some(until), |word| word.parse().ok())?,
        })
    }

    /// The value to store.
    pub fn encode(&self) -> String {
        let Breaker { until, reason, timeouts, hash, failed_at } = self;
        format!("{until} {reason} {timeouts} {hash:08x} {failed_at}")
    }
}

/// One call in the black box. It holds no name, and of a number only four digits.
#[derive(Debug, Clone, Copy)]
pub struct LastCall<'a> {
    /// When, in words.
    pub date: &'a str,
    /// The number's last four digits.
    pub digits: &'a str,
    /// The verdict's two words.
    pub status: &'a str,
    /// See `status`.
    pub reason: &'a str,
    /// Milliseconds.
    pub spent_ms: u64,
}

impl LastCall<'_> {
    /// The value to store.
    pub fn encode(&self) -> String {
        let LastCall { date, digits, status, reason, spent_ms } = self;
        let digits = if digits.is_empty() { "-" } else { digits };
        format!("{date} {digits} {status} {reason} {spent_ms} ms")
    }
}

#[cfg(feature = "kit")]
impl<'a> LastCall<'a> {
    /// Reads an entry at a text's beginning, whatever follows it and whatever blanks part its words: it has been over
    /// a console. `None` for anything else than [`LastCall::encode`] writes.
    pub fn parse(text: &'a str) -> Option<LastCall<'a>> {
        let mut words = text.split_ascii_whitespace();
        let mut word = || words.next().filter(|word| word.len() <= 20);
        let (date, digits, status, reason, ms, unit) = (word()?, word()?, word()?, word()?, word()?, word()?);
        let pattern = date.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
        let dated = pattern.eq(*b"0000-00-00T00:00:00Z");
        let ended = digits == "-" || (digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit()));
        let worded = [status, reason]
            .iter()
            .all(|word| word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')));
        let read = LastCall {
            date,
            digits: digits.trim_start_matches('-'),
            status,
            reason,
            spent_ms: ms.parse().ok()?,
        };
        (dated && ended && worded && unit == "ms").then_some(read)
    }
}

/// Seconds since then. A time in the future is a clock that was wrong: long ago.
pub fn age(then: u64, now: u64) -> u64 {
    now.checked_sub(then).unwrap_or(u64::MAX)
}

/// FNV-1a, 32 bits: enough to notice that something has changed.
pub fn fingerprint(bytes: &mut dyn Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
#[path = "tests/store.rs"]
mod tests;
