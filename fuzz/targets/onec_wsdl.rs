//! A service's description, as `check` reads it: whatever comes, a sentence or a list of differences.

#![no_main]

use agi1c::config::Profile;
use agi1c::onec::wsdl::{differences, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = str::from_utf8(data) else { return };
    match read(text) {
        Err(failure) => sentence(&failure.detail),
        Ok(service) => differences(&service, &Profile::default()).iter().for_each(|what| sentence(what)),
    }
});

fn sentence(text: &str) {
    assert!(!text.is_empty() && text.len() < 4000, "{text}");
    assert!(!text.contains(char::is_control), "{text:?}");
}
