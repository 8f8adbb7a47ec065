"""`scan-probe run --plan load`, on a target that costs nothing: judged polls a second, by wrk and hey on the same target."""
import json
import os
import re
import subprocess

import processes
import traffic
from target import Target

STATUS = "/api/v1/opportunities/status/scan_0123456789abcdef0123456789abcdef"
# The budgets: judged polls in a second of CPU, and megabytes.
PER_CPU_SECOND, MEGABYTES = 10_000, 200
PLAN = """
name: bench
summary: More and more polls of jobs that never end, each judged
groups: [status]
request_timeout: 5
run_budget: {budget}
jobs:
  bodies: ['{{"force_refresh":true}}']
load:
  start_rate: {start}
  growth: 1.5
  maximum_rate: 40000
  stage: {stage}
  confirmation: {stage}
  jobs: 15
  initiations: 1
  reads: 0
  poll_latency: 0.1
  fresh_connections: false
"""


def run(table, options):
    with Target() as target:
        url = target.url + STATUS
        wrk, hey, capacities, costs, memory = [], [], [], [], []
        for _ in range(options.rounds):
            wrk.append(traffic.send(url, [target.process.pid], options.seconds).per_second)
            command = ["hey", "-z", f"{max(1, round(options.seconds))}s", "-c", "16", url]
            output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            hey.append(float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1)))
            polls, capacity, cpu, megabytes = load(target, options)
            capacities.append(capacity)
            costs.append(polls / cpu)
            memory.append(megabytes)
        table.add("wrk", wrk, "/s")
        table.add("hey", hey, "/s")
        ratios = [a / b for a, b in zip(capacities, wrk)]
        table.add("scan-probe --plan load, the capacity that it names", capacities, "/s", ratios=ratios)
        table.add("judged polls in a second of CPU", costs, "/s", at_least=PER_CPU_SECOND)
        table.add("memory", memory, "MB", at_most=MEGABYTES)


def load(target, options):
    """A load test: its polls, the capacity that it names, its CPU seconds, and its memory in megabytes."""
    plan, out = target.path("plan.yaml"), target.path("out")
    stage = 1 if options.quick else 5
    with open(plan, "w") as file:
        file.write(PLAN.format(budget=stage * 20, start=1000 if options.quick else 3000, stage=stage))
    environment = dict(os.environ, SCAN_PROBE_PASSWORD="secret")
    command = [options.program("scan-probe"), "run", target.url, "--plan", plan, "--email", "demo@example.com"]
    command += ["--out", out, "--format", "json"]
    _, cpu, resident, code, _, errors = processes.finished(command, env=environment)
    if code not in (0, 1, 2):
        raise SystemExit(f"bench: {' '.join(command)}: {errors}")
    with open(os.path.join(out, "load.json")) as file:
        outcome = json.load(file)
    return sum(stage["polls"] for stage in outcome["stages"]), outcome.get("capacity", 0), cpu, resident
