#!/usr/bin/env bash
# Installs what a fresh Debian with only the .NET SDK lacks, then checks the format, builds and runs every test.
# Ends with the line "N passed, N failed, N skipped"; exit code 0 only when tests ran and none failed.
set -uo pipefail
cd "$(dirname "$0")"

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

install_missing() {
  local packages=()
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages+=(postgresql)
  PATH=$PATH:/usr/sbin command -v nginx >/dev/null 2>&1 || packages+=(nginx-light)
  command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || packages+=(nodejs npm)
  command -v chromium >/dev/null 2>&1 || packages+=(chromium)
  command -v gcc >/dev/null 2>&1 || packages+=(gcc libc6-dev)
  PATH=$PATH:/usr/sbin:/sbin command -v ip >/dev/null 2>&1 || packages+=(iproute2)
  [ ${#packages[@]} -eq 0 ] && return
  echo "Installing: ${packages[*]}"
  as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${packages[@]}"
}

# The page in the browser is bundled with tools that need Node.js 20.19; older Debians have less, and npm has the newer one.
use_recent_node() {
  node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' && return
  npm install --silent --no-save --no-audit --no-fund --prefix artifacts/node node@22 || return 1
  export PATH="$PWD/artifacts/node/node_modules/node/bin:$PATH"
  node --version
}

fail() { echo "$1"; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

install_missing && use_recent_node || fail "Could not install the tools the tests need."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet restore Scheduling.sln --locked-mode || fail "Restore failed: the lock files and the package versions disagree."
./audit.sh || fail "A package has a known vulnerability."
# White space only: the build enforces style and analyzers.
dotnet format whitespace . --folder --verify-no-changes || fail "Format check failed: run 'dotnet format'."
dotnet build Scheduling.sln -c Release --no-restore || fail "Build failed."

# Random tests start from this; a run that failed repeats with it.
export SCHEDULING_SEED="${SCHEDULING_SEED:-$RANDOM}"
echo "SCHEDULING_SEED=$SCHEDULING_SEED"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test --solution Scheduling.sln -c Release --no-build --no-progress --max-parallel-test-modules 1 "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

count() { sed -nE "s/^ *$1: ([0-9]+).*/\1/p" "$log" | tail -n 1; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
echo "${passed:-0} passed, ${failed:-0} failed, ${skipped:-0} skipped"
[ "$status" -eq 0 ] && [ "${failed:-0}" -eq 0 ] && [ "${passed:-0}" -gt 0 ]
