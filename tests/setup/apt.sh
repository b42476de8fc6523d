#!/usr/bin/env bash
# Debian packages the tests need. Does nothing, and needs no network, when all are there.
# shellcheck source-path=SCRIPTDIR
lock=apt
. "$(dirname "$0")/common.sh"

wanted=(
    ca-certificates git          # to fetch; to look at the tree
    gcc libc6-dev make bzip2     # to link what Rust compiles, to build hush
    debootstrap util-linux       # the two Asterisks; unshare
    sip-tester                   # sipp: trunk and phone
    php-cli php-soap             # a SOAP server nobody here wrote
    chromium fonts-dejavu-core   # the pages in a browser, with letters to look at
    python3-venv libxml2-utils   # another, and xmllint
    dnsmasq-base                # an office's name server
    haproxy redis-tools         # before two servers and behind them; redis-server is a link to a program of redis-tools
    busybox-static strace        # the appliance's kind of shell; system calls of an old kernel
    libasterisk-agi-perl libwww-perl # benches/run
    qemu-user valgrind           # the appliance's kind of processor
    shellcheck iproute2 procps unzip
)
# Node's own packages carry npm inside; Debian's don't.
command -v npm >/dev/null || wanted+=(nodejs npm)

missing=()
for package in "${wanted[@]}"; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

# No package may start a service on this machine.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
fetch apt-get -o DPkg::Lock::Timeout=300 -qq update
fetch apt-get -o DPkg::Lock::Timeout=300 -qq install -y --no-install-recommends "${missing[@]}"
