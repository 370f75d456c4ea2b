#!/usr/bin/env bash
# Installs the system on a Raspberry Pi OS or Debian: from a checkout or an unpacked release, with
# one command. A second run changes nothing and says so.
set -euo pipefail

HERE=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
SOURCE=$(dirname "$HERE")
# shellcheck source=deploy/hands.sh
. "$HERE/hands.sh"
# shellcheck source=deploy/release.sh
. "$HERE/release.sh"
# shellcheck source=deploy/stick.sh
. "$HERE/stick.sh"

usage() {
  cat <<'END'
Usage: sudo deploy/install.sh [options]

  Installs this release under /opt/pos, its state under /var/lib/pos, its settings in
  /etc/pos/pos.env, and starts it with the machine. Data go to a USB stick (ext4).

  --stick DEVICE|UUID   the stick; can be left out where only one could be meant
  --format DEVICE --yes-erase-everything
                        erases the partition and makes the stick of it
  --no-stick            keeps the data in /var/lib/pos/data instead
  --mount PATH          where the stick is mounted (/media/usbdrive)
  --ufw                 opens the ports in ufw
  --dry-run             says what it would do, and does nothing
  --root FOLDER         installs into a folder that stands for /, for an image or a test
  --uninstall           removes the system, keeps all data, and says where they are
  --help

  Ends with 0 when done, 1 when something is wrong, 2 when it was not understood.
END
}

# Settings of the operator are not written anew: who asks for another place would believe in it.
stays_where_it_is() {
  local data how="'Another place for the data' in deploy/README.md says how to change that."
  data=$(setting POS_DATA_DIR "$MOUNT/pos")
  if [ -n "$(setting POS_REQUIRE_MOUNT '')" ]; then
    [ -z "$no_stick" ] || stop "The data are on the stick, in $data. $how" 2
  else
    [ -z "$stick$format" ] || stop "The data are in $data, without a stick. $how" 2
    no_stick=yes
  fi
}

stick='' format='' erase='' no_stick='' ufw='' uninstall='' only_units=''
MOUNT=/media/usbdrive
argument() { # OPTION COUNT
  [ "$2" -ge 2 ] || stop "$1 needs a value. See --help." 2
}
while [ $# -gt 0 ]; do
  case $1 in
    --stick) argument "$1" $# && stick=$2 && shift ;;
    --format) argument "$1" $# && format=$2 && shift ;;
    --mount) argument "$1" $# && MOUNT=$2 && shift ;;
    --root) argument "$1" $# && ROOT=${2%/} && shift ;;
    --yes-erase-everything) erase=yes ;;
    --no-stick) no_stick=yes ;;
    --ufw) ufw=yes ;;
    --dry-run) DRY=yes ;;
    --uninstall) uninstall=yes ;;
    --only-units) only_units=yes ;; # update.sh: units of another release
    --help | -h) usage && exit 0 ;;
    *) stop "$1 is not understood. See --help." 2 ;;
  esac
  shift
done
[ -n "$DRY$ROOT" ] || [ "$(id -u)" = 0 ] || stop 'This needs root: sudo deploy/install.sh'
if [ -n "$erase" ] && [ -z "$format" ]; then stop '--yes-erase-everything goes with --format.' 2; fi
if [ -n "$no_stick" ] && [ -n "$stick$format" ]; then stop 'Either a stick or --no-stick.' 2; fi
[[ $MOUNT =~ ^(/[A-Za-z0-9._-]+)+$ ]] || stop '--mount takes an absolute path.' 2
if [ -f "$ROOT/etc/pos/pos.env" ]; then # what was installed before is kept
  MOUNT=$(setting POS_REQUIRE_MOUNT "$MOUNT")
  stays_where_it_is
fi
MOUNT_UNIT=$(systemd-escape --path --suffix=mount "$MOUNT")
SYSTEM=/etc/systemd/system

fill() { sed "s|@MOUNT@|$MOUNT|g; s|@MOUNT_UNIT@|$MOUNT_UNIT|g; s|@UUID@|${UUID-}|g"; }

packages() {
  [ -z "$ROOT" ] && command -v apt-get >/dev/null || return 0
  local wanted=(ca-certificates curl e2fsprogs logrotate tzdata) missing=() name
  command -v npm >/dev/null || wanted+=(npm)
  # some clock that is set over the network: a Pi has none of its own
  dpkg-query -W -f '${Status}\n' chrony ntpsec systemd-timesyncd 2>/dev/null |
    grep -q 'ok installed' || wanted+=(systemd-timesyncd)
  for name in "${wanted[@]}"; do
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] || does "packages: ${missing[*]}" apt_install "${missing[@]}"
}
apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

user() {
  [ -z "$ROOT" ] || return 0
  getent passwd pos >/dev/null || does 'user pos' useradd --system --user-group --shell \
    /usr/sbin/nologin --home-dir /var/lib/pos --no-create-home pos
}

folders() {
  folder /opt/pos 755 root:root
  folder /etc/pos 750 root:pos
  folder /var/lib/pos 700 pos:pos
  [ -f "$ROOT/var/log/pos_backend.log" ] || file /var/log/pos_backend.log 640 pos:adm </dev/null
}

