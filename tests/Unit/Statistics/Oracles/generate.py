#!/usr/bin/python3
"""Writes the expected numbers of the statistics tests: run it beside the JSON files it replaces.

Debian 12: apt-get install python3-scipy python3-statsmodels python3-mpmath

Two kinds of source. Where a tail, a huge sample or an ugly offset leaves the range in which double-precision libraries
are exact, the value is computed by mpmath with 50 digits from the definition (an integral, a root, exact rationals),
by a route that shares no formula with the product. Everywhere else it comes from scipy or statsmodels, and wherever
both can speak the script asserts that they agree. Nothing here is output of the product.
"""
import json
import pathlib

import numpy as np
import statsmodels.api as sm
from mpmath import mp, mpf
from scipy import stats
from scipy.optimize import brentq
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestIndPower
from statsmodels.stats.proportion import (power_proportions_2indep, proportions_ztest,
                                          samplesize_proportions_2indep_onetail)

mp.dps = 50
HERE = pathlib.Path(__file__).parent


def write(name, cases):
    text = ",\n".join("  " + json.dumps(case) for case in cases)
    (HERE / f"{name}.json").write_text("[\n" + text + "\n]\n")
    print(f"{name}: {len(cases)} cases")


def agree(ours, theirs, tolerance, what):
    assert abs(ours - theirs) <= tolerance * abs(theirs) or ours == theirs, (what, ours, theirs)


# ---- tails from their integrals -------------------------------------------------------------------------------------

def t_sf(t, nu):
    """Integral of the t density, scaled to 1 where the tail starts; checked against the incomplete beta function."""
    t, nu = mpf(t), mpf(nu)
    if t < 0:
        return 1 - t_sf(-t, nu)
    log_scale = mp.loggamma((nu + 1) / 2) - mp.loggamma(nu / 2) - mp.log(nu * mp.pi) / 2
    log_density = lambda x: log_scale - (nu + 1) / 2 * mp.log1p(x * x / nu)
    if t < mpf("0.5"):
        value = mpf("0.5") - mp.quad(lambda x: mp.exp(log_density(x)), [0, t])
    else:
        # x = t·e^s: a power-law tail becomes exponential, a normal tail becomes shorter still.
        width = 1 / max(mpf(1), min(nu, t * t))
        points = [0] + [width * k for k in (1, 2, 4, 8, 16, 32, 64, 128, 256)]
        top = log_density(t)
        value = t * mp.exp(top) * mp.quad(lambda s: mp.exp(log_density(t * mp.exp(s)) - top + s), points)
    beta = mp.betainc(nu / 2, mpf("0.5"), 0, nu / (nu + t * t), regularized=True) / 2
    assert abs(value - beta) < mpf("1e-15") * beta, (t, nu, value, beta)
    return value


def norm_sf(z):
    return mp.erfc(mpf(z) / mp.sqrt(2)) / 2


def chi2_sf(x, k):
    return mp.gammainc(mpf(k) / 2, mpf(x) / 2, mp.inf, regularized=True)


def nct_sf(t, nu, delta):
    """E[Phi(delta - t·u)] over u = sqrt(chi2/nu), integrated around the peak of the integrand."""
    t, nu, delta = mpf(t), mpf(nu), mpf(delta)
    log_scale = mp.log(2) + nu / 2 * mp.log(nu / 2) - mp.loggamma(nu / 2)
    f = lambda u: mp.exp(log_scale + (nu - 1) * mp.log(u) - nu * u * u / 2) * norm_sf(t * u - delta) if u > 0 else mpf(0)
    sd = 1 / mp.sqrt(2 * nu)
    width = min(sd, 1 / max(abs(t), mpf("1e-9")))
    lo, hi = mpf("1e-30"), 1 + 40 * sd
    best = max((lo + (hi - lo) * k / 4000 for k in range(1, 4000)), key=f)
    points = sorted({p for k in range(-60, 61) if lo < (p := best + k * width * mpf("1.5")) < hi + 40 * width} | {lo})
    top = f(best)
    return top * mp.quad(lambda u: f(u) / top, points)


