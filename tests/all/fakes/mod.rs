//! Stand-ins for what the program talks to. They never decide what is right: tests do.

pub mod asterisk;
#[cfg(all(feature = "tls", target_os = "linux"))]
pub mod between;
pub mod golden;
pub mod hostile;
pub mod parse_args;
