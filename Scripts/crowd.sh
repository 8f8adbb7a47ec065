# Sourced after deployment.sh by the scripts that probe a deployment under load while something fails. A crowd of four users
# keeps twenty scans running, each user through a prober of its own, which judges what they see. Needs $bin and $folder.

crowd=()
crowd_pids=()
# With this pace a scan of few symbols lasts some ten seconds, so that thirty initiations a minute keep five running.
# What a master took in its last moments is lost with it, so that an id is handed out only when a replica has its scan.
crowd_options=(--pace 2.5 --symbols 14 --scan-concurrency 16 --lease 3 --durability ack)
failures=0

# fault NAME COMMAND: a fault of the prober, from $work/faults.
fault() { echo "$1=bash -c '. $work/faults; $2'"; }

# make_crowd HOST:PORT: four users, two of whom have their keys at the same master of a cluster as the user demo; the node is
# one of the cluster's.
make_crowd() {
    local number=0 wanted
    wanted=$(third_of "$1" demo)
    while [ ${#crowd[@]} -lt 4 ]; do
        number=$((number + 1))
        add_user "crowd-$number" user
        if [ ${#crowd[@]} -ge 2 ] || [ "$(third_of "$1" "crowd-$number")" = "$wanted" ]; then crowd+=("crowd-$number"); fi
    done
}

# user_id NAME
user_id() {
    python3 -c 'import json, sys; print(next(u["id"] for u in json.load(open(sys.argv[1])) if u["email"].startswith(sys.argv[2] + "@")))' \
        "$work/users.json" "$1"
}

# third_of HOST:PORT NAME: the third of all slots that has a user's keys, of which there are 32 partitions.
third_of() {
    local id partition
    id=$(user_id "$2")
    partition=$(printf '{p%02d}' $(($(redis-cli -h "${1%:*}" -p "${1##*:}" cluster keyslot "$id") % 32)))
    echo $(($(redis-cli -h "${1%:*}" -p "${1##*:}" cluster keyslot "$partition") * 3 / 16384))
}

# make_plans: the acceptance with more polls, since scans last seconds here, and the crowd's.
make_plans() {
    mkdir -p "$folder"
    "$bin/scan-probe" plans acceptance | sed 's/^  poll_interval: .*/  poll_interval: 0.2/' >"$folder/plan.yaml"
    crowd_plan 10
}

# crowd_plan SECONDS: with that time for a request. It has no rates: those of the acceptance are measured before anything
# fails, and what is unavailable meanwhile is neither found nor lost.
crowd_plan() {
    cat >"$folder/crowd.yaml" <<EOF
name: crowd
summary: Five scans at once, again and again
groups: [initiate, status, progress, results]
request_timeout: $1
run_budget: 1200
jobs:
  count: 5
  concurrent: 5
  bodies:
    - '{"force_refresh":true}'
    - '{"force_refresh":true,"symbols":["BTC/USDT"]}'
    - '{"force_refresh":true,"symbols":["ETH/USDT"]}'
    - '{"force_refresh":true,"symbols":["SOL/USDT"]}'
    - '{}'
  poll_interval: 0.5
  maximum_polls: 240
  polls_after_completion: 3
  result_reads: 2
  early_result_reads: 1
  fresh_connections: true
  budget: 120
soak:
  seconds: 1100
EOF
}

# start_crowd NAME
start_crowd() {
    local user
    crowd_pids=()
    for user in "${crowd[@]}"; do
        "$bin/scan-probe" run "$url" --plan "$folder/crowd.yaml" --out "$folder/$1/$user" \
            --email "$user@example.com" --password-file "$work/password" >"$folder/$1/$user.txt" 2>&1 &
        crowd_pids+=($!)
        pids+=($!)
    done
}

# stop_crowd NAME [--with-gaps]: as Ctrl-C does.
stop_crowd() {
    local pid user
    for pid in "${crowd_pids[@]}"; do kill -INT "$pid" 2>/dev/null || true; done
    for pid in "${crowd_pids[@]}"; do wait "$pid" || true; done
    for user in "${crowd[@]}"; do judge "$1, $user" "$folder/$1/$user" '^A$' "${2:-}"; done
}

# judge NAME FOLDER GRADES [--with-gaps]: compares the grade with a pattern; every poll that counts has to have found its
# scan. Where gaps are allowed, one may be answered 503 or not at all instead, and nothing else; and so may an initiation,
# which a report without knowledge of the fault has to call a violation of INIT-001, but not one of anything else.
judge() {
    local name=$1 told
    if told=$(python3 - "$2" "$3" "${4:-}" 2>&1 <<'EOF'
import json, re, sys
folder, grades, allows = sys.argv[1:]
report = json.load(open(folder + "/report.json"))
failed = {requirement["id"] for requirement in report["requirements"] if requirement["verdict"] == "failed"}
polls = report["rates"].get("status_found", {"trials": 0, "successes": 0})
lacking = polls["trials"] - polls["successes"]
unavailable = unanswered = lost = unstarted = late = 0
for line in open(folder + "/history.jsonl"):
    event = json.loads(line).get("event", {})
    if event.get("operation") not in ("status", "initiate") or not isinstance(event["outcome"], dict):
        continue
    answer = event["outcome"].get("answered")
    if event["operation"] == "status":
        if answer is None:
            unanswered += 1
        elif answer["status"] == 503:
            unavailable += 1
        else:
            lost += event["intent"] in ("course", "follows_link") and answer["status"] != 200
    elif answer is None:
        unstarted += 1
    elif answer["status"] == 200:
        late += event["received"] - event["sent"] > 2e9 or not answer.get("understood", {}).get("scanID")
found = f"{polls['successes']} of {polls['trials']} polls found"
print(f"grade {report['grade']}, {found}, {unavailable} polls answered 503, {unanswered} not answered, {lost} otherwise, "
      f"{unstarted} initiations not answered")
if allows:
    good = not lost and lacking <= unavailable + unanswered and 0 < polls["successes"]
    excused = failed == {"INIT-001"} and unstarted and not late
else:
    good, excused = not lacking, False
sys.exit(not (good and (excused or re.search(grades, report["grade"]))))
EOF
    ); then
        echo "$name: $told"
    else
        echo "$name: $told, where a grade like $3 was expected, and all polls found:"
        cat "$2.txt"
        failures=$((failures + 1))
    fi
}

# probe_in_crowd NAME GRADES [--with-gaps] ARGUMENT…: probes $url while the crowd is there, all groups of requirements; the
# crowd may be answered 503, or not at all, where that is said.
probe_in_crowd() {
    local name=$1 grades=$2 allows=
    shift 2
    if [ "${1:-}" = --with-gaps ]; then allows=$1 && shift; fi
    rm -rf "${folder:?}/$name"
    mkdir -p "$folder/$name"
    start_crowd "$name"
    probe "$folder/$name/acceptance" --plan "$folder/plan.yaml" --redis "$redis_url" --key-prefix "$name:" \
        --allow-changes "$@" >"$folder/$name/acceptance.txt" 2>&1
    stop_crowd "$name" "$allows"
    judge "$name" "$folder/$name/acceptance" "$grades"
}
