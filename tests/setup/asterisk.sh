#!/usr/bin/env bash
# tests/setup/asterisk.sh SUITE ARCH: a Debian with Asterisk in it, in a folder of its own under the cache.
# bullseye i386 is the last Debian with Asterisk 16 (and chan_sip) for 32-bit machines; sid has the newest.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"

suite=$1 arch=$2
root=$cache/$suite-$arch
says() { echo "summary: $(chroot "$root" /usr/sbin/asterisk -V), $suite $arch"; }
[ ! -e "$root/.complete" ] || { says && exit; }

bootstrap() {
    rm -rf --one-file-system "$root"
    debootstrap --variant=minbase --arch="$arch" --include=asterisk "$suite" "$root"
}
fetch bootstrap
chroot "$root" /usr/sbin/asterisk -V >/dev/null
# The tests name their machine `pbx`: Asterisk looks its own name up, and asks a root name server when it can't.
echo '127.0.0.1 localhost pbx' >"$root/etc/hosts"
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
touch "$root/.complete"
says
