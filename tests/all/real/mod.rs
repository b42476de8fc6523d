//! The real Asterisk, twice: 16 for i386 (Debian bullseye, chan_sip) and whatever Debian's sid carries for
//! amd64 (chan_pjsip). Nothing of ours stands between the tests and Asterisk but its configuration files.
//!
//! ```text
//! on_both! {
//!     /// What is shown, in a sentence.
//!     fn a_name_reaches_the_channel(pbx) {
//!         let program = pbx.install("[crm]\nurl = http://127.0.0.1:8080/ws/x\n");
//!         let call = pbx.call("84952293042").agi(&program, &["crm=main"]).run();
//!         assert_eq!(call.after("CALLERID(name)"), "Иван Петров");
//!     }
//! }
//! ```
//!
//! [`on_both!`] makes two tests of it, both `#[ignore = "tests/run"]`. `pbx` is one [`Asterisk`] that all tests
//! of this binary share; [`Asterisk::start`] gives a private one (half a second) to whoever wants to restart
//! it, fill its AstDB or read its whole log. The shared one is why [`Asterisk::install`] gives each program an
//! AstDB family of its own.
//!
//! - [`call::Call`]: the call's dialplan; `run` (a Local channel) or `sip` (sipp as the trunk) place it.
//! - [`call::Ended`]: what Asterisk says afterwards: variables, the time in the AGI, notes, CDR lines.
//! - [`sip::Phone`]: sipp as a telephone that answers, is busy, or rings; keeps the INVITEs it received.
//! - [`servers::Server`]: SOAP servers nobody here wrote, in the place of 1C.
//!
//! All processes and mounts live in namespaces that end with the test process, even when it is killed
//! ([`tied`]). `AGI1C_KEEP=1` keeps the instances' folders under the temporary directory.

#[macro_use]
mod both;
pub mod asterisk;
pub mod call;

mod calls;
mod cdr;
mod check;
mod click_to_call;
mod commands;
mod config;
#[cfg(feature = "server")]
mod fastagi;
#[cfg(feature = "server")]
mod fleet;
mod habits;
mod harness;
mod hostile;
mod load;
mod names;
pub mod office;
mod outgoing;
pub mod program;
mod recipes;
mod selftest;
pub mod servers;
pub mod sip;
mod sync;
pub mod tied;

pub use asterisk::{Asterisk, Edition};
