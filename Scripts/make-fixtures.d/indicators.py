#
# This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
# SPDX-License-Identifier: Apache-2.0
#
"""Indicator values by TA-Lib and NumPy."""

import numpy as np
import swift_file
import talib

COUNT = 160


def candles():
    """A random walk with a trend, a crash and a flat stretch, rounded so that the text is exact."""
    random = np.random.default_rng(20_260_127)
    steps = random.normal(0.0005, 0.012, COUNT)
    steps[70:75] -= 0.03
    steps[110:114] = 0
    closes = np.round(250 * np.exp(np.cumsum(steps)), 3)
    opens = np.concatenate(([250.0], closes[:-1]))
    highs = np.round(np.maximum(opens, closes) * (1 + random.uniform(0, 0.008, COUNT)), 3)
    lows = np.round(np.minimum(opens, closes) * (1 - random.uniform(0, 0.008, COUNT)), 3)
    return highs, lows, closes


def defined(values):
    """Drops the placeholders at the beginning."""
    return values[~np.isnan(values)]


def dickey_fuller(values):
    """Least squares by QR, unlike the closed form under test."""
    before, change = values[:-1], np.diff(values)
    design = np.column_stack([np.ones_like(before), before])
    solution, *_ = np.linalg.lstsq(design, change, rcond=None)
    residuals = change - design @ solution
    variance = residuals @ residuals / (len(change) - 2)
    error = np.sqrt(variance * np.linalg.inv(design.T @ design)[1, 1])
    return [solution[1], solution[1] / error, np.log(2) / -solution[1]]


def main():
    highs, lows, closes = candles()
    upper, middle, lower = talib.BBANDS(closes, timeperiod=20, nbdevup=2, nbdevdn=2)
    line, signal, _ = talib.MACD(closes)
    windows = np.lib.stride_tricks.sliding_window_view(closes, 20)
    columns = {
        "highs": highs,
        "lows": lows,
        "closes": closes,
        "sma20": defined(talib.SMA(closes, 20)),
        "ema12": defined(talib.EMA(closes, 12)),
        "rsi14": defined(talib.RSI(closes, 14)),
        "macdLine": defined(line),
        "macdSignal": defined(signal),
        "atr14": defined(talib.ATR(highs, lows, closes, 14)),
        "bollingerUpper": defined(upper),
        "bollingerLower": defined(lower),
        "deviation20": windows.std(axis=1),
        "zScore20": (closes[19:] - windows.mean(axis=1)) / windows.std(axis=1),
        "maximum48": defined(talib.MAX(highs, 48)),
        "minimum48": defined(talib.MIN(lows, 48)),
        "dickeyFuller": dickey_fuller(closes),
    }
    comment = f"A column of candles, and what TA-Lib {talib.__version__} and NumPy make of it; results are aligned to the end."
    swift_file.write("IndicatorFixtures", comment, columns)


if __name__ == "__main__":
    main()