def root(f, lo, hi):
    lo, hi = mpf(lo), mpf(hi)
    sign = mp.sign(f(lo))
    for _ in range(190):
        mid = (lo + hi) / 2
        lo, hi = (mid, hi) if mp.sign(f(mid)) == sign else (lo, mid)
    return (lo + hi) / 2


def t_isf(p, nu):
    hi = mpf(1)
    while t_sf(hi, nu) > p:
        hi *= 2
    with mp.workdps(30):
        x = mp.findroot(lambda t: mp.log(t_sf(t, nu)) - mp.log(p), (hi / 2 if hi > 1 else mpf("0.3"), hi), solver="anderson", tol=1e-22)
    return x


def distributions():
    cases = []

    def add(function, args, value, scipy_value=None, tolerance=1e-9):
        if scipy_value is not None:
            agree(float(value), float(scipy_value), tolerance, (function, args))
        cases.append({"function": function, "args": args, "expected": float(value)})

    for t, nu in [(0.1, 1), (1, 1), (12.7, 1), (1e6, 1), (1e150, 1.5), (0.3, 2.5), (2, 3), (45, 3), (1e3, 4.7), (3, 10),
                  (25, 10), (1e29, 10), (0.7, 30), (4.2, 30), (60, 30), (1.96, 1000), (9, 1000), (42, 1000), (40, 88000.3),
                  (3.16, 90175.6), (1.644853627, 1e6), (37, 1e6), (0.01, 1e9), (5, 1e9), (37, 1e9), (0.9, 1e12), (1.1, 1e12),
                  (8, 1e12), (37, 1e12), (-2.2, 7), (-6, 40)]:
        with np.errstate(all="ignore"):
            theirs = stats.t.sf(t, nu)
        add("t_sf", [t, nu], t_sf(t, nu), theirs if 1e-290 < theirs and nu < 1e8 and t < 1e20 else None, 1e-8)
    for z in (0.0, 0.001, 0.5, 1.0, 1.7, 1.75, 1.959963984540054, 3.0, 5.5, 8.3, 20.0, 37.0, -1.0, -4.0):
        add("norm_sf", [z], norm_sf(z), stats.norm.sf(z))
    for x, k in [(6.9024, 1), (1e-8, 1), (3.84, 1), (100, 1), (1370, 1), (0.1, 2), (50, 2), (1380, 2), (5.5, 3), (200, 9), (1500, 25),
                 (990, 1000), (1200, 1000), (1e6 + 5000, 1e6), (0.5, 10)]:
        theirs = stats.chi2.sf(x, k)
        add("chi2_sf", [x, k], chi2_sf(x, k), theirs if theirs > 1e-290 else None, 1e-8)
    for p, nu in [(0.025, 1), (0.025, 1.7), (0.05, 5), (0.4, 5), (0.025, 90175.6), (0.0005, 1e9), (1e-12, 3), (1e-40, 20), (1e-200, 500), (0.45, 1e6)]:
        add("t_isf", [p, nu], t_isf(mpf(p), nu), stats.t.isf(p, nu) if p > 1e-20 else None, 1e-8)
    for p in (0.3, 0.1, 0.025, 0.0005, 1e-10, 1e-100, 1e-300):
        value = root(lambda z: norm_sf(z) - mpf(p), 0, 40)
        add("norm_isf", [p], value, stats.norm.isf(p))
    for t, nu, delta in [(2.0, 5, 1.0), (2.0, 5, 0.0), (2.0, 5, -1.0), (1.98, 98, 2.8), (1.98, 98, -2.8), (4.0, 3, 10.0), (1.96, 1e4, 3.0),
                         (12.7, 1, 3.0), (6, 2, 2), (25, 30, 2), (1.96, 1e6, 5.0), (8, 50, -3), (30, 200, 1), (1.96, 1e9, 2.8), (0.5, 1, 0.2)]:
        theirs = stats.nct.sf(t, nu, delta)
        add("nct_sf", [t, nu, delta], nct_sf(t, nu, delta), theirs if theirs > 1e-4 and nu < 1e5 else None, 1e-6)
    write("distributions", cases)


# ---- comparisons ----------------------------------------------------------------------------------------------------

def moments(n, mean, sd):
    n, mean, sd = mpf(n), mpf(mean), mpf(sd)
    return n, mean, sd * sd