settings() {
  local env=/etc/pos/pos.env
  if [ ! -f "$ROOT$env" ]; then
    if [ -n "$no_stick" ]; then
      sed '/_MOUNT=\|_STICK_ID=/d; s|^POS_DATA_DIR=.*|POS_DATA_DIR=/var/lib/pos/data|'
    else
      fill | sed "s|@STICK_ID@|$STICK_ID|"
    fi <"$HERE/files/pos.env" | read_at_start "$env" 640 root:pos
  elif [ -z "$no_stick" ] && [ "$(setting POS_STICK_ID '')" != "$STICK_ID" ]; then
    sed "s|^POS_STICK_ID=.*|POS_STICK_ID=$STICK_ID|" "$ROOT$env" | read_at_start "$env" 640 root:pos
  fi
}

units() {
  local unit
  # without a stick nothing is waited for
  unit=$(fill <"$HERE/files/pos-backend.service" && printf x)
  [ -z "$no_stick" ] || unit=$(printf %s "$unit" | sed "/^Wants=/d; /^# Wanted/d; s|=$MOUNT_UNIT |=|")
  printf %s "${unit%x}" | read_at_start "$SYSTEM/pos-backend.service" 644 root:root
  if [ -z "$no_stick" ]; then
    for unit in pos-eject.path pos-eject.service; do
      fill <"$HERE/files/$unit" | file "$SYSTEM/$unit" 644 root:root
    done
  fi
  link "$SYSTEM/multi-user.target.wants/pos-backend.service" ../pos-backend.service
  file /etc/logrotate.d/pos-backend 644 root:root <"$HERE/files/logrotate"
  file /usr/local/bin/pos 755 root:root <"$HERE/files/pos"
}

firewall() {
  local port
  port=$(setting POS_PORT 8000)
  if [ -z "$ufw" ]; then
    say "Tills reach TCP port $port and find it over UDP port 5353: a firewall has to let both in."
  elif ! ufw status | grep -q "^$port/tcp .*ALLOW"; then
    does "ufw: TCP $port and UDP 5353" open_ports "$port"
  fi
}
open_ports() {
  ufw allow "$1/tcp" >/dev/null
  ufw allow 5353/udp >/dev/null
}

begin() {
  if ! has_systemd; then say 'It starts with the machine.' && return; fi
  if [ -z "$DRY" ] && [ "$changes" != 0 ]; then systemctl daemon-reload; fi
  set_going
  [ -n "$DRY" ] || "$OPT/current/node_modules/.bin/node" "$OPT/current/deploy/await-health.ts" \
    --port "$(setting POS_PORT 8000)" --within 180 || stop 'See why: sudo pos doctor'
}

uninstall() {
  if has_systemd && [ -f "$SYSTEM/pos-backend.service" ]; then
    does 'stops pos-backend.service' systemctl stop pos-backend.service
    if [ -f "$SYSTEM/pos-eject.path" ]; then systemctl stop pos-eject.path; fi
    if [ -f "$SYSTEM/$MOUNT_UNIT" ]; then does "unmounts $MOUNT" systemctl stop "$MOUNT_UNIT"; fi
  fi
  local link
  for link in "$ROOT$SYSTEM"/*.device.wants/"$MOUNT_UNIT"; do gone "${link#"$ROOT"}"; done
  for link in "$ROOT$SYSTEM"/*.device.d/50-pos-timeout.conf; do gone "${link#"$ROOT"}"; done
  gone "$SYSTEM/multi-user.target.wants/pos-backend.service"
  gone "$SYSTEM/pos-backend.service"
  gone "$SYSTEM/pos-eject.path"
  gone "$SYSTEM/pos-eject.service"
  gone "$SYSTEM/$MOUNT_UNIT"
  gone /etc/udev/rules.d/60-pos-stick.rules
  gone /etc/logrotate.d/pos-backend
  gone /usr/local/bin/pos
  gone "$OPT"
  if has_systemd && [ -z "$DRY" ]; then systemctl daemon-reload; fi
  case $(lsattr -d "$ROOT$MOUNT" 2>/dev/null) in
    *i*' '*) does "$MOUNT can be written again" chattr -i "$ROOT$MOUNT" ;;
  esac
  say "Kept: the data in $(setting POS_DATA_DIR "$MOUNT/pos"), secrets and keys in /var/lib/pos,"
  say "settings in /etc/pos/pos.env, the log /var/log/pos_backend.log, and the user pos."
}

if [ -n "$uninstall" ]; then
  uninstall
  exit 0
fi
if [ -n "$only_units" ]; then
  units
  if has_systemd; then systemctl daemon-reload; fi
  exit 0
fi
VERSION=$(version_of "$SOURCE")
running=$(current_version)
if [ -n "$running" ] && [ "$running" != "$VERSION" ]; then
  stop "Version $running is installed. To change to $VERSION: sudo deploy/update.sh"
fi
packages
user
folders
if [ -z "$no_stick" ]; then
  choose_stick "$stick" "$format" "$erase"
  mount_point
  mount_units
  mount_stick
  adopt_stick
fi
settings
[ -n "$no_stick" ] || mark_stick
[ -d "$ROOT$OPT/$VERSION" ] || prepare_tools "$SOURCE"
place_release "$SOURCE" "$VERSION"
link "$OPT/current" "$VERSION"
units
begin
firewall
if [ -n "$DRY" ]; then
  say "Nothing was done: --dry-run."
elif [ "$changes" = 0 ]; then
  say "Version $VERSION was installed already: nothing had to be changed."
else
  say "Version $VERSION is installed."
fi
