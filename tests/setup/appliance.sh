#!/usr/bin/env bash
# A root file system that looks like an Askozia's where it matters to a package: Asterisk, PHP's command line at
# /usr/bin/php, hush as /bin/sh, BusyBox's gunzip, agi-bin under /etc, /ultmp. From bullseye i386; a folder of its own.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/common.sh"

from=$cache/bullseye-i386 root=$cache/askozia-i386 hush=$cache/hush/busybox
[ -e "$root/.complete" ] && exit 0

rm -rf --one-file-system "$root"
cp -a "$from" "$root"
rm "$root/.complete"
install_into "$root" php-cli

# hush is a program of this machine: its C library goes along.
ldd "$hush" | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp "$library" "$root$library"
done
mkdir -p "$root/opt/hush" "$root/etc/asterisk/agi-bin" "$root/ultmp"
cp "$hush" "$root/opt/hush/sh"
ln -sf /opt/hush/sh "$root/bin/sh"
cp "$(command -v busybox)" "$root/bin/busybox"
for applet in gunzip gzip cat; do ln -sf busybox "$root/bin/$applet"; done
# shellcheck disable=SC2016 # for the chroot's shell
chroot "$root" /bin/sh -c 'echo $(echo agi1c | gzip -c | gunzip -c) && /usr/bin/php -v'
touch "$root/.complete"
