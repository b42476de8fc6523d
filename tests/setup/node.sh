#!/usr/bin/env bash
# The npm package `soap`, as tests/servers/package-lock.json pins it, under the cache.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"

from=$(dirname "$0")/../servers
node=$cache/node
cmp -s "$from/package-lock.json" "$node/.complete" && exit 0

rm -rf "$node"
mkdir "$node"
cp "$from/package.json" "$from/package-lock.json" "$node"
cd "$node"
fetch npm ci --silent --ignore-scripts --no-audit --no-fund
cp package-lock.json .complete
