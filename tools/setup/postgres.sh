# Sourced by ./test: a PostgreSQL of its own in a temporary folder on a free port, as user postgres when we are root.
postgres_bin=/usr/lib/postgresql/15/bin
postgres_folder=""

as_postgres() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/bash -c "$*"; else bash -c "$*"; fi; }

# start_postgres [careless [FOLDER]]: careless does not wait for the disk, for thousands of schemas that are dropped with their test;
# FOLDER is where it lies (/tmp).
start_postgres() {
  local port manner=""
  [ "${1:-}" = careless ] && manner="-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
  postgres_folder=$(mktemp -d "${2:-/tmp}/charta-postgres.XXXXXX")
  chmod 755 "$postgres_folder"
  [ "$(id -u)" = 0 ] && chown postgres "$postgres_folder"
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  say "starting PostgreSQL on port $port"
  as_postgres "$postgres_bin/initdb -D $postgres_folder/data -U postgres -A trust --locale=C.UTF-8 >$postgres_folder/initdb.log" || stop "initdb failed; see $postgres_folder/initdb.log"
  as_postgres "$postgres_bin/pg_ctl -D $postgres_folder/data -w -l $postgres_folder/log -o '-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$postgres_folder -c max_connections=300 -c shared_buffers=256MB $manner' start >/dev/null" ||
    stop "PostgreSQL did not start; see $postgres_folder/log"
  export CHARTA_TEST_POSTGRES=postgresql://postgres@127.0.0.1:$port/postgres
  postgres_socket="postgresql://postgres@/postgres?host=$postgres_folder&port=$port"
}

stop_postgres() {
  [ -n "$postgres_folder" ] || return 0
  as_postgres "$postgres_bin/pg_ctl -D $postgres_folder/data -m immediate stop >/dev/null 2>&1" || true
  rm -rf "$postgres_folder"
}