def compare(control, treatment, alpha, pooled):
    """Everything a comparison reports; Fieller's ends by solving |T(ratio)| = critical value numerically."""
    (nc, mc, s2c), (nt, mt, s2t) = control, treatment
    if pooled:
        s2 = ((nc - 1) * s2c + (nt - 1) * s2t) / (nc + nt - 2)
        vc, vt, df = s2 / nc, s2 / nt, nc + nt - 2
    else:
        vc, vt = s2c / nc, s2t / nt
        df = (vc + vt) ** 2 / (vc ** 2 / (nc - 1) + vt ** 2 / (nt - 1))
    se = mp.sqrt(vc + vt)
    t = (mt - mc) / se
    q = t_isf(mpf(alpha) / 2, df)
    out = {"df": df, "statistic": t, "std_error": se, "p_two_sided": 2 * t_sf(abs(t), df),
           "p_greater": t_sf(t, df), "p_less": t_sf(-t, df), "ci_low": mt - mc - q * se, "ci_high": mt - mc + q * se}
    if mc != 0:
        lift = mt / mc - 1
        se_rel = mp.sqrt(vt / mc ** 2 + mt ** 2 * vc / mc ** 4)
        out |= {"relative": lift, "relative_std_error": se_rel}
        if abs(mc) > q * mp.sqrt(vc):
            outside = lambda r: abs(mt - (1 + r) * mc) / mp.sqrt(vt + (1 + r) ** 2 * vc) - q
            step = se_rel
            lo, hi = lift - step, lift + step
            while outside(lo) < 0:
                lo -= step
                step *= 2
            step = se_rel
            while outside(hi) < 0:
                hi += step
                step *= 2
            out |= {"fieller_low": root(outside, lo, lift), "fieller_high": root(outside, hi, lift)}
    return {k: float(v) for k, v in out.items()}


def comparisons():
    cases = []
    for (c, t, alpha) in [
        ((44700, 0.1902013422818792, 0.39246240), (45489, 0.182000043967, 0.38584360), 0.05),
        ((2, 1.0, 0.5), (2, 2.0, 0.25), 0.05),
        ((3, 10.0, 1.0), (50, 12.0, 9.0), 0.05),
        ((10, 5.0, 0.0), (12, 5.5, 1.0), 0.05),
        ((1000, 100.0, 15.0), (1000, 100.0, 15.0), 0.05),
        ((1000, -20.0, 15.0), (900, -18.0, 16.0), 0.05),
        ((500, 0.001, 0.0316), (520, 0.004, 0.0632), 0.1),
        ((100000, 50.0, 400.0), (100000, 53.0, 420.0), 0.01),
        ((5000, 1.0, 1.0), (5000, 1.5, 1.0), 0.05),
        ((20000, 1.0, 1.0), (20000, 1.36, 1.0), 0.05),
        ((1000000000000, 0.5, 0.5), (1000000000000, 0.500001, 0.5), 0.05),
        ((1000000000000, 7.0, 3.0), (999999999000, 7.00001, 3.0), 0.001),
        ((40, 1e9, 0.125), (60, 1.0000000000625e9, 0.25), 0.05),
        ((2500, 1e-12, 3e-12), (2600, 1.4e-12, 3.2e-12), 0.05),
        ((2500, 1e200, 3e100), (2600, 1.4e200, 3.2e100), 0.05),
        ((30, 1.0, 4.0), (30, 5.0, 4.0), 0.05),
    ]:
        for pooled in (False, True):
            expected = compare(moments(*c), moments(*t), alpha, pooled)
            if c[0] < 1e6 and t[0] < 1e6 and abs(c[1]) < 1e8 and c[2] > 0:
                for alternative, key in (("two-sided", "p_two_sided"), ("greater", "p_greater"), ("less", "p_less")):
                    theirs = stats.ttest_ind_from_stats(t[1], t[2], t[0], c[1], c[2], c[0], equal_var=pooled, alternative=alternative)
                    if theirs.pvalue > 1e-290:
                        agree(expected[key], theirs.pvalue, 1e-8, (c, t, alternative))
            cases.append({"test": "pooled" if pooled else "welch", "alpha": alpha,
                          "control": list(c), "treatment": list(t), "expected": expected})
    write("comparisons", cases)


