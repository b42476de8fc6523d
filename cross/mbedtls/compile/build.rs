//! Compiles mbedTLS and ../glue.c with ../config.h, by whatever compiler cargo's target has (cross/build names zig).
//! The source is the package that ../Cargo.lock locks; it never runs that package's own build.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the time of a handshake goes: arithmetic, ciphers, hashes.
const HOT: &[&str] = &[
    "aes", "bignum", "bignum_core", "chacha20", "constant_time", "ecp_curves", "gcm", "poly1305", "sha256", "sha512",
];
/// The rest of what a TLS client is made of; the configuration empties most others, and these need not even be read.
const COLD: &[&str] = &[
    "asn1parse", "asn1write", "block_cipher", "chachapoly", "cipher", "cipher_wrap", "ecdh", "ecdsa", "ecp", "hkdf",
    "md", "oid", "pk", "pk_ecc", "pk_wrap", "pkparse", "platform", "platform_util", "psa_crypto", "psa_crypto_aead",
    "psa_crypto_cipher", "psa_crypto_client", "psa_crypto_driver_wrappers_no_static", "psa_crypto_ecp",
    "psa_crypto_hash", "psa_crypto_mac", "psa_crypto_rsa", "psa_crypto_slot_management", "psa_util", "rsa",
    "rsa_alt_helpers", "sha1", "ssl_ciphersuites", "ssl_client", "ssl_debug_helpers_generated", "ssl_msg", "ssl_tls",
    "ssl_tls12_client", "ssl_tls13_client", "ssl_tls13_generic", "ssl_tls13_keys", "threading", "x509", "x509_crt",
];

fn main() {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let ours = here.parent().expect("this crate is a folder of cross/mbedtls");
    for file in ["Cargo.lock", "config.h", "glue.c", "psa.h", "threading_alt.h"] {
        println!("cargo::rerun-if-changed={}", ours.join(file).display());
    }
    let theirs = source(ours);
    let library = theirs.join("library");
    let mut common = cc::Build::new();
    common
        .include(ours)
        .include(theirs.join("include"))
        .include(&library)
        .define("MBEDTLS_CONFIG_FILE", "\"config.h\"")
        .warnings(false)
        // Not even a test's build wants arithmetic on 2,048 bits without optimisation; and no path of this machine.
        .opt_level_str("s")
        .flag_if_supported("-Os")
        .debug(false)
        .flag_if_supported("-ffunction-sections")
        .flag_if_supported("-fdata-sections");
    if env::var_os("CARGO_FEATURE_MANY").is_some() {
        common.define("AGI1C_TLS_MANY", None);
    }
    let files = |parts: &[&str]| parts.iter().map(|part| library.join(part).with_extension("c")).collect::<Vec<_>>();
    let mut cold = common.clone();
    cold.files(files(COLD)).file(ours.join("glue.c"));
    // A compiler for smaller code, where cross/build names one.
    let smaller = format!("AGI1C_SMALLER_CC_{}", env::var("TARGET").expect("cargo sets it").replace('-', "_"));
    println!("cargo::rerun-if-env-changed={smaller}");
    if let Some(compiler) = env::var_os(smaller) {
        cold.compiler(compiler);
    }
    common.files(files(HOT)).compile("agi1c_mbedtls_hot");
    cold.compile("agi1c_mbedtls");
}

/// The folder that `AGI1C_MBEDTLS` names, or that of the fetched package, from cargo's own description of ../Cargo.toml.
fn source(ours: &Path) -> PathBuf {
    const NAME: &str = "mbedtls-rs-sys-";
    println!("cargo::rerun-if-env-changed=AGI1C_MBEDTLS");
    if let Some(folder) = env::var_os("AGI1C_MBEDTLS") {
        return folder.into();
    }
    let mut cargo = Command::new(env::var_os("CARGO").expect("cargo sets it"));
    cargo.args(["metadata", "--locked", "--format-version=1", "--filter-platform=x86_64-unknown-linux-musl"]);
    let said = cargo.arg("--manifest-path").arg(ours.join("Cargo.toml")).output().expect("cargo can be started");
    let text = String::from_utf8_lossy(&said.stdout);
    text.split("\"manifest_path\":\"")
        .filter_map(|after| after.split('"').next())
        .map(|path| PathBuf::from(path.replace("\\\\", "\\")))
        .filter_map(|path| Some(path.parent()?.to_owned()))
        .find(|folder| folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with(NAME)))
        .map(|folder| folder.join("mbedtls"))
        .unwrap_or_else(|| {
            panic!(
                "mbedTLS's source was not fetched (cargo fetch --manifest-path cross/mbedtls/Cargo.toml): {}",
                String::from_utf8_lossy(&said.stderr)
            )
        })
}
