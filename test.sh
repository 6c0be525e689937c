#!/usr/bin/env bash
# Runs every test: provisions private servers, publishes the native AOT programs once, tests the solution.
# Ends with `N passed, N failed` alone on a line; exit code 0 only when nothing failed.
#
#   ./test.sh                     everything
#   ./test.sh --filter EXPR       only the tests that `dotnet test --filter` selects
#
#   GRPCEXP_TEST_POSTGRES         Npgsql connection string of a server to use instead of a private one
#   GRPCEXP_TEST_REDIS            host:port of a server to use instead of a private one
#   GRPCEXP_SHARED                folder with the reference data; default: `shared` beside the checkout
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
. eng/prerequisites.sh

filter=()
if [ "${1:-}" = --filter ]; then
  [ $# -eq 2 ] || { say "usage: ./test.sh [--filter EXPRESSION]"; exit 2; }
  filter=(--filter "$2")
elif [ $# -gt 0 ]; then
  say "usage: ./test.sh [--filter EXPRESSION]"
  exit 2
fi

require_sdk || exit 1
require_linker || exit 1
require_debian node nodejs || exit 1
require_debian npm npm || exit 1
require_python_module grpc python3-grpcio || exit 1
# The tests stop processes with the program `kill`, which a minimal system lacks.
require_debian ps procps || exit 1
require_debian curl curl || exit 1
require_debian chromium chromium || exit 1
export GRPCEXP_SHARED=${GRPCEXP_SHARED:-$(cd "$root/.." && pwd)/shared}
if [ ! -f "$GRPCEXP_SHARED/vectors/bucketing.json" ]; then
  say "error: the reference data is missing: there is no '$GRPCEXP_SHARED/vectors/bucketing.json'."
  say "       Put the 'shared' folder beside the checkout, or name it in GRPCEXP_SHARED."
  exit 1
fi

scratch=$(mktemp -d "${TMPDIR:-/tmp}/grpcexp-test.XXXXXX")
# Servers and commands that tests start live for seconds: what profiling their code would make faster, they never run.
export DOTNET_TieredPGO=0
# One compiler for all builds of the run: every project after the first few compiles in a third of the time. A server of our
# own, as another's may be of another SDK, and ends with the run.
export UseSharedCompilation=true SharedCompilationId=grpcexp-test-$$
finish() {
  status=$?
  eng/provision.sh stop "$scratch" || true
  pkill -f -- "-pipename:$SharedCompilationId" || true
  rm -rf "$scratch"
  exit $status
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

step() { printf '\n== %s (%ss)\n' "$1" "$SECONDS"; }

# A step that must succeed: without it there is nothing to count.
must() {
  "$@" && return 0
  say "error: '$*' failed; the tests were not run."
  exit 1
}

step "private PostgreSQL and Redis"
servers=$(GRPCEXP_PG_FAST=1 eng/provision.sh start "$scratch") || { say "error: the servers could not be provisioned."; exit 1; }
while IFS= read -r line; do export "${line?}"; done <<<"$servers"
printf '%s\n' "$servers"

step "build"
must dotnet build GrpcExp.sln -c Release -v quiet -nologo

step "native AOT sidecar"
must dotnet publish sidecar/GrpcExp.Sidecar.csproj -c Release -r linux-x64 -o artifacts/sidecar -v quiet -nologo
export GRPCEXP_SIDECAR=$root/artifacts/sidecar/grpcexp-sidecar

step "native AOT interoperability programs"
for side in server client; do
  must dotnet publish "tests/Conformance/Interop${side^}/GrpcExp.Interop${side^}.csproj" -c Release -r linux-x64 -o "artifacts/interop-$side" -v quiet -nologo
done
export GRPCEXP_INTEROP_SERVER=$root/artifacts/interop-server/grpcexp-interop-server
export GRPCEXP_INTEROP_CLIENT=$root/artifacts/interop-client/grpcexp-interop-client

step "tests"
results=$scratch/results
failed_run=0
# One project at a time: they share two cores, and end-to-end tests start servers of their own.
for project in tests/*/GrpcExp.*.csproj; do
  name=$(basename "$project" .csproj)
  printf '\n-- %s (%ss)\n' "$name" "$SECONDS"
  dotnet test "$project" -c Release --no-build -nologo -v quiet \
    --logger "console;verbosity=minimal" --logger "trx;LogFileName=$name.trx" --results-directory "$results" "${filter[@]}" || failed_run=1
  if [ ! -f "$results/$name.trx" ] && [ ${#filter[@]} -eq 0 ]; then
    say "error: $name left no results: its run broke off."
    failed_run=1
  fi
done

if [ ${#filter[@]} -eq 0 ]; then
  step "the same code on the upstream gRPC packages"
  # 3: the packages do not restore here.
  eng/upstream.sh
  [ $? -eq 1 ] && failed_run=1
fi

step "promises and the tests that prove them"
grep -rhoE 'Trait\("Promise", *"P[0-9.]+"\)' tests --include='*.cs' | grep -oE 'P[0-9.]+' | sort -V | uniq -c |
  while read -r count promise; do printf '%-6s %s tests\n' "$promise" "$count"; done

passed=0
failed=0
for trx in "$results"/*.trx; do
  [ -f "$trx" ] || continue
  counters=$(grep -oE '<Counters [^>]*>' "$trx" | head -n 1)
  p=$(sed -nE 's/.* passed="([0-9]+)".*/\1/p' <<<"$counters")
  t=$(sed -nE 's/.* total="([0-9]+)".*/\1/p' <<<"$counters")
  # Whatever did not pass has failed: a skipped or aborted test is not a passed one.
  passed=$((passed + ${p:-0}))
  failed=$((failed + ${t:-0} - ${p:-0}))
done
[ $failed_run -ne 0 ] && [ $failed -eq 0 ] && failed=1
[ $passed -eq 0 ] && [ $failed -eq 0 ] && { say "error: no test was run."; failed=1; }

printf '\nall steps took %ss\n' "$SECONDS"
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
