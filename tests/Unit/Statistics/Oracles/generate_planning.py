#!/usr/bin/python3
"""Writes the expected numbers of the planning tests: see generate.py.

Powers are noncentral t tails by 50-digit mpmath integrals, or normal tails; units and effects are roots that scipy finds on its
own noncentral t. Critical values of several treatments come from a grid integral of the joint density of their errors, those of
several looks from generate_sequential's paths. Whatever statsmodels can plan too (two means, two proportions) must agree with it.
"""
import numpy as np
from mpmath import mp, mpf
from scipy import special, stats
from scipy.optimize import brentq
from statsmodels.stats.power import NormalIndPower, TTestIndPower
from statsmodels.stats.proportion import power_proportions_2indep

from generate import agree, nct_sf, norm_sf, t_sf, write
from generate_sequential import boundaries, exits, half_width, narrowest

NAMES = {"TwoSided": "two-sided", "Greater": "larger", "Less": "smaller"}
DEFAULTS = {"shares": [1, 1], "alpha": 0.05, "alternative": "TwoSided", "target": 0.8, "correction": "Bonferroni", "r2": 0, "covariates": 0,
            "icc": 0, "cluster_size": 0, "cluster_cv": 0, "margin": 0, "looks": 1, "spending": "obrien_fleming", "anytime": False}


def mean(baseline, sd):
    return {"kind": "Mean", "baseline": baseline, "sd": sd}


def proportion(rate):
    return {"kind": "Proportion", "baseline": rate, "sd": float(np.sqrt(rate * (1 - rate)))}


def ratio(y, sy, d, sd, rho):
    """The variance of y/d's linearised value, by exact propagation of a 2x2 covariance matrix through the gradient (1, -R)/d."""
    y, sy, d, sd, rho = map(mpf, (y, sy, d, sd, rho))
    gradient = mp.matrix([[1 / d, -y / d ** 2]])
    cov = mp.matrix([[sy ** 2, rho * sy * sd], [rho * sy * sd, sd ** 2]])
    return {"kind": "Ratio", "baseline": float(y / d), "sd": float(mp.sqrt((gradient * cov * gradient.T)[0])),
            "parts": [float(v) for v in (y, sy, d, sd, rho)]}


def dunnett_critical(shares, df, alpha, two_sided):
    """Root of P(max > t) on a Gauss-Legendre grid over the control's error and the scale."""
    loads = np.array([np.sqrt(s / (s + shares[0])) for s in shares[1:]])
    rest = np.sqrt(1 - loads ** 2)
    z, wz = np.polynomial.legendre.leggauss(400)
    z, wz = 10 * z, 10 * wz * stats.norm.pdf(10 * z)
    if np.isinf(df):
        s, ws = np.array([1.0]), np.array([1.0])
    else:
        low, high = np.sqrt(stats.chi2.isf([1 - 1e-15, 1e-16], df) / df)
        s, ws = np.polynomial.legendre.leggauss(200)
        s, ws = (high - low) / 2 * s + (high + low) / 2, (high - low) / 2 * ws
        ws = ws * stats.chi2.pdf(df * s * s, df) * 2 * df * s

    def tail(t):
        x = t * s[:, None, None]
        beyond = special.ndtr(-(x - loads * z[None, :, None]) / rest)
        if two_sided:
            beyond = beyond + special.ndtr(-(x + loads * z[None, :, None]) / rest)
        return float(ws @ (-np.expm1(np.log1p(-np.minimum(beyond, 1)).sum(axis=2))) @ wz)

    return brentq(lambda t: tail(t) - alpha, 0.1, 50, xtol=1e-13, rtol=1e-14)


def t_critical(side, nu):
    """scipy's quantile is good to 1e-9 only; two Newton steps on the 50-digit tail mend that."""
    q = mpf(float(stats.t.isf(side, nu)))
    for _ in range(2):
        q += (t_sf(q, nu) - mpf(side)) / mpf(float(stats.t.pdf(float(q), nu)))
    return float(q)


def t_power(q, nu, delta):
    """nct_sf searches the peak of its integrand; with many degrees of freedom that is at 1 and narrow."""
    if nu < 1e4:
        return nct_sf(q, nu, delta)
    nu, sd = mpf(nu), 1 / mp.sqrt(2 * mpf(nu))
    log_scale = mp.log(2) + nu / 2 * mp.log(nu / 2) - mp.loggamma(nu / 2)
    density = lambda u: mp.exp(log_scale + (nu - 1) * mp.log(u) - nu * u * u / 2)
    return mp.quad(lambda u: density(u) * norm_sf(q * u - delta), [1 + k * sd for k in range(-14, 15, 2)])


