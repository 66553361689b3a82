# What the scripts here share: where things are kept, quiet steps, the private Postgres.
# Sourced, never run. Everything is kept in one cache directory outside the checkout, so that a second clone is warm.
# shellcheck shell=bash

set -euo pipefail
# Files made here must be readable by the user that Postgres runs as.
umask 022

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export HIREQ_CACHE=${HIREQ_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hireq}
TOOLS=$HIREQ_CACHE/tools
LOGS=$HIREQ_CACHE/logs
mkdir -p "$TOOLS" "$LOGS"
export PATH=$TOOLS/bin:$TOOLS/node_modules/.bin:$PATH
# Logs are read as text.
export NO_COLOR=1 CARGO_TERM_COLOR=never

# The Rust toolchain that setup found able to build for the browser; empty means rustup's default.
if [[ -z ${RUSTUP_TOOLCHAIN:-} && -s $HIREQ_CACHE/toolchain ]]; then
  RUSTUP_TOOLCHAIN=$(<"$HIREQ_CACHE/toolchain")
  export RUSTUP_TOOLCHAIN
fi

say() { printf '%s\n' "$*"; }
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# step NAME HINT COMMAND…: runs COMMAND into a log; one line when it went well, the log's end and HINT when not.
step() {
  local name=$1 hint=$2 log start=$SECONDS
  shift 2
  log=$LOGS/${name//[^a-zA-Z0-9]/-}.log
  if ("$@") >"$log" 2>&1 </dev/null; then
    printf '  ok    %-34s %4ss\n' "$name" $((SECONDS - start))
  else
    printf '  FAIL  %-34s %4ss\n' "$name" $((SECONDS - start))
    tail -n "${LOG_TAIL:-40}" "$log" | sed 's/^/        /'
    say "        all of it: $log"
    [[ -z $hint ]] || say "        what to do: $hint"
    return 1
  fi
}

# ---- root ---------------------------------------------------------------------------------------------------------

is_root() { [[ $(id -u) == 0 ]]; }
as_root() {
  if is_root; then "$@"; elif have sudo; then sudo -n "$@"; else
    say "this needs root, and there is no sudo: $*" >&2
    return 1
  fi
}

apt_install() {
  local quiet=(env DEBIAN_FRONTEND=noninteractive apt-get -y -q)
  as_root "${quiet[@]}" install --no-install-recommends "$@" ||
    { as_root "${quiet[@]}" update && as_root "${quiet[@]}" install --no-install-recommends "$@"; }
}

# ---- the private Postgres -------------------------------------------------------------------------------------------
# Postgres refuses to run as root, so root hands it to `nobody`. `nobody` cannot pass through root's home (0700), and
# opening that up would be a side effect nobody asked for: what lies there is kept in /var/lib/hireq instead.

PG_VERSION=16.14
PG_SHARED=/var/lib/hireq
PG_HOME=$HIREQ_CACHE/postgres/$PG_VERSION

as_pg() {
  if is_root; then
    (cd / && exec setpriv --reuid=nobody --regid="$(id -gn nobody)" --clear-groups -- "$@")
  else "$@"; fi
}
pg_reaches() { as_pg test -x "$1" 2>/dev/null; }

# Sets PG_BIN to binaries that the Postgres user can reach.
pg_find() {
  [[ -x $PG_HOME/bin/postgres ]] || die "there is no Postgres in $PG_HOME: run scripts/setup"
  PG_BIN=$PG_HOME/bin
  if ! pg_reaches "$PG_BIN/postgres"; then
    local shared=$PG_SHARED/postgres/$PG_VERSION
    if [[ ! -x $shared/bin/postgres ]]; then
      mkdir -p "$(dirname "$shared")"
      rm -rf "$shared.$$"
      cp -a "$PG_HOME" "$shared.$$"
      # A second script may have been quicker; its copy is as good.
      mv -T "$shared.$$" "$shared" 2>/dev/null || rm -rf "$shared.$$"
    fi
    PG_BIN=$shared/bin
  fi
}

# pg_place NAME: prints where a cluster called NAME may live, made and owned by the Postgres user.
pg_place() {
  local place=$HIREQ_CACHE/$1
  if ! pg_reaches "$HIREQ_CACHE"; then place=$PG_SHARED/$1; fi
  if [[ ! -d $place ]]; then
    mkdir -p "$place"
    if is_root; then chown "nobody:$(id -gn nobody)" "$place"; fi
    chmod 700 "$place"
  fi
  printf '%s' "$place"
}

# pg_cluster_start DATA PORT: initialises at first use, starts, waits. Loopback only, and only for developing.
# PG_OPTIONS are put behind the options here.
pg_cluster_start() {
  local data=$1 port=$2 socket=$1
  if [[ ! -s $data/PG_VERSION ]]; then
    as_pg "$PG_BIN/initdb" -D "$data" -U hireq --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync
  fi
  # A socket's path may have 107 bytes at most.
  if ((${#socket} > 80)); then socket=/tmp; fi
  as_pg "$PG_BIN/pg_ctl" -D "$data" -l "$data/server.log" -w -t 60 \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='$socket' -c fsync=off -c full_page_writes=off \
        -c synchronous_commit=off -c max_connections=200 -c shared_buffers=128MB ${PG_OPTIONS:-}" start
}
pg_cluster_running() { as_pg "$PG_BIN/pg_ctl" -D "$1" status >/dev/null 2>&1; }
pg_cluster_stop() {
  if pg_cluster_running "$1"; then as_pg "$PG_BIN/pg_ctl" -D "$1" -m fast -w stop >/dev/null; fi
}
pg_sql() { "$PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -U hireq "$@"; }

# pg_migrate PORT DATABASE: every migration, each in its own transaction, in the order of their names.
pg_migrate() {
  local file
  for file in "$ROOT"/migrations/*.sql; do
    [[ -e $file ]] || continue
    pg_sql -p "$1" -d "$2" -1 -f "$file" || die "migrations/$(basename "$file") failed"
  done
}

# ---- the build --------------------------------------------------------------------------------------------------------

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$HIREQ_CACHE/target}
# Queries are checked against .sqlx/, so that no build needs a database.
export SQLX_OFFLINE=${SQLX_OFFLINE:-true}
# Leptos compiles this in: with it everywhere, tests and server are one build.
export LEPTOS_OUTPUT_NAME=hireq LEPTOS_SITE_PKG_DIR=pkg LEPTOS_HASH_FILES=true

# A number that changes with whatever the built program is made of.
build_fingerprint() {
  (
    cd "$ROOT"
    find Cargo.toml Cargo.lock .cargo .sqlx app frontend server style public migrations -type f \
      -not -path '*/tests/*' -not -path '*/benches/*' -not -name '*.snap' -print0 2>/dev/null |
      sort -z | xargs -0 sha256sum
    rustc --version
    cargo-leptos --version
  ) | sha256sum | cut -c1-16
}

# build_release: builds server and site unless these very sources were built before, and sets BUILT to where they are.
# What runs is a copy: the next build, or another checkout's, does not pull the site from under a running server.
build_release() {
  BUILT=$HIREQ_CACHE/builds/$(build_fingerprint)
  if [[ ! -x $BUILT/hireq ]]; then
    step 'release build' 'the first error above is the one to look at' "$ROOT/scripts/tools/build" "$BUILT" || return 1
  fi
  touch "$BUILT"
  # shellcheck disable=SC2012 # names are hexadecimal
  ls -1td "$HIREQ_CACHE"/builds/*/ | tail -n +4 | xargs -r rm -rf
}
# serve ARGUMENT…: becomes the built server.
serve() {
  export LEPTOS_SITE_ROOT=$BUILT/site LEPTOS_ENV=PROD
  exec "$BUILT/hireq" serve "$@"
}
