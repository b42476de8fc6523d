//! The one table of settings: section, key, what is allowed in words, and how a value is taken over; and finding a row.
//! `package/agi1c.conf` shows every row with its default; a test holds the two together.

use super::error::Wrong;
use super::keys::{Key, Take};
use super::path::Path;
use super::pattern;
use super::profile::{DEFAULT_PROFILE, Draft, Protocol, profile_name};
use super::server::{NameStore, Network, ServerSettings};
use super::settings::{Direction, Restricted};
#[cfg(feature = "tls")]
use super::trust::Trust;
use super::url::Template;
use super::values::*;
use crate::crm::{Command, Fact};
use crate::name::{Charset, Safe, Translit};
use crate::number::Form;
use crate::privacy::Secret;
use Take::{All, Crm};
use log::LevelFilter;

const fn key(section: &'static str, name: &'static str, allowed: &'static str, take: Take) -> Key {
    Key { section, name, allowed: (allowed, ""), take }
}

/// A setting of words: what is allowed ends with them.
const fn words(
    section: &'static str,
    name: &'static str,
    allowed: (&'static str, &'static str),
    take: Take,
) -> Key {
    Key { section, name, allowed, take }
}

/// A setting of agi1c-server's.
#[cfg(any(feature = "kit", feature = "server"))]
const fn server(
    name: &'static str,
    allowed: &'static str,
    take: fn(&mut ServerSettings, &str) -> Taken,
) -> Key {
    key("server", name, allowed, Take::Server(take))
}

/// The appliance program knows its name, and takes any value: reading them would cost it a kilobyte.
#[cfg(not(any(feature = "kit", feature = "server")))]
const fn server(name: &'static str, _: &'static str, _: fn(&mut ServerSettings, &str) -> Taken) -> Key {
    key("server", name, "", All(|_, _| Ok(())))
}

/// What an enum's word means.
fn known<T>(value: Option<T>) -> Parsed<T> {
    value.ok_or(NOT_ALLOWED)
}

const TIMEOUT: &str = "milliseconds from 50 to 60000";
const YEAR: &str = "seconds from 0 (off) to 31536000 (a year)";
const A_YEAR: u32 = 31_536_000;
const DAY: &str = "seconds from 0 (off) to 86400 (a day)";
const A_DAY: u32 = 86_400;
const NAME: &str = "a name of letters, digits, _ - . that begins with a letter or _";
const CODE: &str = "at most 8 digits";

/// `crm.tls`
#[cfg(feature = "tls")]
fn trust(draft: &mut Draft, value: &str) -> Taken {
    put(&mut draft.terms.trust, Trust::read(value))
}

/// `crm.tls` means something to the other edition.
#[cfg(not(feature = "tls"))]
fn trust(_: &mut Draft, _: &str) -> Taken {
    Ok(())
}

