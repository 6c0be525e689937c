#!/usr/bin/python3
"""Writes the expected numbers of the sequential tests: run it beside the JSON files it replaces.

Debian 12: apt-get install python3-scipy python3-mpmath

Confidence sequences and the mixture SPRT come from their definitions with 50 digits: the mixture as an integral over the
prior, the narrowest tuning as a minimum of the width, the ends of relative intervals as roots. Group-sequential designs come from
the paths of a Brownian motion on a fine grid of its own (Simpson's rule on B-values, refined until two grids agree) and are
checked against scipy's multivariate normal distribution and published tables. Nothing here is output of the product.
"""
import json
import pathlib

import numpy as np
from mpmath import mp, mpf
from scipy import stats
from scipy.optimize import brentq

mp.dps = 50
HERE = pathlib.Path(__file__).parent


def write(name, cases):
    text = ",\n".join("  " + json.dumps(case) for case in cases)
    (HERE / f"{name}.json").write_text("[\n" + text + "\n]\n")
    print(f"{name}: {len(cases)} cases")


def root(f, lo, hi):
    lo, hi = mpf(lo), mpf(hi)
    sign = mp.sign(f(lo))
    assert sign != mp.sign(f(hi)), (lo, hi)
    for _ in range(190):
        mid = (lo + hi) / 2
        lo, hi = (mid, hi) if mp.sign(f(mid)) == sign else (lo, mid)
    return (lo + hi) / 2


# ---- confidence sequences and the mixture SPRT ----------------------------------------------------------------------

def half_width(x, alpha, two_sided):
    """In standard errors; x = n·rho^2. Theorem 2.2, and the one-sided closed form of the appendix."""
    inner = mp.sqrt(1 + x) / alpha if two_sided else 1 + mp.sqrt(1 + x) / (2 * alpha)
    return mp.sqrt(2 * (1 + x) / x * mp.log(inner))


def narrowest(alpha, two_sided):
    x = mp.exp(root(lambda u: mp.diff(lambda v: half_width(mp.exp(v), alpha, two_sided), u), -12, 9))
    if two_sided:
        lambert = -mp.lambertw(-alpha ** 2 / mp.e, -1).real - 1
        assert abs(x - lambert) < mpf("1e-20") * x, (alpha, x, lambert)
    return x


def likelihood_ratio(d, variance, tau):
    """Integral over the prior of the ratio of normal densities of d, against zero."""
    sd = mp.sqrt(variance)
    peak = d * tau ** 2 / (tau ** 2 + variance)
    width = tau * sd / mp.sqrt(tau ** 2 + variance)
    f = lambda e: mp.npdf(d, e, sd) / mp.npdf(d, 0, sd) * mp.npdf(e, 0, tau)
    return mp.quad(f, [peak + k * width for k in range(-16, 17, 2)])


def p_value(z, x, alternative):
    """The alpha at which the interval ends at zero, found as a root."""
    if alternative != "TwoSided":
        z = z if alternative == "Greater" else -z
        if z <= 0:
            return mpf(1)
    two_sided = alternative == "TwoSided"
    gap = lambda log_alpha: half_width(x, mp.exp(log_alpha), two_sided) - abs(z)
    if gap(mpf(0)) > 0:
        return mpf(1)
    return mp.exp(root(gap, mpf(-5000), mpf(0)))


def comparison(control, treatment, x_of_variance, alpha, alternative):
    (nc, mc, sc), (nt, mt, st) = [[mpf(v) for v in row] for row in (control, treatment)]
    vc, vt = sc ** 2 / nc, st ** 2 / nt
    v = vc + vt
    d, se = mt - mc, mp.sqrt(v)
    x = x_of_variance(v)
    q = half_width(x, mpf(alpha), alternative == "TwoSided")
    lift = mt / mc - 1
    gap = lambda r: abs(mt - (1 + r) * mc) - q * mp.sqrt(vt + (1 + r) ** 2 * vc)
    expected = {"p": float(p_value(d / se, x, alternative)), "std_error": float(se), "low": float(d - q * se), "high": float(d + q * se),
                "relative": float(lift)}
    if mc ** 2 > q ** 2 * vc:
        reach = mpf(1)
        while gap(lift - reach) < 0 or gap(lift + reach) < 0:
            reach *= 2
        expected["fieller_low"] = float(root(gap, lift - reach, lift))
        expected["fieller_high"] = float(root(gap, lift, lift + reach))
    return expected


