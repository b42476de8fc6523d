#!/usr/bin/env bash
# onec-hbk-bsl, a checker of 1C's language, in the Debian 13 (tests/requirements-trixie.txt): it wants Python 3.12.
# The packages are fetched by this machine's pip, which knows how this machine reaches them, and installed from files.
# shellcheck source-path=SCRIPTDIR
"$(dirname "$0")/trixie.sh" python3-venv
. "$(dirname "$0")/common.sh"

list=$(dirname "$0")/../requirements-trixie.txt
root=$cache/trixie-amd64
venv=/opt/bsl
cmp -s "$list" "$root$venv/.complete" && exit 0

rm -rf "${root:?}$venv"
chroot "$root" python3 -m venv "$venv"
mkdir "$root$venv/packages"
fetch "$cache/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
    --python-version 3.13 --dest "$root$venv/packages" -r "$list"
chroot "$root" sh -c "$venv/bin/pip install --quiet --no-index --no-deps $venv/packages/*"
rm -r "$root$venv/packages"
chroot "$root" "$venv/bin/onec-hbk-bsl" --version
cp "$list" "$root$venv/.complete"
