#!/usr/bin/python3
"""Writes the expected numbers of the Bayesian tests: run it beside the JSON files it replaces.

Debian 12: apt-get install python3-numpy python3-scipy python3-statsmodels. The variance between experiments comes from statsmodels;
the posterior comes from the joint normal of all effects under a flat prior on their mean, by matrix algebra.
"""
import json
import pathlib

import numpy as np
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


if __name__ == "__main__":
    shrinkage()
