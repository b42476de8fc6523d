#!/usr/bin/env bash
# The Python tools of tests/requirements.txt, in a venv of their own under the cache.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"

python_packages "$(dirname "$0")/../requirements.txt" venv
