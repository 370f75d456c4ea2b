# shellcheck shell=bash
# The USB stick: which one, whether it may be erased, where it is mounted, and whose it is.

STICK_ID_FILE=.pos-stick

# Sets UUID and STICK_ID from what was asked for, or from what was installed before.
choose_stick() { # STICK FORMAT ERASE
  UUID='' STICK_ID=$(setting POS_STICK_ID '')
  local unit=$ROOT/etc/systemd/system/$MOUNT_UNIT
  [ ! -f "$unit" ] || UUID=$(sed -n 's|^What=/dev/disk/by-uuid/||p' "$unit")
  if [ -n "$2" ]; then
    format "$2" "$3"
    [ -n "$DRY" ] && UUID=${UUID:-made-by-mkfs} || UUID=$(value UUID "$2")
    STICK_ID=''
  elif [ -n "$1" ]; then
    UUID=$(uuid_of "$1")
  elif [ -z "$UUID" ]; then
    UUID=$(only_one)
  fi
}

value() { blkid -p -s "$1" -o value "$2" 2>/dev/null || true; }

uuid_of() { # DEVICE-OR-UUID
  local type
  if [ ! -b "$1" ]; then
    [[ $1 =~ ^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$ ]] ||
      stop "$1 is no block device and no UUID of an ext4 file system." 2
    printf %s "$1" && return
  fi
  type=$(value TYPE "$1")
  [ "$type" = ext4 ] || stop "$1 has ${type:-no file system}, not ext4. To erase and format it: \
--format $1 --yes-erase-everything" 2
  value UUID "$1"
}

# The partition of the only USB stick that could be meant; else says what there is.
only_one() {
  local found
  found=$(lsblk -dnrpo NAME,TRAN 2>/dev/null | awk '$2 == "usb" { print $1 }' |
    while read -r disk; do
      lsblk -nrpo NAME,TYPE,FSTYPE,UUID "$disk" | awk '$3 == "ext4" { print $4 }'
    done)
  if [ "$(printf %s "$found" | grep -c .)" != 1 ]; then
    lsblk -o NAME,SIZE,TYPE,FSTYPE,LABEL,TRAN,MOUNTPOINT >&2 || true
    stop "Say which stick: --stick /dev/sdX1, or to erase it: --format /dev/sdX1 \
--yes-erase-everything, or --no-stick to keep the data on the card." 2
  fi
  printf %s "$found"
}

format() { # DEVICE ERASE
  [ -b "$1" ] || stop "$1 is no block device." 2
  if [ -n "$UUID" ] && [ "$(value UUID "$1")" = "$UUID" ]; then
    stop "$1 is the stick of this restaurant, with its data. It is not formatted." 2
  fi
  if findmnt -nS "$1" >/dev/null; then stop "$1 is mounted. Unmount it first: umount $1" 2; fi
  if [ "$(lsblk -rno NAME "$1" | wc -l)" -gt 1 ]; then
    stop "$1 is a whole disk with partitions. Name one of them." 2
  fi
  if [ -z "$2" ]; then
    lsblk -o NAME,SIZE,FSTYPE,LABEL,MODEL "$1" >&2 || true
    stop "Everything on $1 would be erased. If that is meant, add --yes-erase-everything." 2
  fi
  does "formats $1: all that was on it is gone" mkfs.ext4 -q -F -L POSDATA -m 5 "$1"
}

# Empty and immutable while nothing is mounted: nobody can write beside the stick by mistake.
mount_point() {
  local path=$ROOT$MOUNT
  mountpoint -q "$path" 2>/dev/null && return
  if [ -d "$path" ] && [ -n "$(ls -A "$path")" ]; then
    stop "$MOUNT is not empty. Move away what is in there: the stick will be mounted over it."
  fi
  [ -d "$path" ] || does "folder $MOUNT" mkdir -p "$path"
  case $(lsattr -d "$path" 2>/dev/null) in
    *i*' '*) ;;
    *) does "makes $MOUNT immutable while nothing is mounted there" immutable "$path" ;;
  esac
}
immutable() {
  chattr +i "$1" 2>/dev/null || say "  (this file system cannot; a missing stick is noticed all the same)"
}

mount_units() {
  local device units=/etc/systemd/system
  device=$(systemd-escape --path "/dev/disk/by-uuid/$UUID")
  fill <"$HERE/files/stick.mount" | DEVICE=$device fill_device | file "$units/$MOUNT_UNIT" 644 root:root
  file "$units/$device.device.d/50-pos-timeout.conf" 644 root:root <"$HERE/files/stick-timeout.conf"
  link "$units/$device.device.wants/$MOUNT_UNIT" "../$MOUNT_UNIT"
  file /etc/udev/rules.d/60-pos-stick.rules 644 root:root <"$HERE/files/60-pos-stick.rules"
}
# a device's name holds backslashes, which sed would take for its own
fill_device() { awk 'BEGIN { d = ENVIRON["DEVICE"] } {
  while (i = index($0, "@DEVICE@")) $0 = substr($0, 1, i - 1) d substr($0, i + 8)
  print }'; }

mount_stick() {
  mountpoint -q "$ROOT$MOUNT" 2>/dev/null && return
  has_systemd || return 0
  does "mounts the stick" start_mount
}
start_mount() {
  systemctl daemon-reload
  udevadm control --reload && udevadm trigger --settle --subsystem-match=scsi_disk
  systemctl start "$MOUNT_UNIT" ||
    stop "The stick could not be mounted: systemctl status $MOUNT_UNIT says why."
}

# The stick says whose it is, and pos.env says whose is wanted: here they come to agree.
adopt_stick() {
  local path=$ROOT$MOUNT/$STICK_ID_FILE
  if mountpoint -q "$ROOT$MOUNT" 2>/dev/null && [ -f "$path" ]; then
    local found
    found=$(cat "$path")
    if [ -n "$STICK_ID" ] && [ "$STICK_ID" != "$found" ]; then
      stop "The stick at $MOUNT says $found, /etc/pos/pos.env wants $STICK_ID: another stick. \
To take it nevertheless, put POS_STICK_ID=$found there."
    fi
    STICK_ID=$found
    return
  fi
  [ -n "$STICK_ID" ] || STICK_ID=$(cat /proc/sys/kernel/random/uuid)
}
mark_stick() {
  if ! mountpoint -q "$ROOT$MOUNT" 2>/dev/null; then
    [ -n "$DRY" ] || say "The stick is not mounted now: run this again when it is, to mark it."
    return
  fi
  printf '%s\n' "$STICK_ID" | file "$MOUNT/$STICK_ID_FILE" 644 root:root
  folder "$MOUNT/pos" 700 pos:pos
}
