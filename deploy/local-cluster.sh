#!/usr/bin/env bash
# A cluster on this machine, of processes on loopback: PostgreSQL, silos, and nginx in front of them. It is what
# compose.yaml starts in containers. Everything lies below one directory; nothing else is touched.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: deploy/local-cluster.sh COMMAND DIR [ARGUMENT]

  up DIR                 starts PostgreSQL, the silos and nginx, and waits until all are ready; again after "down"
  down DIR               stops them all; the data stays
  status DIR             what runs, and where
  silo-start DIR N       starts silo N and waits until it is ready
  silo-stop DIR N        SIGTERM, and waits until it has ended
  silo-kill DIR N        SIGKILL
  silo-pause DIR N       SIGSTOP
  silo-resume DIR N      SIGCONT
  db-stop DIR [MODE]     stops PostgreSQL: fast (default), or immediate, as a crash would
  db-start DIR           starts it again
  rolling-restart DIR    stops and starts one silo after the other; starts those that do not run

In DIR: cluster.json says where everything is; silo-N.log; data/ has the key that signs tokens; postgres/; nginx/.

Environment, remembered by "up"; what belongs to silo N is read by "silo-start" too:
  SCHEDULING_SILOS               how many silos (3)
  SCHEDULING_PROGRAM             Scheduling.Silo.dll (this checkout's Release build, built if it is missing)
  SCHEDULING_SILO_ARGS           more settings of every silo, separated by spaces, such as --Demo:Seed=true
  SCHEDULING_SILO_PREFIX_N       a command in front of silo N, such as "ip netns exec a"
  SCHEDULING_SILO_ADDRESS_N      the IP address silo N listens on (127.0.0.1)
  SCHEDULING_SILO_DATABASE_N     another connection string for silo N, such as through a proxy
  SCHEDULING_POSTGRES_LISTEN     addresses PostgreSQL listens on besides loopback, separated by commas. Whoever is in
                                 the same networks gets in without a password: for networks inside this machine only
  SCHEDULING_POSTGRES_ARGS       more options of PostgreSQL, such as "-c fsync=off"
  SCHEDULING_PORT, SCHEDULING_POSTGRES_PORT   ports of nginx and PostgreSQL (free ones)
  SCHEDULING_PATIENCE            seconds a silo may take to become ready (90)
TEXT
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly root
readonly patience=${SCHEDULING_PATIENCE:-90}
readonly loopback=127.0.0.1
readonly server_user=postgres    # of PostgreSQL and nginx when we are root: PostgreSQL refuses to run as root

declare -A saved=()              # what "up" was told and chose, kept in DIR/settings
dir=

fail() { echo "local-cluster: $*" >&2; exit 1; }

# --- Processes ---------------------------------------------------------------------------------------------------------

as_server_user() {
  if [ "$(id -u)" = 0 ]; then runuser -u "$server_user" -- "$@"; else "$@"; fi
}

# PostgreSQL's programs are off the path on Debian; the newest version's are taken.
postgres_tool() {
  local found
  found=$(compgen -G "/usr/lib/postgresql/*/bin/$1" | sort -V | tail -n 1) || true
  found=${found:-$(command -v "$1" || true)}
  [ -n "$found" ] || fail "PostgreSQL's $1 is not installed (apt-get install postgresql)."
  echo "$found"
}

# The letter Linux gives the state of a process: T is stopped, Z is dead but not yet taken note of. Nothing when it is gone.
state_of() {
  local line
  read -r line 2>/dev/null <"/proc/$1/stat" || return 0
  line=${line##*) }
  echo "${line%% *}"
}

# The process in a file of process ids, if it still runs and its command line holds this text. (Ids are used again.)
running() {
  local file=$1 text=$2 pid
  [ -s "$file" ] || return 1
  read -r pid <"$file" || true
  tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "$text" || return 1
  echo "$pid"
}

wait_for_end() {
  local pid=$1 tenths=$(($2 * 10))
  while [ -n "$(state_of "$pid" | tr -d Z)" ]; do
    [ $((tenths--)) -gt 0 ] || return 1
    sleep 0.1
  done
}

# --- Ports -------------------------------------------------------------------------------------------------------------

# Starts at a place of this process's own, below the range that outgoing connections take theirs from.
next_port=$((10000 + $$ % 550 * 40))

choose_port() {
  local hex
  while true; do
    next_port=$((next_port >= 32000 ? 10000 : next_port + 1))
    printf -v hex ':%04X ' "$next_port"
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q "^ *[0-9]*: [0-9A-F]*$hex" || break
  done
  chosen=$next_port
}

# --- Settings of the cluster -------------------------------------------------------------------------------------------

save_settings() { declare -p saved >"$dir/settings.new"; mv "$dir/settings.new" "$dir/settings"; }

load_settings() {
  [ -f "$dir/settings" ] || fail "$dir holds no cluster (start one with: up $dir)"
  local text
  text=$(<"$dir/settings")
  eval "${text/declare -A saved/saved}"
}

# Takes over what the environment says of a silo.
take_silo_settings() {
  local n=$1 name variable
  for name in PREFIX ADDRESS DATABASE; do
    variable=SCHEDULING_SILO_${name}_$n
    if [ -n "${!variable+set}" ]; then saved[${name,,}_$n]=${!variable}; fi
  done
  saved[address_$n]=${saved[address_$n]:-$loopback}
}

make_settings() {
  local n port
  saved[silos]=${SCHEDULING_SILOS:-3}
  [[ ${saved[silos]} =~ ^[1-9][0-9]?$ ]] || fail "SCHEDULING_SILOS is '${saved[silos]}': it accepts 1 to 99."
  saved[program]=$(realpath -m "${SCHEDULING_PROGRAM:-$root/src/Silo/bin/Release/net10.0/Scheduling.Silo.dll}")
  saved[arguments]=${SCHEDULING_SILO_ARGS:-}
  saved[postgres_listen]=${SCHEDULING_POSTGRES_LISTEN:-}
  saved[postgres_arguments]=${SCHEDULING_POSTGRES_ARGS:-}
  choose_port; saved[port]=${SCHEDULING_PORT:-$chosen}
  choose_port; saved[postgres_port]=${SCHEDULING_POSTGRES_PORT:-$chosen}
  for ((n = 1; n <= saved[silos]; n++)); do
    take_silo_settings "$n"
    for port in http silo gateway; do choose_port; saved[${port}_$n]=$chosen; done
  done
}

url() { echo "http://$loopback:${saved[port]}"; }
silo_url() { echo "http://${saved[address_$1]}:${saved[http_$1]}"; }
silo_pid() { running "$dir/silo-$1.pid" "--urls=$(silo_url "$1") "; }
nginx_pid() { running "$dir/nginx/nginx.pid" "$dir/nginx/nginx.conf"; }
database_pid() { running "$dir/postgres/postmaster.pid" "$dir/postgres"; }
database() { echo "Host=$loopback;Port=${saved[postgres_port]};Username=scheduling;Database=scheduling"; }

require_silo() {
  [[ ${1:-} =~ ^[1-9][0-9]?$ ]] && [ "$1" -le "${saved[silos]}" ] || fail "N is '${1:-}': it accepts 1 to ${saved[silos]}."
}

write_description() {
  local n separator=
  {
    printf '{\n  "url": "%s",\n  "database": "%s",\n  "silos": [' "$(url)" "$(database)"
    for ((n = 1; n <= saved[silos]; n++)); do
      printf '%s\n    { "number": %d, "url": "%s", "pid": %s }' "$separator" "$n" "$(silo_url "$n")" "$(silo_pid "$n" || echo null)"
      separator=,
    done
    printf '\n  ]\n}\n'
  } >"$dir/cluster.json.new"
  mv "$dir/cluster.json.new" "$dir/cluster.json"
}

# --- PostgreSQL --------------------------------------------------------------------------------------------------------

make_database() {
  local data=$dir/postgres
  [ ! -e "$data" ] || return 0
  mkdir "$data"
  if [ "$(id -u)" = 0 ]; then
    chown "$server_user" "$data"
    chmod go+x "$dir"
    as_server_user test -x "$data" ||
      fail "the user '$server_user' cannot get to $data, and PostgreSQL does not run as root: choose another place."
  fi
  as_server_user "$(postgres_tool initdb)" -D "$data" -U scheduling -A trust -E UTF8 --no-locale >"$dir/initdb.log" 2>&1 ||
    fail "initdb failed: $(tail -n 5 "$dir/initdb.log")"
  if [ -n "${saved[postgres_listen]}" ]; then echo 'host all all samenet trust' >>"$data/pg_hba.conf"; fi
}

start_database() {
  local data=$dir/postgres listen=$loopback${saved[postgres_listen]:+,${saved[postgres_listen]}}
  ! database_pid >/dev/null || fail "PostgreSQL runs already."
  as_server_user "$(postgres_tool pg_ctl)" -D "$data" -l "$data/log" -w -t "$patience" -o \
    "-c port=${saved[postgres_port]} -c listen_addresses=$listen -c unix_socket_directories='' -c max_connections=200 ${saved[postgres_arguments]}" \
    start >/dev/null </dev/null 2>&1 || fail "PostgreSQL did not start: $(tail -n 5 "$data/log")"
  local -a psql=("$(postgres_tool psql)" -h "$loopback" -p "${saved[postgres_port]}" -U scheduling -d postgres -qAtc)
  [ -n "$("${psql[@]}" "SELECT 1 FROM pg_database WHERE datname = 'scheduling'")" ] ||
    "${psql[@]}" 'CREATE DATABASE scheduling'
}

stop_database() {
  local mode=${1:-fast}
  [[ $mode =~ ^(fast|immediate)$ ]] || fail "MODE is '$mode': it accepts fast or immediate."
  database_pid >/dev/null || return 0
  as_server_user "$(postgres_tool pg_ctl)" -D "$dir/postgres" -m "$mode" -w -t 60 stop >/dev/null ||
    fail "PostgreSQL did not stop: $(tail -n 5 "$dir/postgres/log")"
}

# --- Silos -------------------------------------------------------------------------------------------------------------

build_program() {
  local program=${saved[program]}
  [ -f "$program" ] || [ -n "${SCHEDULING_PROGRAM:-}" ] || dotnet build "$root/src/Silo" -c Release -v quiet >&2
  [ -f "$program" ] || fail "$program is not there."
}

# The development key's file is named after the database as the connection string tells of it.
key_file() {
  local part name host= port=5432 database=
  local -a parts
  IFS=';' read -ra parts <<<"$1"
  for part in "${parts[@]}"; do
    name=${part%%=*} name=${name,,}
    case ${name// /} in
      host | server) host=${part#*=} ;;
      port) port=${part#*=} ;;
      database | db) database=${part#*=} ;;
    esac
  done
  echo "data/postgresql-$(printf %s "$host:$port/$database" | sha256sum | cut -c 1-16).key"
}

# One key for all: a token is good at each silo, whichever way it gets to the database.
give_key() {
  local folder=$1 connection=$2 key
  key=$dir/$(key_file "$(database)")
  (
    umask 077
    mkdir -p "$dir/data" "$folder/data"
    [ -s "$key" ] || head -c 64 /dev/urandom | base64 -w 0 >"$key"
    [ "$folder" = "$dir" ] || cp "$key" "$folder/$(key_file "$connection")"
  )
}

launch_silo() {
  local n=$1 address=${saved[address_$1]} connection=${saved[database_$1]:-$(database)} folder=$dir/silo-$1
  local -a prefix arguments
  ! silo_pid "$n" >/dev/null || fail "silo $n runs already."
  read -ra prefix <<<"${saved[prefix_$n]:-}"
  read -ra arguments <<<"${saved[arguments]}"
  give_key "$folder" "$connection"
  rm -f "$dir/silo-$n.pid"

  # The innermost process notes its id, so that it is the silo's whatever was put in front.
  setsid "${prefix[@]}" bash -c 'cd "$2" && echo $$ >"$1.new" && mv "$1.new" "$1" && exec "${@:3}"' silo \
    "$dir/silo-$n.pid" "$folder" dotnet "${saved[program]}" \
    "--urls=$(silo_url "$n")" --environment=Development --Storage:Provider=PostgreSql \
    "--ConnectionStrings:Scheduling=$connection" "--Cluster:Address=$address" \
    "--Cluster:SiloPort=${saved[silo_$n]}" "--Cluster:GatewayPort=${saved[gateway_$n]}" \
    "--Proxy:Trusted=$loopback" --Demo:Seed=false "${arguments[@]}" >>"$dir/silo-$n.log" 2>&1 </dev/null &
  launched[n]=$!
}
declare -a launched=()

# Asks for a page and says the status of the answer, without a program that may not be installed.
status_of() {
  local rest=${1#http://}
  timeout 3 bash -c 'exec 3<>"/dev/tcp/${1%%:*}/${1##*:}" && printf "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" \
    "$2" "$1" >&3 && read -r _ status _ <&3 && echo "$status"' ask "$rest" "$2" 2>/dev/null || true
}

await_silo() {
  local n=$1 until=$((SECONDS + patience))
  while [ "$(status_of "$(silo_url "$n")" /health/ready)" != 200 ]; do
    if ! silo_pid "$n" >/dev/null && ! kill -0 "${launched[n]}" 2>/dev/null; then
      fail "silo $n ended: $(tail -n 5 "$dir/silo-$n.log")"
    fi
    [ "$SECONDS" -lt "$until" ] || fail "silo $n was not ready after $patience s: $(tail -n 5 "$dir/silo-$n.log")"
    sleep 0.1
  done
}

start_silo() { take_silo_settings "$1"; save_settings; build_program; launch_silo "$1"; await_silo "$1"; }

signal_silo() {
  local n=$1 signal=$2 pid
  pid=$(silo_pid "$n") || fail "silo $n does not run."
  kill -s "$signal" "$pid"
  echo "$pid"
}

stop_silo() {
  local pid
  pid=$(signal_silo "$1" TERM)
  kill -s CONT "$pid" 2>/dev/null || true    # if it was paused, it has to hear
  wait_for_end "$pid" 30 || fail "silo $1 had not ended 30 s after SIGTERM."
}

kill_silo() {
  local pid
  pid=$(signal_silo "$1" KILL)
  wait_for_end "$pid" 30 || fail "silo $1 did not end."
}

pause_silo() {
  local pid
  pid=$(signal_silo "$1" STOP)
  until [ "$(state_of "$pid")" = T ]; do sleep 0.05; done
}

# --- nginx -------------------------------------------------------------------------------------------------------------

nginx_program() {
  PATH=$PATH:/usr/sbin:/sbin command -v nginx || fail "nginx is not installed (apt-get install nginx)."
}

fill_template() {
  local text n servers=
  for ((n = 1; n <= saved[silos]; n++)); do
    servers+="server ${saved[address_$n]}:${saved[http_$n]} max_fails=1 fail_timeout=5s; "
  done
  text=$(<"$root/deploy/nginx/scheduling.conf.template")
  text=${text//'${SCHEDULING_UPSTREAMS}'/"$servers"}
  text=${text//'${SCHEDULING_LISTEN}'/"$loopback:${saved[port]}"}
  text=${text//'${SCHEDULING_ACCESS_LOG}'/"$dir/nginx/failures.log"}
  printf '%s\n' "$text"
}

start_nginx() {
  local place=$dir/nginx
  ! nginx_pid >/dev/null || return 0
  mkdir -p "$place"
  fill_template >"$place/scheduling.conf"
  cat >"$place/nginx.conf" <<CONFIGURATION
worker_processes 2;
pid $place/nginx.pid;
error_log $place/error.log warn;
worker_rlimit_nofile 8192;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path $place/body;
  proxy_temp_path $place/proxy;
  fastcgi_temp_path $place/fastcgi;
  uwsgi_temp_path $place/uwsgi;
  scgi_temp_path $place/scgi;
  include $place/scheduling.conf;
}
CONFIGURATION
  if [ "$(id -u)" = 0 ]; then chown -R "$server_user" "$place"; fi
  as_server_user "$(nginx_program)" -c "$place/nginx.conf" -e "$place/error.log" >"$dir/nginx.log" 2>&1 </dev/null ||
    fail "nginx did not start: $(tail -n 5 "$dir/nginx.log" "$place/error.log" 2>/dev/null)"
}

stop_nginx() {
  local pid
  pid=$(nginx_pid) || return 0
  kill -s TERM "$pid"
  wait_for_end "$pid" 30 || fail "nginx did not end."
}

# --- Commands ----------------------------------------------------------------------------------------------------------

show_status() {
  local n pid state
  printf '%-14s %-28s %-9s %s\n' what address process state
  pid=$(nginx_pid) && state=runs || { pid=- state=stopped; }
  printf '%-14s %-28s %-9s %s\n' 'load balancer' "$(url)" "$pid" "$state"
  for ((n = 1; n <= saved[silos]; n++)); do
    if ! pid=$(silo_pid "$n"); then pid=- state=stopped
    elif [ "$(state_of "$pid")" = T ]; then state=paused
    elif [ "$(status_of "$(silo_url "$n")" /health/ready)" = 200 ]; then state=ready
    else state='not ready'; fi
    printf '%-14s %-28s %-9s %s\n' "silo $n" "$(silo_url "$n")" "$pid" "$state"
  done
  pid=$(database_pid) && state=runs || { pid=- state=stopped; }
  printf '%-14s %-28s %-9s %s\n' PostgreSQL "$loopback:${saved[postgres_port]}" "$pid" "$state"
}

show_hints() {
  cat <<TEXT

A token: (cd $dir && dotnet ${saved[program]} token --environment Development --role ADMIN \\
  --Storage:Provider=PostgreSql '--ConnectionStrings:Scheduling=$(database)')
The end: $root/deploy/local-cluster.sh down $dir
TEXT
}

stop_all() {
  local n pid
  local -a pids=()
  stop_nginx
  for ((n = 1; n <= saved[silos]; n++)); do
    pid=$(silo_pid "$n") || continue
    pids+=("$pid")
    kill -s TERM "$pid" 2>/dev/null || true
    kill -s CONT "$pid" 2>/dev/null || true
  done
  for pid in "${pids[@]}"; do
    wait_for_end "$pid" 20 || { kill -s KILL "$pid"; wait_for_end "$pid" 20; }
  done
  stop_database fast
}

up() {
  local n
  if [ -f "$dir/settings" ]; then
    load_settings
  else
    mkdir -p "$dir"
    [ -z "$(ls -A "$dir")" ] || fail "$dir holds something else: it must be new or empty."
    make_settings
    save_settings
  fi
  nginx_program >/dev/null
  postgres_tool initdb >/dev/null
  build_program
  trap 'stop_all' EXIT
  make_database
  database_pid >/dev/null || start_database
  give_key "$dir" "$(database)"
  for ((n = 1; n <= saved[silos]; n++)); do silo_pid "$n" >/dev/null || launch_silo "$n"; done
  for ((n = 1; n <= saved[silos]; n++)); do await_silo "$n"; done
  start_nginx
  trap - EXIT
  write_description    # before anything is said: whoever reads that may stop listening
  show_status
  show_hints
}

rolling_restart() {
  local n
  for ((n = 1; n <= saved[silos]; n++)); do
    echo "silo $n"
    if silo_pid "$n" >/dev/null; then stop_silo "$n"; fi
    write_description
    start_silo "$n"
    write_description
  done
}

[ $# -ge 2 ] || { usage; [ "${1:-}" = help ] || exit 2; exit 0; }
command=$1 dir=$(realpath -m "$2")
shift 2
[[ ! $dir =~ [[:space:]\'\"\;\{\}] ]] || fail "DIR is '$dir': nginx and PostgreSQL accept no spaces, quotes, braces or semicolons in it."
[ "$command" = up ] || load_settings
case $command in
  silo-*) require_silo "${1:-}" ;;
esac
case $command in
  up) up ;;
  down) stop_all ;;
  status) show_status ;;
  silo-start) start_silo "$1" ;;
  silo-stop) stop_silo "$1" ;;
  silo-kill) kill_silo "$1" ;;
  silo-pause) pause_silo "$1" ;;
  silo-resume) signal_silo "$1" CONT >/dev/null ;;
  db-stop) stop_database "${1:-fast}" ;;
  db-start) start_database ;;
  rolling-restart) rolling_restart ;;
  *) usage >&2; exit 2 ;;
esac
write_description
