#!/usr/bin/env bash
# The fault suite: a cluster under load, and one fault after the other, for so many minutes, or each once. Prints each, and of a run of minutes a table at
# the end, which it also writes to artifacts/faults.md. With --plain, silos write each record by itself. Exit code 1 when the checker or the auditor found anything. See docs/reliability.md.
set -euo pipefail
cd "$(dirname "$0")"

usage() { echo "usage: ./faults.sh [--minutes 30 | --once] [--seed N] [--plain]"; }

minutes=30 seed=$RANDOM classes=(-class Scheduling.Cluster.Tests.Faults.LongRunTests)
while [ $# -gt 0 ]; do
  case $1 in
    --minutes | --seed)
      [[ ${2:-} =~ ^[0-9]+$ ]] || { echo "$1 takes a whole number." >&2; usage >&2; exit 2; }
      if [ "$1" = --minutes ]; then minutes=$2; else seed=$2; fi
      shift 2 ;;
    --plain) export SCHEDULING_FAULTS_SILO_ARGS=--Storage:GroupCommit=false; shift ;;
    --once) classes=(-class Scheduling.Cluster.Tests.Faults.FaultTests -class Scheduling.Cluster.Tests.Faults.LastFaultTests -class Scheduling.Cluster.Tests.Faults.FullDiskTests); shift ;;
    --help) usage; exit 0 ;;
    *) echo "'$1' is not an option." >&2; usage >&2; exit 2 ;;
  esac
done

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 SCHEDULING_FAULTS_MINUTES=$minutes SCHEDULING_SEED=$seed
echo "seed $seed"
dotnet build tests/Cluster.Tests -c Release -v quiet
program=(tests/Cluster.Tests/bin/Release/net*/Scheduling.Cluster.Tests)
"${program[0]}" -explicit on "${classes[@]}" -noColor -showLiveOutput
