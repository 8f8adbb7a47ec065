"""What the strategies compute, in NumPy: for all symbols at once, in arrays of symbols × candles, one thread.

Each function computes the indicators that the strategy of its name rests on, as the strategy's doc comment names them, from data of
the same shape; what follows from them symbol by symbol (plans, sizes, sentences) is left out, which favours NumPy.
"""
import math

import numpy as np
from scipy.special import ndtr


class Market:
    """Random walks and what is quoted on them."""

    def __init__(self, symbols):
        self.random = np.random.default_rng(1)
        self.symbols = symbols
        self.four_hours = self.candles(symbols, 121)
        self.hours = self.candles(symbols, 120)
        self.minutes = self.candles(symbols, 61)
        self.pairs = self.candles(min(200, symbols), 480).closes
        self.universe = self.candles(min(500, symbols), 241).closes
        self.held = self.candles(8, 181).closes
        self.hedges = self.candles(min(150, symbols), 181).closes
        side = 100 * (1 + 0.001 * (1 + np.arange(10)) * np.ones((symbols, 1)))
        self.asks, self.bids = side, 200 - side
        self.wanted, self.offered = (self.random.random((symbols, 10)) + 0.5 for _ in range(2))
        self.rates = 0.0001 * self.random.standard_normal((min(150, symbols), 3))
        # Chains, expiries, strikes: calls and puts each.
        self.spot = np.full((12, 1, 1), 100.0)
        self.years = (np.arange(1, 8) / 52)[None, :, None]
        self.strikes = np.linspace(70, 130, 20)[None, None, :]
        truth = 0.6 * (1 + 0.02 * self.random.standard_normal((12, 7, 20)))
        self.quoted = black_scholes(self.spot, self.strikes, self.years, truth)

    def candles(self, symbols, count):
        return Candles(self.random, symbols, count)


class Candles:
    def __init__(self, random, symbols, count):
        self.closes = 100 * np.exp(np.cumsum(0.01 * random.standard_normal((symbols, count)), axis=1))
        spread = 0.005 * self.closes * random.random((symbols, count))
        self.highs, self.lows = self.closes + spread, self.closes - spread
        self.volumes = 1000 * (0.5 + random.random((symbols, count)))


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


def atr(candles, period=14):
    before = candles.closes[:, :-1]
    ranges = np.maximum(candles.highs[:, 1:], before) - np.minimum(candles.lows[:, 1:], before)
    return smoothed(ranges, period, 1 / period)


def windows(values, period):
    return np.lib.stride_tricks.sliding_window_view(values, period, axis=1)


def returns(closes):
    return closes[:, 1:] / closes[:, :-1] - 1


def correlations(columns):
    columns = columns - columns.mean(axis=1, keepdims=True)
    columns /= np.sqrt((columns * columns).sum(axis=1, keepdims=True))
    return columns, columns @ columns.T


def dickey_fuller(closes):
    before, change = closes[:, :-1], np.diff(closes, axis=1)
    before = before - before.mean(axis=1, keepdims=True)
    change = change - change.mean(axis=1, keepdims=True)
    squares = (before * before).sum(axis=1)
    rate = (before * change).sum(axis=1) / squares
    residual = (change * change).sum(axis=1) - rate * (before * change).sum(axis=1)
    return rate / np.sqrt(residual / (closes.shape[1] - 3) / squares)


def augmented_dickey_fuller(series, greatest=4):
    """By Akaike's criterion, for all series at once: a design for each count of lags, and its normal equations."""
    change = np.diff(series, axis=1)
    best = np.full(series.shape[0], np.inf)
    statistic = np.zeros(series.shape[0])
    for lags in range(greatest + 1):
        rows = change.shape[1] - greatest
        response = change[:, greatest:]
        columns = [series[:, greatest:-1]] + [change[:, greatest - lag : -lag] for lag in range(1, lags + 1)]
        design = np.stack(columns, axis=2)
        inverse = np.linalg.inv(np.einsum("nij,nik->njk", design, design))
        fit = np.einsum("njk,nk->nj", inverse, np.einsum("nij,ni->nj", design, response))
        error = response - np.einsum("nij,nj->ni", design, fit)
        squares = (error * error).sum(axis=1)
        criterion = rows * np.log(squares) + 2 * (lags + 1)
        t = fit[:, 0] / np.sqrt(squares / (rows - lags - 1) * inverse[:, 0, 0])
        statistic = np.where(criterion < best, t, statistic)
        best = np.minimum(criterion, best)
    return statistic


