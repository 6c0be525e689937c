#!/usr/bin/python3
"""Writes the expected numbers of ratio metrics, adjustments for covariates, ranks, resampling and the rest: see generate.py.

Here too every number has a source that shares no formula with the product: unit-level calculations where the product
works on moments, statsmodels and scipy, brute-force enumeration, or 50-digit mpmath.
"""
import itertools

import numpy as np
import statsmodels.api as sm
from mpmath import mp, mpf
from scipy import stats

from generate import agree, root, t_isf, t_sf, write


def mean_and_variance(values):
    values = [mpf(float(v)) for v in values]
    n = len(values)
    mean = sum(values) / n
    return n, mean, sum((v - mean) ** 2 for v in values) / (n - 1)


def from_variances(mc, vc, mt, vt, df, alpha=mpf("0.05")):
    """What a comparison reports, from means, variances of the means and degrees of freedom."""
    se = mp.sqrt(vc + vt)
    t = (mt - mc) / se
    q = t_isf(alpha / 2, df)
    lift, se_rel = mt / mc - 1, mp.sqrt(vt / mc ** 2 + mt ** 2 * vc / mc ** 4)
    out = {"df": df, "statistic": t, "std_error": se, "p_two_sided": 2 * t_sf(abs(t), df), "ci_low": mt - mc - q * se,
           "ci_high": mt - mc + q * se, "relative": lift, "relative_std_error": se_rel,
           "delta_low": lift - q * se_rel, "delta_high": lift + q * se_rel}
    if abs(mc) > q * mp.sqrt(vc):
        outside = lambda r: abs(mt - (1 + r) * mc) / mp.sqrt(vt + (1 + r) ** 2 * vc) - q
        lo, hi = lift - se_rel, lift + se_rel
        while outside(lo) < 0:
            lo -= se_rel
        while outside(hi) < 0:
            hi += se_rel
        out |= {"fieller_low": root(outside, lo, lift), "fieller_high": root(outside, hi, lift)}
    return {k: float(v) for k, v in out.items()}


def welch(control, treatment):
    (nc, mc, s2c), (nt, mt, s2t) = control, treatment
    vc, vt = s2c / nc, s2t / nt
    return from_variances(mc, vc, mt, vt, (vc + vt) ** 2 / (vc ** 2 / (nc - 1) + vt ** 2 / (nt - 1)))


# ---- ratio metrics --------------------------------------------------------------------------------------------------

def delta_ratio(y, d):
    """Ratio and the delta-method variance of Deng et al. (2018), written out from variances and the covariance."""
    n, my, vy = mean_and_variance(y)
    _, md, vd = mean_and_variance(d)
    cov = sum((mpf(float(a)) - my) * (mpf(float(b)) - md) for a, b in zip(y, d)) / (n - 1)
    return n, my / md, (vy / md ** 2 + my ** 2 * vd / md ** 4 - 2 * my * cov / md ** 3)


def ratios():
    cases = []
    rng = np.random.default_rng(11)
    for name, nc, nt, lift, scale, offset in [("small", 5, 7, 1.2, 1, 0), ("plain", 60, 80, 1.1, 1, 0), ("no effect", 50, 40, 1.0, 1, 0),
                                              ("tiny unit", 40, 40, 1.3, 1e-9, 0), ("huge unit", 30, 45, 0.7, 1e9, 0),
                                              ("denominator far from zero", 40, 50, 1.1, 1, 1000)]:
        groups = []
        for n, rate in ((nc, 0.3), (nt, 0.3 * lift)):
            d = rng.poisson(6, n) + 1.0 + offset
            y = np.round(rng.gamma(2, rate / 2, n) * d, 3) * scale
            groups.append((y, d))
        control, treatment = (delta_ratio(*g) for g in groups)
        cases.append({"name": name, "groups": [{"y": list(map(float, y)), "d": list(map(float, d))} for y, d in groups],
                      "control": float(control[1]), "treatment": float(treatment[1]), "expected": welch(control, treatment)})
    write("ratios", cases)


def ratios_adjusted():
    """The linearised ratio of every unit, its slopes by ordinary least squares with one dummy a variant."""
    cases = []
    rng = np.random.default_rng(12)
    for sizes, k in (((50, 60), 1), ((40, 45, 50), 2), ((80, 70), 3)):
        groups = []
        for i, n in enumerate(sizes):
            x = np.round(rng.normal(3, 1, (n, k)), 3)
            d = rng.poisson(5, n) + 1.0
            y = np.round(d * (0.4 + 0.05 * i) + x.sum(axis=1) + rng.normal(0, 0.6, n), 3)
            groups.append((y, d, x))
        z = [y.mean() / d.mean() + (y - y.mean() / d.mean() * d) / d.mean() for y, d, _ in groups]
        theta, adjusted = ols(z, [x for _, _, x in groups])
        cases.append({"rows": [np.column_stack(g).tolist() for g in groups], "theta": theta,
                      "control": float(adjusted[0].mean()), "treatment": float(adjusted[1].mean()),
                      "expected": welch(*(mean_and_variance(a) for a in adjusted[:2]))})
    write("ratios_adjusted", cases)