def proportions():
    cases = []
    for sc, nc, st, nt in [(8502, 44700, 8279, 45489), (1, 10, 5, 12), (40, 1000, 70, 1000), (5, 1000000, 60, 1000000),
                           (499000000000, 1000000000000, 499010000000, 1000000000000), (300, 3000, 900, 3000), (12, 40, 12, 40)]:
        z, p = proportions_ztest([st, sc], [nt, nc])
        if p > 0:
            agree(float(2 * norm_sf(abs(mpf(float(z))))), p, 1e-8, "z")
        pc, pt = mpf(sc) / nc, mpf(st) / nt
        common = mpf(sc + st) / (nc + nt)
        for kind, variance in (("pooled", common * (1 - common) * (mpf(1) / nc + mpf(1) / nt)),
                               ("unpooled", pc * (1 - pc) / nc + pt * (1 - pt) / nt)):
            zz = (pt - pc) / mp.sqrt(variance)
            if kind == "pooled" and zz != 0:
                agree(float(zz), float(z), 1e-6, "pooled z")
            cases.append({"variance": kind, "control": [sc, nc], "treatment": [st, nt],
                          "statistic": float(zz), "p_two_sided": float(2 * norm_sf(abs(zz))),
                          "p_greater": float(norm_sf(zz)), "p_less": float(norm_sf(-zz))})
    write("proportions", cases)


# ---- raw samples: moments, offsets and CUPED ------------------------------------------------------------------------

def exact(values):
    values = [mpf(float(v)) for v in values]
    n = len(values)
    mean = mp.fsum(values) / n
    return n, mean, mp.fsum((v - mean) ** 2 for v in values)


def samples():
    rng = np.random.default_rng(20240611)
    cases = []
    for name, values in [
        ("plain", np.round(rng.normal(3, 2, 40), 3)),
        ("offset 1e9", 1e9 + np.round(rng.normal(0, 1, 60) * 8) / 8),
        ("offset -1e12", -1e12 + np.round(rng.normal(0, 4, 30) * 16) / 16),
        ("skewed", np.round(np.exp(rng.normal(0, 2.5, 80)), 4)),
        ("tiny", np.round(rng.normal(0, 1, 25), 3) * 1e-150),
        ("huge", np.round(rng.normal(0, 1, 25), 3) * 1e140),
        ("two", np.array([0.1, 0.3])),
    ]:
        n, mean, m2 = exact(values)
        cases.append({"name": name, "values": [float(v) for v in values], "mean": float(mean), "m2": float(m2)})
    write("samples", cases)


def cuped():
    rng = np.random.default_rng(7)
    cases = []
    for name, sizes, slope, effect, offset in [("strong", (60, 70), 1.5, 0.6, 0), ("weak", (50, 50), 0.1, 0.2, 10),
                                               ("negative slope", (40, 90), -2.0, -0.5, 5), ("three variants", (45, 50, 55), 0.8, 0.3, 100),
                                               ("offset 1e6", (64, 64), 1.0, 0.25, 1e6), ("tiny", (3, 3), 1.0, 1.0, 1)]:
        groups = []
        for i, n in enumerate(sizes):
            x = np.round(rng.gamma(2, 3, n), 3)
            y = np.round(offset + slope * x + effect * i + rng.normal(0, 2, n), 3)
            groups.append((x, y))
        x = np.concatenate([g[0] for g in groups])
        y = np.concatenate([g[1] for g in groups])
        label = np.repeat(range(len(groups)), sizes)
        # θ is the slope of an analysis of covariance with one intercept per variant.
        design = np.column_stack([x] + [(label == i).astype(float) for i in range(len(groups))])
        slope_ols = sm.OLS(y - y.mean(), design).fit().params[0]
        centred = [(g[0] - g[0].mean(), g[1] - g[1].mean()) for g in groups]
        exact_theta = mp.fsum(mpf(float(a)) * mpf(float(b)) for p in centred for a, b in zip(*p)) / mp.fsum(mpf(float(a)) ** 2 for p in centred for a in p[0])
        agree(float(exact_theta), slope_ols, 1e-7, (name, "theta"))
        rows = [[(mpf(float(a)), mpf(float(b))) for a, b in zip(*g)] for g in groups]
        grand = mp.fsum(a for r in rows for a, _ in r) / len(x)
        means = [(mp.fsum(a for a, _ in r) / len(r), mp.fsum(b for _, b in r) / len(r)) for r in rows]
        theta = (mp.fsum((a - m[0]) * (b - m[1]) for r, m in zip(rows, means) for a, b in r)
                 / mp.fsum((a - m[0]) ** 2 for r, m in zip(rows, means) for a, b in r))
        adjusted = [[b - theta * (a - grand) for a, b in r] for r in rows]

        def stat(values):
            n = len(values)
            mean = mp.fsum(values) / n
            return mpf(n), mean, mp.fsum((v - mean) ** 2 for v in values) / (n - 1)

        after = compare(stat(adjusted[0]), stat(adjusted[1]), 0.05, False)
        before = compare(stat([b for _, b in rows[0]]), stat([b for _, b in rows[1]]), 0.05, False)
        welch = stats.ttest_ind(np.array(adjusted[1], float), np.array(adjusted[0], float), equal_var=False)
        agree(after["p_two_sided"], welch.pvalue, 1e-6, name)
        cases.append({"name": name, "groups": [{"x": list(map(float, g[0])), "y": list(map(float, g[1]))} for g in groups],
                      "theta": float(theta), "variance_reduction": float(1 - mpf(after["std_error"]) ** 2 / mpf(before["std_error"]) ** 2),
                      "control_mean": float(stat(adjusted[0])[1]), "treatment_mean": float(stat(adjusted[1])[1]), "expected": after})
    write("cuped", cases)


