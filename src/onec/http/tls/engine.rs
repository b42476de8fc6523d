//! One connection of mbedTLS's: cross/mbedtls/glue.c, declared by hand, and a safe [`Engine`] around it. It judges
//! nothing: certificates, roots and time limits are [`Peer`]'s.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString, c_char, c_int, c_longlong, c_void};
use std::ptr::NonNull;
use std::sync::OnceLock;

use super::ffi::{self, code};
use super::peer::Peer;
use super::session;

#[repr(C)]
struct Hooks {
    random: extern "C" fn(*mut u8, usize) -> c_int,
    now: extern "C" fn() -> c_longlong,
    receive: extern "C" fn(*mut c_void, *mut u8, usize) -> c_int,
    send: extern "C" fn(*mut c_void, *const u8, usize) -> c_int,
    certificate: extern "C" fn(*mut c_void, c_int, *const u8, usize, u32) -> u32,
    trusted: extern "C" fn(*mut c_void, *const u8, usize, *mut c_void),
}

#[repr(C)]
struct Tls {
    _opaque: [u8; 0],
}

unsafe extern "C" {
    fn agi1c_tls_setup(hooks: *const Hooks) -> c_int;
    fn agi1c_tls_new(owner: *mut c_void, host: *const c_char) -> *mut Tls;
    fn agi1c_tls_free(tls: *mut Tls);
    fn agi1c_tls_candidate(list: *mut c_void, der: *const u8, length: usize);
    fn agi1c_tls_offer(tls: *mut Tls, saved: *const u8, length: usize) -> c_int;
    fn agi1c_tls_session(tls: *mut Tls, to: *mut u8, room: usize) -> usize;
    fn agi1c_tls_handshake(tls: *mut Tls) -> c_int;
    fn agi1c_tls_read(tls: *mut Tls, to: *mut u8, length: usize) -> c_int;
    fn agi1c_tls_write(tls: *mut Tls, from: *const u8, length: usize) -> c_int;
    fn agi1c_tls_close(tls: *mut Tls);
    fn agi1c_tls_objections(tls: *const Tls) -> u32;
    fn agi1c_tls_alert(tls: *const Tls) -> c_int;
    fn agi1c_tls_version(tls: *const Tls) -> *const c_char;
    fn agi1c_tls_cipher(tls: *const Tls) -> *const c_char;
}

/// What mbedTLS calls. A panic in one of them ends the process: they are `extern "C"`.
static HOOKS: Hooks = Hooks { random, now, receive, send, certificate, trusted };

extern "C" fn random(to: *mut u8, length: usize) -> c_int {
    // SAFETY: mbedTLS gives a buffer of its own of that length.
    let to = unsafe { std::slice::from_raw_parts_mut(to, length) };
    c_int::from(ffi::random(to).is_err())
}

extern "C" fn now() -> c_longlong {
    super::now_ms()
}

/// What an [`Engine`] handed out as its owner.
///
/// # Safety
/// `owner` is the pointer that `Engine::new` gave to `agi1c_tls_new`, and mbedTLS calls back only while one of the
/// engine's own methods runs: nobody else holds a reference to the peer then.
unsafe fn peer<'a>(owner: *mut c_void) -> &'a mut Peer {
    // SAFETY: see above.
    unsafe { &mut *owner.cast::<Peer>() }
}

extern "C" fn receive(owner: *mut c_void, to: *mut u8, length: usize) -> c_int {
    // SAFETY: the owner is ours, the buffer is mbedTLS's own, of that length and initialised.
    let (peer, to) = unsafe { (peer(owner), std::slice::from_raw_parts_mut(to, length)) };
    moved_or_reset(peer.receive(to))
}

/// Bytes of mbedTLS's: none where it has none, as of a certificate that it could not make sense of.
///
/// # Safety
/// Where `from` is not null, so many bytes stand there and outlive the result.
unsafe fn bytes<'a>(from: *const u8, length: usize) -> &'a [u8] {
    if from.is_null() {
        return &[];
    }
    // SAFETY: see above.
    unsafe { std::slice::from_raw_parts(from, length) }
}

extern "C" fn send(owner: *mut c_void, from: *const u8, length: usize) -> c_int {
    // SAFETY: the same.
    let (peer, from) = unsafe { (peer(owner), bytes(from, length)) };
    moved_or_reset(peer.send(from))
}

/// A count of bytes, or mbedTLS's word for a connection that failed; the reason stays with the peer.
fn moved_or_reset(moved: Option<usize>) -> c_int {
    moved.and_then(|count| c_int::try_from(count).ok()).unwrap_or(code::RESET)
}

extern "C" fn certificate(
    owner: *mut c_void,
    depth: c_int,
    der: *const u8,
    length: usize,
    objections: u32,
) -> u32 {
    // SAFETY: the owner is ours, the certificate lives as long as this call.
    let (peer, der) = unsafe { (peer(owner), bytes(der, length)) };
    peer.certificate(depth == 0, der, objections)
}

extern "C" fn trusted(owner: *mut c_void, issuer: *const u8, length: usize, list: *mut c_void) {
    // SAFETY: the owner is ours, the name lives as long as this call.
    let (peer, issuer) = unsafe { (peer(owner), bytes(issuer, length)) };
    peer.trusted(issuer, &mut |der| {
        // SAFETY: the list is the one this call was given; the certificate is copied.
        unsafe { agi1c_tls_candidate(list, der.as_ptr(), der.len()) };
    });
}

