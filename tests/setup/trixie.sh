#!/usr/bin/env bash
# tests/setup/trixie.sh [PACKAGE…]: a Debian 13 in a folder of its own under the cache, for what Debian 12 is too old
# for, and the packages named, added to what earlier calls put there. `wine32:i386` adds that architecture first.
# shellcheck source-path=SCRIPTDIR
lock=trixie
. "$(dirname "$0")/common.sh"

root=$cache/trixie-amd64

bootstrap() {
    rm -rf --one-file-system "$root"
    debootstrap --variant=minbase --arch=amd64 trixie "$root"
}
if [ ! -e "$root/.complete" ]; then
    fetch bootstrap
    no_services "$root"
    touch "$root/.complete"
fi

for package in "$@"; do
    case $package in *:i386) chroot "$root" dpkg --add-architecture i386 ;; esac
done
install_into "$root" "$@"