# ---- sample ratio, corrections, segments, guardrails ----------------------------------------------------------------

def sample_ratio():
    cases = []
    for units, weights in [((44700, 45489), (0.5, 0.5)), ((500, 500), (1, 1)), ((9000, 1000), (0.9, 0.1)), ((9000, 1100), (90, 10)),
                           ((334, 333, 340), (1, 1, 1)), ((100000, 98000, 101000, 300), (1, 1, 1, 0)), ((10 ** 12, 10 ** 12 + 3 * 10 ** 6), (0.5, 0.5)),
                           ((500000, 510000), (0.5, 0.5)), ((100000, 120000), (0.5, 0.5)), ((1, 3), (0.5, 0.5)), ((52, 25, 23), (2, 1, 1)),
                           ((50000, 52550), (0.5, 0.5))]:
        live = [(u, w) for u, w in zip(units, weights) if w > 0]
        total = sum(u for u, _ in live)
        scale = sum(mpf(w) for _, w in live)
        expected = [total * mpf(w) / scale for _, w in live]
        statistic = mp.fsum((u - e) ** 2 / e for (u, _), e in zip(live, expected))
        p = chi2_sf(statistic, len(live) - 1)
        theirs = stats.chisquare([u for u, _ in live], [float(e) for e in expected])
        if theirs.pvalue > 1e-290 and max(units) < 1e9:
            agree(float(p), theirs.pvalue, 1e-7, units)
        cases.append({"units": list(units), "weights": list(map(float, weights)), "chi_squared": float(statistic),
                      "df": len(live) - 1, "p_value": float(p)})
    write("sample_ratio", cases)


def corrections():
    cases = []
    for p in [[0.01, 0.04, 0.03], [0.001], [0.5, 0.5, 0.5], [1e-300, 1e-200, 0.9], [0.04, 0.01, 0.03, 0.005, 0.8, 1.0, 0.02],
              [0.05, 0.05, 0.01, 0.01], [0.0, 0.2], [0.0744144, 0.00155653, 0.375924]]:
        for method, name in (("bonferroni", "Bonferroni"), ("holm", "Holm"), ("fdr_bh", "BenjaminiHochberg")):
            cases.append({"method": name, "p": p, "adjusted": [float(v) for v in multipletests(p, method=method)[1]]})
    write("corrections", cases)


