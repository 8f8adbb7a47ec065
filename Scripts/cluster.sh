# Sourced by the scripts that start a Redis cluster, and by the commands that break one. A node is HOST:PORT.

# What every node is started with, so that a replica takes over soon: two seconds after its master was last heard of.
node_options=(--cluster-enabled yes --cluster-node-timeout 2000 --cluster-require-full-coverage no
    --repl-diskless-sync-delay 0 --save "" --appendonly yes)

# ask NODE COMMAND…: nothing, and not for long, where nobody answers.
ask() { timeout 2 redis-cli -h "${1%:*}" -p "${1##*:}" "${@:2}" 2>/dev/null; }

# make_cluster NODE…: masters first, and as many replicas; from nodes that run. Needs deployment.sh.
make_cluster() {
    redis-cli --cluster create "$@" --cluster-replicas 1 --cluster-yes >"$work/create.log" 2>&1 ||
        { cat "$work/create.log" >&2; exit 1; }
    wait_for "the cluster" "$work/create.log" $$ is_whole "$@"
}

# is_whole NODE…: every node knows of all slots, and every master has a replica that is up to date.
is_whole() {
    local node
    for node in "$@"; do
        ask "$node" cluster info | grep -q '^cluster_state:ok' || return 1
        ask "$node" info replication | grep -qE 'state=online|master_link_status:up' || return 1
    done
}

# is_master NODE
is_master() { ask "$1" role | head -1 | grep -qx master; }

# leases USER_ID NODE…: those of the user's running scans, each as KEY LEASE.
leases() {
    local user=$1 node key
    shift
    for node in "$@"; do
        is_master "$node" || continue
        for key in $(ask "$node" keys "*:opportunity_scan_active:$user:*"); do
            echo "$key $(ask "$node" get "$key")"
        done
    done
}

# worker_of LEASE: the process of the worker that has it; a lease begins with worker-NUMBER-PID.
worker_of() { cut -d- -f3 <<<"$1"; }

# commonest: the line of the input that comes most often.
commonest() { sort | uniq -c | sort -rn | awk 'NR == 1 { print $2 }'; }
