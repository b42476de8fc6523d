//! The few calls of the system that std does not have: random numbers, who runs this, Windows' trusted certificates.

pub use here::*;

#[cfg(unix)]
mod here {
    use std::io::Read;

    /// /dev/urandom and nothing else: on an old kernel /dev/random, or what waits for it, may hold a call for ever.
    pub fn random(to: &mut [u8]) -> std::io::Result<()> {
        std::fs::File::open("/dev/urandom")?.read_exact(to)
    }

    /// The user this process acts as.
    pub fn user() -> u32 {
        // SAFETY: takes nothing, changes nothing, cannot fail.
        unsafe { libc::geteuid() }
    }
}

#[cfg(windows)]
mod here {
    use std::ffi::c_void;

    #[repr(C)]
    struct Context {
        encoding: u32,
        der: *const u8,
        length: u32,
        info: *const c_void,
        store: *const c_void,
    }

    #[link(name = "bcryptprimitives", kind = "raw-dylib")]
    unsafe extern "system" {
        fn ProcessPrng(to: *mut u8, length: usize) -> i32;
    }

    #[link(name = "crypt32", kind = "raw-dylib")]
    unsafe extern "system" {
        fn CertOpenSystemStoreW(provider: usize, name: *const u16) -> *mut c_void;
        fn CertEnumCertificatesInStore(store: *mut c_void, previous: *const Context) -> *const Context;
        fn CertCloseStore(store: *mut c_void, flags: u32) -> i32;
    }

    /// The system's own generator.
    pub fn random(to: &mut [u8]) -> std::io::Result<()> {
        // SAFETY: writes within the length.
        match unsafe { ProcessPrng(to.as_mut_ptr(), to.len()) } {
            0 => Err(std::io::Error::last_os_error()),
            _ => Ok(()),
        }
    }

    /// Every certificate of the ROOT store; whether it could be opened.
    pub fn roots(each: &mut dyn FnMut(&[u8])) -> bool {
        let name: Vec<u16> = "ROOT\0".encode_utf16().collect();
        // SAFETY: the name ends with a zero.
        let store = unsafe { CertOpenSystemStoreW(0, name.as_ptr()) };
        if store.is_null() {
            return false;
        }
        let mut found: *const Context = std::ptr::null();
        loop {
            // SAFETY: the store is open; each context is given back with the next call, which frees it.
            found = unsafe { CertEnumCertificatesInStore(store, found) };
            if found.is_null() {
                break;
            }
            // SAFETY: the context lives until the next call.
            each(unsafe { std::slice::from_raw_parts((*found).der, (*found).length as usize) });
        }
        // SAFETY: opened above, closed once.
        unsafe { CertCloseStore(store, 0) };
        true
    }
}
