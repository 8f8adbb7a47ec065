"""Judging a history file, by Python's json reading the same lines.

The budget for a million events: 500 MB, and 5 s on a machine where Python takes 6.5 s. Shorter histories, which show that time
and memory grow no faster than the length, have that much less of it, and 40 MB for the program itself.
"""
import os
import subprocess
import sys
import tempfile

import processes

READ = "import json,sys\nfor line in open(sys.argv[1],'rb'): json.loads(line)"
MAKE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "make_history.py")
SHARE = 5 / 6.5


def run(table, options):
    events = options.argument or (20_000 if options.quick else 1_000_000)
    for kind in ("sound", "broken"):
        # A quarter of the length as well: what grows faster than the history shows.
        for length in (events // 4, events):
            with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as history:
                subprocess.run([sys.executable, MAKE, kind, str(length)], stdout=history, check=True)
                measure(table, options, history.name, f"{kind}, {length} events", length)


def measure(table, options, history, what, length):
    yardsticks, costs, memories = [], [], []
    for _ in range(options.rounds):
        yardsticks.append(cost([sys.executable, "-c", READ, history])[0])
        cpu, memory = cost([options.program("scan-probe"), "check", history, "--format", "json"])
        costs.append(cpu)
        memories.append(memory)
    table.add(f"Python reading: {what}", yardsticks, "s")
    table.add(f"judging: {what}", costs, "s", ratios=[a / b for a, b in zip(costs, yardsticks)], at_most=SHARE)
    table.add(f"memory: {what}", memories, "MB", at_most=40 + 460 * length / 1e6)


def cost(command):
    """The CPU seconds of a command, and its memory in MB."""
    _, cpu, memory, code, _, errors = processes.finished(command)
    if code not in (0, 1, 2):
        sys.exit(f"bench: {command[0]} ended with {code}: {errors}")
    return cpu, memory
