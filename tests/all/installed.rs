//! Where `tests/run` keeps what it installs. Installs nothing.

use std::path::PathBuf;

/// `${AGI1C_CACHE:-$HOME/.cache/agi1c}`, as tests/setup/common.sh has it.
pub fn cache() -> PathBuf {
    match std::env::var_os("AGI1C_CACHE") {
        Some(cache) => cache.into(),
        None => PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/agi1c"),
    }
}