def black_scholes(spot, strikes, years, volatility):
    width = volatility * np.sqrt(years)
    d1 = (np.log(spot / strikes) + 0.04 * years) / width + width / 2
    return spot * ndtr(d1) - strikes * np.exp(-0.04 * years) * ndtr(d1 - width)


def implied_volatility(market):
    low, high = np.full(market.quoted.shape, 0.01), np.full(market.quoted.shape, 5.0)
    for _ in range(40):
        middle = (low + high) / 2
        is_below = black_scholes(market.spot, market.strikes, market.years, middle) < market.quoted
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return (low + high) / 2


def surface(market):
    """The volatilities of calls and of puts, a parabola for each expiry, and the greeks."""
    for _ in ("calls", "puts"):
        volatility = implied_volatility(market)
        moneyness = np.log(market.strikes / market.spot) / np.sqrt(market.years)
        design = np.stack([np.ones_like(moneyness), moneyness, moneyness**2], axis=3)
        equations = np.einsum("ceij,ceik->cejk", design, design)
        sums = np.einsum("ceij,cei->cej", np.broadcast_to(design, volatility.shape + (3,)), volatility)
        fit = np.linalg.solve(equations, sums[..., None])[..., 0]
        fair = np.einsum("ceij,cej->cei", design, fit)
        black_scholes(market.spot, market.strikes, market.years, fair)
        width = fair * np.sqrt(market.years)
        d1 = (np.log(market.spot / market.strikes) + 0.04 * market.years) / width + width / 2
        density = np.exp(-d1 * d1 / 2) / math.sqrt(2 * math.pi)
        delta, gamma = ndtr(d1), density / market.spot / width
        vega, theta = market.spot * density * np.sqrt(market.years), market.spot * density * fair / 2
    return fair, delta, gamma, vega, theta


def spot_momentum_strategy(m):
    rsi(m.four_hours.closes), macd(m.four_hours.closes), sma(m.four_hours.closes, 20), sma(m.four_hours.closes, 50)
    atr(m.four_hours)


def spot_mean_reversion(m):
    closes = m.hours.closes
    means, deviations = sma(closes, 20), windows(closes, 20).std(axis=2)
    (closes[:, 19:] - means) / deviations, means + 2 * deviations, means - 2 * deviations
    dickey_fuller(closes), atr(m.hours)


def spot_breakout_strategy(m):
    windows(m.hours.highs, 48).max(axis=2), windows(m.hours.lows, 48).min(axis=2), sma(m.hours.volumes, 20)
    atr(m.hours)


def pairs_trading(m):
    logs = np.log(m.pairs)
    _, matrix = correlations(np.diff(logs, axis=1))
    upper = np.triu_indices(len(logs), 1)
    order = np.argsort(-matrix[upper])[:250]
    first, second = logs[upper[0][order]], logs[upper[1][order]]
    first = first - first.mean(axis=1, keepdims=True)
    second = second - second.mean(axis=1, keepdims=True)
    ratio = (first * second).sum(axis=1) / (second * second).sum(axis=1)
    spread = first - ratio[:, None] * second
    augmented_dickey_fuller(spread), spread[:, -1] / spread.std(axis=1), dickey_fuller(spread)


