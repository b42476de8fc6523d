#!/usr/bin/env bash
# The two FastAGI servers that benches/server/run measures ours beside, as its lists pin them, under the cache.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"

peers=$(dirname "$0")/../../benches/server/peers
python_packages "$peers/requirements.txt" bench-python
npm_packages "$peers" bench-node
