#!/usr/bin/env bash
# Brings this release to where an older one runs, beside it; when it does not work, the old one
# and its files are back. Run from the new checkout or unpacked release.
set -euo pipefail

HERE=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
SOURCE=$(dirname "$HERE")
# shellcheck source=deploy/hands.sh
. "$HERE/hands.sh"
# shellcheck source=deploy/release.sh
. "$HERE/release.sh"

usage() {
  cat <<'END'
Usage: sudo deploy/update.sh [--within SECONDS]

  Installs this release beside the one that runs, stops that one, copies its data files, and
  starts this one where nobody but this machine reaches it. When all its services are ready within
  SECONDS (180), the tills are let in. When not, the old release is started again with the files
  that it had. Tills can do nothing meanwhile: do it when the restaurant is closed.

  --root FOLDER   a folder that stands for /, for a test

  0  this release runs                      1  nothing was changed, the old one runs on
  2  it was not understood                  3  this one did not work: the old one runs again
  4  neither works: somebody has to look
END
}

within=180
while [ $# -gt 0 ]; do
  case $1 in
    --within) within=${2-} && shift ;;
    --root) ROOT=${2-} && ROOT=${ROOT%/} && shift ;;
    --help | -h) usage && exit 0 ;;
    *) stop "$1 is not understood. See --help." 2 ;;
  esac
  shift || break
done
[[ $within =~ ^[0-9]+$ ]] || stop '--within takes a number of seconds.' 2
[ -n "$ROOT" ] || [ "$(id -u)" = 0 ] || stop 'This needs root: sudo deploy/update.sh'

NEW=$(version_of "$SOURCE")
OLD=$(current_version)
PORT=$(setting POS_PORT 8000)
DATA=$ROOT$(setting POS_DATA_DIR /media/usbdrive/pos)
STATE=$ROOT$(setting POS_STATE_DIR /var/lib/pos)
MOUNT=$(setting POS_REQUIRE_MOUNT '')
# beside the data: on the same stick there is room, and nothing to be written twice
KEPT=$(dirname "$DATA")/before-$NEW
PROVING=$ROOT/run/pos-proving.env

[ -n "$OLD" ] || stop 'Nothing is installed yet: sudo deploy/install.sh'
if [ "$OLD" = "$NEW" ]; then say "Version $NEW runs already." && exit 0; fi
if [ -n "$MOUNT" ] && [ -z "$ROOT" ] && ! mountpoint -q "$MOUNT"; then
  stop "Nothing is mounted at $MOUNT: put the stick in first. Version $OLD runs on."
fi
[ -d "$DATA" ] || stop "There are no data at $DATA. Version $OLD runs on."
used_kb=$(du -sk "$DATA" | cut -f 1)
free_kb=$(df -Pk "$DATA" | awk 'NR == 2 { print $4 }')
if [ "$free_kb" -lt $((used_kb + 65536)) ]; then
  stop "A copy of the data needs $((used_kb / 1024 + 64)) MB; $((free_kb / 1024)) MB are free. \
Version $OLD runs on."
fi

answers() { # VERSION
  local release=$ROOT$OPT/$1
  PATH=$release/node_modules/.bin:$PATH node "$release/deploy/await-health.ts" \
    --port "$PORT" --version "$1" --within "$within"
}
# Points to a version, with its units; what was compiled for another one is compiled anew.
switch_to() { # VERSION
  make_link "$ROOT$OPT/current" "$1" && rm -rf "$STATE/compile-cache" &&
    "$ROOT$OPT/$1/deploy/install.sh" ${ROOT:+--root "$ROOT"} --only-units
}
works() { # VERSION
  switch_to "$1" && systemctl start pos-backend.service && answers "$1"
}

go_back() {
  say "Version $NEW does not work. Going back to $OLD."
  systemctl stop pos-backend.service || true
  rm -f "$PROVING"
  rm -rf "$DATA.failed" # of an earlier try
  if ! { mv -T "$DATA" "$DATA.failed" && mv -T "$KEPT" "$DATA" && sync -f "$DATA"; }; then
    stop "The data could not be put back; they are in $KEPT. Version $OLD was not started." 4
  fi
  mv -T "$ROOT$OPT/$NEW" "$ROOT$OPT/$NEW.failed" # it is installed anew the next time
  if works "$OLD"; then
    stop "Version $OLD runs again, with the files that it had. Those of the try: $DATA.failed" 3
  fi
  stop "Version $OLD does not answer either: sudo pos doctor. Its files are in place." 4
}

# Two releases and one copy of the data are kept: this one's, and those before it.
forget_older() {
  local folder
  for folder in "$(dirname "$DATA")"/before-*; do
    [ "$folder" = "$KEPT" ] || rm -rf "$folder"
  done
  for folder in "$ROOT$OPT"/*/; do
    case $(basename "$folder") in
      "$NEW" | "$OLD" | tools | current) ;;
      *) rm -rf "$folder" ;;
    esac
  done
}

prepare_tools "$SOURCE"
rm -rf "$ROOT$OPT/$NEW.failed"
place_release "$SOURCE" "$NEW" || stop "It could not be installed. Version $OLD runs on."

say "Stopping version $OLD."
systemctl stop pos-backend.service
say "Copying the data to $KEPT."
rm -rf "$KEPT"
if ! { cp -a "$DATA" "$KEPT" && sync -f "$KEPT"; }; then
  rm -rf "$KEPT"
  systemctl start pos-backend.service
  stop "The data could not be copied. Version $OLD runs on."
fi
say "Starting version $NEW, for this machine alone."
printf 'POS_HOST=127.0.0.1\nPOS_ADVERTISE=false\n' >"$PROVING"
works "$NEW" || go_back
say 'It works. Letting the tills in.'
rm -f "$PROVING"
# from here on orders may be taken, and going back would lose them
if ! { systemctl restart pos-backend.service && answers "$NEW"; }; then
  stop "Version $NEW worked, and does not answer now: sudo pos doctor. Copy of before: $KEPT" 4
fi
forget_older
say "Version $NEW runs. The data as they were before: $KEPT. Version $OLD is still in $OPT/$OLD."
