#!/usr/bin/env bash
# Prints the folder in which an OpenSSH server lies (sbin/sshd and lib/openssh/sftp-server below it), for the tests of
# the SFTP channel. Where Debian's package is not installed it is only unpacked below .local: nothing is installed and
# nothing started, and no root is needed where apt knows its package lists.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

PLACE=$LOCAL/sshd

has_server() { [ -x "$1/sbin/sshd" ] && [ -x "$1/lib/openssh/sftp-server" ]; }

fetch() { (cd "$PLACE/debs" && apt-get download openssh-server openssh-sftp-server libwrap0) >>"$PLACE/apt.log" 2>&1; }

unpack() {
  mkdir -p "$PLACE/debs"
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || return 1
  fetch || { is_root && apt-get update >>"$PLACE/apt.log" 2>&1 && fetch; } || return 1
  local deb
  for deb in "$PLACE"/debs/*.deb; do dpkg -x "$deb" "$PLACE" || return 1; done
}

mkdir -p "$PLACE"
exec 9>"$PLACE/lock"
flock 9
if has_server /usr; then
  echo /usr
elif has_server "$PLACE/usr" || { unpack && has_server "$PLACE/usr"; }; then
  echo "$PLACE/usr"
else
  die 5 "Không có OpenSSH server và không tải được. Cài: apt-get install openssh-server" \
    "There is no OpenSSH server and none could be fetched. Install: apt-get install openssh-server"
fi