SAMPLES = [([500, 10, 3], [520, 10.4, 3.2]), ([100000, 0.19, 0.392], [99000, 0.196, 0.397]), ([2, 1, 0.5], [2, 9, 0.4]),
           ([1000, -5, 2], [3000, -4.6, 2.5]), ([40, 0.1, 1], [40, 0.5, 1]), ([1000, 1e9, 3], [1000, 1e9 + 1, 3]),
           ([10 ** 9, 1, 5], [10 ** 9, 1.01, 5]), ([300, 7, 2], [300, 7, 2]), ([700, 3, 1], [10, 2.5, 1])]


def confidence_sequences():
    cases = []
    for alpha in (1e-12, 0.001, 0.05, 0.2, 0.9):
        for alternative in ("TwoSided", "Greater"):
            x = narrowest(mpf(alpha), alternative == "TwoSided")
            cases.append({"kind": "tuning", "planned": 10000, "alpha": alpha, "alternative": alternative, "rho2": float(x / 10000),
                          "critical_at_plan": float(half_width(x, mpf(alpha), alternative == "TwoSided")),
                          "critical_early": float(half_width(x / 100, mpf(alpha), alternative == "TwoSided"))})
    for control, treatment in SAMPLES:
        for alpha, planned, alternative in ((0.05, 2000, "TwoSided"), (0.01, 10 ** 6, "TwoSided"), (0.05, 2000, "Greater"), (0.1, 300, "Less")):
            rho2 = narrowest(mpf(alpha), alternative == "TwoSided") / planned
            cases.append({"kind": "comparison", "control": control, "treatment": treatment, "planned": planned, "alpha": alpha,
                          "alternative": alternative,
                          "expected": comparison(control, treatment, lambda v: rho2 * (control[0] + treatment[0]), alpha, alternative)})
    write("confidence_sequences", cases)


def mixture_sprt():
    cases = []
    for control, treatment in SAMPLES:
        for tau, alpha in ((0.3, 0.05), (0.01, 0.05), (5, 0.01)):
            expected = comparison(control, treatment, lambda v: mpf(tau) ** 2 / v, alpha, "TwoSided")
            d = mpf(treatment[1]) - mpf(control[1])
            v = mpf(control[2]) ** 2 / control[0] + mpf(treatment[2]) ** 2 / treatment[0]
            ratio = likelihood_ratio(d, v, mpf(tau))
            assert abs(min(mpf(1), 1 / ratio) - mpf(expected["p"])) <= 1e-12 * expected["p"] + 1e-300, (control, tau, 1 / ratio, expected["p"])
            cases.append({"control": control, "treatment": treatment, "tau": tau, "alpha": alpha, "expected": expected})
    write("mixture_sprt", cases)


# ---- group-sequential designs ---------------------------------------------------------------------------------------

class Paths:
    """Sub-density of the score S_k ~ N(drift·t, t) on paths not yet stopped, by Simpson's rule with `cells` intervals a look."""

    def __init__(self, cells):
        self.cells, self.t, self.s, self.mass = cells, 0.0, np.array([0.0]), np.array([1.0])

    def above(self, bound, t, drift):
        sd = np.sqrt(t - self.t)
        return float(self.mass @ stats.norm.sf((bound - self.s - drift * (t - self.t)) / sd))

    def step(self, low, high, t, drift):
        sd = np.sqrt(t - self.t)
        low, high = max(low, drift * t - 9 * np.sqrt(t)), min(high, drift * t + 9 * np.sqrt(t))
        s = np.linspace(low, high, self.cells + 1)
        w = np.ones(self.cells + 1)
        w[1:-1:2], w[2:-1:2] = 4, 2
        w *= (high - low) / self.cells / 3
        density = stats.norm.pdf((s[:, None] - self.s[None, :] - drift * (t - self.t)) / sd) / sd @ self.mass
        self.t, self.s, self.mass = t, s, w * density


def exits(t, z, two_sided, drift, cells):
    paths, up, down = Paths(cells), [], []
    for tk, zk in zip(t, z):
        b = zk * np.sqrt(tk)
        up.append(paths.above(b, tk, drift))
        down.append(1 - paths.above(-b, tk, drift) - (1 - paths.mass.sum()) if two_sided else 0.0)
        paths.step(-b if two_sided else -np.inf, b, tk, drift)
    return up, down


def spend(family, alpha, t):
    t = min(t, 1)
    if family == "obrien_fleming":
        return 2 * stats.norm.sf(stats.norm.isf(alpha / 2) / np.sqrt(t))
    if family == "pocock":
        return alpha * np.log(1 + (np.e - 1) * t)
    return alpha * t ** float(family)


