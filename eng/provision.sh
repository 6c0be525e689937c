#!/usr/bin/env bash
# Starts a private PostgreSQL and a private Redis on free loopback ports, or stops them again.
#
#   eng/provision.sh start DIR   prints GRPCEXP_TEST_POSTGRES=… and GRPCEXP_TEST_REDIS=… on stdout
#   eng/provision.sh stop DIR    stops what start began; safe to repeat
#   eng/provision.sh crash DIR   kills the PostgreSQL that start began with SIGKILL, and starts it again on its port
#
# DIR keeps the process ids. A server that one of the two variables already names is used as it is and
# never stopped. System-wide servers are left alone.
#
#   GRPCEXP_TEST_POSTGRES   an Npgsql connection string of a server where databases may be created
#   GRPCEXP_TEST_REDIS      host:port
#   GRPCEXP_PG_SHARED_BUFFERS   memory that PostgreSQL keeps pages in, 256MB unless set
#   GRPCEXP_PG_FAST=1       gives up durability for speed (tests that kill no server)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/eng/prerequisites.sh"

usage() { say "usage: eng/provision.sh start|stop|crash DIR"; exit 2; }
[ $# -eq 2 ] || usage
verb=$1
dir=$2

# PostgreSQL refuses to run as root.
as_server_user() {
  if [ "$(id -u)" -ne 0 ]; then "$@"; return; fi
  local user=postgres
  id "$user" >/dev/null 2>&1 || user=nobody
  runuser -u "$user" -- "$@"
}

free_port() {
  local port
  for _ in $(seq 1 200); do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { printf '%s\n' "$port"; return 0; }
  done
  say "error: no free loopback port between 20000 and 32000."
  return 1
}

# Where start_postgres has laid it, with the options that it chose.
run_postgres() {
  local bin home
  home=$(cat "$dir/postgres.home"); bin=$(cat "$dir/postgres.bin")
  (cd "$home" && as_server_user "$bin/pg_ctl" -D "$home/data" -l "$home/server.log" -w -t 60 -o "$(cat "$dir/postgres.options")" start) >"$dir/pg_ctl.log" 2>&1 </dev/null
}

crash_postgres() {
  [ -f "$dir/postgres.home" ] || { say "error: $dir has no PostgreSQL that start began."; return 1; }
  local pid deadline=$((SECONDS + 30))
  pid=$(head -n 1 "$(cat "$dir/postgres.home")/data/postmaster.pid")
  kill -KILL "$pid"
  # Its backends end when they see that it is gone; until then their memory keeps a new server from starting.
  while [ $SECONDS -lt $deadline ]; do
    kill -0 "$pid" 2>/dev/null || { run_postgres && return 0; }
    read -r -t 0.05 <> <(:) || true
  done
  say "error: PostgreSQL did not come back:"
  tail -n 10 "$(cat "$dir/postgres.home")/server.log" >&2 || true
  return 1
}

start_postgres() {
  require_debian initdb postgresql
  local bin home port log
  bin=$(dirname "$(find_program initdb)")
  # A home of its own under the system's temp folder: DIR may lie where the server's user cannot go.
  home=$(mktemp -d "${TMPDIR:-/tmp}/grpcexp-pg.XXXXXX")
  printf '%s\n' "$home" >"$dir/postgres.home"
  printf '%s\n' "$bin" >"$dir/postgres.bin"
  if [ "$(id -u)" -eq 0 ]; then
    local user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    chown "$user" "$home"
  fi
  log=$home/server.log
  (cd "$home" && as_server_user "$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync) >"$dir/initdb.log" 2>&1 ||
    { say "error: initdb failed:"; tail -n 5 "$dir/initdb.log" >&2; return 1; }
  local durability=""
  [ "${GRPCEXP_PG_FAST:-0}" = 1 ] && durability="-c fsync=off -c full_page_writes=off"
  for _ in 1 2 3 4 5; do
    port=$(free_port)
    printf '%s\n' "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=300 -c shared_buffers=${GRPCEXP_PG_SHARED_BUFFERS:-256MB} -c max_locks_per_transaction=256 $durability" >"$dir/postgres.options"
    if run_postgres; then
      printf 'GRPCEXP_TEST_POSTGRES=Host=127.0.0.1;Port=%s;Username=postgres;Database=postgres\n' "$port"
      return 0
    fi
  done
  say "error: PostgreSQL did not start:"
  tail -n 10 "$log" >&2 || true
  return 1
}

start_redis() {
  require_debian redis-server redis-server
  local home port
  home=$(mktemp -d "${TMPDIR:-/tmp}/grpcexp-redis.XXXXXX")
  printf '%s\n' "$home" >"$dir/redis.home"
  for _ in 1 2 3 4 5; do
    port=$(free_port)
    redis-server --port "$port" --bind 127.0.0.1 --dir "$home" --save '' --appendonly no \
      --daemonize yes --pidfile "$home/redis.pid" --logfile "$home/redis.log" >/dev/null
    local deadline=$((SECONDS + 20))
    while [ $SECONDS -lt $deadline ]; do
      if [ "$(redis_ping "$port")" = "+PONG" ]; then
        printf 'GRPCEXP_TEST_REDIS=127.0.0.1:%s\n' "$port"
        return 0
      fi
      grep -q 'Failed listening' "$home/redis.log" 2>/dev/null && break
      read -r -t 0.1 <> <(:) || true
    done
  done
  say "error: Redis did not start:"
  tail -n 10 "$home/redis.log" >&2 || true
  return 1
}

redis_ping() {
  { exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'PING\r\n' >&3 && read -r -t 2 answer <&3 && printf '%s' "${answer%$'\r'}"; exec 3>&-; } 2>/dev/null || true
}

stop_all() {
  if [ -f "$dir/postgres.home" ]; then
    local home bin
    home=$(cat "$dir/postgres.home"); bin=$(cat "$dir/postgres.bin")
    (cd / && as_server_user "$bin/pg_ctl" -D "$home/data" -m immediate -w -t 30 stop) >/dev/null 2>&1 || true
    rm -rf "$home"
    rm -f "$dir/postgres.home" "$dir/postgres.bin" "$dir/postgres.options"
  fi
  if [ -f "$dir/redis.home" ]; then
    local home; home=$(cat "$dir/redis.home")
    if [ -f "$home/redis.pid" ]; then
      local pid deadline=$((SECONDS + 10))
      pid=$(cat "$home/redis.pid")
      kill "$pid" 2>/dev/null || true
      # It still writes its last log lines into the folder that goes next.
      while kill -0 "$pid" 2>/dev/null && [ $SECONDS -lt $deadline ]; do
        read -r -t 0.05 <> <(:) || true
      done
    fi
    rm -rf "$home"
    rm -f "$dir/redis.home"
  fi
}

case $verb in
  start)
    mkdir -p "$dir"
    trap 'status=$?; [ $status -eq 0 ] || stop_all; exit $status' EXIT
    if [ -n "${GRPCEXP_TEST_POSTGRES:-}" ]; then printf 'GRPCEXP_TEST_POSTGRES=%s\n' "$GRPCEXP_TEST_POSTGRES"; else start_postgres; fi
    if [ -n "${GRPCEXP_TEST_REDIS:-}" ]; then printf 'GRPCEXP_TEST_REDIS=%s\n' "$GRPCEXP_TEST_REDIS"; else start_redis; fi
    ;;
  stop) stop_all ;;
  crash) crash_postgres ;;
  *) usage ;;
esac
