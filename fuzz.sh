#!/usr/bin/env bash
# Generated inputs for every parser: FUZZ_INPUTS of them in all, a million unless said. The seed is printed; a run that failed
# repeats with SCHEDULING_SEED. ./test.sh runs some fifty thousand each time, with a fresh seed.
set -uo pipefail
cd "$(dirname "$0")"
export FUZZ_INPUTS="${FUZZ_INPUTS:-1000000}" SCHEDULING_SEED="${SCHEDULING_SEED:-$RANDOM}" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
echo "FUZZ_INPUTS=$FUZZ_INPUTS SCHEDULING_SEED=$SCHEDULING_SEED"
status=0
for project in GraphQL.Tests Silo.Tests; do
  dotnet build "tests/$project" -c Release -v q || exit 1
  dotnet test --project "tests/$project" -c Release --no-build --no-progress --output detailed \
    --filter-namespace "Scheduling.$project.Fuzzing" || status=1
done
exit "$status"
