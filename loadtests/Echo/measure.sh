#!/usr/bin/env bash
# Puts the echo server and the bare Kestrel endpoint, both native AOT, under h2load in turn over Unix sockets, and prints
# what the gRPC runtime keeps of the bare endpoint's throughput and takes of its latency.
#
#   loadtests/Echo/measure.sh [--rounds N] [--upstream]
#
#   --rounds N    1 to 99, of four measurements of throughput and twenty of latency on every server; the medians of their
#                 ratios are printed. Default 7
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

# under SERVER CONNECTIONS STREAMS REQUESTS [OPTION...]: h2load, whose report is left in $scratch/out. Every request must succeed.
under() {
  local server=$1 connections=$2 streams=$3 requests=$4; shift 4
  h2load -B "unix:$scratch/$server.sock" -c "$connections" -m "$streams" -n "$requests" -d "$scratch/request" "$@" \
    -H 'content-type: application/grpc' -H 'te: trailers' http://localhost/grpcexp.echo.v1.EchoService/Echo >"$scratch/out"
  local succeeded
  succeeded=$(awk '/^status codes/ { print $3 }' "$scratch/out")
  [ "$succeeded" = "$requests" ] || { say "error: $succeeded of $requests requests succeeded on the $server server."; exit 1; }
}

# throughput SERVER: requests a second over 4 connections with 16 streams each.
throughput() { under "$1" 4 16 80000; awk '/^finished in/ { print $4 }' "$scratch/out"; }

# latency SERVER: the mean time of a request in microseconds, at one stream. The report rounds it, the log does not.
latency() {
  rm -f "$scratch/log"
  under "$1" 1 1 1500 --log-file="$scratch/log"
  awk -F '\t' '{ sum += $3 } END { print sum / NR }' "$scratch/log"
}

# The order turns round, and turns are short: a machine that slows down for a second slows every server.
turn=0
in_turn() {
  turn=$((turn + 1))
  local order=("${servers[@]}") server value
  if [ $((turn % 2)) -eq 0 ]; then order=(); for server in "${servers[@]}"; do order=("$server" "${order[@]}"); done; fi
  for server in "${order[@]}"; do
    value=$("$1" "$server")
    printf '%s %s %s %s\n' "$1" "$turn" "$server" "$value" >>"$scratch/results"
  done
}

for server in "${servers[@]}"; do throughput "$server" >/dev/null; under "$server" 1 1 10000; done
for _ in $(seq "$rounds"); do
  for _ in $(seq 4); do in_turn throughput; done
  for _ in $(seq 20); do in_turn latency; done
done

awk '
  function median(list, n,    i, j, t) {
    for (i = 2; i <= n; i++) { t = list[i]; for (j = i - 1; j > 0 && list[j] > t; j--) list[j + 1] = list[j]; list[j + 1] = t }
    return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
  }
  # The median of a server in its own unit, or of its ratios to the bare one in the same turn.
  function of(what, name, isRatio,    list, n, t) {
    for (t = 1; t <= turns; t++) if ((what, t, name) in value) list[++n] = isRatio ? value[what, t, name] / value[what, t, "bare"] : value[what, t, name]
    return median(list, n)
  }
  { value[$1, $2, $3] = $4; seen[$3] = 1; if ($2 > turns) turns = $2 }
  END {
    printf "%-10s %14s %8s %14s %8s\n", "server", "4x16 req/s", "kept", "1x1 mean us", "taken"
    split("bare ours upstream", order, " ")
    for (k = 1; k <= 3; k++) {
      name = order[k]
      if (name in seen) printf "%-10s %14.0f %8.3f %14.1f %8.3f\n", name, of("throughput", name, 0), of("throughput", name, 1), of("latency", name, 0), of("latency", name, 1)
    }
  }' "$scratch/results"
