//! The one integration binary: a module per topic. What needs programs installed is
//! `#[ignore = "tests/run"]`; `tests/run` installs them and runs everything.

mod agi;
mod fakes;
mod oracle_translit;
mod shell_names;
#[cfg(feature = "kit")]
mod stand;
#[cfg(feature = "kit")]
mod stand_cli;
#[cfg(feature = "kit")]
mod stand_clients;
