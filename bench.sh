#!/usr/bin/env bash
# Measures the product beside the baseline in one run: builds, runs every workload alternating, prints a table and keeps the
# figures in artifacts/bench/. --only W1,W3, --rounds N, --seconds N, --quick; see docs/performance.md.
set -euo pipefail
cd "$(dirname "$0")"

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql
fi
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build benchmarks/Scheduling.Benchmarks -c Release -v q --nologo
exec dotnet benchmarks/Scheduling.Benchmarks/bin/Release/net10.0/Scheduling.Benchmarks.dll suite "$@"
