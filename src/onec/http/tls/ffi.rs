//! What cross/mbedtls/glue.c offers beside a connection: mbedTLS's numbers, SHA-256; and what the system offers that std
//! does not. A connection is in `engine.rs`; `unsafe` is in these two files and nowhere else in the edition.
#![allow(unsafe_code)]

mod system;

pub use system::*;

// Nothing of that crate is named here: this makes the linker see its library.
use agi1c_mbedtls as _;

unsafe extern "C" {
    fn agi1c_tls_sha256(from: *const u8, length: usize, to: *mut u8);
}

/// mbedTLS's own numbers that somebody here looks at.
pub mod code {
    /// The connection broke: also what the hooks answer.
    pub const RESET: i32 = -0x0050;
    /// The stream ended without TLS's own goodbye.
    pub const EOF: i32 = -0x7280;
    /// TLS's own goodbye.
    pub const CLOSE_NOTIFY: i32 = -0x7880;
    /// A ticket for a later connection came; not an error.
    pub const TICKET: i32 = -0x7B00;
    /// The server ended it with an alert.
    pub const ALERT: i32 = -0x7780;
    /// No version in common.
    pub const VERSION: i32 = -0x6E80;
    /// No cipher in common, by the server's choice.
    pub const HANDSHAKE: i32 = -0x6E00;
    /// A message that was not for us was read; there may be more.
    pub const AGAIN: i32 = -0x6900;
    /// A chain that cannot be followed to its end.
    pub const CHAIN: i32 = -0x3000;
    /// Memory.
    pub const MEMORY: i32 = -0x7F00;
}

/// mbedTLS's objections to a certificate.
pub mod objection {
    /// Its last day is past.
    pub const EXPIRED: u32 = 0x01;
    /// It is for another host.
    pub const HOST: u32 = 0x04;
    /// No trusted certificate signed it.
    pub const ISSUER: u32 = 0x08;
    /// Its first day is to come.
    pub const FUTURE: u32 = 0x0200;
    /// Key usage, extended key usage.
    pub const USE: u32 = 0x0800 | 0x1000;
    /// Hash, kind of key or size of key: too weak for anybody to rely on.
    pub const WEAK: u32 = 0x4000 | 0x8000 | 0x1_0000;
}

/// SHA-256, as certificates are named by.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut digest = [0; 32];
    // SAFETY: reads within the length, writes 32 bytes.
    unsafe { agi1c_tls_sha256(bytes.as_ptr(), bytes.len(), digest.as_mut_ptr()) };
    digest
}
