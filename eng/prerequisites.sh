# Checks and installs what the scripts need. Sourced, never run: `. eng/prerequisites.sh`.
# Every function says in one sentence what is missing and how to get it, and returns 1.

say() { printf '%s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else return 1
  fi
}

# require_sdk: the .NET SDK that global.json asks for.
require_sdk() {
  if ! command -v dotnet >/dev/null 2>&1; then
    say "error: 'dotnet' is not on PATH. Install the .NET SDK 10 and try again."
    return 1
  fi
  if ! (cd "$root" && dotnet --version >/dev/null 2>&1); then
    say "error: no .NET SDK 10 was found ('dotnet --list-sdks' shows what there is). Install it and try again."
    return 1
  fi
}

# require_linker: native AOT links with clang or gcc.
require_linker() {
  if ! command -v clang >/dev/null 2>&1 && ! command -v gcc >/dev/null 2>&1; then
    say "error: neither 'clang' nor 'gcc' is on PATH; the native AOT sidecar needs one to link."
    say "       On Debian: apt-get install -y gcc libc6-dev"
    return 1
  fi
}

# require_debian PROGRAM PACKAGE...: installs the packages when the program is missing.
require_debian() {
  local program=$1; shift
  find_program "$program" >/dev/null && return 0
  install_debian "'$program'" "$@" || return 1
  find_program "$program" >/dev/null || { say "error: '$program' is still missing after installing $*."; return 1; }
}

# require_python_module MODULE PACKAGE...: installs the packages when Debian's Python lacks the module.
require_python_module() {
  local module=$1; shift
  debian_python_has "$module" && return 0
  install_debian "the Python module '$module'" "$@" || return 1
  debian_python_has "$module" || { say "error: the Python module '$module' is still missing after installing $*."; return 1; }
}

# By its path: another Python may come first, without Debian's modules.
debian_python_has() { /usr/bin/python3 -c "import $1" >/dev/null 2>&1; }

# install_debian WHAT PACKAGE...: installs packages for the sake of something that is missing.
install_debian() {
  local what=$1; shift
  if ! command -v apt-get >/dev/null 2>&1; then
    say "error: $what is missing and this system has no apt-get. Install $* and try again."
    return 1
  fi
  say "installing $* (for $what)"
  local log; log=$(mktemp)
  # The lock is waited for: another installation may be under way.
  if ! { as_root apt-get -o DPkg::Lock::Timeout=300 update -q &&
         as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends "$@"; } >"$log" 2>&1; then
    say "error: $what is missing and 'apt-get install -y $*' failed:"
    tail -n 5 "$log" >&2
    say "       Install it by hand (as root or with sudo) and try again."
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

# find_program NAME: its path; also where Debian keeps PostgreSQL's server programs.
find_program() {
  command -v "$1" 2>/dev/null && return 0
  local found
  found=$(ls -1 /usr/lib/postgresql/*/bin/"$1" 2>/dev/null | sort -V | tail -n 1)
  [ -n "$found" ] && printf '%s\n' "$found"
}
