# shellcheck shell=bash
# Shared by the scripts in ops/: where things are, how to speak, what must be installed. Sourced, never run.
# Sentences for people are Vietnamese first, then English, and go to standard error: standard output is for results.

set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
LOCAL=$ROOT/.local
BIN=$ROOT/artifacts/bin
SERVICE_DLL=$BIN/PaymentHub/release/PaymentHub.dll
SEEDS_DLL=$BIN/PaymentHub.Seeds/release/PaymentHub.Seeds.dll

# Build helpers that outlive the command would keep a continuous-integration job waiting for them.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

# say VIETNAMESE ENGLISH
say() { printf '%s\n  (%s)\n' "$1" "$2" >&2; }

# die CODE VIETNAMESE ENGLISH
die() {
  say "$2" "$3"
  exit "$1"
}

is_root() { [ "$(id -u)" = 0 ]; }

# The command prefix that may install packages, printed as one word; fails where nothing may be installed.
installer() {
  command -v apt-get >/dev/null || return 1
  if is_root; then
    echo env
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    echo sudo
  else
    return 1
  fi
}

# apt_install PACKAGE…: installs without questions; the log stays for the reader of a failure.
apt_install() {
  local prefix log=$LOCAL/log/apt.log
  prefix=$(installer) || return 1
  mkdir -p "$LOCAL/log"
  "$prefix" apt-get update >>"$log" 2>&1 </dev/null || true
  "$prefix" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 "$@" >>"$log" 2>&1 </dev/null
}

need_dotnet() {
  local version
  version=$(cd "$ROOT" && dotnet --version 2>/dev/null) || version=none
  case $version in
    10.*) ;;
    *) die 3 "Cần .NET SDK 10 (đang thấy: $version). Cài gói dotnet-sdk-10.0 rồi chạy lại." \
      "The .NET 10 SDK is needed (found: $version). Install dotnet-sdk-10.0 and run again." ;;
  esac
}

# build PROJECT_OR_SOLUTION…: quiet when it succeeds, the compiler's words when it does not.
build() {
  local target log=$LOCAL/log/build.log
  mkdir -p "$LOCAL/log"
  : >"$log"
  for target in "$@"; do
    say "Đang dựng $target …" "Building $target"
    (cd "$ROOT" && dotnet build "$target" -c Release -v q -p:UseSharedCompilation=false) >>"$log" 2>&1 </dev/null || {
      cat "$log" >&2
      die 4 "Dựng $target không thành công." "Building $target failed."
    }
  done
}

# port_open PORT: something answers on the loopback port.
port_open() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# http_status PORT PATH: the status code of a GET, empty when nothing answers. Needs no curl.
http_status() {
  local line=
  {
    exec 8<>"/dev/tcp/127.0.0.1/$1" &&
      printf 'GET %s HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&8 &&
      IFS= read -r -t 5 line <&8
  } 2>/dev/null || true
  { exec 8>&-; } 2>/dev/null || true
  line=${line#HTTP/* }
  printf '%s' "${line%% *}"
}
