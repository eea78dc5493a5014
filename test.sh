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
# One compiler for all projects takes two thirds of the time; it would stay when the build is over.
dotnet build Scheduling.sln -c Release --no-restore -p:UseSharedCompilation=true || fail "Build failed."
dotnet build-server shutdown --vbcscompiler >/dev/null

# Random tests start from this; a run that failed repeats with it.
export SCHEDULING_SEED="${SCHEDULING_SEED:-$RANDOM}"
echo "SCHEDULING_SEED=$SCHEDULING_SEED"

# Most of the servers that tests start live for seconds: measuring themselves for a faster tomorrow costs them more than it brings.
export DOTNET_TieredPGO=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# These wait more than they work: two projects at a time. The others, which start and kill servers, have the machine to themselves.
status=0
run() {
  local together=$1 projects=$2 modules="" project; shift 2
  for project in $projects; do modules+="tests/$project.Tests/bin/Release/net10.0/Scheduling.$project.Tests.dll;"; done
  dotnet test --test-modules "$modules" --root-directory "$PWD" --no-progress --max-parallel-test-modules "$together" "$@" 2>&1 | tee -a "$log"
  [ "${PIPESTATUS[0]}" -eq 0 ] || status=1
}
others=$(ls tests | sed -n 's/\.Tests$//p' | grep -vxE 'Grains|GraphQL|Simulation|Board' | xargs)
run 2 "Grains GraphQL Simulation Board" "$@"
run 1 "$others" "$@"

count() { sed -nE "s/^ *$1: ([0-9]+)$/\1/p" "$log" | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
echo "${passed:-0} passed, ${failed:-0} failed, ${skipped:-0} skipped"
[ "$status" -eq 0 ] && [ "${failed:-0}" -eq 0 ] && [ "${passed:-0}" -gt 0 ]
