//! mbedTLS as a static library beside this crate; its functions are declared in src/onec/http/tls/ffi.rs.
#![no_std]
