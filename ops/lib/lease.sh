# shellcheck shell=bash
# A lease says "process P uses the private database, and has started these processes". Whoever ends last stops the
# database. Each lease has a keeper: a process of its own session that waits for the owner and then gives the lease
# back, so that even kill -9 of the owner leaves neither a service nor a database running. Sourced after common.sh.

LEASES=$LOCAL/leases

# started_at PID: the kernel's start tick of a living process. With the id it names a process for ever; an id alone is
# reused.
started_at() {
  local stat
  { IFS= read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  stat=${stat##*) }
  # A zombie has ended: only its parent has not looked yet.
  [ "${stat%% *}" != Z ] || return 1
  # shellcheck disable=SC2086 # The words are fields.
  set -- $stat
  echo "${20}"
}

is_alive() { [ "$(started_at "$1")" = "$2" ]; }

lock_leases() {
  mkdir -p "$LEASES"
  exec 9>"$LOCAL/lock"
  flock 9
}

unlock_leases() { exec 9>&-; }

# take_lease: the calling script becomes a user of the database. Sets LEASE.
take_lease() {
  mkdir -p "$LEASES" "$LOCAL/log"
  LEASE=$LEASES/$$
  printf 'owner %s %s\n' "$$" "$(started_at $$)" >"$LEASE"
  setsid bash "$ROOT/ops/lib/keeper.sh" $$ "$LEASE" </dev/null >>"$LOCAL/log/keeper.log" 2>&1 9>&- &
}

# lease_process PID: the process ends before the lease does.
lease_process() { printf 'process %s %s\n' "$1" "$(started_at "$1")" >>"$LEASE"; }

# end_process PID START: asks to stop, waits up to 20 seconds, then insists.
end_process() {
  local pid=$1 start=$2 tries
  is_alive "$pid" "$start" || return 0
  kill -TERM "$pid" 2>/dev/null || true
  for ((tries = 0; tries < 200; tries++)); do
    is_alive "$pid" "$start" || return 0
    sleep 0.1
  done
  kill -KILL "$pid" 2>/dev/null || true
}

# lease_in_use: some lease's owner still lives. Leases of the dead are swept.
lease_in_use() {
  local file kind pid start used=1
  for file in "$LEASES"/*; do
    [ -e "$file" ] || continue
    read -r kind pid start <"$file" || true
    if [ "$kind" = owner ] && is_alive "$pid" "$start"; then
      used=0
    else
      rm -f "$file"
    fi
  done
  return $used
}

# give_back LEASE: ends the lease's processes, then the database when nobody else uses it.
give_back() {
  local lease=$1 kind pid start
  [ -e "$lease" ] || return 0
  while read -r kind pid start; do
    [ "$kind" != process ] || end_process "$pid" "$start"
  done <"$lease"
  lock_leases
  rm -f "$lease"
  lease_in_use || pg_stop
  unlock_leases
}
