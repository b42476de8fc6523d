#!/usr/bin/env bash
# The PHPs of the two generations of MikoPBX, each with SQLite: 7.4 beside the Asterisk of bullseye (2024.1), 8.4 in
# the Debian 13 (2026.1). This system's own 8.2 comes from apt.sh.
# shellcheck source-path=SCRIPTDIR
"$(dirname "$0")/asterisk.sh" bullseye i386
"$(dirname "$0")/trixie.sh" php8.4-cli php8.4-sqlite3
. "$(dirname "$0")/common.sh"

root=$cache/bullseye-i386
missing() {
    # shellcheck disable=SC2016 # for dpkg-query to expand
    [ "$(chroot "$root" dpkg-query -W -f '${db:Status-Status}' php7.4-sqlite3 2>/dev/null)" != installed ]
}
install_php() {
    chroot "$root" apt-get -qq update
    chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends php7.4-cli php7.4-sqlite3
}
if missing; then
    fetch install_php
    rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
fi
chroot "$root" php -r 'new PDO("sqlite::memory:");'
chroot "$cache/trixie-amd64" php -r 'new PDO("sqlite::memory:");'
