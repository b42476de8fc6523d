#!/usr/bin/env bash
# The appliance's shell: BusyBox hush, which no Debian package contains, built from Debian's own source of
# BusyBox with every option hush has, under the cache.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"

hush=$cache/hush/busybox
[ ! -x "$hush" ] || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/lists" "$work/sources"

# The sources beside this system's own packages, without touching its configuration.
if [ -f /etc/apt/sources.list.d/debian.sources ]; then
    sed 's/^Types:.*/Types: deb-src/' /etc/apt/sources.list.d/debian.sources >"$work/sources/debian.sources"
else
    sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >"$work/sources/debian.list"
fi
apt=(apt-get -qq -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/sources"
    -o Dir::State::lists="$work/lists" -o APT::Sandbox::User=root)
cd "$work"
fetch "${apt[@]}" update
fetch "${apt[@]}" source --download-only busybox
tar xf busybox_*.orig.tar.*
cd busybox-*/

make -s allnoconfig >/dev/null
sed -i -E '/MEMLEAK/!s/^# CONFIG_(LFS|HUSH[A-Z_]*|ECHO|FEATURE_FANCY_ECHO|FEATURE_SH_MATH) is not set/CONFIG_\1=y/' .config
# oldconfig asks for what the sed made possible; an empty answer takes the default. `yes` ends by SIGPIPE.
{ yes '' || true; } | make -s oldconfig >/dev/null
make -s -j2 busybox >/dev/null
# shellcheck disable=SC2016 # for hush to expand
./busybox hush -c 'test "$(echo {a,b})" = "a b"'

mkdir -p "$cache/hush"
cp busybox "$hush.new"
mv "$hush.new" "$hush"
