#
# This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
# SPDX-License-Identifier: Apache-2.0
#
"""Regressions, unit-root and co-integration tests by statsmodels and arch, eigenvectors by LAPACK."""

import arch.unitroot
import numpy as np
import scipy.linalg
import statsmodels
import statsmodels.api as sm
import swift_file
from statsmodels.tsa.adfvalues import mackinnoncrit, mackinnonp
from statsmodels.tsa.stattools import adfuller, coint
from swift_file import agreed

COUNT = 240


def columns():
    """A random walk, one that keeps to it, one that does not, and a series that returns; rounded, so that the text is exact."""
    random = np.random.default_rng(20_260_128)
    walk = 5 + np.cumsum(random.normal(0, 0.01, COUNT))
    spread = np.zeros(COUNT)
    for index in range(1, COUNT):
        spread[index] = 0.8 * spread[index - 1] + random.normal(0, 0.01)
    partner = 1 + 0.7 * walk + spread
    stranger = 3 + np.cumsum(random.normal(0, 0.012, COUNT))
    returning = np.zeros(COUNT)
    for index in range(2, COUNT):
        returning[index] = 0.5 * returning[index - 1] + 0.3 * returning[index - 2] + random.normal(0, 1)
    return [np.round(values, 6) for values in (walk, partner, stranger, returning)]


def least_squares(response, regressors, weights=None):
    """Coefficients, standard errors and the sum of squared residuals; LAPACK's solution is the second opinion."""
    design = np.column_stack(regressors)
    weights = np.ones_like(response) if weights is None else weights
    fit = sm.WLS(response, design, weights=weights).fit()
    root = np.sqrt(weights)
    second = scipy.linalg.lstsq(design * root[:, None], response * root)[0]
    return np.concatenate([agreed(fit.params, second, 9), fit.bse, [fit.ssr]])


def unit_root(values, **arguments):
    """Statistic, probability, lags, rows and the three critical values."""
    statistic, probability, lags, rows, critical, *_ = adfuller(values, result_object=False, **arguments)
    second = arch.unitroot.ADF(values, lags=lags, trend=arguments.get("regression", "c"))
    agreed([statistic, probability], [second.stat, second.pvalue], 8)
    return [statistic, probability, lags, rows, critical["1%"], critical["5%"], critical["10%"]]


def cointegration(first, second, lags=None):
    """Statistic, probability, hedge ratio and intercept."""
    if lags is None:
        statistic, probability, _ = coint(first, second, autolag="aic")
    else:
        statistic, probability, _ = coint(first, second, maxlag=lags, autolag=None)
        other = arch.unitroot.engle_granger(first, second, trend="c", lags=lags)
        agreed(statistic, other.stat, 8)
    fit = sm.OLS(first, sm.add_constant(second)).fit()
    return [statistic, probability, fit.params[1], fit.params[0]]


def components(returns):
    """Eigenvalues and eigenvectors of the correlations, by two drivers of LAPACK; signs by the greatest entry."""
    correlations = np.corrcoef(returns)
    values, vectors = scipy.linalg.eigh(correlations, driver="evr")
    others, _ = scipy.linalg.eigh(correlations, driver="ev")
    singular = np.linalg.svd((returns - returns.mean(1)[:, None]) / returns.std(1)[:, None], compute_uv=False)
    agreed(values, others, 10)
    agreed(values[::-1], singular**2 / returns.shape[1], 10)
    vectors = vectors[:, ::-1].T
    vectors = [vector * np.sign(vector[np.argmax(np.abs(vector))]) for vector in vectors]
    return correlations, values[::-1], np.array(vectors)


def main():
    walk, partner, stranger, returning = columns()
    ones = np.ones(COUNT)
    weights = np.round(np.random.default_rng(7).uniform(0.1, 2, COUNT), 3)
    # No column follows from the others, so that no eigenvalue comes twice and every vector is unique.
    returns = np.diff(np.vstack([walk, partner, stranger, returning / 50, walk[::-1], stranger[::-1]]))
    correlations, values, vectors = components(returns)
    grid = np.concatenate([np.arange(-20, 3.5, 0.37), [-1.61, -2.62]])
    comment = (
        f"Series, and what statsmodels {statsmodels.__version__}, arch {arch.__version__} and LAPACK make of them."
    )
    swift_file.write(
        "SeriesFixtures",
        comment,
        {
            "walk": walk,
            "partner": partner,
            "stranger": stranger,
            "returning": returning,
            "weights": weights,
            "ordinaryFit": least_squares(walk, [ones, partner, stranger]),
            "weightedFit": least_squares(walk, [ones, partner, stranger], weights),
            "walkUnitRoot": unit_root(walk),
            "strangerUnitRoot": unit_root(stranger),
            "returningUnitRoot": unit_root(returning),
            "returningWithoutConstant": unit_root(returning, regression="n"),
            "returningWithoutLags": unit_root(returning, maxlag=0, autolag=None),
            "partnerCointegration": cointegration(partner, walk),
            "strangerCointegration": cointegration(stranger, walk),
            "partnerCointegrationWithoutLags": cointegration(partner, walk, 0),
            "statistics": grid,
            "probabilitiesOfOne": [mackinnonp(value, "c", 1) for value in grid],
            "probabilitiesOfTwo": [mackinnonp(value, "c", 2) for value in grid],
            "criticalValuesOfTwo": mackinnoncrit(2, "c", COUNT - 1),
            "correlations": correlations,
            "eigenvalues": values,
            "eigenvectors": vectors,
        },
    )


if __name__ == "__main__":
    main()