def statistical_arbitrage(m):
    change = np.diff(np.log(m.universe), axis=1)
    columns = change - change.mean(axis=1, keepdims=True)
    columns /= np.sqrt((columns * columns).sum(axis=1, keepdims=True))
    _, vectors = np.linalg.eigh(columns.T @ columns)
    factors = vectors[:, -15:]
    path = np.cumsum(columns - (columns @ factors) @ factors.T, axis=1)
    dickey_fuller(path), path[:, -1] / path.std(axis=1)


def market_making(m):
    deviation = returns(m.minutes.closes).std(axis=1)
    middle = (m.asks[:, 0] + m.bids[:, 0]) / 2
    distances = (m.bids[:, :1] - m.bids) * m.wanted + (m.asks - m.asks[:, :1]) * m.offered
    depth = distances.sum(axis=1) / (m.wanted + m.offered).sum(axis=1) / middle
    aversion = 0.1 / depth
    aversion * deviation**2 * 5 + 2 / aversion * np.log1p(0.1)
    (m.minutes.closes * m.minutes.volumes)[:, 1:].sum(axis=1)


def scalping_strategy(m):
    c = m.minutes
    (c.closes[:, -1] / c.closes[:, -6] - 1) / returns(c.closes)[:, :-5].std(axis=1)
    place = (2 * c.closes - c.highs - c.lows)[:, -5:] / (c.highs - c.lows)[:, -5:]
    (place * c.volumes[:, -5:]).sum(axis=1) / c.volumes[:, -5:].sum(axis=1)
    wanted, offered = m.wanted[:, :5].sum(axis=1), m.offered[:, :5].sum(axis=1)
    (wanted - offered) / (wanted + offered), atr(c)


def complex_strategy(m):
    """The surface, and every butterfly, straddle and calendar on it."""
    fair, *_ = surface(m)
    edge = black_scholes(m.spot, m.strikes, m.years, fair) - m.quoted
    for _ in ("calls", "puts"):
        for width in range(1, 10):
            edge[..., : -2 * width] - 2 * edge[..., width:-width] + edge[..., 2 * width :]
        edge[:, 1:] - edge[:, :-1]
    edge + edge


def futures_trade(m):
    closes = m.four_hours.closes
    (closes[:, -1] / closes[:, -61] - 1) / returns(closes).std(axis=1), ema(closes, 20), ema(closes, 50)
    atr(m.four_hours)


def options_trade(m):
    surface(m)


def funding_arbitrage(m):
    hourly = m.rates / 8
    hourly.max(axis=1) - hourly.min(axis=1), returns(m.hours.closes[:, -25:]).std(axis=1)


def covariance(days):
    """Ledoit's and Wolf's, towards a multiple of the identity."""
    centred = days - days.mean(axis=1, keepdims=True)
    sample = centred @ centred.T / days.shape[1]
    mean = np.trace(sample) / len(sample)
    distance = ((sample - mean * np.eye(len(sample))) ** 2).sum()
    noise = sum(((np.outer(day, day) - sample) ** 2).sum() for day in centred.T) / days.shape[1] ** 2
    share = min(1, noise / distance)
    return share * mean * np.eye(len(sample)) + (1 - share) * sample


def risk_management(m):
    days = returns(m.held)
    weights = np.full(len(days), 1 / len(days))
    np.quantile(weights @ days, 0.05), weights * (np.cov(days) @ weights)


def portfolio_optimization(m):
    days = returns(m.held)
    for part in (days, days[:, :120]):
        matrix = covariance(part)
        np.linalg.solve(matrix, part.mean(axis=1))
        weights = np.full(len(matrix), 1 / len(matrix))
        for _ in range(50):
            weights = np.sqrt(weights / (matrix @ weights))
            weights /= weights.sum()


def hedge_position(m):
    days, others = returns(m.held), returns(m.hedges)
    np.corrcoef(days, others), days.std(axis=1)


STRATEGIES = [
    spot_momentum_strategy, spot_mean_reversion, spot_breakout_strategy, pairs_trading, statistical_arbitrage, market_making,
    scalping_strategy, complex_strategy, futures_trade, options_trade, funding_arbitrage, risk_management,
    portfolio_optimization, hedge_position,
]
