//! Settings that 0.1.0 took load in every later version, to the same values: who upgrades changes nothing. The files
//! in `fixtures/0.1.0/settings` are 0.1.0's; the `.values` beside them are what 0.1.0 made of them.

use std::fmt::{Display, Write};
use std::path::{Path, PathBuf};

use agi1c::config::{Profile, Settings, parse, tail};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/0.1.0/settings")
}

#[test]
fn settings_of_0_1_0_mean_what_they_meant() {
    let mut seen = 0;
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "conf") {
            continue;
        }
        let text = std::fs::read(&path).unwrap();
        let settings =
            parse(&text, "0.1.0", &[]).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        same(&values(&settings), &path.with_extension("values"));
        seen += 1;
    }
    assert_eq!(seen, 11);
}

#[test]
fn a_tail_of_0_1_0_is_found_and_means_what_it_meant() {
    let mut program = vec![0x7f; 5000];
    program.extend(std::fs::read(folder().join("tail.conf")).unwrap());
    let (at, text) = tail::find(&program).unwrap().expect("a tail");
    assert_eq!(at, 5000);
    same(&values(&parse(text, "0.1.0", &[]).unwrap()), &folder().join("tail.values"));
}

#[test]
fn arguments_of_0_1_0_mean_what_they_meant() {
    let text = std::fs::read(folder().join("profiles.conf")).unwrap();
    let arguments = [
        ("crm.answer_timeout", "1200"),
        ("crm.protocol", "soap"),
        ("crm.extra", "did:DID uniqueid:CallID"),
        ("call.direction", "out"),
        ("commands.allow", "name  dial"),
        ("name.prefix", "VIP; "),
        ("number.area", "495"),
        ("number.area", "812"),
    ];
    let arguments: Vec<_> = arguments.map(|(key, value)| (key.to_string(), value.to_string())).to_vec();
    same(&values(&parse(&text, "0.1.0", &arguments).unwrap()), &folder().join("arguments.values"));
}

fn same(values: &str, path: &Path) {
    let wanted = std::fs::read_to_string(path).unwrap_or_default();
    assert!(values == wanted, "{}: expected\n{wanted}\ngot\n{values}", path.display());
}

/// Every value of 0.1.0, a line each.
fn values(settings: &Settings) -> String {
    let mut out = String::new();
    let mut line = |key: &str, value: &dyn Display| writeln!(out, "{key} = {value}").unwrap();
    let Settings { call, number, name, cache, commands, sync, .. } = settings;
    for profile in &settings.profiles {
        of_profile(profile, &mut line);
    }
    line("call.deadline", &call.deadline);
    line("call.min_digits", &call.min_digits);
    line("call.direction", &debug(&call.direction));
    line("call.did", &pairs(&call.did));
    line("number.country", &number.plan.country);
    line("number.trunk", &number.plan.trunk);
    line("number.area", &number.plan.area);
    line("number.length", &number.plan.length);
    line("number.international", &number.plan.international.join(" "));
    line("number.send_as", &debug(&number.send_as));
    line("name.charset", &debug(&name.charset));
    line("name.translit", &debug(&name.translit));
    line("name.safe", &debug(&name.safe));
    line("name.max_bytes", &name.max_bytes);
    line("name.max_chars", &name.max_chars);
    line("name.drop", &name.drop.join(" "));
    line("name.prefix", &debug(&name.prefix));
    line("name.keep", &name.keep);
    line("cache.fresh", &cache.fresh);
    line("cache.negative", &cache.negative);
    line("cache.stale", &cache.stale);
    line("cache.breaker", &cache.breaker);
    line("cache.login_hold", &cache.login_hold);
    line("cache.family", &cache.family);
    line("cache.phonebook", &cache.phonebook);
    line(
        "commands.allow",
        &commands.allow.iter().map(|command| command.word()).collect::<Vec<_>>().join(" "),
    );
    line("commands.numbers", &commands.numbers.join(" "));
    line("commands.variables", &commands.variables.join(" "));
    line("commands.targets", &pairs(&commands.targets));
    line("commands.dial", &commands.dial);
    line("commands.dial_options", &commands.dial_options);
    line("commands.ring", &commands.ring);
    line("sync.operation", &sync.operation);
    line("sync.page", &sync.page);
    line("sync.number_as", &debug(&sync.number_as));
    line("log.level", &settings.log_level);
    // A profile without an address, or with half a login, is an error only to the call that wants it.
    for (name, _) in &settings.unusable {
        line("no profile", name);
    }
    out
}

fn of_profile(profile: &Profile, line: &mut dyn FnMut(&str, &dyn Display)) {
    line("profile", &profile.name);
    line("crm.url", &profile.url.as_str());
    line("crm.user", &profile.login.user());
    line("crm.password", &profile.login.secret());
    line("crm.protocol", &debug(&profile.terms.protocol));
    line("crm.namespace", &profile.terms.namespace);
    line("crm.operation", &profile.terms.operation);
    line("crm.parameter", &profile.terms.parameter);
    let extra = profile.terms.extra.iter().map(|(fact, name)| (fact.word().to_owned(), name.to_string()));
    line("crm.extra", &pairs(&extra.collect::<Vec<_>>()));
    line("crm.connect_timeout", &profile.terms.connect_timeout);
    line("crm.answer_timeout", &profile.terms.answer_timeout);
}

fn debug(value: &dyn std::fmt::Debug) -> String {
    format!("{value:?}")
}

fn pairs(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(left, right)| format!("{left}:{right}")).collect::<Vec<_>>().join(" ")
}
