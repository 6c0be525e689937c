#!/usr/bin/env bash
# Puts the echo server and the bare Kestrel endpoint, both native AOT, under h2load in turn over Unix sockets, and prints
# what the gRPC runtime keeps of the bare endpoint's throughput and takes of its latency.
#
#   loadtests/Echo/measure.sh [--rounds N] [--upstream]
#
#   --rounds N    pairs of measurements, 1 to 99; the medians of their ratios are printed. Default 7
#   --upstream    measures the upstream gRPC packages too, where they restore
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$root/eng/prerequisites.sh"

rounds=7
upstream=0
usage() { say "usage: loadtests/Echo/measure.sh [--rounds 1..99] [--upstream]"; exit 2; }
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) [[ ${2:-} =~ ^[1-9][0-9]?$ ]] || usage; rounds=$2; shift 2 ;;
    --upstream) upstream=1; shift ;;
    *) usage ;;
  esac
done
require_sdk || exit 1
require_linker || exit 1
require_debian h2load nghttp2-client || exit 1

# publish NAME [PROPERTY...]
publish() {
  local name=$1; shift
  say "publishing $name ..."
  (cd "$root" && dotnet publish loadtests/Echo/GrpcExp.Echo.csproj -c Release -r linux-x64 -o "artifacts/$name" -v quiet -nologo "$@") >&2
}
publish echo
servers=(bare ours)
[ $upstream -eq 0 ] || { publish echo-upstream -p:UpstreamPackages=true; servers+=(upstream); }

scratch=$(mktemp -d "${TMPDIR:-/tmp}/grpcexp-echo.XXXXXX")
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$scratch"
}
trap finish EXIT

# A frame of one message of 16 bytes: field 1 with 14 bytes.
printf '\x00\x00\x00\x00\x10\x0a\x0e\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e' >"$scratch/request"
for server in "${servers[@]}"; do
  program=$root/artifacts/echo/grpcexp-echo
  mode=grpc
  [ "$server" != bare ] || mode=bare
  [ "$server" != upstream ] || program=$root/artifacts/echo-upstream/grpcexp-echo
  "$program" $mode "$scratch/$server.sock" >"$scratch/$server.log" 2>&1 &
  pids+=($!)
  for _ in $(seq 100); do [ -S "$scratch/$server.sock" ] && break; sleep 0.1; done
  [ -S "$scratch/$server.sock" ] || { say "error: the $server server did not start:"; cat "$scratch/$server.log" >&2; exit 1; }
done

# load SERVER CONNECTIONS STREAMS REQUESTS: prints requests a second and the mean time of a request in microseconds.
load() {
  h2load -B "unix:$scratch/$1.sock" -c "$2" -m "$3" -n "$4" -d "$scratch/request" \
    -H 'content-type: application/grpc' -H 'te: trailers' http://localhost/grpcexp.echo.v1.EchoService/Echo >"$scratch/out"
  awk -v wanted="$4" '
    function us(t) { return t ~ /us$/ ? t + 0 : t ~ /ms$/ ? t * 1000 : t * 1000000 }
    /^finished in/ { rate = $4 }
    /^status codes/ { ok = $3 }
    /^time for request/ { mean = us($6) }
    END { if (ok + 0 != wanted) { print "error: " ok " of " wanted " requests succeeded" > "/dev/stderr"; exit 1 } print rate, mean }
  ' "$scratch/out"
}

for server in "${servers[@]}"; do load "$server" 4 16 100000 >/dev/null; load "$server" 1 1 10000 >/dev/null; done
for round in $(seq "$rounds"); do
  # The order turns round, so that a machine that slows down slows both.
  order=("${servers[@]}")
  if [ $((round % 2)) -eq 0 ]; then order=(); for s in "${servers[@]}"; do order=("$s" "${order[@]}"); done; fi
  for server in "${order[@]}"; do
    read -r rate _ < <(load "$server" 4 16 200000)
    read -r _ mean < <(load "$server" 1 1 20000)
    printf '%s %s %s %s\n' "$round" "$server" "$rate" "$mean" >>"$scratch/results"
  done
done

awk '
  function median(list, n,    i, j, t) {
    for (i = 2; i <= n; i++) { t = list[i]; for (j = i - 1; j > 0 && list[j] > t; j--) list[j + 1] = list[j]; list[j + 1] = t }
    return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
  }
  { rate[$2, $1] = $3; mean[$2, $1] = $4; if (!seen[$2]++) names[++count] = $2; if ($1 > rounds) rounds = $1 }
  END {
    printf "%-10s %14s %8s %14s %8s\n", "server", "4x16 req/s", "kept", "1x1 mean us", "taken"
    split("bare ours upstream", order, " ")
    for (k = 1; k <= 3; k++) {
      name = order[k]
      if (!seen[name]) continue
      for (r = 1; r <= rounds; r++) {
        a[r] = rate[name, r]; b[r] = rate[name, r] / rate["bare", r]; c[r] = mean[name, r]; d[r] = mean[name, r] / mean["bare", r]
      }
      printf "%-10s %14.0f %8.3f %14.1f %8.3f\n", name, median(a, rounds), median(b, rounds), median(c, rounds), median(d, rounds)
    }
  }' "$scratch/results"
