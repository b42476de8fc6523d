#!/usr/bin/env bash
# The npm package `soap`, as tests/servers/package-lock.json pins it, under the cache.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"

npm_packages "$(dirname "$0")/../servers" node
