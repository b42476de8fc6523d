# shellcheck shell=bash disable=SC2034
# What the scripts of this folder share: the table, the toolchain, zig. Sourced, never run.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$(dirname "$here")
cache=${AGI1C_CACHE:-$HOME/.cache/agi1c}
dist=${AGI1C_DIST:-$root/dist}
python=$cache/venv/bin/python
table=$here/targets.tsv

# The flags in `build` are partly unstable and the bytes depend on the compiler: one version, named here.
toolchain=1.95.0
ziglang=0.17.1

# One folder for all builds of all checkouts: build, verify, test and every edition find std there. cargo keeps what was
# compiled with other flags beside it.
target_dir=${AGI1C_CROSS:-$cache/cross/rust-$toolchain-zig-$ziglang}

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

triples() { grep -v '^#' "$table" | cut -f1; }

# column TRIPLE N: the table's Nth field of that line
column() { awk -F'\t' -v t="$1" -v n="$2" '$1 == t { print $n }' "$table"; }

# longest TRIPLE EDITION: how many bytes the program may have; the edition for https 200,000 more than the plain one has.
longest() {
    case $2 in
    agi1c-tls) echo $(($(stat -c %s "$dist/$1/agi1c") + 200000)) ;;
    *) column "$1" 7 ;;
    esac
}

known() { triples | grep -qxF -- "$1" || die "no target '$1' in targets.tsv; known: $(triples | tr '\n' ' ')"; }

zig() { "$python" -m ziglang "$@"; }

need_zig() {
    [ "$("$python" -m ziglang version 2>/dev/null)" = "$ziglang" ] && return
    [ -x "$python" ] || python3 -m venv "$cache/venv" || die "python3 -m venv failed; on Debian: apt install python3-venv"
    "$python" -m pip install --quiet "ziglang==$ziglang"
}

sysroot() { rustc "+$toolchain" --print sysroot; }

# The toolchain's own objcopy knows every target; it does not find its library by itself.
objcopy() {
    LD_LIBRARY_PATH=$(sysroot)/lib "$(sysroot)/lib/rustlib/$(rustc "+$toolchain" -vV | sed -n 's/^host: //p')/bin/rust-objcopy" "$@"
}

need_rust() {
    command -v rustup >/dev/null || die "rustup is missing: it brings Rust $toolchain and the source of its standard library"
    rustc "+$toolchain" --version >/dev/null 2>&1 || rustup --quiet toolchain install "$toolchain" --profile minimal
    # A toolchain may be linked to another one, which rustup then updates.
    [[ $(rustc "+$toolchain" --version) == "rustc $toolchain "* ]] || die "rustc +$toolchain says it is $(rustc "+$toolchain" --version)"
    [ -d "$(sysroot)/lib/rustlib/src/rust/library" ] || rustup --quiet component add rust-src --toolchain "$toolchain"
}

# Whether cross/steps wants this left out, to see what it gives.
without() { [ "${AGI1C_WITHOUT-}" = "$1" ]; }

# target_options TRIPLE FLAG…: appends to the array `options` what cargo needs for that target: the FLAGs for rustc, zig's
# linker, and musl compiled for the table's CPU; with $own_level the profile's own level of optimisation. Given to cargo as
# arguments, they reach nothing outside this one call.
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_RUSTFLAGS
target_options() {
    local triple=$1 libc
    shift
    libc=$("$here/libc" "$triple")
    set -- "$@" -Clinker-flavor=ld.lld -Clinker="$libc/ld" -Clink-self-contained=no -Zunstable-options \
        -Zpre-link-arg="$libc/crt1.o" -Lnative="$libc" -Clink-arg="$libc/libzigc.a" -Clink-arg="$libc/libcompiler_rt.a"
    without small.c || set -- "$@" -Zpre-link-arg="$libc/small.o"
    # 16-bit instructions: a fifth of the file. ARMv6's have no floating point, and its hard-float ABI needs some.
    # rustc warns that this feature's name may change; -Awarnings is the only way to say that we know.
    case $(column "$triple" 4) in
    thumb) without thumb || set -- "$@" -Ctarget-feature=+thumb-mode -Awarnings ;;
    # A PC has room: a fifth more file, a third fewer instructions in a call. This flag comes after cargo's own and counts.
    speed) [ -n "${own_level-}" ] || without speed || set -- "$@" -Copt-level=s ;;
    esac
    # The C of the edition with TLS, by the same compiler for the same CPU.
    local name=${triple//-/_}
    export "CC_$name=$libc/cc" "AR_$name=$libc/ar" CRATE_CC_NO_DEFAULTS=1
    # What of it is no arithmetic, smaller than zig makes it (5 kB on x86_64), and on ARM in 16-bit instructions (45 kB), also
    # where Rust's cannot be: there is no floating point in it. zig takes -Oz for -Os, so clang is told behind its back.
    [ -x "$libc/cc-small" ] || { sed 's/ -target arm-/ -target thumb-/; s/ "\$@"$/ -Xclang -Oz "$@"/' "$libc/cc" >"$libc/cc-small.$$" &&
        chmod +x "$libc/cc-small.$$" && mv "$libc/cc-small.$$" "$libc/cc-small"; }
    export "AGI1C_SMALLER_CC_$name=$libc/cc-small"
    options+=(--target "$triple" --config "target.$triple.rustflags=[$(printf "'%s'," "$@")]")
}
