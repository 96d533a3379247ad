# shellcheck shell=bash
# A private PostgreSQL for this checkout: found or installed, started, shared by leases (lease.sh), stopped with the
# last one. PAYMENTHUB_DB (an Npgsql connection string) wins: then nothing here is started. PG_BIN names a folder of
# binaries. Sourced after common.sh and lease.sh.

# Other people's settings for psql and libpq must not lead our own calls to their server.
unset PGHOST PGPORT PGUSER PGDATABASE PGDATA PGOPTIONS PGSERVICE PGPASSFILE

# pg_bins: the folder of server binaries, newest first; fails when there are none.
pg_bins() {
  local dir
  if [ -n "${PG_BIN:-}" ]; then
    [ -x "$PG_BIN/initdb" ] && echo "$PG_BIN"
    return
  fi
  while IFS= read -r dir; do
    [ ! -x "$dir/initdb" ] || {
      echo "$dir"
      return 0
    }
  done < <(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV; pg_config --bindir 2>/dev/null || true)
  return 1
}

# Debian's package would start a server of its own on port 5432: it is told not to, and its settings file is put back.
pg_install() {
  local prefix conf=/etc/postgresql-common/createcluster.conf saved status=0
  prefix=$(installer) || return 1
  say "Chưa có PostgreSQL: đang cài gói của Debian …" "PostgreSQL is missing: installing Debian's package"
  apt_install postgresql-common || return 1
  saved=$(mktemp)
  cat "$conf" >"$saved" 2>/dev/null || true
  printf '%s\n' 'create_main_cluster = false' 'start_conf = manual' | "$prefix" tee "$conf" >/dev/null
  apt_install postgresql || status=$?
  "$prefix" tee "$conf" <"$saved" >/dev/null
  rm -f "$saved"
  return "$status"
}

# pg_need_binaries: sets PGB to a folder of server binaries, installing them when allowed.
pg_need_binaries() {
  PGB=$(pg_bins) && return
  # shellcheck disable=SC2015 # Either failing leads to the same sentence.
  [ -z "${PG_BIN:-}" ] && pg_install && PGB=$(pg_bins) ||
    die 3 "Không tìm thấy PostgreSQL. Cài gói postgresql (apt-get install postgresql) hoặc đặt PAYMENTHUB_DB." \
      "PostgreSQL was not found. Install the package postgresql (apt-get install postgresql) or set PAYMENTHUB_DB."
}

# pg_locate: sets PGUSER_OS (who runs the server), PGSTATE (its folder) and PGSOCKET (a folder with a short path, since
# a socket's path is limited to 107 bytes). PostgreSQL refuses root, so root hands the server to the user postgres.
pg_locate() {
  local hash
  hash=$(printf %s "$ROOT" | sha256sum)
  hash=${hash:0:12}
  PGFALLBACK=/var/tmp/paymenthub-$hash
  PGSTATE=$LOCAL/pg
  # A pointer to another folder came with a copy of the checkout: that data is the original's.
  if [ "$(readlink "$PGSTATE")" = "$PGFALLBACK" ]; then PGSTATE=$PGFALLBACK; fi
  PGUSER_OS=$(id -un)
  if is_root; then
    PGUSER_OS=postgres
    # A cluster that an ordinary user made stays that user's.
    if [ -d "$PGSTATE/data" ]; then PGUSER_OS=$(stat -c %U "$PGSTATE/data"); fi
  fi
  PGSOCKET=/tmp/paymenthub-$hash-$(id -u "$PGUSER_OS" 2>/dev/null || echo new)
}

# pg_as COMMAND…: as the server's user, from a folder that every user may enter.
pg_as() (
  cd /
  if is_root; then
    exec runuser -u "$PGUSER_OS" -- "$@"
  else
    exec "$@"
  fi
)

# own_folder PATH: a private folder of the server's user. A folder that somebody else put there is refused.
own_folder() {
  mkdir -p -m 0700 "$1"
  ! is_root || [ "$(stat -c %U "$1")" != root ] || chown "$PGUSER_OS" "$1"
  [ ! -L "$1" ] && [ "$(stat -c %U "$1")" = "$PGUSER_OS" ] ||
    die 3 "Thư mục $1 thuộc về người khác." "The folder $1 belongs to somebody else."
  chmod 0700 "$1"
}

# The server's user may be unable to enter the checkout (under /root, or a private temporary folder):
# then the data lives under /var/tmp and .local/pg points there.
pg_folders() {
  mkdir -p "$LOCAL"
  if is_root && ! id "$PGUSER_OS" >/dev/null 2>&1; then
    useradd --system --no-create-home --shell /usr/sbin/nologin "$PGUSER_OS"
    pg_locate
  fi
  if [ -L "$PGSTATE" ]; then rm "$PGSTATE"; fi
  own_folder "$PGSTATE"
  if ! pg_as test -w "$PGSTATE" 2>/dev/null; then
    rmdir "$PGSTATE"
    ln -s "$PGFALLBACK" "$LOCAL/pg"
    PGSTATE=$PGFALLBACK
    own_folder "$PGSTATE"
  fi
  own_folder "$PGSOCKET"
}