def segments():
    cases = []
    for rows in [
        [((100, 1.0, 1.0), (110, 1.5, 1.2)), ((90, 1.1, 0.9), (95, 0.8, 1.0)), ((300, 1.0, 2.0), (310, 1.1, 2.1))],
        [((1000, 10.0, 3.0), (1000, 10.5, 3.0)), ((1000, 20.0, 4.0), (1000, 20.5, 4.0))],
        [((2, 1.0, 0.5), (3, 4.0, 0.1)), ((5, 2.0, 2.0), (5, 2.0, 1.0)), ((7, 0.0, 1.0), (9, 0.4, 1.5)), ((50, 3.0, 9.0), (50, 1.0, 9.0))],
        [((10 ** 6, 0.2, 0.4), (10 ** 6, 0.21, 0.407)), ((10 ** 6, 0.3, 0.458), (10 ** 6, 0.27, 0.444))],
        [((200, 1e6, 1.0), (200, 1e6 + 0.5, 1.0)), ((200, 1e6, 1.0), (200, 1e6 - 0.5, 1.0))],
    ]:
        effects = np.array([t[1] - c[1] for c, t in rows])
        variances = np.array([c[2] ** 2 / c[0] + t[2] ** 2 / t[0] for c, t in rows])
        q = combine_effects(effects, variances).q
        p_values = [stats.ttest_ind_from_stats(t[1], t[2], t[0], c[1], c[2], c[0], equal_var=False).pvalue for c, t in rows]
        cases.append({"segments": [{"control": list(c), "treatment": list(t)} for c, t in rows], "q": float(q), "df": len(rows) - 1,
                      "p_value": float(chi2_sf(mpf(float(q)), len(rows) - 1)),
                      "p_adjusted": [float(v) for v in multipletests(p_values, method="bonferroni")[1]]})
    write("segments", cases)


def non_inferiority():
    cases = []
    for c, t, harm, margin in [((5000, 10.0, 4.0), (5000, 9.95, 4.0), "Less", 0.02), ((5000, 10.0, 4.0), (5000, 9.7, 4.0), "Less", 0.02),
                               ((5000, 10.0, 4.0), (5000, 10.1, 4.0), "Greater", 0.02), ((300, 0.2, 0.4), (280, 0.25, 0.43), "Greater", 0.1),
                               ((3, 1.0, 0.1), (4, 1.1, 0.3), "Less", 0.05), ((1000, -8.0, 2.0), (1000, -8.1, 2.0), "Less", 0.03)]:
        tolerated = margin * (1 if c[1] > 0 else -1)
        k = 1 - tolerated if harm == "Less" else 1 + tolerated
        theirs = stats.ttest_ind_from_stats(t[1], t[2], t[0], k * c[1], abs(k) * c[2], c[0], equal_var=False,
                                            alternative="greater" if harm == "Less" else "less")
        cases.append({"control": list(c), "treatment": list(t), "harm": harm, "margin": margin, "p_value": float(theirs.pvalue)})
    write("non_inferiority", cases)


# ---- planning -------------------------------------------------------------------------------------------------------

