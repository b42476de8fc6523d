#!/usr/bin/env bash
# What drives Debian's Chromium (apt.sh) and looks at pages in it, as tests/browser/package-lock.json pins it, under the
# cache.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"

npm_packages "$(dirname "$0")/../browser" browser
