#!/usr/bin/env bash
# What cross works in: podman and crun, from Debian. A machine that cannot have them is told so, not failed: only one step
# needs them.
# shellcheck source-path=SCRIPTDIR
lock=apt
. "$(dirname "$0")/common.sh"

! { command -v podman && command -v crun; } >/dev/null || exit 0

install_here podman crun || { echo 'podman and crun could not be installed'; exit 77; }