/// Every setting there is.
pub const KEYS: &[Key] = &[
    key(
        "crm",
        "url",
        "http://host[:port]/path",
        Crm(|p, v| match v {
            "" => put(&mut p.url, Ok(None)),
            address => put(&mut p.url, Template::read(address).map(Some)),
        }),
    ),
    key("crm", "tls", "words out of: system, ca:/path.pem, ca:BASE64, pin:SHA-256", Crm(trust)),
    key(
        "crm",
        "user",
        "a user's name without a colon (HTTP Basic cannot carry one)",
        Crm(|p, v| put(&mut p.user, text(v, 255, |c| c != ':'))),
    ),
    key(
        "crm",
        "password",
        "at most 255 bytes",
        Crm(|p, v| put(&mut p.password, text(v, 255, |_| true).map(Secret::new))),
    ),
    key(
        "crm",
        "token",
        "at most 2000 letters, digits and signs, without blanks",
        Crm(|p, v| put(&mut p.token, token(v))),
    ),
    words(
        "crm",
        "protocol",
        ("one of: ", Protocol::WORDS),
        Crm(|p, v| put(&mut p.terms.protocol, known(Protocol::from_word(v)))),
    ),
    key(
        "crm",
        "namespace",
        "the service's namespace, an address without blanks and quotes",
        Crm(|p, v| {
            put(&mut p.terms.namespace, some(text(v, 255, |c| !c.is_whitespace() && !"<>\"'".contains(c))))
        }),
    ),
    key("crm", "operation", NAME, Crm(|p, v| put(&mut p.terms.operation, known(XmlName::read(v))))),
    key("crm", "parameter", NAME, Crm(|p, v| put(&mut p.terms.parameter, known(XmlName::read(v))))),
    words(
        "crm",
        "extra",
        ("FACT:PARAMETER …, the facts being: ", Fact::WORDS),
        Crm(|p, v| put(&mut p.terms.extra, pairs(v, ':', Fact::from_word, XmlName::read))),
    ),
    key(
        "crm",
        "constants",
        "PARAMETER:VALUE …, as in OutputFirstNames:0",
        Crm(|p, v| put(&mut p.terms.constants, pairs(v, ':', XmlName::read, constant))),
    ),
    key(
        "crm",
        "answer",
        "members and indexes with dots between them, as in data.Name or value.0.Description",
        Crm(|p, v| put(&mut p.terms.answer, known(Path::read(v)))),
    ),
    key(
        "crm",
        "nobody",
        "HTTP statuses of 201 to 499, as in 204 404",
        Crm(|p, v| put(&mut p.terms.nobody, list(v, status))),
    ),
    key(
        "crm",
        "connect_timeout",
        TIMEOUT,
        Crm(|p, v| put(&mut p.terms.connect_timeout, number(v, 50, 60_000))),
    ),
    key(
        "crm",
        "answer_timeout",
        TIMEOUT,
        Crm(|p, v| put(&mut p.terms.answer_timeout, number(v, 50, 60_000))),
    ),
    key("call", "deadline", DEADLINE, All(|s, v| put(&mut s.call.deadline, deadline(v)))),
    key(
        "call",
        "min_digits",
        "a number from 0 to 20",
        All(|s, v| put(&mut s.call.min_digits, size(v, 0, 20))),
    ),
    words(
        "call",
        "restricted",
        ("one of: ", Restricted::WORDS),
        All(|s, v| put(&mut s.call.restricted, known(Restricted::from_word(v)))),
    ),
    words(
        "call",
        "direction",
        ("one of: ", Direction::WORDS),
        All(|s, v| put(&mut s.call.direction, known(Direction::from_word(v)))),
    ),
    key(
        "call",
        "did",
        "NUMBER:PROFILE …, as in 78121234567:spb line-1:msk",
        All(|s, v| {
            put(
                &mut s.call.did,
                pairs(
                    v,
                    ':',
                    |did| fits(did, called),
                    |name| fits(name, |name| name == DEFAULT_PROFILE || profile_name(name)),
                ),
            )
        }),
    ),
    key(
        "number",
        "country",
        "a country code, 1 to 4 digits",
        All(|s, v| put(&mut s.number.plan.country, checked(v, |v| digits(v, 1, 4)))),
    ),
    key("number", "trunk", CODE, All(|s, v| put(&mut s.number.plan.trunk, checked(v, |v| digits(v, 0, 8))))),
    key("number", "area", CODE, All(|s, v| put(&mut s.number.plan.area, checked(v, |v| digits(v, 0, 8))))),
    key(
        "number",
        "length",
        "a number from 0 (variable) to 15",
        All(|s, v| put(&mut s.number.plan.length, size(v, 0, 15))),
    ),
    key(
        "number",
        "international",
        "prefixes of at most 8 digits each, as in 810 00",
        All(|s, v| put(&mut s.number.plan.international, list(v, |v| fits(v, |v| digits(v, 1, 8))))),
    ),
    key(
        "number",
        "strip",
        "outside-line digits of at most 8 each, as in 9",
        All(|s, v| put(&mut s.number.plan.strip, list(v, |v| fits(v, |v| digits(v, 1, 8))))),
    ),
    key("number", "send_as", Form::ALLOWED, All(|s, v| put(&mut s.number.send_as, word(v, Form::WORDS)))),
    key(
        "name",
        "charset",
        "one of: auto utf8 latin",
        All(|s, v| {
            let words = [("auto", None), ("utf8", Some(Charset::Utf8)), ("latin", Some(Charset::Latin))];
            put(&mut s.name.charset, word(v, &words))
        }),
    ),
    key(
        "name",
        "translit",
        "one of: icao bgn",
        All(|s, v| put(&mut s.name.translit, word(v, &[("icao", Translit::Icao), ("bgn", Translit::Bgn)]))),
    ),
    key(
        "name",
        "safe",
        "one of: auto shell dialplan",
        All(|s, v| {
            let words = [("auto", None), ("shell", Some(Safe::Shell)), ("dialplan", Some(Safe::Dialplan))];
            put(&mut s.name.safe, word(v, &words))
        }),
    ),
    key(
        "name",
        "max_bytes",
        "bytes from 0 (what the CDR has room for) to 255",
        All(|s, v| put(&mut s.name.max_bytes, size(v, 0, 255))),
    ),
    key(
        "name",
        "max_chars",
        "a number of characters from 0 (any) to 255",
        All(|s, v| put(&mut s.name.max_chars, size(v, 0, 255))),
    ),
    key(
        "name",
        "drop",
        "legal forms, as in ООО ЗАО ИП",
        All(|s, v| put(&mut s.name.drop, list(v, |v| Some(v.into())))),
    ),
    key("name", "prefix", "at most 64 bytes", All(|s, v| put(&mut s.name.prefix, text(v, 64, |_| true)))),
    key("name", "keep", "yes or no", All(|s, v| put(&mut s.name.keep, yes_no(v)))),
    key("name", "reserve", "bytes from 0 to 60", All(|s, v| put(&mut s.name.reserve, size(v, 0, 60)))),
    key("cache", "fresh", YEAR, All(|s, v| put(&mut s.cache.fresh, seconds(v, A_YEAR)))),
    key("cache", "negative", YEAR, All(|s, v| put(&mut s.cache.negative, seconds(v, A_YEAR)))),
    key("cache", "stale", YEAR, All(|s, v| put(&mut s.cache.stale, seconds(v, A_YEAR)))),
    key("cache", "breaker", DAY, All(|s, v| put(&mut s.cache.breaker, seconds(v, A_DAY)))),
    key("cache", "login_hold", DAY, All(|s, v| put(&mut s.cache.login_hold, seconds(v, A_DAY)))),
    key(
        "cache",
        "family",
        "1 to 32 letters, digits, _ -",
        All(|s, v| put(&mut s.cache.family, checked(v, astdb_word))),
    ),
    key(
        "cache",
        "phonebook",
        "at most 32 letters, digits, _ -, as in cidname",
        All(|s, v| put(&mut s.cache.phonebook, checked(v, |v| v.is_empty() || astdb_word(v)))),
    ),
    key(
        "cache",
        "own",
        "at most 32 letters, digits, _ -, as in agi1c-own",
        All(|s, v| put(&mut s.cache.own, checked(v, |v| v.is_empty() || astdb_word(v)))),
    ),
    words(
        "commands",
        "allow",
        ("some of: ", Command::WORDS),
        All(|s, v| put(&mut s.commands.allow, list(v, Command::from_word))),
    ),
    key(
        "commands",
        "numbers",
        "numbers or patterns as in the dialplan: digits * #, X Z N, [1-5], . or ! at the end",
        All(|s, v| put(&mut s.commands.numbers, list(v, |v| fits(v, pattern::valid)))),
    ),
    key(
        "commands",
        "variables",
        "names of letters, digits, _, with * at the end if need be, as in CRM_*; none that Asterisk or agi1c use themselves",
        All(|s, v| put(&mut s.commands.variables, list(v, |v| fits(v, variable)))),
    ),
    key(
        "commands",
        "targets",
        "CONTEXT/EXTENSION …, as in internal/201",
        All(|s, v| put(&mut s.commands.targets, pairs(v, '/', |v| fits(v, context), |v| fits(v, extension)))),
    ),
    key(
        "commands",
        "dial",
        "a dial string with %s once, for the number, and none of , | $ \"",
        All(|s, v| put(&mut s.commands.dial, checked(v, dial_string))),
    ),
    key(
        "commands",
        "dial_options",
        "Dial's options, as in tTg or m(default)g",
        All(|s, v| put(&mut s.commands.dial_options, dial_options(v))),
    ),
    key(
        "commands",
        "ring",
        "seconds from 1 to 300",
        All(|s, v| put(&mut s.commands.ring, number(v, 1, 300))),
    ),
    key("sync", "operation", NAME, All(|s, v| put(&mut s.sync.operation, known(XmlName::read(v))))),
    key("sync", "page", "a number from 1 to 1000", All(|s, v| put(&mut s.sync.page, number(v, 1, 1000)))),
    key("sync", "number_as", Form::ALLOWED, All(|s, v| put(&mut s.sync.number_as, word(v, Form::WORDS)))),
    server("listen", "an IP address and a port, as in 0.0.0.0:4573", |s, v| {
        put(&mut s.listen, known(v.parse().ok()))
    }),
    server("http", "an IP address and a port, as in 127.0.0.1:8080, or nothing", |s, v| match v {
        "" => put(&mut s.http, Ok(None)),
        address => put(&mut s.http, known(address.parse().ok().map(Some))),
    }),
    server("user", "a user's name without a colon", |s, v| put(&mut s.user, text(v, 255, |c| c != ':'))),
    server("password", "at most 255 bytes", |s, v| {
        put(&mut s.password, text(v, 255, |_| true).map(Secret::new))
    }),
    server("allow", "addresses and networks, as in 127.0.0.1 10.0.0.0/8", |s, v| {
        put(
            &mut s.allow,
            list(v, Network::read).and_then(|all| if all.is_empty() { Err(NOT_ALLOWED) } else { Ok(all) }),
        )
    }),
    server("calls", "a number from 1 to 4096", |s, v| put(&mut s.calls, size(v, 1, 4096))),
    server("queue", "a number from 0 to 65536", |s, v| put(&mut s.queue, size(v, 0, 65_536))),
    server("store", "astdb, or redis://host:6379/0", |s, v| put(&mut s.store, NameStore::read(v))),
    key("log", "last", "a number from 1 to 500", All(|s, v| put(&mut s.log_last, number(v, 1, 500)))),
    key(
        "log",
        "level",
        "one of: off error warn info debug",
        All(|s, v| put(&mut s.log_level, word(v, LEVELS))),
    ),
];

