//! agi1c: at an incoming call, ask 1C:Enterprise who is calling and what to do, and do it; otherwise
//! leave the call exactly as it was.
//!
//! A call's whole story is in [`call`]. Each module may use only those above it in this list, and those of one line
//! are blind to each other (`tests/all/layers.rs` holds it):
//!
//! | modules | what |
//! |---|---|
//! | `watchdog`, `pipes`, `words` | system calls, all the `unsafe` there is but for TLS; a macro. They know nothing of calls |
//! | [`clock`], `privacy`, [`number`], [`name`] | pure: the time, secrets, telephone numbers, names |
//! | [`crm`], [`store`] | a CRM; a memory and its keys |
//! | [`outcome`] | a call's verdict and its words |
//! | [`config`] | the settings, parsed once |
//! | [`case`] | one call, as those who work on it see it |
//! | [`decision`], [`policy`], [`agi`], [`onec`] | the gate; when to ask; the two protocols |
//! | [`check`] | every step to 1C |
//! | [`call`] | one call |
//! | [`cli`] | what programs offer on a command line |
//! | `server` | any number of calls over FastAGI |
//! | `kit` | the integrator's tools |
//!
//! A directory's story is in its `mod.rs`. The unit tests of `x.rs` are in `tests/x.rs` beside it.

pub mod agi;
pub mod call;
pub mod case;
pub mod check;
pub mod cli;
pub mod clock;
pub mod config;
pub mod crm;
pub mod decision;
#[cfg(feature = "kit")]
pub mod kit;
pub mod name;
pub mod number;
pub mod onec;
pub mod outcome;
#[cfg(unix)]
pub mod pipes;
pub mod policy;
pub mod privacy;
#[cfg(all(feature = "server", target_os = "linux"))]
pub mod server;
pub mod store;
pub mod watchdog;
mod words;
