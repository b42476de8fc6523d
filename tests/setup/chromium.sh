#!/usr/bin/env bash
# What drives Debian's Chromium (apt.sh) and looks at pages in it, as tests/browser/package-lock.json pins it, under the
# cache.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"

from=$(dirname "$0")/../browser
node=$cache/browser
cmp -s "$from/package-lock.json" "$node/.complete" && exit 0

rm -rf "$node"
mkdir "$node"
cp "$from/package.json" "$from/package-lock.json" "$node"
cd "$node"
fetch npm ci --silent --ignore-scripts --no-audit --no-fund
cp package-lock.json .complete
