"""Scans of all strategies, by NumPy computing the same indicators on one core (yardsticks.py), on windows of the same sizes.

A scan is timed on one core and on two, in turn. Each figure is the least of several runs: whatever else the machine does only
adds to it.
"""
import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import re
import sys
import tempfile
import time

import processes
import yardsticks

CORES = sorted(os.sched_getaffinity(0))
PORTFOLIO = "cash_usd: 10000\nholdings: {BTC-USDT: 0.5, ETH-USDT: 10, SOL-USDT: 100, XRP-USDT: 5000, BNB-USDT: 10, "
PORTFOLIO += "DOGE-USDT: -20000, ADA-USDT: 9000, TRX-USDT: 9000}\n"
SHARE_OF_NUMPY, GAIN_OF_TWO = 1, 1.4


def run(table, options):
    symbols = options.argument or (50 if options.quick else 500)
    repeats = 2 if options.quick else 15
    ones, twos, numpys, gains = [], [], [], []
    for _ in range(options.rounds):
        one, first, _, parts = scan(options, 1, symbols, repeats)
        two = scan(options, 2, symbols, repeats)[0]
        os.sched_setaffinity(0, CORES[-1:])
        market = yardsticks.Market(symbols)
        numpy = {function.__name__: numpy_milliseconds(function, market, repeats) for function in yardsticks.STRATEGIES}
        os.sched_setaffinity(0, CORES)
        if set(numpy) != set(parts):
            sys.exit(f"bench: no yardstick, or no strategy, for {sorted(set(numpy) ^ set(parts))}")
        ones.append(one)
        twos.append(two)
        numpys.append(sum(numpy.values()))
        gains.append(one / two)
    for name, milliseconds in parts.items():
        table.add(name, [milliseconds], "ms", ratios=[milliseconds / max(0.01, numpy[name])])
    table.add("NumPy, one core", numpys, "ms")
    ratios = [one / numpy for one, numpy in zip(ones, numpys)]
    table.add("all strategies, one core", ones, "ms", ratios=ratios, at_most=SHARE_OF_NUMPY)
    table.add("all strategies, two cores", twos, "ms")
    table.add("two cores, by one", gains, "×", at_least=GAIN_OF_TWO if len(CORES) > 1 else None)
    table.add("with the candles made", [first], "ms")
    for count in (max(1, symbols // 4), symbols, symbols * 4):
        table.add(f"memory, {count} symbols", [scan(options, 1, count, 1)[2]], "MB")


def numpy_milliseconds(function, market, repeats):
    """The least time of one computation."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function(market)
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def scan(options, cores, symbols, repeats):
    """The quickest scan in milliseconds; one with the candles made first; the peak of memory in MB; and each strategy's time."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as portfolio:
        portfolio.write(PORTFOLIO)
        portfolio.flush()
        command = [options.program("scan-server"), "scan", "--symbols", str(symbols), "--time", "2026-01-27T10:15:30Z"]
        command += ["--repeat", str(repeats), "--cores", str(cores), "--timings", "--format", "json"]
        command += ["--portfolio", portfolio.name]
        # Making candles and books may use no more cores than judging does.
        affinity = lambda: os.sched_setaffinity(0, CORES[-cores:])
        _, _, memory, code, _, errors = processes.finished(command, preexec_fn=affinity)
    scans = re.findall(r"scan \d+: ([\d.]+) ms: (.*)", errors)
    if code != 0 or len(scans) != repeats:
        sys.exit(f"bench: {' '.join(command)}: {errors}")
    times = [float(total) for total, _ in scans]
    parts = dict(re.findall(r"(\w+) ([\d.]+) ms", min(scans, key=lambda scan: float(scan[0]))[1]))
    return min(times[1:] or times), times[0], memory, {name: float(ms) for name, ms in parts.items()}
