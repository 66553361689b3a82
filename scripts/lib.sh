# Shared by all scripts: directories, quiet steps, the private Postgres. To be sourced, not run. Everything is kept in
# one cache directory outside the checkout, so that a second clone can use it as well.
# shellcheck shell=bash

set -euo pipefail
# Files created here must be readable by the user that runs Postgres.
umask 022

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export HIREQ_CACHE=${HIREQ_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hireq}
TOOLS=$HIREQ_CACHE/tools
LOGS=$HIREQ_CACHE/logs
mkdir -p "$TOOLS" "$LOGS"
export PATH=$TOOLS/bin:$TOOLS/node_modules/.bin:$PATH
# Logs are read as plain text.
export NO_COLOR=1 CARGO_TERM_COLOR=never

# The Rust toolchain that setup chose for building for the browser; empty means rustup's default.
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

# step NAME HINT COMMAND…: runs COMMAND with its output in a log; prints one line on success, or the end of the log and
# HINT.
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
# Postgres refuses to run as root, so root uses the same system user as the program's own Postgres. That user cannot
# enter root's home (0700), and opening it up would be an unwanted side effect, so its files are in /var/lib/hireq.

PG_VERSION=16.14
PG_SHARED=/var/lib/hireq
PG_HOME=$HIREQ_CACHE/postgres/$PG_VERSION
if is_root; then PG_USER=hireq-postgres; else PG_USER=$(id -un); fi

as_pg() {
  if is_root; then
    (cd / && exec setpriv --reuid="$PG_USER" --regid="$PG_USER" --clear-groups -- "$@")
  else "$@"; fi
}
pg_reaches() { as_pg test -x "$1" 2>/dev/null; }

# Creates the Postgres user if needed, and sets PG_BIN to binaries that it can reach.
pg_find() {
  [[ -x $PG_HOME/bin/postgres ]] || die "there is no Postgres in $PG_HOME: run scripts/setup"
  if ! id -u "$PG_USER" >/dev/null 2>&1; then
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$PG_USER"
  fi
  PG_BIN=$PG_HOME/bin
  if ! pg_reaches "$PG_BIN/postgres"; then
    local shared=$PG_SHARED/postgres/$PG_VERSION
    if [[ ! -x $shared/bin/postgres ]]; then
      mkdir -p "$(dirname "$shared")"
      rm -rf "$shared.$$"
      cp -a "$PG_HOME" "$shared.$$"
      # Another script may have been faster; its copy is just as good.
      mv -T "$shared.$$" "$shared" 2>/dev/null || rm -rf "$shared.$$"
    fi
    PG_BIN=$shared/bin
  fi
}

# pg_place NAME: prints the directory for a cluster called NAME, which is created and owned by the Postgres user.
pg_place() {
  local place=$HIREQ_CACHE/$1
  if ! pg_reaches "$HIREQ_CACHE"; then place=$PG_SHARED/$1; fi
  mkdir -p "$place"
  pg_own "$place"
  printf '%s' "$place"
}
# pg_own DIRECTORY: gives the directory and everything in it to the Postgres user.
pg_own() {
  if is_root; then chown -RPh "$PG_USER:$PG_USER" "$1"; fi
  chmod 700 "$1"
}

# pg_cluster_start DATA PORT: initialises the cluster on first use, starts it and waits. Only for development: nothing
# is flushed to disk. Like the program's own Postgres, it has no network port and only lets in the user of this script.
# PG_OPTIONS are appended to the options here.
pg_cluster_start() {
  local data=$1 port=$2
  if [[ ! -s $data/PG_VERSION ]]; then
    as_pg "$PG_BIN/initdb" -D "$data" -U hireq --auth=reject --encoding=UTF8 --locale=C.UTF-8 --no-sync
  fi
  printf 'local all hireq peer map=scripts\n' >"$data/pg_hba.conf"
  printf 'scripts %s hireq\n' "$(id -un)" >"$data/pg_ident.conf"
  pg_own "$data"
  as_pg "$PG_BIN/pg_ctl" -D "$data" -l "$data/server.log" -w -t 60 \
    -o "-p $port -c listen_addresses= -c unix_socket_directories='$(pg_socket "$data")' -c fsync=off \
        -c full_page_writes=off -c synchronous_commit=off -c max_connections=200 -c shared_buffers=128MB \
        ${PG_OPTIONS:-}" start
}
# pg_socket DATA: the directory of its socket; a socket's path may have at most 107 bytes.
pg_socket() { if ((${#1} > 80)); then printf /tmp; else printf '%s' "$1"; fi; }
# pg_url DATA PORT DATABASE
pg_url() { printf 'postgres://hireq@localhost:%s/%s?host=%s' "$2" "$3" "$(pg_socket "$1")"; }
pg_cluster_running() { as_pg "$PG_BIN/pg_ctl" -D "$1" status >/dev/null 2>&1; }
pg_cluster_stop() {
  if pg_cluster_running "$1"; then as_pg "$PG_BIN/pg_ctl" -D "$1" -m fast -w stop >/dev/null; fi
}
# pg_sql URL ARGUMENTS
pg_sql() { "$PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 "$@"; }

# pg_migrate URL: applies every migration in its own transaction, in the order of their names.
pg_migrate() {
  local file
  for file in "$ROOT"/migrations/*.sql; do
    [[ -e $file ]] || continue
    pg_sql "$1" -1 -f "$file" || die "migrations/$(basename "$file") failed"
  done
}

# ---- the build --------------------------------------------------------------------------------------------------------

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$HIREQ_CACHE/target}
# Queries are checked against .sqlx/, so that no build needs a database.
export SQLX_OFFLINE=${SQLX_OFFLINE:-true}
# Leptos compiles this in. Setting it everywhere lets tests and server share one build.
export LEPTOS_OUTPUT_NAME=hireq LEPTOS_SITE_PKG_DIR=pkg LEPTOS_HASH_FILES=true

# A hash of everything that the built program depends on.
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

# build_release: builds server and site unless the same sources were built before, and sets BUILT to their directory.
# The server runs a copy, so that the next build, or one from another checkout, does not change the site under a running
# server.
build_release() {
  BUILT=$HIREQ_CACHE/builds/$(build_fingerprint)
  if [[ ! -x $BUILT/hireq ]]; then
    step 'release build' 'the first error above is the one to look at' "$ROOT/scripts/tools/build" "$BUILT" || return 1
  fi
  touch "$BUILT"
  # shellcheck disable=SC2012 # names are hexadecimal
  ls -1td "$HIREQ_CACHE"/builds/*/ | tail -n +4 | xargs -r rm -rf
}
# serve ARGUMENT…: replaces this process by the built server.
serve() {
  export LEPTOS_SITE_ROOT=$BUILT/site LEPTOS_ENV=PROD
  exec "$BUILT/hireq" serve "$@"
}