# Durable, reachable through its socket only. Rewritten at every start, so a changed setting takes effect.
pg_settings() {
  cat <<END
listen_addresses = ''
unix_socket_directories = '$PGSOCKET'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 512MB
work_mem = 32MB
maintenance_work_mem = 128MB
max_wal_size = 4GB
wal_compression = on
checkpoint_timeout = 15min
random_page_cost = 1.1
fsync = on
synchronous_commit = on
full_page_writes = on
timezone = 'UTC'
log_timezone = 'UTC'
END
}

pg_create() {
  local have
  if [ -e "$PGSTATE/data/PG_VERSION" ]; then
    # Data stays with the release that wrote it: another release of the server cannot read it.
    have=$(cat "$PGSTATE/data/PG_VERSION")
    if [ "$("$PGB/postgres" --version | sed -E 's/.* ([0-9]+)[.a-z].*/\1/')" != "$have" ]; then
      PGB=/usr/lib/postgresql/$have/bin
      [ -x "$PGB/postgres" ] ||
        die 3 "Dữ liệu trong $PGSTATE thuộc PostgreSQL $have. Cài postgresql-$have, hoặc xóa thư mục ấy." \
          "The data in $PGSTATE is of PostgreSQL $have. Install postgresql-$have, or delete that folder."
    fi
    return
  fi
  say "Đang tạo cơ sở dữ liệu riêng trong .local …" "Creating a private database under .local"
  # A half-made cluster of an interrupted start has no PG_VERSION or no settings of ours: made again.
  pg_as rm -rf "$PGSTATE/making"
  pg_as "$PGB/initdb" -D "$PGSTATE/making" -U paymenthub --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    --data-checksums >"$LOCAL/log/initdb.log" 2>&1 || {
    cat "$LOCAL/log/initdb.log" >&2
    die 3 "Không tạo được cơ sở dữ liệu." "The database could not be created."
  }
  echo "include_if_exists = '../paymenthub.conf'" | pg_as tee -a "$PGSTATE/making/postgresql.conf" >/dev/null
  pg_as mv "$PGSTATE/making" "$PGSTATE/data"
}

# pg_pid: the process id of this cluster's server when it runs. A pid file alone proves nothing after a crash.
pg_pid() {
  local pid
  { read -r pid <"$PGSTATE/data/postmaster.pid"; } 2>/dev/null || return 1
  [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$(readlink -f "$PGSTATE/data")" ] && echo "$pid"
}

pg_ready() { "$PGB/pg_isready" -q -h "$PGSOCKET" -t 5; }

pg_start() {
  if pg_pid >/dev/null; then
    pg_ready && return
    # Alive but unreachable: a cleaner of /tmp has taken the socket.
    pg_stop
  fi
  pg_as rm -f "$PGSTATE/data/postmaster.pid"
  pg_settings | pg_as tee "$PGSTATE/paymenthub.conf" >/dev/null
  local log=$PGSTATE/server.log
  if ! pg_as "$PGB/pg_ctl" start -s -w -t 60 -D "$PGSTATE/data" -l "$log" </dev/null >/dev/null 2>&1 9>&-; then
    tail -n 20 "$log" >&2 || true
    die 3 "PostgreSQL không khởi động được; nhật ký: $log" "PostgreSQL did not start; log: $log"
  fi
}

pg_stop() {
  local pid
  pid=$(pg_pid) || return 0
  # SIGINT is PostgreSQL's fast shutdown: sessions end, data is flushed.
  end_postgres "$pid" "$(started_at "$pid")"
  rmdir "$PGSOCKET" 2>/dev/null || true
}

end_postgres() {
  local tries
  kill -INT "$1" 2>/dev/null || true
  for ((tries = 0; tries < 600; tries++)); do
    is_alive "$1" "$2" || return 0
    sleep 0.1
  done
}

# pg_sql SQL [DATABASE]
pg_sql() {
  PGOPTIONS='-c client_min_messages=warning' "$PGB/psql" -X -q -At -v ON_ERROR_STOP=1 \
    -h "$PGSOCKET" -U paymenthub -d "${2:-postgres}" -c "$1" </dev/null
}

# pg_database NAME [fresh]: makes the database when missing, or anew, and exports PAYMENTHUB_DB for it.
pg_database() {
  if [ "${2:-}" = fresh ]; then pg_sql "DROP DATABASE IF EXISTS $1 WITH (FORCE)"; fi
  [ "$(pg_sql "SELECT 1 FROM pg_database WHERE datname = '$1'")" = 1 ] || pg_sql "CREATE DATABASE $1"
  export PAYMENTHUB_DB="Host=$PGSOCKET;Username=paymenthub;Database=$1"
}

# pg_use NAME [fresh]: everything above for a script that needs a database. The script calls give_back "$LEASE" when it
# ends.
pg_use() {
  mkdir -p "$LOCAL/log"
  pg_locate
  if [ -n "${PAYMENTHUB_DB:-}" ]; then
    PG_PRIVATE=0
    take_lease
    say "Dùng cơ sở dữ liệu trong PAYMENTHUB_DB." "Using the database that PAYMENTHUB_DB names."
    return
  fi
  PG_PRIVATE=1
  pg_need_binaries
  lock_leases
  pg_locate
  pg_folders
  pg_create
  take_lease
  pg_start
  unlock_leases
  pg_database "$@"
}
