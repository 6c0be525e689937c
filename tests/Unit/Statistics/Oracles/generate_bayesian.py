#!/usr/bin/python3
"""Writes the expected numbers of the Bayesian tests: run it beside the JSON files it replaces.

Debian 12: apt-get install python3-numpy python3-scipy python3-statsmodels python3-mpmath. The variance between experiments comes from statsmodels;
the posterior comes from the joint normal of all effects under a flat prior on their mean, by matrix algebra. Normal posteriors are integrals of prior times likelihood by mpmath.
"""
import json
import pathlib

import numpy as np
from mpmath import mp, mpf
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

HERE = pathlib.Path(__file__).parent


def shrinkage():
    cases = []
    for y, se in [([0.1, 0.3, -0.2, 0.5], [0.1, 0.2, 0.15, 0.1]), ([0.02, -0.01, 0.03, 0.0, 0.01], [0.01] * 5),
                  ([1, 1.01], [0.5, 3]), ([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18]), ([5, -5, 9], [0.1, 0.3, 0.01])]:
        y, se = np.array(y, float), np.array(se, float)
        tau2 = max(0.0, float(combine_effects(y, se ** 2, method_re="dl").tau2))
        k = len(y)
        # Effects ~ N(m, tau2), m flat: precision of (effects, m) jointly. Without spread every effect is m.
        if tau2 > 0:
            precision = np.zeros((k + 1, k + 1))
            precision[range(k), range(k)] = 1 / se ** 2 + 1 / tau2
            precision[:k, k] = precision[k, :k] = -1 / tau2
            precision[k, k] = k / tau2
            cov = np.linalg.inv(precision)
            mean = cov @ np.append(y / se ** 2, 0)
        else:
            m = (y / se ** 2).sum() / (1 / se ** 2).sum()
            mean, cov = np.full(k + 1, m), np.full((k + 1, k + 1), 1 / (1 / se ** 2).sum())
        sd = np.sqrt(np.diag(cov))[:k]
        q = stats.norm.isf(0.025)
        cases.append({"effects": y.tolist(), "std_errors": se.tolist(), "tau2": tau2, "mean": float(mean[k]), "posterior": mean[:k].tolist(),
                      "deviations": sd.tolist(), "low": (mean[:k] - q * sd).tolist()})
    (HERE / "shrinkage.json").write_text("[\n" + ",\n".join("  " + json.dumps(c) for c in cases) + "\n]\n")


def normal_posterior():
    mp.dps = 100  # quad stops at an absolute error, and tails reach 1e-60
    cases = []
    for (nc, mc, sc), (nt, mt, st), m0, s0, relative in [
            ((500, 10, 3), (520, 10.4, 3.2), 0, None, False), ((500, 10, 3), (520, 10.4, 3.2), 0, 0.01, True),
            ((500, 10, 3), (520, 10.4, 3.2), 0.1, 0.2, False), ((1000, -5, 2), (3000, -4.6, 2.5), 0.02, 0.05, True),
            ((10 ** 6, 1, 1), (10 ** 6, 1.02, 1), 0, None, False), ((10 ** 6, 1, 1), (10 ** 6, 0.98, 1), 0, 0.5, True),
            ((2, 1, 0.5), (2, 9, 0.4), 0, 1, False)]:
        v = mpf(sc) ** 2 / nc + mpf(st) ** 2 / nt
        d = mpf(mt) - mpf(mc)
        scale = abs(mpf(mc)) if relative else mpf(1)
        centre = mpf(m0) * (mpf(mc) if relative else 1)
        prior = (lambda x: mpf(1)) if s0 is None else (lambda x: mp.npdf(x, centre, mpf(s0) * scale))
        f = lambda x: prior(x) * mp.npdf(x, d, mp.sqrt(v))
        # A log-concave product peaks between its factors; panels of a fraction of the narrower one around all of it.
        sds = [mp.sqrt(v)] + ([] if s0 is None else [mpf(s0) * scale])
        step = min(sds)
        ends = [d] + ([] if s0 is None else [centre])
        lo, hi = min(ends + [mpf(0)]) - 20 * step, max(ends + [mpf(0)]) + 20 * step
        count = int((hi - lo) / step) + 1
        points = sorted({lo + (hi - lo) * k / count for k in range(count + 1)} | {mpf(0)})
        integrate = lambda g, where: sum(mp.quad(g, [a, b]) for a, b in zip(where, where[1:]))
        left, right = [p for p in points if p <= 0], [p for p in points if p >= 0]
        mass = integrate(f, points)
        mean = integrate(lambda x: x * f(x), points) / mass
        sd = mp.sqrt(integrate(lambda x: (x - mean) ** 2 * f(x), points) / mass)
        cases.append({"control": [nc, mc, sc], "treatment": [nt, mt, st], "prior_mean": m0, "prior_deviation": s0, "relative": relative,
                      "mean": float(mean), "deviation": float(sd), "low": float(mean - mpf(stats.norm.isf(0.025)) * sd),
                      "chance": float(integrate(f, right) / mass), "loss_treatment": float(integrate(lambda x: -x * f(x), left) / mass),
                      "loss_control": float(integrate(lambda x: x * f(x), right) / mass)})
    (HERE / "normal_posterior.json").write_text("[\n" + ",\n".join("  " + json.dumps(c) for c in cases) + "\n]\n")


if __name__ == "__main__":
    shrinkage()
    normal_posterior()