def design(case):
    c = DEFAULTS | case
    shares = np.array(c["shares"], float) / sum(c["shares"])
    weakest = 1 + int(np.argmin(shares[1:]))
    two_sided, sign = c["alternative"] == "TwoSided", -1 if c["alternative"] == "Less" else 1
    m = len(shares) - 1
    alpha = c["alpha"] / m if c["correction"] == "Bonferroni" else c["alpha"]
    size = c["cluster_size"] or 1
    deff = 1 + (size * (1 + c["cluster_cv"] ** 2) - 1) * c["icc"]
    base, sd = c["metric"]["baseline"], c["metric"]["sd"]
    normal = c["metric"]["kind"] == "Proportion" and not c["cluster_size"]

    def df(units):
        if normal:
            return np.inf
        return (units / size - m - 1 if c["correction"] == "Dunnett" else units * (shares[0] + shares[weakest]) / size - 2) - c["covariates"]

    def critical(units, exact):
        if c["anytime"]:
            return float(half_width(narrowest(mpf(alpha), two_sided), mpf(alpha), two_sided))
        if c["correction"] == "Dunnett" and m > 1:
            return dunnett_critical(list(shares), df(units), c["alpha"], two_sided)
        side = alpha / 2 if two_sided else alpha
        return stats.norm.isf(side) if normal else t_critical(side, df(units)) if exact else stats.t.isf(side, df(units))

    def drift(effect, units):
        vc = vt = sd * sd
        if c["metric"]["kind"] == "Proportion":
            vt = (base + effect) * (1 - base - effect)
        k = 1 - sign * c["margin"] * np.sign(base)
        se = np.sqrt(deff * (1 - c["r2"]) * (k * k * vc / (units * shares[0]) + vt / (units * shares[weakest])))
        return (sign * effect + c["margin"] * abs(base)) / se

    def power(effect, units, exact=False):
        q, d, nu = critical(units, exact), drift(effect, units), df(units)
        if c["looks"] > 1:
            assert normal, "boundaries are normal"
            t = [(k + 1) / c["looks"] for k in range(c["looks"])]
            return sum(map(sum, exits(t, boundaries(t, c["spending"], alpha, two_sided, 400), two_sided, d, 400)))
        if normal:
            return float(norm_sf(q - d) + (norm_sf(q + d) if two_sided else 0))
        if exact:
            return float(t_power(q, nu, d) + (t_power(q, nu, -d) if two_sided else 0))
        return stats.nct.sf(q, nu, d) + (stats.nct.cdf(-q, nu, d) if two_sided else 0)

    return c, shares, power


def check_with_statsmodels(c, shares, effect, units, value):
    if len(shares) > 2 or c["r2"] or c["cluster_size"] or c["margin"] or c["looks"] > 1 or c["anytime"]:
        return
    n, r = units * shares[0], shares[1] / shares[0]
    if c["metric"]["kind"] == "Proportion":
        rate, other = c["metric"]["baseline"], c["metric"]["baseline"] + effect
        pooled = np.sqrt((rate * (1 - rate) + other * (1 - other) / r) / (1 + 1 / r))
        theirs = NormalIndPower().power(effect / pooled, n, c["alpha"], r, alternative=NAMES[c["alternative"]])
        near = power_proportions_2indep(effect, rate, n, ratio=r, alpha=c["alpha"], alternative=NAMES[c["alternative"]], return_results=False)
        agree(value, near, 0.05, "pooled null, nearly")
    else:
        theirs = TTestIndPower().power(effect / c["metric"]["sd"], n, c["alpha"], r, alternative=NAMES[c["alternative"]])
    agree(value, theirs, 1e-6, (effect, units))