const LEVELS: &[(&str, LevelFilter)] = &[
    ("off", LevelFilter::Off),
    ("error", LevelFilter::Error),
    ("warn", LevelFilter::Warn),
    ("info", LevelFilter::Info),
    ("debug", LevelFilter::Debug),
];

/// Whether there is such a section (profiles aside).
pub fn is_section(section: &str) -> bool {
    KEYS.iter().any(|key| key.section == section)
}

/// The setting of this name, or a sentence with those its section has.
pub fn find(section: &str, name: &str) -> Result<&'static Key, Wrong> {
    if let Some(key) = KEYS.iter().find(|key| key.name == name && key.section == section) {
        return Ok(key);
    }
    if !is_section(section) {
        return Err(unknown_section());
    }
    let known: Vec<_> = KEYS.iter().filter(|key| key.section == section).map(|key| key.name).collect();
    let allowed = known.join(" ");
    Err(Wrong { what: format!("no such key; [{section}] has: {allowed}"), allowed })
}

/// The sentence for a section that does not exist.
pub fn unknown_section() -> Wrong {
    let mut allowed = String::from("[crm] [crm NAME]");
    let mut last = "crm";
    for key in KEYS.iter().filter(|key| key.section != "crm") {
        if key.section != last {
            last = key.section;
            allowed.push_str(&format!(" [{last}]"));
        }
    }
    Wrong { what: ["no such section; there are: ", &allowed].concat(), allowed }
}

#[cfg(test)]
#[path = "tests/table.rs"]
mod tests;
