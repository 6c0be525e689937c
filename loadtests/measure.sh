#!/usr/bin/env bash
# Publishes the sidecar, runs every load scenario (some five minutes; leave the machine alone meanwhile) and prints what goes
# into RESULTS.md. Exit code: that of the run. Further arguments go to the run, for example --seconds 30.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
dotnet publish sidecar/GrpcExp.Sidecar.csproj -c Release -r linux-x64 -o artifacts/sidecar -v q --nologo >&2 || exit 1
rm -f artifacts/load/all/report.md
dotnet run --project loadtests/Load -c Release -- all --out artifacts/load/all "$@" >&2
status=$?
# The histograms stay in the report itself.
[ -f artifacts/load/all/report.md ] && sed '/^## Histogram/,$d' artifacts/load/all/report.md
exit "$status"
