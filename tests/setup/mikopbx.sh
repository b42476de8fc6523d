#!/usr/bin/env bash
# The PHPs of the two generations of MikoPBX, each with SQLite: 7.4 beside the Asterisk of bullseye (2024.1), 8.4 in
# the Debian 13 (2026.1). This system's own 8.2 comes from apt.sh.
# shellcheck source-path=SCRIPTDIR
"$(dirname "$0")/asterisk.sh" bullseye i386
"$(dirname "$0")/trixie.sh" php8.4-cli php8.4-sqlite3
. "$(dirname "$0")/common.sh"

install_into "$cache/bullseye-i386" php7.4-cli php7.4-sqlite3
for root in bullseye-i386 trixie-amd64; do chroot "$cache/$root" php -r 'new PDO("sqlite::memory:");'; done
