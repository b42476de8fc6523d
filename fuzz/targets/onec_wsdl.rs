//! A service's description, as `check` reads it: whatever comes, a sentence or a list of differences.

#![no_main]

use agi1c::config::{Settings, parse};
use agi1c::onec::wsdl::{differences, read};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static SETTINGS: LazyLock<Settings> =
    LazyLock::new(|| parse(b"[crm]\nurl = http://1c/ws\n", "fuzz", &[]).expect("sound settings"));

fuzz_target!(|data: &[u8]| {
    let Ok(text) = str::from_utf8(data) else { return };
    match read(text) {
        Err(failure) => sentence(&failure.detail),
        Ok(service) => differences(&service, &SETTINGS.profiles[0]).iter().for_each(|what| sentence(what)),
    }
});

fn sentence(text: &str) {
    assert!(!text.is_empty() && text.len() < 4000, "{text}");
    assert!(!text.contains(char::is_control), "{text:?}");
}
