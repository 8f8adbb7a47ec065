#!/usr/bin/env python3
"""Scans in a release build and in NumPy, on the same windows: engine.py SCAN-SERVER SYMBOLS.

Every strategy of the catalogue is timed, on one core and on two. Those that have a yardstick below are compared with NumPy
computing the indicators that their doc comments name, for all symbols at once, one thread: arrays of symbols × candles.
"""
import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import re
import statistics
import subprocess
import sys
import time

import numpy as np

server, symbols = sys.argv[1], int(sys.argv[2])
REPEATS = 15


def sma(values, period):
    sums = np.cumsum(values, axis=1)
    sums[:, period:] = sums[:, period:] - sums[:, :-period]
    return sums[:, period - 1 :] / period


def smoothed(values, period, weight):
    average = values[:, :period].mean(axis=1)
    out = np.empty((values.shape[0], values.shape[1] - period + 1))
    out[:, 0] = average
    for index in range(period, values.shape[1]):
        average = average + weight * (values[:, index] - average)
        out[:, index - period + 1] = average
    return out


def ema(values, period):
    return smoothed(values, period, 2 / (period + 1))


def rsi(closes, period=14):
    change = np.diff(closes, axis=1)
    gain = smoothed(np.maximum(change, 0), period, 1 / period)
    loss = smoothed(np.maximum(-change, 0), period, 1 / period)
    return 100 * gain / (gain + loss)


def macd(closes):
    slow = ema(closes, 26)
    line = ema(closes[:, 26 - 12 :], 12) - slow
    return line, ema(line, 9)


def atr(highs, lows, closes, period=14):
    before = closes[:, :-1]
    return smoothed(np.maximum(highs[:, 1:], before) - np.minimum(lows[:, 1:], before), period, 1 / period)


def windows(values, period):
    return np.lib.stride_tricks.sliding_window_view(values, period, axis=1)


def dickey_fuller(closes):
    before, change = closes[:, :-1], np.diff(closes, axis=1)
    before = before - before.mean(axis=1, keepdims=True)
    change = change - change.mean(axis=1, keepdims=True)
    squares = (before * before).sum(axis=1)
    rate = (before * change).sum(axis=1) / squares
    residual = (change * change).sum(axis=1) - rate * (before * change).sum(axis=1)
    return rate / np.sqrt(residual / (closes.shape[1] - 3) / squares)


def momentum(m):
    rsi(m.closes), macd(m.closes), sma(m.closes, 20), sma(m.closes, 50), atr(m.highs, m.lows, m.closes)


def reversion(m):
    means, deviations = sma(m.closes, 20), windows(m.closes, 20).std(axis=2)
    (m.closes[:, 19:] - means) / deviations, means + 2 * deviations, means - 2 * deviations
    dickey_fuller(m.closes), atr(m.highs, m.lows, m.closes)


def breakout(m):
    windows(m.highs, 48).max(axis=2), windows(m.lows, 48).min(axis=2), sma(m.volumes, 20)
    atr(m.highs, m.lows, m.closes)


# The strategy, the indicators that it rests on, and how many candles it looks at.
YARDSTICKS = {
    "spot_momentum_strategy": (momentum, 120),
    "spot_mean_reversion": (reversion, 120),
    "spot_breakout_strategy": (breakout, 120),
}


class Columns:
    def __init__(self, count):
        random = np.random.default_rng(1)
        self.closes = 100 * np.exp(np.cumsum(0.01 * random.standard_normal((symbols, count)), axis=1))
        spread = 0.005 * self.closes * random.random((symbols, count))
        self.highs, self.lows = self.closes + spread, self.closes - spread
        self.volumes = 1000 * (0.5 + random.random((symbols, count)))


def numpy_milliseconds(function, count):
    columns, times = Columns(count), []
    for _ in range(REPEATS):
        start = time.perf_counter()
        function(columns)
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def scan(cores, strategies=None, count=symbols, repeats=REPEATS):
    """The quickest scan in milliseconds, once the candles are made; then all that making them took; and the memory."""
    command = [server, "scan", "--symbols", str(count), "--time", "2026-01-27T10:15:30Z", "--repeat", str(repeats)]
    command += ["--cores", str(cores), "--timings", "--format", "json"]
    command += ["--strategies", ",".join(strategies)] if strategies else []
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
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


one, first, memory, parts = scan(1)
two, _, _, _ = scan(2)
print(f"{len(parts)} strategies, {symbols} symbols: {one:.1f} ms on one core, {two:.1f} ms on two: {one / two:.2f} × faster")
print(f"  with the candles made first: {first:.1f} ms on one core")
for name, milliseconds in parts.items():
    print(f"  {name}: {milliseconds:.1f} ms" + ("" if name in YARDSTICKS else ", no yardstick"))
known = [name for name in parts if name in YARDSTICKS]
ours, _, _, _ = scan(1, known)
theirs = sum(numpy_milliseconds(*YARDSTICKS[name]) for name in known)
print(f"{len(known)} with a yardstick: {ours:.1f} ms on one core, NumPy {theirs:.1f} ms: {theirs / ours:.2f} × as fast as NumPy")
_, _, more, _ = scan(1, None, symbols * 4, 2)
_, _, less, _ = scan(1, None, max(1, symbols // 4), 2)
print(f"memory: {less:.0f} MB at {symbols // 4} symbols, {memory:.0f} MB at {symbols}, {more:.0f} MB at {symbols * 4}")
