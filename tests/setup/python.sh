#!/usr/bin/env bash
# The Python tools of tests/requirements.txt, in a venv of their own under the cache.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"

list=$(dirname "$0")/../requirements.txt
venv=$cache/venv
cmp -s "$list" "$venv/.complete" && exit 0

rm -rf "$venv"
python3 -m venv "$venv"
fetch "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$list"
cp "$list" "$venv/.complete"