def boundaries(t, family, alpha, two_sided, cells):
    side = alpha / 2 if two_sided else alpha
    paths, z, used = Paths(cells), [], 0.0
    for tk in t:
        budget = spend(family, side, tk) - used
        used += budget
        f = lambda x: np.log(max(paths.above(x * np.sqrt(tk), tk, 0), 1e-300)) - np.log(budget)
        z.append(brentq(f, -5 if not two_sided else 0, 36, xtol=1e-14, rtol=1e-14))
        b = z[-1] * np.sqrt(tk)
        paths.step(-b if two_sided else -np.inf, b, tk, 0)
    return z


def beyond(t, z, two_sided, drift, stat, cells):
    paths, total = Paths(cells), 0.0
    for tk, zk in zip(t[:-1], z):
        b = zk * np.sqrt(tk)
        total += paths.above(b, tk, drift)
        paths.step(-b if two_sided else -np.inf, b, tk, drift)
    return total + paths.above(stat * np.sqrt(t[-1]), t[-1], drift)


def refined(f):
    """Two grids must agree to 1e-6; the finer one, sixteen times as exact, is believed."""
    coarse, fine = np.atleast_1d(f(300)), np.atleast_1d(f(600))
    assert np.all(np.abs(coarse - fine) <= 1e-6 * np.abs(fine)), (coarse, fine)
    return [float(v) for v in fine]


def no_exit_by_scipy(t, z, two_sided):
    t = np.array(t)
    cov = np.sqrt(np.minimum.outer(t, t) / np.maximum.outer(t, t))
    low = -np.array(z) if two_sided else np.full(len(z), -np.inf)
    return stats.multivariate_normal.cdf(z, np.zeros(len(t)), cov, lower_limit=low, abseps=1e-6, releps=1e-6, maxpts=200000)


def group_sequential():
    cases = []
    designs = [([0.2, 0.4, 0.6, 0.8, 1], "obrien_fleming", 0.05, True), ([0.2, 0.4, 0.6, 0.8, 1], "pocock", 0.05, True),
               ([0.13, 0.21, 0.58, 0.97, 1], "obrien_fleming", 0.01, True),
               ([0.3, 0.9, 1], "pocock", 0.1, False),
               ([0.1, 0.2, 0.7], "2", 0.05, True), ([0.4, 0.8, 1.15], "3", 0.05, False), ([1], "pocock", 0.05, True)]
    for t, family, alpha, two_sided in designs:
        z = refined(lambda cells: boundaries(t, family, alpha, two_sided, cells))
        spent = spend(family, alpha / 2 if two_sided else alpha, t[-1]) * (2 if two_sided else 1)
        if len(t) > 1:
            assert abs(1 - no_exit_by_scipy(t, z, two_sided) - spent) < 2e-5, (t, family)
        drifts = [0.0, 2.8]
        power = [refined(lambda cells: sum(map(sum, exits(t, z, two_sided, d, cells))))[0] for d in drifts]
        total = lambda d: sum(map(sum, exits(t, z, two_sided, d, 600)))
        need = brentq(lambda d: total(d) - 0.8, 0.5, 8, xtol=1e-9)
        q = stats.norm.isf(alpha / 2 if two_sided else alpha)
        single = brentq(lambda d: stats.norm.sf(q - d) + (stats.norm.sf(q + d) if two_sided else 0) - 0.8, 0.5, 8, xtol=1e-14)
        up, down = exits(t, z, two_sided, 2.8, 600)
        stop = [a + b for a, b in zip(up, down)]
        expected_information = sum(tk * s for tk, s in zip(t, stop)) + t[-1] * (1 - sum(stop))
        cases.append({"kind": "design", "fractions": t, "family": family, "alpha": alpha, "two_sided": two_sided, "boundaries": z,
                      "drifts": drifts, "power": power, "drift80": need, "inflation80": (need / single) ** 2,
                      "expected_information": expected_information})
        for look, stat in [(1, 1.0), (len(t), 2.1), (max(1, len(t) - 1), 3.1)]:
            head = [v / t[look - 1] for v in t[:look]]
            tail = lambda d, cells=600: beyond(head, z, two_sided, d, stat, cells)
            p_up = refined(lambda cells: tail(0.0, cells))[0]
            p_down = refined(lambda cells: beyond(head, z, two_sided, 0.0, -stat, cells))[0]
            side = alpha / 2 if two_sided else alpha
            at = lambda target: brentq(lambda d: tail(d) - target, stat - 12, stat + 12, xtol=1e-9)
            cases.append({"kind": "end", "fractions": t, "family": family, "alpha": alpha, "two_sided": two_sided, "look": look, "z": stat,
                          "p": min(1.0, 2 * min(p_up, p_down)) if two_sided else p_up, "median": at(0.5), "low": at(side), "high": at(1 - side)})
    write("group_sequential", cases)


if __name__ == "__main__":
    confidence_sequences()
    mixture_sprt()
    group_sequential()
