//! The packages as they are used: stored and called as an appliance does it. What must be installed for that
//! (PHP, BusyBox, a file system that looks like an appliance's) is the reason why most of it is `tests/run`'s.

mod archives;
mod carried;
mod mikopbx;
mod php4;
mod place;
mod real_askozia;
mod released;
mod texts;
mod trouble;
mod upgrade;
