#!/usr/bin/env python3
"""Scans in a release build and in NumPy, on windows of the same sizes: engine.py SCAN-SERVER SYMBOLS.

A scan of all strategies is timed on one core and on two, in turn, and against NumPy computing the same indicators on one core
(yardsticks.py). Each figure is the least of several runs: whatever else the machine does only adds to it.
"""
import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import re
import subprocess
import sys
import tempfile
import time

import yardsticks

server, symbols = sys.argv[1], int(sys.argv[2])
REPEATS = 15
ROUNDS = 5
CORES = sorted(os.sched_getaffinity(0))
PORTFOLIO = "cash_usd: 10000\nholdings: {BTC-USDT: 0.5, ETH-USDT: 10, SOL-USDT: 100, XRP-USDT: 5000, BNB-USDT: 10, "
PORTFOLIO += "DOGE-USDT: -20000, ADA-USDT: 9000, TRX-USDT: 9000}\n"


def numpy_milliseconds(function, market):
    """The least time of one computation."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        function(market)
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def scan(cores, count=symbols, repeats=REPEATS):
    """The quickest scan in milliseconds; one with the candles made first; the peak of memory in MB; and each strategy's time."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as portfolio:
        portfolio.write(PORTFOLIO)
        portfolio.flush()
        command = [server, "scan", "--symbols", str(count), "--time", "2026-01-27T10:15:30Z", "--repeat", str(repeats)]
        command += ["--cores", str(cores), "--timings", "--format", "json", "--portfolio", portfolio.name]
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            # Making candles and books may use no more cores than judging does.
            preexec_fn=lambda: os.sched_setaffinity(0, CORES[-cores:]),
        )
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"bench: {' '.join(command)}: {errors}")
    scans = re.findall(r"scan \d+: ([\d.]+) ms: (.*)", errors)
    if len(scans) != repeats:
        sys.exit(f"bench: cannot read the timings: {errors}")
    times = [float(total) for total, _ in scans]
    parts = dict(re.findall(r"(\w+) ([\d.]+) ms", min(scans, key=lambda scan: float(scan[0]))[1]))
    return min(times[1:] or times), times[0], usage.ru_maxrss / 1024, {name: float(ms) for name, ms in parts.items()}


rounds = [(scan(1), scan(2)) for _ in range(ROUNDS)]
one, first, _, parts = min(one for one, _ in rounds)
two = min(two[0] for _, two in rounds)
os.sched_setaffinity(0, CORES[-1:])
market = yardsticks.Market(symbols)
numpy = {function.__name__: numpy_milliseconds(function, market) for function in yardsticks.STRATEGIES}
if set(numpy) != set(parts):
    sys.exit(f"bench: no yardstick, or no strategy, for {sorted(set(numpy) ^ set(parts))}")
os.sched_setaffinity(0, CORES)

print(f"{len(parts)} strategies, {symbols} symbols, times in ms:")
print(f"  {'':24} {'scan':>8} {'NumPy':>8}")
for name, milliseconds in parts.items():
    print(f"  {name:24} {milliseconds:8.0f} {numpy[name]:8.1f}")
print(f"  {'all, on one core':24} {one:8.1f} {sum(numpy.values()):8.1f}   {sum(numpy.values()) / one:.2f} × as fast as NumPy")
print(f"  {'all, on two cores':24} {two:8.1f} {'':8}   {one / two:.2f} × as fast as on one")
print(f"  {'with the candles made':24} {first:8.1f}")
_, _, less, _ = scan(1, max(1, symbols // 4), 1)
_, _, same, _ = scan(1, symbols, 1)
_, _, more, _ = scan(1, symbols * 4, 1)
print(f"memory: {less:.0f} MB at {symbols // 4} symbols, {same:.0f} MB at {symbols}, {more:.0f} MB at {symbols * 4}")
