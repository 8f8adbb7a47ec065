#
# This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
# SPDX-License-Identifier: Apache-2.0
#
"""European options by QuantLib, seconded by py_vollib: prices, greeks, implied volatilities."""

import itertools
import warnings

import numpy as np
import QuantLib as ql
import swift_file
from swift_file import agreed

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from py_vollib.black_scholes import black_scholes
    from py_vollib.black_scholes.greeks import analytical
    from py_vollib.black_scholes.implied_volatility import implied_volatility


def quantlib(kind, spot, strike, rate, years, volatility):
    """Price, delta, gamma, vega, theta (by the year) and rho."""
    option = ql.Option.Call if kind > 0 else ql.Option.Put
    discount = np.exp(-rate * years)
    payoff = ql.PlainVanillaPayoff(option, strike)
    calculator = ql.BlackCalculator(payoff, float(spot / discount), float(volatility * np.sqrt(years)), float(discount))
    return [
        calculator.value(),
        calculator.delta(spot),
        calculator.gamma(spot),
        calculator.vega(years),
        calculator.theta(spot, years),
        calculator.rho(years),
    ]


def vollib(kind, spot, strike, rate, years, volatility):
    """The same; py_vollib counts theta by the day, vega and rho by the percent."""
    flag = "c" if kind > 0 else "p"
    arguments = (flag, spot, strike, years, rate, volatility)
    return [
        black_scholes(*arguments),
        analytical.delta(*arguments),
        analytical.gamma(*arguments),
        analytical.vega(*arguments) * 100,
        analytical.theta(*arguments) * 365,
        analytical.rho(*arguments) * 100,
    ]


def main():
    cases = list(
        itertools.product([1, -1], [100.0], [60.0, 90.0, 100.0, 105.0, 160.0], [0.0, 0.05], [0.02, 0.25, 2.0], [0.2, 0.9])
    )
    results = []
    volatilities = []
    for case in cases:
        kind, spot, strike, rate, years, volatility = case
        row = agreed(quantlib(*case), vollib(*case), 9)
        results.append(row)
        # Only where the price tells: a price that is nothing but intrinsic value has lost its volatility. Where the
        # option is worth more than that by too little, the solvers differ in the last digits that are left.
        discount = np.exp(-rate * years)
        time_value = row[0] - max(0, kind * (spot - strike * discount))
        if time_value < 1e-6:
            volatilities.append(-1)
            continue
        second = implied_volatility(row[0], spot, strike, years, rate, "c" if kind > 0 else "p")
        volatilities.append(agreed(volatility, second, 7))
    swift_file.write(
        "OptionFixtures",
        f"Options, what QuantLib {ql.__version__} makes of them, and py_vollib agrees with to nine digits.",
        {"cases": cases, "results": results, "volatilities": volatilities},
    )


if __name__ == "__main__":
    main()
