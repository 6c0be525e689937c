#!/usr/bin/env bash
# Builds the solution with the upstream gRPC packages in place of src/Rpc, beside the default build, and runs the tests
# that hold for both. The last line is the verdict.
#
#   eng/upstream.sh [--no-build]
#
# Exit code 0: it builds and the tests pass. 1: it does not. 3: the packages do not restore here, nothing was tested.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
export GRPCEXP_SHARED=${GRPCEXP_SHARED:-$(cd "$root/.." && pwd)/shared}
switch=-p:UpstreamPackages=true
out=artifacts/upstream
log=$out/restore.log
# A test that hangs must not hold up whoever waits for the verdict.
limit=${GRPCEXP_UPSTREAM_TEST_SECONDS:-180}

verdict() { printf 'upstream: %s (%ss)\n' "$2" "$SECONDS"; exit "$1"; }

mkdir -p "$out"
if [ "${1:-}" != --no-build ]; then
  if ! dotnet restore GrpcExp.sln $switch -v quiet -nologo >"$log" 2>&1; then
    # Only what no feed has, or a feed that does not answer, is the feed's fault.
    grep -E 'error' "$log" | sort -u
    if grep -E 'error' "$log" | grep -qvE 'NU1(100|101|102|103|301)|error MSB4181'; then
      verdict 1 "FAILED, the restore has an error of our own"
    fi
    verdict 3 "NOT TESTED, the packages do not restore here"
  fi
  dotnet build GrpcExp.sln -c Release $switch --no-restore -v quiet -nologo || verdict 1 "FAILED, it does not build"
fi

mapfile -t leave_out < <(sed -nE 's/^(GrpcExp[^ #]*).*/\1/p' eng/upstream-differs.txt)
options=()
for test in "${leave_out[@]}"; do
  case $test in
    *.\*) options+=(-namespace- "${test%.\*}") ;;
    *) options+=(-method- "$test") ;;
  esac
done

failed=0
for name in GrpcExp.Unit GrpcExp.Conformance; do
  printf -- '-- %s (%ss)\n' "$name" "$SECONDS"
  timeout -k 5 "$limit" "$out/bin/$name/release/$name" -noColor -noLogo -trait- Runtime=own "${options[@]}" >"$out/$name.log" 2>&1
  code=$?
  grep -E '^ +[^ ].* \[FAIL\]| Total: ' "$out/$name.log"
  if [ "$code" -ne 0 ] || ! grep -qE ' Total: [1-9]' "$out/$name.log"; then
    failed=1
    printf 'error: %s ended with %s; the output is in %s\n' "$name" "$code" "$out/$name.log"
  fi
done
[ "$failed" -eq 0 ] || verdict 1 "FAILED, tests fail"
verdict 0 "OK, the solution builds and the tests pass"
