# Sourced by the setup steps: where installed things are kept, and one installer of each thing at a time.
# shellcheck shell=bash
set -euo pipefail

cache=${AGI1C_CACHE:-$HOME/.cache/agi1c}
mkdir -p "$cache"

# Two runs on one machine (a person's and CI's) share the cache: the second waits for the first. What uses the machine's
# own apt says lock=apt before it sources this.
thing="$(basename "$0" .sh) $*"
mkdir -p "$cache/locks"
exec 9>"$cache/locks/${lock:-${thing// /-}}"
flock 9

# Runs a command that fetches things; a fetch that failed is tried once more.
fetch() {
    "$@" && return
    echo "once more: $*" >&2
    sleep 5
    "$@"
}

# lacking ROOT PACKAGE…: those of these that the Debian in ROOT has not got.
lacking() {
    local root=$1 package state
    shift
    for package in "$@"; do
        # shellcheck disable=SC2016 # for dpkg-query to expand
        state=$(chroot "$root" dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$state" = installed ] || echo "$package"
    done
}

# install_into ROOT PACKAGE…: what the Debian in ROOT lacks of these. Needs no network when all are there.
install_into() {
    local root=$1 missing apt
    mapfile -t missing < <(lacking "$@")
    [ ${#missing[@]} -gt 0 ] || return 0

    # apt's own user may not be able to write here, and there is no /proc to see descriptors in.
    apt=(chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o APT::Sandbox::User=root)
    fetch "${apt[@]}" update
    fetch "${apt[@]}" install -y --no-install-recommends "${missing[@]}"
    rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
}

# No package may start a service there.
no_services() {
    printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d"
    chmod +x "$1/usr/sbin/policy-rc.d"
}

# install_here PACKAGE…: what this machine lacks of these, by a script that said lock=apt. Needs no network when all are there.
install_here() {
    local missing apt
    mapfile -t missing < <(lacking / "$@")
    [ ${#missing[@]} -gt 0 ] || return 0

    if [ ! -e /usr/sbin/policy-rc.d ]; then
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
        no_services ''
    fi
    apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
    fetch "${apt[@]}" update
    fetch "${apt[@]}" install -y --no-install-recommends "${missing[@]}"
}

# The npm packages that FOLDER/package-lock.json pins, under the cache as NAME, unless they are there.
npm_packages() {
    local from=$1 node=$cache/$2
    ! cmp -s "$from/package-lock.json" "$node/.complete" || return 0

    rm -rf "$node"
    mkdir "$node"
    cp "$from/package.json" "$from/package-lock.json" "$node"
    (cd "$node" && fetch npm ci --silent --ignore-scripts --no-audit --no-fund)
    cp "$node/package-lock.json" "$node/.complete"
}

# The Python packages that LIST pins, in a venv of their own under the cache as NAME, unless they are there.
python_packages() {
    local list=$1 venv=$cache/$2
    ! cmp -s "$list" "$venv/.complete" || return 0

    rm -rf "$venv"
    python3 -m venv "$venv"
    fetch "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$list"
    cp "$list" "$venv/.complete"
}
