#!/usr/bin/python3
"""Writes the expected numbers of the trust checks (trends, calibration, interference, outliers, nulls): see generate.py.

Least squares with known variances and cluster-robust variances come from statsmodels, tests of counts and shapes from scipy;
where those leave their range, from 50-digit mpmath or exact rationals.
"""
import numpy as np
import statsmodels.api as sm
from mpmath import mp, mpf
from scipy import stats

from generate import agree, chi2_sf, norm_sf, write

# ---- trends ---------------------------------------------------------------------------------------------------------


def two_sided(z):
    return float(2 * norm_sf(abs(mpf(float(z)))))


def read(fit, contrast):
    test = fit.t_test(np.array([contrast], float))
    return {"value": float(test.effect[0]), "std_error": float(np.ravel(test.sd)[0])}


def left_over(effects, columns, covariance):
    """Generalised residual sum of squares from the normal equations with 50 digits: doubles lose it beside a large common effect."""
    y, x, w = mp.matrix(effects.tolist()), mp.matrix(np.column_stack(columns).tolist()), mp.inverse(mp.matrix(covariance.tolist()))
    rest = y - x * mp.lu_solve(x.T * w * x, x.T * w * y)
    return (rest.T * w * rest)[0]


def trend(days, effects, covariance, logarithmic, horizon):
    """Generalised least squares with the covariance taken as known: statsmodels' 'fixed scale'."""
    order = np.argsort(days)
    days, effects, covariance = np.array(days)[order], np.array(effects, float)[order], np.array(covariance, float)[np.ix_(order, order)]
    time = np.log if logarithmic else float
    x = np.array([time(d) for d in days])
    late = np.array([0.0] * (len(days) // 2) + [1.0] * (len(days) - len(days) // 2))
    diagonal = not np.any(covariance - np.diag(np.diag(covariance)))

    def fit(columns):
        design = np.column_stack(columns)
        model = sm.WLS(effects, design, weights=1 / np.diag(covariance)) if diagonal else sm.GLS(effects, design, sigma=covariance)
        return model.fit(cov_type="fixed scale")

    flat, line, halves = fit([np.ones(len(x))]), fit([np.ones(len(x)), x]), fit([np.ones(len(x)), late])
    q = left_over(effects, [np.ones(len(x))], covariance)
    agree(float(q), float(flat.resid @ np.linalg.inv(covariance) @ flat.resid), 1e-5, "Q")
    slope, change = read(line, [0, 1]), read(halves, [0, 1])
    out = {"average": read(flat, [1]), "slope": slope, "statistic": slope["value"] / slope["std_error"],
           "p_value": two_sided(slope["value"] / slope["std_error"]), "first": read(line, [1, x[0]]),
           "long_run": read(line, [1, time(horizon or days[-1])]), "change": change,
           "change_p": two_sided(change["value"] / change["std_error"]),
           "q": float(q), "q_p": float(chi2_sf(q, len(x) - 1))}
    agree(out["p_value"], float(line.pvalues[1]), 1e-6, "slope p")
    if len(x) > 2:
        rest = left_over(effects, [np.ones(len(x)), x], covariance)
        agree(float(rest), float(line.resid @ np.linalg.inv(covariance) @ line.resid), 1e-5, "lack of fit")
        out |= {"rest": float(rest), "rest_p": float(chi2_sf(rest, len(x) - 2))}
    return out


def trends():
    cases = []
    rng = np.random.default_rng(31)
    for n, course, noise, logarithmic, horizon in [
            (2, lambda d: 1.0, 0.5, False, None), (3, lambda d: 1 / d, 0.1, True, 30), (14, lambda d: 2 * np.exp(-d / 4), 0.2, False, None),
            (14, lambda d: 2 * np.exp(-d / 4), 0.2, True, 28), (28, lambda d: 1 - np.exp(-d / 10), 0.1, False, None), (28, lambda d: 0.3, 0.1, False, 60),
            (7, lambda d: 1e6 + d, 1e-3, False, None), (10, lambda d: 0.01 * d, 0.003, False, None), (9, lambda d: -3 + d, 1e-1, False, None)]:
        days = rng.permutation(np.sort(rng.choice(np.arange(1, 2 * n + 1), n, replace=False)))
        errors = noise * np.exp(rng.normal(0, 0.5, n))
        effects = np.array([course(d) for d in days]) + rng.normal(0, errors)
        for correlation in (None, 0.6, 0.95):
            covariance = np.diag(errors ** 2) if correlation is None else np.outer(errors, errors) * correlation ** np.abs(np.subtract.outer(days, days))
            cases.append({"days": days.tolist(), "effects": effects.tolist(), "std_errors": errors.tolist(),
                          "covariance": None if correlation is None else covariance.tolist(), "logarithmic": logarithmic, "horizon": horizon,
                          "expected": trend(days, effects, covariance, logarithmic, horizon)})
    write("trends", cases)


def daily_samples():
    """Moments in; those days that cannot be estimated are left out here by hand."""
    cases = []
    rng = np.random.default_rng(32)
    for sizes, sd in [((10 ** 12, 10 ** 12), 1e3), ((2, 2), 1.0), ((10 ** 6, 30), 2.0)]:
        rows, left = [], 0
        for day in range(1, 9):
            nc, nt = sizes if day != 3 else (1, sizes[1])
            s = 0.0 if day == 5 else sd
            rows.append([day, [int(nc), float(np.round(rng.normal(10, 0.1), 6)), s], [int(nt), float(np.round(rng.normal(10, 0.1) + 1 / day, 6)), s * 1.5]])
            left += day in (3, 5)
        used = [r for r in rows if r[0] not in (3, 5)]
        variances = [(r[1][2] ** 2 / r[1][0] + r[2][2] ** 2 / r[2][0]) for r in used]
        cases.append({"rows": rows, "left_out": left,
                      "expected": trend([r[0] for r in used], [float(mpf(r[2][1]) - mpf(r[1][1])) for r in used], np.diag(variances), False, None)})
    write("daily_samples", cases)


def panels():
    """The same units on every day: unit-level rows in, covariances of the means from numpy."""
    cases = []
    rng = np.random.default_rng(33)
    for n, k in ((40, 5), (12, 3)):
        rows = [np.round(rng.normal(0, 1, (m, 1)) + rng.normal(0, 0.6, (m, k)) + shift / np.arange(1, k + 1), 3) for m, shift in ((n, 0), (n + 3, 2))]
        covariance = sum(np.cov(r.T) / len(r) for r in rows)
        effects = rows[1].mean(axis=0) - rows[0].mean(axis=0)
        days = list(range(1, k + 1))
        cases.append({"days": days, "rows": [r.tolist() for r in rows], "expected": trend(days, effects, covariance, False, None)})
    write("panels", cases)


if __name__ == "__main__":
    trends()
    daily_samples()
    panels()
