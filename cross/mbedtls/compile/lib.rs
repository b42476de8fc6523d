//! mbedTLS as a static library beside this crate; its functions are declared in src/onec/http/tls/engine.rs and ffi.rs.
#![no_std]
