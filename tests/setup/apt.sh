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

install_here "${wanted[@]}"
