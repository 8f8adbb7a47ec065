#!/usr/bin/env python3
"""Judges a history file and reads it with Python's json for comparison: judge.py PROBE FILE KIND EVENTS.

Ends with 1 beyond the budget for a million events: 500 MB, and 5 s on a machine where Python takes 6.5 s. Shorter histories,
which show that time and memory grow no faster than the length, have that much less of it, and 40 MB for the program itself.
"""
import os
import subprocess
import sys
import time

probe, file, kind, events = sys.argv[1:5]
READ = "import json,sys\nfor line in open(sys.argv[1],'rb'): json.loads(line)"


def measure(command):
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1, 2):
        sys.exit(f"bench: {command[0]} ended with {code}: {errors}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


_, yardstick, _ = measure([sys.executable, "-c", READ, file])
wall, cpu, memory = measure([probe, "check", file, "--format", "json"])
size = os.path.getsize(file) / 1e6
budget = 40 + 460 * int(events) / 1e6
is_within = memory <= budget and cpu <= yardstick * 5 / 6.5
print(
    f"judge {kind}: {events} events, {size:.0f} MB: {wall:.1f} s, {cpu:.1f} s of CPU = {cpu / yardstick:.2f} × Python's json "
    f"({yardstick:.1f} s), {memory:.0f} of {budget:.0f} MB"
    f"{'' if is_within else ', BEYOND THE BUDGET'}"
)
sys.exit(0 if is_within else 1)
