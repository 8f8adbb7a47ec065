# Sourced by the scripts that start deployments: a Redis of their own, three users, workers on a free port. Whatever was
# started is stopped when the script ends. Needs $bin, the folder of the programs.

work=$(mktemp -d)
pids=()
# That of the prober, while it runs.
prober=()
# That of start_redis, unless the script says otherwise.
redis_url=unix://$work/redis.sock
finish() {
    for pid in "${prober[@]}" "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
    for pid in "${prober[@]}" "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT

# wait_for WHAT LOG PID COMMAND…: waits until the command succeeds, while the process lives, for 20 s at most.
wait_for() {
    local what=$1 log=$2 pid=$3 deadline=$((SECONDS + 20))
    shift 3
    until "$@" >/dev/null 2>&1; do
        if ! kill -0 "$pid" 2>/dev/null || [ $SECONDS -ge $deadline ]; then
            echo "$(basename "$0"): $what did not start; its log:" >&2
            cat "$log" >&2
            exit 1
        fi
        sleep 0.05
    done
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# start_redis: on a socket in $work, without files of its own.
start_redis() {
    redis-server --port 0 --unixsocket "$work/redis.sock" --dir "$work" --save "" --appendonly no \
        >"$work/redis.log" 2>&1 &
    pids+=($!)
    wait_for Redis "$work/redis.log" $! redis-cli -s "$work/redis.sock" ping
}

# make_users: demo, second and admin, with one random password in $work/password.
make_users() {
    (umask 077 && head -c 18 /dev/urandom | base64 >"$work/password")
    add_user demo user
    add_user second user
    add_user admin admin
}

# add_user NAME ROLE: with the password of all.
add_user() {
    "$bin/scan-server" user add --users "$work/users.json" --email "$1@example.com" --role "$2" \
        --password-file "$work/password" --cost 12 >/dev/null
}

# serve NAME COMMAND…: workers on a free port, on the Redis at $redis_url; their address goes to $url, the supervisor's
# process id to $server.
serve() {
    local name=$1
    shift
    "$@" --port 0 --redis "$redis_url" --key-prefix "$name:" --users "$work/users.json" \
        --log-level warning >"$work/$name.out" 2>"$work/$name.log" &
    server=$!
    pids+=("$server")
    wait_for "$name" "$work/$name.log" "$server" grep -q '^Listening on' "$work/$name.out"
    url=$(sed -n 's/^Listening on \([^ ]*\) .*/\1/p' "$work/$name.out")
}

# stop_serving: as an operator would.
stop_serving() {
    kill -TERM "$server"
    wait "$server" || true
}

# probe FOLDER ARGUMENT…: with the three users; the exit status goes to $status. In the background, since a script that is
# stopped while it waits for a command in the foreground leaves that behind.
probe() {
    local folder=$1
    shift
    status=0
    "$bin/scan-probe" run "$url" --out "$folder" \
        --email demo@example.com --password-file "$work/password" \
        --second-email second@example.com --second-password-file "$work/password" "$@" &
    prober=($!)
    wait "${prober[0]}" || status=$?
    prober=()
}
