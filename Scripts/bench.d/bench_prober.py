"""scan-probe at its fastest: 600 jobs polled each 10 ms with the history on, over fresh and over reused connections, by wrk."""
import json
import os

import processes
import traffic
from scene import Scene
from target import Target

# The budgets: fractions of wrk on the same target, and the CPU of a poll by that of a bare GET of the server's stack. 60 µs are
# asked for where that takes 62 µs; machines differ, and the clock of one may change from hour to hour.
REUSED, FRESH, BARE, GROWTH = 0.25, 0.5, 60 / 62, 1.15
STATUS = "/api/v1/opportunities/status/scan_0123456789abcdef0123456789abcdef"
# The bytes of an answer to a poll.
ANSWER = 430
# 60,000 polls a second, more than the prober can do: what it does is limited by itself.
PLAN = """
name: bench
summary: Many jobs that never end, polled as fast as can be
groups: [status]
request_timeout: 10
run_budget: {seconds}
jobs:
  count: 600
  concurrent: 600
  bodies: ['{{"force_refresh":true}}']
  poll_interval: 0.01
  maximum_polls: 1000000
  polls_after_completion: 0
  result_reads: 0
  early_result_reads: 0
  fresh_connections: {fresh}
  budget: {seconds}
"""


def run(table, options):
    seconds = 2 if options.quick else 10
    with Target() as target, Scene(options) as scene:
        # Most of a fresh connection's time goes into the kernel, which opens and closes it: wrk tells how much.
        wrk, rates, costs, _ = rounds(target, scene, options, True, seconds)
        add(table, "a fresh connection each", wrk, rates, FRESH)
        table.add("CPU of a poll, a fresh connection each", costs, "µs")
        wrk, rates, costs, bare = rounds(target, scene, options, False, seconds)
        add(table, "reused connections", wrk, rates, REUSED)
        table.add("bare GET of the server's stack", bare, "µs")
        ratios = [cost / get for cost, get in zip(costs, bare)]
        table.add("CPU of a poll, reused connections", costs, "µs", ratios=ratios, at_most=BARE)
        if not options.quick:
            # A cost that grows with the history shows in a run six times as long.
            polls, _, cpu = probe(target, options, False, seconds * 6)
            table.add("CPU of a poll in a run six times as long", [cpu / polls * 1e6], "µs")
            table.add("… by that of the run", [cpu / polls * 1e6 / min(costs)], "×", at_most=GROWTH)


def add(table, name, wrk, rates, share):
    table.add(f"wrk, {name}", wrk, "/s")
    table.add(f"scan-probe, {name}", rates, "/s", ratios=[a / b for a, b in zip(rates, wrk)], at_least=share)


def rounds(target, scene, options, fresh, seconds):
    """The rates of wrk and of the prober in turn, the prober's µs of CPU a poll, and those of a bare GET."""
    wrk, rates, costs, bare = [], [], [], []
    headers = ["Connection: close"] if fresh else []
    for _ in range(options.rounds):
        if not fresh:
            bare.append(scene.yardstick_cost(ANSWER).microseconds)
        wrk.append(traffic.send(target.url + STATUS, [target.process.pid], options.seconds, headers).per_second)
        polls, taken, cpu = probe(target, options, fresh, seconds)
        rates.append(polls / taken)
        costs.append(cpu / polls * 1e6)
    return wrk, rates, costs, bare


def probe(target, options, fresh, seconds):
    """A run of some seconds: its polls, its seconds, and its CPU seconds, from its start to its report."""
    plan, out = target.path("plan.yaml"), target.path("out")
    with open(plan, "w") as file:
        file.write(PLAN.format(seconds=seconds, fresh=str(fresh).lower()))
    environment = dict(os.environ, SCAN_PROBE_PASSWORD="secret")
    command = [options.program("scan-probe"), "run", target.url, "--plan", plan, "--email", "demo@example.com"]
    command += ["--out", out, "--format", "json", "--disk-budget", "4096"]
    _, cpu, _, code, _, errors = processes.finished(command, env=environment)
    if code not in (0, 1, 2):
        raise SystemExit(f"bench: {' '.join(command)}: {errors}")
    polls, last = 0, 0
    with open(os.path.join(out, "history.jsonl")) as history:
        for line in history:
            if '"operation":"status"' in line:
                polls += 1
                last = line
    return polls, json.loads(last)["event"]["received"] / 1e9, cpu