CLUSTERS = {"icc": 0.05, "cluster_size": 20, "cluster_cv": 0.4}
POWERS = [
    ({"metric": mean(10, 3)}, 0.5, 1000), ({"metric": mean(10, 3), "shares": [9, 1]}, -0.7, 1500), ({"metric": mean(-2, 5), "alternative": "Less"}, -0.3, 4000),
    ({"metric": mean(0, 1)}, 0.8, 8), ({"metric": mean(0, 1)}, 3.0, 4), ({"metric": mean(1e6, 1)}, 4e-6, 1e12), ({"metric": mean(1, 40), "shares": [99999, 1]}, 5, 1e8),
    ({"metric": proportion(0.1)}, 0.0075, 51892), ({"metric": proportion(0.02), "shares": [0.8, 0.2], "alternative": "Greater"}, 0.002, 90000),
    ({"metric": proportion(0.6), "alternative": "Less"}, -0.05, 3000), ({"metric": proportion(1e-6)}, 4e-7, 1e9),
    ({"metric": ratio(3, 4, 12, 9, 0.7)}, 0.01, 20000), ({"metric": ratio(3, 4, -12, 9, -1)}, 0.05, 300),
    ({"metric": mean(10, 3), "r2": 0.5, "covariates": 1}, 0.3, 900), ({"metric": mean(10, 3), "r2": 0.3, "covariates": 4}, 4, 20), ({"metric": proportion(0.1), "r2": 0.2, "covariates": 1}, 0.01, 20000),
    ({"metric": mean(10, 3)} | CLUSTERS, 0.5, 2000), ({"metric": proportion(0.3)} | CLUSTERS, 0.08, 2400), ({"metric": mean(10, 3), "icc": 1, "cluster_size": 5}, 3, 80),
    ({"metric": mean(10, 3), "icc": 0.02, "cluster_size": 50, "r2": 0.4, "covariates": 1}, 0.5, 2500),
    ({"metric": mean(10, 3), "shares": [2, 1, 1]}, 0.6, 1200), ({"metric": mean(10, 3), "shares": [2, 1, 1], "correction": "None"}, 0.6, 1200),
    ({"metric": mean(10, 3), "shares": [2, 1, 1.5], "correction": "Dunnett"}, 0.6, 1200), ({"metric": mean(10, 3), "shares": [1, 1, 1, 1], "correction": "Dunnett", "alternative": "Greater"}, 3, 40),
    ({"metric": proportion(0.1), "shares": [1, 1, 1, 1], "correction": "Dunnett"}, 0.01, 60000), ({"metric": mean(10, 3), "shares": [1, 1], "correction": "Dunnett"}, 0.5, 1000),
    ({"metric": mean(10, 3), "margin": 0.05, "alternative": "Greater"}, 0, 900), ({"metric": mean(10, 3), "margin": 0.05, "alternative": "Less"}, 0.1, 900),
    ({"metric": mean(-10, 3), "margin": 0.05, "alternative": "Greater"}, 0, 900), ({"metric": proportion(0.2), "margin": 0.1, "alternative": "Greater"}, -0.002, 20000),
    ({"metric": proportion(0.1), "anytime": True}, 0.0075, 51892), ({"metric": mean(10, 3), "anytime": True, "alternative": "Greater"}, 0.5, 1000),
    ({"metric": mean(10, 3), "anytime": True, "shares": [1, 1, 1]}, 0.5, 2400), ({"metric": mean(10, 3), "alpha": 0.5, "alternative": "Greater", "target": 0.9}, 0.5, 100),
]
LOOKS = [({"metric": proportion(0.1), "looks": 5}, 0.0075, 51892), ({"metric": proportion(0.1), "looks": 3, "spending": "pocock"}, 0.0075, 51892),
         ({"metric": proportion(0.1), "looks": 4, "shares": [1, 1, 1], "alternative": "Greater", "target": 0.9}, 0.0075, 80000)]
SIZES = [
    ({"metric": mean(10, 3)}, 0.1), ({"metric": mean(10, 3), "shares": [4, 1], "target": 0.95, "alpha": 0.01}, 0.2), ({"metric": mean(10, 3), "alternative": "Greater"}, 5),
    ({"metric": mean(0, 1)}, 1e-5), ({"metric": proportion(0.1)}, 0.0075), ({"metric": proportion(0.9), "alternative": "Less"}, -0.02), ({"metric": ratio(3, 4, 12, 9, 0.7)}, 0.005),
    ({"metric": mean(10, 3), "r2": 0.5, "covariates": 2}, 0.1), ({"metric": mean(10, 3), "r2": 0.5, "covariates": 2}, 3), ({"metric": mean(10, 3)} | CLUSTERS, 0.3),
    ({"metric": mean(10, 3), "shares": [1, 1, 1]}, 0.3), ({"metric": mean(10, 3), "shares": [2, 1, 1], "correction": "Dunnett"}, 0.3),
    ({"metric": proportion(0.2), "margin": 0.05, "alternative": "Greater", "target": 0.9}, 0), ({"metric": proportion(0.1), "anytime": True}, 0.01),
    ({"metric": proportion(0.1), "looks": 5, "spending": "pocock"}, 0.0075), ({"metric": proportion(0.1), "looks": 2, "target": 0.9}, 0.0075),
]


def planning():
    cases = []
    for case, effect, units in POWERS + LOOKS:
        c, shares, power = design(case)
        value = power(effect, units, exact=True)
        check_with_statsmodels(c, shares, effect, units, value)
        cases.append(c | {"quantity": "power", "effect": effect, "units": units, "expected": value})
    for case, effect in SIZES:
        c, shares, power = design(case)
        gap = lambda log_n: power(effect, np.exp(log_n)) - c["target"]
        low = np.log(2.001 * (c["cluster_size"] or 1) / min(shares) + 2 * c["covariates"])
        high = low
        while gap(high) < 0:
            low, high = high, high + 0.7
        cases.append(c | {"quantity": "units", "effect": effect, "expected": float(np.exp(brentq(gap, low, high, xtol=1e-11)))})
        # The same plan backwards: the effect that a round number of units finds.
        units = float(f"{cases[-1]['expected']:.2g}")
        at = brentq(lambda e: power(e, units) - c["target"], 0.8 * effect - 1e-9 * (effect == 0) - 0.01 * (effect == 0), 1.25 * effect + 0.01 * (effect == 0), xtol=1e-14, rtol=1e-12)
        cases.append(c | {"quantity": "effect", "units": units, "expected": float(at)})
    write("planning", cases)


if __name__ == "__main__":
    assert abs(dunnett_critical([1, 1, 1, 1], 20, 0.05, True) - 2.54) < 0.0051 and abs(dunnett_critical([1, 1, 1], np.inf, 0.05, False) - 1.92) < 0.0051
    planning()
