#!/usr/bin/env bash
# Apache and nginx, for the pages they answer with when 1C is not there: unpacked under the cache and not installed,
# so that no web server is started on this machine.
# shellcheck source-path=SCRIPTDIR
lock=apt
. "$(dirname "$0")/common.sh"

folder=$cache/webservers
[ -e "$folder/.complete" ] && exit 0

rm -rf "$folder"
mkdir -p "$folder/packages"
cd "$folder/packages"
apt-get -o DPkg::Lock::Timeout=300 -qq update
# The servers, and what they are linked with that a small Debian may lack.
packages=(nginx apache2-bin libapr1 libaprutil1 libpcre2-8-0 libssl3 libcrypt1 zlib1g libxml2 liblua5.3-0 libcurl4)
# Its own folder belongs to root, and is not for the user that downloads as a rule.
fetch apt-get -qq -o APT::Sandbox::User=root download "${packages[@]}"
for package in *.deb; do dpkg -x "$package" "$folder"; done
rm -rf "$folder/packages"
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu:$folder/lib/x86_64-linux-gnu
"$folder/usr/sbin/nginx" -v
"$folder/usr/sbin/apache2" -v
touch "$folder/.complete"
