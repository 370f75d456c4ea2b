#!/usr/bin/env bash
# Waits a while for the stick, then starts every service under pm2, in any case: services that own
# files wait for their storage by themselves, and /health says what is missing.
set -euo pipefail

usage() {
  cat <<'END'
Usage: ./start_server.sh [--wait SECONDS]

  Waits until something is mounted at POS_REQUIRE_MOUNT (without that variable: at
  /media/usbdrive, where there is such a folder), at most SECONDS (30), then starts the system
  in any case. Variables come from the environment, or from .env beside package.json.
  What is said goes to standard output and, where it can be written, to POS_LOG_FILE
  (/var/log/pos_backend.log).
END
}

wait_s=30
while [ $# -gt 0 ]; do
  case $1 in
    --wait) wait_s=${2-} && shift ;;
    --help | -h) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift || break
done
if ! [[ $wait_s =~ ^[0-9]+$ ]]; then usage >&2 && exit 2; fi

cd "$(dirname "$(readlink -f "$0")")/.."
PATH=$PWD/node_modules/.bin:$PATH

# A variable of .env, where the environment does not say it.
setting() { # NAME DEFAULT
  local value=${!1-}
  if [ -z "$value" ] && [ -r .env ]; then value=$(sed -n "s/^$1=//p" .env | tail -n 1); fi
  printf '%s' "${value:-$2}"
}

log=$(setting POS_LOG_FILE /var/log/pos_backend.log)
if { : >>"$log"; } 2>/dev/null; then
  # --output-error: a full card must not silence the journal
  exec > >(exec tee --append --output-error=warn -- "$log") 2>&1
else
  echo "No log file: $log cannot be written."
fi

mount=$(setting POS_REQUIRE_MOUNT '')
[ -n "$mount" ] || { [ -d /media/usbdrive ] && mount=/media/usbdrive; }
if [ -n "$mount" ] && ! mountpoint -q "$mount"; then
  echo "Waiting up to $wait_s s for the stick to be mounted at $mount."
  end=$((SECONDS + wait_s))
  while [ $SECONDS -lt "$end" ] && ! mountpoint -q "$mount"; do sleep 0.2; done
  if mountpoint -q "$mount"; then
    echo "$mount is mounted."
  else
    echo "Nothing is mounted at $mount. Starting all the same: the services wait for it."
  fi
fi

# not the services' cache: what is there counts as made, and start.ts makes that one whole
export NODE_COMPILE_CACHE=${NODE_COMPILE_CACHE:-$(setting POS_STATE_DIR state)/start-cache}
exec node --max-semi-space-size=1 deploy/start.ts
