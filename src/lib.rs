//! agi1c: at an incoming call, ask 1C:Enterprise who is calling and what to do, and do it; otherwise
//! leave the call exactly as it was.
//!
//! A call's whole story is in [`call`]. Each module may use only those above it in this list:
//! `privacy`, `number`, `name` → `crm`, `store` → `config` → `decision`, `policy`, `agi`, `onec`
//! (blind to each other) → `call` → `cli`. Beside them stand `watchdog`, `memory` and `pipes`, which know nothing of
//! calls, and are all the `unsafe` there is.
//!
//! A directory's story is in its `mod.rs`. The unit tests of `x.rs` are in `tests/x.rs` beside it.

pub mod agi;
pub mod call;
pub mod case;
pub mod check;
pub mod cli;
pub mod config;
pub mod crm;
pub mod decision;
#[cfg(feature = "kit")]
pub mod kit;
#[cfg(unix)]
pub mod memory;
pub mod name;
pub mod number;
pub mod onec;
pub mod outcome;
#[cfg(unix)]
pub mod pipes;
pub mod policy;
pub mod privacy;
pub mod store;
pub mod watchdog;
mod words;
