//! The module for MikoPBX, as its system takes it: the ZIP installed by the installer's rules, the hooks called with
//! base classes of the same signatures (tests/mikopbx/stubs.php) under PHP 7.4 and 8.4, the generated dialplan on a
//! real Asterisk, the page in a real browser. No MikoPBX was at hand.

mod calls;
mod hooks;
mod install;
mod page;
mod place;
mod settings;
mod sources;
