# shellcheck shell=bash
# What install.sh and update.sh work with: what is already so is not done again, and each thing
# that is done is said, or with --dry-run only said. ROOT is a folder that stands for /.

shopt -s lastpipe # what is piped into `file` is counted here, not in a shell of its own
ROOT=${ROOT-}
DRY=${DRY-}
changes=0
outdated='' # what the running system began with is not what is written now

say() { printf '%s\n' "$*"; }
stop() { # SENTENCE [CODE]
  printf '%s\n' "$1" >&2
  exit "${2:-1}"
}

# Says what is done, and does it.
does() { # SENTENCE COMMAND…
  changes=$((changes + 1))
  if [ -n "$DRY" ]; then say "would: $1" && return; fi
  say "$1"
  "${@:2}"
}

# In another root the users of this machine mean nothing.
give() { # OWNER PATH
  [ -n "$ROOT" ] || chown "$1" "$2"
}
is_owned() { # OWNER PATH
  [ -n "$ROOT" ] || [ "$(stat -c %U:%G "$2")" = "$1" ]
}

folder() { # PATH MODE OWNER
  local path=$ROOT$1
  if [ -d "$path" ] && [ "$(stat -c %a "$path")" = "$2" ] && is_owned "$3" "$path"; then return; fi
  does "folder $1 ($3, $2)" make_folder "$path" "$2" "$3"
}
make_folder() {
  mkdir -p "$1"
  chmod "$2" "$1"
  give "$3" "$1"
}

# A file that the running system has read when it began.
read_at_start() { # PATH MODE OWNER
  local before=$changes
  file "$@"
  [ "$changes" = "$before" ] || outdated=yes
}

# Standard input becomes the file's content.
file() { # PATH MODE OWNER
  local path=$ROOT$1 content
  content=$(cat && printf x)
  content=${content%x}
  if [ -f "$path" ] && [ "$(stat -c %a "$path")" = "$2" ] && is_owned "$3" "$path" &&
    printf %s "$content" | cmp -s - "$path"; then return; fi
  does "file $1" make_file "$path" "$2" "$3" "$content"
}
make_file() {
  mkdir -p "$(dirname "$1")"
  printf %s "$4" >"$1.new"
  chmod "$2" "$1.new"
  give "$3" "$1.new"
  mv "$1.new" "$1"
}

link() { # NAME TARGET
  local name=$ROOT$1
  [ "$(readlink "$name")" = "$2" ] || does "link $1 → $2" make_link "$name" "$2"
}
make_link() { # in one step: there is always one or the other
  mkdir -p "$(dirname "$1")"
  ln -sfn "$2" "$1.new"
  mv -T "$1.new" "$1"
}

gone() { # PATH
  if [ -e "$ROOT$1" ] || [ -L "$ROOT$1" ]; then does "removes $1" rm -rf "$ROOT$1"; fi
}

# Whether there is a systemd to talk to: not in another root, nor while an image is made.
has_systemd() { [ -z "$ROOT" ] && [ -d /run/systemd/system ]; }

# A variable of pos.env.
setting() { # NAME DEFAULT
  local value
  value=$(sed -n "s/^$1=//p" "$ROOT/etc/pos/pos.env" 2>/dev/null | tail -n 1)
  printf %s "${value:-$2}"
}

# Starts the system, and anew where it runs with what has been changed since.
set_going() {
  if ! systemctl is-active -q pos-backend.service; then
    does 'starts pos-backend.service' systemctl start pos-backend.service
  elif [ -n "$outdated" ]; then
    does 'restarts pos-backend.service, which ran with other settings' \
      systemctl restart pos-backend.service
  fi
}