# ---- several covariates, strata -------------------------------------------------------------------------------------

def ols(ys, xs, centres=None):
    dummies = np.zeros((sum(map(len, ys)), len(ys)))
    row = 0
    for i, y in enumerate(ys):
        dummies[row:row + len(y), i] = 1
        row += len(y)
    fit = sm.OLS(np.concatenate(ys), np.column_stack([dummies, np.vstack(xs)])).fit()
    theta = fit.params[len(ys):]
    centre = np.vstack(xs).mean(axis=0)
    return theta.tolist(), [y - (x - (centre if centres is None else centres[i])) @ theta for i, (y, x) in enumerate(zip(ys, xs))]


def several_covariates():
    cases = []
    rng = np.random.default_rng(13)
    for name, sizes, k, offset in (("one", (30, 40), 1, 0), ("two", (30, 40, 20), 2, 0), ("five", (90, 80), 5, 0),
                                   ("correlated", (60, 50), 3, 0), ("far from zero", (60, 50), 2, 1000)):
        ys, xs = [], []
        for i, n in enumerate(sizes):
            x = rng.normal(2, 1.5, (n, k))
            if name == "correlated":
                x[:, 1] = x[:, 0] + 0.2 * x[:, 1]
            x = np.round(x + offset, 3)
            ys.append(np.round(10 + 0.4 * i + (x - offset) @ np.arange(1, k + 1) + rng.normal(0, 2, n), 3))
            xs.append(x)
        theta, adjusted = ols(ys, xs)
        plain = sum(np.var(y, ddof=1) / len(y) for y in ys[:2])
        after = sum(np.var(y, ddof=1) / len(y) for y in adjusted[:2])
        cases.append({"name": name, "rows": [np.column_stack([y, x]).tolist() for y, x in zip(ys, xs)], "theta": theta,
                      "variance_reduction": float(1 - after / plain), "control": float(adjusted[0].mean()),
                      "treatment": float(adjusted[1].mean()), "expected": welch(*(mean_and_variance(a) for a in adjusted[:2]))})
    write("several_covariates", cases)


def post_stratification():
    cases = []
    rng = np.random.default_rng(14)
    for name, strata, k in (("two strata", [(20, 30, 0), (40, 25, 0)], 0), ("three variants", [(20, 30, 10), (15, 9, 12), (4, 3, 5)], 0),
                            ("one covariate", [(20, 30, 0), (40, 25, 0)], 1), ("two covariates, three variants", [(30, 20, 25), (12, 18, 10)], 2)):
        cells, keys = [], []
        for h, sizes in enumerate(strata):
            for v, n in enumerate(sizes):
                x = np.round(rng.normal(h, 1, (n, k)), 3)
                y = np.round(5 + 3 * h + 0.5 * v + x.sum(axis=1) + rng.normal(0, 1 + h, n), 3)
                cells.append((y, x))
                keys.append((h, v))
        ys, xs = [c[0] for c in cells], [c[1] for c in cells]
        theta = []
        if k > 0:
            filled = [i for i, y in enumerate(ys) if len(y)]
            centre = {h: np.vstack([x for x, key in zip(xs, keys) if key[0] == h]).mean(axis=0) for h in range(len(strata))}
            theta, adjusted = ols([ys[i] for i in filled], [xs[i] for i in filled], [centre[keys[i][0]] for i in filled])
            for i, a in zip(filled, adjusted):
                ys[i] = a
        total = sum(sum(s) for s in strata)
        means, variances, terms = {}, {}, mpf(0)
        for v in (0, 1):
            parts = [(mpf(sum(sizes)) / total, mean_and_variance(ys[keys.index((h, v))])) for h, sizes in enumerate(strata)]
            means[v] = sum(w * m for w, (_, m, _) in parts)
            variances[v] = sum(w * w * s2 / n for w, (n, _, s2) in parts)
            terms += sum((w * w * s2 / n) ** 2 / (n - 1) for w, (n, _, s2) in parts)
        df = (variances[0] + variances[1]) ** 2 / terms
        cases.append({"name": name, "strata": [[np.column_stack([cells[keys.index((h, v))][0], cells[keys.index((h, v))][1]]).tolist()
                                                 for v in range(3)] for h in range(len(strata))],
                      "theta": theta, "control": float(means[0]), "treatment": float(means[1]),
                      "expected": from_variances(means[0], variances[0], means[1], variances[1], df)})
    write("post_stratification", cases)


if __name__ == "__main__":
    ratios()
    ratios_adjusted()
    several_covariates()
    post_stratification()
