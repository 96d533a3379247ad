# shellcheck shell=bash
# Starts the service of this checkout on a loopback port and waits for it. Sourced after common.sh, lease.sh,
# postgres.sh.

PASSWORD_FILE=$LOCAL/demo-password

# need_port PORT: nobody listens there yet.
need_port() {
  [[ $1 =~ ^[0-9]+$ ]] && ((10#$1 > 0 && 10#$1 < 65536)) ||
    die 2 "Cổng không hợp lệ: $1" "Not a port: $1"
  ! port_open "$1" ||
    die 3 "Cổng $1 đang có chương trình khác dùng. Dừng chương trình ấy, hoặc chọn cổng khác: --port 5090" \
      "Port $1 is in use by another program. Stop it, or choose another port: --port 5090"
}

# The demo users' password is this checkout's own random one; it never leaves the machine.
need_demo_password() {
  [ ! -s "$PASSWORD_FILE" ] || return 0
  (umask 077 && printf 'Qn7-%s\n' "$(head -c 12 /dev/urandom | base64 | tr '+/' 'xy')" >"$PASSWORD_FILE")
}

# The keys behind cookies and tokens are stored encrypted by this checkout's own certificate.
need_keys_certificate() {
  KEYS_CERTIFICATE=$LOCAL/keys.pem
  dotnet "$SERVICE_DLL" keys-certificate "$KEYS_CERTIFICATE"
}

# start_service PORT LOG: sets SERVICE_PID. In a session of its own, so that Ctrl-C reaches the script first and the
# service ends before its database.
start_service() {
  local port=$1 log=$2 waited start
  mkdir -p "$(dirname "$log")"
  ASPNETCORE_URLS=http://localhost:$port PAYMENTHUB_PROFILE=demo PAYMENTHUB_DEMO_PASSWORD_FILE=$PASSWORD_FILE \
    PAYMENTHUB_KEYS_CERTIFICATE=${PAYMENTHUB_KEYS_CERTIFICATE:-$KEYS_CERTIFICATE} \
    setsid dotnet "$SERVICE_DLL" </dev/null >"$log" 2>&1 &
  SERVICE_PID=$!
  start=$(started_at "$SERVICE_PID") || start=gone
  lease_process "$SERVICE_PID" || true
  for ((waited = 0; waited < 600; waited++)); do
    [ "$(http_status "$port" /healthz)" != 200 ] || return 0
    is_alive "$SERVICE_PID" "$start" || break
    sleep 0.2
  done
  tail -n 40 "$log" >&2
  die 5 "Dịch vụ không khởi động được; nhật ký: $log" "The service did not start; log: $log"
}
