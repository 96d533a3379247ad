#!/usr/bin/env bash
# keeper.sh OWNER LEASE: waits until the process OWNER is gone, however it ended, and gives its lease back.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
. "$ROOT/ops/lib/lease.sh"
. "$ROOT/ops/lib/postgres.sh"

start=$(started_at "$1") || start=gone
while is_alive "$1" "$start"; do sleep 0.5; done
[ -e "$2" ] || exit 0
pg_locate
give_back "$2"
