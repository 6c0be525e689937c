#!/usr/bin/env bash
# Writes src/Rpc/PublicAPI.Shipped.txt anew: what GrpcExp.Rpc offers, one symbol a line. Look at the difference before
# it is committed; without the list, whatever is new or gone stops the build with RS0016 or RS0017.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
list=src/Rpc/PublicAPI.Shipped.txt
before=$(mktemp)
trap 'rm -f "$before"' EXIT
cp "$list" "$before"
printf '#nullable enable\n' >"$list"
# The build fails on purpose: every symbol is reported as missing from the empty list.
found=$(dotnet build src/Rpc/GrpcExp.Rpc.csproj -c Release -v quiet -nologo 2>&1 |
  sed -nE "s/.*error RS0016: Symbol '(.*)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u || true)
if [ -z "$found" ]; then
  cp "$before" "$list"
  echo "error: the build named no public symbol; does src/Rpc compile otherwise?" >&2
  exit 1
fi
printf '%s\n' "$found" >>"$list"
dotnet build src/Rpc/GrpcExp.Rpc.csproj -c Release -v quiet -nologo
echo "$list: $(wc -l <"$list") lines"