/// Makes mbedTLS ready, once in a process.
fn ready() -> bool {
    static READY: OnceLock<bool> = OnceLock::new();
    // SAFETY: the hooks live for ever; OnceLock lets one thread in, before any other function is called.
    *READY.get_or_init(|| unsafe { agi1c_tls_setup(&HOOKS) == 0 })
}

/// One connection of mbedTLS's, with the peer it speaks to.
pub struct Engine {
    tls: NonNull<Tls>,
    /// Owned; a Box would claim to be the only way to the peer while mbedTLS holds its address.
    peer: NonNull<Peer>,
}

// SAFETY: an engine owns all it points to; mbedTLS binds nothing of a connection to a thread.
unsafe impl Send for Engine {}

// SAFETY: there is nothing that a shared reference to an engine can do.
unsafe impl Sync for Engine {}

impl Engine {
    /// A connection that has said nothing yet. `host` is sent to the server and looked for in its certificate; `None`
    /// for an IP address. Without memory or without random numbers there is no engine.
    pub fn new(peer: Peer, host: Option<&str>) -> Option<Engine> {
        let host = match host {
            Some(host) => Some(CString::new(host).ok()?),
            None => None,
        };
        if !ready() {
            return None;
        }
        let peer = NonNull::from(Box::leak(Box::new(peer)));
        // SAFETY: mbedTLS is ready; it copies the host, and the peer lives until `drop`.
        let tls = unsafe {
            agi1c_tls_new(peer.as_ptr().cast(), host.as_ref().map_or(std::ptr::null(), |host| host.as_ptr()))
        };
        match NonNull::new(tls) {
            Some(tls) => Some(Engine { tls, peer }),
            None => {
                // SAFETY: leaked above, and nobody else has it.
                drop(unsafe { Box::from_raw(peer.as_ptr()) });
                None
            }
        }
    }

    /// The peer, between two steps of mbedTLS's.
    pub fn peer(&mut self) -> &mut Peer {
        // SAFETY: mbedTLS uses its copy of this address only inside the methods below, which borrow the engine.
        unsafe { self.peer.as_mut() }
    }

    /// Offers a session of an earlier connection; whether it can be one.
    pub fn offer(&mut self, saved: &[u8]) -> bool {
        // SAFETY: mbedTLS reads within the length and copies.
        unsafe { agi1c_tls_offer(self.tls.as_ptr(), saved.as_ptr(), saved.len()) == 0 }
    }

    /// The session of this connection, where there is a new one.
    pub fn session(&mut self) -> Option<Vec<u8>> {
        let mut saved = vec![0; session::MAX];
        // SAFETY: mbedTLS writes within the length.
        let length = unsafe { agi1c_tls_session(self.tls.as_ptr(), saved.as_mut_ptr(), saved.len()) };
        saved.truncate(length);
        (length > 0).then_some(saved)
    }

    /// The whole handshake, or mbedTLS's number for what went wrong.
    pub fn handshake(&mut self) -> Result<(), i32> {
        // SAFETY: the connection is alive; so for all below.
        match unsafe { agi1c_tls_handshake(self.tls.as_ptr()) } {
            0 => Ok(()),
            error => Err(error),
        }
    }

    /// Reads what there is.
    pub fn read(&mut self, to: &mut [u8]) -> Result<usize, i32> {
        // SAFETY: mbedTLS writes within the length.
        let read = unsafe { agi1c_tls_read(self.tls.as_ptr(), to.as_mut_ptr(), to.len()) };
        usize::try_from(read).map_err(|_| read)
    }

    /// Writes some of it.
    pub fn write(&mut self, from: &[u8]) -> Result<usize, i32> {
        // SAFETY: mbedTLS reads within the length.
        let written = unsafe { agi1c_tls_write(self.tls.as_ptr(), from.as_ptr(), from.len()) };
        usize::try_from(written).map_err(|_| written)
    }

    /// Says TLS's goodbye.
    pub fn close(&mut self) {
        // SAFETY: as above.
        unsafe { agi1c_tls_close(self.tls.as_ptr()) }
    }

    /// What mbedTLS holds against the server's certificate, see [`ffi::objection`].
    pub fn objections(&mut self) -> u32 {
        // SAFETY: as above.
        unsafe { agi1c_tls_objections(self.tls.as_ptr()) }
    }

    /// The number of the alert after [`code::ALERT`].
    pub fn alert(&mut self) -> i32 {
        // SAFETY: as above.
        unsafe { agi1c_tls_alert(self.tls.as_ptr()) }
    }

    /// `TLSv1.2` or `TLSv1.3`.
    pub fn version(&mut self) -> &'static str {
        // SAFETY: a constant of mbedTLS's.
        word(unsafe { agi1c_tls_version(self.tls.as_ptr()) })
    }

    /// The cipher suite by mbedTLS's name.
    pub fn cipher(&mut self) -> &'static str {
        // SAFETY: a constant of mbedTLS's.
        word(unsafe { agi1c_tls_cipher(self.tls.as_ptr()) })
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // SAFETY: both are owned, and nobody uses them after this; mbedTLS first, because it knows the peer.
        unsafe {
            agi1c_tls_free(self.tls.as_ptr());
            drop(Box::from_raw(self.peer.as_ptr()));
        }
    }
}

fn word(text: *const c_char) -> &'static str {
    if text.is_null() {
        return "";
    }
    // SAFETY: only called with mbedTLS's constants, which end with a zero.
    unsafe { CStr::from_ptr(text) }.to_str().unwrap_or_default()
}
