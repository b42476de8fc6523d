#!/usr/bin/env bash
# What `rustup` must have beside the compiler: the checkers, and the std of a static program for the chroots.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"

target=x86_64-unknown-linux-musl
cargo fmt --version >/dev/null 2>&1 || fetch rustup component add rustfmt
cargo clippy --version >/dev/null 2>&1 || fetch rustup component add clippy
[ -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ] || fetch rustup target add "$target"