def power():
    cases = []
    t = TTestIndPower()
    names = {"two-sided": "TwoSided", "larger": "Greater", "smaller": "Less"}
    for d, n, ratio, alpha, alternative in [(0.5, 64, 1, 0.05, "two-sided"), (0.2, 394, 1, 0.05, "two-sided"), (0.5, 20, 2, 0.05, "two-sided"),
                                            (0.8, 5, 1, 0.05, "two-sided"), (1.5, 3, 1, 0.01, "two-sided"), (0.3, 80, 0.5, 0.1, "larger"),
                                            (-0.3, 80, 0.5, 0.1, "smaller"), (0.01, 40000, 1, 0.05, "two-sided"), (0.0, 100, 1, 0.05, "two-sided"),
                                            (0.1, 50, 3, 0.05, "larger"), (-0.4, 30, 1, 0.05, "two-sided")]:
        nu = n * (1 + ratio) - 2
        delta = mpf(d) * mp.sqrt(mpf(n) * ratio / (1 + mpf(ratio)))
        q = t_isf(mpf(alpha) / 2 if alternative == "two-sided" else mpf(alpha), nu)
        value = (nct_sf(q, nu, delta) + nct_sf(q, nu, -delta) if alternative == "two-sided"
                 else nct_sf(q, nu, delta) if alternative == "larger" else nct_sf(q, nu, -delta))
        agree(float(value), t.power(d, n, alpha, ratio, alternative=alternative), 1e-6, (d, n))
        cases.append({"quantity": "means_power", "effect": d, "units": n, "ratio": ratio, "alpha": alpha,
                      "alternative": names[alternative], "expected": float(value)})
    for d, target, ratio, alpha, alternative in [(0.5, 0.8, 1, 0.05, "two-sided"), (0.2, 0.9, 1, 0.05, "two-sided"), (0.02, 0.8, 1, 0.05, "two-sided"),
                                                 (0.3, 0.8, 4, 0.01, "larger"), (0.05, 0.95, 0.25, 0.1, "two-sided"), (2.0, 0.8, 1, 0.05, "two-sided"),
                                                 (-0.3, 0.8, 1, 0.05, "smaller")]:
        value = t.solve_power(effect_size=d, power=target, alpha=alpha, ratio=ratio, alternative=alternative)
        agree(t.power(d, value, alpha, ratio, alternative=alternative), target, 1e-8, (d, target))
        cases.append({"quantity": "means_units", "effect": d, "power": target, "ratio": ratio, "alpha": alpha,
                      "alternative": names[alternative], "expected": float(value)})
    for n, target, ratio, alpha, alternative in [(64, 0.8, 1, 0.05, "two-sided"), (10, 0.9, 1, 0.05, "two-sided"), (5000, 0.8, 0.5, 0.05, "larger"),
                                                 (1000, 0.8, 1, 0.001, "two-sided"), (4, 0.5, 1, 0.05, "two-sided")]:
        # statsmodels' own solver stops early here; its power function is exact, so find its root properly.
        value = brentq(lambda d: t.power(d, n, alpha, ratio, alternative=alternative) - target, 1e-3, 20, xtol=1e-15, rtol=1e-14)
        cases.append({"quantity": "means_effect", "units": n, "power": target, "ratio": ratio, "alpha": alpha,
                      "alternative": names[alternative], "expected": float(value)})
    for p1, p2, n, ratio, alpha, alternative in [(0.1, 0.12, 3841, 1, 0.05, "two-sided"), (0.19, 0.182, 45000, 1, 0.05, "two-sided"),
                                                 (0.5, 0.45, 800, 2, 0.05, "two-sided"), (0.02, 0.03, 2000, 0.5, 0.1, "larger"),
                                                 (0.03, 0.02, 2000, 1, 0.1, "smaller"), (0.001, 0.0012, 1000000, 1, 0.01, "two-sided")]:
        # statsmodels counts the first sample (its ratio is second/first) and calls the reference proportion prop2.
        theirs = power_proportions_2indep(p2 - p1, p1, n * ratio, ratio=1 / ratio, alpha=alpha, alternative=alternative, return_results=True)
        cases.append({"quantity": "proportions_power", "control": p1, "treatment": p2, "units": n, "ratio": ratio, "alpha": alpha,
                      "alternative": names[alternative], "variance": "Pooled", "expected": float(theirs.power)})
        a, b = mpf(p1), mpf(p2)
        sd = mp.sqrt(a * (1 - a) / n + b * (1 - b) / (mpf(n) * ratio))
        q = mpf(float(stats.norm.isf(alpha / 2 if alternative == "two-sided" else alpha)))
        up, down = norm_sf(q - (b - a) / sd), norm_sf(q + (b - a) / sd)
        value = up + down if alternative == "two-sided" else up if alternative == "larger" else down
        cases.append({"quantity": "proportions_power", "control": p1, "treatment": p2, "units": n, "ratio": ratio, "alpha": alpha,
                      "alternative": names[alternative], "variance": "Unpooled", "expected": float(value)})
    for p1, p2, target, alpha in [(0.1, 0.12, 0.8, 0.05), (0.05, 0.051, 0.9, 0.05), (0.5, 0.6, 0.8, 0.01)]:
        value = samplesize_proportions_2indep_onetail(p2 - p1, p1, target, ratio=1, alpha=alpha, alternative="larger")
        cases.append({"quantity": "proportions_units", "control": p1, "treatment": p2, "power": target, "ratio": 1, "alpha": alpha,
                      "alternative": "Greater", "variance": "Pooled", "expected": float(value)})
    write("power", cases)


if __name__ == "__main__":
    distributions()
    comparisons()
    proportions()
    samples()
    cuped()
    sample_ratio()
    corrections()
    segments()
    non_inferiority()
    power()
