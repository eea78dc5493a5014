#!/usr/bin/env bash
# Asks the package registries for known vulnerabilities of what the lock files name. Exit code 1 when there are any.
# A registry that has no advisories to give is named as such: then nothing was checked, which is not the same as nothing found.
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# NuGet warns (NU1905) of a source without advisories only when it is named as one to ask.
nuget_has_advisories() {
  local sources
  sources=$(dotnet nuget list source --format short | sed -n 's/^E //p')
  {
    echo '<configuration><auditSources><clear/>'
    local n=0
    for source in $sources; do echo "<add key=\"s$((n++))\" value=\"$source\"/>"; done
    echo '</auditSources></configuration>'
  } > "$work/nuget.config"
  echo '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup><PackageReference Include="NodaTime" Version="3.3.7"/></ItemGroup></Project>' > "$work/probe.csproj"
  echo '<Project/>' | tee "$work/Directory.Build.props" > "$work/Directory.Packages.props"
  dotnet restore "$work/probe.csproj" > "$work/probe.log" 2>&1 || { tail -n 3 "$work/probe.log"; return 1; }
  ! grep -Eq 'NU1905|NU1900' "$work/probe.log"
}

echo "== NuGet"
if ! nuget_has_advisories; then
  echo "NOT CHECKED: the registry that packages come from here has no advisories."
else
  dotnet list Scheduling.sln package --vulnerable --include-transitive > "$work/nuget.log" 2>&1 || failed=1
  if grep -q 'has the following vulnerable packages' "$work/nuget.log"; then failed=1; fi
  cat "$work/nuget.log"
fi

for folder in src/GraphQL/Ide/app tests/Testing/node; do
  echo "== npm, $folder"
  if ! command -v npm > /dev/null; then
    echo "NOT CHECKED: npm is not installed."
    continue
  fi
  (cd "$folder" && npm audit --package-lock-only --json > "$work/npm.json" 2> "$work/npm.log")
  status=$?
  if ! grep -q '"auditReportVersion"' "$work/npm.json"; then
    echo "NOT CHECKED: the registry that packages come from here has no advisories ($(grep -m1 -oE 'audit [0-9]{3} [A-Za-z ]+' "$work/npm.log" || echo 'no report'))."
  elif [ "$status" -ne 0 ]; then
    failed=1
    (cd "$folder" && npm audit --package-lock-only)
  else
    echo "No known vulnerabilities."
  fi
done

[ "$failed" -eq 0 ] || echo "There are known vulnerabilities."
exit "$failed"
