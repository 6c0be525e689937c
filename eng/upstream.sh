#!/usr/bin/env bash
# Builds everything but the tests that need servers with the upstream gRPC packages in place of src/Rpc, beside the default
# build, and runs the tests that hold for both. The last line is the verdict.
#
#   eng/upstream.sh [--no-build]
#
# A test that fails is tried once more alone: the pace of a runtime that is not ours is not what is tested.
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
  if ! dotnet restore eng/upstream.slnf $switch -v quiet -nologo >"$log" 2>&1; then
    # Only what no feed has, or a feed that does not answer, is the feed's fault.
    grep -E 'error' "$log" | sort -u
    if grep -E 'error' "$log" | grep -qvE 'NU1(100|101|102|103|301)|error MSB4181'; then
      verdict 1 "FAILED, the restore has an error of our own"
    fi
    verdict 3 "NOT TESTED, the packages do not restore here"
  fi
  dotnet build eng/upstream.slnf -c Release $switch --no-restore -v quiet -nologo || verdict 1 "FAILED, it does not build"
fi

mapfile -t leave_out < <(sed -nE 's/^(GrpcExp[^ #]*).*/\1/p' eng/upstream-differs.txt)
options=()
for test in "${leave_out[@]}"; do
  case $test in
    *.\*) options+=(-namespace- "${test%.\*}") ;;
    *) options+=(-method- "$test") ;;
  esac
done

# run NAME OPTION...: runs tests of a project into its log and shows what failed.
run() {
  local name=$1 code
  shift
  timeout -k 5 "$limit" "$out/bin/$name/release/$name" -noColor -noLogo -trait- Runtime=own "$@" >"$out/$name.log" 2>&1
  code=$?
  # With the lines below it: why it failed.
  grep -E -A 12 '^ +[^ ].* \[FAIL\]' "$out/$name.log"
  grep -E ' Total: ' "$out/$name.log"
  return $code
}

failed=0
for name in GrpcExp.Unit GrpcExp.Conformance; do
  printf -- '-- %s (%ss)\n' "$name" "$SECONDS"
  run "$name" "${options[@]}"
  code=$?
  if [ "$code" -ne 0 ]; then
    mapfile -t again < <(sed -nE 's/^ +(GrpcExp[A-Za-z0-9_.]*).* \[FAIL\]$/\1/p' "$out/$name.log" | sort -u)
    if [ ${#again[@]} -gt 0 ]; then
      printf -- '-- once more: %s (%ss)\n' "${again[*]}" "$SECONDS"
      only=()
      for test in "${again[@]}"; do only+=(-method "$test"); done
      run "$name" "${only[@]}"
      code=$?
    fi
  fi
  if [ "$code" -ne 0 ] || ! grep -qE ' Total: [1-9]' "$out/$name.log"; then
    failed=1
    printf 'error: %s ended with %s; the output is in %s\n' "$name" "$code" "$out/$name.log"
  fi
done
[ "$failed" -eq 0 ] || verdict 1 "FAILED, tests fail"
verdict 0 "OK, it builds and the tests pass"
